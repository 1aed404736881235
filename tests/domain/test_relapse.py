"""Relapses and beginnings: what is refused, what is asked, what is let through; dates as far as they are known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.disease_history import (
    HistoryEntry,
    PhenotypeChange,
    PhenotypeEntry,
    check_history,
    check_onset,
    check_phenotype,
    latest,
)
from hsct_desktop.domain.partial_date import PartialDate, parse_partial, shown
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.relapse import Relapse, RelapseEntry, check_relapse, order, surely_one

BORN, TODAY = date(1985, 3, 7), date(2026, 11, 20)


def day(text: str) -> PartialDate | None:
    return parse_partial(text)


def relapse(onset: str, number: int = 1) -> Relapse:
    return Relapse(number, 1, RelapseEntry(7, day(onset)))


def said(problems: object) -> list[tuple[str, str, bool]]:
    return [(p.field, p.key, p.soft) for p in problems if isinstance(p, Problem)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("onset", "found"),
    [
        ("", [("onset", "relapse_onset_missing", False)]),
        ("2026-11-21", [("onset", "relapse_in_future", False)]),
        ("2026-12", [("onset", "relapse_in_future", False)]),
        ("2027", [("onset", "relapse_in_future", False)]),
        ("2026-11-20", []),
        ("2026-11", []),  # the month has begun
        ("2026", []),
        ("1985-03-06", [("onset", "before_birth", False)]),
        ("1984", [("onset", "before_birth", False)]),
        ("1985", []),
        ("1985-03", []),
    ],
)
def test_when_a_relapse_may_lie(onset: str, found: list[tuple[str, str, bool]]) -> None:
    assert said(check_relapse(RelapseEntry(7, day(onset)), BORN, TODAY)) == found


@pytest.mark.parametrize(
    ("held", "new", "asks"),
    [
        ("2019-04-10", "2019-05-10", True),  # 30 days: one or two?
        ("2019-04-10", "2019-05-11", False),
        ("2019-04-10", "2019-03-11", True),
        ("2019-04", "2019-04", True),
        ("2019-04", "2019-04-20", True),
        ("2019-03", "2019-03", True),  # a month of 31 days lies within 30 days of itself
        ("2019-04", "2019-05", False),  # may be 60 days apart
        ("2019", "2019", False),  # two relapses of one year are nothing odd
        ("2019", "2019-04", False),
    ],
)
def test_two_within_thirty_days_are_asked_about(held: str, new: str, asks: bool) -> None:
    found = said(check_relapse(RelapseEntry(7, day(new)), BORN, TODAY, [relapse(held)]))
    assert found == ([("onset", "relapse_near", True)] if asks else [])


def test_long_texts_are_refused_and_both_fields_are_told() -> None:
    entry = RelapseEntry(7, day("2019"), treatment="x" * 401, note="x" * 4001)
    assert said(check_relapse(entry, BORN, TODAY)) == [("treatment", "too_long", False), ("note", "too_long", False)]


PARTIAL = st.builds(
    lambda on, parts: PartialDate(*(on.year, on.month, on.day)[:parts]),
    st.dates(date(1990, 1, 1), date(2026, 11, 20)),
    st.integers(1, 3),
)


@given(PARTIAL, PARTIAL)
def test_surely_one_is_symmetric_and_never_of_two_that_may_lie_far_apart(a: PartialDate, b: PartialDate) -> None:
    assert surely_one(a, b) == surely_one(b, a)
    furthest = max(abs((x - y).days) for x in (a.first, a.last) for y in (b.first, b.last))
    assert surely_one(a, b) == (furthest <= 30)


def test_relapses_stand_by_onset_and_of_one_day_as_entered() -> None:
    rows = [relapse("2020", 4), relapse("2019-05", 3), relapse("2019", 2), relapse("2019-05-01", 5), relapse("", 1)]
    assert [row.id for row in sorted(rows, key=order)] == [1, 2, 5, 3, 4]


@pytest.mark.parametrize(
    ("onset", "diagnosed", "found"),
    [
        ("2012", "2013-05", []),
        ("2012", "", []),
        ("", "2013", []),
        ("2013-05", "2013", []),  # the same year: nothing speaks against it
        ("2013-05", "2013-04", [("diagnosed", "diagnosed_before_onset", True)]),
        ("2027", "", [("onset", "disease_in_future", False)]),
        ("", "1980", [("diagnosed", "before_birth", False)]),
    ],
)
def test_beginning_and_diagnosis(onset: str, diagnosed: str, found: list[tuple[str, str, bool]]) -> None:
    assert said(check_history(HistoryEntry(7, day(onset), day(diagnosed)), BORN, TODAY)) == found


KNOWN = ("rr", "sp", "pp", "pr")


@pytest.mark.parametrize(
    ("phenotype", "since", "found"),
    [
        ("sp", "2019", []),
        ("", "2019", [("phenotype_id", "phenotype_missing", False)]),
        ("diffuse", "2019", [("phenotype_id", "phenotype_unknown", False)]),
        ("sp", "2027", [("since", "disease_in_future", False)]),
        ("sp", "2012", [("since", "phenotype_same_time", True)]),
    ],
)
def test_a_form_of_the_disease(phenotype: str, since: str, found: list[tuple[str, str, bool]]) -> None:
    others = [PhenotypeChange(1, 1, 7, day("2012"), "rr")]
    assert said(check_phenotype(PhenotypeEntry(7, day(since), phenotype), KNOWN, BORN, TODAY, others)) == found


ORDER = {"rr": (), "sp": ("rr",), "pp": ()}


@pytest.mark.parametrize(
    ("held", "since", "phenotype", "asks"),
    [
        (("rr", "2010"), "2016", "sp", False),
        (("sp", "2016"), "2015", "pp", True),  # secondary progressive after primary progressive
        (("sp", "2016"), "2017", "rr", True),
        (("sp", "2016"), "2010", "rr", False),
        (("rr", "2010"), "2015", "pp", True),
        (("sp", "2016"), "2016-05", "rr", False),  # the same year: nothing speaks against it
        (("sp", "2016"), "", "rr", False),
        (("rr", "2010"), "2012", "rr", False),
        (("sp", "2016"), "2017", "limited", False),  # of which no order is known
    ],
)
def test_forms_in_an_odd_order_are_asked_about(held: tuple[str, str], since: str, phenotype: str, asks: bool) -> None:
    others = [PhenotypeChange(1, 1, 7, day(held[1]), held[0])]
    entry = PhenotypeEntry(7, day(since), phenotype)
    found = said(check_phenotype(entry, (*KNOWN, "limited"), BORN, TODAY, others, ORDER))
    assert found == ([("since", "phenotype_order", True)] if asks else [])


@pytest.mark.parametrize(
    ("on", "onset", "asks"),
    [("1999", "2010", True), ("2010-05-19", "2010-05-20", True), ("2010-05", "2010-05-20", False), ("2010", "2010-05",
      False), ("2011", "2010", False), ("1999", "", False), ("", "2010", False)],
)  # fmt: skip
def test_what_surely_lies_before_the_first_symptoms_is_asked_about(on: str, onset: str, asks: bool) -> None:
    found = said(check_onset("onset", day(on), day(onset)))
    assert found == ([("onset", "before_onset", True)] if asks else [])


def test_the_form_that_holds_is_the_last_to_begin() -> None:
    rr = PhenotypeChange(5, 1, 7, None, "rr")  # without a date it was there from the beginning
    sp, later = PhenotypeChange(2, 1, 7, day("2018"), "sp"), PhenotypeChange(1, 1, 7, day("2018-06"), "pp")
    assert latest([]) is None
    assert latest([sp, rr]) is sp
    assert latest([later, sp, rr]) is later


@pytest.mark.parametrize(
    ("text", "said_as"), [("2019", "2019"), ("2019-04", "04/2019"), ("2019-04-30", date(2019, 4, 30))]
)
def test_a_partial_date_is_shown_as_far_as_it_is_known(text: str, said_as: object) -> None:
    found = day(text)
    assert found is not None
    assert shown(found) == said_as
