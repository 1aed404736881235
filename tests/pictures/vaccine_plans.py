"""An invented plan twelve months after Day 0, as the planner's picture shows it."""

from datetime import date

from hsct_desktop.pictures.vaccines import DoseMark, DoseSign, GroupFacts, PlannerFacts, SeriesFacts

DAY0, TODAY = date(2025, 11, 14), date(2026, 11, 20)


def given(number: int, on: date) -> DoseMark:
    return DoseMark(DoseSign.GIVEN, number, on, f"dose {number} given")


def early(on: date) -> DoseMark:
    return DoseMark(DoseSign.NOT_COUNTED, 0, on, "came too early")


def due(number: int, on: date, until: date | None = None) -> DoseMark:
    return DoseMark(DoseSign.DUE, number, on, f"dose {number} due", until)


def planned(number: int, on: date) -> DoseMark:
    return DoseMark(DoseSign.PLANNED, number, on, f"dose {number} planned")


PNEUMO = SeriesFacts(
    "pcv", "Pneumococcal", "PCV20, 4 doses", "due now", "accent",
    (given(1, date(2026, 2, 20)), given(2, date(2026, 3, 24)), given(3, date(2026, 4, 27)),
     due(4, date(2026, 11, 14), date(2027, 1, 14))),
    date(2026, 2, 14), why="4th instead of PPSV23, from 14 Nov 2026",
)  # fmt: skip
HEXA = SeriesFacts(
    "dtap", "Hexavalent", "DTaP-IPV-Hib-HBV, 4 doses", "due now", "accent",
    (given(1, date(2026, 5, 20)), early(date(2026, 6, 12)), given(2, date(2026, 7, 12)), given(3, date(2026, 8, 14)),
     due(4, date(2026, 11, 20), date(2027, 1, 24))),
    date(2026, 5, 14), why="HBV part at 6 months · one dose came too early",
)  # fmt: skip
FLU = SeriesFacts(
    "flu", "Influenza", "inactivated, yearly", "due now", "accent",
    (due(1, date(2026, 10, 1), date(2027, 1, 31)), planned(2, date(2027, 10, 5))),
    date(2026, 5, 14), why="season 2026/27, household too",
)  # fmt: skip
ZOSTER = SeriesFacts(
    "rzv", "Zoster", "recombinant, 2 doses", "on course", "plain",
    (given(1, date(2026, 11, 1)), planned(2, date(2026, 12, 30))), date(2026, 1, 14),
    why="dose 2 from 30 Dec 2026; aciclovir until then",
)  # fmt: skip
HPV = SeriesFacts("hpv", "HPV", "3 doses", "asks", "warn", (), date(2026, 5, 14), why="age 37: offered by the unit?")
MMR = SeriesFacts(
    "mmr", "MMR", "live, 1 dose", "held", "wait", (planned(1, date(2027, 11, 14)),),
    held_until=date(2027, 11, 14), why="not before 14 Nov 2027 · 1 unknown",
)  # fmt: skip
VARICELLA = SeriesFacts(
    "vzv_live", "Varicella", "live, 2 doses", "held", "wait",
    (planned(1, date(2027, 11, 14)), planned(2, date(2027, 12, 14))),
    held_until=date(2027, 11, 14), why="not before 14 Nov 2027 · 2 unknown",
)  # fmt: skip

PLAN = PlannerFacts(
    DAY0,
    TODAY,
    (
        GroupFacts("Due now, 3", (PNEUMO, HEXA, FLU)),
        GroupFacts("On course, 1", (ZOSTER,)),
        GroupFacts("Asks, 1", (HPV,)),
        GroupFacts("Live vaccines, held until every condition is met, 2", (MMR, VARICELLA)),
    ),
)
