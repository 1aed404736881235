"""A toxicity: a CTCAE term with one or more dated grades, from onset to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from hsct_desktop.domain.problem import Problem

MAX_NOTE = 4000
MAX_NARRATIVE = 20_000
"""Characters of the account of a serious event."""


class Grade(IntEnum):
    """CTCAE grade; wording `enum.grade.*`. Which of them exist depends on the term."""

    MILD = 1
    MODERATE = 2
    SEVERE = 3
    LIFE_THREATENING = 4
    DEATH = 5


class Attribution(StrEnum):
    """What the toxicity is put down to; several may be chosen; wording `enum.attribution.*`."""

    CONDITIONING = "conditioning"
    ATG = "atg"
    SUPPORTIVE_DRUG = "supportive_drug"
    INFECTION = "infection"
    DISEASE = "disease"
    OTHER = "other"


class Causality(StrEnum):
    """How sure it is that an agent caused the toxicity (the WHO-UMC scale); wording `enum.causality.*`."""

    UNRELATED = "unrelated"
    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    PROBABLE = "probable"
    DEFINITE = "definite"

    @property
    def rank(self) -> int:
        """Its place on the scale, from 0."""
        return list(Causality).index(self)

    @property
    def counts(self) -> bool:
        """Whether the toxicity is put down to the agent: from "possible" up, ICH E2A's reasonable possibility."""
        return self.rank >= Causality.POSSIBLE.rank


class Judgement(NamedTuple):
    """How sure somebody is that one agent caused the toxicity."""

    agent: Attribution
    level: Causality


class SeriousnessCriterion(StrEnum):
    """Why an event is serious (ICH E2A; several may be met); wording `enum.seriousness.*`."""

    DEATH = "death"
    LIFE_THREATENING = "life_threatening"
    HOSPITAL = "hospital"
    DISABILITY = "disability"
    BIRTH_DEFECT = "birth_defect"
    MEDICALLY_IMPORTANT = "medically_important"


class Action(StrEnum):
    """What was done; wording `enum.action.*`."""

    NONE = "none"
    TREATED = "treated"
    DRUG_CHANGED = "drug_changed"
    DRUG_STOPPED = "drug_stopped"
    HOSPITAL = "hospital"
    INTENSIVE_CARE = "intensive_care"


class Outcome(StrEnum):
    """How the event ended or stands; wording `enum.outcome.*`."""

    ONGOING = "ongoing"
    RESOLVED = "resolved"
    RESOLVED_WITH_SEQUELAE = "resolved_with_sequelae"
    FATAL = "fatal"
    UNKNOWN = "unknown"

    @property
    def is_over(self) -> bool:
        """Whether an end date belongs to this outcome."""
        return self in (Outcome.RESOLVED, Outcome.RESOLVED_WITH_SEQUELAE, Outcome.FATAL)


@dataclass(frozen=True)
class GradeStep:
    """A grade and the day from which it held, until the next step or the end of the episode.

    `ctcae_version` is what graded it ("" = the episode's); `lab_result_id` and `rule` say which result gave it and by
    which rule, where a proposal was accepted. `until` is its last day where nothing was recorded between it and the
    next step (two episodes merged across a gap).
    """

    start: date
    grade: Grade
    ctcae_version: str = ""
    lab_result_id: int | None = None
    rule: str = ""
    until: date | None = None


@dataclass(frozen=True)
class AdverseEventEntry:
    """What the toxicity form hands over: one episode. `specify` is the free text of an "Other, specify" term.

    `seriousness` is the first criterion and `seriousness_also` the others. Where `causality` is given, `attributions`
    follow from it (see `settled`). `baseline` says that the toxicity was there before treatment; None leaves that to
    the dates. `visit_id`, `therapy_id` and `infection_id` link to the patient's own rows.
    """

    patient_id: int
    term_id: str
    ctcae_version: str
    onset: date | None
    grades: tuple[GradeStep, ...]
    end: date | None = None
    outcome: Outcome = Outcome.ONGOING
    attributions: tuple[Attribution, ...] = ()
    serious: bool = False
    seriousness: SeriousnessCriterion | None = None
    action: Action = Action.NONE
    specify: str = ""
    note: str = ""
    seriousness_also: tuple[SeriousnessCriterion, ...] = ()
    causality: tuple[Judgement, ...] = ()
    narrative: str = ""
    baseline: bool | None = None
    visit_id: int | None = None
    therapy_id: int | None = None
    infection_id: int | None = None

    @property
    def criteria(self) -> tuple[SeriousnessCriterion, ...]:
        """All criteria of seriousness that are met, in the order of the enum."""
        found = {*self.seriousness_also, *([self.seriousness] if self.seriousness is not None else [])}
        return tuple(criterion for criterion in SeriousnessCriterion if criterion in found)

    @property
    def result_ids(self) -> tuple[int, ...]:
        """The results that give evidence for its grades."""
        return tuple(dict.fromkeys(step.lab_result_id for step in self.grades if step.lab_result_id is not None))


@dataclass(frozen=True)
class TermRule:
    """What the catalogue says of a term: the grades that exist and whether it needs a free text."""

    grades: tuple[int, ...]
    other: bool = False
    label: str = ""


@dataclass(frozen=True)
class Episode:
    """A recorded toxicity as lists, pictures and documents need it."""

    id: int
    term_id: str
    label: str
    onset: date
    end: date | None
    grades: tuple[GradeStep, ...]
    outcome: Outcome = Outcome.ONGOING
    ctcae_version: str = "5.0"
    soc: str = ""
    attributions: tuple[Attribution, ...] = ()
    serious: bool = False
    version: int = 1
    extra: dict[str, str] = field(default_factory=dict)
    criteria: tuple[SeriousnessCriterion, ...] = ()
    causality: tuple[Judgement, ...] = ()
    narrative: str = ""
    baseline: bool = False
    visit_id: int | None = None
    therapy_id: int | None = None
    infection_id: int | None = None

    @property
    def worst(self) -> Grade:
        """The highest grade of the episode."""
        return max(step.grade for step in self.grades)

    @property
    def is_open(self) -> bool:
        """Whether the episode has not ended."""
        return self.end is None and not self.outcome.is_over

    def grade_on(self, on: date) -> Grade | None:
        """The grade that held on a day, None outside the episode (the day of the end belongs to it)."""
        if on < self.onset or (self.end is not None and on > self.end):
            return None
        held = [step for step in self.grades if step.start <= on]
        if not held or (held[-1].until is not None and on > held[-1].until):
            return None
        return held[-1].grade

    def spans(self, until: date) -> Iterator[tuple[date, date, Grade]]:
        """Each grade with its first and last day, both inclusive, an open episode drawn to `until`; gaps left out."""
        last_day = self.end if self.end is not None else max(until, self.grades[-1].start)
        for index, step in enumerate(self.grades):
            following = self.grades[index + 1].start if index + 1 < len(self.grades) else None
            stop = last_day if following is None else date.fromordinal(following.toordinal() - 1)
            stop = stop if step.until is None else min(stop, step.until)
            yield step.start, max(step.start, stop), step.grade

    def days(self, today: date) -> int:
        """Length in days, onset and last day both counted."""
        return ((self.end or max(today, self.onset)) - self.onset).days + 1

    def days_at_least(self, grade: int, until: date) -> int:
        """On how many days, up to and with `until`, the grade was this or higher."""
        spans = ((first, min(last, until)) for first, last, held in self.spans(until) if held >= grade)
        return sum((last - first).days + 1 for first, last in spans if last >= first)

    @property
    def result_ids(self) -> tuple[int, ...]:
        """The results that give evidence for its grades."""
        return tuple(dict.fromkeys(step.lab_result_id for step in self.grades if step.lab_result_id is not None))


def settled(entry: AdverseEventEntry) -> AdverseEventEntry:
    """The entry with one truth: attributions follow from the causality, criteria only where it is serious, each once.

    Agents named without a level stay attributed and without one: nobody has judged them.
    """
    levels = {judged.agent: judged.level for judged in entry.causality}
    chosen = {agent for agent in entry.attributions if agent not in levels}
    chosen |= {agent for agent, level in levels.items() if level.counts}
    criteria = entry.criteria if entry.serious else ()
    first = entry.seriousness if entry.seriousness in criteria else (criteria[0] if criteria else None)
    return replace(
        entry,
        attributions=tuple(agent for agent in Attribution if agent in chosen),
        causality=tuple(Judgement(agent, levels[agent]) for agent in Attribution if agent in levels),
        seriousness=first,
        seriousness_also=tuple(criterion for criterion in criteria if criterion is not first),
    )


def by_severity(episodes: Sequence[Episode]) -> list[Episode]:
    """Worst grade first, then the most recent onset."""
    return sorted(episodes, key=lambda e: (-e.worst, -e.onset.toordinal(), e.id))


def check_adverse_event(
    entry: AdverseEventEntry, term: TermRule | None, birth_date: date, today: date
) -> Iterator[Problem]:
    """Yield what is wrong with a toxicity entry; grades that the term does not have are hard errors."""
    if term is None:
        yield Problem("term", "term_missing")
    elif term.other and not entry.specify.strip():
        yield Problem("specify", "specify_missing")
    if entry.onset is None:
        yield Problem("onset", "date_missing")
    else:
        if entry.onset > today:
            yield Problem("onset", "date_in_future")
        if entry.onset < birth_date:
            yield Problem("onset", "before_birth", {"birth_date": birth_date})
    yield from _check_end(entry, today)
    yield from _check_grades(entry, term, today)
    if entry.serious and not entry.criteria:
        yield Problem("seriousness", "seriousness_missing")
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})
    if len(entry.narrative) > MAX_NARRATIVE:
        yield Problem("narrative", "too_long", {"limit": MAX_NARRATIVE})


def _check_end(entry: AdverseEventEntry, today: date) -> Iterator[Problem]:
    if entry.end is not None:
        if entry.end > today:
            yield Problem("end", "date_in_future")
        if entry.onset is not None and _ends_before_onset(entry):
            yield Problem("end", "end_before_onset", {"onset": entry.onset})
        if entry.outcome is Outcome.ONGOING:
            yield Problem("outcome", "outcome_missing")
    elif entry.outcome.is_over:
        yield Problem("end", "end_missing")


def _ends_before_onset(entry: AdverseEventEntry) -> bool:
    return entry.onset is not None and entry.end is not None and entry.end < entry.onset


def _check_grades(entry: AdverseEventEntry, term: TermRule | None, today: date) -> Iterator[Problem]:
    if not entry.grades:
        yield Problem("grade", "grade_missing")
        return
    for step in entry.grades:
        if term is not None and step.grade not in term.grades:
            yield Problem("grade", "grade_does_not_exist", {"grade": int(step.grade), "term": term.label})
        if step.start > today:
            yield Problem("grade_date", "date_in_future")
        # An end before the onset is one mistake, said at the end; it is not said again at each grade.
        if entry.end is not None and step.start > entry.end and not _ends_before_onset(entry):
            yield Problem("grade_date", "grade_after_end", {"end": entry.end})
    starts = [step.start for step in entry.grades]
    if entry.onset is not None and starts[0] != entry.onset:
        yield Problem("grade_date", "first_grade_not_on_onset", {"onset": entry.onset})
    if any(later <= earlier for earlier, later in zip(starts, starts[1:], strict=False)) or _ends_too_late(entry):
        yield Problem("grade_date", "grades_not_in_order")
    if any(step.ctcae_version not in ("", entry.ctcae_version) for step in entry.grades):
        yield Problem("grade", "grade_of_other_version", {"version": entry.ctcae_version})
    if entry.grades[-1].grade is Grade.DEATH and entry.outcome is not Outcome.FATAL:
        yield Problem("outcome", "grade5_needs_fatal")
    if any(step.grade is Grade.DEATH for step in entry.grades[:-1]):
        yield Problem("grade", "grade5_not_last")


def _ends_too_late(entry: AdverseEventEntry) -> bool:
    """Whether a step's own last day does not lie between it and the next one; the last step ends with the episode."""
    following = [step.start for step in entry.grades[1:]]
    spans = zip(entry.grades, [*following, None], strict=True)
    return any(s.until is not None and (after is None or not s.start <= s.until < after) for s, after in spans)
