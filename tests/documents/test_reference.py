"""The documents against what a person has looked at and found good: every piece of text and where it stands.

After a wanted change, look at the pages, then renew the files: `HSCT_RENEW_REFERENCE=1 pytest tests/documents`.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.platypus import Spacer

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents import summary_clinical
from hsct_desktop.documents.agenda import write_month
from hsct_desktop.documents.day_list import write_day_list
from hsct_desktop.documents.letter import write_letter
from hsct_desktop.documents.patient_plan import write_patient_plan
from hsct_desktop.documents.protocol import write_protocol
from hsct_desktop.documents.protocol_inputs import PrintedApproval, ProtocolData
from hsct_desktop.documents.summary import write_summary
from hsct_desktop.documents.week_list import write_week_list
from tests.documents import agenda_samples, letter_samples, samples
from tests.documents.reading import made, places

FOLDER = Path(__file__).parents[1] / "_reference"
PLACE_TOLERANCE = 1
"""Points by which a text may stand elsewhere (another release of the reader rounds differently)."""

SUMMARIES = {name: getattr(samples, name) for name in ("rich", "poor", "before_day0", "dead", "left")}


def pages() -> dict[str, object]:
    """The documents that are kept, by file name."""
    kept: dict[str, object] = {}
    for language in ("en", "it"):
        for name, make in SUMMARIES.items():
            data = make(language)
            kept[f"summary-{name}-{language}"] = lambda stream, d=data: write_summary(d, stream)
        listed = samples.day_list(13, language)
        kept[f"day-list-{language}"] = lambda stream, d=listed: write_day_list(d, stream)
        read = protocol(language)
        kept[f"protocol-{language}"] = lambda stream, d=read: write_protocol(d, stream)
        month, week, plan = agenda_samples.month(language), agenda_samples.week(language), agenda_samples.plan(language)
        kept[f"month-{language}"] = lambda stream, d=month: write_month(d, stream)
        kept[f"week-list-{language}"] = lambda stream, d=week: write_week_list(d, stream)
        letters = {
            "signed": letter_samples.typical(language),
            "poor": replace(letter_samples.poor(language), state=letter_samples.SIGNED),
        }
        for name, letter in letters.items():
            kept[f"letter-{name}-{language}"] = lambda stream, d=letter: write_letter(d, stream)
        kept[f"patient-plan-{language}"] = lambda stream, d=plan: write_patient_plan(d, stream)
    return kept


def protocol(language: str) -> ProtocolData:
    """A protocol, approved in Italian, not in English."""
    approval = PrintedApproval("G. Ferrante", samples.ON, "PO 12") if language == "it" else None
    return ProtocolData(samples.context(language), Catalogue().protocol("ahsct-ms"), "reference default", approval)


@pytest.fixture(autouse=True)
def _no_picture(monkeypatch):
    """The timeline has its own references; here it is room of a fixed height."""
    monkeypatch.setattr(summary_clinical, "course_picture", lambda *_: [Spacer(1, 200)])


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_page_is_as_it_was_found_good(name):
    found = places(made(pages()[name]).raw)
    path = FOLDER / f"{name}.txt"
    if os.environ.get("HSCT_RENEW_REFERENCE"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
    kept = path.read_text(encoding="utf-8").splitlines()
    assert [text_of(line) for line in found] == [text_of(line) for line in kept]
    moved = [(a, b) for a, b in zip(found, kept, strict=True) if far(place_of(a), place_of(b))]
    assert not moved


def text_of(line: str) -> str:
    """The text of a line of a reference file."""
    return line[15:]


def place_of(line: str) -> tuple[float, ...]:
    """Page, left edge and top of a line of a reference file."""
    return tuple(float(part) for part in line[:14].split())


def far(found: tuple[float, ...], kept: tuple[float, ...]) -> bool:
    """Whether a text stands on another page or further away than the tolerance."""
    return found[0] != kept[0] or any(abs(a - b) > PLACE_TOLERANCE for a, b in zip(found, kept, strict=True))


def test_a_moved_text_is_found():
    assert far(place_of("1    57    64  x"), place_of("1    57    66  x"))
    assert not far(place_of("1    57    64  x"), place_of("1    57    65  x"))


def test_no_reference_without_a_document():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(pages())
