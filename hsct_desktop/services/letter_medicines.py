"""The medicines of a letter: dose, start, planned stop with its rule; what was stopped since; allergies.

All as it stood on the last day that the letter tells of (`letter_therapies`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hsct_desktop.catalogue import irradiation_words
from hsct_desktop.catalogue.wording import NBSP, in_sentence
from hsct_desktop.documents.letter_inputs import Block, Labelled, LetterSection, Rows, Words
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.domain.supportive_therapy import Route, StopReason, Therapy, TherapyStatus
from hsct_desktop.services import irradiation, stop_rules
from hsct_desktop.services.disease_modifying_therapies import partial
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import as_typed, inside, names_as_typed
from hsct_desktop.services.letter_facts import is_dead, until
from hsct_desktop.services.letter_therapies import by_rule, elsewhere, for_disease, held
from hsct_desktop.services.medicine_plan import purpose
from hsct_desktop.services.person import died_on
from hsct_desktop.services.rule_wording import rule_words
from hsct_desktop.services.stop_rules import StopVerdict

_TAKEN: Final = (TherapyStatus.RUNNING, TherapyStatus.INTERRUPTED)
_WIDTHS: Final = (30.0, 43.0, 20.0, 0.0)
_LAY_WIDTHS: Final = (56.0, 40.0, 21.0, 0.0)
_MOST_STOPPED_ROWS: Final = 1
"""More drugs stopped than these are told in a line below the table."""
_LOOK_BACK: Final = timedelta(days=365)
"""Without an earlier letter: nothing stopped longer ago than this is news."""
_PLACE: Final = "therapy"


def section(ask: LetterAsk) -> LetterSection | None:
    """Running and planned medicines as a table, then those stopped since the last letter, allergies, blood products."""
    reading = _Reading(ask)
    blocks = reading.at_death() if is_dead(ask) else reading.blocks()
    return LetterSection("medicines", ask.words.text("letter.section.medicines"), blocks)


def running(ask: LetterAsk) -> Block:
    """What is taken now as a table, or a sentence that nothing is."""
    return _Reading(ask).running()


def now(ask: LetterAsk) -> list[Therapy]:
    """The medicines taken on the letter's last day."""
    last = until(ask)
    return [one for one in held(ask) if one.is_listed(last) and one.status(last) in _TAKEN]


@dataclass(frozen=True)
class _Reading:
    ask: LetterAsk

    @property
    def last(self) -> date:
        """The last day that the letter tells of."""
        return until(self.ask)

    def text(self, key: str, **params: object) -> str:
        """A text; in the patient's letter in plain words, where there are any."""
        full, words = f"letter_care.medicines.{key}", self.ask.words
        if self.is_lay and words.has(f"{full}.patient"):
            full = f"{full}.patient"
        return words.text(full, **params)

    def cell(self, key: str, **params: object) -> str:
        """The same in a table's cell, where dates are figures."""
        return self.ask.words.in_tables.text(f"letter_care.medicines.{key}", **params)

    # the blocks -------------------------------------------------------------------------------------------------

    def blocks(self) -> tuple[Block, ...]:
        """The table of what is taken and planned, then what was stopped and the labelled lines."""
        recorded, going = held(self.ask), now(self.ask)
        ahead = [one for one in recorded if one.status(self.last) is TherapyStatus.PLANNED]
        rows = self._rows((*going, *ahead))
        stopped = self._stopped(recorded)
        why = by_rule(self.ask, stopped)
        in_rows = stopped if rows and len(stopped) <= _MOST_STOPPED_ROWS else []
        rows += [self._stopped_row(one, why) for one in in_rows]
        blocks: list[Block] = [self._table(rows)] if rows else [Words(self._nothing(recorded))]
        below = (*self._elsewhere(going), *self._stopped_line(stopped if not in_rows else [], why), *self._labels())
        return (*blocks, Labelled(below))

    def running(self) -> Block:
        """The table of what is taken, or why there is none."""
        rows = self._rows(now(self.ask))
        return self._table(rows) if rows else Words(self._nothing(held(self.ask)))

    def _rows(self, listed: Sequence[Therapy]) -> list[tuple[Text, ...]]:
        """A row for each medicine, then for each drug for the disease that runs."""
        ask, taken = self.ask, [(self.ask.patient_id, one) for one in listed if one.status(self.last) in _TAKEN]
        verdicts = stop_rules.judge(ask.ws, ask.session, taken, self.last)
        rows = [self._row(one, verdicts.get(one.id)) for one in listed]
        return rows + [self._for_disease(entry) for entry in for_disease(ask)]

    def at_death(self) -> tuple[Block, ...]:
        """What was running on the day of death: the record holds no stop, and so no more is said."""
        died = died_on(self.ask.session, self.ask.patient_id)
        given = [one for one in held(self.ask) if one.stop is not None and one.stop_reason is StopReason.DEATH]
        if died is None or not given:
            return (Words(self.text("none_at_death")),)
        names = ", ".join(" ".join(part for part in (in_sentence(one.name), self._dose(one)) if part) for one in given)
        return (Words(self.text("at_death", day=died, names=names)),)

    def _table(self, rows: Sequence[tuple[Text, ...]]) -> Rows:
        heads = tuple(self.text(f"head.{name}") for name in ("drug", "dose", "since", "stop"))
        return Rows(heads, tuple(rows), _LAY_WIDTHS if self.is_lay else _WIDTHS)

    def _nothing(self, recorded: Sequence[Therapy]) -> str:
        if recorded:
            return self.text("none_running")
        self.ask.lacks("medicines", _PLACE)
        return self.text("none_recorded")

    # what is taken ----------------------------------------------------------------------------------------------

    def _row(self, one: Therapy, verdict: StopVerdict | None) -> tuple[Text, ...]:
        if not self.is_lay:
            return bold(one.name), self._how(one), self._since(one), self._stop(one, verdict)
        name = joined([bold(one.name), purpose(self.ask.ws, one, self.ask.words)], ", ")
        return name, self._how(one), self._since(one), self._until(one)

    @property
    def is_lay(self) -> bool:
        """Whether the patient reads it."""
        return self.ask.kind is LetterKind.PATIENT

    def _until(self, one: Therapy) -> Text:
        """In the patient's letter: until when, without rules. Nobody waits for the next visit with a day that has
        passed: the patient is to call.
        """
        pause, words = self._paused(one), self.ask.words.in_tables
        if one.planned_stop is None:
            return joined([pause, words.text("medicine_plan.until_told")], "; ")
        if one.planned_stop <= self.last:
            self._stop_passed(one, one.planned_stop)
            return joined([pause, bold(self.cell("passed_patient", day=one.planned_stop))], "; ")
        return joined([pause, words.text("medicine_plan.until", date=one.planned_stop)], "; ")

    def _stop_passed(self, one: Therapy, day: date) -> None:
        """List a planned stop that has passed; in a letter of an earlier day nobody can act on it any more."""
        if self.last >= self.ask.ws.today():
            self.ask.lacks("medicine_stop_passed", _PLACE, name=one.name, day=day)

    def _how(self, one: Therapy) -> str:
        """Dose, how often, by which route; a dose that nobody entered is said to be missing."""
        dose = self._dose(one)
        if not dose:
            self.ask.lacks("medicine_dose", _PLACE, name=one.name)
            return self._how_given(one)
        route = self._lay_route(one) if self.is_lay else self._route(one)
        how = ", ".join(part for part in (" ".join(p for p in (dose, one.frequency) if p), route) if part)
        return "; ".join(part for part in (how, self._changed(one)) if part)

    def _route(self, one: Therapy) -> str:
        return "" if one.route is Route.OTHER else self.text(f"route.{one.route}")

    def _lay_route(self, one: Therapy) -> str:
        """As the patient's medicine plan says it: nothing of what is swallowed."""
        words, key = self.ask.words, f"medicine_plan.route.{one.route}"
        return words.text(key) if words.has(key) else ""

    def _dose(self, one: Therapy) -> str:
        """The dose in the reader's figures: "0,5 mg", "50 000 UI"."""
        number, _, unit = one.dose.partition(" ")
        if not unit:
            return one.dose
        return f"{_grouped(self.ask.words.number(Decimal(number)))}{NBSP}{unit}"

    def _since(self, one: Therapy) -> str:
        if one.start > self.last:
            return self.cell("from", day=one.start)
        return self.ask.words.in_tables.date(one.start)

    def _changed(self, one: Therapy) -> str:
        """Since when the dose is another than at the start: in the wide column, where it takes a line less."""
        days = [step.from_on for step in one.doses if one.start < step.from_on <= self.last]
        return self.cell("this_dose", day=max(days)) if days else ""

    def _paused(self, one: Therapy) -> Text:
        pause = one.pause_on(self.last)
        if pause is None:
            return ""
        key = "paused" if pause.end is None else "paused_until"
        why = f" ({as_typed(self.ask, pause.reason, _PLACE)})" if pause.reason else ""
        return bold(self.cell(key, day=pause.start, end=pause.end or "") + why)

    def _stop(self, one: Therapy, verdict: StopVerdict | None) -> Text:
        """The planned stop with its rule; a day that has passed without a stop is said, and listed as missing."""
        said: list[Text] = [self._paused(one)]
        rule = inside(one.stop_rule, self.ask.language)
        planned = one.planned_stop
        if planned is None:
            said.append(self.cell("no_day", rule=rule) if rule else self._no_stop(one))
        elif planned > self.last:
            said += [self.ask.words.in_tables.date(planned), rule]
        else:
            self._stop_passed(one, planned)
            said += [self.cell("passed", day=planned), rule, self._held_by(verdict)]
        return joined(said, "; ")

    def _held_by(self, verdict: StopVerdict | None) -> str:
        """The value or day that surely speaks against a stop; what nobody recorded is no news to a colleague."""
        if verdict is None or verdict.key != "not_met":
            return ""
        words, first = self.ask.words.in_tables, verdict.verdict.held_by[0]
        said = replace(rule_words(self.ask.ws, self.ask.language), words=words)
        shown = first.evidence or first.from_on
        what = said.found(first, verdict.facts) if shown else said.asks(first.condition, first.limits)
        return words.text("stop.brief.not_met", what=what)

    def _no_stop(self, one: Therapy) -> str:
        return self.ask.lacks("medicine_stop", _PLACE, name=one.name)

    # drugs for the disease --------------------------------------------------------------------------------------

    def _for_disease(self, entry: DiseaseModifyingTherapyEntry) -> tuple[Text, ...]:
        words, drug = self.ask.words.in_tables, self.ask.ws.catalogue.dmts.get(entry.drug_id)
        name = drug.label.text(words.language) if drug is not None else entry.name or entry.drug_id
        if entry.started is None:
            since = self.ask.lacks("medicine_start", "disease", name=name)
        else:
            since = partial(words, entry.started)
        return bold(name), self.text("for_disease"), since, words.text("letter.not_recorded")

    # what was stopped -------------------------------------------------------------------------------------------

    def _stopped(self, recorded: Sequence[Therapy]) -> list[Therapy]:
        """What ended since the last letter; without one, since discharge and within a year, in a discharge letter
        since Day 0.
        """
        since, on = self._news_from(), self.last
        found = [one for one in recorded if one.stop is not None and since < one.stop <= on]
        return sorted(found, key=lambda one: (one.stop or on, one.name))

    def _news_from(self) -> date:
        ask, course = self.ask, self.ask.course
        if ask.since is not None:
            return ask.since
        year = self.last - _LOOK_BACK
        if course is None or course.entry.day0 is None:
            return year
        left = None if ask.kind is LetterKind.DISCHARGE else course.discharged_on
        return max(year, left or course.entry.day0)

    def _stopped_row(self, one: Therapy, why: Mapping[int, str]) -> tuple[Text, ...]:
        said = joined(
            [
                bold(self.cell("stopped")),
                self.cell("stopped_on", day=one.stop),
            ],
            " ",
        )
        return bold(one.name), self._how_given(one), self._since(one), joined([said, self._why(one, why)], ": ")

    def _how_given(self, one: Therapy) -> str:
        """Dose and how often; of a drug that is stopped nobody is asked for what was not entered."""
        dose = self._dose(one)
        known = " ".join(part for part in (dose, one.frequency) if part)
        return known if dose else "; ".join(part for part in (self.text("no_dose"), known) if part)

    def _stopped_line(self, stopped: Sequence[Therapy], why: Mapping[int, str]) -> Iterator[tuple[str, Text]]:
        """Several that were stopped, in one labelled line."""
        if stopped:
            words = self.ask.words.in_tables
            named = (
                f"{in_sentence(one.name)} ({words.date(one.stop)}), {self._why(one, why)}"
                for one in stopped
                if one.stop
            )
            since = self.text("stopped_since", day=self._news_from())
            yield self.text("stopped_label"), f"{since} {'; '.join(named)}"

    def _why(self, one: Therapy, by_rules: Mapping[int, str]) -> str:
        """Why it ended, in the recorder's own words where there are any."""
        if one.stop_reason is None:
            return self.ask.words.text("letter.not_recorded")
        if one.stop_reason is StopReason.OTHER and one.stop_detail:
            return as_typed(self.ask, one.stop_detail, _PLACE)
        said = by_rules.get(one.id) or self.text(f"why.{one.stop_reason}")
        detail = as_typed(self.ask, one.stop_detail, _PLACE) if not self.is_lay else ""
        return f"{said} ({detail})" if detail else said

    def _elsewhere(self, going: Sequence[Therapy]) -> Iterator[tuple[str, Text]]:
        """What the record names as given but its list of medicines lacks."""
        found = elsewhere(self.ask, going)
        for one in found:
            self.ask.lacks("medicine_elsewhere", _PLACE, name=one.name)
        if found:
            said = (self.cell(f"elsewhere.{one.kind}", name=one.name, day=one.on or "") for one in found)
            yield self.text("elsewhere"), "; ".join(said)

    # below the table --------------------------------------------------------------------------------------------

    def _labels(self) -> Iterator[tuple[str, Text]]:
        yield self.text("allergies"), self._allergies()
        ask = self.ask
        found = irradiation.of_patient(ask.ws, ask.session, ask.patient_id, self.last, ask.words)
        is_near = ask.course is not None and ask.course.entry.day0 is not None
        if found is not None and found.chip and is_near and ask.kind is not LetterKind.DISCHARGE:
            if found.is_open:
                missing = irradiation_words.missing(ask.words, found.verdict)
                ask.lacks("irradiation", "disease", missing=missing)
            is_lay = self.is_lay and found.required
            yield self.text("blood"), self.text("blood.lay") if is_lay else found.sentence

    def _allergies(self) -> Text:
        entry = self.ask.card.entry
        if entry.allergy_status is AllergyStatus.NONE_KNOWN:
            return self.text("allergies.none")
        if entry.allergy_status is AllergyStatus.NOT_RECORDED:
            self.ask.lacks("allergies", "overview")
            return self.text("allergies.not_recorded")
        names_as_typed(self.ask, (*entry.allergies, *entry.intolerances), "overview")
        parts: list[Text] = [bold(", ".join(entry.allergies))] if entry.allergies else []
        if entry.intolerances:
            parts.append(self.text("intolerances", listed=", ".join(entry.intolerances)))
        return joined(parts, "; ")


def _grouped(number: str) -> str:
    """Five and more digits in groups of three, bound: 50 000."""
    digits = number.lstrip("+\u2212")
    whole = digits.split(",", 1)[0].split(".", 1)[0]
    if len(whole) < 5:
        return number
    groups = f"{int(whole):,}".replace(",", NBSP)
    return number.replace(whole, groups, 1)
