"""What the palette shows: patients, then actions, then help, each group under its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hsct_desktop.catalogue.wording import Wording

if TYPE_CHECKING:
    from hsct_desktop.services.patients import PatientHit

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
PATIENTS: Final = "patients"
ACTIONS: Final = "actions"
HELP: Final = "help"


@dataclass(frozen=True)
class PaletteItem:
    """One line. A head has no `target`; a patient's is the hit, an action's its id, a topic's its number."""

    group: str
    text: str
    target: PatientHit | str | int | None = None
    icon: str = ""
    note: str = ""
    key: str = ""
    born: str = ""
    age: str = ""
    code: str = ""
    day: str = ""
    same_name: bool = False
    held: bool = False
    """Whether who works may not do it; the note says why, and so does choosing it."""

    @property
    def is_head(self) -> bool:
        """Whether this line heads a group."""
        return self.target is None

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ", ".join(p for p in (self.text, self.born, self.age, self.code, self.day, self.note, self.key) if p)


def patient_item(hit: PatientHit, wording: Wording, age: str) -> PaletteItem:
    """A patient's line."""
    day = "" if hit.day is None else wording.text("date.day_after_infusion", day=wording.signed_day(hit.day))
    return PaletteItem(
        PATIENTS,
        hit.name,
        hit,
        "user",
        note=hit.next_visit,
        born=wording.date(hit.birth_date),
        age=age,
        code=hit.code,
        day=day,
        same_name=hit.same_name,
    )


class PaletteModel(QAbstractListModel):
    """The lines in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: Sequence[PaletteItem] = ()

    def set_items(self, items: Sequence[PaletteItem]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def replace(self, items: Sequence[PaletteItem]) -> None:
        """Show other words in the same lines; what is chosen stays chosen."""
        self._items = items
        if items:
            self.dataChanged.emit(self.index(0), self.index(len(items) - 1))

    def items(self) -> Sequence[PaletteItem]:
        """All lines."""
        return self._items

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._items[index.row()].is_head:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
