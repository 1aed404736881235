"""The import assistant: a file, its columns, a dry run of every row, then all of it in one step that one undo takes
back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_dialogs import ask_file
from hsct_desktop.views.import_done import DoneView, PreviewView
from hsct_desktop.views.import_files import ImportFiles
from hsct_desktop.views.import_foot import ImportFoot, ImportHead, Step
from hsct_desktop.views.import_session import CancelledError, ImportSession
from hsct_desktop.views.import_start import EncodingView, SheetsView, StartView
from hsct_desktop.views.import_words import ColumnWords
from hsct_desktop.views.import_work import WorkView
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.tab_order import lasting_focus, move_focus, tab_stops

if TYPE_CHECKING:
    from hsct_desktop.services.import_take import Taken
    from hsct_desktop.services.import_today import FirstToday

_TOLD_EVERY_MS: Final = 200
_NEWS_AFTER_MS: Final = 50
_ROOMY: Final = 1040
"""From this width on all buttons stand in the foot."""
NOT_UTF8: Final = "tablefile_not_utf8"


class ImportPage(QWidget):
    """`closed` asks to go back. Esc stops what is under way, else leaves, and keeps mapping and corrections."""

    closed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.session = ImportSession(ctx, self)
        self.words = ColumnWords(ctx, self.session)
        self.files = ImportFiles(ctx, self.session, self)
        self._step = Step.FILE
        self.setAcceptDrops(True)
        self._build()
        self._listen()
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TOLD_EVERY_MS)
        self._ticking.timeout.connect(self._show_foot)
        self._held: QWidget | None = None
        """What had the keys when work began."""
        self._asked = False
        """Whether somebody was told that refused rows are in no file."""
        self.start()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.head, self.foot = ImportHead(), ImportFoot()
        self.problem = AlertNote("", "", "danger")
        self.problem.hide()
        self.start_view, self.sheets_view, self.encoding_view = (
            StartView(self._ctx),
            SheetsView(self._ctx),
            EncodingView(),
        )
        self.preview_view, self.done_view = PreviewView(self._ctx), DoneView(self._ctx)
        self.work = WorkView(self._ctx, self.session, self.words, self.files)
        self.columns, self.verdict = self.work.columns, self.work.verdict
        self.stack = QStackedWidget()
        for view in (
            self.start_view, self.sheets_view, self.encoding_view, self.work, self.preview_view, self.done_view,
        ):  # fmt: skip
            self.stack.addWidget(view)
        middle = QVBoxLayout()
        middle.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.SMALL)
        middle.setSpacing(Space.SMALL)
        middle.addWidget(self.problem)
        middle.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)
        for button in self.findChildren(KeyButton):
            button.setAutoDefault(True)  # Enter presses what has the keys, as Space does

    def _listen(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        session.planned.connect(self._on_planned)
        session.checked.connect(self._on_checked)
        session.previewed.connect(self._on_previewed)
        session.taken.connect(self._on_taken)
        session.failed.connect(self._on_failed)
        session.working.connect(self._on_working)
        self.start_view.file_wanted.connect(self.choose_file)
        self.start_view.kept_wanted.connect(self.open)
        self.start_view.template_wanted.connect(self.files.write_template)
        self.start_view.undo_wanted.connect(self._undo_run)
        self.sheets_view.confirmed.connect(session.plan)
        self.sheets_view.changed.connect(self._show_foot)
        self.encoding_view.confirmed.connect(self._read_as)
        self.work.shown.connect(self._show_state)
        self.done_view.today_wanted.connect(lambda: self._ctx.action_wanted.emit("go_today"))
        self.done_view.undo_wanted.connect(lambda: self._ctx.action_wanted.emit("undo"))
        self.done_view.refused_wanted.connect(self.files.write_refused)
        self.files.refused_written.connect(self._on_refused_written)
        self.head.wanted.connect(self.go_to)
        self.foot.leave.clicked.connect(self.leave)
        self.foot.another.clicked.connect(self.another_file)
        self.foot.take.clicked.connect(self.go_on)
        self.foot.refused.clicked.connect(self.files.write_refused)
        self.foot.report.clicked.connect(self.files.write_report)
        self._ctx.workspace_changed.connect(self.start)
        self._ctx.workspace_changed.connect(lambda: self.start_view.offer(None))
        self._ctx.news.changed.connect(self._on_news)
        for keys, handler in (
            ("Ctrl+Return", self.go_on), ("Ctrl+Enter", self.go_on), ("Esc", self.leave),
            ("F8", self._at_work(self.work.next_problem)), ("F2", self._at_work(self.work.correct)),
            ("F7", self._at_work(self.work.next_question)), ("F6", self._at_work(self.work.other_part)),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(handler)

    def _at_work(self, do: Callable[[], None]) -> Callable[[], None]:
        """What a key does while columns and rows are shown; elsewhere it does nothing."""
        return lambda: do() if self.stack.currentWidget() is self.work else None

    # the file -------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Forget the file that was shown."""
        self.session.forget()
        self._asked = False
        self.files.forget()
        self.problem.hide()
        self._show_view(self.start_view, Step.FILE)
        if self._ctx.workspace is not None:
            self._show_runs()

    def _show_runs(self) -> None:
        from hsct_desktop.services import import_runs

        self.start_view.show_runs(import_runs.everything(self._ctx.ready()))

    def focus_first(self) -> None:
        """Put the keyboard onto what comes first."""
        view = self.stack.currentWidget()
        if view is self.done_view and not self._may_leave_done():
            return
        if self.session.done is not None or view is self.start_view:
            self.start()
            self.start_view.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        elif view is self.work:
            self.work.focus_first()
        elif view is self.sheets_view:
            self._focus_sheets()

    def show_templates(self) -> None:
        """The menu of empty workbooks."""
        shown = self.stack.currentWidget() is self.start_view
        self.start_view.show_templates(self.start_view.template if shown else self.head.title)

    def another_file(self) -> None:
        """Back to where files, templates and imports done are; what was decided for this file is kept."""
        if not self.session.busy and self._may_leave_done():
            self._keep()
            left = self.session.path if self.session.plans and self.session.done is None else self.start_view.kept
            self.start()
            self.start_view.offer(left)
            self.start_view.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        kinds = self.tr("Tables (*.xlsx *.xls *.ods *.csv *.txt *.tsv);;All files (*)")
        folder = self.session.path.parent if self.session.path is not None else Path.home()
        path = ask_file(self, self.tr("File to import"), kinds, folder)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a file."""
        self.problem.hide()
        self.session.open(path)

    def _read_as(self, encoding: str) -> None:
        if self.session.path is not None:
            self.session.open(self.session.path, encoding)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.session.busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.open(Path(local[0]))

    def _on_opened(self) -> None:
        self.problem.hide()
        guesses = self.session.guesses
        shown = [guess for guess in guesses if not guess.hidden]
        self.sheets_view.show_sheets(guesses)
        if len(guesses) == 1 and shown and shown[0].kind is not None:
            self.session.plan(self.sheets_view.chosen())
        else:
            self._show_view(self.sheets_view, Step.FILE)
            self._focus_sheets()

        if not any(guess.rows for guess in guesses):
            words = self.tr("Say in which row the header stands, or choose another file.")
            self._complain(self.tr("No rows stand below a header in this file"), words)

    def _focus_sheets(self) -> None:
        ready = self.foot.take if self.sheets_view.chosen() else self.foot.another
        (self.sheets_view.unknown() or ready).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_planned(self) -> None:
        anew = self.stack.currentWidget() is not self.work
        self.work.show_planned()
        if anew:
            self._show_view(self.work, Step.COLUMNS)
            self.work.focus_first()
            if self.session.restored:
                self._ctx.toast(self.tr("Mapping and corrections are as you left them"))

    # what is shown --------------------------------------------------------------------------------------------------

    def _show_view(self, view: QWidget, step: Step) -> None:
        self.stack.setCurrentWidget(view)
        self._step = step
        self._show_state()

    def _show_state(self) -> None:
        self._show_head()
        self._show_foot()

    def _show_head(self) -> None:
        session, plan = self.session, self.session.plan_of(self.work.sheet)
        facts = [session.path.name] if session.path is not None else []
        if plan is not None:
            facts += [self.tr("sheet {0}").format(plan.sheet)] if plan.sheet else []
            facts += [self.tr("header in row {0}").format(plan.table.header_row)] if plan.table.header_row else []
            left = Counter(line.kind for line in plan.table.left_out)
            counted = [
                self._ctx.wording.count(f"import_page.left_out.{kind.value}", n)
                for kind, n in left.items() if kind.value != "header"
            ]  # fmt: skip
            if counted:
                facts.append(self.tr("{0} left out").format(", ".join(counted)))
            facts += [session.book.encoding] if session.book is not None and session.book.encoding else []
        self.head.facts.setText(" · ".join(facts))
        asks = [Step.COLUMNS] if self.words.asking() else []
        has_run = session.run is not None
        ready = [Step.FILE] if session.book is not None else []
        ready += [Step.COLUMNS] if has_run and not asks else []
        ready += [Step.DRY_RUN] if session.done is not None or self._step is Step.TAKE_IN else []
        open_ = [Step.FILE] if session.done is None else []
        open_ += [Step.COLUMNS, Step.DRY_RUN] if session.plans and session.done is None else []
        open_ += [Step.TAKE_IN] if self._may_take() else []
        self.head.show_step(self._step, [step for step in ready if step is not self._step], asks, open_)

    def go_to(self, step: Step) -> None:
        """Go to a step that can be gone to."""
        session = self.session
        if step is Step.TAKE_IN:
            self._look_first()
        elif step is Step.FILE:
            self._show_view(self.sheets_view if session.guesses else self.start_view, Step.FILE)
        elif session.plans:
            self._show_view(self.work, step)
            self.work.show_part(step)

    # the dry run and the taking -------------------------------------------------------------------------------------

    def _on_checked(self) -> None:
        self.problem.hide()
        if self.session.wrong is not None:
            sentences = self._ctx.wording.problems(self.session.wrong)
            self._complain(self.tr("The columns do not make a table yet"), sentences)
        self.work.show_checked()
        if self._step is Step.COLUMNS and not self.words.asking():
            self._step = Step.DRY_RUN
            self.work.go_on_to_rows()
        self._show_head()
        self._show_foot()

    def _counts(self) -> tuple[int, int]:
        """How many rows would be written, and how many are refused."""
        counts = self.session.run.counts if self.session.run is not None else {}
        taken = sum(n for state, n in counts.items() if state in (RowState.NEW, RowState.CHANGED, RowState.CONFLICT))
        return taken, counts.get(RowState.REFUSED, 0)

    def _may_take(self) -> bool:
        run = self.session.run
        return (
            run is not None and self.session.settled and self.session.done is None
            and not run.asks and not self.words.asking() and self._counts()[0] > 0
        )  # fmt: skip

    def go_on(self) -> None:
        """The next step: what asks, the preview, the taking."""
        view = self.stack.currentWidget()
        if self.session.busy:
            return
        if view is self.start_view:
            self.choose_file()
        elif view is self.sheets_view:
            self.sheets_view.confirm()
        elif view is self.encoding_view:
            self._read_as(str(self.encoding_view.lines.key()))
        elif view is self.preview_view:
            self.session.take()
        elif view is self.done_view:
            if self._may_leave_done():
                self._ctx.action_wanted.emit("go_today")
        else:
            self._look_first()

    def _look_first(self) -> None:
        """Go to what asks; when nothing does, see what the first Today would show."""
        if self.words.asking():
            self.work.go_to_asking()
        elif self.session.run is not None and self.session.run.asks:
            self.work.go_to_asking_row()
        elif self._may_take():
            self.session.preview()
        elif self.session.run is None and self.session.settled:
            self.session.check()

    def _on_previewed(self, found: FirstToday) -> None:
        if self.session.run is not None:
            self.preview_view.show_preview(found, self.session.run)
            self._show_view(self.preview_view, Step.TAKE_IN)
            self.foot.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_taken(self, taken: Taken) -> None:
        self.start_view.offer(None)
        self.done_view.show_taken(taken, taken.run)
        self._show_view(self.done_view, Step.TAKE_IN)
        self.foot.take.setFocus(Qt.FocusReason.OtherFocusReason)
        # What was taken is on the screen before the other pages read thousands of patients anew.
        QTimer.singleShot(_NEWS_AFTER_MS, self, lambda: self._tell_taken(taken))
        self._asked = False
        if self._is_written() and self.files.refused_name:
            self.done_view.say_written(self.files.refused_name)

    def _tell_taken(self, taken: Taken) -> None:
        try:
            self._ctx.news.send(taken.changes, self)
        finally:
            self._ctx.writing = False

    def _is_written(self) -> bool:
        """Whether every refused row of what was taken is in a file, or was left out by choice."""
        done = self.session.done
        if done is None:
            return True
        refused = {row.key for row in done.run.rows if row.state is RowState.REFUSED}
        return refused <= self.files.refused_keys | done.run.decisions.skipped

    def _on_refused_written(self, name: str) -> None:
        if self.session.done is not None and name and self._is_written():
            self._held = None
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # the button that wrote them goes
            self.done_view.say_written(name)

    def _may_leave_done(self) -> bool:
        """Refused rows that are in no file can be written here alone: leaving without them is asked about once."""
        if self.stack.currentWidget() is not self.done_view or self._asked or self._was_undone() or self._is_written():
            return True
        self._asked = True
        self.done_view.ask_to_write()
        return False

    def _on_news(self, changes: object, initiator: object) -> None:
        kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
        if initiator is self or self._ctx.workspace is None:
            return
        if "import" in kinds and self.stack.currentWidget() is self.done_view and self._was_undone():
            self.done_view.say_undone()
            self._show_foot()
        if self.stack.currentWidget() is self.start_view and "import" in kinds:
            self._show_runs()
        elif self.session.plans and self.session.done is None:
            self.session.touched()

    def _was_undone(self) -> bool:
        from hsct_desktop.services import import_runs

        done = self.session.done
        runs = import_runs.everything(self._ctx.ready())
        return done is not None and any(run.id == done.run_id and run.undone_at is not None for run in runs)

    def _undo_run(self, run: Any) -> None:
        from hsct_desktop.services import import_runs

        workspace = self._ctx.ready()
        if self._ctx.save(lambda: import_runs.undo(workspace, run.id), self) is not None:
            self.start_view.runs.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_runs()

    def _on_failed(self, error: Exception) -> None:
        self._ctx.writing = False
        if self.session.run is None:
            self.verdict.show_run(None)
        self._show_foot()
        if isinstance(error, CancelledError):
            self._ctx.toast(self.tr("Stopped: nothing was taken"))
        elif isinstance(error, InputError):
            self._complain(self.tr("The mapping does not fit this file"), self._ctx.wording.problems(error))
        elif isinstance(error, KnownError):
            if error.key == NOT_UTF8 and self.session.path is not None and not self.session.encoding:
                self._ask_encoding()
            elif self.session.plans:
                self._ctx.report_error(error)
            else:
                self._complain(self.tr("This file cannot be used"), self._ctx.wording.known_error(error))
        else:
            raise error

    def _ask_encoding(self) -> None:
        from hsct_desktop.views.import_reading import encodings

        if self.session.path is not None:
            self.encoding_view.show_encodings(encodings(self.session.path))
            self._show_view(self.encoding_view, Step.FILE)
            self.encoding_view.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complain(self, fact: str, sentence: str) -> None:
        self.problem.set_note(fact, sentence)
        self.problem.show()

    def take_back(self) -> bool:
        """Ctrl+Z while a file is at work: the last decision is taken back, never what was saved before."""
        view = self.stack.currentWidget()
        if view not in (self.work, self.preview_view):
            return False
        if view is self.preview_view:
            self.leave()
        found, words = self.session.take_back(), self._ctx.wording
        if found is None:
            self._ctx.toast(self.tr("Nothing was decided for this file yet: there is nothing to take back here."))
            return True
        what, detail = found
        count = int(str(detail.get("n", 1)))
        told = words.count(f"import_page.back.{what}", count, **{k: v for k, v in detail.items() if k != "n"})
        self._ctx.toast(told)
        return True

    # foot -----------------------------------------------------------------------------------------------------------

    def _on_working(self, working: bool) -> None:
        if working:
            focus = lasting_focus(self.window())
            self._held = focus if focus is not None and self.isAncestorOf(focus) else None
            self._ticking.start()
        else:
            self._ticking.stop()
        self._show_foot()
        if working and self._held is not None and not self._held.isEnabled():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # or the keys would go to the rail
        elif not working and self.hasFocus():
            self._hold(self._held)

    def _hold(self, widget: QWidget | None) -> None:
        """Give the keys back to what had them, or to the button that goes on."""
        usable = widget is not None and isValid(widget) and widget.isVisible() and widget.isEnabled()
        (widget if usable and widget is not None else self.foot.take).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_foot(self) -> None:
        foot, view, session = self.foot, self.stack.currentWidget(), self.session
        written, refused = self._counts()
        is_work = view in (self.work, self.preview_view)
        foot.take.setVisible(view is not self.start_view)
        # In a narrow window the step File leads to it.
        roomy = view is not self.work or self.width() >= _ROOMY
        foot.another.setVisible(roomy and view not in (self.start_view, self.preview_view))
        foot.another.setEnabled(not session.busy)
        foot.refused.setVisible(is_work)
        foot.refused.setEnabled(refused > 0 and not session.busy)
        foot.report.setVisible(view is self.done_view)
        foot.leave.setText(self.tr("Back") if view is self.preview_view else self.tr("Leave"))
        if is_work and session.run is None and session.settled:
            foot.take.setText(self.tr("Dry run"))
        elif is_work:
            foot.take.setText(self._ctx.wording.count("import_page.take", written))
        elif view is self.done_view:
            foot.take.setText(self.tr("Go to Today"))
        else:
            foot.take.setText(self.tr("Go on"))
        stopped = session.run is None and session.settled
        usable = bool(self.sheets_view.chosen()) if view is self.sheets_view else not is_work or stopped
        foot.take.setEnabled(not session.busy and (usable or (is_work and self._may_take())))
        self._say_foot()

    def _say_foot(self) -> None:
        line, session, view = self.foot.line, self.session, self.stack.currentWidget()
        words = self._ctx.wording
        nothing = self.tr("Nothing is saved yet; one undo takes all of it out again.")
        if session.busy:
            done, total = session.progress
            told = (
                self.tr("{0} of {1}").format(done, total) if total else words.text(f"import_page.doing.{session.doing}")
            )
            line.say(told, self.tr("Esc stops"), "hourglass", "muted")
        elif view is self.done_view:
            line.say("", self.done_view.state_words(), "check", "success")
        elif view is self.sheets_view and not self.sheets_view.chosen():
            line.say("", self.tr("Tick a sheet and say what it holds, or choose another file."), "help", "warn")
        elif view in (self.work, self.preview_view) and session.run is not None:
            columns, rows = len(self.words.asking()), session.run.asks
            asked = [words.count("import_page.ask_columns", columns)] if columns else []
            asked += [words.count("import_page.ask_rows", rows)] if rows else []
            if columns:
                nothing = self.tr("F7 goes to the next question.")
            if not asked and not any(self._counts()):
                nothing = self.tr("All of it is recorded already: there is nothing to take in.")
            line.say(" · ".join(asked), nothing, "help" if asked else "", "warn")
        else:
            line.say("", "")

    def leave(self) -> None:
        """Stop what is under way, else go back a step or leave; mapping and corrections are kept."""
        if self.session.busy:
            self.session.cancel()
        elif self.stack.currentWidget() is self.preview_view:
            self._show_view(self.work, Step.DRY_RUN)
        elif self._may_leave_done():
            self._keep()
            self.closed.emit()

    def _keep(self) -> None:
        if self.session.plans and self.session.done is None:
            try:
                self.session.keep()
            except KnownError as error:
                self._ctx.report_error(error)
            else:
                self._ctx.toast(self.tr("Nothing was taken. Mapping and corrections are kept for this file."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() >= _ROOMY) != (event.size().width() >= _ROOMY):
            self._show_foot()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from the columns to the problems, the rows, then the foot; from the sheets to the foot."""
        view = self.stack.currentWidget()
        if view not in (self.work, self.sheets_view):
            return super().focusNextPrevChild(next)
        shown = (self.columns, self.verdict) if view is self.work else (self.sheets_view,)
        parts: tuple[QWidget, ...] = (*shown, self.foot, self.head)
        move_focus([stop for part in parts for stop in tab_stops(part)], self.window().focusWidget(), forward=next)
        return True

    def event(self, event: Any) -> bool:
        if event.type() == event.Type.DeferredDelete:
            self.session.shut()
        return super().event(event)
