"""The versions of one field: each value with who, when, where, which entry and why; beside a table or as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.paint import colour, focus_ring
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.audit import FieldVersion

_DOT: Final = 10
_LEFT: Final = 24


@dataclass(frozen=True)
class Versions:
    """What a field is called, and its versions, newest first."""

    title: str
    versions: tuple[FieldVersion, ...]


class VersionRow(QFrame):
    """A version: a dot on the line that joins them, filled for the one that holds now."""

    def __init__(self, ctx: Context, version: FieldVersion, number: int, *, current: bool, last: bool) -> None:
        super().__init__()
        self._current, self._last = current, last
        words = ctx.wording
        value = PlainLabel(version.value or "–", "muted" if version.voided else "bold", wrap=True)
        who = PlainLabel(", ".join(part for part in (version.who, version.role) if part), wrap=True)
        entry = self.tr("entry {}").format(words.number(version.seq))
        when = " · ".join(part for part in (version.when, version.workstation, entry) if part)
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, Space.TIGHT, 0, Space.SMALL)
        column.setSpacing(2)
        parts = [value, who, PlainLabel(when, "caption", wrap=True)]
        if version.voided:
            parts.append(PlainLabel(self.tr("taken back since"), "caption"))
        if version.reason:
            parts.append(PlainLabel(self.tr("Reason: {}").format(version.reason), "caption", wrap=True))
        for label in parts:
            column.addWidget(label)
        told = ". ".join(label.text() for label in parts)
        self.setAccessibleName(self.tr("Version {n}: {told}").format(n=number, told=told))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, middle = 8.0, 6.0 + _DOT / 2
        if not self._last:
            painter.fillRect(QRectF(middle - 1, top + _DOT, 2, self.height() - top - 2), colour("line_strong"))
        painter.setPen(QPen(colour("accent" if self._current else "control"), 2))
        painter.setBrush(colour("accent") if self._current else colour("surface"))
        painter.drawEllipse(QRectF(middle - _DOT / 2, top, _DOT, _DOT))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))


class FieldVersions(QScrollArea):
    """The rows of one field, or a sentence where nothing is chosen."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.rows: list[VersionRow] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.show_history(None)

    def show_history(self, history: Versions | None) -> None:
        """Show the versions of a field, newest first; None for nothing chosen."""
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = []
        if history is None:
            column.addWidget(PlainLabel(self.tr("Choose a line: its field's versions stand here."), "muted", wrap=True))
        else:
            column.addWidget(PlainLabel(history.title, "bold", wrap=True))
            count = len(history.versions)
            for number, version in enumerate(history.versions):
                row = VersionRow(self._ctx, version, count - number, current=number == 0, last=number + 1 == count)
                self.rows.append(row)
                column.addWidget(row)
        column.addStretch(1)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def show_new(self, title: str, fields: Sequence[str]) -> None:
        """Show what a new record began with, a line a field."""
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(PlainLabel(title, "bold", wrap=True))
        for field in fields:
            column.addWidget(PlainLabel(field, wrap=True))
        column.addStretch(1)
        self.rows = []
        self.setWidget(inside)


class FieldHistoryPanel(Panel):
    """The versions beside a table."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Field history"), "Shift+F2", parent=parent)
        self._ctx = ctx
        self._versions = FieldVersions(ctx)
        self.add(self._versions, 1)

    @property
    def rows(self) -> list[VersionRow]:
        """The versions shown, newest first."""
        return self._versions.rows

    def clear(self) -> None:
        """Nothing is chosen."""
        self._versions.show_history(None)

    def show_field(self, table: str, row_id: int, column: str) -> None:
        """Show the versions of a column of a row."""
        history = read(self._ctx, table, row_id, column)
        self._versions.show_history(history)

    def show_new(self, title: str, fields: Sequence[str]) -> None:
        """Show what a new record began with."""
        self._versions.show_new(title, fields)

    def focus_first(self) -> None:
        """Put the keyboard on the newest version."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def open_sheet(self, table: str, row_id: int, column: str) -> None:
        """Show the versions over the page, where there is no room beside it."""
        show_field_history(self._ctx, table, row_id, column)

    def open_new(self, title: str, fields: Sequence[str]) -> None:
        """Show what a new record began with over the page, where there is no room beside it."""
        sheet = FieldHistorySheet(self._ctx, None)
        sheet.versions.show_new(title, fields)
        self._ctx.open_sheet(sheet)


class FieldHistorySheet(SideSheet):
    """The versions of one field over a page; there is nothing to save."""

    def __init__(self, ctx: Context, history: Versions | None) -> None:
        super().__init__(ctx.sheet_host(), "", "", top=ctx.sheet_top())
        self.set_title(self.tr("Field history"), "")
        self.versions = FieldVersions(ctx)
        self.versions.show_history(history)
        body = QWidget()
        column = QVBoxLayout(body)
        column.addWidget(self.versions, 1)
        self.set_body(body)
        self.draft_button().setText(self.tr("Close"))
        self.save_button().hide()


def read(ctx: Context, table: str, row_id: int, column: str) -> Versions | None:
    """The versions of a field; None where they cannot be read, which is told."""
    from hsct_desktop.services import audit

    try:
        ws = ctx.ready()
        return Versions(audit.field_title(ws, table, column), tuple(audit.field_history(ws, table, row_id, column)))
    except KnownError as error:
        ctx.report_error(error)
        return None


def show_field_history(ctx: Context, table: str, row_id: int, column: str) -> bool:
    """Open the versions of a field as a sheet. Whether they could be read."""
    history = read(ctx, table, row_id, column)
    if history is None:
        return False
    sheet = FieldHistorySheet(ctx, history)
    ctx.open_sheet(sheet)
    return True
