"""Infections of a patient in a few lines, with what leads on: the record, a toxicity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import AdverseEventEntry
from hsct_desktop.domain.infection import InfectionCertainty, LineRelated
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.grade_choices import new_version
from hsct_desktop.views.infection_sheet import InfectionSheet
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from datetime import date

    from hsct_desktop.services.infections import InfectionRow

_MOST_LINES: Final = 8
_DAY_WIDTH: Final = 62
_TERMS: Final = {
    "cmv": "cytomegalovirus_infection_reactivation",
    "ebv": "epstein_barr_virus_infection_reactivation",
}
"""Organisms of the list whose toxicity has a term of its own; for others the person chooses."""
_KINDS: Final = {
    InfectionCertainty.PROVEN: "danger",
    InfectionCertainty.PROBABLE: "warn",
    InfectionCertainty.POSSIBLE: "wait",
}


class InfectionPanel(Panel):
    """The latest infections, those that have not ended first."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(" ")
        self._ctx = ctx
        self._patient_id = 0
        self.set_title(self.tr("Infections"), "")
        self._more = KeyButton(self.tr("Record infection"), hint="I", small=True)
        self._more.clicked.connect(lambda: ctx.action_wanted.emit("record_infection"))
        self.add_to_head(self._more)
        self._lines: list[QWidget] = []
        self.hide()

    def has_lines(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._lines)

    def show_rows(self, patient_id: int, rows: Sequence[InfectionRow], day0: date | None) -> None:
        """Show the infections of a patient."""
        self._patient_id = patient_id
        ordered = sorted(rows, key=lambda row: not row.infection.is_open)
        for line in self._lines:
            line.hide()
            line.setParent(None)
            line.deleteLater()
        self._lines = [self._line(row, day0) for row in ordered[:_MOST_LINES]]
        for line in self._lines:
            self.add(line)
        rest = len(rows) - len(self._lines)
        self.set_title(self.tr("Infections"), self.tr("{} more in the sheet").format(rest) if rest else "")

    def _line(self, row: InfectionRow, day0: date | None) -> QWidget:
        words, held = self._ctx.wording, row.infection
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        when = words.date(held.found_on) if day0 is None else words.day(day0, held.found_on)
        day = PlainLabel(when, "muted")
        day.setMinimumWidth(_DAY_WIDTH)
        day.setToolTip(plain_tooltip(words.date(held.found_on)))
        layout.addWidget(day)
        what = ElidedLabel(row.what, "bold")
        what.setToolTip(plain_tooltip(row.what))
        layout.addWidget(what, 3)
        if held.entry.certainty is not None:
            layout.addWidget(
                Chip(words.enum("infection_certainty", held.entry.certainty), _KINDS[held.entry.certainty])
            )
        if held.entry.line_related is LineRelated.YES:
            layout.addWidget(Chip(words.enum("line_related", LineRelated.YES), "plain"))
        layout.addWidget(ElidedLabel(self._detail(row), "muted"), 4)
        for button in self._buttons(row):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        line.setMinimumHeight(28)
        return line

    def _detail(self, row: InfectionRow) -> str:
        words, entry = self._ctx.wording, row.infection.entry
        end = self.tr("until {}").format(words.date(entry.ended_on)) if entry.ended_on is not None else ""
        neutrophils = ""
        if entry.anc_at_onset is not None:
            neutrophils = self.tr("ANC {}").format(words.number(entry.anc_at_onset))
        parts = (row.specimen, entry.resistance, entry.treatment.replace("\n", ", "), neutrophils,
                 words.enum("outcome", entry.outcome), end)  # fmt: skip
        return " · ".join(part for part in parts if part)

    def _buttons(self, row: InfectionRow) -> list[KeyButton]:
        revise = KeyButton(self.tr("Revise"), icon="edit", small=True)
        revise.clicked.connect(lambda: self._revise(row.infection.id))
        revise.setAccessibleName(self.tr("Revise") + f": {row.what}")
        if row.toxicities:
            return [revise]
        toxicity = KeyButton(self.tr("Record as toxicity"), icon="alert", small=True)
        toxicity.clicked.connect(lambda: self._record(row))
        toxicity.setAccessibleName(self.tr("Record as toxicity") + f": {row.what}")
        return [toxicity, revise]

    def _revise(self, infection_id: int) -> None:
        self._ctx.open_sheet(InfectionSheet(self._ctx, self._patient_id, infection_id))

    def _record(self, row: InfectionRow) -> None:
        """A toxicity linked with the infection; the term is given where the organism has one of its own."""
        from hsct_desktop.catalogue.infections import named

        items = self._ctx.ready().catalogue.infections
        known = named(items, "organism", row.infection.entry.organism)
        term = _TERMS.get(known.id, "") if known is not None else ""
        given = AdverseEventEntry(
            self._patient_id, term, new_version(self._ctx), row.infection.found_on, (), infection_id=row.infection.id
        )
        draft = f"infection_toxicity:{row.infection.id}"
        self._ctx.open_sheet(AdverseEventSheet(self._ctx, self._patient_id, given=given, draft=draft))
