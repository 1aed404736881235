"""The open tasks of a patient on the overview: a narrow panel that is there only while there is something to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.task_sheet import TaskSheet
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.domain.task import TaskRow

_TITLE: Final = 64
_SHOWN: Final = 3
"""So many tasks stand here; the rest is counted, and all are on Today when their day comes."""


class PatientTasks(QWidget):
    """Hidden without tasks; each task opens its sheet, whose button says that it is done."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._panel: Panel | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def set_tasks(self, tasks: Sequence[TaskRow]) -> None:
        """Show a patient's open tasks, by due day."""
        if self._panel is not None:
            self._panel.hide()
            self._panel.setParent(None)
            self._panel.deleteLater()
            self._panel = None
        self.setVisible(bool(tasks))
        if not tasks:
            return
        self._panel = panel = Panel(flush=True)
        panel.body().setContentsMargins(Space.PANEL_INSIDE, Space.TIGHT, Space.PANEL_INSIDE, Space.TIGHT)
        panel.body().setSpacing(0)
        for number, task in enumerate(tasks[:_SHOWN]):
            panel.add(self._line(task, first=number == 0, more=len(tasks) - _SHOWN))
        self._row.addWidget(panel)

    def _line(self, task: TaskRow, *, first: bool, more: int) -> QWidget:
        """One task in one line: the timeline below keeps its room."""
        words = self._ctx.wording
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        overdue = task.is_overdue(self._ctx.today())
        due = words.date_weekday(task.due)
        what = ElidedLabel(task.words, "bold")
        what.setToolTip(plain_tooltip(task.words))
        title = PlainLabel(self.tr("Tasks") if first else "", "bold")
        title.setMinimumWidth(_TITLE)
        row.addWidget(title)
        row.addWidget(PlainLabel(self.tr("{}, overdue").format(due) if overdue else due, "danger" if overdue else ""))
        row.addWidget(what, 1)
        row.addWidget(PlainLabel(task.owner or self.tr("The unit"), "muted"))
        done = KeyButton(self.tr("Done"), kind="link", small=True)
        done.setAccessibleName(self.tr("Done: {}").format(task.words))
        done.clicked.connect(lambda: self._finish(task))
        edit = KeyButton(self.tr("Change"), kind="link", small=True)
        edit.setAccessibleName(self.tr("Change: {}").format(task.words))
        edit.clicked.connect(lambda: self._ctx.open_sheet(TaskSheet(self._ctx, task_id=task.id)))
        row.addWidget(done)
        row.addWidget(edit)
        if first and more > 0:
            row.addWidget(PlainLabel(self.tr("{} more").format(more), "muted"))
        return line

    def _finish(self, task: TaskRow) -> None:
        from hsct_desktop.services import tasks

        self._ctx.save(lambda: tasks.done(self._ctx.ready(), task.id, task.version))
