"""The box that begins a letter: what changed since the last one, or the course in short where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import EN_DASH, in_sentence
from hsct_desktop.documents.letter_inputs import Box
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.adverse_event import Episode, by_severity
from hsct_desktop.domain.dates import whole_months
from hsct_desktop.domain.disease_types import CourseAssessment, CourseScan
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.neda_clinical import event_doubt
from hsct_desktop.domain.outcome_evidence import State
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.remission import without_therapy
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.services import (
    infections,
    letter_episodes,
    letter_facts,
    letter_findings,
    letter_measures,
    letter_plan,
    letter_therapies,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_call import NEUROLOGICAL
from hsct_desktop.services.letter_facts import edss, lead, partial
from hsct_desktop.services.letter_mri import Status
from hsct_desktop.services.letter_plan_line import PlanLine
from hsct_desktop.services.letter_today import before_relapse, is_result, open_words, state, term_words
from hsct_desktop.services.letter_words import listed
from hsct_desktop.services.patients import regimen_short

MOST: Final = 6
MOST_NEW: Final = 3
MOST_EVENTS: Final = 4
MOST_DRUGS: Final = 3
MOST_TASKS: Final = 3
MOST_MEASURES: Final = 3
_Day = Callable[[Therapy], date | None]
FROM_GRADE: Final = 2
"""A new toxicity of this grade or higher is news."""
A_YEAR: Final = 365
SOON: Final = timedelta(days=92)
"""A stop that is planned within these days is told."""


def box(ask: LetterAsk) -> Box | None:
    """At most six lines, each with a bold beginning. None for a letter to the patient."""
    if ask.kind is LetterKind.PATIENT:
        return None
    words, held = letter_facts.words_of(ask), len(ask.missing)
    made = _Box(ask)
    news = [item for item in (made.since(ask.since) if ask.since is not None else made.short()) if item]
    asked = made.asked()
    items = (*_fitted(news, MOST - 1), asked) if asked else _fitted(news, MOST)
    del ask.missing[held:]  # the sections below name what is missing, each at its place
    if ask.since is not None:
        nothing = bold(words.text("letter.today.box.nothing"))
        return Box(words.text("letter.box.since", date=ask.since), items or (nothing,))
    return Box(words.text("letter.box.in_short"), items) if items else None


def _fitted(items: list[Text], most: int) -> tuple[Text, ...]:
    """At most so many lines; the last ones share one, so that nothing is dropped."""
    return tuple(items) if len(items) <= most else (*items[: most - 1], joined(items[most - 1 :], " "))


class _Box:
    def __init__(self, ask: LetterAsk) -> None:
        self.ask, self.words = ask, letter_facts.words_of(ask)
        self.course = letter_facts.course(ask)
        self.status = Status(ask)
        self.until = letter_facts.until(ask)
        self.is_after = letter_facts.is_transplanted(self.course)

    def since(self, day: date) -> Iterator[Text]:
        """What changed after the day of the last letter."""
        yield from state(self.ask, day)
        if self.is_after and self.course.day0 is not None and self.course.day0 > day:
            yield self._transplant()
        yield self._pregnancy()
        yield self._edss_since(day) if letter_facts.has_edss(self.ask) else self._measures(day)
        yield self._new(day)
        yield self._relapses(day)
        yield self._scans(day)
        yield self._drugs(day)

    def short(self) -> Iterator[Text]:
        """The course in short."""
        yield from state(self.ask, None)
        yield self._transplant()
        yield self._pregnancy()
        yield self._edss_short() if letter_facts.has_edss(self.ask) else self._measures(None)
        yield joined((self._results(None), self._open()), " ")
        yield self._relapses(self.course.day0) if self.is_after else ""
        yield self._scans(self.course.day0) if self.is_after else ""

    # the patient and the treatment ------------------------------------------------------------------------------

    def _transplant(self) -> Text:
        transplant, day0 = self.course.transplant, self.course.day0
        if transplant is None:
            return ""
        regimen = regimen_short(self.ask.ws, transplant.regimen_id, self.ask.language) if transplant.regimen_id else ""
        if day0 is None:
            return bold(self.words.text("letter.today.box.no_day0"))
        if not self.is_after:
            return bold(self.words.text("letter.today.box.planned", day0=day0))
        kind = "hsc" if letter_facts.is_graft(self.ask) else "cells"
        key = "regimen" if regimen else "bare"
        rest = self.words.text(f"letter.today.box.{key}", day0=day0, regimen=regimen)
        if not letter_facts.is_followed(self.ask):
            return lead(self.words.text(f"letter.today.box.was.{kind}"), rest)
        days = (self.until - day0).days
        day = self.words.day(day0, self.until)
        day = f"{day[:1].upper()}{day[1:]}"
        if days >= A_YEAR:
            day = self.words.text("letter.today.box.day.years", day=day, years=self._years(day0))
        return lead(self.words.text(f"letter.today.box.day.{kind}", day=day), rest)

    def _years(self, day0: date) -> str:
        """Whole years and tenths that have passed since Day 0: 1 year, 4.8 years, never rounded up."""
        months = whole_months(day0, self.until)
        years, tenths = months // 12, months % 12 * 10 // 12
        if not tenths:
            return self.words.count("letter.today.at.years", years)
        return self.words.text("outcomes.years", n=self.words.number(years + tenths / 10, 1))

    # disability -------------------------------------------------------------------------------------------------

    def _edss_since(self, day: date) -> Text:
        """The EDSS now against the one that the last letter knew, and whether a change is confirmed."""
        last = letter_facts.last_graded(self.course)
        then = letter_facts.last_graded(letter_facts.up_to(self.course, day))
        if last is None or last.edss is None:
            return ""
        if last.on <= day:
            text = self.words.text("letter.today.box.edss.not_since", value=edss(self.words, last.edss),
                                   day=partial(self.words, last.assessed))  # fmt: skip
            return lead("EDSS:", " ".join((text, *before_relapse(self.ask, last))))
        now, on = edss(self.words, last.edss), partial(self.words, last.assessed)
        if then is None or then.edss is None:
            head = self.words.text("letter.today.box.edss.first", value=now)
        elif then.edss == last.edss:
            head = self.words.text("letter.today.box.edss.same", value=now)
        else:
            head = self.words.text("letter.today.box.edss.changed", before=edss(self.words, then.edss), value=now)
        then_words = self._before(last)
        more = (*before_relapse(self.ask, last), *self._judged(day))
        return lead(head, " ".join((f"({on}){then_words}.", *more)))

    def _before(self, last: CourseAssessment) -> str:
        """The reference value, for a value that lies after it."""
        reference = self.course.edss_reference
        if reference is None or not letter_facts.is_since(self.course, last):
            return ""
        before = letter_facts.before_words(self.ask)
        return self.words.text("letter.today.box.edss.before", before=before, value=edss(self.words, reference.value))

    def _edss_short(self) -> Text:
        last = letter_facts.last_graded(self.course)
        if last is None or last.edss is None:
            return ""
        head = letter_facts.edss_of(self.words, last.edss)
        day = partial(self.words, last.assessed)
        if not self.is_after or not letter_facts.is_since(self.course, last):
            before = letter_facts.before_words(self.ask) if self.is_after else ""
            return lead(head, f"{before} ({day}).".strip())
        more = (*before_relapse(self.ask, last), *self._judged(None))
        return lead(head, " ".join((f"({day}){self._before(last)}.", *more)))

    def _judged(self, day: date | None) -> Iterator[str]:
        """Confirmed changes against the reference that the last letter did not know, and the last that is open."""
        after = self.course.after
        if not self.is_after or after is None or self.course.series.twice is not None:
            return
        for event in after.events:
            confirmed = event.confirmed_on[0] if event.confirmed_on else event.onset.on
            if (day is None or confirmed > day) and event_doubt(self.course, event) is None:
                value = edss(self.words, event.baseline.value)
                key = f"letter.today.box.confirmed.{event.kind.value}"
                yield self.words.text(key, value=value, before=letter_facts.before_words(self.ask))
        waiting = [one for one in after.unconfirmed if one.is_open]
        if waiting:
            yield self.words.text(f"letter.today.box.unconfirmed.{waiting[-1].kind.value}")

    def _measures(self, day: date | None) -> Text:
        """The measures that have a newer value than the last letter knew; without one, those now and before."""
        found = letter_measures.values(self.ask)
        said: list[str] = []
        on: list[date] = []
        for measure in found.measures():
            last = found.last(measure.id)
            before = (found.up_to(measure.id, day) if day is not None else None) or found.before(measure.id)
            if last is None or (day is not None and letter_measures.day_of(last) <= day):
                continue
            name = measure.short.text(self.ask.language)
            value = letter_measures.number_of(self.ask, measure, last)
            if before is None or before is last:
                said.append(f"{name} {value}")
            else:
                then = letter_measures.number_of(self.ask, measure, before)
                key = "same" if then == value else "changed"
                said.append(self.words.text(f"letter.today.box.measure.{key}", name=name, before=then, value=value))
            on.append(letter_measures.day_of(last))
        if not said:
            is_news = day is not None and found.measures()
            return bold(self.words.text("letter.today.box.measures.none")) if is_news else ""
        key = "since" if day is not None else "short"
        before_all = letter_facts.before_words(self.ask)
        rest = self.words.text(f"letter.today.box.measures.{key}", on=max(on), before=before_all)
        verdicts = letter_measures.in_brief(self.ask)
        return lead(", ".join(said[:MOST_MEASURES]), f"{rest} {verdicts}".strip())

    # relapses, drugs for the disease, scans -----------------------------------------------------------------------

    def _relapses(self, day: date | None) -> Text:
        """Relapses after a day, and whether a drug for the disease was given since Day 0."""
        course = self.course
        if not letter_facts.has_edss(self.ask) or day is None:
            return ""
        new = [one for one in course.relapses if one.onset is not None and one.onset.first > day]
        drugs = self._drug() if self.is_after else ""
        if new:
            rest: list[Text] = [self.status.relapse(new[-1])]
            if len(new) > 1:
                rest = [bold(self.words.count("letter.today.box.relapses", len(new))), *rest]
            return joined((*rest, drugs), " ")
        if not self.is_after:
            return ""
        unsure = [one for one in course.relapses if one.onset is None or one.onset.first <= day < one.onset.last]
        if unsure or (course.relapse_stated_on is not None and course.relapse_stated_on > day):
            return lead(self.words.text("letter.today.box.relapse.unsure"), drugs)
        seen = course.last_seen
        if seen is None or seen <= day:
            asked = self.ask.since is not None and letter_facts.is_followed(self.ask)
            return lead(self.words.text("letter.today.box.relapse.not_seen"), drugs) if asked else ""
        said = (self.words.text("letter.today.box.relapse.until", until=seen), drugs)
        return lead(self.words.text("letter.today.box.relapse.none"), " ".join(part for part in said if part))

    def _drug(self) -> str:
        """Whether a drug for the disease was given since Day 0; "" where it cannot be told."""
        found = without_therapy(self.course)
        if found.state is State.HELD:
            return self.words.text("letter.today.box.dmt.none")
        return " ".join(self._plain(self.status.drugs())) if found.state is State.BROKEN else ""

    def _scans(self, day: date | None) -> Text:
        """The last scan after a day with what it showed; that none was made, where that is so."""
        if not letter_facts.has_edss(self.ask) or day is None:
            return ""
        new = [scan for scan in self.course.scans if scan.scanned.first > day]
        awaited = " ".join(self._plain(self.status.awaited()))
        if new:
            return joined((self._scan(new[-1]), awaited), " ")
        if awaited:
            return bold(awaited)
        if self.status.is_early() or not letter_facts.is_followed(self.ask):
            return ""  # no scan is expected
        key = "letter.today.box.mri.none" if self.ask.since is not None else "letter.today.box.mri.none_after"
        return bold(self.words.text(key, after=letter_facts.after_words(self.ask)))

    def _plain(self, parts: Iterator[Text]) -> Iterator[str]:
        for part in parts:
            yield part if isinstance(part, str) else "".join(run for run, _ in part.runs)

    def _scan(self, scan: CourseScan) -> Text:
        return self.status.scan(scan)

    # what is new ------------------------------------------------------------------------------------------------

    def _pregnancy(self) -> Text:
        said = list(letter_findings.pregnancy(self.ask))
        return bold(" ".join(said)) if said and self.course.died_on is None else ""

    def _new(self, day: date) -> Text:
        """Results that are news, new toxicities and infections."""
        news = [*self._toxicities(day), *self._infections(day)][:MOST_EVENTS]
        said = lead(self.words.text("letter.today.box.new"), f"{'; '.join(news)}.") if news else ""
        return joined((self._results(day), said), " ")

    def _results(self, day: date | None) -> Text:
        """The results that are news."""
        if self.course.died_on is not None:
            return ""
        said = [letter_findings.words(self.ask, one) for one in letter_findings.results(self.ask, day)[:MOST_NEW]]
        return lead(self.words.text("letter.today.box.results"), f"{'; '.join(said)}.") if said else ""

    def _toxicities(self, day: date) -> Iterator[str]:
        """The worst episode of each term, one that goes on before one that is over."""
        told: dict[str, Episode] = {}
        new = [one for one in self._episodes() if one.onset > day and self._counts(one)]
        for one in sorted(by_severity(new), key=self._rank):
            told.setdefault(one.label, one)
        for one in told.values():
            if one.grade_on(self.until) is not None:
                yield open_words(self.ask, one, self.until)
            else:
                yield self.words.text("letter.today.box.toxicity.over", term=term_words(self.ask, one),
                                      grade=int(one.worst), on=one.onset)  # fmt: skip

    def _rank(self, one: Episode) -> tuple[bool, bool, int, int]:
        """The severe first, then what goes on by the grade that holds, then the newest."""
        grade = one.grade_on(self.until)
        return one.worst < letter_findings.SEVERE, grade is None, -int(grade or 0), -one.onset.toordinal()

    def _counts(self, one: Episode) -> bool:
        """Whether a toxicity is told: from grade 2 on, in diseases of the nervous system one of it at any grade."""
        nervous = self.ask.card.entry.disease_id in NEUROLOGICAL and letter_findings.is_nervous(self.ask, one)
        return one.worst >= FROM_GRADE or nervous

    def _episodes(self) -> list[Episode]:
        if self.ask.course is None:
            return []
        window = letter_episodes.window_of(self.ask, self.ask.course)
        return [one for one in letter_episodes.episodes(self.ask, window) if not is_result(self.ask, one)]

    def _infections(self, day: date) -> Iterator[str]:
        """Infections that stand with no toxicity, which would tell of them already."""
        for row in infections.rows(self.ask.ws, self.ask.session, self.ask.patient_id, self.ask.language):
            found = row.infection.entry.found_on
            if found is not None and day < found <= self.until and not row.toxicities and row.what:
                yield self.words.text("letter.today.box.infection", what=in_sentence(row.what), on=found)

    def _open(self) -> Text:
        """The toxicities that go on, of a first letter: what is graded highest now first, then the newest."""
        held = [e for e in self._episodes() if e.grade_on(self.until) is not None and self._counts(e)]
        if not held or self.course.died_on is not None:
            return ""
        order = sorted(held, key=lambda one: (-int(one.grade_on(self.until) or 0), -one.onset.toordinal()))
        parts = [open_words(self.ask, one, self.until) for one in order[:MOST_NEW]]
        return lead(self.words.text("letter.today.box.open"), f"{'; '.join(parts)}.")

    # drugs and tasks --------------------------------------------------------------------------------------------

    def _drugs(self, day: date) -> Text:
        """What was stopped or begun since, and what is to stop soon."""
        held = letter_therapies.held(self.ask)
        if self.course.died_on is not None:
            return ""
        stopped = [one for one in held if one.stop is not None and day < one.stop <= self.until and one.start <= day]
        begun = [one for one in held if day < one.start <= self.until and one.is_listed(self.until)]
        ending = [one for one in held if one.stop is None and one not in begun and self._ends_soon(one)]
        parts: list[Text] = []
        if stopped:
            parts.append(self._named("stopped", stopped, lambda one: one.stop))
        if begun:
            parts.append(self._named("begun", begun, lambda one: one.start))
        if ending:
            parts.append(self._named("ending", ending, lambda one: one.planned_stop))
        return joined(parts, " ")

    def _ends_soon(self, one: Therapy) -> bool:
        last = self.until + SOON
        return one.start <= self.until and one.planned_stop is not None and self.until < one.planned_stop <= last

    def _named(self, key: str, held: list[Therapy], day: _Day) -> Text:
        names = []
        for one in sorted(held, key=lambda one: day(one) or date.min)[:MOST_DRUGS]:
            on = day(one)
            name = in_sentence(one.name)
            names.append(name if on is None else f"{name} ({self.words.date(on)})")
        more = len(held) - len(names)
        said = self.words.count("letter.today.box.drugs.more", more) if more else ""
        head = self.words.count(f"letter.today.box.drugs.{key}", len(held))
        return lead(head, f"{listed(self.words, names)}{said}.")

    def asked(self) -> Text:
        """What the reader is asked to do, from the plan."""
        if not letter_facts.is_followed(self.ask) or self.ask.kind is LetterKind.ANNUAL:
            return ""
        tasks = letter_plan.reader_tasks(self.ask)
        said = [self._task(line) for line in tasks[:MOST_TASKS]]
        if self.ask.kind is LetterKind.NEUROLOGIST and self.is_after and letter_facts.has_edss(self.ask):
            said.append(self.words.text("letter.today.box.before_dmt"))
        return lead(self.words.text("letter.today.box.asked"), f"{'; '.join(said)}.") if said else ""

    def _task(self, line: PlanLine) -> str:
        """A task with its day, or the month from which it can be done."""
        what, words = listed(self.words, in_sentence(line.what).split("; ")), self.words
        if line.until is not None:
            return words.text(
                "letter.today.box.task", what=what, when=words.text("letter_care.plan.by", day=line.until)
            )
        if line.goes_on or line.first is None or line.first <= self.ask.on:
            when = in_sentence(line.when)
            is_said = re.search(rf"\b{re.escape(when)}\b", what) is not None  # "vaccines due now" needs no "(now)"
            return what if is_said else words.text("letter.today.box.task", what=what, when=when)
        if EN_DASH in line.when:
            month = partial(words, PartialDate(line.first.year, line.first.month))
            return words.text("letter.today.box.task.from", what=what, month=month)
        return words.text("letter.today.box.task", what=what, when=words.date(line.first))
