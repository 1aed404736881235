"""Stop rules on the page of settings: what each asks, and the sheet in which a unit sets its own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.alert_rules_panel import limit_field
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.sheet import Content, RecordSheet
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.stop_settings import StopRow

_HEIGHT: Final = 420


class StopRulesPanel(Panel):
    """Every rule that the program judges, by therapy: what it asks, who changed its numbers; Enter opens it."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Stop rules"), self.tr("Enter opens a rule"), flush=True, parent=parent)
        self._ctx = ctx
        self.setObjectName("stopRules")
        heads = [self.tr("Rule"), self.tr("Asks"), self.tr("Changed")]
        self.table = RowsTable(self.tr("Stop rules"), heads, [280, -1, 190])
        self.table.setFixedHeight(_HEIGHT)
        self.table.entered.connect(self.open_rule)
        self.add(self.table)
        self.rows: dict[str, StopRow] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the rules anew."""
        workspace = self._ctx.workspace
        self.table.setEnabled(workspace is not None)
        if workspace is None:
            self.rows = {}
            self.table.set_lines([])
            return
        from hsct_desktop.services import stop_settings

        listed = stop_settings.listing(workspace)
        self.rows = {row.id: row for row in listed}
        lines: list[Line] = []
        for therapy, rows in groupby(listed, key=lambda row: row.therapy):
            found = list(rows)
            lines.append(Line((Cell(therapy, bold=True),), group=len(found)))
            lines += [self._line(row) for row in found]
        self.table.set_lines(lines)

    def _line(self, row: StopRow) -> Line:
        asks = " · ".join(row.asks)
        changed = ""
        if row.changed_at is not None:
            changed = f"{row.changed_by}, {self._ctx.wording.date(row.changed_at.astimezone().date())}"
        return Line(
            (
                Cell(row.short, bold=True, tip=row.text),
                Cell(asks, token="muted", tip=f"{row.text}\n{asks}"),
                Cell(changed, token="muted"),
            ),
            key=row.id,
        )

    def open_rule(self, rule_id: object) -> None:
        """Open the sheet of a rule."""
        row = self.rows.get(str(rule_id))
        if row is not None:
            self._ctx.open_sheet(StopRuleSheet(self._ctx, row))


class StopRuleSheet(RecordSheet):
    """One rule: what it asks in words, its numbers with their units."""

    def __init__(self, ctx: Context, row: StopRow) -> None:
        super().__init__(ctx, NOBODY, "", row.therapy, draft=f"stop_rule:{row.id}")
        self._row = row
        self._heading = self.tr("Stop rule")
        self.set_title(self._heading, row.therapy)
        self._limits = {limit.name: limit_field(ctx.wording, limit) for limit in row.thresholds}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(10)
        column.addWidget(AlertNote(row.text, "\n".join(f"– {part}" for part in row.asks)))
        for field in self._limits.values():
            column.addWidget(field)
        for sentence in self._sentences():
            column.addWidget(PlainLabel(sentence, "caption", wrap=True))
        column.addStretch(1)
        self.set_body(body)
        self.begin()

    def _sentences(self) -> Iterator[str]:
        row, words = self._row, self.ctx.wording
        if not row.thresholds:
            yield self.tr("This rule has no numbers to set.")
        yield self.tr("Source: {}").format(row.source)
        if row.changed_at is not None:
            at = words.moment(row.changed_at.astimezone())
            yield self.tr("Changed by {who}, {at}").format(who=row.changed_by, at=at)
        yield self.tr("A change acts at once and is listed beside the approval until the rules are approved again.")

    def first_field(self) -> QWidget | None:
        return next(iter(self._limits.values())).line() if self._limits else None

    def problems(self) -> Iterator[Problem]:
        yield from ()

    def target_of(self, field: str) -> QWidget:
        return self._limits.get(field, self)

    def write(self) -> Changes:
        from hsct_desktop.services import stop_settings

        texts = {name: field.text() for name, field in self._limits.items()}
        return stop_settings.change(self.ctx.ready(), self._row.id, self._row.version, texts)

    def content(self) -> Content:
        return {name: field.text() for name, field in self._limits.items()}

    def restore(self, content: Content) -> None:
        for name, text in content.items():
            if name in self._limits:
                self._limits[name].set_text(text)
