"""From candidates to who, when, and the same as what: pure; look-ups come in as a Protocol."""
