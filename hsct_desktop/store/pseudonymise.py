"""The rows of one patient without what names them: texts replaced, bytes taken away, drafts deleted, and no trace left
in the pages of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.data_class import DataClass
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.patient import folded_name
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.removal import REMOVED, Remover, year_only
from hsct_desktop.store import patient_rows, records, redaction
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.engine import BUSY_TIMEOUT_MS, Store, context_of
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.many import ids_text
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.patient import code_key
from hsct_desktop.store.patient_rows import PATIENT, Row

Values = dict[str, Any]
_READER_MS: Final = 400
"""How long a reader of another window is waited for, which is gone in a moment or stays."""
_TEXTS: Final = frozenset({
    DataClass.FREE_TEXT, DataClass.STRUCTURE, DataClass.PERSON, DataClass.CONTACT, DataClass.IDENTITY,
})  # fmt: skip
"""What somebody typed, or what holds something typed."""
_TYPED_WORDS: Final = frozenset({"drug", "organism", "site", "specimen", "trial", "vaccine_site", "frequency"})
"""Lists beside whose words another may have been typed; the others are the program's own (a visit called Day +100)."""
_ALSO: Final = frozenset({"void_reason"})
_EMPTIED: Final[Mapping[str, Mapping[str, Any]]] = {
    "registry_entry": {"reference": ""},
    "trial_enrolment": {"screening_number": ""},
    "attachment": {"title": REMOVED, "file_name": REMOVED},
}
"""Columns that name the patient whatever stands in them."""
_CONTENTS: Final[Mapping[str, Values]] = {
    "attachment_content": {"content": b""},
    "letter_content": {"content": b"", "facts": ""},
}
_KEPT_APART: Final = frozenset({PATIENT, "draft", "access_log", *_CONTENTS})


@dataclass(frozen=True)
class Place:
    """A column in which the patient is named, and how often."""

    table: str
    column: str
    times: int


@cache
def text_columns(table: str) -> tuple[str, ...]:
    """The columns of a table that hold texts or structures of texts."""
    known = records.tables().get(table)
    found = []
    for column in METADATA.tables[table].columns:
        is_text = isinstance(column.type, sa.Text | sa.String | sa.JSON) and not isinstance(column.type, sa.Enum)
        of = known.columns.get(column.name) if known is not None else None
        typed = of is not None and (of.kind in _TEXTS or (of.kind is DataClass.WORD and of.words in _TYPED_WORDS))
        if is_text and (typed or column.name in _ALSO):
            found.append(column.name)
    return tuple(found)


def identity_columns(row: Row, code: str) -> Values:
    """What the patient's own row says from now on."""
    born = year_only(row["birth_date"])
    return {
        "code": code, "code_key": code_key(code), "family_name": code, "given_name": REMOVED,
        "folded_name": folded_name(code, REMOVED), "search_text": f"{fold(code)} {born.year}", "birth_date": born,
        "phone": "", "carer_name": "", "carer_phone": "", "address": "", "language": "", "neurologist_id": None,
        "gp_id": None,
    }  # fmt: skip


def named_before(log: list[Row], columns: tuple[str, ...]) -> dict[str, set[str]]:
    """Every value that columns of the patient's own row have ever had, by the log."""
    found: dict[str, set[str]] = {name: set() for name in columns}
    for line in log:
        if line["table_name"] == PATIENT:
            for text in (line["old"], line["new"]):
                held = json.loads(text) if text else {}
                for name in columns:
                    if held.get(name):
                        found[name].add(str(held[name]))
    return found


# rows ---------------------------------------------------------------------------------------------------------------


def changes(tables: Mapping[str, list[Row]], remover: Remover) -> Iterator[tuple[str, Row, Values]]:
    """The rows that say something else without the identity, each with the columns that do."""
    for table, rows in tables.items():
        if table in _KEPT_APART:
            continue
        for row in rows:
            new = {name: remover.without(row[name]) for name in text_columns(table)}
            new |= {name: value for name, value in _EMPTIED.get(table, {}).items() if row[name]}
            changed = {name: value for name, value in new.items() if value != row[name]}
            if changed:
                yield table, row, changed


def places(tables: Mapping[str, list[Row]], remover: Remover) -> list[Place]:
    """Where the record names the patient, column by column, the patient's own row left out but for its notes."""
    found: dict[tuple[str, str], int] = {}
    for table, rows in tables.items():
        if table in _KEPT_APART - {PATIENT}:
            continue
        for name in text_columns(table) if table != PATIENT else ("notes",):
            times = sum(remover.count(row[name]) for row in rows)
            if times:
                found[table, name] = times
    return [Place(table, column, times) for (table, column), times in found.items()]


def elsewhere(session: Session, patient_id: int, words: tuple[str, ...], name: tuple[str, str]) -> list[Place]:
    """Texts of other records that hold a code or telephone, or both names: they stay, and a person looks at them."""
    found = []
    for table in records.tables():
        model = METADATA.tables[table]
        for column in text_columns(table):
            text = sa.cast(model.c[column], sa.Text)
            hits = [text.contains(word, autoescape=True) for word in words]
            if all(name):
                hits.append(sa.and_(*(text.contains(part, autoescape=True) for part in name)))
            wanted = sa.select(sa.func.count()).select_from(model).where(sa.or_(*hits))
            if table in patient_rows.owned():
                (key,) = model.primary_key
                wanted = wanted.where(key.not_in(patient_rows.ids_of(table, patient_id)))
            times = session.scalar(wanted) or 0
            if times:
                found.append(Place(table, column, times))
    return found


def rewrite(session: WriteSession, tables: Mapping[str, list[Row]], patient: Values, remover: Remover) -> None:
    """Write the rows without the identity, empty the papers and letters, delete the drafts."""
    connection = session.connection()
    context = context_of(connection)
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA secure_delete = ON")
    session.flush()
    context.is_redacting = True
    try:
        own = tables[PATIENT][0]
        notes = {"notes": remover.without(own["notes"]), "pseudonymised_at": session.now}
        _update(session, PATIENT, own, {**patient, **notes})
        for table, row, changed in changes(tables, remover):
            _update(session, table, row, changed)
        for table, values in _CONTENTS.items():
            model = METADATA.tables[table]
            (key,) = model.primary_key
            held = [row[key.name] for row in tables.get(table, ())]
            if held:
                connection.execute(model.update().where(key.in_(held)).values(**values))
        drafts = METADATA.tables["draft"]
        gone = [row["id"] for row in tables.get("draft", ())] + list(_begun(session, remover))
        connection.execute(drafts.delete().where(drafts.c.id.in_(gone)))
    finally:
        context.is_redacting = False
    session.expire_all()


def _begun(session: Session, remover: Remover) -> Iterator[int]:
    """Forms that belong to no patient yet and name this one: a registration that was begun twice."""
    drafts = METADATA.tables["draft"]
    for row in session.execute(sa.select(drafts.c.id, drafts.c.content).where(drafts.c.patient_id == 0)):
        if remover.count(row.content):
            yield row.id


def _update(session: WriteSession, table: str, row: Row, values: Values) -> None:
    model = METADATA.tables[table]
    kept = {"version": row["version"] + 1, "updated_at": session.now, "updated_by": session.author_id}
    session.connection().execute(model.update().where(model.c.id == row["id"]).values(**values, **kept))


# the log ------------------------------------------------------------------------------------------------------------


def replacing(patient_id: int, patient: Values, remover: Remover) -> redaction.Replace:
    """What is left of a line's values: the same for the same value, so that the log can still be replayed."""
    stored = {name: value.isoformat() if isinstance(value, date) else value for name, value in patient.items()}

    def replace(table: str, row_id: int, old: Values | None, new: Values | None) -> tuple[Values | None, Values | None]:
        fixed = stored if (table, row_id) == (PATIENT, patient_id) else _EMPTIED.get(table, {})
        return _left(table, old, fixed, remover), _left(table, new, fixed, remover)

    return replace


def _left(table: str, values: Values | None, fixed: Mapping[str, Any], remover: Remover) -> Values | None:
    if values is None:
        return None
    texts = frozenset(text_columns(table)) if table in METADATA.tables else frozenset(values)  # a note: all of it
    left = {name: remover.without(value) if name in texts else value for name, value in values.items()}
    return left | {name: fixed[name] for name in fixed if left.get(name) not in (None, "")}


def lines(session: Session, patient_id: int, remover: Remover) -> list[int]:
    """The lines of the log about the patient's rows, and the program's notes that name the patient."""
    found = [line["seq"] for line in patient_rows.log_lines(session, patient_id)]
    notes = sa.select(ChangeLog.seq, ChangeLog.old, ChangeLog.new).where(ChangeLog.row_id == 0)
    named = (row.seq for row in session.execute(notes) if remover.count(row.old) + remover.count(row.new))
    return sorted({*found, *named})


def lines_that_change(session: Session, own: Row, remover: Remover) -> int:
    """How many of these lines read otherwise without the identity."""
    replace = replacing(own["id"], identity_columns(own, own["code"]), remover)
    wanted = sa.select(ChangeLog.table_name, ChangeLog.row_id, ChangeLog.old, ChangeLog.new)
    found = 0
    for table, row_id, *texts in session.execute(
        wanted.where(
            ChangeLog.seq.in_(sa.select(sa.func.json_each(sa.bindparam("ids")).table_valued("value").c.value))
        ),
        ids_text(lines(session, own["id"], remover)),
    ):
        old, new = (None if text is None else json.loads(text) for text in texts)
        found += replace(table, row_id, old, new) != (old, new)
    return found


def reasons(session: Session, remover: Remover) -> int:
    """How many reasons in the log name the patient: the chain binds them, and they stay."""
    told = sa.select(ChangeLog.reason, sa.func.count()).where(ChangeLog.reason.is_not(None)).group_by(ChangeLog.reason)
    return sum(times for text, times in session.execute(told) if remover.count(text))


def scrub(store: Store) -> None:
    """Write every page of the file anew and empty its log of pages: what was taken out is in none of them.

    KnownError `pseudonymise_in_use` while another connection reads, and those of a disk that is full.
    """
    raw = store.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        with translated(store.path, called=store.called):
            driver.execute("PRAGMA query_only = OFF")
            driver.execute("VACUUM")
            driver.execute(f"PRAGMA busy_timeout = {_READER_MS}")
            busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    finally:
        raw.close()
    if busy:
        raise KnownError("pseudonymise_in_use")
