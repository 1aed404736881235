"""Record a scan: lesions, volumes, with which earlier scan it was compared."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.mri import FIELDS, Mri, MriEntry, Region, check_mri, is_earlier
from hsct_desktop.domain.partial_date import PartialDate, read_partial, shown
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, NotesField, NumberField, TextField
from hsct_desktop.views.neurology_fields import Reader, as_typed, field_grid
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_MOST_PAST: Final = 8
"""So many scans are listed below the form, the latest first; the list of scans has them all."""
_BRAIN: Final = ("new_t2", "gd", "t2_lesions", "t2_volume", "pbvc")
_CORD: Final = ("cord_new", "cord_gd")
_AMOUNTS: Final = frozenset({"t2_volume", "pbvc"})


class MriSheet(RecordSheet):
    """A scan, new or to be revised. What the report does not say stays empty: it is not the same as 0."""

    def __init__(self, ctx: Context, patient_id: int, mri_id: int | None = None) -> None:
        super().__init__(ctx, patient_id, "", draft="mri" if mri_id is None else f"mri:{mri_id}")
        self._heading = self.tr("Record MRI") if mri_id is None else self.tr("Revise MRI")
        self.set_title(self._heading, "")
        self._mri_id = mri_id
        self._version = 0
        from hsct_desktop.services import mri, neurology, patients

        self._life = neurology.life(ctx.ready(), patient_id)
        self._day0 = patients.banner(ctx.ready(), patient_id).day0
        self._others = [scan for scan in mri.for_patient(ctx.ready(), patient_id) if scan.id != mri_id]
        self._compared_by_hand = False
        self._following = True
        self._build()
        self._fill()
        self._following = False
        self._on_date()
        self._on_region()
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.ctx.wording
        self._date = captioned(TextField(), self.tr("Date of the scan"), "scanned")
        self._date.set_hint(self.tr("a day; before the transplant also 04/2019 or 2019"))
        self._region = captioned(ChipsField(), self.tr("Region"), "region")
        self._region.set_choices(enum_choices(words, "mri_region", Region))
        self._site = captioned(TextField(), self.tr("Site"), "site")
        self._site.set_hint(self.tr("hospital, scanner"))
        self._field = captioned(ChoiceField(), self.tr("Field"), "fieldTesla")
        teslas = [(tesla, words.text("mri.tesla", value=tesla)) for tesla in FIELDS]
        self._field.set_choices([(None, self.tr("not known")), *teslas])
        self._counts = {
            "new_t2": self._number("newT2", self.tr("New or larger T2")),
            "gd": self._number("gd", self.tr("Gd+")),
            "t2_lesions": self._number("t2Lesions", self.tr("T2 lesions in all")),
            "t2_volume": self._number("t2Volume", self.tr("T2 volume"), "mL"),
            "pbvc": self._number("pbvc", self.tr("Brain volume change"), "%"),
            "cord_new": self._number("cordNew", self.tr("Cord, new T2")),
            "cord_gd": self._number("cordGd", self.tr("Cord, Gd+")),
        }
        self._compared = captioned(ChoiceField(), self.tr("Compared with"), "comparedWithId")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._date.edited.connect(self._on_date)
        self._region.edited.connect(self._on_region)
        self._field.edited.connect(self.changed)
        self._compared.edited.connect(self._on_compared)
        self._lay_form()

    def _number(self, name: str, caption: str, unit: str = "") -> NumberField:
        field = captioned(NumberField(), caption, name)
        field.set_unit(unit)
        return field

    def _lay_form(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(9)
        column.addWidget(self._date)
        column.addWidget(self._region)
        column.addWidget(field_row(self._site, self._field))
        column.addWidget(self._compared)
        self._brain_head = PlainLabel(self.tr("Brain"), "bold")
        self._brain = field_grid([self._counts[name] for name in _BRAIN], 3)
        self._cord_head = PlainLabel(self.tr("Spinal cord"), "bold")
        self._cord = field_grid([self._counts[name] for name in _CORD], 3)
        for part in (
            self._brain_head, self._brain, self._cord_head, self._cord,
            PlainLabel(self.tr("What the report does not say stays empty; 0 says that there was none."), "caption",
                       wrap=True),
            self._note, self._past(),
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _fill(self) -> None:
        today, words = self.ctx.today(), self.ctx.wording
        last = self._others[-1].entry if self._others else None
        entry = MriEntry(
            self.patient_id,
            PartialDate(today.year, today.month, today.day),
            last.region if last is not None else Region.BRAIN,
            last.site if last is not None else "",
            last.field_tesla if last is not None else None,
        )
        if self._mri_id is not None:
            from hsct_desktop.services import mri

            entry, self._version = mri.entry_of(self.ctx.ready(), self._mri_id)
            self._compared_by_hand = True
        self._date.set_text(as_typed(entry.scanned))
        self._region.set_value(entry.region)
        self._site.set_text(entry.site)
        self._field.set_value(entry.field_tesla)
        for name, field in self._counts.items():
            value = getattr(entry, name)
            field.set_text("" if value is None else words.number(value))
        self._offer_scans(entry.scanned)
        self._compared.set_value(entry.compared_with_id)
        self._note.set_text(entry.note)

    # what follows from the date and the region ------------------------------------------------------------------

    def _read_day(self) -> PartialDate | None:
        """The day typed, None when nothing is; InputError for what is no date."""
        return read_partial(self._date.text(), self.ctx.today(), self._day0, "scanned")

    def _on_date(self) -> None:
        """Offer the scans before this day, the latest of them chosen until somebody chooses another."""
        try:
            day = self._read_day()
        except InputError:
            day = None
        self._say_day(day)
        if day is None or self._following:
            return
        self._following = True
        self._offer_scans(day)
        if not self._compared_by_hand:
            earlier = [scan for scan in self._others if is_earlier(scan.entry.scanned, day)]
            self._compared.set_value(earlier[-1].id if earlier else None)
        self._following = False
        self.changed()

    def _say_day(self, day: PartialDate | None) -> None:
        words = self.ctx.wording
        if day is None or not day.is_whole:
            self._date.set_understood(words.value(shown(day)) if day is not None else "")
            return
        told = words.date_weekday(day.first)
        self._date.set_understood(f"{told} · {words.day(self._day0, day.first)}" if self._day0 is not None else told)

    def _offer_scans(self, day: PartialDate) -> None:
        """The scans that may lie before this one, the latest first; one that was chosen stays, to be told about."""
        kept = self._compared.value()
        offered = [s for s in reversed(self._others) if is_earlier(s.entry.scanned, day) or s.id == kept]
        self._compared.set_choices([(None, self.tr("no earlier scan")), *((s.id, self._named(s)) for s in offered)])
        if kept is None:
            self._compared.set_value(None)

    def _named(self, scan: Mri) -> str:
        from hsct_desktop.services import mri

        return (
            f"{self.ctx.wording.value(shown(scan.entry.scanned))} · {mri.scanner_words(self.ctx.wording, scan.entry)}"
        )

    def _on_compared(self) -> None:
        self._compared_by_hand = self._compared_by_hand or not self._following
        self.changed()

    def _chosen_region(self) -> Region:
        value = self._region.value()
        return value if isinstance(value, Region) else Region.BRAIN

    def _on_region(self) -> None:
        """Show the fields of what was scanned; a hidden one that holds something stays, to be told about."""
        region = self._chosen_region()
        for has, names, parts in (
            (region.has_brain, _BRAIN, (self._brain_head, self._brain)),
            (region.has_cord, _CORD, (self._cord_head, self._cord)),
        ):
            holds = any(self._counts[name].text().strip() for name in names)
            for part in parts:
                part.setVisible(has or holds)

    # what was recorded before -----------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        if self._mri_id is not None:
            return PastEntries(self.ctx.wording, [])
        return PastEntries(
            self.ctx.wording, [past_scan(self.ctx, scan) for scan in self._others[::-1][:_MOST_PAST]], wide=True
        )

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._date.line()

    def _entry(self) -> MriEntry:
        """The entry as it stands; InputError with everything that cannot be read."""
        read = Reader()
        day = read(self._read_day)
        if day is None and not read.problems:
            read.problems.append(Problem("scanned", "date_missing"))
        count = {name: read(f.whole) for name, f in self._counts.items() if name not in _AMOUNTS}
        volume, change = read(self._counts["t2_volume"].number), read(self._counts["pbvc"].number)
        read.refuse()
        tesla, compared = self._field.value(), self._compared.value()
        return MriEntry(
            self.patient_id,
            day or PartialDate(1),
            self._chosen_region(),
            self._site.text(),
            tesla if isinstance(tesla, Decimal) else None,
            count["new_t2"],
            count["gd"],
            count["t2_lesions"],
            volume,
            change,
            count["cord_new"],
            count["cord_gd"],
            compared if isinstance(compared, int) else None,
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_mri(self._entry(), self._life, self._others, self._mri_id)

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "region": self._region, "site": self._site, "field_tesla": self._field, "compared_with_id": self._compared,
            "note": self._note, **self._counts,
        }  # fmt: skip
        return fields.get(field, self._date)

    def write(self) -> Changes:
        from hsct_desktop.services import mri

        ws, entry = self.ctx.ready(), self._entry()
        if self._mri_id is None:
            return mri.record(ws, entry, confirmed=self.confirmed)
        return mri.revise(ws, self._mri_id, self._version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        chosen: dict[str, ChipsField | ChoiceField] = {
            "region": self._region, "field": self._field, "compared": self._compared,
        }  # fmt: skip
        return {
            "scanned": self._date.text(),
            "site": self._site.text(),
            "note": self._note.text(),
            **{name: str(box.value() or "") for name, box in chosen.items()},
            **{name: field.text() for name, field in self._counts.items()},
        }

    def restore(self, content: Content) -> None:
        self._following = True
        self._date.set_text(content["scanned"])
        self._region.set_value(Region(content["region"]) if content["region"] else None)
        self._site.set_text(content["site"])
        self._field.set_value(Decimal(content["field"]) if content["field"] else None)
        for name, field in self._counts.items():
            field.set_text(content[name])
        self._note.set_text(content["note"])
        self._compared_by_hand = True
        self._following = False
        self._on_date()
        self._compared.set_value(int(content["compared"]) if content["compared"] else None)
        self._on_region()


def past_scan(ctx: Context, scan: Mri, detail: str = "") -> PastEntry:
    """A scan as a line with its way back and its revision."""
    from hsct_desktop.services import mri

    words = ctx.wording
    told = [detail, mri.scanner_words(words, scan.entry)]
    return PastEntry(
        shown(scan.entry.scanned),
        mri.found_words(words, scan.entry),
        " · ".join(part for part in told if part),
        lambda: ctx.open_sheet(MriBackSheet(ctx, scan)),
        lambda: ctx.open_sheet(MriSheet(ctx, scan.entry.patient_id, scan.id)),
    )


class MriBackSheet(ReasonSheet):
    """Asks why a recorded scan is taken back."""

    def __init__(self, ctx: Context, scan: Mri) -> None:
        from hsct_desktop.services import mri

        words = ctx.wording
        super().__init__(
            ctx,
            scan.entry.patient_id,
            "",
            f"{words.value(shown(scan.entry.scanned))}: {mri.found_words(words, scan.entry)}",
            lambda ws, reason: mri.void_mri(ws, scan.id, reason, scan.version),
            draft=f"mri_void:{scan.id}",
        )
        self._heading = self.tr("Take back an MRI")
        self.set_title(self._heading)
