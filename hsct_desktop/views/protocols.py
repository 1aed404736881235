"""Protocols: what the schedule is made from, where each comes from, and what is wrong in the unit's own folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import EN_DASH, MINUS
from hsct_desktop.domain.protocol import AnchorKind, FollowUpProtocol, ProtocolItem
from hsct_desktop.views.context import Context
from hsct_desktop.views.side_list import ListItem, SideList
from hsct_desktop.views.sized_table import SizedTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.paint import text_width
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip
from hsct_desktop.views.widgets.table import TableRole

if TYPE_CHECKING:
    from hsct_desktop.catalogue.error import CatalogueProblem

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_SIDE_WIDTH: Final = 290
_SIDE_SLIM: Final = 200
_WIDE: Final = 1200
_REPEATS: Final = 4
_PROBLEMS_HIGHEST: Final = 180


class ItemsModel(QAbstractTableModel):
    """The visits of one protocol as words."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self.rows: list[tuple[str, ...]] = []
        self._tooltips: list[str] = []

    def set_rows(self, rows: list[tuple[str, ...]], tooltips: list[str]) -> None:
        """Show other visits; a tooltip names the assessments of a visit."""
        self.beginResetModel()
        self.rows, self._tooltips = rows, tooltips
        self.endResetModel()

    def widest(self, column: int) -> float:
        """Room the widest words of a column take."""
        widths = (text_width(row[column], font(bold=column == 0)) for row in self.rows)
        return max([text_width(self._headers[column], font("caption")), *widths])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[row][column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(word for word in self.rows[row] if word)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltips[row]
        if role == TableRole.BOLD:
            return column == 0
        if role == TableRole.TOKEN:
            return "muted" if column >= 4 else "text"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None


class ProtocolsPage(QWidget):
    """The page: protocols at the left, the chosen one's visits at the right, problems above them."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._chosen = ""
        headers = (
            self.tr("Visit"), self.tr("Counted from"), self.tr("After"), self.tr("Window in days"),
            self.tr("Repeats"), self.tr("Place"), self.tr("Assessments"),
        )  # fmt: skip
        self.model = ItemsModel(headers, self)
        self.table = SizedTable(self.tr("Visits of the protocol"))
        self.table.setModel(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.resized.connect(self._size_columns)
        self.list = SideList(self.tr("Protocols"))
        self.list.setFixedWidth(_SIDE_WIDTH)
        self.list.chosen.connect(self.choose)
        self._title = PlainLabel("", "sheet")
        self._status = Chip("", "quiet")
        self._about = PlainLabel("", "caption", wrap=True)
        self._problems = QVBoxLayout()
        self._lay_out()
        ctx.workspace_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.MEDIUM)
        head.addWidget(self._title)
        head.addWidget(self._status)
        head.addStretch(1)
        card = Panel(flush=True)
        top = QVBoxLayout()
        top.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        top.setSpacing(Space.TIGHT)
        top.addLayout(head)
        top.addWidget(self._about)
        card.body().addLayout(top)
        card.add(self.table, 1)
        right = QVBoxLayout()
        right.setSpacing(Space.MEDIUM)
        right.addWidget(self._problem_area())
        right.addWidget(card, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.MEDIUM, 0, Space.LARGE, Space.LARGE)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def _problem_area(self) -> QScrollArea:
        """Many problems scroll instead of pushing the table away."""
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._inside = inside = QWidget()
        inside.setProperty("role", "clear")
        inside.setLayout(self._problems)
        self._problems.setContentsMargins(0, 0, 0, 0)
        self._problems.setSpacing(Space.SMALL)
        self._area.setWidget(inside)
        self._area.hide()
        return self._area

    def refresh(self) -> None:
        """Read the catalogue of the open file."""
        workspace = self._ctx.workspace
        if workspace is None:
            self.list.setEnabled(False)
            return
        self.list.setEnabled(True)
        protocols = workspace.catalogue.protocols
        if self._chosen not in protocols:
            self._chosen = next(iter(protocols), "")
        items = [
            ListItem(key, protocol.label.text(self._ctx.language), "protocols", len(protocol.items))
            for key, protocol in protocols.items()
        ]
        if items:
            self.list.set_items(items, self._chosen)
            self.choose(self._chosen)
        self._show_problems(workspace.catalogue.problems)

    def choose(self, key: str) -> None:
        """Show a protocol."""
        workspace = self._ctx.workspace
        if workspace is None:
            return
        self._chosen = key
        protocol = workspace.catalogue.protocols[key]
        self._title.setText(protocol.label.text(self._ctx.language))
        self._status.set_text(self._status_words(protocol))
        version = self.tr("{id}, version {version}").format(id=protocol.id, version=protocol.version)
        source = self.tr("Source: {}").format(protocol.source)
        self._about.setText(f"{version} · {source}")
        self.model.set_rows(
            [self._row(protocol, item) for item in protocol.items], [self._tooltip(item) for item in protocol.items]
        )
        self._size_columns()

    def focus_first(self) -> None:
        """Put the keyboard into the list of protocols."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _status_words(self, protocol: FollowUpProtocol) -> str:
        return self.tr("reference default") if protocol.status == "reference default" else protocol.status

    def _show_problems(self, problems: Sequence[CatalogueProblem]) -> None:
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for problem in problems:
            sentence = problem.text(self._ctx.language)
            self._problems.addWidget(AlertNote(self.tr("Not used: a file of the unit's folder"), sentence, "warn"))
        self._area.setVisible(bool(problems))
        self._area.setFixedHeight(min(_PROBLEMS_HIGHEST, self._inside.sizeHint().height() + 2))

    def _row(self, protocol: FollowUpProtocol, item: ProtocolItem) -> tuple[str, ...]:
        label = item.label.text(self._ctx.language).replace("{n}", "n")
        if item.optional:
            label = self.tr("{visit} (optional)").format(visit=label)
        window = f"{MINUS}{item.window.before} {EN_DASH} +{item.window.after}"
        place = self._ctx.wording.enum("place", item.place)
        repeats = self._repeats(item)
        return (
            label, self._anchor(protocol, item), self._offset(item), window, repeats, place, str(len(item.assessments))
        )  # fmt: skip

    def _anchor(self, protocol: FollowUpProtocol, item: ProtocolItem) -> str:
        previous = item.previous_visit
        if previous is not None:
            before = protocol.item(previous)
            return before.label.text(self._ctx.language) if before is not None else previous
        words = {
            AnchorKind.MOBILISATION: self.tr("start of mobilisation"),
            AnchorKind.DAY0: self.tr("Day 0"),
            AnchorKind.DISCHARGE: self.tr("discharge"),
        }
        return words[AnchorKind(item.anchor)]

    def _offset(self, item: ProtocolItem) -> str:
        return self._step(item.offset.count, item.offset.unit)

    def _step(self, count: int, unit: str) -> str:
        words = {
            "d": self.tr("{} days"),
            "w": self.tr("{} weeks"),
            "m": self.tr("{} months"),
            "y": self.tr("{} years"),
        }
        one = {
            "d": self.tr("1 day"),
            "w": self.tr("1 week"),
            "m": self.tr("1 month"),
            "y": self.tr("1 year"),
        }
        return one[unit] if count == 1 else words[unit].format(str(count).replace("-", MINUS))

    def _repeats(self, item: ProtocolItem) -> str:
        repeat = item.repeat
        if repeat is None:
            return ""
        single = {
            "d": self.tr("every day"),
            "w": self.tr("every week"),
            "m": self.tr("every month"),
            "y": self.tr("every year"),
        }
        count, unit = repeat.every.count, repeat.every.unit
        every = single[unit] if count == 1 else self.tr("every {}").format(self._step(count, unit))
        if repeat.until_offset is None:
            return self.tr("{every}, for life").format(every=every)
        until = self._step(repeat.until_offset.count, repeat.until_offset.unit)
        if repeat.until_anchor == AnchorKind.DAY0:
            return self.tr("{every}, until {until} after Day 0").format(every=every, until=until)
        return self.tr("{every}, for {until}").format(every=every, until=until)

    def _tooltip(self, item: ProtocolItem) -> str:
        lines = [line.label.text(self._ctx.language) for line in item.assessments]
        return plain_tooltip("\n".join([self._repeats(item), *lines]).strip())

    def _size_columns(self) -> None:
        self.list.setFixedWidth(_SIDE_WIDTH if self.window().width() >= _WIDE else _SIDE_SLIM)
        widths = [int(min(self.model.widest(column) + 28, 280)) for column in range(self.model.columnCount())]
        over = sum(widths) - self.table.viewport().width()
        # Where room is short, how a visit repeats gives way: its tooltip and the other columns say the rest.
        widths[_REPEATS] -= min(max(over, 0), widths[_REPEATS] - 60)
        for column in (len(widths) - 1, len(widths) - 2):
            # Where it is still too wide, how many assessments and the place go first.
            if sum(widths) > self.table.viewport().width():
                widths[column] = 0
        widths[_REPEATS] += max(self.table.viewport().width() - sum(widths), 0)
        for column, width in enumerate(widths):
            self.table.setColumnHidden(column, width == 0)
            self.table.setColumnWidth(column, width)
