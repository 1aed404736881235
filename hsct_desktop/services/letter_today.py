"""The section "Today" of a letter: when the patient was last seen, how they are, and the EDSS now and before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Words
from hsct_desktop.documents.text import Text, bold, clipped
from hsct_desktop.domain.adverse_event import Episode, by_severity
from hsct_desktop.domain.disease_course import CourseAssessment
from hsct_desktop.domain.edss import SYSTEMS
from hsct_desktop.domain.edss_assessment import EdssAssessment
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.visit import Vitals
from hsct_desktop.services import adverse_events, letter_facts, toxicity_phases
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed
from hsct_desktop.services.measures import shown
from hsct_desktop.services.person import state_now
from hsct_desktop.store import edss_assessment, lab_result, measure_value, state_change
from hsct_desktop.store.visit import RecordedVisit

MOST_OPEN: Final = 5
"""Open toxicities that the section names; the others are counted."""
LONGEST_NOTE: Final = 400
WEIGHT: Final = "WEIGHT"
_LABORATORY: Final = "investigations"
"""The class of CTCAE terms that are results: they stand among the results."""
_SIGNS: Final = (("temperature", "temperature"), ("pressure", "systolic"), ("pulse", "pulse"),
                 ("saturation", "saturation"))  # fmt: skip


def section(ask: LetterAsk) -> LetterSection | None:
    """The section; for the dead it tells how they last were."""
    return _Today(ask).section()


class _Today:
    def __init__(self, ask: LetterAsk) -> None:
        self.ask, self.words = ask, letter_facts.words_of(ask)
        self.course = letter_facts.course(ask)
        self.until = letter_facts.until(ask)
        seen, day0 = letter_facts.visits(ask), self.course.day0
        if letter_facts.is_transplanted(self.course) and day0 is not None:
            seen = [one for one in seen if one.entry.on is not None and one.entry.on >= day0]
        self.seen = seen
        left = ask.course.discharged_on if ask.course is not None else None
        self.is_discharge = ask.kind is LetterKind.DISCHARGE and left is not None
        changes = [held.change for held in state_change.of_patient(ask.session, ask.patient_id)]
        self.changes = [change for change in changes if change.on <= self.until]
        self.is_dead = self.course.died_on is not None

    def section(self) -> LetterSection | None:
        if self.ask.kind is LetterKind.PATIENT:
            return self._to_patient()
        general: list[Text] = [*self.state(), *self._visit(), *self._body(), *self._open()]
        nervous: list[Text] = []
        if letter_facts.has_edss(self.ask):
            nervous = [*self._systems(), *self._tests(), *self._edss()]
        return LetterSection("today", self._title(), (Words(letter_facts.sentences([*general, *nervous])),))

    def _title(self) -> str:
        key = "last" if self.is_dead or not self._is_followed() else "discharge" if self.is_discharge else "now"
        return self.words.text(f"letter.today.title.{key}")

    def _to_patient(self) -> LetterSection | None:
        """When the patient was last seen, and the weight then; None for who is no longer followed."""
        if not self._is_followed() or not self.seen or self.seen[-1].entry.on is None:
            return None
        said = [self.words.text("letter.today.patient.visit", on=self.seen[-1].entry.on)]
        known = self._weights()
        if known:
            said.append(self.words.text("letter.today.patient.weight", value=known[-1][1], on=known[-1][0]))
        title = self.words.text("letter.today.title.patient")
        return LetterSection("today", title, (Words(letter_facts.sentences(said)),))

    def _is_followed(self) -> bool:
        """Whether the patient was followed here on the letter's day."""
        return letter_facts.state_on(self.ask).is_followed

    # where the patient is -------------------------------------------------------------------------------------

    def state(self) -> Iterator[Text]:
        """That the patient died, moved to another unit or is no longer seen."""
        follow_up = letter_facts.state_on(self.ask)
        change = state_now(self.changes, follow_up)
        if change is None:
            return
        if follow_up is FollowUp.DEAD:
            text = self.words.text("letter.today.died", day=letter_facts.day_words(self.ask, change.on))
            yield letter_facts.lead(text, self._cause(change.detail))
            return
        key = f"letter.today.{follow_up.value}"
        if follow_up is FollowUp.TRANSFERRED and not change.detail:
            key = "letter.today.transferred_bare"
        yield bold(self.words.text(key, on=change.on, place=change.detail))

    def _cause(self, cause: str) -> str:
        if not cause:
            self.ask.lacks("cause_of_death", "overview")
            return self.words.text("letter.today.cause.missing")
        return self.words.text("letter.today.cause", cause=as_typed(self.ask, cause, "overview"))

    def _visit(self) -> Iterator[Text]:
        """The last visit, with what was noted at it."""
        last = self.seen[-1] if self.seen else None
        day0 = self.course.day0
        if last is None or last.entry.on is None:
            if self.is_discharge:
                return
            key = "since_day0" if letter_facts.is_transplanted(self.course) else "none"
            self.ask.lacks("visit" if key == "since_day0" else "visit_any", letter_facts.VISITS)
            yield self.words.text(f"letter.today.visit.{key}", after=letter_facts.after_words(self.ask))
            return
        on = last.entry.on
        if on == self.until and not self.is_dead:
            if day0 is not None and on >= day0:
                yield self.words.text("letter.today.visit.today", day=self.words.day(day0, on))
        else:
            yield self.words.text("letter.today.visit.last", day=letter_facts.day_words(self.ask, on))
        if last.entry.notes:
            note = as_typed(self.ask, _one_line(last.entry.notes), letter_facts.VISITS)
            yield self.words.text("letter.today.noted", text=clipped(note, LONGEST_NOTE))

    # how the patient is ---------------------------------------------------------------------------------------

    def _body(self) -> Iterator[Text]:
        signs = [self._karnofsky()]
        if self.seen:
            signs += self._signs(self.seen[-1].entry.vitals)
        signs.append(self._weight())
        yield f"{', '.join(signs)}."

    def _karnofsky(self) -> str:
        found = _last(self.seen, "karnofsky")
        if found is None:
            missing = self.ask.lacks("karnofsky", letter_facts.VISITS)
            return self.words.text("letter.today.karnofsky.missing", missing=missing)
        value, on = found
        return self._dated(self.words.text("letter.today.karnofsky", value=value), on)

    def _signs(self, vitals: Vitals) -> Iterator[str]:
        for key, name in _SIGNS:
            value = getattr(vitals, name)
            if value is not None:
                yield self.words.text(f"letter.today.{key}", value=value, diastolic=vitals.diastolic)

    def _weight(self) -> str:
        """The last weight, of a visit or of the ward's sheet, and the one before the treatment."""
        known = self._weights()
        now = known[-1] if known else None
        if now is None:
            return self.words.text("letter.today.weight.missing", missing=self.ask.lacks("weight", letter_facts.VISITS))
        text = self._dated(self.words.text("letter.today.weight", value=now[1]), now[0])
        before = self._weight_before(known)
        if before is None or before[0] >= now[0]:
            return text
        said = self.words.text(
            "letter.today.weight.before", value=before[1], on=before[0], before=letter_facts.before_words(self.ask)
        )
        return f"{text} {said}"

    def _weights(self) -> list[tuple[date, Decimal]]:
        results = lab_result.of_patient(self.ask.session, self.ask.patient_id, [WEIGHT])
        found = {one.taken_on: one.value for one in results if one.value is not None and one.taken_on <= self.until}
        for seen in letter_facts.visits(self.ask):
            if seen.entry.on is not None and seen.entry.vitals.weight is not None:
                found[seen.entry.on] = seen.entry.vitals.weight
        return sorted(found.items())

    def _weight_before(self, known: list[tuple[date, Decimal]]) -> tuple[date, Decimal] | None:
        begun = self.course.mobilisation or self.course.day0
        if begun is None or not letter_facts.is_transplanted(self.course):
            return None
        return next((pair for pair in reversed(known) if pair[0] <= begun), None)

    def _dated(self, text: str, on: date) -> str:
        """A value with its day, where that is another than the day of the visit told of."""
        told = self.seen[-1].entry.on if self.seen else None
        return text if on == told else self.words.text("letter.today.dated", text=text, on=on)

    def _open(self) -> Iterator[Text]:
        """The toxicities that go on, without those that are results."""
        if self.is_dead:
            return
        recorded = self._episodes()
        held = [e for e in recorded if e.grade_on(self.until) is not None and not e.baseline]
        if not held:
            if recorded and letter_facts.is_transplanted(self.course):
                yield self.words.text("letter.today.open.none")
            return
        named = by_severity(held)[:MOST_OPEN]
        parts = [self._brief(one) for one in named]
        if len(held) > len(named):
            parts.append(self.words.count("letter.today.open.more", len(held) - len(named)))
        yield self.words.text("letter.today.open", list=", ".join(parts))

    def _brief(self, one: Episode) -> str:
        """A toxicity with the grade that holds; its course stands in the section on toxicity."""
        grade = int(one.grade_on(self.until) or one.worst)
        return self.words.text("letter.today.open.brief", term=term_words(self.ask, one), grade=grade)

    def _episodes(self) -> list[Episode]:
        ask = self.ask
        found = adverse_events.episodes(ask.ws, ask.session, ask.patient_id, ask.language)
        begun = [episode for episode in found if episode.onset <= self.until and not is_result(ask, episode)]
        return toxicity_phases.as_counted(ask.ws, ask.session, ask.patient_id, begun, self.until)

    # the nervous system ---------------------------------------------------------------------------------------

    def _examined(self) -> EdssAssessment | None:
        """The last examination in full."""
        last = self.course.assessments[-1] if self.course.assessments else None
        return edss_assessment.get(self.ask.session, last.id) if last is not None else None

    def _systems(self) -> Iterator[Text]:
        """The grades of the functional systems for colleagues of the field, how the patient walks for all."""
        held = self._examined()
        if held is None:
            return
        entry, parts = held.entry, []
        if self.ask.kind is not LetterKind.GP:
            for name in SYSTEMS:
                grade = getattr(entry.systems, name)
                if grade is not None:
                    parts.append(f"{in_sentence(self.words.text(f'neurology.system.{name}'))} {grade}")
        if parts:
            day = letter_facts.partial(self.words, entry.assessed)
            yield self.words.text("letter.today.systems", day=day, list=", ".join(parts))
        if entry.systems.ambulation is not None:
            key = f"neurology.ambulation.{entry.systems.coding}.{entry.systems.ambulation}"
            yield self.words.text("letter.today.walking", walking=in_sentence(self.words.text(key)))
        if entry.note:
            note = as_typed(self.ask, _one_line(entry.note), letter_facts.DISEASE)
            yield self.words.text("letter.today.examined", text=clipped(note, LONGEST_NOTE))

    def _tests(self) -> Iterator[Text]:
        """The timed tests of the last examination with their values before the treatment."""
        if self.ask.kind is LetterKind.GP:
            return
        book = self.ask.ws.catalogue.measures
        values = [held.entry for held in measure_value.of_patient(self.ask.session, self.ask.patient_id)]
        known = [one for one in values if one.measured_on is not None and one.measured_on <= self.until
                 and one.value is not None and one.measure_id in book and book[one.measure_id].with_edss]  # fmt: skip
        last = max((one.measured_on for one in known if one.measured_on is not None), default=None)
        if last is None:
            return
        parts = [self._test(one, known) for one in known if one.measured_on == last]
        key = "compared" if any(compared for _, compared in parts) else "alone"
        said = ", ".join(text for text, _ in parts)
        before = letter_facts.before_words(self.ask)
        yield self.words.text(f"letter.today.tests.{key}", on=last, list=said, before=before)

    def _test(self, one: MeasureEntry, known: list[MeasureEntry]) -> tuple[str, bool]:
        """A value with the one before the treatment in brackets, and whether there was one."""
        measure, value = self.ask.ws.catalogue.measures[one.measure_id], one.value or Decimal(0)
        text = f"{measure.short.text(self.words.language)} {shown(self.words, measure, value)}"
        limit = self.course.day0
        earlier = [
            other for other in known
            if other.measure_id == one.measure_id and other.measured_on is not None and limit is not None
            and other.measured_on <= limit and other.measured_on != one.measured_on
        ]  # fmt: skip
        if not earlier or limit is None or not letter_facts.is_transplanted(self.course) or _day(one) <= limit:
            return text, False
        then = max(earlier, key=_day)
        return f"{text} ({shown(self.words, measure, then.value or Decimal(0))})", True

    def _edss(self) -> Iterator[Text]:
        """The EDSS now and before; before the treatment alone where there is none after it."""
        words, course = self.words, self.course
        last, reference = letter_facts.last_graded(course), course.edss_reference
        if last is None or last.edss is None:
            yield words.text("letter.today.edss.none", missing=self.ask.lacks("edss", letter_facts.DISEASE))
            return
        then = ""
        if reference is not None:
            day = letter_facts.partial(words, course.known_day(reference))
            then = words.text(
                "letter.today.edss.before", before=letter_facts.before_words(self.ask),
                value=letter_facts.edss(words, reference.value), day=day,
            )  # fmt: skip
        if not letter_facts.is_transplanted(course):
            day = letter_facts.partial(words, last.assessed)
            yield letter_facts.lead(letter_facts.edss_of(words, last.edss), f"({day}){self._previous(last)}.")
        elif letter_facts.is_since(course, last):
            day = letter_facts.partial(words, last.assessed)
            head = letter_facts.edss_of(words, last.edss)
            day = f"({day}){self._previous(last)}"
            yield letter_facts.lead(head, f"{day}; {then}." if then else f"{day}.")
            yield from before_relapse(self.ask, last)
            if not then:
                yield words.text(
                    "letter.today.edss.no_reference", before=letter_facts.before_words(self.ask),
                    missing=self.ask.lacks("edss_before", letter_facts.DISEASE),
                )  # fmt: skip
        else:
            yield from self._not_since(then)

    def _previous(self, last: CourseAssessment) -> str:
        """The EDSS before the last one, where it lies after the treatment and is another."""
        earlier = letter_facts.last_graded(replace(
            self.course, assessments=tuple(one for one in self.course.assessments if one.on < last.on)
        ))  # fmt: skip
        if earlier is None or earlier.edss in (None, last.edss):
            return ""
        if letter_facts.is_transplanted(self.course) and not letter_facts.is_since(self.course, earlier):
            return ""  # the value before the treatment stands beside it anyhow
        value, day = (
            letter_facts.edss(self.words, earlier.edss or 0),
            letter_facts.partial(self.words, earlier.assessed),
        )
        return self.words.text("letter.today.edss.previous", value=value, day=day)

    def _not_since(self, then: str) -> Iterator[Text]:
        words = self.words
        if self.ask.kind is LetterKind.DISCHARGE or self.is_dead:
            if then:
                yield letter_facts.lead("EDSS", f"{then}.")
            return
        missing = self.ask.lacks("edss_since", letter_facts.DISEASE)
        text = words.text("letter.today.edss.not_since", after=letter_facts.after_words(self.ask), missing=missing)
        yield letter_facts.lead("EDSS", f"{text}; {then}." if then else f"{text}.")


def state(ask: LetterAsk, since: date | None) -> Iterator[Text]:
    """That the patient died or is no longer followed here, where that came after a day (None: whenever)."""
    told = _Today(ask)
    change = state_now(told.changes, letter_facts.state_on(ask))
    if change is not None and (since is None or change.on > since):
        yield from told.state()


def before_relapse(ask: LetterAsk, last: CourseAssessment) -> Iterator[str]:
    """That the last EDSS is of before the last relapse, and so does not tell how the patient is."""
    held = letter_facts.course(ask)
    known = [one.onset for one in held.relapses if one.onset is not None and one.onset.first > last.on]
    if known and held.died_on is None:
        newest = max(known, key=lambda onset: onset.first)
        ask.lacks("edss_relapse", letter_facts.DISEASE)
        words = letter_facts.words_of(ask)
        day: date | str = newest.first if newest.is_whole else letter_facts.partial(words, newest)
        yield words.text("letter.today.edss.before_relapse", day=day)


def nervous(ask: LetterAsk) -> list[Text]:
    """The nervous system as it was last examined: grades, walking, timed tests, EDSS now and before."""
    told = _Today(ask)
    return [*told._systems(), *told._tests(), *told._edss()]


def weight(ask: LetterAsk) -> tuple[date, Decimal] | None:
    """The last weight in kg with its day."""
    return next(reversed(_Today(ask)._weights()), None)


def open_episodes(ask: LetterAsk) -> list[Episode]:
    """The toxicities that go on, the worst first, without those that are results."""
    told = _Today(ask)
    return by_severity([e for e in told._episodes() if e.grade_on(told.until) is not None and not e.baseline])


def term_words(ask: LetterAsk, one: Episode) -> str:
    """A toxicity as letters name it, as the section on the course does; else the term of CTCAE in a sentence."""
    key = f"letter_transplant.term.{one.term_id}"
    if ask.words.has(key) and not one.extra.get("specify"):
        return ask.words.text(key)
    return in_sentence(one.label)


def open_words(ask: LetterAsk, one: Episode, on: date) -> str:
    """A toxicity that goes on with its onset and the grade that holds on a day; "now" where it began with another."""
    grade, words = int(one.grade_on(on) or one.worst), letter_facts.words_of(ask)
    worst = max(int(held) for first, _last, held in one.spans(on) if first <= on)
    key = "one" if int(one.grades[0].grade) == worst == grade else "now" if grade == worst else "less"
    return words.text(f"letter.today.open.{key}", term=term_words(ask, one), grade=grade, on=one.onset, worst=worst)


def _day(one: MeasureEntry) -> date:
    return one.measured_on or date.min


def is_result(ask: LetterAsk, episode: Episode) -> bool:
    """Whether a term grades a laboratory result, which stands among the results."""
    term = ask.ws.catalogue.terms(episode.ctcae_version).term(episode.term_id)
    return term is not None and term.soc_id == _LABORATORY


def _last(seen: list[RecordedVisit], name: str) -> tuple[int, date] | None:
    """The last recorded value of a vital sign with its day."""
    for one in reversed(seen):
        value = getattr(one.entry.vitals, name)
        if value is not None and one.entry.on is not None:
            return value, one.entry.on
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())
