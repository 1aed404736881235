"""The toxicity picture as a widget: the periods of the course, zoom, keys and tooltips as in the timeline."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.pictures.timeline import TimelineFacts
from hsct_desktop.pictures.toxicity import SCREEN, ToxicityFacts, layout, summary
from hsct_desktop.views.painting import measure
from hsct_desktop.views.timeline import TimelineCanvas, TimelineWidget


class ToxicityCanvas(TimelineCanvas):
    """The picture itself; `activated` carries `episode:7`."""

    style_ = SCREEN

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toxicity: ToxicityFacts | None = None

    def take(self, facts: ToxicityFacts) -> None:
        """What the next `set_facts` with its course draws."""
        self._toxicity = facts

    def laid_out(self, facts: TimelineFacts, wording: Wording, room: float | None) -> Picture:
        """The picture in the present view; nothing is left out, it scrolls."""
        del room
        shown = self._toxicity or ToxicityFacts(facts)
        return layout(shown, self._width(), measure, wording, self._preset, span=self._span)

    def described(self, facts: TimelineFacts, wording: Wording) -> str:
        """The picture in a sentence, for screen readers."""
        return summary(self._toxicity or ToxicityFacts(facts), wording)


class ToxicityPicture(TimelineWidget):
    """Title, presets and the scrolling picture of a patient's toxicities."""

    canvas: ToxicityCanvas

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ToxicityCanvas(), "toxicity.picture.title")

    def set_toxicity(self, facts: ToxicityFacts, wording: Wording) -> None:
        """Show the toxicities of a patient in the words of a language."""
        self.canvas.take(facts)
        self.set_facts(facts.course, wording)
