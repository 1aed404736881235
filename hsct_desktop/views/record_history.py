"""The History tab: every change of a patient's record with who, where, before, after and why, and whether the chain
of the change log holds."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.permission import Right, may
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.chain_line import ChainLine
from hsct_desktop.views.context import Context
from hsct_desktop.views.field_history import FieldHistoryPanel
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Space, Width
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.audit import HistoryFilter, HistoryLine, HistoryPage

_SIDE: Final = 352
_MORE: Final = "more"
_LOOKS: Final = 999
"""How many openings are counted before it is called many."""


class HistoryTab(QWidget):
    """One table, newest first, by day; Enter or Shift+F2 shows the versions of a field."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id: int | None = None
        self._lines: list[HistoryLine] = []
        self._more: int | None = None
        self.chain = ChainLine(ctx)
        self.versions = FieldHistoryPanel(ctx)
        self.versions.setFixedWidth(_SIDE)
        heads = [
            self.tr("Entry") + "\t", self.tr("Time"), self.tr("Who"), self.tr("Record"), self.tr("What"),
            self.tr("Before"), self.tr("After"), self.tr("Reason"),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("History"), heads, [60, 48, 96, 210, 120, 76, -1, 92])
        self.table.set_drop_order((0, 5, 7))
        self.table.entered.connect(self._enter)
        self.table.moved.connect(self._show_versions)
        self._lay_out()
        shortcut = QShortcut(QKeySequence("Shift+F2"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._enter(self.table.key()))

    def _lay_out(self) -> None:
        self._bar = QHBoxLayout()
        self._bar.setSpacing(Space.SMALL)
        kinds: list[tuple[object, str]] = [
            (frozenset(), self.tr("All kinds")),
            (frozenset({"result"}), self.tr("Results")),
            (frozenset({"visit", "schedule", "contact", "state"}), self.tr("Visits")),
            (frozenset({"adverse_event", "infection"}), self.tr("Toxicity")),
            (frozenset({"therapy", "transfusion", "vaccine"}), self.tr("Therapy")),
            (frozenset({"letter", "attachment"}), self.tr("Letters")),
        ]
        self.kinds = ChipChoice(kinds, multi=False, name=self.tr("Kinds"))
        self.kinds.set_values([frozenset()])
        self.kinds.changed.connect(lambda _values: self._read())
        self.who = ChoiceBox()
        self.who.setAccessibleName(self.tr("Who wrote it"))
        self.since = ChoiceBox()
        self.since.setAccessibleName(self.tr("Since when"))
        for label, days in (
            (self.tr("Since the beginning"), None),
            (self.tr("Last 30 days"), 30),
            (self.tr("Last 365 days"), 365),
        ):
            self.since.addItem(label, days)
        self.reason = ChipButton(self.tr("Only with a reason"))
        self._count = PlainLabel("", "muted")
        self.export = KeyButton(self.tr("Export…"), icon="export", small=True)
        self.export.clicked.connect(self._ask_place)
        self._bar.addWidget(self.kinds, 1, Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.who, self.since, self.reason, self._count, self.export):
            self._bar.addWidget(widget)
        self.who.activated.connect(lambda _row: self._read())
        self.since.activated.connect(lambda _row: self._read())
        self.reason.clicked.connect(lambda: self._read())
        row = QHBoxLayout()
        row.setSpacing(Space.PANEL_GAP)
        row.addWidget(self.table, 1)
        row.addWidget(self.versions)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        column.setSpacing(Space.SMALL)
        column.addLayout(self._bar)
        column.addWidget(self.chain)
        column.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Beside a narrow table the versions have no room: they open as a sheet.
        self.versions.setVisible(self.width() >= Width.NARROW_BELOW - _SIDE // 3)
        self._count.setVisible(self.width() >= Width.NARROW_BELOW - _SIDE // 3)

    # what is shown ----------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: int) -> None:
        """Read the history of a patient; the filter stays."""
        other = patient_id != self._patient_id
        self._patient_id = patient_id
        self._offer()
        self._read(stay=not other)
        self.chain.refresh()

    def _offer(self) -> None:
        """The staff as they are now; whoever was chosen stays so."""
        from hsct_desktop.services import staff

        ws = self._ctx.ready()
        chosen = self.who.currentData()
        self.who.clear()
        self.who.addItem(self.tr("Anybody"), None)
        for row in staff.everybody(ws):
            self.who.addItem(row.name, row.id)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self.export.setEnabled(may(ws.author, Right.AUDIT))

    def wanted(self) -> HistoryFilter:
        """The filter as it is set."""
        from datetime import timedelta

        from hsct_desktop.services.audit import HistoryFilter

        days = self.since.currentData()
        since: date | None = self._ctx.today() - timedelta(days=days) if days else None
        kinds = self.kinds.value()
        return HistoryFilter(
            kinds if isinstance(kinds, frozenset) else frozenset(),
            self.who.currentData(),
            since,
            with_reason_only=self.reason.isChecked(),
        )

    def _read(self, *, stay: bool = False) -> None:
        self._lines = []
        self._take(self._page(None), stay=stay)

    def _page(self, before: int | None) -> HistoryPage | None:
        from hsct_desktop.services import audit

        if self._patient_id is None:
            return None
        try:
            return audit.record_history(self._ctx.ready(), self._patient_id, self.wanted(), before)
        except KnownError as error:
            self._ctx.report_error(error)
            return None

    def _take(self, page: HistoryPage | None, *, stay: bool = True) -> None:
        if page is None:
            return
        self._lines += page.lines
        self._more = page.more
        self._say_count()
        keep = self.table.key() if stay else None
        self.table.set_lines(self._shown(), choose=keep)
        self._show_versions()

    def _say_count(self) -> None:
        """How many lines are shown, and for who may know it how often the record was looked at."""
        from hsct_desktop.services import access_log

        words, ws = self._ctx.wording, self._ctx.ready()
        count = len(self._lines)
        many = self.tr("the last {} lines") if self._more is not None else self.tr("{} lines")
        told = [self.tr("1 line") if count == 1 else many.format(words.number(count))]
        if self._patient_id is not None and may(ws.author, Right.AUDIT):
            looks = len(access_log.who_viewed(ws, self._patient_id, _LOOKS))
            number = f"{_LOOKS}+" if looks == _LOOKS else words.number(looks)
            told.append(self.tr("opened {} times").format(number))
        self._count.setText(" · ".join(told))

    def _shown(self) -> list[Line]:
        lines: list[Line] = []
        words = self._ctx.wording
        for day, some in groupby(enumerate(self._lines), key=lambda pair: pair[1].at.date()):
            of_day = [self._line(number, one) for number, one in some]
            lines.append(Line((Cell(words.date_weekday(day), bold=True),), group=len(of_day)))
            lines += of_day
        if self._more is not None:
            lines.append(Line((Cell(), Cell(), Cell(), Cell(self.tr("Older ones…"), token="accent")), key=_MORE))
        return lines

    def _line(self, number: int, one: HistoryLine) -> Line:
        gone = self.tr("{}, undone since").format(one.field) if one.undone else one.field
        return Line(
            (
                Cell(self._ctx.wording.number(one.seq), token="muted"),
                Cell(f"{one.at:%H:%M}", token="muted", tip=f"{one.at:%Y-%m-%d %H:%M:%S} · {one.workstation}"),
                Cell(one.who),
                Cell(one.record, bold=True),
                Cell(gone, token="muted" if one.undone else ""),
                Cell(one.before or "–", token="muted"),
                Cell(one.after or "–", bold=not one.undone, token="muted" if one.undone else ""),
                Cell(one.reason, token="muted"),
            ),
            key=number,
        )

    def _chosen(self) -> HistoryLine | None:
        key = self.table.key()
        return self._lines[key] if isinstance(key, int) and key < len(self._lines) else None

    def _show_versions(self) -> None:
        chosen = self._chosen()
        if not self.versions.isVisibleTo(self):
            return
        if chosen is None:
            self.versions.clear()
        elif not chosen.column:
            self.versions.show_new(chosen.record, chosen.after.split("; "))
        else:
            self.versions.show_field(chosen.table, chosen.row_id, chosen.column)

    def _enter(self, key: object) -> None:
        if key == _MORE:
            self._take(self._page(self._more))
            return
        chosen = self._chosen()
        if chosen is None:
            return
        if self.versions.isVisibleTo(self):
            self.versions.focus_first()
        elif not chosen.column:
            self.versions.open_new(chosen.record, chosen.after.split("; "))
        else:
            self.versions.open_sheet(chosen.table, chosen.row_id, chosen.column)

    def _ask_place(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save the history"), "history.pdf", self.tr("PDF or CSV (*.pdf *.csv)")
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write all lines of the filter; the dialog has asked before it gave the name of a file."""
        from hsct_desktop.services import record_history_export

        if self._patient_id is None:
            return
        try:
            place = record_history_export.export(
                self._ctx.ready(), self._patient_id, self.wanted(), path, overwrite=True
            )
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)
        else:
            self._ctx.toast(self.tr("Saved to {}").format(place))
