"""An invented course of toxicities for tests: by system, with a baseline one, expected cytopenias and a gap."""

from dataclasses import replace

from hsct_desktop.domain.adverse_event import Episode, Grade, GradeStep, Outcome
from hsct_desktop.domain.proposal import Aplasia
from hsct_desktop.pictures.toxicity import Agent, ToxicityFacts
from tests.pictures.course import COURSE, day

GUT, BLOOD, NERVES, INVESTIGATIONS, GENERAL, INFECTIONS = (
    "Gastrointestinal disorders", "Blood and lymphatic system disorders", "Nervous system disorders", "Investigations",
    "General disorders and administration site conditions", "Infections and infestations",
)  # fmt: skip


def toxicity(
    id: int, term: str, label: str, soc: str, steps: list[tuple[int, int]], end: int | None, *, baseline: bool = False,
) -> Episode:  # fmt: skip
    grades = tuple(GradeStep(day(start), Grade(grade)) for start, grade in steps)
    outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
    stop = None if end is None else day(end)
    return Episode(id, term, label, grades[0].start, stop, grades, outcome, soc=soc, baseline=baseline)


_SINUSITIS = toxicity(9, "sinusitis", "Sinusitis", INFECTIONS, [(30, 2), (60, 1)], 70)
EPISODES = (
    toxicity(1, "febrile_neutropenia", "Febrile neutropenia", BLOOD, [(6, 3)], 10),
    toxicity(2, "mucositis_oral", "Mucositis oral", GUT, [(4, 1), (6, 2), (8, 3), (12, 2), (14, 1)], 16),
    toxicity(3, "nausea", "Nausea", GUT, [(-5, 1), (-3, 2), (3, 1)], 8),
    toxicity(4, "diarrhea", "Diarrhea", GUT, [(3, 2), (7, 1)], 9),
    toxicity(
        5, "neutrophil_count_decreased", "Neutrophil count decreased", INVESTIGATIONS, [(1, 2), (2, 3), (4, 4)], 11
    ),
    toxicity(6, "alt_increased", "Alanine aminotransferase increased", INVESTIGATIONS, [(71, 1), (89, 2)], None),
    toxicity(7, "fatigue", "Fatigue", GENERAL, [(12, 2), (39, 1)], None),
    toxicity(8, "spasticity", "Spasticity", NERVES, [(-20, 2)], None, baseline=True),
    replace(_SINUSITIS, grades=(replace(_SINUSITIS.grades[0], until=day(40)), _SINUSITIS.grades[1])),
)
TOXICITY = ToxicityFacts(
    replace(COURSE, episodes=EPISODES, visits=(), therapies=()),
    (Agent("Conditioning", day(-6), day(-1)), Agent("ATG", day(1), day(2))),
    (Aplasia(day(-7), day(11)),),
)
