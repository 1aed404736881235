"""The supportive therapy plan read back: every row, the decision with its reason, one page, data as plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.therapy_plan import PlanRow, TherapyPlanData, write_therapy_plan
from tests.documents.reading import Read, made

CONTEXT = PrintContext(
    "en", "Unit of the tests", datetime(2026, 11, 20, 8, tzinfo=UTC), "Dr L. Serra", date(2026, 11, 20)
)
OPEN = PlanRow(
    "Fungal prophylaxis", "Fluconazole: 400 mg, once a day", "Conditioning or Day 0", "At engraftment",
    "Liver tests, QTc, interactions", "EBMT Handbook 2024, chapter 37", "open: to be decided",
)  # fmt: skip
DECLINED = replace(OPEN, label="Steroid taper", state="declined 20 Nov 2026: <part> of the ATG order & more")
DATA = TherapyPlanData(
    CONTEXT, "Neri", "Paola", date(1990, 5, 4), "female", "MS-0200", "Conditioning, Day −5.",
    (("To be decided now", (OPEN,)), ("Decided or given", (DECLINED,))),
)  # fmt: skip


def read(data: TherapyPlanData) -> Read:
    return made(lambda stream: write_therapy_plan(data, stream))


def test_the_page_says_whose_plan_it_is_and_every_column_of_every_row() -> None:
    found = read(DATA)
    assert len(found.pages) == 1
    for text in ("Supportive therapy plan", "NERI Paola", "MS-0200", "Conditioning, Day −5.", "printed 20 Nov 2026"):
        assert found.has(text), text
    for row in (OPEN, DECLINED):
        for text in (row.label, row.drug, row.start, row.stop, row.monitoring, row.source, row.state):
            assert found.has(text), text
    for head in ("Therapy", "Start", "Stop rule", "Monitoring", "Source", "Decision", "To be decided now"):
        assert found.has(head), head


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Supportive therapy plan"), ("it", "Piano delle terapie di supporto")]
)
def test_it_speaks_both_languages_and_marks_practice_data(language: str, title: str) -> None:
    practice = {"en": "Example: invented data", "it": "Esempio: dati inventati"}[language]
    found = read(replace(DATA, context=replace(CONTEXT, language=language, practice=True)))
    assert found.has(title)
    assert found.has(practice)
    assert not read(replace(DATA, context=replace(CONTEXT, language=language))).has(practice)


def test_an_empty_plan_says_so_and_a_long_one_goes_on_with_its_heads() -> None:
    assert read(replace(DATA, groups=())).has("Nothing is open in this phase.")
    long = read(replace(DATA, groups=(("Later", tuple(replace(OPEN, label=f"Item {n}") for n in range(60))),)))
    assert len(long.pages) > 1
    assert all("Stop rule" in page and "NERI" in page for page in long.pages)
    assert all(long.has(f"Item {n}") for n in range(60))
