"""Any text in any field of a paper comes back from the page, or the page says that it does not show all of it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hsct_desktop.documents.emergency_summary import Duty, EmergencyData, write_emergency_summary
from hsct_desktop.documents.letter import write_letter
from hsct_desktop.documents.letter_inputs import LetterData, LetterSection, Listed, Rows, Words
from hsct_desktop.documents.patient_plan import write_patient_plan
from hsct_desktop.documents.text import UNKNOWN_SIGN, has_right_to_left, printable
from hsct_desktop.domain.patient import Sex
from tests.documents import agenda_samples, letter_samples, samples
from tests.documents.reading import Read, made
from tests.documents.test_letter import letters_of

Place = tuple[str | int, ...]
NO_WORDS = frozenset({"context", "kind", "id", "flag", "accent", "standing", "state", "time", "sign", "brief"})
"""Fields that hold a key, a colour or a time of day, who prints, or what is printed in place of the whole."""


def emergency() -> EmergencyData:
    sections = (
        LetterSection("problems", "Problems now", (Listed(("Fever", "Rash")),)),
        LetterSection("medicines", "Medicines", (Rows(("Medicine", "Dose"), (("Aciclovir", "800 mg"),), (40, 0)),)),
        LetterSection("neurology", "Neurology", (Words("EDSS 4.0"),), note="what is old"),
    )
    return EmergencyData(
        samples.context("en"), "Rossetti", "Chiara", dt.date(1989, 3, 14), Sex.FEMALE, "R-0147", "graft", "0555 01",
        ("Latex",), (("Disease", "Multiple sclerosis"),),
        (Duty(True, "Fever:", "treat"), Duty(False, "Do not", "stop")), sections, (("GP", "Dr Hart"),),
    )  # fmt: skip


def places(value: object, so_far: Place = ()) -> Iterator[Place]:
    """Where in a tree of dataclasses and tuples a text stands that somebody wrote."""
    if type(value) is str:  # no member of an enumeration
        yield so_far
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from places(item, (*so_far, number))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NO_WORDS:
                yield from places(getattr(value, field.name), (*so_far, field.name))


def put(value: Any, place: Place, text: str) -> Any:
    """The tree with another text at that place."""
    if not place:
        return text
    first, *rest = place
    if isinstance(first, int):
        return (*value[:first], put(value[first], tuple(rest), text), *value[first + 1 :])
    return replace(value, **{first: put(getattr(value, first), tuple(rest), text)})


@dataclass(frozen=True)
class Paper:
    data: Any
    write: Callable[[Any, io.BytesIO], object]

    def read(self, data: Any) -> Read:
        return made(lambda stream: self.write(data, stream))


def letter() -> LetterData:
    """The usual letter without its picture, whose words are drawn and shortened."""
    data = letter_samples.typical("en", letter_samples.SIGNED)
    return replace(data, sections=tuple(section for section in data.sections if section.id != "picture"))


def papers() -> dict[str, Paper]:
    return {
        "letter": Paper(letter(), write_letter),
        "plan": Paper(agenda_samples.plan("en"), write_patient_plan),
        "emergency": Paper(emergency(), write_emergency_summary),
    }


PAPERS = papers()


def said(text: str) -> str:
    return letters_of(printable(text)).casefold()


def stands(text: str, page: str) -> bool:
    """Whether a text stands on a page as a whole, or its beginning with the dots that say that it goes on."""
    return text in page or any(f"{text[:length]}..." in page for length in range(len(text) - 1, 3, -1))


@pytest.mark.parametrize("kind", sorted(PAPERS))
@given(st.text(min_size=1, max_size=40), st.integers(0, 10_000))
@example("<b>R&D</b> {0} =1+1", 1)
@example("\u0645\u062d\u0645\u062f \u738b", 2)
def test_a_text_comes_back_or_is_flagged(kind: str, text: str, number: int) -> None:
    paper = PAPERS[kind]
    every = list(places(paper.data))
    place = every[number % len(every)]
    read = paper.read(put(paper.data, place, f"q{text}q"))
    shown = printable(text)
    if UNKNOWN_SIGN in shown:
        assert "\ufffd = " in read.text.replace("\u00a0", " "), place
    elif has_right_to_left(text):
        assert has_right_to_left(read.text), place
    else:
        assert stands(said(f"q{text}q"), said(read.text)), (place, text)
