"""Courses of disability to draw: one as it often is, one with twenty full years."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.relapse import Steroid
from hsct_desktop.pictures.disability_facts import (
    Attack,
    Cause,
    Change,
    DisabilityFacts,
    Drug,
    OpenChange,
    Phase,
    PhaseKind,
    Scan,
    Series,
    Turn,
    Visit,
)

DAY0 = date(2022, 1, 13)
TODAY = date(2026, 11, 20)
YES, NO, UNKNOWN = Steroid.YES, Steroid.NO, Steroid.UNKNOWN


def on(text: str) -> PartialDate:
    """A date as it is stored."""
    parts = [int(part) for part in text.split("-")]
    return PartialDate(*parts)


def whole(day: date) -> PartialDate:
    """A date known to the day."""
    return PartialDate(day.year, day.month, day.day)


def typical(today: date = TODAY) -> DisabilityFacts:
    """Ten years of relapsing disease, a transplant, nearly five years since; the last EDSS is not confirmed."""
    graded = [
        ("2012-08-13", 2.0), ("2013-10-20", 2.0), ("2014-07", 2.5), ("2015-08-12", 2.5), ("2016-05-30", 3.0),
        ("2017-07-07", 3.0), ("2018-05-31", 3.5), ("2019-03-19", 4.0), ("2020-02-14", 4.5), ("2020-10-28", 5.0),
        ("2021-09-08", 5.0), ("2022-07-20", 4.5), ("2023-01-13", 4.0), ("2023-07-13", 3.5), ("2024-01-12", 3.5),
        ("2025-01-14", 3.5), ("2026-01-14", 3.5), ("2026-11-20", 4.0),
    ]  # fmt: skip
    attacks = [
        ("2012-06-01", YES), ("2013-09", NO), ("2014-04-24", YES), ("2015-06-01", NO), ("2016-04-24", YES),
        ("2017-12-01", NO), ("2018-04-24", YES), ("2019-10-20", UNKNOWN), ("2020-09-28", YES),
    ]  # fmt: skip
    scans = [
        ("2012-09-20", 6, 1), ("2013-10-20", 3, 0), ("2014-08-10", 4, 2), ("2015-07-02", 2, 0), ("2016-07-02", 5, 1),
        ("2017-06-02", 2, 0), ("2018-07-02", 7, 3), ("2019-06-02", 3, 1), ("2020-08-10", 9, 4), ("2021-09-20", 2, 1),
        ("2022-07-13", 1, 0), ("2023-01-13", 0, 0), ("2024-01-13", 0, 0), ("2025-01-13", 0, 0), ("2026-01-16", 0, 0),
    ]  # fmt: skip
    drugs = [
        ("Interferon beta-1a", "2012-09-20", "2014-06", "relapses"),
        ("Fingolimod", "2014-09-20", "2018-01-10", "relapses, lymphocytes 0.2"),
        ("Natalizumab", "2018-07-10", "2019-12-01", "JCV index 3.1"),
        ("Alemtuzumab", "2020-03-10", "2021-08-01", "relapse, new lesions"),
    ]
    rebaseline = date(2022, 7, 13)
    return DisabilityFacts(
        today,
        DAY0,
        tuple(Visit(i, on(d), v, d == "2026-11-20", "Dr Serra") for i, (d, v) in enumerate(graded, 1)),
        tuple(Attack(i, on(d), s, ("pyramidal", "sensory")) for i, (d, s) in enumerate(attacks, 1)),
        (
            *(
                Scan(i, on(d), t2, gd, d == "2022-07-13", counts=on(d).last < DAY0 or on(d).first > rebaseline)
                for i, (d, t2, gd) in enumerate(scans, 1)
            ),
            Scan(0, whole(date(2027, 1, 10)), awaited=True),
        ),
        tuple(Drug(i, name, on(a), on(b), reason=why) for i, (name, a, b, why) in enumerate(drugs, 1)),
        (
            Change(
                Turn.WORSENING, Cause.RAW, date(2016, 5, 30), date(2014, 7, 15), 2.0, 3.0, (date(2017, 7, 7),), "+1.0"
            ),
            Change(Turn.WORSENING, Cause.PIRA, date(2019, 3, 19), date(2018, 5, 31), 3.0, 4.0, (date(2020, 2, 14),)),
            Change(Turn.IMPROVEMENT, None, date(2023, 1, 13), date(2021, 9, 8), 5.0, 4.0, (date(2023, 7, 13),)),
        ),
        (OpenChange(Turn.WORSENING, date(2026, 11, 20), 3.5, 4.0, True),),
        (
            Series("sdmt", "SDMT", "", _values(date(2018, 7, 2), (47, 44, 41, 39, 43, 50, 52, 50, 49), 340)),
            Series(
                "t25fw", "T25FW", "s", _values(date(2018, 7, 2), (6.1, 6.9, 7.8, 8.6, 8, 7, 6.9, 7, 7.2), 340), True, 1
            ),
        ),
        (
            Phase(PhaseKind.BEFORE, date(2012, 6, 1), DAY0, "relapsing-remitting, active · relapse rate 0.94 a year"),
            Phase(PhaseKind.WAITING, DAY0, rebaseline, "not counted"),
            Phase(PhaseKind.COUNTED, rebaseline, None, "NEDA counted here · relapse rate 0.00"),
        ),
        rebaseline,
        "BEAM-ATG",
        without_relapse="none recorded up to 20 Nov 2026",
        without_drug="no disease-modifying therapy since Day 0",
    )


def _values(first: date, values: tuple[float, ...], step: int) -> tuple[tuple[date, float], ...]:
    return tuple((first + timedelta(days=step * i), float(Decimal(str(v)))) for i, v in enumerate(values))


def dense(years: int = 20) -> DisabilityFacts:
    """Two examinations a year for so many years, relapses and scans close together, drugs that overlap."""
    start = DAY0 - timedelta(days=365 * (years - 4))
    number = 2 * years
    steps = [1.5, 2, 3, 3, 4, 3.5, 5, 4, 6, 5.5, 6.5, 6, 4.5, 4, 3, 3.5]
    visits = [(start + timedelta(days=182 * i + (i * 37) % 50), steps[i % len(steps)]) for i in range(number)]
    changes = tuple(
        Change(
            Turn.WORSENING if visits[i][1] > visits[i - 1][1] else Turn.IMPROVEMENT,
            (Cause.PIRA, Cause.RAW, Cause.UNDEFINED)[i % 3] if visits[i][1] > visits[i - 1][1] else None,
            visits[i][0], visits[i - 1][0], visits[i - 1][1], visits[i][1], (visits[i + 1][0],),
        )
        for i in range(1, number - 1, 2)
    )  # fmt: skip
    scans = [start + timedelta(days=150 * i + (i * 53) % 90) for i in range(int(years * 2.2))]
    attacks = [start + timedelta(days=(i * 397) % (365 * (years - 4)) + i) for i in range(int(years * 0.75))]
    names = [
        "Interferon beta-1a",
        "Glatiramer acetate",
        "Dimethyl fumarate",
        "Natalizumab",
        "Ocrelizumab",
        "Cladribine",
    ]
    drugs = [
        Drug(
            i, names[i % 6], whole(start + timedelta(days=300 * i)),
            whole(start + timedelta(days=300 * i + 420)) if i % 5 else None, reason="relapses and new lesions",
        )
        for i in range(1, int(years * 0.7))
    ]  # fmt: skip
    base = typical()
    return DisabilityFacts(
        base.today,
        DAY0,
        tuple(Visit(i, whole(day), value, i % 7 == 0) for i, (day, value) in enumerate(visits, 1)),
        tuple(Attack(i, whole(day), (YES, NO, UNKNOWN)[i % 3]) for i, day in enumerate(attacks, 1)),
        tuple(Scan(i, whole(day), i % 4, i % 3, counts=day < DAY0) for i, day in enumerate(scans, 1)),
        tuple(drugs),
        changes,
        (),
        base.series,
        base.phases,
        date(2022, 7, 13),
        "BEAM-ATG",
    )
