"""How sure it is that each agent caused a toxicity: one chip an agent, each press one level on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Attribution, Causality, Judgement
from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.plain_label import plain_tooltip

CYCLE: Final = (
    Causality.POSSIBLE,
    Causality.PROBABLE,
    Causality.DEFINITE,
    Causality.UNLIKELY,
    Causality.UNRELATED,
)
"""What each press brings, then off again: the first one is what an agent is named for in haste."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEP: Final[dict[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CausalityChips(QWidget):
    """The chips. Space, a click or the digit of a chip goes one level on, Shift+Space one back; arrows move."""

    changed = Signal()

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self._words = ctx.wording
        self._again = self.tr("Space or {}: one level on. Shift+Space: one back.")
        self.levels: dict[Attribution, Causality | None] = {}
        self._chips: dict[Attribution, ChipButton] = {}
        flow = FlowLayout(self)
        for agent in Attribution:
            chip = ChipButton("")
            chip.installEventFilter(self)
            chip.clicked.connect(lambda _on=False, a=agent: self.turn(a))
            self._chips[agent] = chip
            flow.addWidget(chip)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self._chips[Attribution.CONDITIONING])
        self._show()

    def chip(self, agent: Attribution) -> ChipButton:
        """The chip of an agent."""
        return self._chips[agent]

    def set_levels(self, levels: Mapping[Attribution, Causality | None]) -> None:
        """Show these; an agent with None is named without a level."""
        self.levels = dict(levels)
        self._show()
        self.changed.emit()

    def turn(self, agent: Attribution, by: int = 1) -> None:
        """One level on or back, off after the last."""
        held = self.levels.get(agent)
        order = (None, *CYCLE)
        # An agent named without a level counts as one named: the next press says how sure.
        level = order[(order.index(held) + by) % len(order)]
        if level is None:
            self.levels.pop(agent, None)
        else:
            self.levels[agent] = level
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for number, (agent, chip) in enumerate(self._chips.items(), 1):
            level = self.levels.get(agent)
            name = self._words.enum("attribution", agent)
            chip.setText(name if level is None else f"{name}: {self._words.enum('causality', level).lower()}")
            chip.setChecked(agent in self.levels and (level is None or level.counts))
            chip.setAccessibleName(chip.text())
            chip.setToolTip(plain_tooltip(self._again.format(number)))
            chip.updateGeometry()
            chip.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, ChipButton) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(watched, event)
        return super().eventFilter(watched, event)

    def _press(self, chip: ChipButton, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        chips, agents = list(self._chips.values()), list(self._chips)
        at = chips.index(chip)
        if event.key() == Qt.Key.Key_Space:
            self.turn(agents[at], -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.text().isdigit() and 1 <= int(event.text()) <= len(chips):
            self.turn(agents[int(event.text()) - 1])
        elif event.key() in _ENTER:
            chips[-1].setFocus(Qt.FocusReason.OtherFocusReason)
            chips[-1].focusNextPrevChild(True)
        elif event.key() in _STEP:
            chips[(at + _STEP[event.key()]) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True


class CausalityField(QWidget):
    """The chips with their caption. `edited` tells that a level changed."""

    edited = Signal()

    def __init__(self, ctx: Context, caption: str) -> None:
        super().__init__()
        self.setObjectName("attributions")
        self._chips = CausalityChips(ctx, caption)
        self._frame = FieldFrame(caption, self._chips)
        self._chips.changed.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)
        self.setFocusProxy(self._chips)

    def chips(self) -> CausalityChips:
        """The chips themselves."""
        return self._chips

    def judgements(self) -> tuple[Judgement, ...]:
        """What was judged, in the order of the agents."""
        levels = self._chips.levels
        return tuple(Judgement(agent, level) for agent in Attribution if (level := levels.get(agent)) is not None)

    def named(self) -> tuple[Attribution, ...]:
        """The agents to which the toxicity is put down."""
        levels = self._chips.levels
        return tuple(a for a in Attribution if a in levels and ((level := levels[a]) is None or level.counts))

    def set_values(self, judgements: Sequence[Judgement], attributions: Sequence[Attribution] = ()) -> None:
        """Show what is recorded; attributions without a judgement stay without a level."""
        self._chips.set_levels({**dict.fromkeys(attributions), **{j.agent: j.level for j in judgements}})

    def content(self) -> dict[str, str]:
        """The levels by agent, "" for none, for the draft."""
        return {agent.value: level.value if level else "" for agent, level in self._chips.levels.items()}

    def restore(self, content: Mapping[str, str]) -> None:
        """Put a draft back."""
        levels = {Attribution(agent): Causality(level) if level else None for agent, level in content.items()}
        self._chips.set_levels(levels)

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong below."""
        self._frame.set_error(sentence)
