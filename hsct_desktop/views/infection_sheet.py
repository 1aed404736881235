"""Record an infection: organism, where it was found, whether a line is the source, resistance, treatment, outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Outcome
from hsct_desktop.domain.infection import (
    InfectionCertainty,
    InfectionEntry,
    InfectionKind,
    LineRelated,
    check_infection,
)
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField, NumberField, TextField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.infections import InfectionRow, NeutrophilsThen

_PARTS: Final = ("organism", "site", "specimen")
_MOST_PAST: Final = 30
"""So many infections are listed below the form, the latest first."""


@dataclass(frozen=True)
class _Fields:
    """The fields of the form beside the three that search a list."""

    found_on: DayField
    kind: ChipsField
    certainty: ChipsField
    line: ChipsField
    anc: NumberField
    resistance: TextField
    treatment: NotesField
    treated_from: DayField
    treated_until: DayField
    outcome: ChoiceField
    ended_on: DayField
    note: NotesField


class InfectionSheet(RecordSheet):
    """An infection, new or to be revised. What the lists do not have is taken as written."""

    def __init__(self, ctx: Context, patient_id: int, infection_id: int | None = None) -> None:
        name = "infection" if infection_id is None else f"infection:{infection_id}"
        super().__init__(ctx, patient_id, "", draft=name)
        self._heading = self.tr("Record infection") if infection_id is None else self.tr("Revise infection")
        self.set_title(self._heading, "")
        self._infection_id = infection_id
        self._version = 0
        self._kind_by_hand = self._following = False
        self._proposed = ""
        self._then: NeutrophilsThen | None = None
        from hsct_desktop.catalogue.search import Index
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        items = ctx.ready().catalogue.infections.values()
        self._index = {
            part: Index((item, item.label, item.also) for item in items if item.part == part) for part in _PARTS
        }
        self._pickers = {
            "organism": SearchPicker(self.tr("Organism"), lambda typed: self._search("organism", typed), free=True),
            "site": SearchPicker(self.tr("Site"), lambda typed: self._search("site", typed), free=True),
            "specimen": SearchPicker(self.tr("Found in"), lambda typed: self._search("specimen", typed), free=True),
        }
        self._build()
        self._fill()
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.ctx.wording
        self._f = f = _Fields(
            captioned(DayField(), self.tr("Found on"), "foundOn"),
            captioned(ChipsField(), self.tr("Kind"), "kind"),
            captioned(ChipsField(), self.tr("Certainty"), "certainty"),
            captioned(ChipsField(), self.tr("Venous line as the source"), "lineRelated"),
            captioned(NumberField(), self.tr("Neutrophils at onset"), "ancAtOnset"),
            captioned(TextField(), self.tr("Resistance"), "resistance"),
            captioned(NotesField(), self.tr("Treatment"), "treatment"),
            captioned(DayField(), self.tr("Treated from"), "treatedFrom"),
            captioned(DayField(), self.tr("Treated until"), "treatedUntil"),
            captioned(ChoiceField(), self.tr("Outcome"), "outcome"),
            captioned(DayField(), self.tr("End"), "endedOn"),
            captioned(NotesField(), self.tr("Note"), "note"),
        )
        for day in (f.found_on, f.treated_from, f.treated_until, f.ended_on):
            day.bind(self.ctx, self._day0)
        f.anc.set_unit("×10⁹/L")
        f.kind.set_choices(enum_choices(words, "infection_kind", InfectionKind))
        f.certainty.set_choices(enum_choices(words, "infection_certainty", InfectionCertainty))
        f.line.set_choices(enum_choices(words, "line_related", LineRelated))
        f.outcome.set_choices(enum_choices(words, "outcome", Outcome))
        f.ended_on.line().setPlaceholderText(self.tr("ongoing"))
        f.treated_until.line().setPlaceholderText(self.tr("ongoing"))
        self._connect_fields()
        self._lay_form()

    def _connect_fields(self) -> None:
        for part, picker in self._pickers.items():
            picker.typed.connect(lambda _words, part=part: self._on_typed(part))
            picker.taken.connect(lambda _found, part=part: self._on_taken(part))
        self._f.kind.edited.connect(self._on_kind)
        self._f.found_on.dateChanged.connect(lambda _day: self._show_neutrophils())
        self._f.anc.edited.connect(self._say_neutrophils)
        self._f.ended_on.dateChanged.connect(self._on_end)
        self._f.outcome.edited.connect(self.changed)

    def _lay_form(self) -> None:
        f, body = self._f, QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (
            self._pickers["organism"],
            self._pickers["site"],
            self._pickers["specimen"],
            f.kind,
            f.certainty,
            field_row(f.found_on, f.anc),
            f.line,
            f.resistance,
            f.treatment,
            field_row(f.treated_from, f.treated_until),
            field_row(f.outcome, f.ended_on),
            f.note,
            self._past(),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _fill(self) -> None:
        entry = InfectionEntry(self.patient_id, self.ctx.today())
        if self._infection_id is not None:
            from hsct_desktop.services import infections

            entry, self._version = infections.entry_of(self.ctx.ready(), self._infection_id)
            self._kind_by_hand = True
        f, self._following = self._f, True
        for part, picker in self._pickers.items():
            picker.set_chosen(None, getattr(entry, part))
        f.anc.set_text("" if entry.anc_at_onset is None else self.ctx.wording.number(entry.anc_at_onset))
        f.kind.set_value(entry.kind)
        f.certainty.set_value(entry.certainty)
        f.line.set_value(entry.line_related)
        f.resistance.set_text(entry.resistance)
        f.treatment.set_text(entry.treatment)
        f.treated_from.set_date(entry.treated_from)
        f.treated_until.set_date(entry.treated_until)
        f.outcome.set_value(entry.outcome)
        f.ended_on.set_date(entry.ended_on)
        f.note.set_text(entry.note)
        f.found_on.set_date(entry.found_on)
        self._following = False
        self._show_neutrophils()

    # lists that are searched ------------------------------------------------------------------------------------

    def _search(self, part: str, typed: str) -> tuple[list[Found], str]:
        rows = []
        for match in self._index[part].search(typed, self.ctx.language, limit=12):
            kind = match.item.kind
            aside = self.ctx.wording.enum("infection_kind", kind) if kind is not None else ""
            rows.append(Found(match.item, match.shown, match.spans, match.via, aside))
        return rows, "" if rows else self.tr("not in the list: taken as written")

    def _on_typed(self, part: str) -> None:
        if part == "organism":
            self._follow_organism()
        self.changed()

    def _on_taken(self, part: str) -> None:
        if part == "organism":
            self._follow_organism()
        following = {"organism": self._pickers["site"], "site": self._pickers["specimen"], "specimen": self._f.kind}
        following[part].setFocus(Qt.FocusReason.TabFocusReason)
        self.changed()

    def _follow_organism(self) -> None:
        """A known organism brings its kind, unless somebody has chosen one by hand."""
        from hsct_desktop.catalogue.infections import named

        known = named(self.ctx.ready().catalogue.infections, "organism", self._pickers["organism"].text())
        if known is not None and known.kind is not None and not self._kind_by_hand:
            self._following = True
            self._f.kind.set_value(known.kind)
            self._following = False

    def _on_kind(self) -> None:
        self._kind_by_hand = self._kind_by_hand or not self._following

    # neutrophils, end -------------------------------------------------------------------------------------------

    def _show_neutrophils(self) -> None:
        """Propose the count nearest to the day where nobody has typed one."""
        from hsct_desktop.services import infections

        self._then = infections.neutrophils_on(self.ctx.ready(), self.patient_id, self._f.found_on.date())
        typed = self._f.anc.text()
        if self._infection_id is None and typed in ("", self._proposed):
            count = self._then.count if self._then is not None else None
            self._proposed = "" if count is None else self.ctx.wording.number(count)
            self._f.anc.set_text(self._proposed)
        self._say_neutrophils()

    def _say_neutrophils(self) -> None:
        said = self.tr("no count within a day of it") if self._then is None else self._then.words
        self._f.anc.set_understood(said)

    def _on_end(self, day: object) -> None:
        """An end makes the outcome resolved, no end makes it ongoing, unless somebody has said otherwise."""
        outcome = self._f.outcome.value()
        if day is not None and outcome is Outcome.ONGOING:
            self._f.outcome.set_value(Outcome.RESOLVED)
        elif day is None and outcome is Outcome.RESOLVED and not self._f.ended_on.typed().strip():
            self._f.outcome.set_value(Outcome.ONGOING)

    # what was recorded before -----------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        from hsct_desktop.services import infections

        if self._infection_id is not None:
            return PastEntries(self.ctx.wording, [])
        held = infections.for_patient(self.ctx.ready(), self.patient_id)[:_MOST_PAST]
        return PastEntries(self.ctx.wording, [self._past_entry(row) for row in held], wide=True)

    def _past_entry(self, row: InfectionRow) -> PastEntry:
        words, held = self.ctx.wording, row.infection
        parts = [
            words.day(self._day0, held.found_on) if self._day0 is not None else "",
            words.enum("infection_certainty", held.entry.certainty) if held.entry.certainty is not None else "",
            row.specimen,
            words.enum("outcome", held.entry.outcome),
        ]
        return PastEntry(
            held.found_on,
            row.what,
            " · ".join(part for part in parts if part),
            lambda: self.ctx.open_sheet(InfectionBackSheet(self.ctx, self.patient_id, row)),
            lambda: self.ctx.open_sheet(InfectionSheet(self.ctx, self.patient_id, held.id)),
        )

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._pickers["organism"].line() if self._infection_id is None else None

    def _entry(self) -> InfectionEntry:
        f, texts = self._f, {part: picker.text().strip() for part, picker in self._pickers.items()}
        kind, certainty, line, outcome = f.kind.value(), f.certainty.value(), f.line.value(), f.outcome.value()
        return InfectionEntry(
            self.patient_id,
            f.found_on.date(),
            kind if isinstance(kind, InfectionKind) else InfectionKind.UNKNOWN,
            certainty if isinstance(certainty, InfectionCertainty) else None,
            texts["organism"],
            texts["site"],
            texts["specimen"],
            line if isinstance(line, LineRelated) else LineRelated.UNKNOWN,
            f.resistance.text(),
            f.treatment.text(),
            f.treated_from.date(),
            f.treated_until.date(),
            f.anc.number(),
            outcome if isinstance(outcome, Outcome) else Outcome.ONGOING,
            f.ended_on.date(),
            f.note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_infection(self._entry(), self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        f = self._f
        fields: dict[str, QWidget] = {
            "found_on": f.found_on,
            "anc_at_onset": f.anc,
            "treated_from": f.treated_from,
            "treated_until": f.treated_until,
            "ended_on": f.ended_on,
            "outcome": f.outcome,
            "certainty": f.certainty,
            "resistance": f.resistance,
            "treatment": f.treatment,
            "note": f.note,
            **self._pickers,
        }
        return fields.get(field, self._pickers["organism"])

    def write(self) -> Changes:
        from hsct_desktop.services import infections

        ws, entry = self.ctx.ready(), self._entry()
        if self._infection_id is None:
            return infections.record(ws, entry, confirmed=self.confirmed)
        return infections.revise(ws, self._infection_id, self._version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        f = self._f
        days = {"found_on": f.found_on, "from": f.treated_from, "until": f.treated_until, "ended_on": f.ended_on}
        chips: dict[str, ChipsField | ChoiceField] = {
            "kind": f.kind,
            "certainty": f.certainty,
            "line": f.line,
            "outcome": f.outcome,
        }
        lines: dict[str, TextField | NotesField] = {
            "anc": f.anc,
            "resistance": f.resistance,
            "treatment": f.treatment,
            "note": f.note,
        }
        return {
            **{part: picker.text() for part, picker in self._pickers.items()},
            **{name: day.typed() for name, day in days.items()},
            **{name: str(chip.value() or "") for name, chip in chips.items()},
            **{name: line.text() for name, line in lines.items()},
        }

    def restore(self, content: Content) -> None:
        f = self._f
        for part, picker in self._pickers.items():
            picker.set_chosen(None, content[part])
        f.found_on.set_typed(content["found_on"])
        f.treated_from.set_typed(content["from"])
        f.treated_until.set_typed(content["until"])
        f.kind.set_value(InfectionKind(content["kind"]) if content["kind"] else None)
        f.certainty.set_value(InfectionCertainty(content["certainty"]) if content["certainty"] else None)
        f.line.set_value(LineRelated(content["line"]) if content["line"] else None)
        f.outcome.set_value(Outcome(content["outcome"]) if content["outcome"] else None)
        f.ended_on.set_typed(content["ended_on"])
        f.anc.set_text(content["anc"])
        f.resistance.set_text(content["resistance"])
        f.treatment.set_text(content["treatment"])
        f.note.set_text(content["note"])


class InfectionBackSheet(ReasonSheet):
    """Asks why a recorded infection is taken back."""

    def __init__(self, ctx: Context, patient_id: int, row: InfectionRow) -> None:
        from hsct_desktop.services import infections

        held = row.infection
        super().__init__(
            ctx,
            patient_id,
            "",
            f"{row.what}, {ctx.wording.date(held.found_on)}",
            lambda ws, reason: infections.void_infection(ws, held.id, reason, held.version),
            draft=f"infection_void:{held.id}",
        )
        self._heading = self.tr("Take back an infection")
        self.set_title(self._heading)
