"""Alert rules on the page of settings: the table, and the sheet in which a unit changes one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.alert import Severity
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.rule_facts import RELATIVE
from hsct_desktop.views.alert_card import KINDS
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import ChipsField, TextField
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.alert_rules import RuleRow, ThresholdRow
    from hsct_desktop.services.changes import Changes

_TOKENS: Final = {"danger": "danger", "warn": "warn", "info": "accent"}
_HEIGHT: Final = 420


class AlertRulesPanel(Panel):
    """Every rule: on or off, severity, limits, who changed it; Enter opens it."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Alerts"), self.tr("Enter opens a rule"), flush=True, parent=parent)
        self._ctx = ctx
        self.setObjectName("alertRules")
        heads = [self.tr("Rule"), self.tr("State"), self.tr("Severity"), self.tr("Limits"), self.tr("Changed")]
        self.table = RowsTable(self.tr("Alerts"), heads, [280, 130, 70, -1, 190])
        self.table.setFixedHeight(_HEIGHT)
        self.table.entered.connect(self.open_rule)
        self.add(self.table)
        self.rows: dict[str, RuleRow] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the rules anew."""
        workspace = self._ctx.workspace
        self.table.setEnabled(workspace is not None)
        if workspace is None:
            self.rows = {}
            self.table.set_lines([])
            return
        from hsct_desktop.services import alert_rules

        listed = alert_rules.listing(workspace)
        self.rows = {row.id: row for row in listed}
        lines: list[Line] = []
        for group, rows in groupby(listed, key=lambda row: row.group):
            found = list(rows)
            lines.append(Line((Cell(group, bold=True),), group=len(found)))
            lines += [self._line(row) for row in found]
        self.table.set_lines(lines)

    def _line(self, row: RuleRow) -> Line:
        from hsct_desktop.services import alert_rules

        words, ws = self._ctx.wording, self._ctx.ready()
        state = self.tr("on") if row.acts else self.tr("off") if not row.enabled else self.tr("threshold missing")
        limits = "; ".join(alert_rules.limit_words(ws, limit) for limit in row.thresholds)
        changed = ""
        if row.changed_at is not None:
            changed = f"{row.changed_by}, {words.date(row.changed_at.astimezone().date())}"
        return Line(
            (
                Cell(row.label, bold=True, token="" if row.acts else "muted"),
                Cell(state, token="" if row.acts else "muted"),
                Cell(words.text(f"alert.severity.{row.severity}"), token=_TOKENS[KINDS[row.severity]]),
                Cell(limits, token="muted", tip=f"{row.action}\n{limits}"),
                Cell(changed, token="muted"),
            ),
            key=row.id,
        )

    def open_rule(self, rule_id: object) -> None:
        """Open the sheet of a rule."""
        row = self.rows.get(str(rule_id))
        if row is not None:
            self._ctx.open_sheet(AlertRuleSheet(self._ctx, row))


def limit_field(words: Wording, limit: ThresholdRow) -> TextField:
    """The field of a threshold: its number with its unit, the default and further units below."""
    from hsct_desktop.catalogue.alert_words import unit

    field = captioned(TextField(), limit.label, limit.name)
    field.set_text(limit.text)
    of_analyte = limit.role.startswith(("value", "fall", "rise"))
    offered = [name for name in limit.units if of_analyte and name != limit.unit and name not in RELATIVE]
    others = [unit(words, name) for name in offered]
    field.set_unit(unit(words, limit.unit))
    said = QCoreApplication.translate("AlertRuleSheet", "Default: {}").format(limit.default)
    if others:
        more = QCoreApplication.translate("AlertRuleSheet", "or with its unit: {}")
        said += " · " + more.format(", ".join(others))
    field.set_understood(said)
    return field


class AlertRuleSheet(RecordSheet):
    """One rule: on or off, how severe at most, its thresholds with their units."""

    def __init__(self, ctx: Context, row: RuleRow) -> None:
        super().__init__(ctx, NOBODY, "", row.label, draft=f"alert_rule:{row.id}")
        self._row = row
        self._heading = self.tr("Alert rule")
        self.set_title(self._heading, row.label)
        words = ctx.wording
        self._enabled = captioned(ChipsField(), self.tr("State"), "enabled")
        self._enabled.set_choices([(True, self.tr("on")), (False, self.tr("off"))])
        self._enabled.set_value(row.enabled)
        self._severity = captioned(ChipsField(), self.tr("Severity at most"), "severity")
        self._severity.set_choices([(s, words.text(f"alert.severity.{s}")) for s in row.severities])
        self._severity.set_value(row.severity)
        self._limits = {limit.name: limit_field(ctx.wording, limit) for limit in row.thresholds}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(10)
        column.addWidget(AlertNote(row.label, row.action, KINDS[row.severity]))
        for widget in (self._enabled, self._severity, *self._limits.values()):
            column.addWidget(widget)
        for sentence in self._sentences():
            column.addWidget(PlainLabel(sentence, "caption", wrap=True))
        column.addStretch(1)
        self.set_body(body)
        self.begin()

    def _sentences(self) -> Iterator[str]:
        row, words = self._row, self.ctx.wording
        if row.note:
            yield row.note
        yield self.tr("Source: {}").format(row.source)
        usual = self.tr("on") if row.default_enabled else self.tr("off")
        severity = words.text(f"alert.severity.{row.default_severity}")
        yield self.tr("As shipped: {state}, {severity}").format(state=usual, severity=severity)
        if row.changed_at is not None:
            at = words.moment(row.changed_at.astimezone())
            yield self.tr("Changed by {who}, {at}").format(who=row.changed_by, at=at)
        yield self.tr("A change acts at once and is listed beside the approval until the rules are approved again.")

    def first_field(self) -> QWidget | None:
        return next(iter(self._limits.values())).line() if self._limits else self._enabled

    def problems(self) -> Iterator[Problem]:
        yield from ()

    def target_of(self, field: str) -> QWidget:
        return self._limits.get(field, self._severity)

    def write(self) -> Changes:
        from hsct_desktop.services import alert_rules

        texts = {name: field.text() for name, field in self._limits.items()}
        row, severity = self._row, self._severity.value()
        chosen = severity if isinstance(severity, Severity) else row.severity
        return alert_rules.change(self.ctx.ready(), row.id, row.version, bool(self._enabled.value()), chosen, texts)

    def content(self) -> Content:
        texts = {name: field.text() for name, field in self._limits.items()}
        return {"enabled": bool(self._enabled.value()), "severity": str(self._severity.value()), "texts": texts}

    def restore(self, content: Content) -> None:
        self._enabled.set_value(content["enabled"])
        self._severity.set_value(next((s for s in self._row.severities if s == content["severity"]), None))
        for name, text in content["texts"].items():
            if name in self._limits:
                self._limits[name].set_text(text)
