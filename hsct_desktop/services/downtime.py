"""The downtime pack: the paper with which a ward works a day without the program and types it back in one pass."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.agenda_inputs import WeekRow
from hsct_desktop.documents.day_list import write_day_list
from hsct_desktop.documents.downtime_contacts import write_contacts
from hsct_desktop.documents.downtime_cover import write_cover
from hsct_desktop.documents.downtime_forms import write_forms
from hsct_desktop.documents.downtime_inputs import ContactLine, ContactsData, CoverData, FormsData
from hsct_desktop.documents.downtime_medicines import write_medicines
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.locked import locked
from hsct_desktop.documents.merged import Part, bound
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.week_list import write_week_list
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import access_log
from hsct_desktop.services.agenda_papers import UNIT_PHONE
from hsct_desktop.services.downtime_forms import forms
from hsct_desktop.services.downtime_medicines import allergy_words, medicines
from hsct_desktop.services.output_file import PDF, check_place, write_file
from hsct_desktop.services.patients import disease_short
from hsct_desktop.services.printing import day_list_data
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.week_list import week_list_data
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import downtime, patient_facts, setting
from hsct_desktop.store.downtime import Reachable

PACK: Final = "downtime.pdf"
"""All of it, bound; the same name each time, so that a folder holds the newest and no older one with names."""
FORMS: Final = "downtime-forms.pdf"
"""The blank forms once more, to print as many as are needed."""
PRACTICE: Final = "practice-"
"""Before both names of a practice ward's pack, which never takes the place of a real one."""
_WORK_STEPS: Final = 5
_TYPE_STEPS: Final = 4
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Pack:
    """What was written: the bound pack, the forms alone, and how many pages the pack has."""

    pack: Path
    forms: Path
    pages: int


def pack_path(ws: Workspace, folder: Path) -> Path:
    """Where the pack of the open file lies in a folder; its name says nothing about anybody."""
    return folder / _name(ws, PACK)


def _name(ws: Workspace, name: str) -> str:
    return PRACTICE + name if ws.store.kind == "practice" else name


def write(
    ws: Workspace,
    folder: Path,
    on: date | None = None,
    language: str | None = None,
    *,
    password: str = "",
    going_on: Callable[[], bool] = lambda: True,
) -> Pack:
    """Write the pack for a day (default: today) into a folder; each file whole or not at all, the pack last.

    With a `password` the pack opens with it alone; the forms are blank and stay open. `going_on` is asked before each
    part. KnownError `downtime_stopped` when it says no: nothing was written then; `print_folder_missing` and the
    others of a place that cannot be written to. An older pack of the same name is replaced, nothing else ever is.
    """
    if not folder.is_dir():
        raise KnownError("print_folder_missing", folder=folder)
    spoken, day = language or ws.language, on or ws.today()
    target, blank = pack_path(ws, folder), folder / _name(ws, FORMS)
    for path in (target, blank):
        check_place(path, ws.store.path)
    parts = []
    for part in _parts(ws, day, spoken):
        if not going_on():
            raise KnownError("downtime_stopped")
        parts.append(part)
    content = _bound(ws, day, spoken, parts)
    if password:
        content = locked(content, password)
    if not going_on():
        raise KnownError("downtime_stopped")
    forms_file = write_file(parts[-1].content, blank, ws.store.path, PDF)
    pack = Pack(write_file(content, target, ws.store.path, PDF), forms_file, 1 + sum(part.pages for part in parts))
    with ws.read() as session:
        named = {one.patient_id for one in downtime.reachable(session)}
    access_log.viewed_each(ws, named, Look.LIST)
    return pack


def _bound(ws: Workspace, day: date, language: str, parts: list[Part]) -> bytes:
    cover = _made(partial(write_cover, _cover(ws, day, language, parts)))
    words = paper_wording(language)
    return bound((Part(words.text("downtime.cover.title"), cover), *parts), words.text("downtime.title"), language)


def _parts(ws: Workspace, day: date, language: str) -> Iterator[Part]:
    """Worklist, two weeks of visits, medicines, contacts, forms."""
    words = paper_wording(language)
    today = day_list_data(ws, day, language)
    yield Part(words.text("downtime.part.worklist", day=day), _made(partial(write_day_list, today)))
    shown: set[WeekRow] = set()
    for number in range(2):
        start = day + number * _WEEK
        week = week_list_data(ws, start, language)
        if number:  # what is late or has to be booked at once stands in the first week's list
            week = replace(week, urgent=(), to_book=tuple(row for row in week.to_book if _same(row) not in shown))
        shown = {_same(row) for row in (*week.urgent, *week.to_book)}
        title = words.text("downtime.part.week", **{"from": start, "to": start + timedelta(days=6)})
        yield Part(title, _made(partial(write_week_list, week)))
    given = medicines(ws, day, language)
    yield Part(words.text("downtime.part.medicines"), _made(partial(write_medicines, given)))
    contacts = _contacts(ws, day, language)
    yield Part(words.text("downtime.part.contacts"), _made(partial(write_contacts, contacts)))
    blank = FormsData(_context(ws, language, day), forms(ws, words.in_tables))
    yield Part(words.text("downtime.part.forms"), _made(partial(write_forms, blank)))


def _same(row: WeekRow) -> WeekRow:
    """A window as it is in any week: only the day it is counted from differs."""
    return replace(row, day=None, why="", time="")


def _made(write: Callable[[BinaryIO], None]) -> bytes:
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


def _context(ws: Workspace, language: str, day: date) -> PrintContext:
    with ws.read() as session:
        return print_context(ws, session, language, day)


def _cover(ws: Workspace, day: date, language: str, parts: list[Part]) -> CoverData:
    words = paper_wording(language)
    with ws.read() as session:
        phone = setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default)
    return CoverData(
        _context(ws, language, day), day, phone, tuple((part.title, part.pages) for part in parts),
        _steps(words, "work", _WORK_STEPS), _steps(words, "type_back", _TYPE_STEPS),
    )  # fmt: skip


def _steps(words: Wording, name: str, count: int) -> tuple[str, ...]:
    return tuple(words.text(f"downtime.{name}.{number}") for number in range(1, count + 1))


def _contacts(ws: Workspace, day: date, language: str) -> ContactsData:
    words = paper_wording(language, table=True)
    with ws.read() as session:
        context = print_context(ws, session, language, day)
        held = downtime.reachable(session)
        namesakes = patient_facts.with_namesakes(session)
    lines = (replace(_line(ws, one, words, day), same_name=one.patient_id in namesakes) for one in held)
    return ContactsData(context, tuple(lines))


def _line(ws: Workspace, one: Reachable, words: PaperWording, day: date) -> ContactLine:
    number = None if one.day0 is None else day_number(one.day0, day)
    return ContactLine(
        one.family_name, one.given_name, one.birth_date, one.code,
        "" if number is None else words.text("downtime.day", day=words.signed_day(number)),
        disease_short(ws, one.disease_id, words.language),
        one.phone, (one.carer_name, one.carer_phone), (one.gp, one.gp_phone),
        (one.neurologist, one.neurologist_phone), allergy_words(one, words), bool(one.allergies),
    )  # fmt: skip
