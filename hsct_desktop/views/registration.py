"""Register a patient, or edit one: patient, transplant, schedule. Nothing is saved before the last step."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.patient import PatientEntry
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.views.banner import surface
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField
from hsct_desktop.views.registration_patient import PatientStep
from hsct_desktop.views.registration_schedule import ScheduleStep
from hsct_desktop.views.registration_transplant import TransplantStep
from hsct_desktop.views.reschedule_panel import ReplanPanel
from hsct_desktop.views.sheet import DRAFT_AFTER_MS
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.tab_order import move_focus, tab_stops

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

FORM: Final = "registration"
_PATIENT, _TRANSPLANT, _SCHEDULE = 0, 1, 2


class RegistrationPage(QWidget):
    """Three steps; Ctrl+Enter goes on and, on the last, saves. `closed` asks to go back."""

    closed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._edited_id: int | None = None
        self._patient_version = 0
        self._course: tuple[TransplantEntry, int, int] | None = None
        self._before: PatientEntry | None = None
        self._blank: dict[str, Any] = {}
        self._problems: list[tuple[str, QWidget, int]] = []
        self._next_problem = 0
        self._loud: set[int] = set()
        self._complained: list[QWidget] = []
        self.patient = PatientStep(ctx)
        self.transplant = TransplantStep(ctx)
        self.schedule = ScheduleStep(ctx)
        self.replan = ReplanPanel(ctx)
        self._third = QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER_MS)
        self._timer.timeout.connect(self.store_draft)
        self._build()
        self._connect()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._sub = PlainLabel("", "page"), PlainLabel("", "muted")
        names = (self.tr("Patient"), self.tr("Transplant"), self.tr("Schedule"))
        self._steps = [ChipButton(name) for name in names]
        head = QHBoxLayout()
        head.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        head.setSpacing(Space.MEDIUM)
        head.addWidget(self._title)
        head.addWidget(self._sub)
        head.addStretch(1)
        for chip in self._steps:
            head.addWidget(chip)
        bar = QWidget()
        bar.setFixedHeight(Height.TOP_BAR)
        bar.setLayout(head)
        self._stack = QStackedWidget()
        self._stack.addWidget(_page(self.patient))
        self._stack.addWidget(_page(self.transplant))
        self._third.addWidget(self.schedule)
        self._third.addWidget(self.replan)
        self._stack.addWidget(self._third)
        middle = QHBoxLayout()
        middle.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.SMALL)
        middle.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(middle, 1)
        column.addWidget(rule())
        column.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setFixedHeight(Height.SHEET_FOOTER)
        self._missing = KeyButton("", icon="alert", kind="danger")
        self._back = KeyButton(self.tr("Back"), hint="Alt+Left")
        self._keep = KeyButton(self.tr("Keep draft"), hint="Esc")
        self._discard = KeyButton(self.tr("Discard draft"), kind="link")
        self._next = KeyButton(self.tr("Next"), hint="Ctrl+Enter", kind="primary")
        surface(foot)
        row = QHBoxLayout(foot)
        row.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        row.setSpacing(10)
        row.addWidget(self._missing)
        row.addStretch(1)
        for button in (self._discard, self._back, self._keep, self._next):
            row.addWidget(button)
        return foot

    def _connect(self) -> None:
        self._missing.clicked.connect(self.jump)
        self._back.clicked.connect(lambda: self.go_to(self.step() - 1))
        self._keep.clicked.connect(self.leave)
        self._discard.clicked.connect(self.discard)
        self._next.clicked.connect(self.go_on)
        for number, chip in enumerate(self._steps):
            chip.clicked.connect(lambda _checked=False, n=number: self._on_step_chip(n))
        keys = (("Ctrl+Return", self.go_on), ("Ctrl+Enter", self.go_on), ("Esc", self.leave))
        for key, slot in (*keys, ("Alt+Left", lambda: self.go_to(self.step() - 1))):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        for part in (self.patient, self.transplant, self.schedule):
            part.edited.connect(self._on_edit)
        self.patient.disease_changed.connect(self.transplant.set_disease)

    # beginning --------------------------------------------------------------------------------------------------

    @property
    def edited_id(self) -> int | None:
        """The patient whose data are changed; None for a new one."""
        return self._edited_id

    def start(self, draft: object = None) -> None:
        """Begin a new patient; an `int` edits the patient of that id, a text is taken as the family name."""
        self._edited_id = draft if isinstance(draft, int) else None
        self._loud, self._problems = set(), []
        self.patient.clear(self._edited_id)
        self.schedule.restore({})
        self.replan.restore({})
        self._course, self._before = None, None
        if self._edited_id is not None:
            self._load(self._edited_id)
        else:
            self.transplant.clear()
            self.transplant.set_disease("")
        self._title.setText(self.tr("Edit patient") if self._edited_id is not None else self.tr("New patient"))
        self._sub.setText(self.tr("nothing is saved before the last step"))
        self._blank = self.content()
        kept = self._find_draft()
        if kept is not None:
            self.restore(kept.content)
            self._say_kept(kept.saved_at)
        self._discard.setVisible(kept is not None)
        if isinstance(draft, str):
            self.patient.ui.familyName.set_text(draft)
        self._timer.stop()
        self.go_to(_PATIENT)

    def _load(self, patient_id: int) -> None:
        from hsct_desktop.services import patients, transplants

        ws = self._ctx.ready()
        entry, self._patient_version = patients.entry_of(ws, patient_id)
        self._course = transplants.entry_of(ws, patient_id)
        self.transplant.clear(pinned=self._course is not None)
        self.patient.load(entry)
        if self._course is not None:
            self.transplant.load(self._course[0])
        else:
            self.transplant.ui.planned.setChecked(False)
        self._before = self.patient.entry()

    def focus_first(self) -> None:
        """Put the focus into the first field of the step."""
        plan = self.schedule.table if self._third.currentWidget() is self.schedule else self.replan.table
        first = (self.patient.ui.code, self.transplant.ui.day0, plan)[self.step()]
        first.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the form as it is read, then through the foot, then through the steps."""
        shown = self._stack.currentWidget()
        inside = tab_stops(shown) if shown is not None else []
        rest = [stop for stop in tab_stops(self) if stop not in inside and stop not in self._steps]
        move_focus(inside + rest + list(self._steps), self.window().focusWidget(), forward=forward)
        return True

    # steps ------------------------------------------------------------------------------------------------------

    def step(self) -> int:
        """The step that is shown: 0 patient, 1 transplant, 2 schedule."""
        return self._stack.currentIndex()

    def _last_step(self) -> int:
        return _SCHEDULE if self.transplant.wanted else _TRANSPLANT

    def _on_step_chip(self, number: int) -> None:
        self.go_to(min(number, self.step() + 1) if number <= self.step() or self._step_is_good() else self.step())

    def _step_is_good(self) -> bool:
        """Whether the step can be left forwards; if not, what is wrong is said."""
        self._loud.add(self.step())
        self.recheck()
        if any(step <= self.step() for _text, _widget, step in self._problems):
            self.jump()
            return False
        return True

    def go_to(self, number: int) -> None:
        """Show a step."""
        number = min(max(number, _PATIENT), self._last_step())
        self._stack.setCurrentIndex(number)
        if number == _SCHEDULE:
            self._show_schedule()
        for at, chip in enumerate(self._steps):
            chip.setChecked(at == number)
            done = at < number
            chip.set_kind("step_done" if done else "quiet", "check" if done else None)
            chip.setAccessibleDescription(self.tr("done") if done else "")
        self._back.setVisible(number > _PATIENT)
        self._name_next()
        self.recheck()
        self.focus_first()

    def _name_next(self) -> None:
        last = self.step() == self._last_step() or (self._edited_id is not None and not self._moves_schedule())
        words = self.tr("Save") if self._edited_id is not None else self.tr("Register")
        self._next.setText(words if last else self.tr("Next"))

    def _moves_schedule(self) -> bool:
        """Whether an edited patient's course has changed, so that the schedule is to be looked at."""
        if not self.transplant.wanted:
            return False
        return self._course is None or self.transplant.entry() != self._course[0]

    def go_on(self) -> None:
        """The next step when this one is in order; on the last one save."""
        if self.step() == _PATIENT:
            self.patient.look_for_duplicates()
        if not self._step_is_good():
            return
        saves = self.step() == self._last_step() or (self._edited_id is not None and not self._moves_schedule())
        if saves:
            self.save()
        else:
            self.go_to(self.step() + 1)

    def _show_schedule(self) -> None:
        from hsct_desktop.services import patients

        held = self._course is not None
        self._third.setCurrentWidget(self.replan if held else self.schedule)
        if held:
            self._show_replan()
            return
        ws, entry, course = self._ctx.ready(), self.patient.entry(), self.transplant.entry()
        self.schedule.show_summary(*self._summary(entry, course))
        try:
            preview = patients.preview(ws, entry, course)
        except InputError as error:
            self.schedule.show_problem(self._ctx.wording.problems(error))
            return
        self.schedule.show_problem(
            "" if course.day0 is not None else self.tr("Without Day 0 no visit can be planned yet.")
        )
        self.schedule.show_preview(preview)

    def _show_replan(self) -> None:
        """What the changed dates of a course that exists would do to its visits."""
        from hsct_desktop.services import transplants

        if self._edited_id is None:
            return
        try:
            preview = transplants.preview_change(self._ctx.ready(), self._edited_id, self.transplant.entry())
        except (InputError, KnownError) as error:
            words = self._ctx.wording
            said = words.problems(error) if isinstance(error, InputError) else words.known_error(error)
            self.replan.show_preview(None, said)
        else:
            self.replan.show_preview(preview)

    def _summary(self, entry: PatientEntry, course: TransplantEntry) -> tuple[str, list[tuple[str, str]], list[str]]:
        words, ui = self._ctx.wording, self.patient.ui
        born = ""
        if entry.birth_date is not None:
            age = age_in_years(entry.birth_date, self._ctx.today())
            years = self.tr("({} y)").format(age)
            born = f"{words.date(entry.birth_date)} {years} · {words.enum('sex', entry.sex)} · {entry.code}"
        transplant = self.transplant.ui
        day0 = words.date_weekday(course.day0) if course.day0 is not None else ""
        start = words.date_weekday(course.mobilisation_start) if course.mobilisation_start is not None else ""
        answers = (entry.consent_care, entry.consent_registry, entry.consent_research)
        care, registry, research = (words.enum("consent", answer).lower() for answer in answers)
        facts = [
            (self.tr("Disease"), ui.disease.box().currentText()),
            (self.tr("Protocol"), transplant.protocol.box().currentText()),
            (self.tr("Day 0"), day0),
            (self.tr("Mobilisation"), start),
            (self.tr("Regimen"), transplant.conditioningRegimen.box().currentText().replace("–", "")),
            (self.tr("Neurologist"), ui.neurologist.words()),
            (self.tr("Language"), ui.language.box().currentText().replace("–", "")),
            (self.tr("Consent"), self.tr("record {0}, registry {1}, research {2}").format(care, registry, research)),
        ]
        return f"{entry.family_name}, {entry.given_name}", facts, [born]

    # problems ---------------------------------------------------------------------------------------------------

    def recheck(self) -> None:
        """Count what is missing in the steps so far; say it beside the fields once somebody has tried to go on."""
        for widget in self._complained:
            _complain(widget, None)
        self._complained = []
        found = [(p, self.patient.target_of(p.field), _PATIENT) for p in self.patient.problems()]
        birth_date = self.patient.entry().birth_date
        found += [(p, self.transplant.target_of(p.field), _TRANSPLANT) for p in self.transplant.problems(birth_date)]
        self._list([item for item in found if item[2] <= self.step()])

    def _list(self, found: list[tuple[Problem, QWidget, int]]) -> None:
        self._problems = []
        for problem, widget, step in found:
            sentence = self._ctx.wording.problem(problem)
            self._problems.append((sentence, widget, step))
            if step in self._loud and widget not in self._complained:
                _complain(widget, sentence)
                self._complained.append(widget)
        count = len(self._problems)
        one, other = self.tr("1 field to complete"), self.tr("{} fields to complete")
        self._missing.setText(one if count == 1 else other.format(count))
        self._missing.setVisible(count > 0)
        self._missing.setAccessibleDescription("; ".join(text for text, _widget, _step in self._problems))

    def jump(self) -> None:
        """Go to the next field that is wrong, on whichever step it is."""
        if not self._problems:
            return
        _text, widget, step = self._problems[self._next_problem % len(self._problems)]
        self._next_problem += 1
        if step != self.step():
            self.go_to(step)
        if step not in self._loud:
            self._loud.add(step)
            self.recheck()
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_edit(self) -> None:
        self._timer.start()
        self._name_next()
        self.recheck()

    # saving -----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write everything; whatever goes wrong, the form stays as it is."""
        try:
            changes = self._revise() if self._edited_id is not None else self._register()
        except InputError as error:
            self._show_refused(error)
            return
        if changes is None or changes.patient_id is None:
            return
        self._timer.stop()
        self._drop_draft()
        self._ctx.show_patient(changes.patient_id)

    def _register(self) -> Changes | None:
        from hsct_desktop.services import patients

        ws, course = self._ctx.ready(), self.transplant.entry() if self.transplant.wanted else None
        chosen = frozenset(self.schedule.chosen) if course is not None else None
        entry, distinct = self.patient.entry(), self.patient.distinct
        return self._ctx.save(lambda: patients.register(ws, entry, course, chosen, distinct), initiator=self)

    def _revise(self) -> Changes | None:
        from hsct_desktop.services import patients, transplants

        ws, patient_id = self._ctx.ready(), self._edited_id
        if patient_id is None:
            return None
        entry, course, changes = self.patient.entry(), self.transplant.entry(), None
        if entry != self._before or not self._moves_schedule():
            version, distinct = self._patient_version, self.patient.distinct
            changes = self._ctx.save(lambda: patients.revise(ws, patient_id, version, entry, distinct), initiator=self)
            if changes is None:
                return None
            self._before, self._patient_version = entry, patients.entry_of(ws, patient_id)[1]
        if self._moves_schedule():
            held = self._course
            if held is None:
                chosen = frozenset(self.schedule.chosen)
                return self._ctx.save(lambda: transplants.add(ws, patient_id, course, chosen), initiator=self)
            decided = self.replan.decisions()
            return self._ctx.save(lambda: transplants.revise(ws, held[2], held[1], course, decided), initiator=self)
        return changes

    def _show_refused(self, error: InputError) -> None:
        """Put what the service refused beside its field."""
        self._loud |= {_PATIENT, _TRANSPLANT}
        on_transplant = ("protocol_id", "day0", "mobilisation_start", "cd34_dose")
        found = []
        for problem in error.problems:
            step = _TRANSPLANT if problem.field in on_transplant else _PATIENT
            part = self.transplant if step == _TRANSPLANT else self.patient
            found.append((problem, part.target_of(problem.field), step))
        self._list(found)
        if found:
            sentences = list(self._problems)
            self.go_to(min(step for _problem, _widget, step in found))
            self._problems = sentences
            self._list(found)
            self.jump()

    # drafts -----------------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What stands in the forms, for the draft."""
        return {
            "patient": self.patient.content(),
            "transplant": self.transplant.content(),
            "ticks": self.schedule.content(),
            "decisions": self.replan.content(),
        }

    def restore(self, content: dict[str, Any]) -> None:
        """Put a draft back."""
        self.transplant.restore(content["transplant"])
        self.patient.restore(content["patient"])
        self.transplant.restore(content["transplant"])
        self.schedule.restore(content["ticks"])
        self.replan.restore(content.get("decisions", {}))

    def _find_draft(self) -> Any:
        from hsct_desktop.services import drafts

        return drafts.find(self._ctx.ready(), FORM, self._edited_id)

    def _drop_draft(self) -> None:
        from hsct_desktop.services import drafts

        drafts.drop(self._ctx.ready(), FORM, self._edited_id)

    def store_draft(self) -> None:
        """Keep what stands in the forms; untouched ones leave no draft."""
        self._timer.stop()
        from hsct_desktop.services import drafts

        content = self.content()
        try:
            if content != self._blank:
                self._say_kept(drafts.keep(self._ctx.ready(), FORM, self._edited_id, content))
            else:
                self._drop_draft()
        except KnownError as error:
            self._ctx.report_error(error)

    def _say_kept(self, at: datetime) -> None:
        kept = self.tr("draft kept {}").format(f"{at:%H:%M}")
        self._sub.setText(self.tr("nothing is saved before the last step") + f" · {kept}")

    def leave(self) -> None:
        """Keep the draft and go back."""
        self.store_draft()
        self.closed.emit()

    def discard(self) -> None:
        """Throw the draft away and begin anew."""
        self._drop_draft()
        self.start(self._edited_id)


def _page(step: QWidget) -> QScrollArea:
    """A step as a panel that scrolls where the window is small."""
    panel = Panel()
    panel.add(step)
    panel.body().addStretch(1)
    panel.body().setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.LARGE)
    layout = step.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, 0, 0)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(panel)
    return area


def _complain(widget: QWidget, sentence: str | None) -> None:
    frame = widget.frame() if isinstance(widget, ChipsField) else widget
    if isinstance(frame, FieldFrame):
        frame.set_error(sentence)
