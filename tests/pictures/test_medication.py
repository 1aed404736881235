"""The medication picture: a row for each drug, doses as ticks with words, pauses hatched, planned ends open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.domain.therapy_dose import DoseStep
from hsct_desktop.pictures.day_axis import Preset
from hsct_desktop.pictures.medication import PAPER, layout, rows_of, summary
from hsct_desktop.pictures.primitives import Line, Picture, Rect
from hsct_desktop.pictures.timeline import TimelineFacts
from tests.pictures.course import DAY0, THERAPIES, TODAY, day, drug, width_of

WORDS = wording("en")
FACTS = TimelineFacts(TODAY, DAY0, therapies=THERAPIES)
REDUCED = replace(
    THERAPIES[3],
    doses=(DoseStep(day(-7), "800 mg", "twice a day"), DoseStep(day(60), "400 mg", "twice a day", "08:00 20:00")),
)


def drawn(facts: TimelineFacts = FACTS, width: float = 1200, preset: Preset = Preset.WHOLE) -> Picture:
    return layout(facts, width, width_of, WORDS, preset)


def test_one_row_for_each_drug_those_that_are_given_first() -> None:
    names = [row[0].name for row in rows_of(FACTS)]
    assert names == ["Aciclovir", "Co-trimoxazole", "G-CSF", "Meropenem"]
    assert [len(row) for row in rows_of(FACTS)] == [1, 1, 2, 1]
    picture = drawn()
    assert [text for text in picture.texts if text in names] == names
    assert {hit.id for hit in picture.hits if hit.id} == {f"therapy:{n}" for n in range(1, 6)}


def test_a_pause_is_hatched_and_given_days_are_not() -> None:
    hatched = [item for item in drawn().items if isinstance(item, Rect) and item.hatch]
    assert len(hatched) == 1
    assert hatched[0].hatch == f"therapy.{TherapyClass.PJP}.hue"


def test_a_change_of_dose_is_a_tick_with_the_new_dose() -> None:
    facts = replace(FACTS, therapies=(REDUCED,))
    picture = drawn(facts)
    assert {"800 mg", "400 mg"} <= set(picture.texts)
    (hit,) = [hit for hit in picture.hits if hit.id == "therapy:4"]
    assert "from Day +60 (12 Oct 2026): 400 mg twice a day 08:00 20:00" in hit.text.replace("\u00a0", " ")
    ticks = [item for item in picture.items if isinstance(item, Line) and item.colour == "text" and item.width == 1.5]
    assert len(ticks) == 1
    assert "400 mg" not in drawn(replace(facts, therapies=(THERAPIES[3],))).texts


def test_a_change_planned_after_the_stop_is_not_drawn() -> None:
    stopped = replace(REDUCED, stop=day(50))
    assert "400 mg" not in drawn(replace(FACTS, therapies=(stopped,))).texts


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("width", [420, 740, 1200])
def test_nothing_leaves_the_picture(preset: Preset, width: float) -> None:
    long = drug(9, "A drug with a very long name that no gutter holds", TherapyClass.OTHER, -7, None)
    picture = drawn(replace(FACTS, therapies=(*THERAPIES, REDUCED, long)), width, preset)
    for item in picture.items:
        if isinstance(item, Rect):
            assert -1 <= item.x <= item.right <= picture.width + 1
    for hit in picture.hits:
        assert 0 <= hit.y <= hit.y + hit.height <= picture.height


def test_without_day_0_and_without_drugs() -> None:
    assert "no therapy recorded" in drawn(TimelineFacts(TODAY)).texts
    assert summary(TimelineFacts(TODAY), WORDS) == WORDS.text("picture.none.therapy")
    ahead = replace(THERAPIES[3], start=TODAY + timedelta(days=3), planned_stop=None)
    assert "Aciclovir" in drawn(TimelineFacts(TODAY, therapies=(ahead,))).texts
    assert "5" in summary(FACTS, WORDS)


def test_on_paper_the_same_rows_stand_closer() -> None:
    paper = layout(FACTS, 660, width_of, WORDS, style=PAPER)
    assert paper.height < drawn().height
    assert {"Aciclovir", "Meropenem"} <= set(paper.texts)


def test_what_runs_ends_at_the_line_of_today() -> None:
    picture = drawn()
    lines = [item for item in picture.items if isinstance(item, Line) and item.x1 == item.x2]
    todays = {item.x1 for item in lines if item.colour == "today"}
    assert todays
    running = [hit for hit in picture.hits if hit.id == "therapy:4"]
    bars = [item for item in picture.items if isinstance(item, Rect) and "therapy." in str(item.fill)]
    assert running
    assert bars
    assert max(item.right for item in bars) <= max(todays) + 0.5


def test_a_change_of_times_alone_does_not_repeat_the_dose() -> None:
    moved = replace(
        THERAPIES[3],
        doses=(
            DoseStep(day(-7), "800 mg", "twice a day", "08:00 20:00"),
            DoseStep(day(60), "800 mg", "twice a day", "09:00 21:00"),
        ),
    )  # fmt: skip
    texts = list(drawn(replace(FACTS, therapies=(moved,))).texts)
    assert texts.count("800 mg") == 1
    assert "09:00 21:00" in texts
