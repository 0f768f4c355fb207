import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from claims.errors import Refused
from claims.store import migrations
from claims.store.databases.database import Code, find_database
from claims.store.full_text import FULL_TEXT
from claims.store.history import UNTRACKED, tracked_tables
from claims.store.models import Base
from claims.store.revision import APPLICATION_ID, HEAD, REVISIONS
from claims.store.selects import view_selects

CHECK = re.compile(r"CONSTRAINT (\w+) CHECK (\((?:[^()]|\([^()]*\))*\))")
CATALOGUE = {
    "sqlite": (
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND tbl_name <> 'alembic_version' AND sql IS NOT NULL",
        'SELECT t.name, t.strict, c.name, c.type, c."notnull", c.dflt_value, c.pk '
        "FROM pragma_table_list AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table' AND t.name <> 'alembic_version'",
        'SELECT t.name, k."table", k."from", k."to", k.on_delete FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS k',
        'SELECT t.name, i."unique", i.origin, c.name '
        "FROM pragma_table_list AS t, pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c "
        "WHERE t.name <> 'alembic_version'",
    ),
    "postgresql": (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, identity_generation, ordinal_position, "
        "collation_name "
        "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conname <> 'alembic_version_pkc'",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, pg_get_function_arguments(oid), prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
        "SELECT c.relname, d.objsubid, d.description FROM pg_description AS d JOIN pg_class AS c ON c.oid = d.objoid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'alembic_version'",
    ),
}


def catalogue(location):
    database = find_database(location)
    engine = database.migration_engine()
    with engine.begin() as connection:
        found = [sorted(map(tuple, connection.exec_driver_sql(query)), key=repr) for query in CATALOGUE[database.kind]]
        if database.kind == "sqlite":  # a table that was altered is written otherwise than a new one
            tables = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
            found.append(sorted((name, *check) for name, sql in tables for check in CHECK.findall(sql)))
            found.append(sorted((name, "AUTOINCREMENT" in sql) for name, sql in tables if name != "alembic_version"))
    engine.dispose()
    return found


def create_from_models(location):
    """The schema that the models describe, without a migration."""
    database = find_database(location)
    engine = database.migration_engine()
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        database.create_code(connection, Code(tracked_tables(), FULL_TEXT, view_selects()))
    engine.dispose()


@pytest.fixture
def second_location(location, tmp_path, postgresql_url):
    if not location.startswith("postgresql"):
        yield str(tmp_path / "second.db")
        return
    import psycopg

    with psycopg.connect(postgresql_url, autocommit=True) as server:
        name = location.rpartition("/")[2] + "_2"
        server.execute(f"CREATE DATABASE {name}")
        yield f"{location}_2"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_migrations_make_what_the_models_describe(location, second_location):
    migrations.upgrade(location)
    create_from_models(second_location)
    migrated, modelled = catalogue(location), catalogue(second_location)
    assert all(migrated)
    for ours, theirs in zip(migrated, modelled, strict=True):
        assert set(ours) ^ set(theirs) == set()
    assert migrated == modelled


def test_upgrade_is_repeatable_and_keeps_the_schema(location):
    migrations.upgrade(location)
    before = catalogue(location)
    migrations.upgrade(location)
    assert catalogue(location) == before
    assert migrations.current(location) == HEAD


@pytest.mark.parametrize("revision", REVISIONS[1:-1])
def test_a_database_of_an_earlier_revision_is_brought_to_the_same_schema(location, second_location, revision):
    from alembic import command

    with find_database(location).birthplace() as newborn:
        command.upgrade(migrations._config(newborn, None), revision)
    assert migrations.current(location) == revision
    migrations.upgrade(location)
    migrations.upgrade(second_location)
    assert catalogue(location) == catalogue(second_location)


def test_the_known_revisions_are_those_of_the_scripts():
    assert tuple(revision.name for revision in migrations.history()) == REVISIONS
    assert all(revision.description for revision in migrations.history())


def test_nothing_is_there_before(location):
    assert migrations.current(location) is None


def test_every_table_is_strict_and_the_file_is_marked(sqlite_location):
    migrations.upgrade(sqlite_location)
    columns = catalogue(sqlite_location)[1]
    assert {name for name, strict, *_ in columns if not strict and "_fts" not in name and not name.startswith("sqlite_")} == set()
    assert {name for name, strict, *_ in columns if strict} >= set(Base.metadata.tables)
    header = Path(sqlite_location).read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert [path.name for path in Path(sqlite_location).parent.iterdir()] == ["claims.db"]


def test_an_upgrade_needs_neither_the_working_folder_nor_alembic_ini(location, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    command = "import sys; from claims.store import migrations; migrations.upgrade(sys.argv[1])"
    subprocess.run([sys.executable, "-c", command, location], cwd=folder, check=True)
    assert migrations.current(location) == HEAD


def test_the_alembic_command_works_for_developers(sqlite_location):
    root = Path(migrations.script_folder()).parent
    for command in (["upgrade", "head"], ["check"], ["current"]):
        run = [sys.executable, "-m", "alembic", "-c", str(root / "alembic.ini"), *command]
        done = subprocess.run(
            run,
            cwd=Path(sqlite_location).parent,
            env={**os.environ, "CLAIMS_DB": sqlite_location},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert migrations.current(sqlite_location) == HEAD


def test_a_migration_that_loses_rows_is_refused_and_undone(raw, location):
    raw("INSERT INTO speakers (name, kind) VALUES ('Ana Lestari', 'person')")
    before = catalogue(location)
    with (
        pytest.raises(Refused, match="would lose 1 rows of speakers; nothing was changed"),
        migrations.migrating(find_database(location)) as connection,
    ):
        connection.execute(sa.text("DELETE FROM speakers"))
    assert raw("SELECT name FROM speakers") == [("Ana Lestari",)]
    assert catalogue(location) == before


def test_what_another_program_made_meanwhile_is_left_alone(raw, location):
    raw("DROP VIEW coverage")  # would be made anew
    with migrations.migrating(find_database(location), None):
        pass
    with pytest.raises(raw.error):
        raw("SELECT * FROM coverage")


def test_a_migration_that_breaks_a_reference_is_refused_and_undone(raw, location):
    raw("INSERT INTO speakers (name, kind) VALUES ('Ana Lestari', 'person')")
    raw("INSERT INTO aliases (name, speaker_id) VALUES ('Ana', 1)")
    with pytest.raises(Refused), migrations.migrating(find_database(location)) as connection:
        connection.execute(sa.text("UPDATE speakers SET speaker_id = 7"))
    assert raw("SELECT speaker_id FROM speakers") == [(1,)]


def test_views_and_triggers_that_people_added_survive(raw, location):
    raw("CREATE VIEW my_speakers AS SELECT name FROM speakers")
    migrations.upgrade(location)
    assert raw("SELECT * FROM my_speakers") == []


def test_a_table_can_be_rebuilt_under_its_children(raw, location):
    """Alembic's batch mode drops and renames tables on SQLite: with foreign keys on, it takes the children along."""
    raw("INSERT INTO speakers (name, kind) VALUES ('Ana Lestari', 'person')")
    raw("INSERT INTO aliases (name, speaker_id) VALUES ('Ana', 1)")
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with migrations.migrating(find_database(location)) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("speakers", recreate="always" if "://" not in location else "auto") as batch:
            batch.add_column(sa.Column("nickname", sa.Text()))
    assert raw("SELECT name FROM aliases") == [("Ana",)]
    raw("UPDATE speakers SET nickname = 'A', name = 'Ana L.'")
    assert raw("SELECT count(*) FROM changes WHERE operation = 'update'") == [(1,)]


def test_a_migration_that_rebuilds_a_table_gives_no_number_twice(raw, location):
    raw("INSERT INTO speakers (name, kind) VALUES ('Ana Lestari', 'person'), ('Budi', 'person')")
    raw("DELETE FROM speakers WHERE speaker_id = 2")
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with migrations.migrating(find_database(location)) as connection:
        operations = Operations(MigrationContext.configure(connection))
        kept = {"sqlite_strict": True, "sqlite_autoincrement": True}
        recreate = "always" if "://" not in location else "auto"
        with operations.batch_alter_table("speakers", recreate=recreate, table_kwargs=kept) as batch:
            batch.add_column(sa.Column("nickname", sa.Text()))
    raw("INSERT INTO speakers (name, kind) VALUES ('Citra', 'person')")
    assert raw("SELECT speaker_id FROM speakers WHERE name = 'Citra'") == [(3,)]


def test_every_table_but_the_log_is_tracked(raw):
    assert {table.name for table in tracked_tables()} == set(Base.metadata.tables) - UNTRACKED
    assert {"changes", "loads", "load_documents"} == UNTRACKED


def test_views_are_the_files(raw, location):
    names = {name for (name,) in raw("SELECT name FROM sqlite_master WHERE type = 'view'")} if "://" not in location else None
    if names is None:
        names = {name for (name,) in raw("SELECT viewname FROM pg_views WHERE schemaname = 'public'")}
    assert names == set(view_selects())
