"""The first page: who works here, their passphrase or PIN, and how the file stands. It shows no patient."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.unlock_facts import FrontFacts, Try
from hsct_desktop.views.unlock_foot import FactLine, FrontStatus
from hsct_desktop.views.unlock_forms import UnlockForms
from hsct_desktop.views.unlock_users import UserList
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

WIDEST: Final = 820
_LEFT, _RIGHT = 53, 47
_TICK_MS: Final = 5000
_BESIDE_LIST: Final = 290
"""What the page needs above and below the list of users."""
_PANEL: Final = 320


class FrontFrame(QWidget):
    """What every page in front of the window has: head with unit and clock, a panel, facts below, status line."""

    language_wanted = Signal(str)
    other_file_wanted = Signal()
    new_file_wanted = Signal()

    def __init__(self, wording: Wording, facts: FrontFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wording = wording
        self._unit = ElidedLabel("", "lock")
        self._above = ElidedLabel("", "caption")
        self._clock = PlainLabel("", "lock")
        self._day = PlainLabel("", "caption")
        self._fact_row = QGridLayout()
        self.panel = QFrame()
        self.panel.setProperty("role", "panel")
        self.status = FrontStatus(wording.language)
        self.status.language_wanted.connect(self.language_wanted)
        self.status.other_file_wanted.connect(self.other_file_wanted)
        self.status.new_file_wanted.connect(self.new_file_wanted)
        self._lay_out()
        self.show_facts(facts)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(_TICK_MS)
        self.tick()

    def _lay_out(self) -> None:
        head = QGridLayout()
        head.setVerticalSpacing(2)
        head.addWidget(self._above, 0, 0)
        head.addWidget(self._unit, 1, 0)
        right = Qt.AlignmentFlag.AlignRight
        head.addWidget(self._clock, 0, 1, right | Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self._day, 1, 1, right)
        head.setColumnStretch(0, 1)
        self._fact_row.setHorizontalSpacing(Space.LARGE)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(2)
        column.addLayout(head)
        column.addSpacing(Space.LARGE)
        column.addWidget(self.panel)
        column.addSpacing(Space.WIDE)
        column.addLayout(self._fact_row)
        column.addStretch(3)
        middle = QWidget()
        middle.setLayout(column)
        middle.setMaximumWidth(WIDEST)
        column.setContentsMargins(0, Space.LARGE, 0, Space.LARGE)
        body = QWidget()
        body.setProperty("role", "clear")
        row = QHBoxLayout(body)
        row.setContentsMargins(Space.WIDE, 0, Space.WIDE, 0)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.status)

    def show_facts(self, facts: FrontFacts) -> None:
        """Show unit, computer, file and the lines below."""
        self._unit.setText(facts.unit or facts.file_name)
        self._above.setText(facts.workstation)
        self.status.show_file(facts.file_name, practice=facts.practice, state=facts.locked_words)
        while (item := self._fact_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, fact in enumerate(facts.facts):
            self._fact_row.addWidget(FactLine(fact), 0, number, Qt.AlignmentFlag.AlignTop)
            self._fact_row.setColumnStretch(number, 1)

    def say(self, sentence: str) -> None:
        """Say what went wrong."""
        raise NotImplementedError

    def tick(self) -> None:
        """The clock."""
        now = datetime.now().astimezone()
        self._clock.setText(f"{now:%H:%M}")
        self._day.setText(self.wording.date_long(now.date()))


class _Upright(QWidget):
    """The line between the halves of the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colour("line"))


class UnlockPage(FrontFrame):
    """Chooses who, asks for what they know. `tried(Try)` carries it; the page never opens anything itself."""

    tried = Signal(object)

    def __init__(self, wording: Wording, facts: FrontFacts, parent: QWidget | None = None) -> None:
        super().__init__(wording, facts, parent)
        self._facts = facts
        self.setAccessibleName(self.tr("Locked"))
        self.forms = UnlockForms(wording)
        self.users = UserList()
        self.other = KeyButton(self.tr("Other user, with passphrase"), icon="key", kind="link")
        self._fill_panel()
        self._connect()
        self.show_people(facts)

    def _fill_panel(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(1, Space.MEDIUM, 0, Space.MEDIUM)
        left.setSpacing(0)
        self._who = PlainLabel(self.tr("Who works here today"), "caption")
        self._who.setContentsMargins(Space.LARGE, 0, 0, 6)
        left.addWidget(self._who)
        left.addWidget(self.users)
        holder = QHBoxLayout()
        holder.setContentsMargins(Space.LARGE - 4, Space.SMALL, 0, 0)
        holder.addWidget(self.other)
        holder.addStretch(1)
        left.addLayout(holder)
        left.addStretch(1)
        line = _Upright()
        self.panel.setMinimumHeight(_PANEL)
        row = QHBoxLayout(self.panel)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, _LEFT)
        row.addWidget(line)
        row.addWidget(self.forms, _RIGHT)

    def _connect(self) -> None:
        self.users.picked.connect(self._on_picked)
        self.users.taken.connect(self.forms.focus_first)
        self.users.typed.connect(self.forms.type_into)
        self.forms.stepped.connect(self.users.step)
        self.forms.numbered.connect(self.users.choose_number)
        self.forms.tried.connect(self._on_tried)
        self.forms.left.connect(self._back_to_list)
        self.other.clicked.connect(self._ask_other)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda number=number: self.users.choose_number(number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.users.set_room(self.height() - _BESIDE_LIST)

    def show_people(self, facts: FrontFacts) -> None:
        """Who can unlock, and who is asked first."""
        self._facts = facts
        self.users.setVisible(bool(facts.people))
        self._who.setVisible(bool(facts.people))
        self.forms.keepers = tuple(person for person in facts.people if person.administers)
        self.users.show_people(facts.people, facts.chosen)
        if facts.people:
            self._on_picked("")
        else:
            self.forms.ask_other()

    def focus_first(self) -> None:
        """The field of who was chosen; the list where it is not said who is here."""
        if len(self._facts.people) > 1 and not self._facts.chosen and not self._facts.published:
            self.users.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.forms.focus_first()

    def say(self, sentence: str) -> None:
        self.forms.show_problem(sentence)

    def _on_picked(self, _uid: str) -> None:
        person = self.users.person()
        if person is not None:
            self.forms.ask_person(person, self._facts.published)

    def _ask_other(self) -> None:
        self.forms.ask_other()
        self.forms.focus_first()

    def _back_to_list(self) -> None:
        if self._facts.people:
            self._on_picked("")
            self.users.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tried(self, attempt: Try) -> None:
        self.tried.emit(attempt)
