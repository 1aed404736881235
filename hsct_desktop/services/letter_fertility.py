"""Fertility and contraception in a letter: what is recorded with its day, hormones with unit, what nobody entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.documents.letter_inputs import LetterSection, Words
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.dates import add_offset
from hsct_desktop.domain.fertility import FertilityKind, FertilityRecord
from hsct_desktop.domain.late_effect import LateEffectSection, LateEffectState
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import products
from hsct_desktop.services.late_effects import LongTerm
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_care_words import long_term
from hsct_desktop.services.letter_facts import state_on, until
from hsct_desktop.services.trends import text_of
from hsct_desktop.store import lab_result

_HORMONES: Final = ("AMH", "FSH", "E2", "TESTO")
_PLACE: Final = "long_term"
_ASKED_FOR: Final = timedelta(days=730)
"""So long after Day 0 a letter says that nobody recorded what was preserved."""
_ASKED: Final = (
    FertilityKind.PRESERVATION,
    FertilityKind.CYCLES,
    FertilityKind.WISH,
    FertilityKind.CONTRACEPTION,
)


def section(ask: LetterAsk) -> LetterSection | None:
    """None after death, and where the subject concerns nobody (age) and nothing is recorded."""
    if state_on(ask, ask.on) is FollowUp.DEAD:
        return None
    held = long_term(ask, until(ask))
    said = list(_Reading(ask, held).sentences())
    if not said:
        return None
    return LetterSection("fertility", ask.words.text("letter.section.fertility"), (Words(joined(said, " ")),))


@dataclass(frozen=True)
class _Reading:
    ask: LetterAsk
    held: LongTerm

    @property
    def last(self) -> date:
        """The last day that the letter tells of."""
        return until(self.ask)

    def text(self, key: str, **params: object) -> str:
        return self.ask.words.text(f"letter_care.fertility.{key}", **params)

    def sentences(self) -> Iterator[Text]:
        """Preservation, cycles, wish, contraception, pregnancies, hormones; last what nobody recorded."""
        latest: dict[FertilityKind, FertilityRecord] = {}
        for record in self.records():
            latest[record.entry.kind] = record
        for kind in _ASKED:
            if (found := latest.get(kind)) is not None:
                yield self._answer(found)
        end = self._contraception_until()
        if end is not None and self._waits("contraception") and not self._is_pregnant():
            yield self.text("contraception_until", day=end)
        for record in self.records():
            if record.entry.kind.is_pregnancy:
                said = self._pregnancy(record)
                yield bold(said) if record.is_open_pregnancy else said
        hormones = self._hormones()
        if hormones:
            yield self.text("hormones", listed=hormones)
        missing = [kind for kind in _ASKED if kind not in latest and self._is_missing(kind)]
        for kind in missing:
            self.ask.lacks(f"fertility_{kind.value}", _PLACE)
        if missing:
            names = [self.ask.words.enum("fertility_kind", kind) for kind in missing]
            yield self.text("missing", names=", ".join([in_sentence(name) for name in names]))

    def records(self) -> list[FertilityRecord]:
        """What was recorded by the letter's last day; what ended later had not ended then."""
        known = [one for one in self.held.fertility if one.recorded_on <= self.last]
        return [
            replace(one, entry=replace(one.entry, ended_on=None, outcome=None))
            if one.entry.ended_on is not None and one.entry.ended_on > self.last
            else one
            for one in known
        ]

    def _is_pregnant(self) -> bool:
        return any(one.entry.kind is FertilityKind.PREGNANCY and one.is_open_pregnancy for one in self.records())

    def _answer(self, record: FertilityRecord) -> str:
        entry, words = record.entry, self.ask.words
        kind = words.enum("fertility_kind", entry.kind)
        answer = in_sentence(words.enum("fertility_answer", entry.answer))
        if entry.ended_on is not None:
            return self.text("answer_until", kind=kind, answer=answer, day=record.recorded_on, end=entry.ended_on)
        return self.text("answer", kind=kind, answer=answer, day=record.recorded_on)

    def _is_missing(self, kind: FertilityKind) -> bool:
        """Whether the unit's list asks for it by now; what does not concern this patient is left out."""
        return kind is not FertilityKind.CONTRACEPTION and self._waits(kind.value) and self._is_asked(kind)

    def _is_asked(self, kind: FertilityKind) -> bool:
        """Cycles are not asked of a pregnant woman; preservation not where no chemotherapy was, nor years later."""
        if kind is FertilityKind.CYCLES:
            return not self._is_pregnant()
        course = self.ask.course
        if kind is not FertilityKind.PRESERVATION or course is None:
            return True
        if products.product_of(self.ask.ws, course.entry.protocol_id) is Product.MSC:
            return False
        return course.entry.day0 is None or self.last - course.entry.day0 <= _ASKED_FOR

    def _waits(self, item: str) -> bool:
        """Whether an item of the long-term list is open for this patient on this day."""
        row = next((one for one in self.held.of(LateEffectSection.FERTILITY) if one.id == item), None)
        return row is not None and (row.standing.state.waits or row.standing.state is LateEffectState.ASKS)

    def _contraception_until(self) -> date | None:
        item, course = self.ask.ws.catalogue.late_effects.get("contraception"), self.ask.course
        day0 = course.entry.day0 if course is not None else None
        if item is None or item.until is None or day0 is None:
            return None
        end = add_offset(day0, item.until)
        return end if end >= self.last else None

    def _pregnancy(self, record: FertilityRecord) -> str:
        entry, words = record.entry, self.ask.words
        kind = words.enum("fertility_kind", entry.kind)
        if entry.ended_on is None or entry.outcome is None:
            return self.text("pregnancy", kind=kind, day=record.recorded_on)
        outcome = in_sentence(words.enum("pregnancy_outcome", entry.outcome))
        return self.text("pregnancy_ended", kind=kind, day=entry.ended_on, outcome=outcome)

    def _hormones(self) -> str:
        """The latest value of each since Day 0, with its unit and day."""
        course, table = self.ask.course, self.ask.ws.catalogue.analytes.analytes
        day0 = course.entry.day0 if course is not None else None
        if day0 is None:
            return ""
        said = []
        for code in _HORMONES:
            found = [r for r in lab_result.of_patient(self.ask.session, self.ask.patient_id, [code])
                     if day0 <= r.taken_on <= self.last]  # fmt: skip
            if found:
                last = max(found, key=lambda result: (result.taken_on, result.taken_at))
                name = table[code].short.text(self.ask.language) if code in table else code
                said.append(f"{name} {text_of(last, self.ask.words)} ({self.ask.words.date(last.taken_on)})")
        return "; ".join(said)
