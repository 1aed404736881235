"""Record a visit: when, by whom, vital signs, the protocol's checklist, notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.domain.entry import parse_blood_pressure
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.visit import (
    VisitEntry,
    VisitFacts,
    VisitStatus,
    Vitals,
    check_visit,
    is_outside_window,
    visit_status,
)
from hsct_desktop.pictures.ruler import RulerFacts
from hsct_desktop.views.assessment_rows import AssessmentRows
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import NumberField
from hsct_desktop.views.forms.ui_visit_form import Ui_VisitForm
from hsct_desktop.views.reschedule_changes import Change, Way, recorded
from hsct_desktop.views.ruler import RulerWidget
from hsct_desktop.views.sheet import Content, RecordSheet
from hsct_desktop.views.sign_line import SignLineWidget
from hsct_desktop.views.visit_papers import VisitPapers
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip
from hsct_desktop.views.working_days import working_days

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_VITALS = ("temperature", "blood_pressure", "pulse", "saturation", "weight", "karnofsky")


def place_in(place: QWidget, widget: QWidget) -> None:
    """Put a widget built in code where the form left a place for it."""
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)


def _widgets_in(layout: QLayout | None) -> list[QWidget]:
    """The widgets of a form line by line, those that stand in a row included."""
    found: list[QWidget] = []
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place) if layout is not None else None
        widget = item.widget() if item is not None else None
        found += [widget] if widget is not None else _widgets_in(item.layout() if item is not None else None)
    return found


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


class VisitSheet(RecordSheet):
    """The record of a scheduled visit, of one outside the schedule, or the revision of a record (`visit_id`)."""

    def __init__(
        self, ctx: Context, patient_id: int, scheduled_id: int | None = None, visit_id: int | None = None
    ) -> None:
        from hsct_desktop.services import visits

        ws = ctx.ready()
        recorded, self._version = visits.entry_of(ws, visit_id) if visit_id is not None else (None, 0)
        if recorded is not None:
            scheduled_id = recorded.scheduled_id
        self._visit_id = visit_id
        self._then_values = False
        self._keeps = ""
        self.sign_line: SignLineWidget | None = None
        self._form = visits.form(ws, patient_id, scheduled_id)
        name = f"visit:{scheduled_id or 0}" if visit_id is None else f"visit_record:{visit_id}"
        super().__init__(ctx, patient_id, "", self._form.label, draft=name)
        self._heading = self.tr("Record visit") if visit_id is None else self.tr("Revise visit")
        self.set_title(self._heading, self._form.label)
        self._ui = Ui_VisitForm()
        self._ruler, self._working = RulerWidget(), working_days(ctx)
        self._rows = AssessmentRows(ctx, self._form.assessments)
        self._build()
        if recorded is not None:
            self._load(recorded)
        else:
            self._ui.on.set_date(ctx.today())
            self._ui.seenBy.set_text(self._form.seen_by)
        self.begin()
        self._keeps = self.draft_button().text()
        self._follow_signature()

    def _build(self) -> None:
        body, ui = QWidget(), self._ui
        ui.setupUi(body)
        ui.on.bind(self.ctx, self._form.day0)
        ui.notes.set_lines(3)
        if self._form.last_weight is not None:
            ui.weight.set_hint(self.ctx.wording.number(self._form.last_weight))
        place_in(ui.rulerPlace, self._ruler)
        place_in(ui.assessmentsPlace, self._rows)
        self._ruler.setVisible(self._form.target is not None)
        ui.on.dateChanged.connect(self._on_day)
        self._rows.edited.connect(self.changed)
        self._lead_on_to_values()
        self._say_long_term()
        self.set_body(body)
        self._on_day(None)

    def _say_long_term(self) -> None:
        """Above the checklist of a new visit: the late effects that are due and that it does not ask for."""
        from hsct_desktop.services import late_effects

        if self._visit_id is not None:
            return
        lines = [line.id for line in self._form.assessments]
        text = late_effects.at_visit(self.ctx.ready(), self.patient_id, lines)
        if text:
            column, note = self._ui.column, PlainLabel(text, "caption", wrap=True)
            column.insertWidget(column.indexOf(self._ui.assessmentsPlace), note)

    def _lead_on_to_values(self) -> None:
        """Save and go on to the blood count of the day: the button, and Ctrl+Right behind the last sign of a field."""
        self.values_button = KeyButton(self.tr("Save, then blood count"), icon="flask", hint="Ctrl+Right", small=True)
        self.values_button.setObjectName("visit_values")
        self.values_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.values_button.clicked.connect(self.save_then_values)
        self._ui.column.insertWidget(self._ui.column.indexOf(self._ui.assessmentsPlace), self.values_button)
        shortcut = QShortcut(QKeySequence("Ctrl+Right"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save_then_values)
        for line in (field.findChild(QLineEdit) for field in map(self.target_of, _VITALS)):
            if isinstance(line, QLineEdit):
                line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            ours = event.key() == Qt.Key.Key_Right and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if ours and watched.cursorPosition() == len(watched.text()):
                self.save_then_values()
                return True
        return super().eventFilter(watched, event)

    def save_then_values(self) -> None:
        """Save the visit and open the flowsheet on its day; what is wrong with the visit is said first."""
        self._then_values = True
        self.save()
        self._then_values = False

    def _finish(self) -> None:
        then, day = self._then_values, self._ui.on.date()
        super()._finish()
        if then and day is not None:
            self.ctx.show_patient(self.patient_id, f"flowsheet@{day.isoformat()}")

    def _load(self, entry: VisitEntry) -> None:
        ui, words, vitals = self._ui, self.ctx.wording, entry.vitals
        ui.on.set_date(entry.on)
        ui.seenBy.set_text(entry.seen_by)
        numbers: list[tuple[NumberField, Decimal | int | None]] = [
            (ui.temperature, vitals.temperature),
            (ui.pulse, vitals.pulse),
            (ui.saturation, vitals.saturation),
            (ui.weight, vitals.weight),
            (ui.karnofsky, vitals.karnofsky),
        ]
        for field, value in numbers:
            field.set_text("" if value is None else words.number(value))
        if vitals.systolic is not None:
            ui.bloodPressure.set_text(f"{vitals.systolic}/{vitals.diastolic}")
        self._rows.set_entries(entry.assessments)
        ui.notes.set_text(entry.notes)
        if self._visit_id is not None:
            self._add_papers(entry, self._visit_id)
            self._add_signature(entry, self._visit_id)

    def _add_signature(self, entry: VisitEntry, visit_id: int) -> None:
        """The line of the signature above the record, with its key."""
        ctx, patient_id = self.ctx, self.patient_id
        day = ctx.wording.date(entry.on) if entry.on is not None else ""
        self.sign_line = SignLineWidget(
            ctx,
            patient_id,
            visit_id,
            f"{self._form.label}, {day}",
            is_touched=self.is_touched,
            reopen=lambda: ctx.open_sheet(VisitSheet(ctx, patient_id, visit_id=visit_id)),
        )
        self._ui.column.insertWidget(0, self.sign_line)
        self.sign_line.changed.connect(self._on_signature)
        self.sign_line.left.connect(self._focus_start)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.sign_line.ask)

    def first_field(self) -> QWidget | None:
        """Never on Sign: a signed visit is read and closed, any other one begins with its day."""
        return self.draft_button() if self._is_locked() else self._ui.on.line()

    def _is_locked(self) -> bool:
        line = self.sign_line.line if self.sign_line is not None else None
        return line is not None and line.is_locked

    def _focus_start(self) -> None:
        if not self.isHidden():
            (self.first_field() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_signature(self) -> None:
        """The keys stay in the sheet, whatever was locked."""
        self._follow_signature()
        self._focus_start()

    def keep_draft(self) -> None:
        if self.sign_line is not None and self.sign_line.is_asking and self._asks_with_focus():
            self.sign_line.leave()
            return
        super().keep_draft()

    def _asks_with_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.sign_line is not None and self.sign_line.isAncestorOf(focused)

    def _follow_signature(self) -> None:
        """What is signed is read, not changed: its fields and Save wait until a physician unlocks it."""
        line = self.sign_line.line if self.sign_line is not None else None
        if line is None:
            return
        body = self.body()
        free = (self.sign_line, *self.findChildren(VisitPapers))
        for widget in _widgets_in(body.layout() if body is not None else None):
            if widget not in free:
                widget.setEnabled(not line.is_locked)
        self.save_button().setEnabled(not line.is_locked)
        self._heading = self.tr("Visit") if line.is_locked else self.tr("Revise visit")
        self.set_title(self._heading, self._form.label)
        self.draft_button().setText(self.tr("Close") if line.is_locked else self._keeps)
        locked = self.tr("Signed and locked: a physician unlocks it with a reason.")
        self.save_button().setToolTip(plain_tooltip(locked) if line.is_locked else "")

    def _add_papers(self, entry: VisitEntry, visit_id: int) -> None:
        """The reports on a recorded visit, and its papers."""
        papers = VisitPapers(self.ctx, self.patient_id, visit_id)
        self._rows.set_reports(entry.assessments, papers.reports)
        body = self.body()
        column = body.layout() if body is not None else None
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, papers)

    def _on_day(self, _day: object) -> None:
        """Show the day on the ruler; outside the window is said, saved and marked, never refused."""
        day, form = self._ui.on.date(), self._form
        self._tick_recorded(day)
        if form.target is None or form.earliest is None or form.latest is None:
            return
        facts = VisitFacts(form.target, form.earliest, form.latest, form.booked)
        status = visit_status(facts, self.ctx.today()) if self._visit_id is None else VisitStatus.DONE
        ruler = RulerFacts(form.target, form.earliest, form.latest, status, day or form.booked)
        self._ruler.set_facts(ruler, self.ctx.today(), self.ctx.wording, self._working)
        outside = day is not None and is_outside_window(day, form.earliest, form.latest)
        window = self.ctx.wording.range(form.earliest, form.latest)
        warning = self.tr("Outside the window {}; saved and marked so.").format(window)
        self._ui.on.set_warning(warning if outside else None)

    def _tick_recorded(self, day: date | None) -> None:
        """What the record of the day answers need not be ticked again."""
        from hsct_desktop.services import visit_evidence

        found = visit_evidence.on_day(self.ctx.ready(), self.patient_id, day) if day is not None else {}
        self._rows.set_recorded(found)

    def _vitals(self) -> tuple[Vitals, list[Problem]]:
        """The vital signs and what could not be read."""
        ui = self._ui
        problems: list[Problem] = []
        fields = (ui.temperature, ui.pulse, ui.saturation, ui.weight, ui.karnofsky)
        read: dict[str, Decimal | None] = {}
        for field in fields:
            try:
                whole = field not in (ui.temperature, ui.weight)
                value = field.whole() if whole else field.number()
                read[field.objectName()] = None if value is None else Decimal(value)
            except InputError as error:
                problems += error.problems
        systolic = diastolic = None
        try:
            if ui.bloodPressure.text().strip():
                systolic, diastolic = parse_blood_pressure(ui.bloodPressure.text())
        except InputError as error:
            problems += error.problems
        vitals = Vitals(
            temperature=read.get("temperature"),
            systolic=systolic,
            diastolic=diastolic,
            pulse=_whole(read.get("pulse")),
            saturation=_whole(read.get("saturation")),
            weight=read.get("weight"),
            karnofsky=_whole(read.get("karnofsky")),
        )
        return vitals, problems

    def entry(self) -> VisitEntry:
        """The visit as it stands in the form."""
        ui, form = self._ui, self._form
        return VisitEntry(
            patient_id=self.patient_id,
            on=ui.on.date(),
            scheduled_id=form.scheduled_id,
            seen_by=ui.seenBy.text().strip(),
            vitals=self._vitals()[0],
            assessments=self._rows.entries(),
            notes=ui.notes.text(),
        )

    def problems(self) -> Iterator[Problem]:
        unread = self._vitals()[1]
        yield from unread
        yield from check_visit(self.entry(), self._form.birth_date or date.min, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        ui = self._ui
        if field.startswith("assessment."):
            return self._rows.row(field.removeprefix("assessment.")) or self._rows
        fields: dict[str, QWidget] = {"seen_by": ui.seenBy, "notes": ui.notes, "blood_pressure": ui.bloodPressure}
        fields |= {"temperature": ui.temperature, "pulse": ui.pulse, "saturation": ui.saturation}
        fields |= {"weight": ui.weight, "karnofsky": ui.karnofsky}
        return fields.get(field, ui.on)

    def change(self) -> Change | None:
        if self._visit_id is not None:
            return None
        ctx, patient_id, scheduled_id = self.ctx, self.patient_id, self._form.scheduled_id
        way = Way(back=lambda: ctx.open_sheet(VisitSheet(ctx, patient_id, scheduled_id)), done=self.draft_dropper())
        return recorded(ctx, self.entry(), self._form.label, way)

    def write(self) -> Changes:
        from hsct_desktop.services import visits

        if self._visit_id is not None:
            return visits.revise(self.ctx.ready(), self._visit_id, self._version, self.entry(), self.confirmed)
        return visits.record(self.ctx.ready(), self.entry(), self.confirmed)

    def content(self) -> Content:
        ui = self._ui
        return {
            "on": ui.on.typed(),
            "seen_by": ui.seenBy.text(),
            "temperature": ui.temperature.text(),
            "blood_pressure": ui.bloodPressure.text(),
            "pulse": ui.pulse.text(),
            "saturation": ui.saturation.text(),
            "weight": ui.weight.text(),
            "karnofsky": ui.karnofsky.text(),
            "assessments": self._rows.content(),
            "notes": ui.notes.text(),
        }

    def restore(self, content: Content) -> None:
        ui = self._ui
        ui.on.set_typed(content["on"])
        ui.seenBy.set_text(content["seen_by"])
        for name in _VITALS:
            field = self.target_of(name)
            if isinstance(field, NumberField) or field is ui.bloodPressure:
                field.set_text(content[name])
        self._rows.restore(content["assessments"])
        self._tick_recorded(ui.on.date())
        ui.notes.set_text(content["notes"])
