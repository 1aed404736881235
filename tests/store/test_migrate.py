"""Migrations: up from nothing and from each revision, to exactly the models; whole or not at all."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from hsct_desktop.store import change_log, migrate
from hsct_desktop.store.engine import Store, _engine
from hsct_desktop.store.models import METADATA
from tests.store.ward import ENCRYPTED, KEY, PLAIN, Driver, fails

SHORT = (migrate.REVISIONS[0], migrate.REVISIONS[-2])
"""From the oldest and from the one before: in each run. From nothing and from the others: in the long run."""
STARTS = [
    *(
        pytest.param(PLAIN, start, id=f"sqlite3-{start}", marks=() if start in SHORT else pytest.mark.soak)
        for start in [None, *migrate.REVISIONS]
    ),
    pytest.param(ENCRYPTED, "0001", id="sqlcipher3-0001"),
    *(
        pytest.param(ENCRYPTED, start, id=f"sqlcipher3-{start}", marks=pytest.mark.soak)
        for start in [None, *migrate.REVISIONS[1:]]
    ),
]


def empty(driver: Driver, path: Path, revision: str | None) -> sa.Engine:
    """An engine on a new file that stands at a revision."""
    engine = _engine(path, driver.module, KEY if driver.is_encrypted else None, "rwc")
    with engine.connect() as connection:
        migrate.mark_ours(connection)
    writing = engine.execution_options(hsct_write=True)
    if revision is not None:
        migrate.upgrade(writing, revision)
    return writing


def references(inspector: sa.Inspector, table: str) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """What a table's columns refer to; a key that was added later has no name that could be read back."""
    keys = inspector.get_foreign_keys(table)
    return [(tuple(k["constrained_columns"]), k["referred_table"], tuple(k["referred_columns"])) for k in keys]


def shape(connection: sa.Connection) -> dict[str, object]:
    """Everything about the tables that the models decide."""
    inspector = sa.inspect(connection)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            sorted((i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in inspector.get_indexes(table)),
            sorted(c["name"] + c["sqltext"] for c in inspector.get_check_constraints(table)),
            sorted(references(inspector, table)),
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def partial_indexes(connection: sa.Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'")
    return {" ".join(row[0].split()) for row in rows}


@pytest.mark.parametrize(("driver", "start"), STARTS, indirect=["driver"])
def test_up_to_the_models(driver: Driver, path: Path, tmp_path: Path, start: str | None) -> None:
    engine = empty(driver, path, start)
    migrate.upgrade(engine)
    models = sa.create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    METADATA.create_all(models)
    with engine.connect() as connection, models.connect() as wanted:
        assert migrate.current_revision(connection) == migrate.REVISIONS[-1]
        assert shape(connection) == shape(wanted)
        assert partial_indexes(connection) == partial_indexes(wanted)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert [d for d in compare_metadata(context, METADATA) if "alembic_version" not in str(d)] == []
        assert change_log.installed_triggers(connection) == change_log.trigger_statements(METADATA)
    engine.dispose()
    models.dispose()


def test_known_revisions_are_the_scripts() -> None:
    scripts = ScriptDirectory(str(migrate.MIGRATIONS))
    assert tuple(reversed([s.revision for s in scripts.walk_revisions()])) == migrate.REVISIONS


@pytest.mark.parametrize("script", sorted(migrate.MIGRATIONS.glob("versions/*.py")), ids=lambda p: p.stem)
def test_migrations_do_not_import_the_models(script: Path) -> None:
    tree = ast.parse(script.read_text(encoding="utf-8"))
    names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    names += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert not [name for name in names if name.startswith("hsct_desktop")]


def test_failed_migration_rolls_back_whole(driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = empty(driver, path, migrate.REVISIONS[-1])
    with engine.connect() as connection:
        before = shape(connection)
        triggers = change_log.installed_triggers(connection)
    run = migrate._run

    def half(connection: sa.Connection, revision: str) -> None:
        run(connection, revision)
        connection.exec_driver_sql("CREATE TABLE half_done (x)")
        connection.exec_driver_sql("ALTER TABLE staff ADD COLUMN half_done TEXT")
        raise ZeroDivisionError

    monkeypatch.setattr(migrate, "_run", half)
    with fails(ZeroDivisionError):
        migrate.upgrade(engine)
    with engine.connect() as connection:
        assert shape(connection) == before
        assert change_log.installed_triggers(connection) == triggers != {}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_failed_first_migration_leaves_an_empty_file(
    driver: Driver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = empty(driver, path, None)
    monkeypatch.setattr(change_log, "install_triggers", lambda *_: 1 / 0)
    with fails(ZeroDivisionError):
        migrate.upgrade(engine)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    engine.dispose()


def test_broken_reference_stops_a_migration(store: Store, nurse: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_reference(connection: sa.Connection, _: str) -> None:
        connection.exec_driver_sql("UPDATE staff SET created_by = 999")

    monkeypatch.setattr(migrate, "_run", break_reference)
    with fails(RuntimeError):
        migrate.upgrade(store.engine.execution_options(hsct_write=True))
    with store.read() as session:
        assert session.execute(sa.text("SELECT created_by FROM staff")).scalar() is None


def test_older_file_is_copied_then_upgraded(
    driver: Driver, store: Store, nurse: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision to come is played by a step of the test's own."""
    store.close()
    monkeypatch.setattr(migrate, "REVISIONS", (*migrate.REVISIONS, "9999"))

    def step(connection: sa.Connection, revision: str) -> None:
        assert revision == "9999"
        assert change_log.installed_triggers(connection) == {}  # rows may be rewritten without an author
        connection.exec_driver_sql("UPDATE staff SET name = name || '!'")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    monkeypatch.setattr(migrate, "_run", step)
    monkeypatch.setattr(migrate.upgrade, "__defaults__", ("9999",))
    upgraded = driver.open(path)
    with upgraded.read() as session:
        assert session.execute(sa.text("SELECT name FROM staff")).scalar() == "Ann Nurse!"
        assert change_log.installed_triggers(session.connection()) == change_log.trigger_statements(METADATA)
    upgraded.close()
    (copy,) = [p for p in path.parent.iterdir() if p != path]
    assert copy.name.startswith(f"ward-before-upgrade-{migrate.REVISIONS[-2]}-")
    assert copy.suffix == ".hsct"
    kept = driver.connect(copy)
    assert kept.execute("SELECT name FROM staff").fetchall() == [("Ann Nurse",)]
    assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (migrate.REVISIONS[-2],)
    assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept.close()


def test_lost_triggers_come_back_on_opening(driver: Driver, store: Store, path: Path) -> None:
    store.close()
    other = driver.connect(path)
    other.execute("DROP TRIGGER log_patient_update")
    other.close()
    again = driver.open(path)
    with again.read() as session:
        assert change_log.installed_triggers(session.connection()) == change_log.trigger_statements(METADATA)
    again.close()
