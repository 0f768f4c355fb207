"""Extraction by a language model, through the `llm` library: what it proposes is kept where the text bears it out word for word."""
