"""Has a meeting's selection checklist written as one page, in the window's language or another."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.selection import PrintedCriterion, PrintedGroup, SelectionData, write_selection
from hsct_desktop.domain.selection import Checked, SelectionGroup
from hsct_desktop.services import patients, selection, trials
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, record_of
from hsct_desktop.services.selection import CheckRow
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def print_selection(
    ws: Workspace, patient_id: int, path: Path, meeting_id: int | None = None, language: str | None = None
) -> Path:
    """Write the checklist as PDF, the whole file or nothing; None: of the meeting that counts. KnownError."""
    data = selection_data(ws, patient_id, meeting_id, language)
    check_place(path, ws.store.path)
    try:
        write_selection(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def selection_data(
    ws: Workspace, patient_id: int, meeting_id: int | None = None, language: str | None = None
) -> SelectionData:
    """What the page prints: the checklist of the window, in words of the reader's language."""
    spoken = language or ws.language
    words = paper_wording(spoken).in_tables
    # What was signed keeps its words, dates as on screen: all lines of a page write them the same way.
    listed = selection.checklist(ws, patient_id, meeting_id, wording(spoken))
    with ws.read() as session:
        card = record_of(session, patient_id)
        context = print_context(ws, session, spoken, ws.today())
    person, meeting = card.entry, listed.meeting
    entry = meeting.entry if meeting is not None else None
    disease, phenotype = patients.disease_label(ws, person.disease_id, person.phenotype_id, spoken)
    return SelectionData(
        context=context,
        family_name=person.family_name,
        given_name=person.given_name,
        birth_date=birth_date_of(card),
        sex=person.sex,
        code=person.code,
        disease=", ".join(part for part in (disease, phenotype) if part),
        held_on=entry.held_on if entry is not None else None,
        members=tuple(entry.members.splitlines()) if entry is not None else (),
        decision=words.enum("meeting_decision", entry.decision) if entry is not None and entry.decision else "",
        reason=entry.reason if entry is not None else "",
        signed_by=entry.signed_by if entry is not None else "",
        groups=tuple(_groups(ws, words, listed.rows)),
        trials=tuple(_trial(words, row) for row in trials.for_patient(ws, patient_id, words)),
    )


def _groups(ws: Workspace, words: Wording, rows: tuple[CheckRow, ...]) -> list[PrintedGroup]:
    found = []
    for group in SelectionGroup:
        lines = tuple(_line(ws, words, row) for row in rows if row.group is group)
        if lines:
            found.append(PrintedGroup(words.enum("selection_group", group), lines))
    return found


def _line(ws: Workspace, words: Wording, row: CheckRow) -> PrintedCriterion:
    known = ws.catalogue.selection.get(row.id)
    stated = tuple(
        (
            words.text("selection.source", source=one.source, text=one.text.text(words.language)),
            one.checked is Checked.TEXT,
        )
        for one in (known.sources if known is not None else ())
        if one.checked is not Checked.PRACTICE
    )
    mark = row.mark
    return PrintedCriterion(
        row.label, row.recorded, row.limit, row.is_own, row.hint, mark.tick, mark.comment, stated, row.now
    )


def _trial(words: Wording, row: trials.TrialRow) -> str:
    entry = row.held.entry
    missing = words.text("selection.value.no_value")
    return words.text(
        "selection.paper.trial",
        name=row.name,
        arm=entry.arm or missing,
        number=entry.screening_number or missing,
        span=f"({row.span})" if row.span else "",
    ).strip()
