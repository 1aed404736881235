"""The registry sheet of a patient: one form's items from the record, what is missing, and that it was typed in."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.registry import RegistryItem
from hsct_desktop.catalogue.wording import LANGUAGES, Wording
from hsct_desktop.documents.registry import write_registry
from hsct_desktop.documents.registry_inputs import ItemState, RegistrySheet, SheetItem
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.registry import (
    RegistryEntry,
    RegistryFact,
    RegistryForm,
    RegistryTyped,
    check_typed,
    period,
)
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.letter_gather import make_ask
from hsct_desktop.services.output_file import PAPER, PDF, check_place, write_file
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    course_of,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.registry_facts import RegistryFacts, place_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import registry as store
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.letter import RegistryEntry as RegistryRow
from hsct_desktop.store.transplant import Course

_KINDS: Final = frozenset({"registry"})
_COLUMNS: Final = ("form", "section", "item", "label", "value", "state", "registry_field")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def sheet(
    ws: Workspace, patient_id: int, form: RegistryForm, language: str | None = None, on: date | None = None
) -> RegistrySheet:
    """A form as the record stands on a day (default: today). KnownError `registry_no_day0`, `registry_not_due`."""
    day, spoken = on or ws.today(), language or ws.language
    with ws.read() as session:
        course, day0 = _transplant(session, patient_id)
        span = period(form, day0, day)
        if span.due > day or span.first > span.last:
            raise KnownError("registry_not_due", due=span.due)
        entry = LetterEntry(patient_id, LetterKind.ANNUAL, spoken if spoken in LANGUAGES else "en", span.last)
        ask = make_ask(ws, session, entry)
        facts = RegistryFacts(ask, course, day0, span)
        items = [item for item in ws.catalogue.registry.values() if form in item.forms]
        words = ask.words.in_tables
        own = ask.card.entry
        key = "title.annual" if form is RegistryForm.ANNUAL else "title"
        title = words.text(f"registry.{key}", form=words.enum("registry_form", form), year=span.year)
        typed = _typed_line(words, store.of_patient(session, patient_id), course.id, form, span.due)
        return RegistrySheet(
            print_context(ws, session, spoken, day), title, own.family_name, own.given_name, birth_date_of(ask.card),
            own.code, None if form is RegistryForm.DAY0 else span.first, span.last, span.due,
            tuple(line for item in items if (line := _line(item, facts)) is not None), typed,
        )  # fmt: skip


def _transplant(session: ReadSession | WriteSession, patient_id: int) -> tuple[Course, date]:
    course = course_of(session, patient_id)
    if course is None or course.entry.day0 is None:
        raise KnownError("registry_no_day0", name=name_of(record_of(session, patient_id)))
    return course, course.entry.day0


def _line(item: RegistryItem, facts: RegistryFacts) -> SheetItem | None:
    """The item's line; None where it does not concern the patient."""
    language = facts.ask.language
    said = facts.say(item.fact)
    if said is None:
        return None
    state = ItemState.HELD
    if not said:
        state = ItemState.NONE if item.none_is_said else ItemState.MISSING
    if item.fact is RegistryFact.NOT_HELD:
        state = ItemState.NOT_HELD
    return SheetItem(
        item.id, item.section.text(language), item.label.text(language), said, state, place_of(item.fact), item.field
    )


def _typed_line(words: Wording, held: list[RegistryTyped], transplant_id: int, form: RegistryForm, due: date) -> str:
    """That the form was typed in; an annual one since its own date."""
    own = [one.entry for one in held if one.entry.form is form and one.entry.transplant_id == transplant_id]
    if form is RegistryForm.ANNUAL:
        own = [one for one in own if one.typed_on is not None and one.typed_on >= due]
    if not own:
        return ""
    return words.text("registry.typed", name=own[-1].typed_by_name, on=own[-1].typed_on)


# files --------------------------------------------------------------------------------------------------------------


def write(ws: Workspace, found: RegistrySheet, path: Path, *, overwrite: bool = False) -> Path:
    """Write a sheet as PDF, or as CSV where the file's name ends so; whole or not at all."""
    if path.suffix.casefold() == ".csv":
        return write_file(_csv(found), path, ws.store.path, PAPER, overwrite=overwrite)
    check_place(path, ws.store.path)
    stream = io.BytesIO()
    write_registry(found, stream)
    return write_file(stream.getvalue(), path, ws.store.path, PDF)


def _csv(found: RegistrySheet) -> bytes:
    """One line an item in UTF-8; a text that a spreadsheet would take for a formula gets an apostrophe."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for item in found.items:
        cells = (found.title, item.section, item.id, item.label, item.value, item.state.value, item.field)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return stream.getvalue().encode()


# typed in -----------------------------------------------------------------------------------------------------------


def typed(ws: Workspace, patient_id: int) -> list[RegistryTyped]:
    """Which forms were typed in, the first first."""
    with ws.read() as session:
        return store.of_patient(session, patient_id)


def record_typed(
    ws: Workspace, patient_id: int, form: RegistryForm, typed_on: date | None, name: str, note: str = ""
) -> Changes:
    """Record that a form was typed into the registry. InputError; KnownError `registry_no_day0`."""
    with ws.write("registry.typed") as session:
        course, day0 = _transplant(session, patient_id)
        entry = RegistryEntry(patient_id, course.id, form, typed_on, clean(name), clean_lines(note))
        refuse_problems(check_typed(entry, day0, ws.today()))
        row = store.add(session, entry)
        return _changes(session, ws, "registry.saved.typed", patient_id, row.id)


def revise_typed(ws: Workspace, row_id: int, version: int, entry: RegistryEntry) -> Changes:
    """Change such a record. InputError; KnownError `stale_row`."""
    tidy = replace(entry, typed_by_name=clean(entry.typed_by_name), note=clean_lines(entry.note))
    with ws.write("registry.typed_revise") as session:
        _, day0 = _transplant(session, tidy.patient_id)
        refuse_problems(check_typed(tidy, day0, ws.today()))
        store.revise(session, row_id, version, tidy)
        return _changes(session, ws, "registry.saved.typed", tidy.patient_id, row_id)


def void_typed(ws: Workspace, row_id: int, reason: str, version: int | None = None) -> Changes:
    """Take such a record back, with the reason."""
    why = required_reason(reason)
    with ws.write("registry.typed_void") as session:
        row = fetch(session, RegistryRow, row_id, version)
        void(session, row, why)
        session.flush()
        return _changes(session, ws, "registry.saved.voided", row.patient_id, row_id)


def _changes(session: WriteSession, ws: Workspace, key: str, patient_id: int, row_id: int) -> Changes:
    text = ws.wording.text(key, name=name_of(record_of(session, patient_id)))
    return changes(session, _KINDS, text, patient_id, row_id)
