"""What all sheets that write a record share: drafts, problems beside their fields, saving."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.permission import Right, may
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.signing import REASON_MISSING, ChangeReason
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.field_key import FieldKey
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField, TextField
from hsct_desktop.views.theme.tokens import Height
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.views.reschedule_changes import Change

DRAFT_AFTER_MS: Final = 1500
"""A draft is written this long after the last key: a crash then costs at most a word."""

REASONS: Final = tuple(one for one in ChangeReason if one is not ChangeReason.OTHER)
"""What is offered as the reason for a change; any other is typed."""

F = TypeVar("F", bound=QWidget)
Content = dict[str, Any]
"""What stands in a form, as JSON can hold it."""


class RecordSheet(SideSheet):
    """A side sheet that writes one record of one patient (NOBODY for a record of the ward).

    A subclass builds its form, then calls `begin()`. It overrides `content` and `restore` (the draft), `problems` (what
    the domain's checks say), `target_of` (which widget a problem belongs to) and `write` (calls the service).
    """

    made_with: tuple[tuple[Any, ...], dict[str, Any]]
    """What the form was opened with: after the window was locked it is opened with the same again."""

    def __new__(cls, *args: Any, **named: Any) -> Self:
        made = super().__new__(cls, *args, **named)
        made.made_with = (args, named)
        return made

    def __init__(self, ctx: Context, patient_id: int, title: str, sub: str = "", *, draft: str) -> None:
        super().__init__(ctx.sheet_host(), title, sub, top=ctx.sheet_top())
        self.ctx = ctx
        self.patient_id = patient_id
        self._draft_of = None if patient_id == NOBODY else patient_id
        self._words = sub
        self._heading = title
        self._draft_name = draft
        self._blank: Content = {}
        self._shown = False
        self.confirmed = False
        self._complained: list[QWidget] = []
        self._left: set[QWidget] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER_MS)
        self._timer.timeout.connect(self.store_draft)
        self.saved.connect(self.save)
        self.draft_kept.connect(self.store_draft)

    # what a subclass says ---------------------------------------------------------------------------------------

    def content(self) -> Content:
        """What stands in the form, for the draft."""
        raise NotImplementedError

    def restore(self, content: Content) -> None:
        """Put a draft back into the form."""
        raise NotImplementedError

    def problems(self) -> Iterable[Problem]:
        """What the checks say of the form as it stands."""
        raise NotImplementedError

    def target_of(self, field: str) -> QWidget:
        """The widget to which a problem of that field belongs."""
        raise NotImplementedError

    def write(self) -> Changes:
        """Hand the entry to the service."""
        raise NotImplementedError

    def change(self) -> Change | None:
        """What is to be looked at before it is written, because other visits follow it; None to write at once."""
        return None

    def first_field(self) -> QWidget | None:
        """Where the focus begins; None for the first field."""
        return None

    def says_when_left(self, _target: QWidget) -> bool:
        """Whether a field says what is wrong with it as soon as it was left, not only once saving was refused."""
        return False

    # beginning --------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Remember the untouched form, put a draft back if there is one, and watch for changes."""
        self._blank = self.content()
        self._name_patient()
        self.field_key = FieldKey(self.ctx, self, self._draft_name)
        body = self.body()
        column = body.layout() if body is not None else None
        if isinstance(column, QVBoxLayout):
            # The room left over goes below the last field, not between them.
            column.setStretch(column.count() - 1, 1)
        draft = self._find_draft()
        if draft is not None:
            self.restore(draft.content)
            self._say_kept(draft.saved_at)
            # What was refused before says so again.
            self._left |= {t for p in self.hard_problems() if self.says_when_left(t := self.target_of(p.field))}
        for editor in self.findChildren(TextField):
            editor.edited.connect(self.changed)
        for area in self.findChildren(NotesField):
            area.edited.connect(self.changed)
        for chips in self.findChildren(ChipsField):
            chips.edited.connect(self.changed)
        for day in self.findChildren(DayField):
            day.edited.connect(self.changed)
        self.recheck()
        self._say_who_may()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _say_who_may(self) -> None:
        """Who may write nothing at all is told so before typing."""
        from hsct_desktop.services import permissions

        if self._may_keep():
            return
        self.save_button().setEnabled(False)
        self.save_button().setToolTip(plain_tooltip(permissions.why_not(self.ctx.ready(), Right.RECORD)))

    def _may_keep(self) -> bool:
        ws = self.ctx.workspace
        return ws is None or ws.author is None or may(ws.author, Right.OWN)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """A field that was entered and left as it should not stay counts from then on, not before."""
        if self._shown or old is None or new is None or self.isHidden() or not self.isAncestorOf(old):
            return
        targets = {self.target_of(problem.field) for problem in self.hard_problems()}
        left = {t for t in targets if _holds(t, old) and not _holds(t, new)}
        if left - self._left:
            self._left |= left
            self.recheck()

    def _find_draft(self) -> Any:
        from hsct_desktop.services import drafts

        return drafts.find(self.ctx.ready(), self._draft_name, self._draft_of)

    def _name_patient(self) -> None:
        if self.patient_id != NOBODY:
            name_patient(self, self.ctx, self.patient_id)

    def open_sheet(self, first: QWidget | None = None) -> None:
        super().open_sheet(first or self.first_field())

    # drafts -----------------------------------------------------------------------------------------------------

    def changed(self, *_whatever: object) -> None:
        """Something in the form was changed: keep it soon, and see what is still missing."""
        self._timer.start()
        self._ask(confirmed=False)
        self.recheck()

    def is_touched(self) -> bool:
        """Whether the form holds what was not saved."""
        return self.content() != self._blank

    def store_draft(self) -> None:
        """Keep what stands in the form; an untouched form leaves no draft."""
        self._timer.stop()
        if self.ctx.workspace is None:
            return  # the file has been closed, and with it every draft was kept
        if not self._may_keep():
            return
        from hsct_desktop.services import drafts

        ws, content = self.ctx.ready(), self.content()
        try:
            if content == self._blank:
                drafts.drop(ws, self._draft_name, self._draft_of)
            else:
                drafts.keep(ws, self._draft_name, self._draft_of, content)
                self._say_kept(ws.clock())
        except KnownError as error:
            self.ctx.report_error(error)

    def _say_kept(self, at: datetime) -> None:
        kept = self.tr("draft kept {}").format(f"{at.astimezone():%H:%M}")
        self.set_title(self._heading, f"{self._words} · {kept}" if self._words else kept)

    def told(self) -> tuple[bool, tuple[str, ...]]:
        """Whether saving was refused, and the names of the fields that were left as they should not be."""
        said = {problem.field for problem in self.hard_problems() if self.target_of(problem.field) in self._left}
        return self._shown, tuple(sorted(said))

    def tell_again(self, shown: bool, said: Iterable[str]) -> None:
        """Say of those fields what was said before the window was locked."""
        self._shown = shown
        self._left |= {self.target_of(name) for name in said}
        self.recheck()

    # problems and saving ----------------------------------------------------------------------------------------

    def hard_problems(self) -> list[Problem]:
        """What blocks saving, unreadable days included."""
        days = [day for day in self.findChildren(DayField) if day.isEnabled() and day.isVisibleTo(self)]
        unreadable = [problem for day in days for problem in day.reading_problems()]
        names = {p.field for p in unreadable}
        try:
            found = list(self.problems())
        except InputError as error:
            found = list(error.problems)
        return unreadable + [p for p in found if p.field not in names and not p.soft]

    def recheck(self) -> None:
        """Count what is missing in fields that were left; once a save was refused, in all, and say it beside them."""
        found = self.hard_problems()
        if not self._shown:
            found = [problem for problem in found if self.target_of(problem.field) in self._left]
        self.show_problems(found, aloud=self._shown)

    def show_problems(self, problems: Iterable[Problem], *, aloud: bool = True) -> None:
        """Put each problem beside its field (when `aloud`, or where the field says it) and into the line that jumps.

        All questions about a field stand beside it, since one answer is for all; of what is wrong the first does.
        """
        before = self._complained
        for widget in before:
            _complain(widget, "")
        self._complained = []
        listed: list[tuple[str, QWidget]] = []
        beside: dict[QWidget, list[Problem]] = {}
        found = sorted(problems, key=lambda problem: problem.soft)  # an error goes before what is only asked
        for problem in found:
            widget = self._place_of(problem)
            listed.append((self.ctx.wording.problem(problem), widget))
            beside.setdefault(widget, []).append(problem)
        for widget, told in beside.items():
            if aloud or self.says_when_left(widget):
                said = dict.fromkeys(self.ctx.wording.problem(p) for p in (told if told[0].soft else told[:1]))
                _complain(widget, " ".join(said), asked=told[0].soft)
                self._complained.append(widget)
                if widget not in before and not widget.visibleRegion().isEmpty():
                    self.keep_in_sight(widget)
        self.set_problems(listed, asked=bool(found) and all(problem.soft for problem in found))

    def _place_of(self, problem: Problem) -> QWidget:
        """The field to which a problem belongs; why something complete changes is asked above the foot."""
        if problem.key != REASON_MISSING:
            return self.target_of(problem.field)
        known = self.reason_bar()
        words = (label for _value, label in enum_choices(self.ctx.wording, "change_reason", REASONS))
        bar = known or self.ask_reason(list(words))
        if known is None:
            bar.edited.connect(self.recheck)
        return bar.field

    def _write_because(self) -> Changes:
        """Hand the entry to the service, with the reason where one was asked for."""
        with self.ctx.ready().because(self.change_reason()):
            return self.write()

    def jump(self) -> None:
        """Go to the next field that is wrong, saying what is wrong with each."""
        if not self._shown:
            self._shown = True
            self.recheck()
        super().jump()

    def save(self) -> None:
        """Write the record; whatever goes wrong, the form stays as it is."""
        self._shown = True
        found = self.hard_problems()
        if found:
            self.show_problems(found)
            self.jump()
            return
        try:
            if self._looks_first():
                return
            changes = self.ctx.save(self._write_because if self.reason_bar() else self.write, initiator=self)
        except InputError as error:
            self.show_problems(error.problems)
            self.jump()
            if not all(problem.key == REASON_MISSING for problem in error.problems):
                self._ask(confirmed=all(problem.soft for problem in error.problems))
            return
        if changes is not None:
            self._finish()

    def _looks_first(self) -> bool:
        """Show what follows from the entry before it is written, where other visits follow; the draft is kept."""
        try:
            change = self.change()
        except KnownError as error:
            self.ctx.report_error(error)
            return True
        if change is None:
            return False
        self.store_draft()
        self.ctx.show_replan(change)
        return True

    def draft_dropper(self) -> Callable[[], None]:
        """Drops the draft once its record was written elsewhere, when the sheet itself is gone."""
        ctx, name, of = self.ctx, self._draft_name, self._draft_of

        def drop() -> None:
            from hsct_desktop.services import drafts

            drafts.drop(ctx.ready(), name, of)

        return drop

    def _ask(self, *, confirmed: bool) -> None:
        """What only asks for a second look is let through when somebody saves once more."""
        if confirmed != self.confirmed:
            self.confirmed = confirmed
            self.save_button().setText(self.tr("Save anyway") if confirmed else self.tr("Save"))

    def _finish(self) -> None:
        self._timer.stop()
        self.draft_dropper()()
        self.close_sheet()


def name_patient(sheet: SideSheet, ctx: Context, patient_id: int) -> None:
    """Over a page that shows several patients, a sheet names whose record it is, as a banner does."""
    if ctx.sheet_top() >= Height.BANNER:
        return
    from hsct_desktop.services import patients

    banner = patients.banner(ctx.ready(), patient_id)
    name = PlainLabel(f"{banner.family_name}, {banner.given_name}", "bold")
    born = PlainLabel(ctx.wording.date(banner.birth_date))
    code = PlainLabel(banner.code, "muted")
    rest: list[QWidget] = [Chip("=", "warn")] if banner.same_name else []
    known = ((banner.allergies, "danger"), (banner.intolerances, "warn"))
    rest += [Chip(", ".join(listed), kind, icon="alert") for listed, kind in known if listed] or [QWidget()]
    sheet.set_sub_head(name, born, code, *rest)


def _holds(target: QWidget, widget: QWidget) -> bool:
    return target is widget or target.isAncestorOf(widget)


def _complain(widget: QWidget, sentence: str, *, asked: bool = False) -> None:
    """Say what is wrong, or `asked`, beside a field, whatever kind of field it is; "" takes either away."""
    frame = widget.frame() if isinstance(widget, ChipsField) else widget
    if isinstance(frame, FieldFrame):
        frame.set_error(None if asked else sentence or None)
        frame.set_question(sentence if asked else None)
    elif asked and hasattr(frame, "set_question"):
        frame.set_question(sentence)
    elif hasattr(frame, "set_error"):
        frame.set_error(sentence)


def enum_choices(words: Wording, kind: str, members: Iterable[Enum]) -> list[tuple[object, str]]:
    """Members of an enum with their labels, for a field that offers them."""
    return [(member, words.enum(kind, str(member.value))) for member in members]


def captioned(field: F, caption: str, name: str) -> F:
    """A field of a form built in code, with its caption and its name."""
    field.setProperty("caption", caption)
    field.setObjectName(name)
    return field


def field_row(*widgets: QWidget) -> QWidget:
    """Fields beside each other in one line of a form built in code."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    for widget in widgets:
        layout.addWidget(widget, 1)
    return row
