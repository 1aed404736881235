"""A row of a file beside what is recorded: field by field one value is chosen; is somebody of that name the same?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.import_run import RowVerdict
from hsct_desktop.views.context import Context
from hsct_desktop.views.import_pick import ValuePick
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.views.import_session import ImportSession

RECORD, FILE = "record", "file"
ANOTHER: Final = 0


class MergeSheet(SideSheet):
    """Rows one after the other; what is chosen counts at once, so that leaving loses nothing."""

    def __init__(
        self,
        ctx: Context,
        session: ImportSession,
        rows: Sequence[RowVerdict],
        field_words: Callable[[str], str],
        who: Callable[[RowVerdict], str],
    ) -> None:
        """`field_words` names a field, `who` the person of a row as the file has them."""
        super().__init__(ctx.sheet_host(), " ", top=ctx.sheet_top(), save="")
        self._ctx, self._session, self._rows = ctx, session, list(rows)
        self._field_words, self._who = field_words, who
        self._at = 0
        self.picks: list[ValuePick] = []
        self.draft_button().hide()
        self.save_button().setText(self.tr("Done"))
        self.saved.connect(self.close_sheet)
        self.previous = KeyButton(self.tr("Previous"), hint="Alt+Left", small=True)
        self.next = KeyButton(self.tr("Next"), hint="Alt+Right", small=True)
        self.where = ElidedLabel("")
        steps = QWidget()
        pair = QHBoxLayout(steps)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(Space.SMALL)
        pair.addWidget(self.previous)
        pair.addWidget(self.next)
        self.set_sub_head(self.where, steps)
        self.previous.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._go(by))
        self._show()

    def verdict(self) -> RowVerdict:
        """The row that is shown."""
        return self._rows[self._at]

    def _go(self, by: int) -> None:
        at = min(max(self._at + by, 0), len(self._rows) - 1)
        if at != self._at:
            self._at = at
            self._show()
            if self.picks:
                self.picks[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        verdict = self.verdict()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.SMALL)
        self.picks = []
        if verdict.same_person:
            self._add_persons(column, verdict)
        for conflict in verdict.conflicts:
            label = self._field_words(conflict.field)
            choices = (
                (RECORD, self.tr("Record"), conflict.recorded),
                (FILE, self.tr("File"), conflict.in_file),
            )
            takes = (verdict.key, conflict.field) in self._session.decisions.take_file
            keeps = (verdict.key, conflict.field) in self._session.decisions.keep_record
            pick = ValuePick(label, choices, FILE if takes else RECORD if keeps else None)
            pick.picked.connect(lambda value, c=conflict: self._on_value(c.field, value))
            column.addWidget(PlainLabel(label, "bold"))
            column.addWidget(pick)
            self.picks.append(pick)
        if verdict.conflicts:
            column.addWidget(PlainLabel(self.tr("Everything else of the row comes in either way."), "caption"))
            self._add_all(column)
        column.addStretch(1)
        self.set_body(body)
        title = self.tr("The same person?") if verdict.same_person else self.tr("Record and file")
        row = self.tr("row {0}").format(verdict.key.number)
        self.set_title(title, row)
        at = self.tr("{0} of {1}").format(self._at + 1, len(self._rows)) if len(self._rows) > 1 else ""
        self.where.setText(" · ".join(part for part in (at, verdict.code, self._who(verdict)) if part))
        for button in (self.previous, self.next):
            button.setVisible(len(self._rows) > 1)
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < len(self._rows) - 1)

    def _add_persons(self, column: QVBoxLayout, verdict: RowVerdict) -> None:
        fact = self.tr("The same name and birth date stand in the record")
        column.addWidget(AlertNote(fact, self.tr("Say who the row is; until then it does not come in."), "warn"))
        choices = [
            (person.patient_id, self.tr("The same"), f"{person.code} · {person.name}") for person in verdict.same_person
        ]
        choices.append((ANOTHER, self.tr("Another"), self.tr("a person of their own")))
        persons = self._session.decisions.persons
        chosen = persons.get(verdict.key, "") if verdict.key in persons else ""
        pick = ValuePick(self.tr("Who is it"), choices, ANOTHER if chosen is None else chosen)
        pick.picked.connect(self._on_person)
        column.addWidget(pick)
        self.picks.append(pick)

    def _add_all(self, column: QVBoxLayout) -> None:
        if len(self._rows) < 2:
            return
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        for words, takes in (
            (self.tr("Keep the record in all rows"), False),
            (self.tr("Take the file in all rows"), True),
        ):
            button = KeyButton(words, small=True)
            button.clicked.connect(lambda _checked=False, takes=takes: self._on_all(takes=takes))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _on_value(self, field: str, value: object) -> None:
        self._session.choose([(self.verdict().key, field)], takes_file=value == FILE)

    def _on_person(self, value: object) -> None:
        self._session.say_person(self.verdict().key, None if value == ANOTHER else int(str(value)))

    def _on_all(self, *, takes: bool) -> None:
        fields = [(row.key, conflict.field) for row in self._rows for conflict in row.conflicts]
        self._session.choose(fields, takes_file=takes)
        self._show()
