"""Which revision of the schema this program knows, and the mark of a database that is ours. No imports: reading commands need it."""

REVISIONS = ("0001", "0002", "0003", "0004")  # oldest first; a test holds the list to alembic's own
HEAD = REVISIONS[-1]
APPLICATION_ID = 0x436C6D73  # "Clms", in the header of an SQLite file
OWNER = "claims"  # the comment on alembic_version in PostgreSQL
PUBLISHED = 1  # the user_version of an SQLite file that `claims publish` made: to be read alone
