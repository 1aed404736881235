"""A protocol of the unit's folder, edited as YAML beside a live preview; mistakes stand below, each with its line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.protocol_preview import Checked, ProtocolPreview, checker
from hsct_desktop.views.rows_model import Cell, Line
from hsct_desktop.views.sheet import DRAFT_AFTER_MS
from hsct_desktop.views.text_editor import TextEditor
from hsct_desktop.views.theme.tokens import Space, Width
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.tab_order import move_focus, tab_stops
from hsct_desktop.views.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from hsct_desktop.catalogue.error import CatalogueProblem

SOON_MS: Final = 200
"""The preview follows the typing after this pause."""
_WIDTHS: Final = (60, 92, -1)
_PROBLEMS_HIGH: Final = 124
_PROBLEMS_LOW: Final = 84
_LOW_BELOW: Final = 600


class ProtocolEditor(QWidget):
    """The page of one file. `closed` carries the id of its protocol, empty where the text has none."""

    closed = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.file = ""
        self._shown = ""
        self._id = ""
        self.problems: Sequence[CatalogueProblem] = ()
        self._asked = self._told = 0
        self._refused = False
        self._jobs = Jobs(self)
        self._check_timer, self._draft_timer = QTimer(self), QTimer(self)
        for timer, pause, do in (
            (self._check_timer, SOON_MS, self._check),
            (self._draft_timer, DRAFT_AFTER_MS, self.store_draft),
        ):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(do)
        self._build()
        self._lay_out()
        self._keys()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._state = PlainLabel("", "page"), ElidedLabel("", "muted")
        self.count = Chip("")
        self.leave_button = KeyButton(self.tr("Leave"), hint="Esc")
        self.save_button = KeyButton(self.tr("Save"), hint="Ctrl+S", kind="primary")
        self.leave_button.clicked.connect(self.leave)
        self.save_button.clicked.connect(self.save)
        self.note = AlertNote("", "", "warn")
        self._anew = KeyButton(self.tr("Take the file's text"), small=True)
        self._over = KeyButton(self.tr("Keep mine"), small=True)
        self._anew.clicked.connect(self._take_files_text)
        self._over.clicked.connect(self._keep_mine)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, Space.TIGHT, 0, 0)
        row.addWidget(self._anew)
        row.addWidget(self._over)
        row.addStretch(1)
        self.note.add(buttons)
        self.note.hide()
        self.editor = TextEditor(self.tr("Text of the protocol"))
        self.editor.textChanged.connect(self._on_typed)
        heads = (self.tr("Line") + "\t", self.tr("Visit"), self.tr("What is wrong, and what to do"))
        self.table = WrappedTable(self.tr("Mistakes in the text"), heads, _WIDTHS)
        self.table.entered.connect(self._jump)
        self.table.clicked.connect(lambda index: self._jump(index.row()))
        self.preview = ProtocolPreview(self._ctx)
        self.preview.edited.connect(self._check_timer.start)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.MEDIUM)
        head.addWidget(self._title)
        head.addWidget(self._state, 1)
        for widget in (self.count, self.leave_button, self.save_button):
            head.addWidget(widget)
        self._problems = Panel(flush=True)
        self._problems.add(self.table)
        left = QVBoxLayout()
        left.setSpacing(Space.SMALL)
        left.addWidget(self.editor, 1)
        left.addWidget(self._problems)
        self._body = QHBoxLayout()
        self._body.setSpacing(Space.PANEL_GAP)
        self._body.addLayout(left, 1)
        self._body.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addLayout(self._body, 1)

    def _keys(self) -> None:
        for key, do in (
            ("Ctrl+S", self.save), ("Ctrl+Return", self.save), ("Ctrl+Enter", self.save), ("Esc", self.leave),
            ("F8", self.next_problem),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In a narrow window the text has the page; the preview comes back with the room.
        self.preview.setVisible(self.window().width() >= Width.WHOLE_BELOW)
        self.table.setFixedHeight(_PROBLEMS_HIGH if self.height() >= _LOW_BELOW else _PROBLEMS_LOW)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the text to its mistakes and on to the preview."""
        first = [self.editor, self.table]
        rest = [stop for stop in tab_stops(self) if stop not in first]
        move_focus([*(w for w in first if w.isVisible()), *rest], self.window().focusWidget(), forward=forward)
        return True

    # opening and leaving ----------------------------------------------------------------------------------------

    def open_file(self, file: str) -> None:
        """Edit a file of the unit's folder by its bare name; KnownError when it cannot be read."""
        from hsct_desktop.services import drafts, protocol_files

        ws = self._ctx.ready()
        shown = protocol_files.text_of_file(ws, file)
        draft = drafts.find(ws, self._draft_name(file), None)
        self.store_draft()
        self.file, self._shown, self._id = file, shown, ""
        self._title.setText(file)
        self.note.hide()
        self.preview.forget()
        self.editor.load(shown)
        if draft is not None and draft.content["text"] != shown:
            self._put_back(draft.content, f"{draft.saved_at:%H:%M}")
        self._say_state()
        self._check()

    def _put_back(self, content: dict[str, str], at: str) -> None:
        """The text that somebody left unsaved; Ctrl+Z shows the file's own."""
        file_text = self._shown
        self.editor.replace_all(content["text"])
        self._shown = content["shown"]
        if self._shown != file_text:
            self._tell_conflict()
        else:
            fact = self.tr("Your unsaved text of {} is put back.").format(at)
            self._tell(fact, self.tr("Ctrl+Z shows the text of the file."), conflict=False)

    def focus_first(self) -> None:
        """Put the keyboard into the text."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Edit nothing any more: another data file was opened, whose unit folder may be another."""
        self._check_timer.stop()
        self._draft_timer.stop()
        self.file = ""

    def leave(self) -> None:
        """Go back to the page; what is not saved stays as a draft."""
        self.store_draft()
        self.file = ""
        self.closed.emit(self._id)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.store_draft()
        self._jobs.wait()

    def is_changed(self) -> bool:
        """Whether the text is another one than that of the file."""
        return bool(self.file) and self.editor.text() != self._shown

    @staticmethod
    def _draft_name(file: str) -> str:
        return f"protocol_text:{file}"

    def store_draft(self) -> None:
        """Keep the unsaved text; a text like that of the file leaves no draft."""
        self._draft_timer.stop()
        ws = self._ctx.workspace
        if ws is None or not self.file:
            return
        from hsct_desktop.services import drafts

        name = self._draft_name(self.file)
        try:
            if self.is_changed():
                at = drafts.keep(ws, name, None, {"text": self.editor.text(), "shown": self._shown})
                self._say_state(self.tr("draft kept {}").format(f"{at:%H:%M}"))
            elif ws.author is not None and drafts.find(ws, name, None) is not None:
                drafts.drop(ws, name, None)
        except KnownError as error:
            self._ctx.report_error(error)

    # checking ---------------------------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        if self.file:
            self._check_timer.start()
            self._draft_timer.start()
            self._say_state()

    def _say_state(self, more: str = "") -> None:
        state = self.tr("not saved") if self.is_changed() else self.tr("saved")
        self._state.setText(" · ".join(part for part in (state, more) if part))

    def _check(self) -> None:
        """Read the text beside the window; of several under way only the last is shown."""
        ws = self._ctx.workspace
        if ws is None or not self.file:
            return
        if self._jobs.busy:
            self._check_timer.start()
            return
        self._asked += 1
        work = checker(ws, self.editor.text(), self.file, self.preview.days())
        self._jobs.run(work, partial(self._on_checked, self._asked, self.file), self._on_failed)

    def is_checked(self) -> bool:
        """Whether what is shown belongs to the text as it stands."""
        return self._told == self._asked and not self._check_timer.isActive()

    def _on_checked(self, number: int, file: str, checked: Checked) -> None:
        if number != self._asked or file != self.file:
            return
        self._told = number
        self._id = checked.protocol.id if checked.protocol is not None else self._id
        self._show_problems(checked.problems)
        if not checked.problems and self._refused:
            self.note.hide()
        self.preview.show_checked(checked)

    def _on_failed(self, error: Exception) -> None:
        if self.file:
            self._ctx.report_error(error)

    def _show_problems(self, problems: Sequence[CatalogueProblem]) -> None:
        self.problems = problems
        words = self._ctx.wording
        said = [(problem, words.problem(problem.problem)) for problem in problems]
        lines = [
            Line((Cell(str(p.line) if p.line else "", bold=True), Cell(p.item), Cell(sentence)), number)
            for number, (p, sentence) in enumerate(said)
        ]
        self.table.set_lines(lines)
        marks: dict[int, str] = {}
        for problem, sentence in said:
            if problem.line:
                marks[problem.line] = " ".join(filter(None, [marks.get(problem.line, ""), sentence]))
        self.editor.set_marks(marks)
        count = len(problems)
        one, other = self.tr("1 mistake"), self.tr("{} mistakes").format(count)
        self.count.set_text(self.tr("no mistake") if not count else one if count == 1 else other)
        self.count.set_kind("danger" if count else "success", "alert" if count else "check")

    def _jump(self, number: object) -> None:
        if isinstance(number, int) and number < len(self.problems):
            self.editor.go_to(self.problems[number].line or 1)

    def next_problem(self) -> None:
        """Go to the next line with a mistake below the cursor, round at the end."""
        lines = sorted(problem.line for problem in self.problems if problem.line)
        if lines:
            self.editor.go_to(next((line for line in lines if line > self.editor.line()), lines[0]))

    # saving -----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the file; refused while the text has mistakes, or when the file has changed meanwhile."""
        from hsct_desktop.catalogue.error import CatalogueError
        from hsct_desktop.services import protocol_files
        from hsct_desktop.services.changes import Changes

        ws, text = self._ctx.ready(), self.editor.text()
        # What is being checked reads the catalogue that a save reads anew.
        self._jobs.wait()
        try:
            saved = protocol_files.save_text(ws, self.file, text, self._shown)
        except CatalogueError as error:
            self._refuse(error.problems)
            return
        except KnownError as error:
            if error.key == "protocol_file_changed":
                self._tell_conflict()
            else:
                self._ctx.report_error(error)
            return
        self._shown, self._id = text, saved.protocol.id
        self.note.hide()
        self._show_problems(())
        self.store_draft()
        self._say_state()
        self._ctx.news.send(Changes(frozenset({"protocol"}), "", saved.text), self)
        self._ctx.toast(saved.text)
        self._check()

    def _refuse(self, problems: Sequence[CatalogueProblem]) -> None:
        self._show_problems(problems)
        count = len(problems)
        one = self.tr("Not saved: 1 mistake.")
        other = self.tr("Not saved: {} mistakes.").format(count)
        self._tell(one if count == 1 else other, self.tr("F8 goes from one to the next."), conflict=False)
        self._refused = True
        self.next_problem()

    def _tell(self, fact: str, action: str, *, conflict: bool) -> None:
        self._refused = False
        self.note.set_note(fact, action, "warn")
        for button in (self._anew, self._over):
            button.setVisible(conflict)
        self.note.show()

    def _tell_conflict(self) -> None:
        fact = self.tr("The file {} was changed by another program since you opened it.").format(self.file)
        action = self.tr("Nothing was saved. Take its text (Ctrl+Z brings yours back), or keep yours: the next save "
                         "writes it, and the other text stays beside it as .bak.")  # fmt: skip
        self._tell(fact, action, conflict=True)

    def _read_file(self) -> str | None:
        from hsct_desktop.services import protocol_files

        try:
            return protocol_files.text_of_file(self._ctx.ready(), self.file)
        except KnownError as error:
            self._ctx.report_error(error)
            return None

    def _take_files_text(self) -> None:
        text = self._read_file()
        if text is not None:
            self._shown = text
            self.editor.replace_all(text)
            self._end_conflict()

    def _keep_mine(self) -> None:
        text = self._read_file()
        if text is not None:
            self._shown = text
            self._end_conflict()

    def _end_conflict(self) -> None:
        self.note.hide()
        self._say_state()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
