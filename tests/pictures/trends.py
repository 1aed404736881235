"""Invented values for tests of trends: the course of `course.py`, seen on Day +99."""

from dataclasses import replace
from decimal import Decimal
from math import sin

from hsct_desktop.domain.grading import Band
from hsct_desktop.domain.grading_rule import Direction
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated, Transfusion
from hsct_desktop.pictures.timeline import Milestone, MilestoneKind
from hsct_desktop.pictures.trend import TrendFacts, TrendPoint, TrendSeries
from tests.pictures.course import COURSE, DAY0, day, drug


def value(number: float, amount: float, text: str = "", **more: object) -> TrendPoint:
    """A value on a day after infusion."""
    return TrendPoint(DAY0.toordinal() + number, amount, text or f"{amount:g}", **more)  # type: ignore[arg-type]


def negative(number: float) -> TrendPoint:
    return TrendPoint(DAY0.toordinal() + number, None, "neg", qualitative="neg")


def band(grade: int, lower: str | None, upper: str | None, direction: Direction = Direction.LOW) -> Band:
    return Band(direction, grade, *(None if v is None else Decimal(v) for v in (lower, upper)))


_PLT = (
    (-30, 240), (-22, 150), (-19, 98), (-10, 214), (-7, 230), (-5, 203), (-3, 160), (-1, 112), (0, 83), (2, 46),
    (3, 31), (4, 16), (5, 9), (6, 21), (7, 10), (8, 24), (9, 18), (10, 14), (11, 13), (12, 16), (13, 19), (14, 22),
    (15, 27), (16, 34), (19, 66), (26, 110), (33, 140), (40, 150), (47, 171), (54, 168), (61, 180), (68, 175),
    (75, 190), (82, 188), (89, 171), (96, 160),
)  # fmt: skip
_ALT = (
    (-30, 24), (-10, 22), (-7, 23), (-3, 25), (3, 28), (4, 30), (5, 35), (6, 42), (7, 52), (8, 66), (9, 71), (10, 65),
    (11, 58), (12, 49), (13, 43), (14, 39), (16, 35), (26, 31), (33, 29), (40, 30), (47, 28), (54, 33), (61, 34),
    (68, 33), (71, 41), (82, 68), (89, 104), (96, 112),
)  # fmt: skip
PLATELETS = TrendSeries(
    "PLT", "Platelets", "×10⁹/L", tuple(value(d, v, f"{v} ×10⁹/L", grade=1 if v < 150 else 0) for d, v in _PLT),
    colour="s2", lln=150.0, uln=400.0, zero_floor=True,
    bands=(band(1, "75", "150"), band(2, "50", "75"), band(3, "25", "50"), band(4, None, "25")),
)  # fmt: skip
ALT = TrendSeries(
    "ALT", "ALT", "U/L",
    tuple(value(d, v, f"{v} U/L", grade=2 if v > 102 else 0, rule="over 3 × 34" if v > 102 else "") for d, v in _ALT),
    uln=34.0,
    bands=tuple(band(g, a, b, Direction.HIGH) for g, a, b in ((1, "34", "102"), (2, "102", "170"), (3, "170", "680"))),
)  # fmt: skip
CMV = TrendSeries(
    "CMV", "CMV PCR", "IU/mL",
    (*(negative(d) for d in (5, 12, 19, 26, 33, 40, 47, 54, 61)), value(68, 180), value(82, 1150), value(89, 1600),
     value(96, 2300)),
    log=True, colour="s4", threshold=1000.0, missed=((day(75), "week 11 missed"),),
)  # fmt: skip
DRUGS = (
    drug(1, "Aciclovir", TherapyClass.ANTIVIRAL, -7, None, day(365), "12 months"),
    drug(2, "Co-trimoxazole", TherapyClass.PJP, 14, None, day(184), "6 months"),
    drug(3, "Fluconazole", TherapyClass.ANTIFUNGAL, -1, 11),
    drug(4, "Ursodeoxycholic acid", TherapyClass.OTHER, -7, 89),
    drug(5, "Valganciclovir", TherapyClass.ANTIVIRAL, 92, None, day(106), "2 negative PCR"),
)
GIVEN = (
    Transfusion(0, day(5), BloodProduct.PLATELETS, 1, Irradiated.YES),
    Transfusion(0, day(7), BloodProduct.PLATELETS, 1, Irradiated.YES),
    Transfusion(0, day(9), BloodProduct.RED_CELLS, 1, Irradiated.YES),
)
MARKS = (
    Milestone("ANC +11", day(11), MilestoneKind.ENGRAFTMENT),
    Milestone("PLT +15", day(15), MilestoneKind.ENGRAFTMENT),
)
FACTS = TrendFacts(
    replace(COURSE, visits=(), episodes=(), therapies=DRUGS, milestones=MARKS), (PLATELETS, ALT, CMV), GIVEN
)


def ten_years(plots: int = 6, days: int = 3650) -> TrendFacts:
    """A value of each analyte on every day of ten years: more than any patient has."""
    points = tuple(value(d, round(120 + 60 * sin(d / 40) + 25 * sin(d * 1.7), 1)) for d in range(days))
    series = tuple(replace(PLATELETS, code=f"A{n}", label=f"Analyte {n}", points=points) for n in range(plots))
    return replace(FACTS, course=replace(FACTS.course, today=day(days)), series=series)
