"""What is settled about a letter: who signed it and when, which letter it replaces, how and to whom it left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from hsct_desktop.domain.letter import Letter, LetterKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Radius, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import box
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.letters import LetterLine

_CODE: Final = 12
"""So many characters of the fingerprint, as on the paper."""


class LetterFacts(QWidget):
    """The lines. `opened` carries the id of another version, `taken_back` that of a dispatch recorded by mistake."""

    opened = Signal(int)
    taken_back = Signal(int)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._doors: list[KeyButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        self._grid.setHorizontalSpacing(Space.MEDIUM)
        self._grid.setVerticalSpacing(Space.TIGHT)
        self._grid.setColumnStretch(1, 1)
        self.setAccessibleName(self.tr("About this letter"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_letter(self, letter: Letter | None, known: Sequence[LetterLine], kind: LetterKind) -> None:
        """Tell of a letter among all of its patient, and beside a new one of that kind of one that has not left yet."""
        self._clear()
        if letter is None or (letter.signature is None and letter.replaces_id is None):
            self._say_waiting([line for line in known if line.letter.entry.kind is kind])
        if letter is not None:
            self._say_signed(letter)
            self._say_versions(letter, {line.letter.id: line.letter for line in known})
            if letter.signature is not None:
                self._say_sent(next((line for line in known if line.letter.id == letter.id), None))
        self.setVisible(self._grid.count() > 0)

    def doors(self) -> Sequence[QWidget]:
        """The buttons of the lines, in their order."""
        return self._doors

    def _clear(self) -> None:
        self._doors = []
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _say_waiting(self, known: Sequence[LetterLine]) -> None:
        for line in known:
            signed = line.letter.signature
            if signed is None or line.sent or line.letter.replaced_by_id is not None:
                continue
            words, day = self._ctx.wording, signed.signed_at.astimezone().date()
            on = self.tr("today") if day == self._ctx.today() else words.date(day)
            said = self.tr("{0}, to {1}: not sent yet").format(on, line.reader)
            self._line(self.tr("Signed"), said, "warn", (self.tr("Open that one"), line.letter.id))
            return  # the latest says it

    def _say_signed(self, letter: Letter) -> None:
        signed, words = letter.signature, self._ctx.wording
        if signed is None:
            return
        at = words.moment(signed.signed_at.astimezone())
        code = " ".join(signed.fingerprint[start : start + 4] for start in range(0, _CODE, 4))
        who = ", ".join(part for part in (signed.name, signed.role) if part)
        self._line(self.tr("Signed"), f"{who} · {at}")
        self._line(self.tr("Fingerprint"), code)

    def _say_versions(self, letter: Letter, known: dict[int, Letter]) -> None:
        before = known.get(letter.replaces_id) if letter.replaces_id is not None else None
        after = known.get(letter.replaced_by_id) if letter.replaced_by_id is not None else None
        words = self._ctx.wording
        if before is not None:
            said = self.tr("{0}, replaces the letter of {1}").format(letter.number, words.date(before.entry.written_on))
            self._line(self.tr("Version"), said, door=(self.tr("Open that one"), before.id))
        elif letter.number > 1 or after is not None:
            self._line(self.tr("Version"), str(letter.number))
        if after is not None:
            said = self.tr("version {0} of {1}").format(after.number, words.date(after.entry.written_on))
            self._line(self.tr("Replaced by"), said, "warn", (self.tr("Open that one"), after.id))

    def _say_sent(self, line: LetterLine | None) -> None:
        if line is None or not line.sent:
            self._line(self.tr("Sent"), self.tr("not yet"), "warn")
            return
        words = self._ctx.wording
        for number, one in enumerate(line.sent):
            entry = one.entry
            parts = (words.enum("sent_by", entry.way), words.date(entry.sent_on), entry.to_whom, entry.note)
            said = " · ".join(part.replace("\n", " ") for part in parts if part)
            row = self._line(self.tr("Sent") if number == 0 else "", said, has_door=True)
            self._door(row, self.tr("Take back…"), said, lambda _on=False, which=one.id: self.taken_back.emit(which))
        self._say_copies(line)

    def _say_copies(self, line: LetterLine) -> None:
        """Who is named for a copy and has not got it yet; nobody waits for one of a letter that was replaced."""
        from hsct_desktop.services import letters

        left = letters.waiting(line) if line.letter.replaced_by_id is None else []
        if left:
            self._line("", self.tr("not yet: {}").format(", ".join(left)), "warn")

    def _line(
        self, label: str, words: str, role: str = "", door: tuple[str, int] | None = None, *, has_door: bool = False
    ) -> int:
        has_door = has_door or door is not None
        row = self._grid.rowCount()
        said = PlainLabel(words, role, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(PlainLabel(label, "muted"), row, 0)
        self._grid.addWidget(said, row, 1, 1, 1 if has_door else 2)
        if door is not None:
            name, which = door
            self._door(row, name, words, lambda _on=False: self.opened.emit(which))
        return row

    def _door(self, row: int, name: str, about: str, act: object) -> None:
        button = KeyButton(name, kind="link", small=True)
        button.setAccessibleName(f"{about}: {name}")
        button.clicked.connect(act)
        self._grid.addWidget(button, row, 2)
        self._doors.append(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), fill="sunken", edge="line", radius=Radius.CONTROL)
        painter.end()
