"""Has the course of the disease written: its own page, and the part of the patient summary."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.disability import DisabilityData, write_disability
from hsct_desktop.documents.disability_inputs import PrintedComponent, PrintedDisease
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.neda import Neda
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import disability_picture, outcomes
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.patients import disease_short
from hsct_desktop.services.person import birth_date_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession

WITH_EDSS = frozenset({"ms", "nmosd"})
"""Diseases whose disability is graded by the EDSS."""


def printed(ws: Workspace, patient_id: int, words: Wording) -> PrintedDisease | None:
    """The course with its verdicts at the unit's horizon; None where nothing is recorded or no EDSS is used."""
    with ws.read() as session:
        return printed_in(session, ws, patient_id, words)


def printed_in(session: ReadSession, ws: Workspace, patient_id: int, words: Wording) -> PrintedDisease | None:
    """The same within a session."""
    if record_of(session, patient_id).entry.disease_id not in WITH_EDSS:
        return None
    board = disability_picture.board_in(session, ws, patient_id, words)
    if board.facts.is_empty:
        return None
    panel = outcomes.panel_of(ws, board.course, None, words)
    figures = tuple((figure.label, figure.value) for figure in (*panel.at_horizons, *panel.figures))
    rows = outcomes.literature(ws, board.course, words)
    neda = panel.neda
    if neda is None:
        return PrintedDisease(board.facts, why=panel.why, figures=figures, settings=panel.settings_text)
    components = tuple(
        PrintedComponent(part.title, part.said, part.why, tuple(line.text for line in part.evidence))
        for part in neda.components
    )
    why = neda.why if neda.verdict.neda3 is Neda.UNKNOWN else ""
    return PrintedDisease(
        board.facts, neda.title, neda.said, neda.span, why, components, figures, panel.settings_text,
        tuple(literature_words(row) for row in rows),
    )  # fmt: skip


def literature_words(row: outcomes.LiteratureRow) -> str:
    """A published result in one paragraph: study, who was treated, figures, paper."""
    results = "; ".join(part for part in (*row.results, row.deaths) if part)
    return f"{row.study}, {row.group}: {results} ({row.source})"


def print_disease(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write the page as PDF, the whole file or nothing; KnownError `disease_nothing` where nothing is recorded."""
    from hsct_desktop.services.summary import print_context

    spoken = language or ws.language
    held = printed(ws, patient_id, paper_wording(spoken).in_tables)
    if held is None:
        raise KnownError("disease_nothing")
    with ws.read() as session:
        card = record_of(session, patient_id)
        context = print_context(ws, session, spoken, held.facts.today)
    entry = card.entry
    data = DisabilityData(
        context, entry.family_name, entry.given_name, birth_date_of(card), entry.sex, entry.code,
        disease_short(ws, entry.disease_id, spoken), held,
    )  # fmt: skip
    check_place(path, ws.store.path)
    try:
        write_disability(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path
