"""What the first patients of the practice ward each show of the laboratory: data, by their place in the ward."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from hsct_desktop.domain.adverse_event import Attribution
from hsct_desktop.resource import resource
from hsct_desktop.services.practice_story import TherapyStory, ToxicityStory

Points = Mapping[str, tuple[tuple[int, float], ...]]


@dataclass(frozen=True)
class Recorded:
    """An episode by its CTCAE version and term, with the first day and grade of each step, in days after Day 0."""

    version: str
    term_id: str
    steps: tuple[tuple[int, int], ...]
    end: int | None
    agent: Attribution


@dataclass(frozen=True)
class Case:
    """A patient's own course of the laboratory; what it leaves out follows from the seed.

    `anc` and `plt` are days of engraftment, `points` replace the usual course of an analyte by values on days,
    `fever` are days with fever, `viral` copies (IU/mL) on days, `gaps` days without a blood count. Samples of the last
    `unseen` days wait to be seen, those of the last `undecided` days have open proposals. `confirmed` says whether a
    physician confirmed the engraftment; on the days of `seen_at` the alerts were looked at and acknowledged for that
    reason ("": nobody acknowledged any), today those of the rules in `acknowledged`. `corrected` are values that the
    laboratory changed after they were seen; `episodes` were recorded beside those of the story; those of the term
    `merged` were made one. `lost` are analytes that no sample has any more from a day on: the strips show the hole.
    """

    anc: int | None = None
    plt: int | None = None
    points: Points = field(default_factory=dict)
    fever: tuple[int, ...] | None = None
    viral: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    gaps: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    unseen: int = -1
    undecided: int = -1
    confirmed: bool | None = None
    seen_at: Mapping[int, str] = field(default_factory=dict)
    toxicities: tuple[ToxicityStory, ...] | None = None
    therapies: tuple[TherapyStory, ...] = ()
    weight: Decimal | None = None
    regimen: str = ""
    acknowledged: Mapping[str, str] = field(default_factory=dict)
    corrected: tuple[tuple[int, str, str], ...] = ()
    episodes: tuple[Recorded, ...] = ()
    merged: str = ""
    lost: Mapping[str, int] = field(default_factory=dict)


@cache
def results() -> dict[str, Any]:
    """The laboratory's ranges and the values of the patient whose course is written down day by day."""
    loaded: dict[str, Any] = json.loads(resource("practice/results.json").read_text(encoding="utf-8"))
    return loaded


_CONDITIONING, _INFECTION = Attribution.CONDITIONING, Attribution.INFECTION
_ELENA = Case(
    anc=11,
    plt=15,
    points={
        "PLT": (
            (-37, 241), (-30, 236), (-22, 150), (-19, 98), (-10, 215), (-7, 230), (-5, 203), (-3, 160), (-1, 113),
            (0, 82), (2, 44), (19, 66), (26, 110), (33, 141), (40, 150), (47, 170), (54, 168), (61, 180), (68, 176),
            (75, 190), (82, 187), (89, 171), (98, 160), (120, 165),
        ),
        "ALT": (
            (-37, 24), (-10, 22), (-7, 23), (-3, 25), (2, 27), (18, 34), (26, 31), (33, 29), (40, 30), (47, 28),
            (54, 33), (61, 34), (68, 33), (71, 41), (82, 68), (89, 104), (98, 112), (120, 60),
        ),
        "ANC": (
            (-37, 4.1), (-30, 4.0), (-24, 1.9), (-21, 0.9), (-19, 6), (-17, 17), (-10, 3.6), (-7, 3.4), (-2, 2.4),
            (0, 1.5), (2, 0.6), (19, 3.6), (33, 3.0), (54, 2.6), (82, 2.4), (89, 1.8), (98, 1.3), (120, 2.2),
        ),
        "CREA": ((-37, 62), (2, 61), (18, 60), (120, 60)),
        "HGB": (
            (-37, 132), (-22, 118), (-10, 122), (-7, 121), (0, 104), (2, 100), (19, 98), (40, 108), (68, 114),
            (98, 117), (120, 120),
        ),
    },
    viral={"CMV": ((71, 180), (82, 1150), (89, 1600), (98, 2300))},
    fever=(6, 7, 8, 9),
    extra=(89, 98),
    unseen=1,
    undecided=1,
    confirmed=True,
    seen_at={
        6: "Seen at the bedside: cultures, meropenem within 40 minutes",
        12: "Low counts and platelets expected in aplasia",
        82: "To be repeated within a week",
        89: "Discussed; valganciclovir from Day +92",
    },
    toxicities=(
        ToxicityStory("nausea", ((-5, 1), (-3, 2), (3, 1)), 9, (_CONDITIONING,)),
        ToxicityStory("infusion_related_reaction", ((0, 2),), 1, (Attribution.ATG, Attribution.OTHER)),
        ToxicityStory("diarrhea", ((3, 2), (7, 1)), 9, (_CONDITIONING,)),
        ToxicityStory("mucositis_oral", ((4, 1), (6, 2), (8, 3), (12, 2), (14, 1)), 17, (_CONDITIONING,)),
        ToxicityStory("febrile_neutropenia", ((6, 3),), 10, (_CONDITIONING, _INFECTION)),
        ToxicityStory("fatigue", ((12, 2), (45, 1)), None, (_CONDITIONING, Attribution.DISEASE)),
        ToxicityStory("alanine_aminotransferase_increased", ((71, 1), (89, 2)), None, (Attribution.SUPPORTIVE_DRUG,)),
        ToxicityStory("cytomegalovirus_infection_reactivation", ((82, 1), (92, 2)), None, (_INFECTION,)),
    ),
    therapies=(
        TherapyStory("fn", "meropenem", 6, 12),
        TherapyStory("cmv", "valganciclovir", 92),
    ),
    weight=Decimal("60.8"),
    regimen="beam_atg_ms",
)  # fmt: skip

CASES: dict[int, Case] = {
    0: _ELENA,
    1: Case(anc=9, plt=11, confirmed=False, extra=(41,), unseen=0, undecided=12),
    2: Case(
        points={"CD4": ((-40, 690), (30, 70), (100, 110), (221, 156))},
        episodes=(Recorded("5.0", "spasticity", ((-400, 2),), None, Attribution.DISEASE),),
    ),
    3: Case(lost={"CMV": 60}),
    4: Case(points={"TSH": ((-37, 1.9), (365, 2.6), (600, 6.8), (1000, 7.4))}, extra=(788,)),
    5: Case(
        plt=14,
        points={"PLT": (
            (-40, 232), (-22, 140), (-19, 92), (-10, 208), (-7, 214), (-3, 150), (0, 78), (3, 33), (5, 14), (13, 15),
            (14, 23), (15, 29), (19, 71), (30, 128), (60, 171), (90, 164), (97, 118), (103, 42), (130, 40),
        )},
        extra=(97, 103), unseen=1, undecided=8,
    ),
    7: Case(confirmed=False, gaps=(10, 11), anc=12),
    9: Case(points={"CD4": ((-40, 640), (90, 90), (150, 240), (186, 232), (365, 300))}),
    12: Case(
        extra=(60,), undecided=8, corrected=((60, "K", "5.7"),), lost={"CMV": 60},
        episodes=(
            Recorded("6.0", "rash_maculo_papular", ((9, 1), (12, 2)), 20, Attribution.SUPPORTIVE_DRUG),
            Recorded("6.0", "thrombocytopenia", ((0, 2), (2, 3)), 17, Attribution.CONDITIONING),
        ),
    ),
    13: Case(points={"IGG": ((-40, 9.8), (30, 7.4), (100, 5.1), (147, 4.3), (200, 5.0))}, extra=(147,)),
    14: Case(
        anc=12, confirmed=False, fever=(5, 6), unseen=0, undecided=19,
        points={
            "WEIGHT": ((-8, 1.0), (0, 1.005), (5, 1.012), (8, 1.022), (10, 1.038), (11, 1.047), (12, 1.056)),
            "BILT": ((-40, 9), (0, 10), (6, 14), (9, 19), (10, 23), (11, 27), (12, 31)),
            "ALT": ((-40, 22), (0, 24), (6, 38), (9, 52), (12, 74)),
        },
    ),
    15: Case(
        viral={"EBV": ((45, 320), (52, 540), (59, 410), (66, 480))},
        extra=(59,),
        episodes=(
            Recorded("5.0", "rash_maculo_papular", ((38, 1),), 42, Attribution.SUPPORTIVE_DRUG),
            Recorded("5.0", "rash_maculo_papular", ((45, 1), (47, 2), (50, 1)), 55, Attribution.SUPPORTIVE_DRUG),
        ),
        merged="rash_maculo_papular",
    ),
    16: Case(
        fever=(6,), unseen=0, undecided=13, acknowledged={"fever_post": "See fever in neutropenia"},
        toxicities=(
            ToxicityStory("nausea", ((-4, 1), (-2, 2), (3, 1)), None, (_CONDITIONING,)),
            ToxicityStory("mucositis_oral", ((4, 1), (6, 2)), None, (_CONDITIONING,)),
        ),
        points={"PLT": (
            (-40, 221), (-22, 130), (-19, 90), (-10, 196), (-7, 204), (-3, 150), (0, 84), (2, 49), (3, 36), (4, 31),
            (5, 27), (6, 24),
        )},
    ),
    18: Case(undecided=3),
    24: Case(
        points={
            "DSDNA": ((-30, 240), (28, 96), (60, 32), (91, 12), (300, 8)),
            "C3": ((-30, 0.52), (28, 0.7), (91, 0.84), (183, 0.96)),
            "C4": ((-30, 0.06), (28, 0.09), (91, 0.13), (183, 0.17)),
        },
        extra=(-30,),
    ),
}  # fmt: skip
"""Index of the stage (see `practice_story.STAGES`) to what its laboratory shows."""
