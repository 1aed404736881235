"""The treatment as a page of the patient: mobilisation, collections, conditioning by day, cells infused, scans."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import HarvestVerdict
from hsct_desktop.views.conditioning_grid import ConditioningTable
from hsct_desktop.views.context import Context
from hsct_desktop.views.course_chips import CourseChips
from hsct_desktop.views.over_page import OverPage
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.conditioning import DaySquare, DrugRow
    from hsct_desktop.services.treatment_board import RegimenCard, TreatmentBoard
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.views.printing import Printer

_ROW: Final = 29


class TreatmentPage(OverPage):
    """The page. Ins adds to the table that has the keys, Ctrl+R a collection and Ctrl+I cells from everywhere, Enter
    opens, Del takes back; on the grid Space confirms.
    """

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.patient_id = patient_id
        self.board: TreatmentBoard | None = None
        self._summary = ElidedLabel("", "muted")
        self._course: int | None = None
        self.courses = CourseChips(self.tr("Which transplant"))
        self.courses.chosen.connect(self.show_course)
        self._make_tables()
        self._make_panels()
        self._lay_out()
        self.read()

    # building ---------------------------------------------------------------------------------------------------

    def _make_tables(self) -> None:
        dose = self.tr("CD34+ dose") + "\t"
        heads = [self.tr("Session"), self.tr("Day"), dose, self.tr("In blood") + "\t", self.tr("Volume") + "\t"]
        self.collections = RowsTable(self.tr("Collections"), heads, [60, 170, -1, 84, 84], row=_ROW)
        self.collections.set_drop_order((4, 3))
        self.infusions = RowsTable(self.tr("Cells infused"), [self.tr("Day"), self.tr("Cells")], [180, -1], row=_ROW)
        self.scans = RowsTable(
            self.tr("Scans"), [self.tr("Visit"), self.tr("Window"), self.tr("Found")], [150, 190, -1], row=_ROW
        )
        self.grid = ConditioningTable(
            self._ctx, self.tr("Conditioning by day"), (self.tr("Drug"), self.tr("What the regimen says"))
        )
        self.grid.confirmed.connect(self.confirm)
        self.grid.opened.connect(self.open_square)
        self.grid.removed.connect(self.take_back_given)
        self.grid.moved.connect(self._tell)
        self.collections.entered.connect(self.open_collection)
        self.infusions.entered.connect(self.open_infusion)
        self.infusions.moved.connect(self._tell_infusion)
        self.scans.entered.connect(lambda _key: self._ctx.action_wanted.emit("record_mri"))
        keys: tuple[tuple[QWidget, str, Callable[[], object]], ...] = (
            (self.collections, "Ins", self.add_collection), (self.collections, "Del", self.take_back_collection),
            (self.infusions, "Ins", self.add_infusion), (self.infusions, "Del", self.take_back_infusion),
            (self.grid, "Ins", self.add_drug), (self, "Ctrl+Return", self.approve),
            (self, "Ctrl+R", self.add_collection), (self, "Ctrl+I", self.add_infusion),
        )  # fmt: skip
        for table, key, act in keys:
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _button(self, words: str, act: Callable[[], object], *, icon: str = "", hint: str = "") -> KeyButton:
        button = KeyButton(words, icon=icon, hint=hint, small=True)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _make_panels(self) -> None:
        self._harvest = PlainLabel("", "caption", wrap=True)
        self._mobilisation = PlainLabel("", "caption", wrap=True)
        self._collected = Panel(self.tr("Mobilisation and collections"), flush=True)
        self._collected.add_to_head(
            self._button(self.tr("Collection"), self.add_collection, icon="plus", hint="Ctrl+R")
        )
        self._no_collection = PlainLabel(self.tr("No collection recorded."), "muted")
        self._stack(self._collected, self._mobilisation, self.collections, self._no_collection, self._harvest)
        self._infused = Panel(self.tr("Cells infused"), flush=True)
        self._infuse = self._button(self.tr("Infusion"), self.add_infusion, icon="plus", hint="Ctrl+I")
        self._infused.add_to_head(self._infuse)
        self._no_infusion = PlainLabel(self.tr("No infusion recorded."), "muted")
        self._details = PlainLabel("", "caption", wrap=True)
        self._stack(self._infused, self.infusions, self._details, self._no_infusion)
        self._infused.body().addStretch(1)
        self._collected.body().addStretch(1)
        self._scanned = Panel(self.tr("Scans that the protocol asks for"), flush=True)
        self._scanned.add(self.scans)
        self._given = Panel(self.tr("Conditioning"), flush=True)
        self._intensity, self._approved = Chip("", "accent"), Chip("", "success")
        self._approve = self._button(self.tr("Approve regimen…"), self.approve, icon="sign", hint="Ctrl+Enter")
        self._withdraw = self._button(self.tr("Withdraw…"), self.withdraw)
        self._day = self._button(self.tr("Whole day as planned"), self.grid.confirm_day, hint="Ctrl+Space")
        add = self._button(self.tr("Other drug"), self.add_drug, icon="plus", hint="Ins")
        for chip in (self._intensity, self._approved):
            self._given.add_to_head(chip)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self._approve, self._day, add, self._withdraw):
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        line = QWidget()
        inside = QVBoxLayout(line)
        inside.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.TIGHT)
        inside.addWidget(buttons)
        self._said = PlainLabel("", "", wrap=True)
        self._sums = PlainLabel("", "warn", wrap=True)
        self._about = PlainLabel("", "caption", wrap=True)
        self._stack(self._given, self.grid, self._said, line, self._sums, self._about)

    def _stack(self, panel: Panel, *widgets: QWidget) -> None:
        """Tables over the whole width of a flush panel, words within its margins."""
        for widget in widgets:
            if isinstance(widget, PlainLabel):
                inside = QWidget()
                column = QVBoxLayout(inside)
                column.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.TIGHT)
                column.addWidget(widget)
                panel.add(inside)
            else:
                panel.add(widget)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(PlainLabel(self._ctx.wording.text("treatment.title"), "page"))
        bar.addWidget(self.courses)
        bar.addWidget(self._summary, 1)
        self._sheet = self._button(self.tr("Day-by-day sheet"), self._print, icon="print", hint="Ctrl+P")
        bar.addWidget(self._sheet)
        bar.addWidget(self._button(self.tr("Back"), self.closed.emit, hint="Esc"))
        self._notes = QVBoxLayout()
        self._notes.setSpacing(Space.SMALL)
        above = QHBoxLayout()
        above.setSpacing(Space.SMALL)
        above.addWidget(self._collected, 1)
        above.addWidget(self._infused, 1)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.SMALL)
        inside.addLayout(self._notes)
        inside.addLayout(above)
        inside.addWidget(self._scanned)
        inside.addWidget(self._given)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(bar)
        column.addWidget(area, 1)

    # showing ----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the course that is shown. KnownError `treatment_no_course` before the first."""
        from hsct_desktop.services import treatment_board

        self.board = board = treatment_board.for_patient(self._ctx.ready(), self.patient_id, self._course)
        self.courses.show_courses(board.courses, board.course.id)
        self._sheet.setVisible(board.is_latest)
        words = self._ctx.wording
        regimen = board.conditioning
        shown = [words.enum("product", board.product)]
        if regimen is not None:
            shown.append(regimen.regimen.short.text(words.language))
            shown += [words.text("treatment.intensity", intensity=regimen.intensity)] if regimen.intensity else []
        self._summary.setText(" · ".join(shown))
        self._show_notes(board)
        self._show_collections(board)
        self._show_infusions(board)
        self._show_scans(board)
        self._show_conditioning(board)

    def show_course(self, transplant_id: int) -> None:
        """Show another course of the patient."""
        self._course = transplant_id
        self.read()

    def _show_notes(self, board: TreatmentBoard) -> None:
        _clear(self._notes)
        if board.statement:
            title = self._ctx.wording.enum("product", board.product)
            self._notes.addWidget(AlertNote(title, board.statement, "info"))
        for hint in board.hints:
            self._notes.addWidget(AlertNote(hint, "", "warn"))

    def _show_collections(self, board: TreatmentBoard) -> None:
        is_graft = board.product is Product.HSC
        self._collected.setVisible(is_graft or bool(board.collections) or board.product is Product.CAR_T)
        graft_title, other_title = self.tr("Mobilisation and collections"), self.tr("Leukapheresis")
        self._collected.set_title(graft_title if is_graft else other_title)
        lines = []
        for row in board.collections:
            cells = (Cell(str(row.held.entry.session), bold=True), Cell(row.day, tip=row.held.entry.note),
                     Cell(row.dose), Cell(row.blood), Cell(row.volume))  # fmt: skip
            lines.append(Line(cells, row.held.id))
        _fill(self.collections, lines, self._no_collection)
        self._harvest.setText("\n".join(board.harvest_words) if is_graft else "")
        low = board.harvest.verdict is HarvestVerdict.BELOW or board.harvest.poor
        self._harvest.set_role("warn" if low else "caption")
        _show_label(self._harvest)
        start, card = board.course.entry.mobilisation_start, board.mobilisation
        parts = [card.name if card is not None else ""]
        if start is not None:
            parts.append(self.tr("from {}").format(self._ctx.wording.date(start)))
        self._mobilisation.setText(" · ".join(part for part in parts if part))
        self._mobilisation.setToolTip("")
        _show_label(self._mobilisation)

    def _show_infusions(self, board: TreatmentBoard) -> None:
        lines = []
        for row in board.infusions:
            said = " · ".join((row.what, *row.details))
            lines.append(Line((Cell(row.day), Cell(row.what, bold=True, tip=said)), row.held.id))
        _fill(self.infusions, lines, self._no_infusion)
        self._tell_infusion()

    def _tell_infusion(self) -> None:
        """All that is recorded of the cells under the mark."""
        rows = self.board.infusions if self.board is not None else ()
        row = next((one for one in rows if one.held.id == self.infusions.key()), None)
        self._details.setText(" · ".join(row.details) if row is not None else "")
        _show_label(self._details)

    def _show_scans(self, board: TreatmentBoard) -> None:
        words = self._ctx.wording
        self._scanned.setVisible(bool(board.scans))
        lines = []
        for scan in board.scans:
            window = f"{words.day_month(scan.earliest)} – {words.date(scan.latest)}"
            waits = scan.earliest > self._ctx.today()
            missing = self.tr("still to come") if waits else self.tr("no scan recorded in the window")
            on = words.date(scan.found.entry.scanned.first) if scan.found is not None else ""
            found = f"{on} · {scan.words}" if scan.found is not None else missing
            cells = (Cell(scan.label, bold=True), Cell(window), Cell(found, "" if scan.found else "muted", tip=found))
            lines.append(Line(cells, scan.label))
        _fill(self.scans, lines, None)

    def _show_conditioning(self, board: TreatmentBoard) -> None:
        card = board.conditioning
        self._given.setVisible(board.product is not Product.MSC or card is not None or bool(board.grid.rows))
        title = self.tr("Lymphodepletion") if board.product is Product.CAR_T else self.tr("Conditioning")
        self._given.set_title(title, card.name if card is not None else self.tr("no regimen chosen"))
        self.grid.show_grid(board.grid)
        self.grid.setVisible(bool(board.grid.rows))
        self._day.setVisible(any(square.says for row in board.grid.rows for square in row.squares.values()))
        self._sums.setText("\n".join(board.grid.hints))
        _show_label(self._sums)
        self._intensity.setVisible(card is not None and bool(card.intensity))
        for widget in (self._approved, self._approve, self._withdraw, self._about):
            widget.setVisible(card is not None)
        if card is not None:
            self._show_card(card)
        self._tell_shown()

    def _show_card(self, card: RegimenCard) -> None:
        words, approval = self._ctx.wording, card.approval.approval
        self._intensity.set_text(words.text("treatment.intensity", intensity=card.intensity))
        self._approved.set_text(self.tr("approved") if card.approval.is_approved else self.tr("not approved"))
        self._approved.set_kind("success" if card.approval.is_approved else "warn")
        self._approve.setVisible(not card.approval.is_approved)
        self._withdraw.setVisible(approval is not None)
        if approval is None:
            said = words.text("treatment.approval.none")
        else:
            key = "given" if card.approval.is_approved else "newer"
            params = {"by": approval.approved_by, "on": approval.approved_on, "version": approval.rules_version}
            said = words.text(f"treatment.approval.{key}", **params)
        source = self.tr("{}. Shown for reading; the program computes no dose.").format(card.source)
        self._about.setText("\n".join([said, *card.notes, source]))

    def _tell_shown(self) -> None:
        found = self.grid.square()
        self._tell(self.grid.rows.says(*found) if found is not None else "")

    def _tell(self, words: str) -> None:
        """What stands under the mark, and how to act on it."""
        self._said.setText(words or self.tr("Ins records a drug and its day."))

    def focus_first(self) -> None:
        """Give the keys to the grid, to the cells where there is none, to the button that records the first ones."""
        stops: tuple[QWidget, ...] = (self.grid, self.infusions, self._infuse)
        next(stop for stop in stops if stop.isVisibleTo(self)).setFocus(Qt.FocusReason.TabFocusReason)

    # acting -----------------------------------------------------------------------------------------------------

    def confirm(self, orders: list[tuple[str, int]]) -> None:
        """Record planned days as given as planned."""
        board = self.board
        if board is None or not orders:
            return
        from hsct_desktop.services import treatment

        course = board.course.id
        self._write(lambda ws: treatment.confirm_planned(ws, self.patient_id, course, orders))

    def open_square(self, drug: DrugRow, square: DaySquare) -> None:
        """The form of a drug on a day."""
        from hsct_desktop.views.treatment_sheets import GivenSheet

        if self.board is not None:
            self._ctx.open_sheet(GivenSheet(self._ctx, self.board, drug, square))

    def add_drug(self) -> None:
        """A drug that the regimen does not have."""
        from hsct_desktop.views.treatment_sheets import GivenSheet

        if self.board is not None:
            self._ctx.open_sheet(GivenSheet(self._ctx, self.board))

    def add_collection(self) -> None:
        """A new collection."""
        self._collection_sheet(None)

    def open_collection(self, key: object) -> None:
        """Revise a collection."""
        self._collection_sheet(key)

    def _collection_sheet(self, key: object) -> None:
        from hsct_desktop.views.treatment_sheets import ApheresisSheet

        if self.board is not None:
            held = next((row.held for row in self.board.collections if row.held.id == key), None)
            self._ctx.open_sheet(ApheresisSheet(self._ctx, self.board, held))

    def add_infusion(self) -> None:
        """New cells infused."""
        self._infusion_sheet(None)

    def open_infusion(self, key: object) -> None:
        """Revise cells infused."""
        self._infusion_sheet(key)

    def _infusion_sheet(self, key: object) -> None:
        from hsct_desktop.views.infusion_sheet import InfusionSheet

        if self.board is not None:
            held = next((row.held for row in self.board.infusions if row.held.id == key), None)
            self._ctx.open_sheet(InfusionSheet(self._ctx, self.board, held))

    def take_back_collection(self) -> None:
        """Take back the collection under the mark, with a reason."""
        from hsct_desktop.services import treatment

        rows = self.board.collections if self.board is not None else ()
        row = next((one for one in rows if one.held.id == self.collections.key()), None)
        if row is None:
            return
        held, what = row.held, f"{row.held.entry.session} · {row.day}"

        def act(ws: Workspace, reason: str) -> Changes:
            return treatment.void_apheresis(ws, held.id, reason, held.version)

        self._take_back(self.tr("Take back a collection"), what, act, f"apheresis_void:{held.id}")

    def take_back_infusion(self) -> None:
        """Take back the cells under the mark, with a reason."""
        from hsct_desktop.services import treatment

        rows = self.board.infusions if self.board is not None else ()
        row = next((one for one in rows if one.held.id == self.infusions.key()), None)
        if row is None:
            return
        held, what = row.held, f"{row.what}, {row.day}"

        def act(ws: Workspace, reason: str) -> Changes:
            return treatment.void_infusion(ws, held.id, reason, held.version)

        self._take_back(self.tr("Take back cells infused"), what, act, f"infusion_void:{held.id}")

    def take_back_given(self, square: DaySquare) -> None:
        """Take back what is recorded of a square, with a reason."""
        from hsct_desktop.services import treatment

        held = square.held
        if held is None or square.on is None:
            return

        def act(ws: Workspace, reason: str) -> Changes:
            return treatment.void_given(ws, held.id, reason, held.version)

        what = f"{held.entry.drug}, {self._ctx.wording.date(square.on)}"
        self._take_back(self.tr("Take back a day of conditioning"), what, act, f"given_void:{held.id}")

    def _take_back(self, title: str, what: str, act: Callable[[Workspace, str], Changes], draft: str) -> None:
        from hsct_desktop.views.reason_sheet import ReasonSheet

        self._ctx.open_sheet(ReasonSheet(self._ctx, self.patient_id, title, what, act, draft=draft))

    def approve(self) -> None:
        """Ask who approves the regimen as it reads now; one that is approved needs nobody."""
        from hsct_desktop.views.treatment_sheets import ApproveRegimenSheet

        card = self.board.conditioning if self.board is not None else None
        if card is not None and not card.approval.is_approved:
            self._ctx.open_sheet(ApproveRegimenSheet(self._ctx, card))

    def withdraw(self) -> None:
        """Ask why the approval is withdrawn."""
        from hsct_desktop.views.treatment_sheets import withdraw_sheet

        card = self.board.conditioning if self.board is not None else None
        if card is None:
            return
        sheet = withdraw_sheet(self._ctx, self.tr("Withdraw the approval"), card.name, card.approval)
        if sheet is not None:
            self._ctx.open_sheet(sheet)

    def _write(self, write: Callable[[Workspace], Changes]) -> None:
        """What was written comes back as news; what was refused is said and read anew."""
        try:
            done = self._ctx.save(lambda: write(self._ctx.ready()))
        except InputError as error:
            self._ctx.error_wanted.emit(self._ctx.wording.problems(error))
            done = None
        if done is None:
            self.read()

    def _print(self) -> None:
        self._ctx.action_wanted.emit("print_day_sheet")

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here: the sheet of the days in hospital, which only the latest course has."""
        if self.board is not None and not self.board.is_latest:
            self._ctx.toast(self.tr("The day-by-day sheet is of the latest transplant. Choose it above to print."))
            return
        printer.day_sheet(self.patient_id)


def _fill(table: RowsTable, lines: list[Line], empty: PlainLabel | None) -> None:
    """Show lines at full height; without any the table is gone and a sentence says so."""
    table.set_lines(lines)
    table.setFixedHeight(Height.HEADER + len(lines) * _ROW + 2)
    table.setVisible(bool(lines) or empty is None)
    if empty is not None:
        _shown_if(empty, bool(lines) is False)


def _show_label(label: PlainLabel) -> None:
    _shown_if(label, bool(label.text()))


def _shown_if(label: PlainLabel, on: bool) -> None:
    """Show or hide a sentence with the margins around it."""
    label.setVisible(on)
    around = label.parentWidget()
    if around is not None:
        around.setVisible(on)


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
