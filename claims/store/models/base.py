"""The declarative base, the naming convention for constraints, and the column types that both databases keep exactly."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from claims.inputs import decimal_text

T = TypeVar("T")

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Portable(sa.types.TypeDecorator[T]):
    """Text on SQLite (STRICT tables know no dates and no decimals), the native type where the database has one."""

    impl = sa.Text
    cache_ok = True  # SQLAlchemy wants it in every subclass
    native: ClassVar[dict[str, sa.types.TypeEngine[Any]]] = {}

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        """Choose the column type of the dialect."""
        return dialect.type_descriptor(self.native.get(dialect.name, sa.Text()))


class Day(Portable[date]):
    """An ISO day: text on SQLite, DATE on PostgreSQL."""

    cache_ok = True
    native: ClassVar = {"postgresql": sa.Date()}

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """Give the database an ISO string (PostgreSQL reads it as a date)."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Read an ISO string or a date."""
        return date.fromisoformat(value) if isinstance(value, str) else value


class Instant(Portable[datetime]):
    """A UTC instant to the microsecond: ISO text ending in Z on SQLite, TIMESTAMPTZ on PostgreSQL."""

    cache_ok = True
    native: ClassVar = {"postgresql": sa.DateTime(timezone=True)}

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Give the database an ISO string in UTC."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read an ISO string or a timestamp."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


class Exact(Portable[Decimal]):
    """An exact decimal: canonical text on SQLite (its NUMERIC goes through float), NUMERIC on PostgreSQL."""

    cache_ok = True
    native: ClassVar = {"postgresql": sa.Numeric()}

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Give the database plain digits."""
        return None if value is None else decimal_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Read digits, or the decimal that the driver made of them."""
        return None if value is None else Decimal(value)


class Json(Portable[str]):
    """A JSON text, such as the history triggers write: text on SQLite, JSONB on PostgreSQL."""

    cache_ok = True
    native: ClassVar = {"postgresql": postgresql.JSONB(none_as_null=True)}

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Give the database the text, or what it says where the driver writes JSON itself."""
        return json.loads(value) if value is not None and dialect.name in self.native else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Read the text, or write what the driver made of it."""
        return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class Term(sa.types.TypeDecorator[StrEnum]):
    """A value of one of the lists in `claims.terms`, stored as its text."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, terms: type[StrEnum]) -> None:
        super().__init__()
        self.terms = terms

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Refuse what is not in the list before the database does."""
        return None if value is None else self.terms(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """Give back the member."""
        return None if value is None else self.terms(value)


def instant_text(value: datetime) -> str:
    """Return an aware datetime as `2026-01-31T12:00:00.000000Z`."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def term_column(column: str, terms: type[StrEnum], **options: Any) -> MappedColumn[Any]:
    """Return a text column held to the values of `terms` by a CHECK that bears the column's name."""
    allowed = ", ".join(f"'{term.value}'" for term in terms)
    return mapped_column(column, Term(terms), sa.CheckConstraint(f"{column} IN ({allowed})", name=column), **options)


class Base(DeclarativeBase):
    """Every table of the database; STRICT on SQLite."""

    metadata = sa.MetaData(naming_convention=NAMING_CONVENTION)


def table_options(*constraints: sa.schema.SchemaItem, comment: str, numbered: bool = True) -> tuple[Any, ...]:
    """Return `__table_args__`: the constraints, what every table shares, and the description that people see.

    A table that is `numbered` has a key of one number. None is given twice, not even that of a deleted row, for the history, people and
    pages know rows by their numbers: an identity on PostgreSQL, AUTOINCREMENT on SQLite.
    """
    return (*constraints, {"sqlite_strict": True, "sqlite_autoincrement": numbered, "comment": comment})


def reference(target: str, *, index: bool = True, **options: Any) -> MappedColumn[Any]:
    """Return a column that refers to `table.column`, indexed unless another index begins with it."""
    return mapped_column(sa.Integer, sa.ForeignKey(target), index=index, **options)


def unique_keys(table: sa.Table) -> list[list[sa.Column[Any]]]:
    """Return the sets of columns in which no two rows of a table agree: its key first, then the others by name."""
    others = [list(each.columns) for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    return [list(table.primary_key.columns), *sorted(others, key=lambda columns: [column.name for column in columns])]


Id = Annotated[int, mapped_column(sa.Integer, sa.Identity(), primary_key=True)]
