"""A task of the ward: what, by which day, whose; done with Ctrl+Enter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.task import MAX_WORDS, TaskEntry, TaskRow, check_task
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import ChoiceField, DayField, TextField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, field_row
from hsct_desktop.views.widgets.buttons import KeyButton

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

_UNIT = 0
"""The owner's value for "the unit": a choice of None would be no choice."""


class TaskSheet(RecordSheet):
    """A new task, or one that stands in the file: its button says Done until something is changed."""

    def __init__(self, ctx: Context, patient_id: int = NOBODY, task_id: int | None = None) -> None:
        held = _held(ctx, task_id)
        if held is not None:
            patient_id = held.patient.id if held.patient is not None else NOBODY
        super().__init__(ctx, patient_id, "", draft="task" if held is None else f"task:{held.id}")
        self._held = held
        self._heading = self.tr("New task") if held is None else self.tr("Task")
        self.set_title(self._heading, "")
        self._words_field = captioned(TextField(), self.tr("What is to be done"), "words")
        self._words_field.line().setMaxLength(MAX_WORDS)
        self._due = captioned(DayField(), self.tr("By which day"), "due")
        self._owner = captioned(ChoiceField(), self.tr("Whose task"), "owner")
        self._about = captioned(ChoiceField(), self.tr("About"), "about")
        self._fill_choices()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(self._words_field)
        column.addWidget(field_row(self._due, self._owner))
        column.addWidget(self._about)
        column.addWidget(self._take_back_button())
        column.addStretch(1)
        self._about.setVisible(held is None and patient_id != NOBODY)
        self._due.bind(ctx, self._day0())
        self._due.set_date(ctx.today() if held is None else held.due)
        if held is not None:
            self._words_field.set_text(held.words)
        self.set_body(body)
        self.begin()
        self._name_button()

    def _fill_choices(self) -> None:
        from hsct_desktop.services import patients, staff

        ws, held = self.ctx.ready(), self._held
        owners: list[tuple[object, str]] = [(_UNIT, self.tr("The unit"))]
        chosen = held.owner_id if held is not None else None
        owners += [(row.id, row.name) for row in staff.everybody(ws) if row.active or row.id == chosen]
        self._owner.set_choices(owners)
        self._owner.set_value(chosen or _UNIT)
        if self.patient_id != NOBODY:
            banner = patients.banner(ws, self.patient_id)
            whose = f"{banner.name}, {self.ctx.wording.date(banner.birth_date)}, {banner.code}"
            self._about.set_choices([(self.patient_id, whose), (NOBODY, self.tr("No patient in particular"))])
            self._about.set_value(self.patient_id)

    def _day0(self) -> Any:
        from hsct_desktop.services import patients

        return None if self.patient_id == NOBODY else patients.banner(self.ctx.ready(), self.patient_id).day0

    def _take_back_button(self) -> QWidget:
        button = KeyButton(self.tr("Take back: it need not be done"), icon="undo", kind="danger", small=True)
        button.clicked.connect(self._take_back)
        line = QWidget()
        row = QVBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        button.setVisible(self._held is not None)
        return line

    def _take_back(self) -> None:
        from hsct_desktop.services import tasks

        held = self._held
        if held is None:
            return
        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back a task"),
            held.words,
            lambda ws, reason: tasks.void_task(ws, held.id, reason, held.version),
            draft=f"void_task:{held.id}",
        )
        self.ctx.open_sheet(sheet)

    def first_field(self) -> QWidget | None:
        return self._words_field.line() if self._held is None else self.save_button()

    def entry(self) -> TaskEntry:
        """The task as it stands in the form."""
        about = self._about.value() if self._held is None else self.patient_id
        owner = self._owner.value()
        return TaskEntry(
            self._words_field.text(),
            self._due.date(),
            about if isinstance(about, int) and about != NOBODY else None,
            owner if isinstance(owner, int) and owner != _UNIT else None,
        )

    def changed(self, *whatever: object) -> None:
        super().changed(*whatever)
        self._name_button()

    def _is_changed(self) -> bool:
        """Whether the form says something else than the file; the wording of the same day is no change."""
        held, entry = self._held, self.entry()
        return held is None or (held.words, held.due, held.owner_id) != (entry.words, entry.due, entry.owner_id)

    def _name_button(self) -> None:
        held = self._held
        if held is not None:
            done = self.tr("Done") if held.is_open else self.tr("Open again")
            self.save_button().setText(self.tr("Save") if self._is_changed() else done)

    def problems(self) -> Iterator[Problem]:
        yield from check_task(self.entry(), self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"words": self._words_field, "due": self._due, "owner_id": self._owner}
        return fields.get(field, self._words_field)

    def write(self) -> Changes:
        from hsct_desktop.services import tasks

        ws, held = self.ctx.ready(), self._held
        if held is None:
            return tasks.record(ws, self.entry())
        if self._is_changed():
            return tasks.revise(ws, held.id, held.version, self.entry())
        return (tasks.done if held.is_open else tasks.reopen)(ws, held.id, held.version)

    def content(self) -> Content:
        return {
            "words": self._words_field.text(), "due": self._due.typed(), "owner": self._owner.value(),
            "about": self._about.value(),
        }  # fmt: skip

    def restore(self, content: Content) -> None:
        self._words_field.set_text(content["words"])
        self._due.set_typed(content["due"])
        self._owner.set_value(content["owner"])
        if self._about.value() is not None:
            self._about.set_value(content["about"])


def _held(ctx: Context, task_id: int | None) -> TaskRow | None:
    if task_id is None:
        return None
    from hsct_desktop.services import tasks

    return tasks.get(ctx.ready(), task_id)
