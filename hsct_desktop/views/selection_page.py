"""The selection for transplant as a page of the patient: the checklist by keyboard, its meetings and the trials."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.selection import Hint, Mark, SelectionGroup, Tick
from hsct_desktop.views.context import Context
from hsct_desktop.views.over_page import OverPage
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.selection_sheets import CriterionSheet, MeetingSheet, TrialSheet
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.selection_meeting import SelectionMeeting
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.selection import Checklist, CheckRow
    from hsct_desktop.services.trials import TrialRow
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.views.printing import Printer

_SIGNS: Final = {Tick.MET: "done", Tick.NOT_MET: "missed", Tick.EXCEPTION: "no_next_visit"}
_HINTS: Final = {Hint.WITHIN: "success", Hint.OUTSIDE: "warn", Hint.UNKNOWN: "wait", Hint.PERSON: "muted"}
_KEYS: Final = {"1": Tick.MET, "2": Tick.NOT_MET, "3": Tick.EXCEPTION}
_CYCLE: Final = {None: Tick.MET, Tick.MET: Tick.NOT_MET, Tick.NOT_MET: None, Tick.EXCEPTION: None}
"""What Space makes of a tick; an exception needs its reason and so its own key."""
_PAST_ROW: Final = 26
_MOST_PAST: Final = 3
"""So many meetings and trials are seen at once; the others by scrolling."""


class SelectionPage(OverPage):
    """The checklist of one meeting. Space and 1, 2, 3 tick, 0 clears, Enter comments; Ctrl+Enter is the meeting."""

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.patient_id = patient_id
        self.listed: Checklist | None = None
        self._trials: dict[str, TrialRow] = {}
        self._shown: int | None = None
        words = ctx.wording
        heads = [
            self.tr("Criterion"), self.tr("Recorded"), self.tr("Unit's limit (grey: proposal)"), self.tr("Compared"),
            self.tr("The meeting"),
        ]  # fmt: skip
        self.table = RowsTable(self.tr("Selection checklist"), heads, [232, -1, 270, 100, 210], row=27)
        self.table.set_drop_order([2, 3])
        self.table.entered.connect(lambda _key: self.comment())
        self.table.moved.connect(self._on_move)
        below = [self.tr("Meetings and trials"), self.tr("When"), self.tr("Who"), self.tr("Details")]
        self.history = RowsTable(self.tr("Meetings and trials"), below, [232, 190, 200, -1], row=_PAST_ROW)
        self.history.entered.connect(self._open)
        self._title = PlainLabel(words.text("selection.title"), "page")
        self._state = ElidedLabel("", "muted")
        self._detail = PlainLabel("", "", wrap=True)
        self._aside = PlainLabel("", "muted", wrap=True)
        self._buttons = self._make_buttons()
        self._keys()
        self._lay_out()
        self.read()

    # building ---------------------------------------------------------------------------------------------------

    def _make_buttons(self) -> dict[str, KeyButton]:
        made: dict[str, tuple[KeyButton, Callable[[], object]]] = {
            "met": (KeyButton(self.tr("Met"), hint="1", small=True), lambda: self.tick(Tick.MET)),
            "not_met": (KeyButton(self.tr("Not met"), hint="2", small=True), lambda: self.tick(Tick.NOT_MET)),
            "exception": (KeyButton(self.tr("Exception"), hint="3", small=True), lambda: self.tick(Tick.EXCEPTION)),
            "comment": (KeyButton(self.tr("Comment"), icon="edit", hint="Enter", small=True), self.comment),
            "meeting": (KeyButton(self.tr("Meeting, sign"), icon="sign", hint="Ctrl+Enter", small=True), self.meeting),
            "begin": (KeyButton(self.tr("New meeting"), icon="plus", hint="Ins", small=True), self.begin),
            "trial": (KeyButton(self.tr("Trial"), icon="plus", hint="Shift+Ins", small=True), self.add_trial),
            "print": (KeyButton(self.tr("Print"), icon="print", hint="Ctrl+P", small=True), self._print),
            "back": (KeyButton(self.tr("Back"), hint="Esc", small=True), self.closed.emit),
        }
        for name, (button, slot) in made.items():
            button.setObjectName(f"selection_{name}")
            button.clicked.connect(slot)
        return {name: button for name, (button, _) in made.items()}

    def _keys(self) -> None:
        for key, tick in _KEYS.items():
            self._shortcut(key, self, self._ticker(tick))  # also from a button or the list below, which they never hit
        for key, act in (("Space", self.cycle), ("0", self.clear), ("Backspace", self.clear)):
            self._shortcut(key, self.table, act)
        for key, act in (("Ctrl+Return", self.meeting), ("Ins", self.begin), ("Shift+Ins", self.add_trial)):
            self._shortcut(key, self, act)
        self._shortcut("Del", self.history, self.take_back)

    def _ticker(self, tick: Tick) -> Callable[[], None]:
        return lambda: self.tick(tick)

    def _shortcut(self, key: str, on: QWidget, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), on)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(self._title)
        head.addWidget(self._state, 1)
        head.addWidget(self._buttons["back"])
        doors = QWidget()
        doors.setProperty("role", "clear")
        bar = FlowLayout(doors)
        for name, button in self._buttons.items():
            if name != "back":
                bar.addWidget(button)
        panel = Panel(flush=True)
        panel.add(self.table, 1)
        about = Panel()
        about.body().setSpacing(2)
        about.add(self._detail)
        about.add(self._aside)
        about.setMinimumHeight(64)
        self._past_panel = past = Panel(flush=True)
        past.add(self.history, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addWidget(doors)
        column.addWidget(panel, 1)
        column.addWidget(about)
        column.addWidget(past)

    # showing ----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the checklist; the mark stays on its line. A meeting that is gone gives way to the one that counts."""
        from hsct_desktop.services import selection, trials

        ws = self._ctx.ready()
        try:
            self.listed = listed = selection.checklist(ws, self.patient_id, self._shown)
        except KnownError:
            if self._shown is None:
                raise
            self._shown = None
            self.listed = listed = selection.checklist(ws, self.patient_id)
        self._trials = {f"trial:{row.held.id}": row for row in trials.for_patient(ws, self.patient_id)}
        self._state.setText(self._state_words(listed))
        self.table.set_lines(self._lines(listed))
        past = self._past(listed)
        self.history.set_lines(past, f"meeting:{listed.meeting.id}" if listed.meeting is not None else None)
        self._past_panel.setVisible(bool(past))
        self._past_panel.setFixedHeight(_PAST_ROW * (min(len(past), _MOST_PAST) + 1) + 10)
        self._on_move()

    def _state_words(self, listed: Checklist) -> str:
        words = self._ctx.wording
        parts = [self._meeting_words(listed.meeting) if listed.meeting is not None else ""]
        if listed.meeting is None:
            parts = [words.text("selection.meeting.none")]
        if listed.changed:
            parts.append(words.count("selection.meeting.changed", listed.changed))
        parts.append(
            words.text(
                "selection.meeting.counts",
                met=listed.count(Tick.MET),
                not_met=listed.count(Tick.NOT_MET),
                exception=listed.count(Tick.EXCEPTION),
                open=listed.count(None),
            )
        )
        return " · ".join(parts)

    def _meeting_words(self, meeting: SelectionMeeting) -> str:
        words, entry = self._ctx.wording, meeting.entry
        if meeting.is_signed and entry.decision is not None:
            decision = words.enum("meeting_decision", entry.decision)
            return words.text("selection.meeting.signed", decision=decision, day=entry.held_on, name=entry.signed_by)
        if entry.held_on is not None:
            return words.text("selection.meeting.for_day", day=entry.held_on)
        return words.text("selection.meeting.preparing")

    def _lines(self, listed: Checklist) -> list[Line]:
        lines: list[Line] = []
        for group in SelectionGroup:
            rows = [row for row in listed.rows if row.group is group]
            if rows:
                title = self._ctx.wording.enum("selection_group", group)
                lines.append(Line((Cell(title),), group=len(rows)))
                lines += [self._line(row) for row in rows]
        return lines

    def _line(self, row: CheckRow) -> Line:
        words, mark = self._ctx.wording, row.mark
        said = words.enum("selection_tick", mark.tick) if mark.tick is not None else ""
        if mark.comment:
            said = f"{said}: {mark.comment}" if said else mark.comment
        recorded = f"{row.recorded} ▸ {row.now}" if row.now else row.recorded
        hint = words.enum("selection_hint", row.hint)
        cells = (
            Cell(row.label, bold=True),
            Cell(recorded, "warn" if row.now else ""),
            Cell(row.limit, "" if row.is_own else "muted", tip=self._limit_words(row)),
            Cell(hint, _HINTS[row.hint]),
            Cell(" ".join(said.split()), status=_SIGNS[mark.tick] if mark.tick is not None else ""),
        )
        return Line(cells, row.id)

    def _limit_words(self, row: CheckRow) -> str:
        key = "own" if row.is_own else "proposed"
        return self._ctx.wording.text(f"selection.limit_{key}", limit=row.limit) if row.limit else ""

    def _past(self, listed: Checklist) -> list[Line]:
        words = self._ctx.wording
        lines: list[Line] = []
        for held in reversed(listed.meetings):
            entry = held.entry
            here = listed.meeting is not None and listed.meeting.id == held.id
            what = words.enum("meeting_decision", entry.decision) if held.is_signed and entry.decision else ""
            name = self.tr("Meeting: {}").format(what or words.text("selection.meeting.preparing"))
            day = words.date(entry.held_on) if entry.held_on is not None else ""
            members = ", ".join(entry.members.splitlines())
            cells = (Cell(name, bold=here), Cell(day), Cell(entry.signed_by), Cell(entry.reason or members, "muted"))
            lines.append(Line(cells, f"meeting:{held.id}"))
        for key, row in self._trials.items():
            arm, number = row.held.entry.arm, row.held.entry.screening_number
            cells = (Cell(self.tr("Trial: {}").format(row.name)), Cell(row.span), Cell(number), Cell(arm, "muted"))
            lines.append(Line(cells, key))
        return lines

    def chosen(self) -> CheckRow | None:
        """The criterion under the mark."""
        key = self.table.key()
        return self.listed.row(key) if self.listed is not None and isinstance(key, str) else None

    def _on_move(self) -> None:
        row, words = self.chosen(), self._ctx.wording
        open_ = self.listed is not None and not self.listed.is_signed
        for name in ("met", "not_met", "exception", "comment"):
            self._buttons[name].setEnabled(row is not None and open_)
        self._buttons["meeting"].setEnabled(open_)
        self._buttons["begin"].setEnabled(self.listed is not None and self.listed.prepared is None)
        if row is None:
            self._detail.setText("")
            self._aside.setText("")
            return
        now = words.text("selection.now", text=row.now) if row.now else ""
        said = [row.recorded, now, self._limit_words(row), row.mark.comment]
        self._detail.setText(" · ".join(part for part in said if part) or words.text("selection.verdict"))
        stated = " · ".join(row.sources) or words.text("selection.no_source")
        self._aside.setText("\n".join(part for part in (stated, row.note) if part))

    def focus_first(self) -> None:
        """Give the keys to the checklist."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # acting -----------------------------------------------------------------------------------------------------

    def _meeting(self) -> tuple[int, int] | None:
        meeting = self.listed.meeting if self.listed is not None else None
        return (meeting.id, meeting.version) if meeting is not None else None

    def _may_change(self) -> bool:
        """Whether the shown meeting is still open; a signed one says so."""
        if self.listed is not None and self.listed.is_signed:
            self._ctx.report_error(KnownError("selection_signed"))
            return False
        return self.listed is not None

    def tick(self, tick: Tick) -> None:
        """Tick the criterion under the mark and go on to the next; an exception asks for its reason first."""
        row = self.chosen()
        if not self._may_change() or row is None:
            return
        if tick is Tick.EXCEPTION and not row.mark.comment.strip():
            self._ctx.open_sheet(CriterionSheet(self._ctx, self.patient_id, self._meeting(), row, tick))
        elif self._put(row, tick):
            self.table.step(1)

    def cycle(self) -> None:
        """Met, not met, nothing: the mark stays."""
        row = self.chosen()
        if self._may_change() and row is not None:
            self._put(row, _CYCLE[row.mark.tick])

    def clear(self) -> None:
        """Take the tick away; the comment stays."""
        row = self.chosen()
        if self._may_change() and row is not None and row.mark.tick is not None:
            self._put(row, None)

    def _put(self, row: CheckRow, tick: Tick | None) -> bool:
        from hsct_desktop.services import selection

        ws, meeting, mark = self._ctx.ready(), self._meeting(), Mark(tick, row.mark.comment)
        try:
            saved = self._ctx.save(lambda: selection.mark(ws, self.patient_id, meeting, row.id, mark), initiator=self)
        except InputError as error:
            self._ctx.report_error(error)
            return False
        if saved is None:
            self.read()  # somebody else was faster: what stands there now is shown
        return saved is not None

    def comment(self) -> None:
        """Comment the criterion under the mark."""
        row = self.chosen()
        if self._may_change() and row is not None:
            self._ctx.open_sheet(CriterionSheet(self._ctx, self.patient_id, self._meeting(), row))

    def meeting(self) -> None:
        """The sheet of the meeting, where it is prepared and signed."""
        if self.listed is not None and self._may_change():
            self._ctx.open_sheet(MeetingSheet(self._ctx, self.patient_id, self.listed))

    def begin(self) -> None:
        """Begin a new meeting; while one is being prepared, that one is shown."""
        from hsct_desktop.services import selection

        ws, self._shown = self._ctx.ready(), None
        if self.listed is not None and self.listed.prepared is not None:
            self.read()
        else:
            self._ctx.save(lambda: selection.begin(ws, self.patient_id), initiator=self)
        self.focus_first()

    def add_trial(self) -> None:
        """A trial that the patient takes part in."""
        self._ctx.open_sheet(TrialSheet(self._ctx, self.patient_id))

    def _open(self, key: object) -> None:
        """Show a meeting's checklist, or revise a trial."""
        kind, _colon, row_id = str(key).partition(":")
        if kind == "trial":
            self._ctx.open_sheet(TrialSheet(self._ctx, self.patient_id, int(row_id)))
        else:
            self._shown = int(row_id)
            self.read()
            self.focus_first()

    def take_back(self) -> None:
        """Take back the meeting or trial under the lower mark, with a reason."""
        from hsct_desktop.services import selection, trials

        key = self.history.key()
        held = next((one for one in self.listed.meetings if f"meeting:{one.id}" == key), None) if self.listed else None
        if held is not None:
            version, row_id = held.version, held.id
            self._ask_reason(
                self._meeting_words(held),
                f"selection_void:{row_id}",
                lambda ws, reason: selection.void_meeting(ws, row_id, reason, version),
            )
        elif (row := self._trials.get(str(key))) is not None:
            trial = row.held
            self._ask_reason(
                row.name,
                f"trial_void:{trial.id}",
                lambda ws, reason: trials.void_trial(ws, trial.id, reason, trial.version),
            )

    def _ask_reason(self, what: str, draft: str, act: Callable[[Workspace, str], Changes]) -> None:
        title = self.tr("Take back")
        self._ctx.open_sheet(ReasonSheet(self._ctx, self.patient_id, title, what, act, draft=draft))

    def _print(self) -> None:
        meeting = self._meeting()
        self._ctx.selection_print_wanted.emit(self.patient_id, meeting[0] if meeting is not None else 0)

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here: the meeting that is shown."""
        meeting = self._meeting()
        printer.selection(self.patient_id, meeting[0] if meeting is not None else 0)
