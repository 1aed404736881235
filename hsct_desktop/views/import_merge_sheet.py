"""A row of a file beside what is recorded: field by field one value is chosen; is somebody of that name the same?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.import_run import FieldConflict, RowKey, RowVerdict
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
_NO_LIMIT: Final = 16_777_215
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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
        self._found: dict[RowKey, RowVerdict] = {}
        """The rows as the dry run since then has them."""
        self.picks: list[ValuePick] = []
        self.draft_button().setText(self.tr("Leave"))
        self.save_button().setText(self.tr("Done"))
        self.save_button().setAutoDefault(True)
        self.saved.connect(self.close_sheet)
        self._lay_head()
        self.previous.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._go(by))
        session.checked.connect(self._on_checked)
        session.planned.connect(self._show_again)
        self._show()

    def _lay_head(self) -> None:
        """Whose row it is stands above the fields and is never cut: two patients may have the same name."""
        self.previous = KeyButton(self.tr("Previous"), hint="Alt+Left", small=True)
        self.next = KeyButton(self.tr("Next"), hint="Alt+Right", small=True)
        self.where, self.person = ElidedLabel("", "muted"), PlainLabel("", "bold", wrap=True)
        self._steps = QWidget()
        steps = QHBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(Space.SMALL)
        steps.addWidget(self.where, 1)
        steps.addWidget(self.previous)
        steps.addWidget(self.next)
        head = QWidget()
        lines = QVBoxLayout(head)
        lines.setContentsMargins(0, Space.SMALL, 0, Space.SMALL)
        lines.setSpacing(Space.TIGHT)
        lines.addWidget(self.person)
        lines.addWidget(self._steps)
        self.set_sub_head(head)
        self._sub_head.setMinimumHeight(0)
        self._sub_head.setMaximumHeight(_NO_LIMIT)

    def verdict(self) -> RowVerdict:
        """The row that is shown."""
        return self._rows[self._at]

    def _go(self, by: int) -> None:
        at = min(max(self._at + by, 0), len(self._rows) - 1)
        if at != self._at:
            self._at = at
            self._show()
            self._focus(0)

    def _focus(self, number: int) -> None:
        """Give the keys to a choice, or where there is none of that number to the button that ends it."""
        stop = self.picks[number] if number < len(self.picks) else self.save_button()
        stop.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        picks = getattr(self, "picks", [])
        at = next((number for number, pick in enumerate(picks) if pick is watched), None)
        if at is not None and _is_enter(event):
            self._on_enter(at)
            return True
        return super().eventFilter(watched, event)

    def _on_enter(self, number: int) -> None:
        """Enter ends a choice: the next one of the row, then the next row that asks, then Done."""
        if number + 1 < len(self.picks):
            self._focus(number + 1)
            return
        round_ = [*range(self._at + 1, len(self._rows)), *range(self._at)]
        asking = next((at for at in round_ if self._asks(self._rows[at])), None)
        if asking is None:
            self._focus(len(self.picks))
        else:
            self._go(asking - self._at)

    def _asks(self, row: RowVerdict) -> bool:
        """Whether something of a row is not chosen yet; who it is may have been said by another row of the person."""
        held = self._session.decisions
        chosen = held.take_file | held.keep_record
        if self._found.get(row.key, row).same_person and row.key not in held.persons:
            return True
        return any((row.key, conflict.field) not in chosen for conflict in row.conflicts)

    def _on_checked(self) -> None:
        """Who somebody is decides what differs: the row shows what the new dry run found."""
        run = self._session.run
        if run is None or self.isHidden():
            return
        keys = {row.key for row in self._rows}
        self._found = {row.key: row for row in run.rows if row.key in keys}
        before = self.verdict()
        self._rows = [_merged(row, self._found.get(row.key)) for row in self._rows]
        if _asked(self.verdict()) != _asked(before):
            self._show_again()

    def _show_again(self) -> None:
        """Show the row as it is chosen now, after a step back too; the keys stay where they are."""
        if self.isHidden():
            return
        focus = self.window().focusWidget()
        at = next((n for n, pick in enumerate(self.picks) if pick is focus), None)
        self._show()
        if at is not None:
            self._focus(max(0, min(at, len(self.picks) - 1)))

    def _show(self) -> None:
        verdict = self.verdict()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.SMALL)
        self.picks = []
        if verdict.same_person:
            self._add_persons(column, verdict)
        for conflict in verdict.conflicts:
            self._add_conflict(column, verdict, conflict)
        if verdict.conflicts:
            column.addWidget(
                PlainLabel(self.tr("Everything else of the row comes in either way."), "caption", wrap=True)
            )
            self._add_all(column)
        if not self.picks:
            column.addWidget(PlainLabel(self.tr("Nothing of this row differs from the record any more."), wrap=True))
        column.addStretch(1)
        for pick in self.picks:
            pick.installEventFilter(self)
        self.set_body(body)
        self._show_head(verdict)

    def _show_head(self, verdict: RowVerdict) -> None:
        title = self.tr("The same person?") if verdict.same_person else self.tr("Record and file")
        self.set_title(title, self.tr("row {0}").format(verdict.key.number))
        self.person.setText(" · ".join(part for part in (self._who(verdict), verdict.code) if part))
        self.where.setText(self.tr("{0} of {1}").format(self._at + 1, len(self._rows)))
        self._steps.setVisible(len(self._rows) > 1)
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < len(self._rows) - 1)

    def _add_conflict(self, column: QVBoxLayout, verdict: RowVerdict, conflict: FieldConflict) -> None:
        label = self._field_words(conflict.field)
        choices = (
            (RECORD, self.tr("Record"), conflict.recorded),
            (FILE, self.tr("File"), conflict.in_file),
        )
        takes = (verdict.key, conflict.field) in self._session.decisions.take_file
        keeps = (verdict.key, conflict.field) in self._session.decisions.keep_record
        pick = ValuePick(label, choices, FILE if takes else RECORD if keeps else None)
        pick.picked.connect(lambda value: self._on_value(conflict.field, value))
        column.addWidget(PlainLabel(label, "bold", wrap=True))
        column.addWidget(pick)
        self.picks.append(pick)

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
        codes = self._code_words(verdict)
        if codes:
            column.addWidget(PlainLabel(codes, "caption", wrap=True))
        self.picks.append(pick)

    def _code_words(self, verdict: RowVerdict) -> str:
        """Which code the person has afterwards, where record and file have different ones."""
        others = [person.code for person in verdict.same_person if person.code.casefold() != verdict.code.casefold()]
        if not verdict.code or not others:
            return ""
        words = self.tr("If it is the same person, the code {0} stays unless you take {1} from the file.")
        return words.format(" / ".join(others), verdict.code)

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


def _is_enter(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _ENTER:
        return False
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def _asked(verdict: RowVerdict) -> tuple[object, ...]:
    """What a row asks: who it is, and the values of its fields."""
    fields = [(conflict.field, conflict.recorded, conflict.in_file) for conflict in verdict.conflicts]
    return tuple(verdict.same_person), tuple(fields)


def _merged(shown: RowVerdict, found: RowVerdict | None) -> RowVerdict:
    """A row as the new dry run has it; who it may be can still be chosen in another way."""
    return replace(found or shown, same_person=shown.same_person)
