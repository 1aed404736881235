"""The medication picture as a widget: the periods of the course, zoom, keys and tooltips as in the timeline."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.medication import SCREEN, layout, summary
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.pictures.timeline import TimelineFacts
from hsct_desktop.views.painting import measure
from hsct_desktop.views.timeline import TimelineCanvas, TimelineWidget


class MedicationCanvas(TimelineCanvas):
    """The picture itself; `activated` carries `therapy:7`. Nothing is left out: the page scrolls."""

    style_ = SCREEN

    def laid_out(self, facts: TimelineFacts, wording: Wording, room: float | None) -> Picture:
        """The picture in the present view."""
        del room
        return layout(facts, self._width(), measure, wording, self._preset, span=self._span)

    def described(self, facts: TimelineFacts, wording: Wording) -> str:
        """The picture in a sentence, for screen readers."""
        return summary(facts, wording)

    def relay(self) -> None:
        """Lay out again; the frame around it is as high as its rows."""
        super().relay()
        viewport = self.parentWidget()
        frame = None if viewport is None else viewport.parentWidget()
        if frame is not None:
            frame.setFixedHeight(self.minimumHeight())


class MedicationPicture(TimelineWidget):
    """Title, periods and the picture of a patient's medication."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, MedicationCanvas(), "medication.picture.title")
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
