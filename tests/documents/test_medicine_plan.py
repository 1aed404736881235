"""The patient's medicine plan, written and read back."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.medicine_inputs import MedicinePlanData, PlanMedicine
from hsct_desktop.documents.medicine_plan import write_medicine_plan
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.times_of_day import PartOfDay
from tests.documents import samples
from tests.documents.reading import Read, font_programs, made

TWICE = {PartOfDay.MORNING: ("08:00",), PartOfDay.EVENING: ("20:00",)}


def plan(language: str = "en", **changes: object) -> MedicinePlanData:
    words = wording(language)
    first = PlanMedicine(
        "Aciclovir", words.text("medicine_plan.for.vzv"), "400\u00a0mg", TWICE, "twice a day", "", dt.date(2026, 8, 6),
        words.text("medicine_plan.until_told"), words.text("medicine_plan.dose_since", date=dt.date(2026, 10, 12)),
    )  # fmt: skip
    second = PlanMedicine("Co-trimoxazole", "", "960\u00a0mg", {}, "3 times a week: Mon Wed Fri", "")
    context = dataclasses.replace(samples.rich(language).context, language=language)
    data = MedicinePlanData(
        context, "Rossi", "Giulia <b>", dt.date(1985, 3, 7), Sex.FEMALE, "0555 010 200", "", (first, second), (),
        "Penicillin: rash", "Aspirin: stomach",
    )  # fmt: skip
    return dataclasses.replace(data, **changes)  # type: ignore[arg-type]


def paper(data: MedicinePlanData) -> Read:
    return made(lambda stream: write_medicine_plan(data, stream))


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_page_says_what_when_why_and_whom_to_call(language: str) -> None:
    words = wording(language)
    found = paper(plan(language))
    assert len(found.pages) == 1
    told = ["Giulia <b> Rossi", "Aciclovir", "400", "08:00", "20:00", "3 times a week: Mon Wed Fri", "0555 010 200",
            "Penicillin: rash", "Aspirin: stomach", words.text("medicine_plan.for.vzv"),
            words.text("medicine_plan.title"), words.text("medicine_plan.signature"),
            words.text("document.intended_use"), words.text("document.practice")]  # fmt: skip
    told += [words.enum("part_of_day", part) for part in PartOfDay]
    assert [text for text in told if not found.has(text)] == []


def test_what_is_paused_shows_no_time_to_take_it() -> None:
    medicine = dataclasses.replace(plan().current[0], paused="Paused since 18 Nov 2026: do not take it.")
    found = paper(plan(current=(medicine,)))
    assert found.has("Paused since 18 Nov 2026: do not take it.")
    assert found.has("PAUSED: do not take it")
    assert not found.has("08:00")


def test_planned_ones_stand_apart() -> None:
    planned = PlanMedicine(
        "Entecavir", "", "0.5\u00a0mg", {}, "once a day", since=dt.date(2026, 12, 1), is_planned=True
    )
    found = paper(plan(planned=(planned,)))
    assert found.has("Later")
    assert found.has("from 1 Dec 2026")


def test_a_long_list_repeats_its_head_on_each_page_and_loses_nothing() -> None:
    many = tuple(dataclasses.replace(plan().current[0], name=f"Medicine {n}") for n in range(30))
    found = paper(plan(current=many))
    assert len(found.pages) > 2
    assert all(found.has(f"Medicine {n}") for n in range(30))
    assert sum("Morning" in page for page in found.pages) >= len(found.pages) - 1


def test_nothing_recorded_is_said_and_a_missing_number_leaves_room_to_write() -> None:
    found = paper(plan(current=(), phone="", allergies="", intolerances=""))
    assert found.has("No medicine is recorded at present.")
    assert found.has("Our telephone number")
    assert not found.has("Your allergies")


@given(st.text(max_size=60), st.text(max_size=30))
@settings(max_examples=max(10, settings.default.max_examples // 10))
def test_whatever_is_typed_is_printed_as_text(name: str, often: str) -> None:
    medicine = PlanMedicine(f"x{name}", name, often, {}, often, paused=name)
    found = paper(plan(current=(medicine,), allergies=name))
    assert found.pages


def test_every_font_is_embedded() -> None:
    content = []
    made(lambda stream: (write_medicine_plan(plan(), stream), content.append(stream.getvalue())))
    assert font_programs(content[0])
