"""Which databases this process has committed something to: a report that cannot be written must not hide it."""

kept: list[str] = []


def keep(name: str) -> None:
    """Note that something was committed to the database of this name."""
    if name not in kept:
        kept.append(name)
