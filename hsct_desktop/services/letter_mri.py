"""The section of a letter on MRI and the state of the disease: reference scan, relapses, confirmed changes, NEDA.

Where a disease is followed by other measures, `letter_measures` writes the section.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Words
from hsct_desktop.documents.text import Text, joined
from hsct_desktop.domain.confirmed_disability import Event, Unconfirmed
from hsct_desktop.domain.disease_types import CourseRelapse, CourseScan
from hsct_desktop.domain.neda import Neda, Verdict, verdict
from hsct_desktop.domain.neda_clinical import event_doubt, relapses_after
from hsct_desktop.domain.neda_mri import reference_scan
from hsct_desktop.domain.outcome_evidence import Reason, Role, State
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH, DAYS_A_YEAR, REBASELINE_FIRST, OutcomeSettings
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.remission import without_therapy
from hsct_desktop.services import letter_facts, letter_measures, letter_picture
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_facts import day_words, partial
from hsct_desktop.store import awaited_report
from hsct_desktop.store.awaited_report import Report

WITH_NEDA: Final = "ms"
"""NEDA, and the reference scan that it counts from, are defined for multiple sclerosis alone."""
BRAIN: Final = "brain"
"""A scan of the brain alone."""
MOST_RELAPSES: Final = 4
MOST_SCANS: Final = 3
MOST_REASONS: Final = 3
KEEP: Final = 1
"""In a letter since the last one the section gives way after the transplant, which that letter told."""
SCAN_REPORTS: Final = frozenset({"mri", "mri_rebaseline"})
_ENDED: Final = frozenset({"horizon_after_death", "horizon_after_next_transplant"})
"""Reasons for which a verdict will never be told."""
_LACKING: Final = {
    "reference_missing": "reference_mri", "reference_before_missing": "reference_mri", "scan_none": "mri_since",
    "scan_missing": "mri_since", "scan_unread": "mri_counts", "edss_missing": "edss_recent", "edss_none": "edss_recent",
    "edss_reference_missing": "edss_before", "relapse_nobody_looked": "relapse_status",
    "relapse_not_looked": "relapse_status", "relapse_stated": "relapse_date", "relapse_without_day": "relapse_date",
    "relapse_day_unsure": "relapse_date", "edss_day_unsure": "edss_day", "edss_reference_unsure": "edss_day",
    "scan_day_unsure": "mri_day", "reference_day_unsure": "mri_day", "edss_relapse_unsure": "relapse_date",
    "edss_twice": "edss_day", "mobilisation_missing": "mobilisation",
}  # fmt: skip
"""What somebody can enter so that a verdict can be told, by the reason for which it cannot."""


def section(ask: LetterAsk) -> LetterSection | None:
    """The section; None for a disease of which nothing is measured."""
    if not letter_facts.has_edss(ask):
        return letter_measures.section(ask)
    status = Status(ask)
    scans, course, changes, neda = status.scans(), [*status.course_of_disease()], [*status.changes()], [*status.neda()]
    said = (Words(letter_facts.sentences([*scans, *course, *changes, *neda])),)
    title = letter_facts.words_of(ask).text("letter.section.mri")
    if ask.since is None:
        return LetterSection("mri", title, said)
    # The box tells the relapses since the last letter, and that letter by which criteria the verdict is made.
    told = [*scans, *(() if status.has_relapsed_since(ask.since) else course), *changes, *neda[:1]]
    return LetterSection("mri", title, said, brief=(Words(letter_facts.sentences(told)),), keep=KEEP)


def picture(ask: LetterAsk) -> LetterSection | None:
    """The picture of the course of disability."""
    return letter_picture.section(ask)


class Status:
    """What the record says of a disease that is followed by EDSS and MRI, in sentences."""

    def __init__(self, ask: LetterAsk) -> None:
        self.ask, self.words = ask, letter_facts.words_of(ask)
        self.course = letter_facts.course(ask)
        self.is_after = letter_facts.is_transplanted(self.course)

    # scans ------------------------------------------------------------------------------------------------------

    def scans(self) -> list[Text]:
        """The reference scan, what the scans after it showed, and which reports are awaited."""
        reference = self._reference() if self.course.disease_id == WITH_NEDA else ()
        said = [*reference, *self._later()] if self.is_after else []
        if not any(self._is_after(scan) for scan in self.course.scans):
            said += self._last_before()
        return [*said, *self.awaited(self._told())]

    def _reference(self) -> Iterator[Text]:
        """Which scan is the reference after the transplant, or why there is none."""
        found, text = reference_scan(self.course), self.words.text
        if found.scan is None:
            made = self._made(found.why)
            yield self._made_words(made) if made is not None else self._sentence(found.why)
            return
        key = "off" if not self.course.settings.rebaseline_months else "chosen" if found.by_person else "rule"
        month = round(self.course.day(found.scan.on) / DAYS_A_MONTH)
        reason = self.course.reference.reason if found.by_person and self.course.reference is not None else ""
        yield text(f"letter.today.reference.{key}", on=found.scan.on, month=month, reason=reason)

    def _made(self, why: Reason) -> Report | None:
        """The scan within the days of the reference whose report has not come."""
        first, last = why.params.get("first"), why.params.get("last")
        if why.key not in ("reference_awaited", "reference_missing"):
            return None
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        return next((one for one in self.reports() if first <= one.done_on <= last), None)

    def _made_words(self, report: Report) -> Text:
        key = "place" if report.place else "bare"
        return self.words.text(f"letter.today.reference.made.{key}", on=report.done_on, place=report.place)

    def _later(self) -> Iterator[Text]:
        """The scans after the reference: those with activity and the last; with no reference those since Day 0.

        One between Day 0 and the reference is told where it showed activity.
        """
        reference = reference_scan(self.course).scan if self.course.disease_id == WITH_NEDA else None
        later = [scan for scan in self.course.scans if self._is_after(scan)]
        if reference is not None:
            later = [scan for scan in later if scan.on > reference.on] or [
                scan for scan in later if scan.id == reference.id
            ]
            early = [scan for scan in self.course.scans if self._is_after(scan) and scan.on < reference.on]
            yield from (self.scan(scan) for scan in early if _is_active(scan))
        named = [scan for scan in later if _is_active(scan) or scan is later[-1]]
        if len(named) > MOST_SCANS:
            yield self.words.count("letter.today.scan.active", sum(map(_is_active, named)))
            named = named[-1:]
        for scan in named:
            yield self.scan(scan)

    def _is_after(self, scan: CourseScan) -> bool:
        return self.course.day0 is not None and scan.scanned.first > self.course.day0

    def _last_before(self) -> Iterator[Text]:
        """The last scan before the treatment, where none came after it."""
        if not self.course.scans:
            missing = self.ask.lacks("mri", letter_facts.DISEASE)
            yield self.words.text("letter.today.scan.none", missing=missing)
            return
        last = self.course.scans[-1]
        text = self.scan(last)
        if self.is_after:
            day0 = self.course.day0
            made = any(day0 is not None and one.done_on > day0 for one in self.reports())
            key = "letter.today.scan.before_read" if made else "letter.today.scan.before"
            none_after = self.words.text(key, after=letter_facts.after_words(self.ask))
            text = joined((none_after, text), " ")
        yield text

    def scan(self, scan: CourseScan) -> Text:
        """A scan with what it showed, and with which it was compared."""
        words = self.words
        region = in_sentence(words.enum("mri_region", scan.region))
        head = words.text("letter.today.scan", region=region, day=partial(words, scan.scanned))
        other = next((one for one in self.course.scans if one.id == scan.compared_with_id), None)
        against = ""
        if other is not None and other.scanned.month is not None:
            key = "against" if other.scanned.is_whole else "against.month"
            day = other.scanned.first if other.scanned.is_whole else partial(words, other.scanned)
            against = words.text(f"letter.today.scan.{key}", day=day)
        return letter_facts.lead(head, f"{self.lesions(scan)}{against}.")

    def lesions(self, scan: CourseScan) -> str:
        """New T2 and enhancing lesions of brain and cord; what the report does not count is said."""
        t2, gd = _together(scan, scan.new_t2, scan.cord_new), _together(scan, scan.gd, scan.cord_gd)
        if t2 == 0 and gd == 0:
            return self.words.text("letter.today.lesions.none")
        return ", ".join((self._count("t2", t2), self._count("gd", gd)))

    def _count(self, name: str, n: int | None) -> str:
        if n is None:
            return self.words.text(f"letter.today.lesions.{name}.missing")
        return self.words.text(f"letter.today.lesions.{name}.none") if n == 0 else self.words.count(
            f"letter.today.lesions.{name}", n
        )  # fmt: skip

    def awaited(self, told: Report | None = None) -> Iterator[Text]:
        """Scans done elsewhere whose report has not come, without one told already."""
        for report in self.reports():
            if told is None or report.done_on != told.done_on:
                key = "place" if report.place else "bare"
                yield self.words.text(f"letter.today.scan.awaited.{key}", on=report.done_on, place=report.place)

    def _told(self) -> Report | None:
        """The scan whose report is awaited that the sentence on the reference tells of."""
        if not self.is_after or self.course.disease_id != WITH_NEDA:
            return None
        found = reference_scan(self.course)
        return self._made(found.why) if found.scan is None else None

    def reports(self) -> list[Report]:
        """The scans done by the last day that the letter tells of whose report had not come by then."""
        last = letter_facts.until(self.ask)
        return [
            one
            for one in awaited_report.of_patient(self.ask.session, self.ask.patient_id)
            if one.assessment_id in SCAN_REPORTS
            and one.done_on <= last
            and (one.arrived_on is None or one.arrived_on > last)
        ]

    # relapses and drugs -----------------------------------------------------------------------------------------

    def course_of_disease(self) -> Iterator[Text]:
        """Relapses and drugs; in one sentence where there was neither, up to the same day."""
        relapse, drug = [*self.relapses()], [*self.drugs()]
        seen = self.course.last_seen
        none = seen is not None and relapse == [self._none_until(seen)]
        if seen is not None and none and drug == [self.words.text("letter.today.dmt.none", until=seen)]:
            after = letter_facts.after_words(self.ask)
            yield self.words.text("letter.today.relapse.none_nor_dmt", after=after, until=seen)
        else:
            yield from (*relapse, *drug)

    def has_relapsed_since(self, day: date) -> bool:
        """Whether one relapse began after a day: the box of a letter since then tells all of it, and of the drugs."""
        return sum(one.onset is not None and one.onset.first > day for one in self.course.relapses) == 1

    def _none_until(self, seen: date) -> str:
        return self.words.text("letter.today.relapse.none", after=letter_facts.after_words(self.ask), until=seen)

    def relapses(self) -> Iterator[Text]:
        """The relapses after Day 0, or up to when none is recorded."""
        if not self.is_after or self.course.today is None:
            return
        sure, unsure = relapses_after(self.course, self.course.day(self.course.today))
        for one in sure[-MOST_RELAPSES:]:
            yield self.relapse(one)
        if len(sure) > MOST_RELAPSES:
            yield self.words.count("letter.today.relapse.more", len(sure) - MOST_RELAPSES)
        if unsure:
            self.ask.lacks("relapse_date", letter_facts.DISEASE)
            yield self.words.count("letter.today.relapse.unsure", len(unsure))
        if not sure and not unsure:
            yield self._no_relapse()

    def relapse(self, one: CourseRelapse) -> Text:
        """A relapse with its day, what it touched, its treatment and recovery."""
        words = self.words
        on = one.onset
        day = words.text("letter.today.no_date") if on is None else partial(words, on)
        if on is not None and on.is_whole:
            day = day_words(self.ask, on.first)
        systems = ", ".join(in_sentence(words.enum("system", system)) for system in one.systems)
        systems = words.text("letter.today.systems_touched", list=systems) if systems else ""
        steroid = words.text(f"letter.today.steroid.{one.steroid}")
        parts = [systems, steroid, words.text(f"letter.today.recovery.{one.recovery}")]
        return letter_facts.lead(words.text("letter.today.relapse", day=day), f"{'; '.join(p for p in parts if p)}.")

    def _no_relapse(self) -> Text:
        seen, day0, stated = self.course.last_seen, self.course.day0, self.course.relapse_stated_on
        if stated is not None and day0 is not None and stated > day0:
            self.ask.lacks("relapse_date", letter_facts.DISEASE)
            return self.words.text("letter.today.relapse.stated", on=stated)
        if seen is None or day0 is None or seen <= day0:
            if self.is_early():
                return ""
            self.ask.lacks("relapse_status", letter_facts.VISITS)
            return self.words.text("letter.today.relapse.nobody_looked", after=letter_facts.after_words(self.ask))
        return self._none_until(seen)

    def drugs(self) -> Iterator[Text]:
        """The drugs for the disease after Day 0, or up to when none is recorded."""
        if not self.is_after:
            return
        found = without_therapy(self.course)
        if found.state is State.HELD:
            yield self.words.text("letter.today.dmt.none", until=found.why.params["until"])
        elif found.why.key == "therapy_incomplete":
            self.ask.lacks("drugs_complete", letter_facts.DISEASE)
            yield self.words.text("letter.today.dmt.incomplete", on=found.why.params["on"])
        elif found.evidence:
            ids = {seen.id for seen in found.evidence if seen.role in (Role.ACTIVE, Role.UNREAD)}
            names = ", ".join(self._drug(one.id) for one in self.course.therapies if one.id in ids)
            key = "given" if found.state is State.BROKEN else "unsure"
            yield self.words.text(f"letter.today.dmt.{key}", after=letter_facts.after_words(self.ask), drugs=names)

    def _drug(self, therapy_id: int) -> str:
        one = next(one for one in self.course.therapies if one.id == therapy_id)
        known = self.ask.ws.catalogue.dmts.get(one.drug_id)
        label: Label | None = known.label if known is not None else None
        name = in_sentence(label.text(self.words.language)) if label is not None else one.name or one.drug_id
        text = self.words.text
        if one.stopped is not None and one.started is not None:
            span = {"first": partial(self.words, one.started), "last": partial(self.words, one.stopped)}
            return text("letter.today.dmt.span", drug=name, **span)
        if one.started is not None:
            return text("letter.today.dmt.since", drug=name, first=partial(self.words, one.started))
        return name

    # confirmed changes ------------------------------------------------------------------------------------------

    def changes(self) -> Iterator[Text]:
        """The confirmed changes of disability after Day 0, and those that wait for their confirmation."""
        after = self.course.after
        if not self.is_after or after is None or self.course.series.twice is not None:
            return
        doubts = {event: event_doubt(self.course, event) for event in after.events}
        for event in after.events:
            if doubts[event] is None:
                yield self._event(event)
        for one in after.unconfirmed:
            if one.is_open:
                yield self.unconfirmed(one)

    def _event(self, event: Event) -> Text:
        words = self.words
        head = words.text(f"letter.today.change.{event.kind.value}")
        first = event.confirmed_on[0] if event.confirmed_on else None
        text = words.text(
            "letter.today.change.span", before=letter_facts.edss(words, event.baseline.value),
            value=letter_facts.edss(words, event.onset.value), on=event.onset.on,
        )  # fmt: skip
        if first is not None:
            text += words.text("letter.today.change.confirmed", on=first)
        if event.cause is not None and words.has(f"letter.today.cause.{event.cause.value}"):
            text += words.text(f"letter.today.cause.{event.cause.value}")
        if not event.is_sustained_to_end:
            text += words.text("letter.today.change.not_held")
        return letter_facts.lead(head, f"{text}.")

    def unconfirmed(self, one: Unconfirmed) -> Text:
        """A step of EDSS that no later visit has confirmed yet."""
        words = self.words
        text = words.text(
            "letter.today.unconfirmed", before=letter_facts.edss(words, one.baseline.value),
            value=letter_facts.edss(words, one.onset.value), on=one.onset.on,
        )  # fmt: skip
        return letter_facts.lead(words.text(f"letter.today.unconfirmed.{one.kind.value}"), text)

    # NEDA -------------------------------------------------------------------------------------------------------

    def neda(self) -> Iterator[Text]:
        """The verdict at the last horizon that was reached, and the decisions that it rests on."""
        if not self.is_after or self.course.disease_id != WITH_NEDA:
            return
        found = self.judged()
        if found.neda3 is Neda.UNKNOWN and self.is_early():
            return  # weeks after the transplant nobody asks
        yield letter_facts.lead(*self.verdict(found))
        yield from self._earlier(found)
        yield self.words.text("letter.today.criteria", list=", ".join(criteria(self.ask, self.course.settings)))

    def is_early(self) -> bool:
        """Whether the time of the reference scan has not come: no scan and no verdict is expected."""
        return self.course.today is None or self.course.day(self.course.today) < REBASELINE_FIRST

    def judged(self) -> Verdict:
        """The verdict of the last whole year that has passed, or of the unit's own horizon if that came later.

        That of the next one where activity is on record before it, and in the first year.
        """
        own, years = self.course.settings.horizon_months, self._years()
        horizons = sorted({*(12 * n for n in (years - 1, years, years + 1) if n > 0), own} - {0})
        found = [verdict(self.course, months) for months in horizons]
        reached = [one for one in found if one.is_reached]
        ahead = next((one for one in found if not one.is_reached), None)
        if ahead is not None and (not reached or ahead.neda3 is Neda.EDA and reached[-1].neda3 is not Neda.EDA):
            return ahead
        return reached[-1]

    def _years(self) -> int:
        """The whole years since Day 0."""
        last = self.course.today
        return int(self.course.day(last) / DAYS_A_YEAR) if last is not None else 0

    def _earlier(self, found: Verdict) -> Iterator[Text]:
        """The last year before that at which it can be told, where it cannot be told now."""
        if found.neda3 is not Neda.UNKNOWN or not found.is_reached:
            return
        for years in range(int(found.horizon_months / 12 - 0.001), 0, -1):
            one = verdict(self.course, 12 * years)
            if one.is_reached and one.neda3 is not Neda.UNKNOWN:
                yield letter_facts.lead(*self.verdict(one))
                return

    def verdict(self, found: Verdict) -> tuple[str, str]:
        """NEDA-3 at its horizon as yes, no or not assessable, and why."""
        words = self.words
        at = words.text("letter.today.neda", at=self._at(found.horizon_months))
        if found.neda3 is Neda.NEDA:
            return f"{at}: {words.text('outcomes.answer.NEDA')}", words.text("letter.today.neda.yes")
        state = State.BROKEN if found.neda3 is Neda.EDA else State.UNKNOWN
        reasons = [part.why for part in found.components if part.state is state]
        if state is State.BROKEN:
            said = "; ".join(self._why(reason) for reason in reasons)
            return f"{at}: {words.text('outcomes.answer.EDA')}", words.text("letter.today.neda.no", why=said)
        if found.why.key == "horizon_ahead" or not found.is_reached and found.why.key not in _ENDED:
            return f"{at}:", words.text("letter.today.neda.ahead", until=found.ends_on)
        if found.why.key in _ENDED or not reasons:
            reasons = [found.why]
        for reason in reasons:
            if reason.key in _LACKING:
                self.ask.lacks(_LACKING[reason.key], letter_facts.DISEASE)
        said = "; ".join(dict.fromkeys(self._why(reason) for reason in reasons[:MOST_REASONS]))
        return f"{at}:", words.text("letter.today.neda.unknown", why=said)

    def _at(self, months: float) -> str:
        if months % 12 == 0:
            return self.words.count("letter.today.at.years", int(months // 12))
        return self.words.text("letter.today.at.months", n=self.words.number(months))

    def _why(self, reason: Reason) -> str:
        """Why, for a colleague: without what the unit has to do so that it can be told."""
        params = {name: self._plain(name, value) for name, value in reason.params.items()}
        if "t2" in params and "gd" in params:
            counts = (("t2", params.pop("t2")), ("gd", params.pop("gd")))
            params["found"] = ", ".join(self._count(name, n) for name, n in counts if isinstance(n, int))
        key = f"letter.today.why.{reason.key}"
        if self.words.has(f"{key}.one"):
            n = params.pop("n")
            return self.words.count(key, n if isinstance(n, int) else 0, **params)
        return self.words.text(key, **params)

    def _plain(self, name: str, value: object) -> object:
        """A parameter as the sentence has it: a whole day stays a date, so that the article fits it."""
        if isinstance(value, PartialDate):
            return value.first if value.is_whole else partial(self.words, value)
        if isinstance(value, float):
            return letter_facts.edss(self.words, value)
        return self.words.signed_day(value) if name == "day" and isinstance(value, int) else value

    def _sentence(self, reason: Reason) -> str:
        if reason.key in _LACKING:
            self.ask.lacks(_LACKING[reason.key], letter_facts.DISEASE)
        text = self._why(reason)
        return f"{text[:1].upper()}{text[1:]}."


def criteria(ask: LetterAsk, settings: OutcomeSettings) -> list[str]:
    """The unit's decisions behind a verdict, in a few words each."""
    text = letter_facts.words_of(ask).text
    gadolinium = "yes" if settings.needs_gadolinium else "no"
    return [
        text(f"letter.today.criteria.reference.{settings.reference.value}"),
        text(f"letter.today.criteria.confirmed.{settings.preset.value}"),
        text(f"letter.today.criteria.mri.{settings.rebaseline_months}"),
        text(f"letter.today.criteria.gd.{gadolinium}"),
    ]


def _is_active(scan: CourseScan) -> bool:
    return bool(scan.new_t2 or scan.gd or scan.cord_new or scan.cord_gd)


def _together(scan: CourseScan, brain: int | None, cord: int | None) -> int | None:
    """Lesions of what was scanned; None where a part is not counted and the rest shows none."""
    counts = ([brain] if scan.shows_brain else []) + ([cord] if scan.region != BRAIN else [])
    known = [count for count in counts if count is not None]
    return sum(known) if known and (len(known) == len(counts) or any(known)) else None
