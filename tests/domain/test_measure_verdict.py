"""Verdicts on outcome measures, worked out by hand: limits, missing values, items that decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.measure import implied
from hsct_desktop.domain.measure_outcome import MeasureBook
from hsct_desktop.domain.measure_verdict import LabReading, Reading, Verdict, VerdictFacts, attacks, verdict
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.rule_facts import Truth

DAY0 = date(2025, 1, 15)
BOOK = Catalogue().measure_book
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
SLEDAI = BOOK.measures["sledai2k"]


def reading(measure_id: str, day: int, value: str, **items: str) -> Reading:
    """A value so many days from Day 0; items not named are 0 where the named ones make up the total."""
    known = implied(BOOK.measures[measure_id], Decimal(value), items) if items else {}
    return Reading(DAY0 + timedelta(days=day), Decimal(value), known)


def judged(outcome: str, facts: VerdictFacts, book: MeasureBook = BOOK) -> Verdict:
    return verdict(book.outcomes[outcome], book.measures, facts)


def of(measure_id: str, *values: tuple[int, str], day0: date | None = DAY0) -> VerdictFacts:
    return VerdictFacts(day0, {measure_id: [reading(measure_id, day, value) for day, value in values]})


@pytest.mark.parametrize(
    ("outcome", "measure", "before", "after", "expected"),
    [
        # mRSS: more than 5 points and at least 25 %
        ("mrss_progression", "mrss", "20", "25", NO),  # 5 points, 25 %
        ("mrss_progression", "mrss", "20", "26", YES),  # 6 points, 30 %
        ("mrss_progression", "mrss", "24", "30", YES),  # 6 points, exactly 25 %
        ("mrss_progression", "mrss", "25", "31", NO),  # 6 points, 24 %
        ("mrss_progression", "mrss", "0", "6", YES),  # from nothing: more than any percent
        ("mrss_progression", "mrss", "20", "10", NO),
        ("mrss_response", "mrss", "20", "15", YES),
        ("mrss_response", "mrss", "20", "16", NO),
        ("mrss_response", "mrss", "0", "0", UNKNOWN),  # nothing to gain
        # FVC and DLCO: percent of the baseline, not points
        ("fvc_progression", "fvc", "80", "72", YES),
        ("fvc_progression", "fvc", "80", "72.1", NO),
        ("fvc_progression", "fvc", "60", "54", YES),
        ("fvc_progression", "fvc", "110", "100", NO),
        ("dlco_progression", "dlco", "60", "51", YES),
        ("dlco_progression", "dlco", "60", "51.5", NO),
        # SLEDAI-2K: more than 3
        ("sledai_response", "sledai2k", "10", "7", NO),
        ("sledai_response", "sledai2k", "10", "6", YES),
        # CIDP
        ("onls_response", "onls", "12", "11", YES),
        ("onls_worsening", "onls", "7", "7", NO),
        ("irods_response", "irods", "40", "44", YES),
        ("irods_response", "irods", "40", "43.9", NO),
        ("irods_worsening", "irods", "40", "36", YES),
        ("grip_right_response", "grip_right", "40", "48", YES),
        ("grip_left_worsening", "grip_left", "40", "32.5", NO),
        ("mrc_response", "mrc", "50", "52", YES),
        ("mrc_worsening", "mrc", "50", "49", NO),
        # MG
        ("mgadl_response", "mgadl", "8", "6", YES),
        ("mgadl_response", "mgadl", "8", "7", NO),
        ("mgadl_worsening", "mgadl", "8", "10", YES),
        ("qmg_response", "qmg", "18", "15", YES),
        ("qmg_response", "qmg", "18", "16", NO),
        ("mgc_worsening", "mgc", "10", "13", YES),
        # Crohn
        ("cdai_remission", "cdai", "300", "149.9", YES),
        ("cdai_remission", "cdai", "300", "150", NO),
        ("cdai_response", "cdai", "300", "200", YES),
        ("cdai_response", "cdai", "300", "201", NO),
        ("sescd_remission", "sescd", "20", "2", YES),
        ("sescd_remission", "sescd", "20", "3", NO),
        ("sescd_response", "sescd", "20", "10", YES),
        ("sescd_response", "sescd", "21", "11", NO),  # 47.6 %
        ("aqp4_negative", "aqp4", "320", "0", YES),
        ("aqp4_negative", "aqp4", "320", "10", NO),
    ],
)
def test_limits(outcome: str, measure: str, before: str, after: str, expected: Truth) -> None:
    assert judged(outcome, of(measure, (-10, before), (200, after))).truth is expected


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (((-10, "20"),), "no_value_since"),
        (((200, "20"),), "no_baseline"),
        ((), "no_value_since"),
        (((0, "20"),), "no_value_since"),  # a value of Day 0 is the baseline
    ],
)
def test_what_is_missing_is_unknown(values: tuple[tuple[int, str], ...], why: str) -> None:
    found = judged("mrss_progression", of("mrss", *values))
    assert (found.truth, found.parts[0].why) == (UNKNOWN, why)


def test_without_day0_nothing_is_told() -> None:
    found = judged("cdai_remission", of("cdai", (-10, "100"), day0=None))
    assert (found.truth, found.parts[0].why) == (UNKNOWN, "no_day0")


def test_the_baseline_is_the_last_value_up_to_day0() -> None:
    found = judged("mrss_response", of("mrss", (-300, "30"), (0, "20"), (100, "14")))
    baseline = found.parts[0].baseline
    assert baseline is not None
    assert (baseline.on, baseline.value) == (DAY0, Decimal(20))
    assert found.parts[0].amount == 6


def test_the_first_and_the_present_time_are_told() -> None:
    values = of("mrss", (-10, "20"), (100, "26"), (200, "22"), (300, "27"), (400, "28"))
    found = judged("mrss_progression", values)
    assert found.truth is YES
    assert found.first_met == DAY0 + timedelta(days=100)
    assert found.met_since == DAY0 + timedelta(days=300)
    back = judged("mrss_progression", of("mrss", (-10, "20"), (100, "26"), (200, "20")))
    assert (back.truth, back.first_met, back.met_since) == (NO, DAY0 + timedelta(days=100), None)


def test_what_comes_after_the_next_transplant_does_not_count() -> None:
    values = {"mrss": [reading("mrss", -10, "20"), reading("mrss", 100, "21"), reading("mrss", 500, "30")]}
    assert judged("mrss_progression", VerdictFacts(DAY0, values)).truth is YES
    until = DAY0 + timedelta(days=400)
    assert judged("mrss_progression", VerdictFacts(DAY0, values, until=until)).truth is NO


# DORIS and LLDAS ------------------------------------------------------------------------------------------------


def lupus(sledai: Reading | None, phga: str | None, prednisolone: str | None, *before: Reading) -> VerdictFacts:
    found: dict[str, list[Reading]] = {"sledai2k": [*before, *([sledai] if sledai is not None else [])]}
    for measure_id, value in (("phga", phga), ("prednisolone", prednisolone)):
        if value is not None:
            found[measure_id] = [reading(measure_id, 200, value)]
    return VerdictFacts(DAY0, found)


SEROLOGY = reading("sledai2k", 200, "4", low_complement="2", dna_binding="2")
ARTHRITIS = reading("sledai2k", 200, "6", arthritis="4", dna_binding="2")


@pytest.mark.parametrize(
    ("facts", "expected", "failing"),
    [
        (lupus(SEROLOGY, "0.4", "5"), YES, []),  # serology is ignored
        (lupus(reading("sledai2k", 200, "0"), "0", "0"), YES, []),
        (lupus(SEROLOGY, "0.5", "5"), NO, ["PhGA below 0.5"]),
        (lupus(SEROLOGY, "0.4", "5.5"), NO, ["prednisolone at most 5 mg/d"]),
        (lupus(ARTHRITIS, "0.4", "5"), NO, ["clinical SLEDAI-2K 0"]),
        (lupus(ARTHRITIS, None, "10"), NO, ["clinical SLEDAI-2K 0", "prednisolone at most 5 mg/d"]),
        (lupus(SEROLOGY, None, "5"), UNKNOWN, []),
        (lupus(reading("sledai2k", 200, "2"), "0.4", "5"), UNKNOWN, []),  # 2 may be serology or skin
        (lupus(reading("sledai2k", 200, "5"), "0.4", "5"), NO, ["clinical SLEDAI-2K 0"]),  # serology makes 4 at most
        (lupus(None, "2", "5"), NO, ["PhGA below 0.5"]),  # one failed condition decides
    ],
)
def test_doris_names_what_fails(facts: VerdictFacts, expected: Truth, failing: list[str]) -> None:
    found = judged("doris", facts)
    assert found.truth is expected
    assert [part.condition.label.en for part in found.failing] == failing


def test_doris_names_the_present_items() -> None:
    part = judged("doris", lupus(ARTHRITIS, "0.4", "5")).failing[0]
    assert part.present == ("arthritis",)


def test_values_count_together_only_within_a_month() -> None:
    for day, expected in ((231, YES), (232, UNKNOWN)):
        facts = lupus(SEROLOGY, None, "5")
        with_phga = {**facts.readings, "phga": [reading("phga", day, "0.4")]}
        found = judged("doris", VerdictFacts(DAY0, with_phga))
        assert found.truth is expected
    assert found.missing[0].why == "not_same_time"


@pytest.mark.parametrize(
    ("items", "phga", "dose", "expected", "failing"),
    [
        ({"rash": "2", "dna_binding": "2"}, "1", "7.5", YES, []),
        ({"rash": "2", "mucosal_ulcers": "2", "fever": "1"}, "1", "7.5", NO, ["SLEDAI-2K at most 4", "no major organ"]),
        ({"proteinuria": "4"}, "1", "7.5", NO, ["no major organ"]),
        ({"alopecia": "2"}, "1", "7.5", NO, ["no new activity"]),  # was not there before
        ({"rash": "2"}, "1.1", "7.5", NO, ["PhGA at most 1"]),
        ({"rash": "2"}, "1", "7.6", NO, ["prednisolone at most 7.5 mg/d"]),
    ],
)
def test_lldas(items: Mapping[str, str], phga: str, dose: str, expected: Truth, failing: list[str]) -> None:
    before_items = {"rash": "2", "dna_binding": "2", "mucosal_ulcers": "2", "fever": "1", "proteinuria": "4"}
    before = reading("sledai2k", -10, str(sum(map(int, before_items.values()))), **before_items)
    now = reading("sledai2k", 200, str(sum(map(int, items.values()))), **items)
    found = judged("lldas", lupus(now, phga, dose, before))
    assert found.truth is expected
    assert [part.condition.label.en for part in found.failing] == failing


@pytest.mark.parametrize(
    ("scores", "flare", "mild", "severe"),
    [
        ("20 4 6", NO, NO, NO),  # a rise of 2
        ("20 4 7", NO, YES, NO),  # a rise of 3, total 7
        ("20 4 8", YES, YES, NO),
        ("20 9 12", NO, YES, NO),  # not above 12
        ("20 10 13", NO, NO, YES),
        ("20 11 13", NO, NO, YES),  # any rise to more than 12
        ("20 13 13", NO, NO, NO),  # above 12, but no rise
        ("20 4 8 8", YES, YES, NO),  # the next visit finds it unchanged: it stands
        ("20 4 8 9 8", YES, YES, NO),
        ("20 4 8 7", NO, NO, NO),  # it fell again
        ("20 4 10 13", YES, NO, YES),
        ("20 4 10 13 12", YES, YES, NO),  # the rise to 13 was given back, the one to 10 was not
        ("20 4 10 9 14", YES, NO, YES),
    ],
)
def test_a_flare_counts_from_the_value_before_and_stands_until_it_falls(
    scores: str, flare: Truth, mild: Truth, severe: Truth
) -> None:
    facts = of("sledai2k", *zip((-10, 100, 200, 300, 400), scores.split(), strict=False))
    found = [judged(name, facts).truth for name in ("sledai_flare", "selena_mild", "selena_severe")]
    assert found == [flare, mild, severe]


def test_a_flare_that_stands_tells_its_rise_and_the_value_now() -> None:
    found = judged("sledai_flare", of("sledai2k", (-10, "20"), (100, "4"), (200, "8"), (300, "9")))
    part = found.parts[0]
    assert part.baseline is not None
    assert part.reading is not None
    assert part.now is not None
    assert (part.baseline.value, part.reading.value, part.now.value, part.amount) == (4, 8, 9, 4)
    assert (found.met_since, found.on) == (DAY0 + timedelta(days=200), DAY0 + timedelta(days=300))
    assert judged("selena_severe", of("sledai2k", (100, "13"))).truth is UNKNOWN


# adjusted INCAT -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "better", "worse"),
    [
        (("1", "3"), ("0", "3"), NO, NO),  # only the arm, 1 to 0
        (("0", "3"), ("1", "3"), NO, NO),  # only the arm, 0 to 1
        (("1", "3"), ("0", "2"), YES, NO),
        (("2", "3"), ("1", "3"), YES, NO),
        (("2", "3"), ("0", "3"), YES, NO),  # two steps of the arm count
        (("1", "3"), ("2", "3"), NO, YES),
        (("0", "3"), ("1", "4"), NO, YES),
        (("1", "1"), ("0", "2"), NO, YES),  # the total stays, the leg is worse
        (("0", "2"), ("1", "1"), YES, NO),
        (("2", "2"), ("2", "2"), NO, NO),
    ],
)
def test_the_adjusted_incat(before: tuple[str, str], after: tuple[str, str], better: Truth, worse: Truth) -> None:
    def scored(day: int, arm: str, leg: str) -> Reading:
        total = Decimal(int(arm) + int(leg))
        return Reading(DAY0 + timedelta(days=day), total, {"arm": arm, "leg": leg})

    facts = VerdictFacts(DAY0, {"incat": [scored(-10, *before), scored(200, *after)]})
    assert judged("incat_response", facts).truth is better
    assert judged("incat_worsening", facts).truth is worse


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [("4", "3", UNKNOWN), ("4", "2", YES), ("4", "4", NO), ("4", "5", NO)],
)
def test_the_total_alone_may_leave_the_arm_open(before: str, after: str, better: Truth) -> None:
    found = judged("incat_response", of("incat", (-10, before), (200, after)))
    assert found.truth is better
    assert (found.parts[0].why == "items_missing") is (better is UNKNOWN)


# attacks and laboratory -----------------------------------------------------------------------------------------


def partial(text: str) -> PartialDate:
    found = parse_partial(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("onsets", "looked", "expected", "why"),
    [
        ([], date(2026, 1, 1), YES, ""),
        ([], DAY0, UNKNOWN, "nobody_looked"),
        ([], None, UNKNOWN, "nobody_looked"),
        (["2024-06"], date(2026, 1, 1), YES, ""),
        (["2025-01-15"], date(2026, 1, 1), YES, ""),  # Day 0 itself is before
        (["2025-01"], date(2026, 1, 1), UNKNOWN, "attack_undated"),
        ([None], date(2026, 1, 1), UNKNOWN, "attack_undated"),
        (["2025-03-01"], None, NO, ""),
        (["2025-03", None], None, NO, ""),
        (["2025-01-10", "2025-02-09"], date(2026, 1, 1), YES, ""),  # 30 days: the same attack
        (["2025-01-10", "2025-02-10"], date(2026, 1, 1), NO, ""),  # 31 days: another
    ],
)
def test_no_attack(onsets: list[str | None], looked: date | None, expected: Truth, why: str) -> None:
    relapses = [partial(text) if text is not None else None for text in onsets]
    found = judged("nmo_attack_free", VerdictFacts(DAY0, relapses=relapses, looked_until=looked))
    assert (found.truth, found.parts[0].why) == (expected, why)


def test_onsets_close_together_are_one_attack() -> None:
    days = [partial(text) for text in ("2025-06-01", "2025-03-10", "2025-03-01", "2025-04-05")]
    assert [one.text for one in attacks(days, 31)] == ["2025-03-01", "2025-04-05", "2025-06-01"]


def test_an_onset_counted_with_the_attack_before_day_0_is_told() -> None:
    found = judged("nmo_attack_free", VerdictFacts(
        DAY0, relapses=(partial("2025-01-05"), partial("2025-01-25")), looked_until=DAY0 + timedelta(days=300)
    ))  # fmt: skip
    assert (found.truth, [one.text for one in found.parts[0].joined]) == (YES, ["2025-01-25"])


def lab(day: int, normal: bool | None) -> LabReading:
    return LabReading(DAY0 + timedelta(days=day), "x", normal, normal)


@pytest.mark.parametrize(
    ("values", "expected", "why"),
    [
        ([lab(-10, False), lab(100, True)], YES, ""),
        ([lab(-10, False), lab(100, True), lab(200, False)], NO, ""),
        ([lab(-10, True), lab(100, True)], UNKNOWN, "was_normal"),
        ([lab(-10, False)], UNKNOWN, "no_value_since"),
        ([lab(100, True)], UNKNOWN, "no_baseline"),
        ([lab(-10, False), lab(100, None)], UNKNOWN, "no_range"),
    ],
)
def test_seroconversion(values: list[LabReading], expected: Truth, why: str) -> None:
    found = judged("dsdna_negative", VerdictFacts(DAY0, labs={"DSDNA": values}))
    assert (found.truth, found.parts[0].why) == (expected, why)


def test_complement_counts_where_one_was_low() -> None:
    c3, c4 = [lab(-10, False), lab(100, True)], [lab(-10, True), lab(100, True)]
    assert judged("complement_normal", VerdictFacts(DAY0, labs={"C3": c3, "C4": c4})).truth is YES
    assert judged("complement_normal", VerdictFacts(DAY0, labs={"C3": c4, "C4": c4})).truth is UNKNOWN
    worse = [lab(-10, True), lab(100, False)]
    assert judged("complement_normal", VerdictFacts(DAY0, labs={"C3": c3, "C4": worse})).truth is NO


def test_every_definition_is_unknown_without_a_value() -> None:
    for outcome in BOOK.outcomes:
        assert judged(outcome, VerdictFacts(DAY0)).truth is UNKNOWN, outcome
