"""A ward's file of revision 0001 becomes one of today: every row is carried over as it is, and the file works on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.domain.visit import Closing
from hsct_desktop.services import practice
from hsct_desktop.store import chain, change_log, migrate, patient, scheduled_visit, visit
from hsct_desktop.store.engine import _engine
from hsct_desktop.store.models import METADATA
from tests.store.ward import KEY, Driver

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward with visits of every closing, contacts, therapies and the log of all that."""
    path = tmp_path_factory.mktemp("ward") / "ward.hsct"
    practice.create(path, 8, on=date(2026, 11, 20)).close()
    return path


def tables(connection: Any) -> dict[str, list[str]]:
    """The columns of each table of a file."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: [column[1] for column in connection.execute(f'PRAGMA table_info("{name}")')]
        for name in names
        if name not in ("alembic_version", "sqlite_sequence")
    }


def rows(connection: Any, columns: dict[str, list[str]]) -> Rows:
    """Every row of those tables, in the order of their ids."""
    return {
        table: connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1").fetchall()  # noqa: S608
        for table, names in columns.items()
    }


_OLDER = {"awaited": "done", "history": "cancelled"}
"""Closings that 0001 did not know, and what stood there then."""


def make_0001(driver: Driver, path: Path, ward: Path) -> tuple[dict[str, list[str]], Rows]:
    """A file of revision 0001 with the rows of the ward, as far as that revision could hold them."""
    engine = _engine(path, driver.module, KEY if driver.is_encrypted else None, "rwc")
    with engine.connect() as connection:
        migrate.mark_ours(connection)
    migrate.upgrade(engine.execution_options(hsct_write=True), "0001")
    engine.dispose()
    with closing(sqlite3.connect(ward)) as source, closing(driver.connect(path)) as target:
        columns = tables(target)
        target.execute("BEGIN")
        for table, content in rows(source, columns).items():
            marks = ", ".join("?" * len(columns[table]))
            older = [tuple(_OLDER.get(value, value) for value in row) for row in content]
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", older)  # noqa: S608
        target.execute("COMMIT")
        return columns, rows(target, columns)


def test_every_row_is_carried_over_unchanged(driver: Driver, path: Path, ward: Path) -> None:
    columns, before = make_0001(driver, path, ward)
    filled = ("scheduled_visit", "visit", "visit_assessment", "contact", "patient", "supportive_therapy", "change_log")
    assert all(len(before[table]) > 5 for table in filled)
    closings = {row[columns["scheduled_visit"].index("closing")] for row in before["scheduled_visit"]}
    assert {"none", "done", "missed", "cancelled"} <= closings
    driver.open(path).close()
    with closing(driver.connect(path)) as connection:
        assert rows(connection, columns) == before
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(migrate.REVISIONS[-1],)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert {row[2] for row in connection.execute("PRAGMA foreign_key_list(visit)")} >= {"scheduled_visit"}
        new = set(tables(connection)) - set(columns)
        assert new == {
            "awaited_report", "attachment", "attachment_content", "task", "patient_tag", "saved_filter",
            "protocol_approval",
            # 0003
            "alert", "alert_setting", "criteria_check", "engraftment", "grade_decision", "infection", "lab_mapping",
            "lab_result", "laboratory", "official_wording", "reference_range", "rule_approval", "transfusion",
            # 0004
            "care_plan_item", "disease_modifying_therapy", "fertility_record", "late_effect_check", "monitoring_mark",
            "neuro_recheck", "rule_setting", "statement", "therapy_decision", "therapy_dose", "vaccination",
            "vaccine_decision",
            # 0005
            "apheresis", "cell_infusion", "conditioning_given", "death_review", "disease_history", "edss_assessment",
            "measure_value", "mri", "mri_reference", "phenotype_change", "relapse", "selection_meeting",
            "trial_enrolment",
            # 0006
            "letter", "letter_content", "letter_dispatch", "letterhead_logo", "letterhead_logo_content", "phrase",
            "registry_entry",
            # 0008
            "import_run",
            # 0009
            "access_log", "record_signature",
        }  # fmt: skip
        assert all(connection.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,) for name in new)  # noqa: S608
        assert connection.execute("SELECT count(nurse_id) FROM patient").fetchone() == (0,)


def test_the_copy_made_before_is_still_of_0001(driver: Driver, path: Path, ward: Path) -> None:
    columns, before = make_0001(driver, path, ward)
    driver.open(path).close()
    (copy,) = [place for place in path.parent.iterdir() if "before-upgrade-0001" in place.name]
    with closing(driver.connect(copy)) as connection:
        assert tables(connection) == columns
        assert rows(connection, columns) == before


def test_the_upgraded_file_is_read_and_written_and_logged(driver: Driver, path: Path, ward: Path) -> None:
    make_0001(driver, path, ward)
    store = driver.open(path)
    with store.read() as session:
        people = patient.find(session, [], 100)
        assert len(people) == 8
        planned = scheduled_visit.of_patient(session, people[0].id)
        assert visit.of_patient(session, people[0].id)
        assert change_log.installed_triggers(session.connection()) == change_log.trigger_statements(METADATA)
        chained = chain.verify(session)
        assert (chained.first_bad, chained.head) == (None, chain.head(session))
    (first, *_rest) = [one for one in planned if one.closing is Closing.NONE]
    with store.write(1, "visit.elsewhere") as session:
        scheduled_visit.close(session, first.id, first.version, Closing.AWAITED)
        logged = change_log.last_entry(session).seq
    with store.read() as session:
        assert session.get_one(change_log.ChangeLog, logged).table_name == "scheduled_visit"
        held = scheduled_visit.get(session, first.id)
    assert held is not None
    assert (held.closing, held.version) == (Closing.AWAITED, first.version + 1)
    store.close()
