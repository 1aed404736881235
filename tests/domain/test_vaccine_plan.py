"""The plan of vaccines: what counts, what is due when, what is held, by tables of cases and by properties."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.dates import Offset, add_months
from hsct_desktop.domain.rule_facts import RECORDS, Exposure, Reading, RuleFacts, Said, Truth
from hsct_desktop.domain.vaccine import (
    GivenDose,
    VaccineChoice,
    VaccineDecision,
    VaccineKind,
    VaccineLine,
    VaccinePlan,
    VaccineStatus,
)
from hsct_desktop.domain.vaccine_plan import plan

CATALOGUE = Catalogue().vaccines
DAY0 = date(2026, 1, 14)
LIVE = [s.id for s in CATALOGUE.of("ecil7").values() if s.kind is VaccineKind.LIVE]
PLANNABLE = [s.id for s in CATALOGUE.of("ecil7").values() if s.kind is VaccineKind.INACTIVATED]
NOTHING_KNOWN = RECORDS - {"course", "vaccine"}


def dose(vaccine: str, on: date | int, **more: object) -> GivenDose:
    return replace(GivenDose(vaccine, month(on)), **more)  # type: ignore[arg-type]


def month(on: date | int) -> date:
    return add_months(DAY0, on) if isinstance(on, int) else on


def facts(on: date, **more: object) -> RuleFacts:
    return replace(RuleFacts(on, DAY0, unknown=NOTHING_KNOWN), **more)  # type: ignore[arg-type]


def everything_met(on: date) -> RuleFacts:
    """A patient of whom every condition of the live vaccines is known and met, from month 24 on."""
    said = {
        kind: Said("no", on)
        for kind in ("immunosuppression", "relapse", "blood_elsewhere", "measles_immune", "varicella_immune")
    }
    never = {
        what: Exposure(Truth.NO)
        for what in ("immunosuppression", "dmt", "anti_cd20", "immunoglobulin", "red_cells", "plasma", "platelets")
    }
    return RuleFacts(on, DAY0, statements=said, exposures=never, birth_date=date(1989, 1, 15))


def planned(
    *doses: GivenDose, on: date | int = 12, known: RuleFacts | None = None, variant: str = "ecil7",
    choices: Iterable[VaccineChoice] = (),
) -> VaccinePlan:  # fmt: skip
    day = month(on)
    return plan(CATALOGUE, variant, known or facts(day), doses, choices, day)


def said(line: VaccineLine) -> list[tuple[str, int]]:
    return [(found.status.value, found.number) for found in line.doses]


DOSES = st.lists(
    st.builds(
        GivenDose,
        vaccine=st.sampled_from([*CATALOGUE.products, "hexavalent", "pcv20", "pcv", "mmr", "hbv"]),
        given_on=st.integers(-100, 1500).map(lambda day: DAY0 + timedelta(days=day)),
        dose_number=st.none() | st.integers(1, 5),
    ),
    max_size=12,
)
DAYS = st.integers(0, 1600).map(lambda day: DAY0 + timedelta(days=day))
VARIANTS = st.sampled_from(list(CATALOGUE.variants))


@pytest.mark.parametrize(
    ("vaccine", "variant", "earliest"),
    [
        ("pcv", "ecil7", 3), ("ppsv23", "ecil7", 12), ("hib", "ecil7", 3), ("hib", "idsa", 6), ("hib", "agiho", 6),
        ("dtap", "ecil7", 6), ("ipv", "ecil7", 6), ("hbv", "ecil7", 6), ("flu", "ecil7", 6), ("flu", "idsa", 6),
        ("flu", "agiho", 3), ("covid", "ecil7", 3), ("menacwy", "ecil7", 6), ("menb", "idsa", 6),
        ("hpv", "ecil7", 6), ("hav", "ecil7", 6), ("tbe", "ecil7", 6), ("rsv", "ecil7", 6), ("mmr", "ecil7", 24),
        ("mmr", "agiho", 24), ("vzv_live", "agiho", 24), ("yf", "ecil7", 24), ("dengue_live", "idsa", 24),
        ("chik_live", "idsa", 24),
    ],
)  # fmt: skip
def test_the_first_dose_counts_from_the_month_of_the_reference(vaccine: str, variant: str, earliest: int) -> None:
    first = planned(on=1, variant=variant).line(vaccine).next
    assert first is not None
    assert first.earliest == month(earliest)


@pytest.mark.parametrize(
    ("vaccine", "doses"),
    [("pcv", 3), ("ppsv23", 1), ("hib", 3), ("dtap", 3), ("ipv", 3), ("hbv", 3), ("menacwy", 2), ("menb", 2),
     ("hpv", 3), ("rzv", 2), ("hav", 2), ("mmr", 1), ("vzv_live", 2), ("tbe", 3), ("rsv", 1), ("flu", 1), ("covid", 3)],
)  # fmt: skip
def test_each_series_has_the_doses_of_the_reference(vaccine: str, doses: int) -> None:
    assert len(planned().line(vaccine).to_give) == doses


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((90, 121, 152), ["given 1", "given 2", "given 3"]),
        ((89, 121, 152), ["not_counted 1", "given 1", "given 2", "due 3"]),
        ((90, 110, 140), ["given 1", "not_counted 2", "given 2", "due 3"]),
        ((90, 121, 400), ["given 1", "given 2", "given 3"]),
        ((-30, 90, 121), ["not_counted 1", "given 1", "given 2", "due 3"]),
        ((90, 90, 121), ["given 1", "not_counted 2", "given 2", "due 3"]),
        ((90, 121, 152, 180), ["given 1", "given 2", "given 3", "not_counted 4"]),
    ],
)  # fmt: skip
def test_a_dose_counts_from_its_day_on_and_a_long_gap_restarts_nothing(
    days: tuple[int, ...], expected: list[str]
) -> None:
    doses = [GivenDose("pcv", DAY0 + timedelta(days=day), id=n) for n, day in enumerate(days)]
    line = planned(*doses, on=max(doses[-1].given_on, DAY0 + timedelta(days=185))).line("pcv")
    assert [f"{found.status.value} {found.number}" for found in line.doses] == expected
    assert all(found.why for found in line.doses)


def test_a_dose_too_early_is_repeated_once_the_interval_after_the_counted_dose_has_passed() -> None:
    late, early = dose("pcv", 3), dose("pcv", DAY0 + timedelta(days=100))
    line = planned(late, early, on=4).line("pcv")
    not_counted, again = line.doses[1], line.doses[2]
    assert not_counted.why[0].key == "too_early_after_dose"
    assert again.earliest == month(4)
    assert again.due_from == month(4), "counting and planning ask for the same day"
    assert "repeats" in [reason.key for reason in again.why]
    assert planned(late, early, dose("pcv", month(4)), on=5).line("pcv").counted == 2


@given(DOSES, DAYS)
@settings(max_examples=max(13, settings.default.max_examples // 10))
def test_a_dose_counts_on_the_day_from_which_the_plan_says_it_does(doses: list[GivenDose], on: date) -> None:
    doses = [dose for dose in doses if dose.given_on <= on]
    for line in planned(*doses, on=on).lines:
        following = line.next
        if following is None or following.earliest is None or line.series.kind is VaccineKind.LIVE:
            continue
        day = max(following.earliest, on)
        if line.series.yearly is not None and following.due_from is not None:
            day = max(following.due_from, on)
        if any(d.given_on == day and line.series.id in CATALOGUE.products[d.vaccine].components for d in doses):
            continue
        more = GivenDose(line.series.id, day, id=99)
        after = planned(*doses, more, on=day).line(line.series.id)
        assert next(d for d in after.given if d.given == more).status is VaccineStatus.GIVEN


def test_recombinant_zoster_counts_from_day_50_and_is_recommended_at_two_months() -> None:
    first = planned(on=1).line("rzv").next
    assert first is not None
    assert (first.earliest, first.due_from) == (DAY0 + timedelta(days=50), month(2))
    for day, counted in ((49, 0), (50, 1), (55, 1), (70, 1)):
        assert planned(dose("rzv", DAY0 + timedelta(days=day)), on=4).line("rzv").counted == counted


def test_further_doses_have_numbers_of_their_own() -> None:
    line = planned(*(dose("menb", n) for n in (6, 8, 10, 12)), on=13).line("menb")
    assert said(line) == [("given", 1), ("given", 2), ("given", 3), ("given", 4)]


def test_each_dose_of_influenza_says_from_when_it_counts() -> None:
    days = [date(2026, 4, 20), date(2026, 5, 1), date(2026, 5, 12), date(2026, 10, 5), date(2026, 11, 1)]
    line = planned(*(dose("flu", day) for day in days), on=date(2026, 11, 20)).line("flu")
    assert [(d.status.value, d.earliest) for d in line.given] == [
        ("given", date(2026, 4, 14)), ("not_counted", date(2026, 5, 11)), ("given", date(2026, 5, 11)),
        ("given", date(2026, 10, 1)), ("not_counted", date(2027, 10, 1)),
    ]  # fmt: skip


def test_combinations_count_for_each_component_and_for_each_by_its_own_rule() -> None:
    plan_ = planned(dose("hexavalent", 4), dose("hib", 5), dose("hexavalent", 6), on=7)
    assert said(plan_.line("hib")) == [("given", 1), ("given", 2), ("given", 3)]
    assert said(plan_.line("dtap"))[:2] == [("not_counted", 1), ("given", 1)]
    assert said(plan_.line("hbv"))[:2] == [("not_counted", 1), ("given", 1)]


def test_hepatitis_b_is_due_at_six_months_and_counts_from_the_labels_shortest_interval() -> None:
    line = planned(dose("hbv", 6), dose("hbv", 7), on=8).line("hbv")
    third = line.to_give[0]
    assert third.earliest == dose("hbv", 6).given_on + timedelta(weeks=16)
    assert third.due_from == month(12)


@pytest.mark.parametrize(
    ("fourth", "expected"),
    [
        ("pcv20", VaccineStatus.DONE), ("pcv21", VaccineStatus.DONE), ("pcv13", VaccineStatus.DUE),
        ("pcv", VaccineStatus.ASKS),
    ],
)  # fmt: skip
def test_ppsv23_is_not_needed_after_a_fourth_pcv20_or_pcv21(fourth: str, expected: VaccineStatus) -> None:
    three = [dose("pcv", n) for n in (3, 4, 5)]
    plan_ = planned(*three, dose(fourth, 12), on=15)
    assert plan_.line("pcv").counted == 4
    assert plan_.line("ppsv23").status is expected


def test_ppsv23_waits_eight_weeks_after_the_last_conjugate_dose() -> None:
    three = [dose("pcv", n) for n in (3, 4)] + [dose("pcv", 11)]
    follow = planned(*three, on=11).line("ppsv23").next
    assert follow is not None
    assert follow.earliest == month(11) + timedelta(weeks=8)
    chosen = VaccineChoice("pcv", VaccineDecision.PLAN, "pcv20")
    plan_ = planned(*three, on=11, choices=[chosen])
    assert plan_.line("ppsv23").status is VaccineStatus.LEFT_OUT
    assert plan_.line("pcv").to_give[0].number == 4


@pytest.mark.parametrize(
    ("given_on", "on", "status", "earliest"),
    [
        ([], date(2026, 7, 13), "planned", date(2026, 7, 14)),
        ([], date(2026, 8, 1), "planned", date(2026, 7, 14)),
        ([], date(2026, 10, 1), "due", date(2026, 7, 14)),
        ([date(2026, 10, 20)], date(2027, 3, 1), "planned", date(2027, 10, 1)),
        ([date(2026, 9, 20)], date(2026, 11, 1), "planned", date(2027, 10, 1)),
        ([date(2026, 4, 20)], date(2026, 5, 5), "planned", date(2026, 5, 11)),
        ([date(2026, 4, 20)], date(2026, 5, 11), "due", date(2026, 5, 11)),
        ([date(2026, 4, 20), date(2026, 5, 11)], date(2026, 10, 2), "due", date(2026, 10, 1)),
        ([date(2026, 2, 1)], date(2026, 10, 2), "due", date(2026, 7, 14)),
    ],
)
def test_influenza_comes_each_season_and_twice_when_given_early(
    given_on: list[date], on: date, status: str, earliest: date
) -> None:
    follow = planned(*(dose("flu", day) for day in given_on), on=on).line("flu").next
    assert follow is not None
    assert (follow.status.value, follow.earliest) == (status, earliest)
    assert follow.due_from is not None
    assert follow.due_from >= earliest


def test_a_series_restarts_only_where_the_data_says_so() -> None:
    series = replace(CATALOGUE.of("ecil7")["dtap"], restart_after=Offset(1, "y"))
    changed = replace(CATALOGUE, series={"own": {"dtap": series}})
    doses = [dose("dtap", 6), dose("dtap", 7)]
    kept = plan(changed, "own", facts(month(18)), doses, (), month(18)).line("dtap")
    again = plan(changed, "own", facts(month(20)), doses, (), month(20)).line("dtap")
    assert (kept.counted, again.counted) == (2, 0)
    assert [found.why[0].key for found in again.given] == ["restarted", "restarted"]
    assert len(planned(*doses, on=60).line("dtap").to_give) == 1


def test_a_child_has_two_doses_of_mmr() -> None:
    child = replace(facts(month(12)), birth_date=date(2018, 1, 1))
    assert len(planned(known=child).line("mmr").to_give) == 2


def test_live_vaccines_are_held_by_name_until_every_condition_is_known_and_met() -> None:
    met = planned(on=24, known=everything_met(month(24)))
    assert {v: met.line(v).status.value for v in LIVE} == {
        "mmr": "due", "vzv_live": "due", "yf": "asks", "dengue_live": "asks", "chik_live": "asks",
    }  # fmt: skip
    unknown = planned(on=24).line("mmr")
    assert unknown.status is VaccineStatus.HELD
    not_known = next(reason for reason in unknown.why if reason.key == "not_known")
    assert len(not_known.params["conditions"]) == 7  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"statements": {}},
        {"exposures": {}},
        {"exposures": {**everything_met(month(24)).exposures, "immunoglobulin": Exposure(Truth.YES, month(20))}},
        {"exposures": {**everything_met(month(24)).exposures, "plasma": Exposure(Truth.YES, month(18))}},
        {"exposures": {**everything_met(month(24)).exposures, "dmt": Exposure(Truth.YES, month(23), running=True)}},
        {"exposures": {**everything_met(month(24)).exposures, "dmt": Exposure(Truth.YES, month(15))}},
        {"statements": {**everything_met(month(24)).statements, "relapse": Said("yes", month(24))}},
        {"statements": {**everything_met(month(24)).statements, "measles_immune": Said("yes", month(24))}},
        {"day0": DAY0 + timedelta(days=1)},
        {"unknown": NOTHING_KNOWN},
        {"unread": NOTHING_KNOWN},
    ],
)
def test_one_condition_is_enough_to_hold(change: dict[str, object]) -> None:
    known = replace(everything_met(month(24)), **change)  # type: ignore[arg-type]
    assert planned(on=24, known=known).line("mmr").status is VaccineStatus.HELD


def test_immune_by_the_laboratory_holds_and_not_immune_frees() -> None:
    def with_igg(value: str) -> VaccineStatus:
        reading = Reading("MEASG", month(24), "IU/L", Decimal(value))
        known = everything_met(month(24))
        left = {k: v for k, v in known.statements.items() if k != "measles_immune"}
        return planned(on=24, known=replace(known, statements=left, readings={"MEASG": (reading,)})).line("mmr").status

    assert with_igg("80") is VaccineStatus.DUE
    assert with_igg("500") is VaccineStatus.HELD


def test_delays_are_named_and_change_no_status() -> None:
    on = month(12)
    low = {"IGG": (Reading("IGG", on, "g/L", Decimal("2.1")),), "PLT": (Reading("PLT", on, "10^9/L", Decimal(28)),)}
    known = replace(
        everything_met(on), readings=low, exposures={"anti_cd20": Exposure(Truth.YES, month(8))},
        statements={"unstable": Said("yes", on)},
    )  # fmt: skip
    plan_ = planned(on=12, known=known)
    assert [found.condition.id for found in plan_.delaying] == ["anti_cd20", "igg", "unstable", "platelets"]
    assert plan_.line("dtap").status is planned(on=12).line("dtap").status
    assert planned(on=12).delaying == ()


@pytest.mark.parametrize(
    ("value", "on", "number"), [("4", 14, 3), ("10", 14, 0), ("120", 14, 0), ("4", 12, 0), ("9.9", 20, 3)]
)
def test_a_second_series_of_hepatitis_b_follows_a_low_anti_hbs(value: str, on: int, number: int) -> None:
    doses = [dose("hbv", n) for n in (6, 7, 12)]
    reading = Reading("AHBS", month(on) + timedelta(days=1), "IU/L", Decimal(value))
    line = planned(*doses, on=21, known=facts(month(21), readings={"AHBS": (reading,)})).line("hbv")
    assert len(line.to_give) == number


def test_the_serology_is_due_one_to_two_months_after_the_third_dose() -> None:
    doses = [dose("hbv", n) for n in (6, 7, 12)]
    status = {on: planned(*doses, on=on).line("hbv").status.value for on in (12, 13, 14, 15)}
    assert status == {12: "planned", 13: "due", 14: "due", 15: "overdue"}


def test_a_person_chooses_or_leaves_out() -> None:
    assert planned(on=7).line("hpv").status is VaccineStatus.ASKS
    plans = VaccineChoice("hpv", VaccineDecision.PLAN)
    assert planned(on=7, choices=[plans]).line("hpv").status is VaccineStatus.DUE
    out = VaccineChoice("dtap", VaccineDecision.LEAVE_OUT, reason="declined")
    assert planned(on=7, choices=[out]).line("dtap").status is VaccineStatus.LEFT_OUT
    assert planned(dose("hpv", 6), on=7).line("hpv").status is VaccineStatus.PLANNED


def test_never_vaccines_and_unknown_products_are_told() -> None:
    plan_ = planned(dose("bcg", 7), dose("old_product", 7), on=8)
    assert plan_.line("bcg").status is VaccineStatus.NEVER
    assert plan_.line("bcg").given[0].status is VaccineStatus.NOT_COUNTED
    assert [found.vaccine for found in plan_.unknown] == ["old_product"]


@given(DOSES, DAYS, VARIANTS, st.booleans())
@settings(max_examples=max(13, settings.default.max_examples // 10))
def test_live_vaccines_are_never_due_before_month_24(
    doses: list[GivenDose], on: date, variant: str, known: bool
) -> None:
    plan_ = planned(*doses, on=on, variant=variant, known=everything_met(on) if known else None)
    for vaccine in LIVE:
        line = plan_.line(vaccine)
        assert not line.status.is_due or (known and on >= month(24))
        assert all(d.given is None or d.given.given_on >= month(24) for d in line.doses if d.status.value == "given")
        assert all(d.earliest is None or d.earliest >= month(24) for d in line.to_give)


@given(DOSES, DAYS, VARIANTS)
@settings(max_examples=max(13, settings.default.max_examples // 10))
def test_a_dose_too_early_never_counts_and_nothing_is_due_before_its_earliest_day(
    doses: list[GivenDose], on: date, variant: str
) -> None:
    for line in planned(*doses, on=on, variant=variant).lines:
        counted = [d for d in line.doses if d.status is VaccineStatus.GIVEN and d.given is not None]
        assert all(d.earliest is None or d.given.given_on >= d.earliest for d in counted if d.given is not None)
        assert all(d.given.given_on >= DAY0 for d in counted if d.given is not None)
        for found in line.to_give:
            assert found.due_from is None or found.earliest is None or found.earliest <= found.due_from
            assert not found.status.is_due or (found.due_from is not None and found.due_from <= on)
        assert line.why
        assert all(found.why for found in line.doses)


@given(DOSES, DAYS, VARIANTS, st.sampled_from(PLANNABLE), st.integers(0, 1500))
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_adding_a_valid_dose_never_adds_a_dose_to_give(
    doses: list[GivenDose], on: date, variant: str, vaccine: str, day: int
) -> None:
    more = GivenDose(vaccine, DAY0 + timedelta(days=day), id=99)
    before, after = planned(*doses, on=on, variant=variant), planned(*doses, more, on=on, variant=variant)
    counts = any(d.given == more and d.status is VaccineStatus.GIVEN for d in after.line(vaccine).given)
    assert not counts or len(after.line(vaccine).to_give) <= len(before.line(vaccine).to_give)


@given(DOSES, DAYS, VARIANTS, st.randoms(use_true_random=False))
@settings(max_examples=max(10, settings.default.max_examples // 10))
def test_the_order_of_rows_decides_nothing(
    doses: list[GivenDose], on: date, variant: str, order: random.Random
) -> None:
    shuffled = list(doses)
    order.shuffle(shuffled)
    assert planned(*doses, on=on, variant=variant) == planned(*shuffled, on=on, variant=variant)


FACTS = ("statements", "exposures", "birth_date", "day0", "relapse", "immunosuppression", "blood_elsewhere",
         "measles_immune", "dmt", "immunoglobulin", "red_cells", "plasma", "platelets")  # fmt: skip


@given(
    st.sampled_from(FACTS),
    st.dictionaries(st.sampled_from(FACTS[4:8]), st.sampled_from(["yes", "no", "unknown"])),
    st.dictionaries(st.sampled_from(FACTS[8:]), st.integers(0, 40)),
    st.integers(0, 40),
)
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_removing_a_fact_never_turns_held_into_due(
    removed: str, answers: dict[str, str], last: dict[str, int], on: int
) -> None:
    known = everything_met(month(on))
    told = {kind: Said(answer, month(on)) for kind, answer in answers.items()}
    had = {what: Exposure(Truth.YES, month(at)) for what, at in last.items()}
    known = replace(known, statements={**known.statements, **told}, exposures={**known.exposures, **had})
    less = {
        "statements": replace(known, statements={}),
        "exposures": replace(known, exposures={what: Exposure(Truth.UNKNOWN) for what in known.exposures}),
        "birth_date": replace(known, birth_date=None),
        "day0": replace(known, day0=None),
    }.get(removed) or replace(
        known,
        statements={k: v for k, v in known.statements.items() if k != removed},
        exposures={k: Exposure(Truth.UNKNOWN) if k == removed else v for k, v in known.exposures.items()},
    )
    before, after = planned(on=on, known=known), planned(on=on, known=less)
    for vaccine in LIVE:
        if before.line(vaccine).status is VaccineStatus.HELD:
            assert after.line(vaccine).status is VaccineStatus.HELD


CHOICES = st.lists(
    st.builds(
        VaccineChoice,
        vaccine=st.sampled_from(["all", "pcv", "ppsv23", "hpv", "flu", "yf", "hbv"]),
        decision=st.sampled_from(VaccineDecision),
        product=st.sampled_from(["", "pcv20"]),
    ),
    max_size=3,
)


@given(DOSES, DAYS, VARIANTS, st.booleans(), CHOICES)
@settings(max_examples=max(13, settings.default.max_examples // 10))
def test_the_brief_plan_of_lists_says_of_what_is_due_what_the_whole_plan_says(
    doses: list[GivenDose], on: date, variant: str, known: bool, choices: list[VaccineChoice]
) -> None:
    seen = everything_met(on) if known else facts(on)
    whole = planned(*doses, on=on, variant=variant, known=seen, choices=choices)
    brief = plan(CATALOGUE, variant, seen, doses, choices, on, due_only=True)
    assert [(line.series.id, line.status, line.why) for line in brief.lines] == [
        (line.series.id, line.status, line.why) for line in whole.due
    ]
    assert [line.next for line in brief.lines] == [line.next for line in whole.due]
    assert brief.delays == (whole.delays if whole.due else ())


def test_who_is_vaccinated_elsewhere_has_nothing_due_but_what_was_chosen() -> None:
    every = VaccineChoice("all", VaccineDecision.LEAVE_OUT, reason="vaccinated by the GP")
    own = VaccineChoice("flu", VaccineDecision.PLAN)
    assert planned(on=12, choices=[every]).due == ()
    assert [line.series.id for line in planned(on=12, choices=[every, own]).due] == ["flu"]
