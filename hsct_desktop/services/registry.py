"""The registry sheet of a patient: one form's items from the record, what is missing, and that it was typed in."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.registry import RegistryItem
from hsct_desktop.catalogue.wording import written_in
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.registry import write_registry
from hsct_desktop.documents.registry_inputs import ItemState, RegistrySheet, SheetItem
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.patient import Consent, PatientEntry, Purpose
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.registry import (
    FormDue,
    RegistryEntry,
    RegistryFact,
    RegistryForm,
    RegistryTyped,
    TypedFacts,
    check_typed,
    due_on,
    forms_due,
)
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.letter_gather import make_ask
from hsct_desktop.services.output_file import PAPER, PDF, check_place, write_file
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    died_on,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.products import product_of
from hsct_desktop.services.registry_facts import RegistryFacts, place_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import registry as store
from hsct_desktop.store import transplant
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.letter import RegistryEntry as RegistryRow
from hsct_desktop.store.transplant import Course

_KINDS: Final = frozenset({"registry"})
_COLUMNS: Final = ("form", "section", "item", "label", "value", "state", "registry_field", "typed_value")
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a text begins that a spreadsheet takes for a formula; spaces before it are passed over, wide signs too."""


@dataclass(frozen=True)
class FormState:
    """A form of a transplant: when it is due, and who typed it in last, if anybody has."""

    due: FormDue
    typed: RegistryTyped | None


@dataclass(frozen=True)
class TransplantForms:
    """A transplant with its forms in their order."""

    transplant_id: int
    number: int
    day0: date
    product: Product
    forms: tuple[FormState, ...]

    def form(self, form: RegistryForm, year: int = 0) -> FormState | None:
        """One of the forms; None where there is none (not due yet, or nothing follows a death)."""
        return next((one for one in self.forms if (one.due.form, one.due.span.year) == (form, year)), None)


def forms(ws: Workspace, patient_id: int, on: date | None = None) -> tuple[TransplantForms, ...]:
    """The transplants with a Day 0 and their forms, the first first. KnownError `registry_no_day0` without one."""
    with ws.read() as session:
        return _forms(ws, session, patient_id, on or ws.today())


def chosen(known: tuple[TransplantForms, ...], day: date, transplant_id: int | None = None) -> TransplantForms:
    """The transplant asked for, else the latest whose Day 0 has come, else the first that is planned."""
    done = [one for one in known if one.day0 <= day]
    return next((one for one in known if one.transplant_id == transplant_id), done[-1] if done else known[0])


def is_changed(ws: Workspace, patient_id: int, own: TransplantForms, state: FormState) -> bool:
    """Whether the record says something else now than what was typed in with a form."""
    held = state.typed
    if held is None or not held.facts.values:
        return False
    with ws.read() as session:
        now = _sheet(ws, session, patient_id, own, state, held.facts.language, ws.today())
    return any(item.was is not None for item in _compared(now, now, held))


def _forms(
    ws: Workspace, session: ReadSession | WriteSession, patient_id: int, on: date
) -> tuple[TransplantForms, ...]:
    courses = [course for course in transplant.of_patient(session, patient_id) if course.entry.day0 is not None]
    if not courses:
        raise KnownError("registry_no_day0", name=name_of(record_of(session, patient_id)))
    died, typed_in, found = died_on(session, patient_id), store.of_patient(session, patient_id), []
    for course in courses:
        day0 = course.entry.day0
        if day0 is None:
            continue
        own = [one for one in typed_in if one.entry.transplant_id == course.id]
        states = [
            FormState(due, _typed(own, due.form, due.span.year))
            for due in forms_due(day0, on, died, _until(courses, course, on))
        ]
        product = product_of(ws, course.entry.protocol_id)
        found.append(TransplantForms(course.id, course.number, day0, product, tuple(states)))
    return tuple(found)


def _until(courses: list[Course], course: Course, on: date) -> date | None:
    """The day before the next transplant's Day 0, once that has come: its own forms tell of what follows."""
    later = [one.entry.day0 for one in courses if one.number > course.number and one.entry.day0 is not None]
    begun = [day for day in later if day <= on]
    return min(begun) - timedelta(days=1) if begun else None


def _typed(own: list[RegistryTyped], form: RegistryForm, year: int) -> RegistryTyped | None:
    """The last time that a form was typed in."""
    return next((one for one in reversed(own) if (one.entry.form, one.entry.year) == (form, year)), None)


def sheet(
    ws: Workspace,
    patient_id: int,
    form: RegistryForm,
    language: str | None = None,
    on: date | None = None,
    *,
    year: int = 0,
    transplant_id: int | None = None,
) -> RegistrySheet:
    """A form as the record stands on a day (default: today), of a transplant.

    That is by default the latest one whose Day 0 has come. `year` is that of an annual form, 0 for the last one.
    KnownError `registry_no_day0`, `registry_not_due`, `registry_not_wanted` (after a death or the next transplant).
    """
    day, spoken = on or ws.today(), language or ws.language
    with ws.read() as session:
        known = _forms(ws, session, patient_id, day)
        own = chosen(known, day, transplant_id)
        if form is RegistryForm.ANNUAL:
            year = year or max((one.due.span.year for one in own.forms), default=0)
        state = _open_form(own, form, year, day)
        found = _sheet(ws, session, patient_id, own, state, spoken, day)
        held = state.typed
        if held is None:
            return found
        then = held.facts.language
        now = found if then in ("", spoken) else _sheet(ws, session, patient_id, own, state, then, day)
        typed = found.context.language, held.entry
        return replace(found, items=_compared(found, now, held), typed=_typed_line(*typed))


def _open_form(own: TransplantForms, form: RegistryForm, year: int, day: date) -> FormState:
    """A form that can be filled in on a day. KnownError `registry_not_due`, `registry_not_wanted`."""
    state = own.form(form, year)
    if state is None:
        later = due_on(form, own.day0, year or 1)
        raise KnownError("registry_not_due" if later > day else "registry_not_wanted", due=later)
    if not state.due.is_open:
        raise KnownError("registry_not_due", due=state.due.span.due)
    return state


def _sheet(
    ws: Workspace,
    session: ReadSession,
    patient_id: int,
    own: TransplantForms,
    state: FormState,
    spoken: str,
    day: date,
) -> RegistrySheet:
    form, span = state.due.form, state.due.span
    entry = LetterEntry(patient_id, LetterKind.ANNUAL, written_in(spoken), span.last)
    courses = transplant.of_patient(session, patient_id)
    course = next(one for one in courses if one.id == own.transplant_id)
    ask = replace(make_ask(ws, session, entry), course=course)
    facts = RegistryFacts(ask, course, own.day0, span, own.product)
    items = [item for item in ws.catalogue.registry.values() if form in item.forms]
    words, card = ask.words.in_tables, ask.card.entry
    key = "title.annual" if form is RegistryForm.ANNUAL else "title"
    title = words.text(f"registry.{key}", form=words.enum("registry_form", form), year=span.year)
    return RegistrySheet(
        print_context(ws, session, spoken, day), title, card.family_name, card.given_name, birth_date_of(ask.card),
        card.code, None if form is RegistryForm.DAY0 else span.first, span.last, span.due,
        tuple(line for item in items if (line := _line(item, facts, form)) is not None), "", _consent(words, card),
        (patient_id, own.transplant_id, form.value, span.year),
    )  # fmt: skip


def _consent(words: PaperWording, card: PatientEntry) -> str:
    """What is to be said before anything is typed in without consent."""
    if card.consent_registry is Consent.YES:
        return ""
    return words.text("registry.consent", consent=words.enum("consent", card.consent_registry))


def _compared(found: RegistrySheet, now: RegistrySheet, held: RegistryTyped) -> tuple[SheetItem, ...]:
    """The items, those marked that said something else when the form was typed in."""
    values = {item.id: item.value for item in now.items}
    then = held.facts.values
    return tuple(
        replace(item, was=then[item.id]) if item.id in then and then[item.id] != values.get(item.id, "") else item
        for item in found.items
    )


def _line(item: RegistryItem, facts: RegistryFacts, form: RegistryForm) -> SheetItem | None:
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
    place = place_of(item.fact, form)
    return SheetItem(
        item.id, item.section.text(language), item.label.text(language), said, state, place, item.field
    )  # fmt: skip


def _typed_line(language: str, entry: RegistryEntry) -> str:
    """By whom and when the form was typed in, and its number in the registry."""
    words = paper_wording(language, table=True)
    said = words.text("registry.typed", name=entry.typed_by_name, on=entry.typed_on)
    return f"{said} · {words.text('registry.reference', reference=entry.reference)}" if entry.reference else said


# files --------------------------------------------------------------------------------------------------------------


def write(ws: Workspace, found: RegistrySheet, path: Path, *, overwrite: bool = False) -> Path:
    """Write a sheet as PDF, or as CSV where the file's name ends so; whole or not at all.

    KnownError `registry_no_consent`: without the patient's consent nothing leaves for the registry.
    """
    if found.consent:
        raise KnownError("registry_no_consent")
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
        cells = (
            found.title, item.section, item.id, item.label, item.value, item.state.value, item.field, item.was or "",
        )  # fmt: skip
        writer.writerow([f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell for cell in cells])
    return stream.getvalue().encode()


# typed in -----------------------------------------------------------------------------------------------------------


def typed(ws: Workspace, patient_id: int) -> list[RegistryTyped]:
    """Which forms were typed in, the first first."""
    with ws.read() as session:
        return store.of_patient(session, patient_id)


def check(ws: Workspace, entry: RegistryEntry) -> list[Problem]:
    """What is wrong with a record that a form was typed in."""
    with ws.read() as session:
        return list(check_typed(entry, _day0(session, entry), ws.today()))


def _day0(session: ReadSession | WriteSession, entry: RegistryEntry) -> date:
    """The Day 0 of the transplant that the form tells of."""
    courses = transplant.of_patient(session, entry.patient_id)
    day0 = next((one.entry.day0 for one in courses if one.id == entry.transplant_id), None)
    if day0 is None:
        raise KnownError("registry_no_day0", name=name_of(record_of(session, entry.patient_id)))
    return day0


def record_typed(ws: Workspace, entry: RegistryEntry, shown: RegistrySheet) -> Changes:
    """Record that a form was typed into the registry as it was shown.

    InputError; KnownError `registry_no_consent`, `registry_no_day0`, `registry_not_due`, `registry_not_wanted`,
    `registry_sheet_other` where what was shown is another form.
    """
    tidy = _tidied(entry)
    if shown.about != (tidy.patient_id, tidy.transplant_id, tidy.form.value, tidy.year):
        raise KnownError("registry_sheet_other")
    facts = TypedFacts(shown.context.language, {item.id: item.value for item in shown.items})
    with ws.write("registry.typed") as session:
        refuse_problems(check_typed(tidy, _day0(session, tidy), ws.today()))
        if not record_of(session, tidy.patient_id).entry.consents_to(Purpose.REGISTRY):
            raise KnownError("registry_no_consent")
        known = _forms(ws, session, tidy.patient_id, ws.today())
        _open_form(chosen(known, ws.today(), tidy.transplant_id), tidy.form, tidy.year, ws.today())
        row = store.add(session, tidy, facts)
        return _changes(session, ws, "registry.saved.typed", tidy.patient_id, row.id)


def _tidied(entry: RegistryEntry) -> RegistryEntry:
    return replace(
        entry,
        typed_by_name=clean(entry.typed_by_name),
        reference=clean(entry.reference),
        note=clean_lines(entry.note),
    )


def revise_typed(ws: Workspace, row_id: int, version: int, entry: RegistryEntry) -> Changes:
    """Change such a record, not of which form it is. InputError; KnownError `stale_row`, `registry_sheet_other`."""
    tidy = _tidied(entry)
    with ws.write("registry.typed_revise") as session:
        refuse_problems(check_typed(tidy, _day0(session, tidy), ws.today()))
        row = fetch(session, RegistryRow, row_id, version)
        if (row.patient_id, row.transplant_id, row.form, row.year) != (
            tidy.patient_id, tidy.transplant_id, tidy.form.value, tidy.year,
        ):  # fmt: skip
            raise KnownError("registry_sheet_other")
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
