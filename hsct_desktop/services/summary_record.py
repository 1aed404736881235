"""The pages of a patient summary that hold the whole record: drugs before, doses given, transfusions, results over
time, scans, EDSS, vaccines, letters; in the blocks of letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import EN_DASH, written_in
from hsct_desktop.documents.letter_inputs import LetterSection, Rows
from hsct_desktop.documents.text import Text, bold
from hsct_desktop.domain.lab_result import LabResult
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.transfusion import BloodProduct
from hsct_desktop.services import letter_facts, letter_results, letter_transplant, letter_vaccines, letters
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_gather import make_ask
from hsct_desktop.services.letter_words import day_of
from hsct_desktop.services.letters import LetterLine
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, transfusion

TESTS: Final = ("HGB", "WBC", "ANC", "ALC", "PLT", "CREA", "ALT", "BILT", "CRP", "IGG", "CD4", "CD19", "CMV", "EBV",
                "TSH", "FER")  # fmt: skip
"""The results that are followed over time."""
AFTER: Final = (30, 100, 180, 365, 730)
"""Days after Day 0 whose nearest results are shown, between those before the treatment and the last ones."""
_NEAR: Final = timedelta(days=45)
_MONTH: Final = timedelta(days=21)
_DATE: Final = 28.0
_DAY: Final = 22.0


def sections(ws: Workspace, patient_id: int, language: str) -> tuple[LetterSection, ...]:
    """The sections that hold anything, in the order of the page."""
    spoken = written_in(language)
    lines = letters.for_patient(ws, patient_id)
    with ws.read() as session:
        ask = make_ask(ws, session, LetterEntry(patient_id, LetterKind.NEUROLOGIST, spoken, ws.today()))
        record = _Record(ask)
        found = (
            record.drugs(), record.treatment(), record.transfusions(), record.results(), record.scans(),
            record.assessments(), record.vaccines(), record.letters(lines),
        )  # fmt: skip
    return tuple(one for one in found if one is not None)


class _Record:
    def __init__(self, ask: LetterAsk) -> None:
        self.ask, self.words = ask, ask.words.in_tables
        self.course = letter_facts.course(ask)

    def _section(self, name: str, heads: tuple[str, ...], rows: list[tuple[Text, ...]],
                 widths: tuple[float, ...], note: str = "") -> LetterSection | None:  # fmt: skip
        """A table under its heading; None without rows."""
        if not rows:
            return None
        titles = tuple(self.words.text(f"summary_record.{name}.{head}") if head else "" for head in heads)
        return LetterSection(
            name, self.words.text(f"summary_record.{name}"), (Rows(titles, tuple(rows), widths),), note
        )

    def _day(self, known: PartialDate | None) -> str:
        if known is None:
            return self.words.text("document.not_recorded")
        return self.words.date(known.first) if known.is_whole else letter_facts.partial(self.words, known)

    def _after(self, on: date) -> str:
        """The day after the infusion; a dash where there is none."""
        return EN_DASH if self.course.day0 is None else self.words.day(self.course.day0, on)

    def drugs(self) -> LetterSection | None:
        """The drugs for the disease with their dates and why they were stopped."""
        rows: list[tuple[Text, ...]] = []
        begun = sorted(self.course.therapies, key=lambda one: one.started.first if one.started else date.min)
        for one in begun:
            drug = self.ask.ws.catalogue.dmts.get(one.drug_id)
            name = drug.label.text(self.words.language) if drug is not None else one.name or one.drug_id
            stopped = self._day(one.stopped) if one.stopped is not None else EN_DASH
            rows.append((bold(name), self._day(one.started), stopped, one.reason.strip() or EN_DASH))
        return self._section("drugs", ("drug", "from", "to", "reason"), rows, (55, _DATE, _DATE, 0))

    def treatment(self) -> LetterSection | None:
        """Mobilisation, collection, conditioning as given, cells, engraftment, hospital."""
        return letter_transplant.section(self.ask) if self.ask.course is not None else None

    def transfusions(self) -> LetterSection | None:
        """Units of each product with first and last day, and how many of them were irradiated."""
        given = transfusion.of_patient(self.ask.session, self.ask.patient_id)
        rows: list[tuple[Text, ...]] = []
        for product in BloodProduct:
            own = [one for one in given if one.product is product]
            if own:
                days = [one.given_on for one in own]
                units = self.words.count("summary_record.units", sum(one.units for one in own))
                irradiated = {one.irradiated for one in own}
                how = self.words.enum("irradiated", own[0].irradiated) if len(irradiated) == 1 else self.words.text(
                    "summary_record.irradiated_some"
                )  # fmt: skip
                rows.append((bold(self.words.enum("blood_product", product)), units,
                             self.words.span(min(days), max(days)), how))  # fmt: skip
        return self._section("transfusions", ("product", "units", "days", "irradiated"), rows, (40, 30, 50, 0))

    # results ----------------------------------------------------------------------------------------------------

    def results(self) -> LetterSection | None:
        """Each test at the same few times: before the treatment, around the landmarks, last."""
        times = list(self._times())
        known = lab_result.of_patient(self.ask.session, self.ask.patient_id, list(TESTS))
        rows: list[tuple[Text, ...]] = []
        for code, analyte in self.ask.ws.catalogue.analytes.analytes.items():
            own = [one for one in known if one.analyte == code and (one.value is not None or one.qualitative)]
            if code in TESTS and own:
                unit = next((letter_results.unit_of(self.ask, one) for one in own if one.value is not None), "")
                cells = [self._value(own, on, one.unit if (one := own[-1]) else "") for on in times]
                rows.append((bold(analyte.label.text(self.words.language)), unit or EN_DASH, *cells))
        if not rows:
            return None
        heads = (self.words.text("summary_record.results.test"), self.words.text("summary_record.results.unit"),
                 *(self._head(on) for on in times))  # fmt: skip
        widths = (38.0, 20.0, *(0.0 for _ in times))
        note = self.words.text("summary_record.results.note")
        title = self.words.text("summary_record.results")
        numbers = tuple(range(2, len(heads)))
        return LetterSection("results_over_time", title, (Rows(heads, tuple(rows), widths, numbers),), note)

    def _times(self) -> Iterator[date]:
        """The days around which results are shown, none twice."""
        shown: list[date] = []
        begun, day0 = self.course.mobilisation or self.course.day0, self.course.day0
        wanted = [begun] if begun is not None and begun <= self.ask.on else []
        if day0 is not None:
            wanted += [day0 + timedelta(days=days) for days in AFTER]
        for on in (*wanted, self.ask.on):
            if on <= self.ask.on and all(on - other >= _MONTH for other in shown):
                shown.append(on)
                yield on

    def _head(self, on: date) -> str:
        if on == self.ask.on:
            return self.words.text("summary_record.results.last")
        if self.course.day0 is None or on <= self.course.day0:
            return self.words.text("summary_record.results.before")
        return day_of(self.words, self.course.day0, on)

    def _value(self, own: list[LabResult], on: date, unit: str) -> Text:
        """The result nearest to a day; the last one at the end, the last before the treatment at its beginning."""
        before = [one for one in own if one.taken_on <= on]
        if on == self.ask.on or self.course.day0 is None or on <= self.course.day0:
            near = before
        else:
            near = sorted((one for one in own if abs(one.taken_on - on) <= _NEAR), key=lambda one: -abs(
                (one.taken_on - on).days))  # fmt: skip
        if not near:
            return EN_DASH
        value = letter_results.value_of(self.ask, near[-1])
        if near[-1].value is not None and near[-1].unit != unit:
            value = f"{value} {letter_results.unit_of(self.ask, near[-1])}"
        sign = {"high": " \u2191", "low": " \u2193"}.get(near[-1].flag, "")
        return bold(f"{value}{sign}") if sign else value

    # the disease ------------------------------------------------------------------------------------------------

    def scans(self) -> LetterSection | None:
        """Every scan with what the report counts, the latest first."""
        rows: list[tuple[Text, ...]] = []
        for one in sorted(self.course.scans, key=lambda scan: scan.on, reverse=True):
            counts = (one.new_t2, one.gd, one.cord_new, one.cord_gd)
            rows.append((self._day(one.scanned), self._after(one.on), self.words.enum("mri_region", one.region),
                         *(EN_DASH if count is None else str(count) for count in counts)))  # fmt: skip
        heads = ("on", "day", "region", "t2", "gd", "cord_t2", "cord_gd")
        note = self.words.text("summary_record.dash")
        return self._section("scans", heads, rows, (_DATE, _DAY, 36, 0, 0, 0, 0), note)

    def assessments(self) -> LetterSection | None:
        """Every EDSS, the latest first."""
        rows: list[tuple[Text, ...]] = []
        for one in sorted(self.course.assessments, key=lambda seen: seen.on, reverse=True):
            if one.edss is not None:
                value = bold(letter_facts.edss(self.words, one.edss))
                where = self.words.text(f"summary_record.edss.{'here' if one.is_own else 'elsewhere'}")
                rows.append((self._day(one.assessed), self._after(one.on), value, where))
        return self._section("edss", ("on", "day", "value", "where"), rows, (_DATE, _DAY, 20, 0))

    def vaccines(self) -> LetterSection | None:
        """The vaccines given and those ahead."""
        return letter_vaccines.section(self.ask)

    def letters(self, lines: list[LetterLine]) -> LetterSection | None:
        """The signed letters with how and when each left."""
        rows: list[tuple[Text, ...]] = []
        for line in lines:
            if not line.is_draft:
                entry = line.letter.entry
                sent = "; ".join(
                    f"{self.words.date(one.entry.sent_on)} {self.words.enum('sent_by', one.entry.way)}"
                    for one in line.sent
                )
                kind = self.words.enum("letter_kind", entry.kind)
                sent = sent or self.words.text("summary_record.letters.not_sent")
                rows.append((self.words.date(entry.written_on), kind, line.reader or EN_DASH, sent))
        return self._section("letters", ("on", "kind", "reader", "sent"), rows, (_DATE, 34, 60, 0))
