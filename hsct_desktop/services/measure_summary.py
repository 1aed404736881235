"""What the patient summary says of outcome measures: the latest values, and the verdicts that can be told."""

from __future__ import annotations

from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.inputs import PrintedScore
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.services import measure_board
from hsct_desktop.services.measure_board import MeasureBoard
from hsct_desktop.services.measure_verdicts import Tone, VerdictLine
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import measure_value
from hsct_desktop.store.base import ReadSession

_TOLD: Final = (Tone.GOOD, Tone.PLAIN)
"""What can be told and is not bad."""


def printed(ws: Workspace, session: ReadSession, patient_id: int, words: Wording) -> tuple[PrintedScore, ...]:
    """The lines of the section; none for a patient without any value, which is told in one statement."""
    if not measure_value.of_patient(session, patient_id):
        return ()
    words = paper_wording(words.language).in_tables
    board = measure_board.for_patient(ws, patient_id, words)
    told = [PrintedScore(words.text("measure.summary.latest"), _latest(board, words))]
    # What is bad, and what is made of several conditions, is told with its values; the others in one line.
    full = [
        line for line in board.lines if line.tone is Tone.BAD or (line.parts and line.evidence and line.tone in _TOLD)
    ]
    for line in full:
        evidence = " ".join(text for text in (line.evidence, line.more) if text)
        told.append(PrintedScore(_answer(line), evidence))
    rest = [_answer(line) for line in board.lines if line not in full and line.tone is not Tone.UNKNOWN]
    open_ = [line.title for line in board.lines if line.tone is Tone.UNKNOWN]
    for key, parts in (("since", rest), ("open", open_)):
        if parts:
            told.append(PrintedScore(words.text(f"measure.summary.{key}"), "; ".join(parts)))
    return tuple(told)


def _answer(line: VerdictLine) -> str:
    """What was asked and the answer, and that its rule was not read at its source where it was not."""
    said = f"{line.title}: {line.state}"
    return f"{said} ({line.unchecked})" if line.unchecked else said


def _latest(board: MeasureBoard, words: Wording) -> str:
    """The last value of each measure with its day."""
    found = []
    for number, name in enumerate(board.columns):
        row = next((row for row in board.rows if row.cells[number].id is not None), None)
        if row is not None:
            found.append(f"{name} {row.cells[number].text} ({words.date(row.on)})")
    return ", ".join(found)
