"""The before/after preview as a widget: chips with counts, the grouped table, and what was decided on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.reschedule import Choice, Decisions, MoveKind
from hsct_desktop.domain.working_days import WEEKENDS_ONLY
from hsct_desktop.pictures.move_ruler import legend, reach_for
from hsct_desktop.views.context import Context
from hsct_desktop.views.reschedule_lines import OPENED, MoveLines, all_facts
from hsct_desktop.views.reschedule_table import MoveTable
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.picture_label import PictureLabel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.working_days import working_days

if TYPE_CHECKING:
    from hsct_desktop.services.replanning import MoveRow, Preview


class MoveChips(QWidget):
    """How many visits ask, move, stay, go and come, and how many stop dates follow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = [Chip("") for _ in range(6)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        for chip in self._chips:
            row.addWidget(chip)

    def show_preview(self, preview: Preview | None) -> None:
        """Count another preview."""
        self.setVisible(preview is not None)
        if preview is None:
            return
        counts = preview.counts
        asks, moved, kept = counts[MoveKind.ASKS], counts[MoveKind.MOVED], counts[MoveKind.KEPT]
        dropped, added, stops = counts[MoveKind.DROPPED], counts[MoveKind.ADDED], len(preview.stops)
        made = [
            (self.tr("1 asks") if asks == 1 else self.tr("{} ask").format(asks), "warn" if asks else "plain"),
            (self.tr("{} moved").format(moved), "accent" if moved else "plain"),
            (self.tr("{} kept").format(kept), "success" if kept else "plain"),
            (self.tr("1 stop date") if stops == 1 else self.tr("{} stop dates").format(stops), "plain"),
            (self.tr("{} dropped").format(dropped), "danger" if dropped else "plain"),
            (self.tr("{} added").format(added), "accent" if added else "plain"),
        ]
        for chip, (words, kind) in zip(self._chips, made, strict=True):
            chip.set_text(words)
            chip.set_kind(kind)

    def texts(self) -> list[str]:
        """The words of the chips."""
        return [chip.text() for chip in self._chips]


class MoveLegend(QWidget):
    """What the signs of the rulers mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        words = {
            "before": self.tr("window before"),
            "after": self.tr("window after, target"),
            "booked": self.tr("booked"),
            "open_day": self.tr("nearest open day"),
        }
        for name, picture in legend().items():
            row.addWidget(PictureLabel(picture))
            row.addWidget(PlainLabel(words[name], "caption"))
            row.addSpacing(Space.SMALL)


class ReplanPanel(QWidget):
    """A preview to read and to decide on. With `chips` the counts stand above the table.

    `decided` tells that somebody has chosen. `decisions()` is what a service's write takes.
    """

    decided = Signal()

    def __init__(
        self, ctx: Context, preview: Preview | None = None, *, chips: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._preview: Preview | None = None
        self._chosen: dict[str, Choice] = {}
        self._opened: set[str] = set()
        self._days = WEEKENDS_ONLY
        self._lines = MoveLines(ctx, self)
        self.chips = MoveChips()
        heads = [self.tr("What happens"), self.tr("Visit"), self.tr("Before"), self.tr("After"), "",
                 self.tr("Why, or your choice")]  # fmt: skip
        self.table = MoveTable(ctx, heads, self.tr("Before and after"))
        self.table.choice_wanted.connect(self._on_choice)
        self.table.opening_wanted.connect(self._on_opening)
        self._note = ElidedLabel("", "caption")
        self._hint = PlainLabel("", "muted", wrap=True)
        panel = Panel(flush=True)
        panel.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        if chips:
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(self.chips)
            column.addLayout(line)
        column.addWidget(self._hint)
        column.addWidget(panel, 1)
        column.addWidget(self._note)
        column.addStretch(0)
        self._card = panel
        self.setFocusProxy(self.table)
        self.show_preview(preview)

    def preview(self) -> Preview | None:
        """What is shown."""
        return self._preview

    def show_preview(self, preview: Preview | None, hint: str = "") -> None:
        """Show another preview, or none with a hint why. What was decided on a visit holds while it still asks."""
        self._preview = preview
        self.chips.show_preview(preview)
        self._card.setVisible(preview is not None)
        nothing = self.tr("No visit changes its date.")
        self._hint.setText(hint if preview is None else "" if preview.rows or preview.stops else nothing)
        self._hint.setVisible(bool(self._hint.text()))
        self._note.setText(self._rest(preview) if preview is not None else "")
        self._note.setVisible(bool(self._note.text()))
        if preview is None:
            self.table.set_lines([])
            return
        self._days = working_days(self._ctx)
        self.table.set_reach(reach_for(all_facts(preview)))
        self._fill()

    def _rest(self, preview: Preview) -> str:
        parts = []
        if preview.unchanged:
            one, other = self.tr("1 open visit stays as it is"), self.tr("{} open visits stay as they are")
            parts.append(one if preview.unchanged == 1 else other.format(preview.unchanged))
        if preview.waiting:
            parts.append(self.tr("planned when their day is known: {}").format(", ".join(preview.waiting)))
        return " · ".join(parts)

    def _fill(self) -> None:
        if self._preview is not None:
            self.table.set_lines(self._lines.lines(self._preview, self._chosen, self._days, self._opened))

    def _asking(self, key: object) -> MoveRow | None:
        asks = self._preview.asks if self._preview is not None else ()
        return next((row for row in asks if f"{row.kind}:{row.key}" == key), None)

    def _on_choice(self, key: object, number: int) -> None:
        row = self._asking(key)
        if row is not None and number < len(row.choices):
            self.choose(row.key, row.choices[number])

    def _on_opening(self, key: object, way: int) -> None:
        """Show or hide the dates of a series."""
        if not isinstance(key, str) or key.startswith(OPENED):
            return
        opens = key not in self._opened if way == 0 else way > 0
        (self._opened.add if opens else self._opened.discard)(key)
        self._fill()

    def choose(self, key: str, choice: Choice) -> None:
        """Decide on the visit of that key."""
        self._chosen[key] = choice
        self._fill()
        self.decided.emit()

    def decisions(self) -> Decisions:
        """What was decided on the visits that ask; one without a decision is kept as it is."""
        asks = self._preview.asks if self._preview is not None else ()
        return Decisions({row.key: self._chosen[row.key] for row in asks if row.key in self._chosen})

    def content(self) -> dict[str, Any]:
        """What was decided, for a draft."""
        return {key: str(choice) for key, choice in self._chosen.items()}

    def restore(self, content: dict[str, Any]) -> None:
        """Put decisions back."""
        self._chosen = {key: Choice(choice) for key, choice in content.items()}
        self._fill()
