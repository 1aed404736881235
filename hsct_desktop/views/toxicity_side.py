"""The picture beside the table of toxicities: a switch between the two, and the panel that holds the picture."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.toxicity_picture import ToxicityPicture
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.segmented import SegmentedChoice

_TABLE, _PICTURE = "table", "picture"
_PREFIX: Final = "episode:"
_LEAST_HEIGHT: Final = 260


class ToxicityPictureSide(QObject):
    """The switch goes into the tab's bar, the panel into its column; `switched` tells that the other one is wanted."""

    switched = Signal()
    opened = Signal(int)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._stale = True
        self._picture: ToxicityPicture | None = None
        choices: list[tuple[object, str]] = [(_TABLE, self.tr("Table")), (_PICTURE, self.tr("Picture"))]
        self.switch = SegmentedChoice(choices, name=self.tr("Table or picture"))
        self.switch.set_value(_TABLE)
        self.switch.chosen.connect(lambda _value: self._on_switch())
        self.panel = Panel()
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self.panel.hide()

    @property
    def is_shown(self) -> bool:
        """Whether the picture is wanted instead of the table."""
        return bool(self.switch.value() == _PICTURE)

    def put(self, bar: QBoxLayout, column: QBoxLayout, place: int) -> None:
        """Put the switch at the end of a bar and the panel into a column at a place."""
        bar.addWidget(self.switch)
        column.insertWidget(place, self.panel, 100)

    def refresh(self, patient_id: int, *, some: bool) -> None:
        """The toxicities have changed; `some` says whether there are any to draw."""
        self._patient_id, self._stale = patient_id, True
        self.switch.setVisible(some)
        self.panel.setVisible(some and self.is_shown)
        if some and self.is_shown:
            self._read()

    def picture(self) -> ToxicityPicture:
        """The picture, made when it is first wanted."""
        if self._picture is None:
            self._picture = ToxicityPicture()
            self._picture.activated.connect(self._on_activated)
            self.panel.add(self._picture, 1)
        return self._picture

    def _on_switch(self) -> None:
        self.panel.setVisible(self.is_shown)
        if self.is_shown and self._patient_id:
            if self._stale:
                self._read()
            self.picture().canvas.setFocus()
        self.switched.emit()

    def _read(self) -> None:
        from hsct_desktop.services import toxicity_picture

        facts = toxicity_picture.of_patient(self._ctx.ready(), self._patient_id)
        self.picture().set_toxicity(facts, self._ctx.wording)
        self._stale = False

    def _on_activated(self, name: str) -> None:
        if name.startswith(_PREFIX):
            self.opened.emit(int(name.removeprefix(_PREFIX)))
