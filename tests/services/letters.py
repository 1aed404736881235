"""Letters in tests: one being gathered for a patient, and its sections as text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from hsct_desktop.documents.letter_inputs import Block, Labelled, LetterSection, Listed, Words
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.text import Text
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient, transplant


@contextmanager
def asked(
    ws: Workspace,
    patient_id: int,
    language: str = "en",
    *,
    kind: LetterKind = LetterKind.NEUROLOGIST,
    on: date | None = None,
    since: date | None = None,
    number: int | None = None,
) -> Iterator[LetterAsk]:
    """A letter being gathered; `number` is that of the transplant it tells of, the latest unless said."""
    with ws.read() as session:
        courses = transplant.of_patient(session, patient_id)
        course = next((one for one in courses if one.number == number), course_of(session, patient_id))
        yield LetterAsk(
            ws, session, patient_id, kind, paper_wording(language), on or ws.today(), since,
            record_of(session, patient_id), course,
        )  # fmt: skip


def number(ws: Workspace, code: str) -> int:
    """The patient who has a code."""
    with ws.read() as session:
        found = patient.by_code(session, code)
    assert found is not None
    return found.id


def plain(text: Text) -> str:
    """A text with ordinary blanks, what is bold between stars."""
    if isinstance(text, str):
        return text.replace("\u00a0", " ")
    return "".join(f"*{run}*" if bold else run for run, bold in text.runs).replace("\u00a0", " ")


def lines(section: LetterSection | None, *, brief: bool = False) -> list[str]:
    """The lines of a section as text, labels before theirs; empty for none."""
    if section is None:
        return []
    return [line for block in (section.brief or () if brief else section.blocks) for line in _lines(block)]


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield plain(block.text)
    elif isinstance(block, Labelled):
        yield from (f"{label}: {plain(text)}" for label, text in block.rows)
    elif isinstance(block, Listed):
        yield from (plain(text) for text in block.items)
    else:
        raise TypeError(block)
