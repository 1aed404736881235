"""The patient's vaccines: the plan along the months, what delays, the doses of a series, what holds a live vaccine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import in_sentence
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.vaccine import EVERY, VaccineDecision, VaccineStatus
from hsct_desktop.pictures.vaccines import legend
from hsct_desktop.views.context import Context
from hsct_desktop.views.painting import measure
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.vaccine_details import GivenPanel, WhyPanel
from hsct_desktop.views.vaccine_table import VaccineTable
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.picture_label import PictureLabel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.vaccine_board import SeriesBoard, VaccineBoard
    from hsct_desktop.views.printing import Printer

_LEAST_CHIP: Final = 80


class StripChip(Chip):
    """A chip that gives way where the line has no room; the whole text is its tooltip."""

    def __init__(self) -> None:
        super().__init__("")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_CHIP, self.sizeHint().height())

    def set_text(self, text: str) -> None:
        super().set_text(text)
        self.setToolTip(plain_tooltip(text))


class VaccineTab(QWidget):
    """Enter records the next dose of the chosen series; Tab leads to its doses, where Enter revises."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._board: VaccineBoard | None = None
        self._variant = ""
        self._variants: ChipChoice | None = None
        self.delays = StripChip()
        self.table = VaccineTable(ctx.wording)
        self.given = GivenPanel(ctx.wording)
        self.why = WhyPanel()
        self._never = ElidedLabel("", "muted")
        self._all = KeyButton(self.tr("Vaccinated elsewhere…"), small=True)
        self._print = KeyButton(self.tr("Plan for the GP"), icon="print", hint="Ctrl+P", small=True)
        self._empty = EmptyState(
            self.tr("Vaccines are planned by the months from Day 0, and this patient has none."),
            self.tr("Enter Day 0"), icon="move", hint="D",
        )  # fmt: skip
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._bar = QHBoxLayout()
        self._bar.setSpacing(Space.MEDIUM)
        self._bar.addWidget(self.delays)
        self._bar.addStretch(1)
        self._axis = PlainLabel(self.tr("months from Day 0"), "caption")
        self._bar.addWidget(self._axis)
        self._bar.addWidget(self._all)
        self._bar.addWidget(self._print)
        self._panel = Panel(flush=True)
        self._panel.add(self.table, 1)
        lower = QHBoxLayout()
        lower.setSpacing(Space.PANEL_GAP)
        lower.addWidget(self.given, 8)
        lower.addWidget(self.why, 7)
        foot = QHBoxLayout()
        foot.setSpacing(Space.SMALL)
        self._legend = PictureLabel(legend(self._ctx.wording, measure))
        self._never_head = PlainLabel(self.tr("Never"), "bold")
        foot.addWidget(self._never_head)
        foot.addWidget(self._never, 1)
        foot.addWidget(self._legend)
        inside = QVBoxLayout()
        inside.setSpacing(Space.SMALL)
        inside.addLayout(self._bar)
        inside.addWidget(self._panel, 3)
        inside.addLayout(lower, 1)
        inside.addLayout(foot)
        inside.setContentsMargins(0, 0, 0, 0)
        self._whole = QWidget()
        self._whole.setLayout(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.SMALL)
        column.addWidget(self._whole, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        ask = self._ctx.action_wanted.emit
        self._print.clicked.connect(self._print_plan)
        self._all.clicked.connect(self._decide_all)
        self._empty.activated.connect(lambda: ask("move_day0"))
        self.table.entered.connect(lambda _key: self.record())
        self.table.moved.connect(self._show_chosen)
        self.table.chosen_choice.connect(self.decide)
        self.given.record.connect(self.record)
        self.given.choice.connect(self._decide_chosen)
        self.given.revise.connect(self.revise)
        self.given.take_back.connect(self.take_back)

    # showing ----------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: int) -> None:
        """Read the plan of a patient; another patient begins with the unit's variant."""
        if patient_id != self._patient_id:
            self._variant = ""
        before = self.table.key() if patient_id == self._patient_id else None
        self._patient_id = patient_id
        self._read(before, first=before is None)

    def _say_empty(self) -> None:
        """Why there is no plan: no Day 0 yet, or cells that are no graft."""
        from hsct_desktop.services import products

        said = products.statement(self._ctx.ready(), self._patient_id)
        if said:
            self._empty.set_text(said)
        else:
            words = self.tr("Vaccines are planned by the months from Day 0, and this patient has none.")
            self._empty.set_text(words, self.tr("Enter Day 0"))

    def _read(self, choose: str | None = None, *, first: bool = False) -> None:
        from hsct_desktop.services import vaccine_board, vaccines

        ws = self._ctx.ready()
        plan = vaccines.for_patient(ws, self._patient_id, None, self._variant or None)
        self._board = vaccine_board.board(plan, ws.catalogue.vaccines, self._ctx.wording)
        planner = self._board.planner
        self._whole.setVisible(planner is not None)
        self._empty.setVisible(planner is None)
        if planner is None:
            self._say_empty()
            return
        self._show_variants(plan.variant)
        self._show_delays()
        self._show_all()
        self._never.setText(", ".join(in_sentence(name) for name in self._board.never))
        if first:
            choose = planner.rows[0].id if planner.rows else None
        self.table.show_plan(planner, choose)
        if first:
            self.table.scrollToTop()
        self._show_chosen()

    def _show_variants(self, shown: str) -> None:
        if self._variants is None:
            variants = self._ctx.ready().catalogue.vaccines.variants.values()
            language = self._ctx.wording.language
            self._variants = ChipChoice(
                [(one.id, one.label.text(language)) for one in variants], multi=False, name=self.tr("Guideline")
            )
            self._variants.changed.connect(self._on_variant)
            for one in variants:
                self._variants.chip(one.id).setToolTip(plain_tooltip(one.source))
            chips = [self._variants.chip(one.id).sizeHint() for one in variants]
            # In one line: the strip beside it gives way.
            self._variants.setFixedWidth(sum(size.width() + Space.SMALL for size in chips))
            self._bar.insertWidget(0, self._variants)
        self._variants.blockSignals(True)
        self._variants.set_values([shown])
        self._variants.blockSignals(False)

    def _on_variant(self, values: tuple[object, ...]) -> None:
        self._variant = str(values[0]) if values else ""
        self._read(self.table.key())

    def _show_delays(self) -> None:
        if self._board is None:
            return
        found = self._board.delays
        true = [fact for fact in found if fact.truth is Truth.YES]
        unknown = [fact for fact in found if fact.truth is Truth.UNKNOWN]
        if true:
            said = self.tr("Delays: {}").format(" · ".join(f"{fact.asks}: {fact.found}" for fact in true))
            self.delays.set_kind("warn", "alert")
        elif unknown:
            said = self.tr("Cannot tell what delays: {}").format(
                " · ".join(f"{fact.asks}: {fact.found}" for fact in unknown)
            )
            self.delays.set_kind("wait", "help")
        else:
            said = self.tr("Nothing delays: {}").format(" · ".join(fact.found for fact in found))
            self.delays.set_kind("success", "check")
        self.delays.set_text(said)

    def _all_left_out(self) -> bool:
        """Whether one decision leaves all series out."""
        lines = self._board.plan.lines if self._board is not None else ()
        return any(line.choice is not None and line.choice.vaccine == EVERY for line in lines)

    def _show_all(self) -> None:
        """While nothing is recorded the whole plan can be left out, and taken up again."""
        out = self._all_left_out()
        self._all.setText(self.tr("Plan again") if out else self.tr("Vaccinated elsewhere…"))
        self._all.setVisible(out or (self._board is not None and not self._board.given_any))

    def _show_chosen(self) -> None:
        series = self.chosen_series()
        if series is not None:
            self.given.show_series(series)
            self.why.show_series(series)

    def chosen_series(self) -> SeriesBoard | None:
        """The series under the mark."""
        key = self.table.key()
        return self._board.series.get(key) if self._board is not None and isinstance(key, str) else None

    def chosen(self) -> str | None:
        """The id of the series under the mark, while the plan is shown."""
        series = self.chosen_series()
        return series.line.series.id if series is not None else None

    def first_stop(self) -> QWidget:
        """Where the keys act: the plan, or the button of an empty page."""
        return self.table if self.table.isVisibleTo(self) else self._empty.button()

    def choose(self, series_id: str) -> None:
        """Put the mark on a series."""
        self.table.choose(series_id)

    # acting -----------------------------------------------------------------------------------------------------

    def record(self) -> None:
        """Record the next dose of the chosen series."""
        from hsct_desktop.views.vaccination_sheet import VaccinationSheet

        self._ctx.open_sheet(VaccinationSheet(self._ctx, self._patient_id, vaccine=self.chosen() or ""))

    def revise(self, vaccination_id: int) -> None:
        """Open a dose to revise it."""
        from hsct_desktop.views.vaccination_sheet import VaccinationSheet

        self._ctx.open_sheet(VaccinationSheet(self._ctx, self._patient_id, vaccination_id))

    def take_back(self, vaccination_id: int) -> None:
        """Ask why a dose is taken back."""
        from hsct_desktop.services import vaccines

        series = self.chosen_series()
        held = next((one for one in series.given if one.id == vaccination_id), None) if series is not None else None
        if series is None or held is None:
            return
        name = held.product or series.facts.name
        sheet = ReasonSheet(
            self._ctx,
            self._patient_id,
            self.tr("Take back a dose"),
            f"{name}, {self._ctx.wording.date(held.on)}",
            lambda ws, reason: vaccines.void_vaccination(ws, held.id, reason, held.version),
            draft=f"vaccination_void:{held.id}",
        )
        self._ctx.open_sheet(sheet)

    def _decide_chosen(self, choice: str) -> None:
        key = self.chosen()
        if key is not None:
            self.decide(key, choice)

    def decide(self, series_id: str, choice: str) -> None:
        """Plan a series that asks, at once; leave one out, with a reason."""
        from hsct_desktop.services import vaccines

        self.table.choose(series_id)
        series = self.chosen_series()
        if series is None or not (
            series.line.status in (VaccineStatus.ASKS, VaccineStatus.LEFT_OUT) or series.line.choice is not None
        ):
            return
        ws, patient_id = self._ctx.ready(), self._patient_id
        if choice == VaccineDecision.PLAN:
            self._ctx.save(lambda: vaccines.decide(ws, patient_id, series_id, VaccineDecision.PLAN))
            return
        what = f"{series.facts.name} {series.facts.detail}".strip()
        sheet = ReasonSheet(
            self._ctx,
            patient_id,
            self.tr("Leave a vaccine out"),
            what,
            lambda ws, reason: vaccines.decide(ws, patient_id, series_id, VaccineDecision.LEAVE_OUT, reason=reason),
            draft=f"vaccine_leave_out:{series_id}",
        )
        sheet.note.set_note(what, self.tr("It stays in the list with this reason and can be planned again."), "warn")
        self._ctx.open_sheet(sheet)

    def _decide_all(self) -> None:
        """Leave out all series without a decision of their own, or take that back."""
        from hsct_desktop.services import vaccines

        ws, patient_id = self._ctx.ready(), self._patient_id
        if self._all_left_out():
            self._ctx.save(lambda: vaccines.reopen(ws, patient_id, EVERY))
            return
        what = self.tr("All vaccines of this patient")
        sheet = ReasonSheet(
            self._ctx,
            patient_id,
            self.tr("Leave all vaccines out"),
            what,
            lambda ws, reason: vaccines.decide(ws, patient_id, EVERY, VaccineDecision.LEAVE_OUT, reason=reason),
            draft="vaccine_leave_out:all",
        )
        sheet.note.set_note(what, self.tr("None is due any more; each can be planned again at any time."), "warn")
        self._ctx.open_sheet(sheet)

    def _print_plan(self) -> None:
        self._ctx.print_vaccine_plan(self._patient_id, self._variant)

    def print_shown(self, printer: Printer) -> None:
        """Print the plan for the GP, by the guideline that is shown."""
        if self._board is not None and self._board.planner is not None:
            printer.vaccine_plan(self._patient_id, self._variant)
