"""The filters beside Today's lists: choose one, see how much it leaves, open the sheet that makes or changes one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hsct_desktop.views.side_list import ITEM_HEIGHT, ListItem, SideList
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.filters import FilterRow

_MOST_SHOWN: Final = 6
"""More filters than these scroll."""
EVERYBODY: Final = ""
"""The key of no filter at all."""


class FilterPanel(QWidget):
    """Below the lists: everybody, then each saved filter with what it leaves. Enter on one changes it."""

    chosen = Signal(str)
    new_wanted = Signal()
    change_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = SideList(self.tr("Filters"))
        self.list.chosen.connect(self.chosen)
        self.list.doubleClicked.connect(lambda _index: self.change_wanted.emit())
        self.new = KeyButton(self.tr("New filter…"), icon="plus", small=True)
        self.change = KeyButton(self.tr("Change…"), small=True)
        self.new.clicked.connect(self.new_wanted)
        self.change.clicked.connect(self.change_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(rule())
        caption = PlainLabel(self.tr("Filters"), "muted")
        caption.setContentsMargins(8, 4, 0, 0)
        column.addWidget(caption)
        column.addWidget(self.list)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 0, 0, 0)
        buttons.setSpacing(6)
        buttons.addWidget(self.new)
        buttons.addWidget(self.change)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def set_filters(self, items: Sequence[ListItem], chosen: str) -> None:
        """Show the filters, `items[0]` for everybody, and mark one."""
        self.list.set_items(items, chosen)
        self.list.setFixedHeight(min(len(items), _MOST_SHOWN) * ITEM_HEIGHT + 2)
        self.change.setVisible(chosen != EVERYBODY)


class FilterLine(QWidget):
    """Above the rows while a filter hides some of them: which one and how many are left, with the way back.

    Where the side column finds no room, its chip holds the list of filters.
    """

    chosen = Signal(str)
    new_wanted = Signal()
    change_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: Sequence[ListItem] = ()
        self._chosen = EVERYBODY
        self._as_menu = False
        self._said = ElidedLabel("", "bold")
        self._chip = ChipButton("", icon="filter", checkable=False)
        self._chip.clicked.connect(self._show_menu)
        self._all = KeyButton(self.tr("Show all rows"), small=True)
        self._all.clicked.connect(lambda: self.chosen.emit(EVERYBODY))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._chip)
        row.addWidget(self._said, 1)
        row.addWidget(self._all, 0, Qt.AlignmentFlag.AlignRight)

    def show_filter(self, items: Sequence[ListItem], chosen: str, shown: int, total: int) -> None:
        """Say what is left of how many rows."""
        self._items, self._chosen = items, chosen
        name = next((item.name for item in items if item.key == chosen), "")
        words = self.tr("Filter: {name}, {shown} of {total} rows").format(name=name, shown=shown, total=total)
        self._said.setText(words if chosen else "")
        self._chip.setText(name if chosen else self.tr("Filters"))
        self._chip.setAccessibleName(words if chosen else self.tr("Filters"))
        self._arrange()

    def set_as_menu(self, as_menu: bool) -> None:
        """Whether the side column is gone and the chip stands in for it."""
        self._as_menu = as_menu
        self._arrange()

    def words(self) -> str:
        """What it says; "" while no filter hides anything."""
        return self._said.text()

    def _arrange(self) -> None:
        self._chip.setVisible(self._as_menu)
        self._all.setVisible(bool(self._chosen))
        self.setVisible(self._as_menu or bool(self._chosen))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        for item in self._items:
            action = menu.addAction(f"{item.name}  {item.count}")
            action.setCheckable(True)
            action.setChecked(item.key == self._chosen)
            action.triggered.connect(partial(self.chosen.emit, item.key))
        menu.addSeparator()
        menu.addAction(self.tr("New filter…")).triggered.connect(lambda: self.new_wanted.emit())
        if self._chosen:
            menu.addAction(self.tr("Change…")).triggered.connect(lambda: self.change_wanted.emit())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._chip.mapToGlobal(self._chip.rect().bottomLeft()))


def filter_items(
    everybody: str, damaged: str, filters: Sequence[FilterRow], counts: dict[int, int], total: int
) -> list[ListItem]:
    """The entries of the panel: everybody, then each filter with the rows it leaves.

    A damaged one leaves all; `damaged` is a template that says so behind its name.
    """
    items = [ListItem(EVERYBODY, everybody, "patients", total)]
    for row in filters:
        name = damaged.format(name=row.name) if row.damaged else row.name
        items.append(ListItem(str(row.id), name, "filter", counts.get(row.id, 0)))
    return items
