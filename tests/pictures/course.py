"""An invented course for tests of pictures: Day 0 on 13 August 2026, seen on Day +99."""

from datetime import date, timedelta

from hsct_desktop.domain.adverse_event import Episode, Grade, GradeStep, Outcome
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.supportive_therapy import Interruption, Therapy, TherapyClass
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.timeline import Milestone, MilestoneKind, TimelineFacts, TimelineVisit

DAY0 = date(2026, 8, 13)
TODAY = date(2026, 11, 20)


def day(number: int) -> date:
    return DAY0 + timedelta(number)


def width_of(text: str, size: float, bold: bool) -> float:
    return len(text) * size * 0.75 * (1.1 if bold else 1.0)


def episode(id: int, label: str, steps: list[tuple[int, int]], end: int | None) -> Episode:
    grades = tuple(GradeStep(day(start), Grade(grade)) for start, grade in steps)
    outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
    return Episode(id, "term", label, grades[0].start, None if end is None else day(end), grades, outcome)


def drug(
    id: int, name: str, kind: TherapyClass, start: int, stop: int | None, planned: date | None = None, rule: str = "",
    pauses: tuple[Interruption, ...] = (),
) -> Therapy:  # fmt: skip
    stopped = None if stop is None else day(stop)
    return Therapy(id, name, kind, day(start), stop=stopped, planned_stop=planned, stop_rule=rule, interruptions=pauses)


EPISODES = (
    episode(1, "Febrile neutropenia", [(6, 3)], 9),
    episode(2, "Mucositis oral", [(4, 1), (6, 2), (8, 3), (12, 2), (14, 1)], 16),
    episode(3, "Nausea", [(-5, 1), (-3, 2), (3, 1)], 8),
    episode(4, "Infusion reaction", [(0, 2)], 0),
    episode(5, "CMV reactivation", [(82, 1), (92, 2)], None),
    episode(6, "Fatigue", [(12, 2), (39, 1)], None),
)
THERAPIES = (
    drug(1, "G-CSF", TherapyClass.GCSF, -26, -20),
    drug(2, "G-CSF", TherapyClass.GCSF, 5, 11),
    drug(3, "Meropenem", TherapyClass.ANTIBACTERIAL, 6, 12),
    drug(4, "Aciclovir", TherapyClass.ANTIVIRAL, -7, None, add_months(DAY0, 12), "12 months"),
    drug(
        5, "Co-trimoxazole", TherapyClass.PJP, 14, None, add_months(DAY0, 6), "6 months and CD4 >200",
        (Interruption(day(40), day(50)),),
    ),
)  # fmt: skip


def _weekly(number: int) -> TimelineVisit:
    status = VisitStatus.MISSED if number == 78 else VisitStatus.DONE
    seen = None if number == 78 else day(number)
    window = (day(number), day(number - 2), day(number + 2))
    return TimelineVisit("Weekly blood", *window, status, visit_date=seen, repeats=True, id=number)


VISITS = (
    *(_weekly(number) for number in (26, 36, 50, 64, 78, 90)),
    TimelineVisit("Day +30", day(30), day(24), day(37), VisitStatus.DONE, visit_date=day(31), id=101),
    TimelineVisit("Day +100", day(100), day(86), day(114), VisitStatus.DUE, booked=TODAY, id=103),
    TimelineVisit("Month 6", day(184), day(154), day(214), VisitStatus.UPCOMING, id=106),
    TimelineVisit("Month 9", day(273), day(243), day(303), VisitStatus.UPCOMING, optional=True, id=109),
)
COURSE = TimelineFacts(
    TODAY, DAY0, day(-36), day(19), day(-7), day(11),
    (Milestone("ANC ≥0.5", day(11), MilestoneKind.ENGRAFTMENT),), VISITS, EPISODES, THERAPIES,
)  # fmt: skip
