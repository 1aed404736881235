"""Has the sheet of outcome measures written; and the few lines of it that the patient summary shows."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.measures import MeasuresData, PrintedVerdict, write_measures
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.services import measure_board
from hsct_desktop.services.measure_verdicts import VerdictLine
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def print_measures(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write the sheet as PDF, the whole file or nothing. KnownError `stale_row` and those of a place."""
    data = measures_data(ws, patient_id, language)
    check_place(path, ws.store.path)
    try:
        write_measures(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def measures_data(ws: Workspace, patient_id: int, language: str | None = None) -> MeasuresData:
    """What the page prints: the board of the window on this day, in words of the reader's language."""
    spoken = language or ws.language
    words = paper_wording(spoken).in_tables
    board = measure_board.for_patient(ws, patient_id, words)
    with ws.read() as session:
        card = record_of(session, patient_id)
        context = print_context(ws, session, spoken, ws.today())
    entry = card.entry
    return MeasuresData(
        context,
        entry.family_name,
        entry.given_name,
        birth_date_of(card),
        entry.sex,
        entry.code,
        board.disease,
        board.facts,
        tuple(printed(line, words) for line in board.lines),
        board.columns,
        tuple((row.on, tuple(cell.text for cell in row.cells)) for row in board.rows),
        board.settings,
    )


def printed(line: VerdictLine, words: Wording) -> PrintedVerdict:
    """A verdict as papers print it."""
    # What decides is told in full; what is met beside it stands in the window.
    deciding = [part for part in line.parts if part.truth is not Truth.YES] or line.parts
    parts = [f"{_begun(part.label)}: {part.evidence}" for part in deciding]
    evidence = " ".join(text for text in (line.evidence, *parts, line.more) if text)
    # Where every condition is told, the rule stands there already.
    rule = line.rule if len(deciding) < len(line.parts) or not line.parts else ""
    source = words.text("measure.source", source=line.source) if line.source else ""
    small = " ".join(text for text in (rule, line.note, source) if text)
    return PrintedVerdict(line.title, line.state, evidence, small, line.unchecked)


def _begun(label: str) -> str:
    """A condition's name as it begins a sentence; mRSS stays as it is."""
    return label[:1].upper() + label[1:] if not label[1:2].isupper() else label
