"""The care plan's rules: a person's edits over what the record says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.care_plan import (
    MAX_TEXT,
    CareActor,
    CareEdit,
    CareEntry,
    CareLine,
    CarePlan,
    CareState,
    check_entry,
    merged,
)

ON = date(2026, 11, 20)
UNIT, GP = CareActor.UNIT, CareActor.GP
LINES = [
    CareLine("visit:1", UNIT, "Visit: Month 6", date(2026, 12, 1), is_booked=True),
    CareLine("irradiation", UNIT, "Irradiated blood products"),
    CareLine("task:1", UNIT, "Ring", date(2026, 11, 18), is_late=True),
    CareLine("vaccines_due", GP, "Vaccinate now: PCV 1", date(2027, 1, 1)),
]


def edit(key: str, text: str = "", who: CareActor = UNIT, **more: object) -> CareEdit:
    return replace(CareEdit(1, 1, key, who, text), **more)  # type: ignore[arg-type]


def told(plan: CarePlan) -> list[tuple[str, str, str]]:
    return [(row.who.value, row.text, row.state.value) for row in plan.rows]


def test_without_edits_the_lines_stand_by_day_and_what_has_none_last() -> None:
    plan = merged(LINES, [], ON)
    assert [row.key for row in plan.rows] == ["task:1", "visit:1", "irradiation", "vaccines_due"]
    assert (plan.hidden, plan.touched) == ((), 0)
    assert [row.key for row in plan.rows if row.is_late] == ["task:1"]
    assert [row.key for row in plan.rows if row.is_booked] == ["visit:1"]


@pytest.mark.parametrize(
    ("made", "key", "state", "text", "who"),
    [
        (edit("task:1", "Write", GP), "task:1", CareState.EDITED, "Write", GP),
        (edit("", "Own line"), "own:1", CareState.OWN, "Own line", UNIT),
        (edit("late:bone", "Bone density at home"), "late:bone", CareState.GONE, "Bone density at home", UNIT),
        (edit("task:1", position=3), "task:1", CareState.DERIVED, "Ring", UNIT),
    ],
)
def test_what_a_person_wrote_stands_and_says_so(
    made: CareEdit, key: str, state: CareState, text: str, who: CareActor
) -> None:
    row = merged(LINES, [made], ON).row(key)
    assert row is not None
    assert (row.state, row.text, row.who) == (state, text, who)
    assert row.by_person is (state is not CareState.DERIVED)
    assert not row.is_late or state is CareState.DERIVED


def test_a_hidden_line_is_kept_aside_and_what_has_gone_is_not_missed() -> None:
    plan = merged(LINES, [edit("task:1", hidden=True), edit("gone", hidden=True, id=2)], ON)
    assert [row.key for row in plan.hidden] == ["task:1"]
    assert "task:1" not in [row.key for row in plan.rows]
    assert plan.row("gone") is None


def test_the_later_of_two_edits_holds() -> None:
    plan = merged(LINES, [edit("task:1", "second", id=9), edit("task:1", "first", id=3)], ON)
    assert ("unit", "second", "edited") in told(plan)
    assert len(plan.rows) == len(LINES)


def test_a_moved_line_stands_at_its_place_whatever_its_day() -> None:
    plan = merged(LINES, [edit("irradiation", position=1)], ON)
    assert [row.key for row in plan.of(UNIT)] == ["irradiation", "task:1", "visit:1"]
    assert [row.key for row in merged(LINES, [edit("task:1", position=9)], ON).of(UNIT)][-1] == "task:1"


@pytest.mark.parametrize(
    ("entry", "field", "key"),
    [
        (CareEntry(1, None, "x"), "who", "care_who_missing"),
        (CareEntry(1, UNIT, "  "), "text", "care_text_missing"),
        (CareEntry(1, UNIT, "x" * (MAX_TEXT + 1)), "text", "too_long"),
        (CareEntry(1, UNIT, "x", date(2226, 1, 1)), "until", "care_until_too_far"),
    ],
)
def test_what_is_wrong_with_a_line(entry: CareEntry, field: str, key: str) -> None:
    assert [(p.field, p.key) for p in check_entry(entry, ON)] == [(field, key)]


def test_a_sound_line_has_no_problem() -> None:
    assert list(check_entry(CareEntry(1, GP, "x", ON + timedelta(days=90)), ON)) == []


_ACTORS = st.sampled_from(CareActor)
_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))
_KEYS = st.sampled_from("abcdef")
_LINES = st.lists(st.builds(CareLine, _KEYS, _ACTORS, st.just("line"), _DAYS), unique_by=lambda line: line.key)
_EDITS = st.lists(
    st.builds(
        CareEdit, st.integers(1, 99), st.just(1), _KEYS | st.just(""), _ACTORS, st.sampled_from(["", "words"]), _DAYS,
        st.booleans(), st.integers(0, 5),
    ),
    unique_by=lambda made: made.id,
)  # fmt: skip


@settings(max_examples=max(20, settings.default.max_examples // 10))
@given(_LINES, _EDITS, _LINES)
def test_nothing_derived_is_lost_and_edits_survive_another_derivation(
    lines: list[CareLine], edits: list[CareEdit], others: list[CareLine]
) -> None:
    for derived in (lines, others):
        plan = merged(derived, edits, ON)
        shown = [row.key for row in plan.rows] + [row.key for row in plan.hidden]
        assert len(shown) == len(set(shown))
        assert {line.key for line in derived} <= set(shown)
        last = {made.source_key: made for made in sorted(edits, key=lambda made: made.id) if made.source_key}
        for key, made in last.items():
            row = plan.row(key)
            if made.hidden:
                assert key not in [row.key for row in plan.rows]
            elif made.text:
                assert row is not None
                assert (row.text, row.until, row.who) == (made.text, made.until, made.who)
        own = [made for made in edits if not made.source_key and made.text and not made.hidden]
        assert {f"own:{made.id}" for made in own} <= set(shown)
        assert [row.who for row in plan.rows] == sorted((row.who for row in plan.rows), key=list(CareActor).index)
