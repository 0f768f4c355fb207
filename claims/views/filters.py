"""The shared vocabulary of filters."""

from dataclasses import dataclass

from claims.errors import UsageError
from claims.inputs import read_bounds, read_days, require_text

DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to list, as the user wrote it; each read function uses the ones that mean something for its records.

    `by` and `to` are names or aliases, ISO codes or short names; `min` and `max` decimals; `since` and `until` a year, month or day;
    `order` a column, with a leading `-` for descending; `limit` a number of records, 0 for all.
    """

    by: str | None = None
    to: str | None = None
    act: str | None = None
    topic: str | None = None
    strength: str | None = None
    status: str | None = None
    overdue: bool = False
    unit: str | None = None
    min: str | None = None
    max: str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    language: str | None = None
    search: str | None = None
    review: str | None = None
    copies: bool = False
    order: str | None = None
    limit: int = DEFAULT_LIMIT

    def __post_init__(self) -> None:
        """Refuse what can find nothing: words that are no text (bytes of another encoding), empty ones, and bounds that cross."""
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            require_text(f"--{name}", value)
            if isinstance(value, str) and not value.strip():
                raise UsageError(f"--{name} was given nothing to look for; name something, or leave it out.")
        read_days(self.since, self.until)
        read_bounds(self.min, self.max)
