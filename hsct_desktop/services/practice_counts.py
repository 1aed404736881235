"""Invented laboratory values of the practice ward: pure functions of a story, so that the same ward comes back.

The usual course of a transplant is a line through points by day after Day 0 (see `_usual`); engraftment, fever,
transfusions and toxicities of the story move it. Values are texts as a laboratory prints them, in its usual units.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hsct_desktop.domain.transfusion import BloodProduct
from hsct_desktop.services.practice_cases import CASES, Case, results
from hsct_desktop.services.practice_story import STAGES, Story

Line = tuple[tuple[int, float], ...]
Transfused = tuple[int, BloodProduct, int]

COUNTS = ("HGB", "WBC", "ANC", "ALC", "PLT")
DAILY = (*COUNTS, "CREA", "NA", "K", "MG", "ALT", "BILT", "CRP", "LDH", "ALB", "TEMP", "WEIGHT")
WEEKLY = (
    *COUNTS, "CREA", "UREA", "NA", "K", "CA", "MG", "PHOS", "ALT", "AST", "ALP", "GGT", "BILT", "LDH", "CRP", "ALB",
    "CMV", "EBV",
)  # fmt: skip
VISIT = (*WEEKLY, "IGG", "CD4", "CD8", "CD19", "TSH")
ANNUAL = (*VISIT, "IGA", "IGM", "FER", "FT4", "CHOL", "HDL", "LDL", "TRIG")
WORK_UP = (*ANNUAL, "INR", "APTT", "FIB")
PANELS = {
    "counts": (*COUNTS, "CREA", "K"),
    "daily": DAILY,
    "viruses": (*DAILY, "CMV", "EBV"),
    "weekly": WEEKLY,
    "visit": VISIT,
    "annual": ANNUAL,
}
STEADY = (*COUNTS, "CREA", "NA", "K", "CA", "MG", "ALT", "BILT", "LDH", "CRP", "ALB", "IGG")
"""What is looked at after cells that are no graft."""
WELL = 2000
"""As long after a transplant as this in days, values are those of somebody whose marrow was never touched."""
VIRUS_DAYS = range(-1, 100, 7)
"""In hospital the weekly PCR is taken on these days, and on the day of discharge."""
LONG_TERM = 100
"""From that day on a blood sample looks at immunity and thyroid too."""
TWICE_A_WEEK_UNTIL = 31
"""Until then blood counts are taken more often than the patient is seen."""
VIRUSES_UNTIL = 200
"""From then on nobody looks for CMV and EBV without a reason."""
_EVERY_OTHER_DAY = frozenset({"ALC", "NA", "MG", "LDH", "ALB", "BILT"})
_LOG = frozenset({"WBC", "ANC", "ALC", "PLT", "CMV", "EBV", "CRP"})
_DECIMALS = {"K": 1, "MG": 2, "CA": 2, "PHOS": 2, "TEMP": 1, "WEIGHT": 1, "UREA": 1, "INR": 2, "FIB": 1, "IGG": 1,
             "IGA": 1, "IGM": 1, "TSH": 1, "FT4": 1, "CHOL": 1, "HDL": 1, "LDL": 1, "TRIG": 1, "C3": 2,
             "C4": 2}  # fmt: skip
_NOISE = {"TEMP": 0.004, "WEIGHT": 0.003, "NA": 0.006, "CA": 0.012, "PLT": 0.05, "ANC": 0.08, "WBC": 0.0, "CMV": 0.0,
          "EBV": 0.0, "ALT": 0.05, "CREA": 0.03, "K": 0.025, "ALB": 0.02, "HGB": 0.012, "INR": 0.03}  # fmt: skip
_USUAL_NOISE = 0.06


@dataclass(frozen=True)
class Course:
    """The values of each sampled day by analyte, and what was transfused."""

    values: Mapping[int, Mapping[str, str]]
    transfusions: tuple[Transfused, ...]


def case_of(story: Story) -> Case:
    """What the laboratory of a patient shows beside the usual course."""
    return CASES.get(story.index, Case()) if story.index < len(STAGES) else Case()


def course(story: Story, visits: Sequence[tuple[int, str]], until: int) -> Course:
    """The laboratory of a story up to a day; `visits` are the recorded ones, as days after Day 0 with their keys."""
    patient = _Patient(story, case_of(story))
    if story.stage.protocol:
        seen = sorted({*(day for day, _key in visits if day <= until), *patient.case.extra})
        own = tuple(patient.case.points)
        return Course({day: patient.values(WELL + day, STEADY) | patient.values(day, own) for day in seen}, ())
    days = {day: panel for day, panel in _days(story, visits, patient.case) if day <= until}
    values = {day: patient.values(day, PANELS.get(panel, WORK_UP)) for day, panel in sorted(days.items())}
    lost = patient.case.lost
    kept = {
        day: {code: value for code, value in found.items() if day < lost.get(code, day + 1)}
        for day, found in values.items()
    }
    return Course({day: found for day, found in kept.items() if found}, tuple(patient.given))


def _days(story: Story, visits: Sequence[tuple[int, str]], case: Case) -> Iterator[tuple[int, str]]:
    """Each sampled day with its panel; a later one of the same day wins."""
    start = _mobilised(story)
    yield start - 4, "work-up"
    yield from ((start + day, "counts") for day in (0, 5, 7, 8, 9, 10, 11, 12))
    yield -8, "weekly"
    discharge = story.stage.discharge_day
    yield from ((day, "counts") for day in range(discharge + 3, TWICE_A_WEEK_UNTIL, 4))
    for day, key in visits:
        if day > discharge:
            yearly = key == "m12" or key == "m24" or key.startswith("y")
            yield day, "weekly" if key.startswith("weekly") else "annual" if yearly else "visit"
    yield from ((day, "weekly" if day < LONG_TERM else "visit") for day in case.extra)
    ward = range(-7, discharge + 1)
    yield from ((day, "viruses" if day in VIRUS_DAYS or day == discharge else "daily") for day in ward)


def _mobilised(story: Story) -> int:
    """The first day of mobilisation, counted from Day 0."""
    assert story.day0 is not None, "only courses have days"
    assert story.mobilisation is not None, "every invented course is mobilised"
    return (story.mobilisation - story.day0).days


class _Patient:
    """Draws one patient's values day by day; transfusions raise what follows them."""

    def __init__(self, story: Story, case: Case) -> None:
        self.story, self.case = story, case
        self.chance = random.Random(f"{story.index}/{story.person.code}/laboratory")
        self.given: list[Transfused] = []
        engrafted = case.anc or self.chance.randint(9, 12)
        recovered = case.plt or engrafted + self.chance.randint(2, 5)
        self.fever = case.fever if case.fever is not None else tuple(_fever(story))
        male = story.person.sex == "male"
        start = _mobilised(story)
        self.lines: dict[str, Line] = {
            **_counts(
                start, engrafted, recovered, self._around(142.0 if male else 130.0, 0.05), self._around(235, 0.1)
            ),
            **_chemistry(self._around(80.0 if male else 62.0, 0.1), self._around(24, 0.2), float(story.weight)),
            **_immunity(),
            **_toxic(story),
            **case.points,
        }
        if "WEIGHT" in case.points:
            self.lines["WEIGHT"] = tuple((day, share * float(story.weight)) for day, share in case.points["WEIGHT"])
        self.viral = {code: case.viral.get(code, ()) for code in ("CMV", "EBV")}
        if "CMV" not in case.viral:
            self.viral["CMV"] = _reactivated(story)
        self.platelets, self.cells = 0.0, 0.0
        self.known = results()["elena"] if story.index == 0 and case.toxicities is not None else {}

    def _around(self, value: float, share: float) -> float:
        return value * (1 + share * (2 * self.chance.random() - 1))

    def values(self, day: int, analytes: Iterable[str]) -> dict[str, str]:
        """The printed values of a day; a day in aplasia may end with a transfusion."""
        found: dict[str, str] = {}
        self.platelets *= 0.55
        self.cells *= 0.96
        for code in analytes:
            text = self._text(code, day, found)
            if text:
                found[code] = text
        self._transfuse(day, found)
        return found

    def _text(self, code: str, day: int, found: Mapping[str, str]) -> str:
        written = self._written(code, day)
        if written is not None:
            return written
        if code in ("CMV", "EBV"):
            return self._copies(code, day)
        if code in COUNTS and day in self.case.gaps:
            return ""
        if code in _EVERY_OTHER_DAY and -7 <= day <= self.story.stage.discharge_day and (day + len(code)) % 2:
            return ""
        value = self._value(code, day)
        if code == "WBC" and value < 0.1:
            return "<0.1"
        return _printed(code, value)

    def _written(self, code: str, day: int) -> str | None:
        """The value of a course that is written down; "" where none was measured."""
        at = day - int(self.known.get("first_day", 0))
        if code not in self.known or not 0 <= at < len(self.known[code]):
            return None
        return str(self.known[code][at])

    def _value(self, code: str, day: int) -> float:
        if code == "WBC":
            return self._value("ANC", day) + self._value("ALC", day) + _on(self.lines["MONO"], day, log=True)
        value = _on(self.lines[code], day, log=code in _LOG)
        if code not in self.case.points:
            value = self._around(value, _NOISE.get(code, _USUAL_NOISE))
        if code == "PLT":
            value += self.platelets
        elif code == "HGB":
            value += self.cells
        elif self.fever and code in ("TEMP", "CRP"):
            value = _feverish(code, value, day, self.fever)
        return value

    def _copies(self, code: str, day: int) -> str:
        if day > VIRUSES_UNTIL and not self.viral[code]:
            return ""
        line = self.viral[code]
        if not line or not line[0][0] <= day <= line[-1][0]:
            return "neg"
        value = _on(line, day, log=True)
        return f"{round(value, -1 if value < 1000 else -2):.0f}"

    def _transfuse(self, day: int, found: Mapping[str, str]) -> None:
        if self.known and day >= int(self.known["first_day"]):
            own = {5: BloodProduct.PLATELETS, 7: BloodProduct.PLATELETS, 8: BloodProduct.RED_CELLS}
            self.given += [(day, own[day], 1)] if day in own else []
            return
        recent = [on for on, product, _units in self.given if product is BloodProduct.PLATELETS and on >= day - 1]
        if 2 <= day <= 30 and float(found.get("PLT", 99)) < 12 and not recent:
            self.given.append((day, BloodProduct.PLATELETS, 1))
            self.platelets = 24.0
        if -1 <= day <= 30 and float(found.get("HGB", 99)) < 80:
            self.given.append((day, BloodProduct.RED_CELLS, 2))
            self.cells += 14.0


def _on(line: Line, day: int, *, log: bool = False) -> float:
    """The value of a line on a day: between two points on their straight (or logarithmic) connection."""
    at = bisect_right(line, day, key=lambda point: point[0])
    if at == 0:
        return line[0][1]
    if at == len(line):
        return line[-1][1]
    (first, low), (last, high) = line[at - 1], line[at]
    share = (day - first) / (last - first)
    if log and low > 0 and high > 0:
        return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
    return low + share * (high - low)


def _printed(code: str, value: float) -> str:
    if code in ("WBC", "ANC", "ALC"):
        return f"{value:.2f}" if value < 1 else f"{value:.1f}"
    return f"{max(value, 0):.{_DECIMALS.get(code, 0)}f}"


def _fever(story: Story) -> Iterator[int]:
    for toxicity in story.toxicities:
        if toxicity.term_id == "febrile_neutropenia":
            first = toxicity.steps[0][0]
            yield from range(first, min(first + 3, toxicity.end or first + 3))


def _feverish(code: str, value: float, day: int, fever: Sequence[int]) -> float:
    """Temperature on days of fever; CRP rises with it and halves every two days after."""
    if code == "TEMP":
        return max(value, 38.4 + 0.3 * ((day * 7) % 3)) if day in fever else min(value, 37.4)
    since = day - fever[0]
    if since < 0:
        return value
    height = 40 * (since + 1) if since < 4 else 160 * 0.5 ** ((since - 3) / 2)
    return max(value, height)


def _counts(start: int, anc: int, plt: int, haemoglobin: float, platelets: float) -> dict[str, Line]:
    """Blood counts; `start` is the day of mobilisation, `anc` and `plt` those of engraftment."""
    return {
        "ANC": (
            (start - 4, 3.9), (start, 3.8), (start + 5, 1.9), (start + 8, 0.9), (start + 10, 7), (start + 12, 17),
            (-10, 3.5), (-7, 3.3), (-2, 2.4), (0, 1.5), (2, 0.6), (4, 0.12), (6, 0.05), (anc - 3, 0.06),
            (anc - 1, 0.3), (anc, 0.65), (anc + 1, 1.5), (anc + 2, 2.6), (anc + 4, 3.9), (anc + 9, 3.0), (45, 2.6),
            (100, 2.8), (365, 3.3), (3650, 3.5),
        ),
        "ALC": (
            (start - 4, 1.7), (start + 8, 0.7), (-6, 1.4), (-3, 0.4), (3, 0.1), (7, 0.02), (anc, 0.09),
            (anc + 5, 0.4), (30, 0.75), (100, 0.95), (365, 1.4), (800, 1.7),
        ),
        "MONO": (
            (start, 0.4), (start + 8, 0.1), (start + 11, 1.0), (-8, 0.4), (3, 0.05), (7, 0.01), (anc, 0.3),
            (anc + 5, 0.6), (60, 0.4),
        ),
        "PLT": (
            (start - 4, platelets), (start + 8, platelets * 0.6), (start + 12, platelets * 0.4), (-10, platelets * 0.9),
            (-7, platelets * 0.95), (-3, platelets * 0.68), (0, platelets * 0.35), (3, 33), (5, 14), (7, 9.5),
            (plt - 3, 12), (plt - 1, 17), (plt, 25), (plt + 4, 66), (plt + 12, 118), (45, 155), (100, platelets * 0.8),
            (365, platelets * 0.95),
        ),
        "HGB": (
            (start - 4, haemoglobin), (start + 10, haemoglobin * 0.88), (-8, haemoglobin * 0.93),
            (0, haemoglobin * 0.8), (5, haemoglobin * 0.68), (anc, haemoglobin * 0.61), (anc + 6, haemoglobin * 0.68),
            (30, haemoglobin * 0.79), (100, haemoglobin * 0.9), (365, haemoglobin),
        ),
    }  # fmt: skip


def _chemistry(creatinine: float, alt: float, weight: float) -> dict[str, Line]:
    return {
        "CREA": ((-8, creatinine), (4, creatinine * 0.95), (8, creatinine * 1.2), (14, creatinine)),
        "UREA": ((0, 5.0),),
        "NA": ((0, 139.5),),
        "K": ((-8, 4.2), (2, 3.8), (6, 3.4), (8, 3.3), (12, 3.9), (20, 4.2)),
        "MG": ((-8, 0.84), (3, 0.78), (7, 0.67), (12, 0.79), (25, 0.84)),
        "CA": ((0, 2.31),),
        "PHOS": ((0, 1.1),),
        "ALT": ((-8, alt), (2, alt), (8, alt * 1.9), (14, alt * 1.4), (28, alt)),
        "AST": ((0, alt * 0.85),),
        "ALP": ((0, 74.0),),
        "GGT": ((0, 23.0),),
        "BILT": ((-8, 9), (6, 13), (9, 18), (16, 10)),
        "LDH": ((-8, 190), (7, 226), (12, 232), (25, 198)),
        "CRP": ((-8, 2.4), (3, 7), (8, 26), (14, 9), (25, 2.6)),
        "ALB": ((-8, 41), (3, 36), (9, 32), (20, 38), (45, 42)),
        "TEMP": ((0, 36.7),),
        "WEIGHT": ((-30, weight), (-8, weight), (0, weight * 1.012), (6, weight * 1.022), (12, weight * 0.985),
                   (25, weight * 0.965), (120, weight)),
        "INR": ((0, 1.04),),
        "APTT": ((0, 30.0),),
        "FIB": ((0, 3.1),),
    }  # fmt: skip


def _immunity() -> dict[str, Line]:
    """Immunity as it comes back over two years; CD4, CD8 and CD19 in cells per microlitre."""
    return {
        "IGG": ((-40, 10.4), (30, 8.1), (100, 7.4), (365, 9.0)),
        "IGA": ((0, 1.7),),
        "IGM": ((0, 1.0),),
        "CD4": ((-40, 720), (30, 110), (100, 190), (185, 265), (365, 340), (730, 520), (1800, 640)),
        "CD8": ((-40, 430), (30, 210), (100, 420), (365, 460)),
        "CD19": ((-40, 190), (30, 6), (100, 42), (185, 150), (365, 260)),
        "TSH": ((0, 1.9),),
        "FT4": ((0, 15.2),),
        "FER": ((-40, 62), (60, 420), (365, 180), (1000, 96)),
        "CHOL": ((0, 4.6),),
        "HDL": ((0, 1.45),),
        "LDL": ((0, 2.7),),
        "TRIG": ((0, 1.2),),
    }


def _toxic(story: Story) -> dict[str, Line]:
    """ALT as high as the recorded toxicity says: grade 1 up to 3 times, grade 2 up to 5 times the upper limit."""
    for toxicity in story.toxicities:
        if toxicity.term_id == "alanine_aminotransferase_increased":
            heights = {1: 62.0, 2: 152.0}
            first = toxicity.steps[0][0]
            rise = [(day, heights[grade]) for day, grade in toxicity.steps]
            over = [] if toxicity.end is None else [(toxicity.end, 50.0), (toxicity.end + 1, 26.0)]
            return {"ALT": ((-8, 23), (8, 44), (28, 26), (first - 1, 27), *rise, *over)}
    return {}


def _reactivated(story: Story) -> Line:
    """CMV DNA in IU/mL while the recorded reactivation lasts."""
    for toxicity in story.toxicities:
        if toxicity.term_id == "cytomegalovirus_infection_reactivation":
            first, last = toxicity.steps[0][0], toxicity.end or toxicity.steps[0][0] + 24
            return ((first, 420), (first + 5, 880), (first + 12, 610), (last - 1, 90))
    return ()
