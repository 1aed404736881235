"""Rules and approval on the page of settings: what the unit reads, and who approved it, when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import DayField, NotesField, TextField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.segmented import SegmentedChoice
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.rule_sets import SetState


class RuleSetsPanel(Panel):
    """Each set with its approval; read, approve, withdraw by button."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Rules and approval"), self.tr("nothing acts before it is approved"), parent=parent)
        self._ctx = ctx
        self.setObjectName("ruleSets")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.SMALL)
        self.body().addLayout(self._rows)
        self.refresh()

    def refresh(self) -> None:
        """Show who approved what."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        workspace = self._ctx.workspace
        if workspace is None:
            self._rows.addWidget(PlainLabel(self.tr("Open a data file to see who approved them."), "muted", wrap=True))
            return
        from hsct_desktop.services import rule_sets

        for state in rule_sets.states(workspace):
            self._rows.addWidget(self._row(state))

    def focus_first(self) -> None:
        """Put the keyboard onto the first button of the panel."""
        button = self.findChild(KeyButton)
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _row(self, state: SetState) -> QWidget:
        words, name = self._ctx.wording, self._ctx.wording.text(f"rules.set.{state.rule_set}")
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        line.addWidget(PlainLabel(name, "bold"))
        line.addWidget(PlainLabel(words.text("rules.version", version=state.text.version), "muted"))
        chip = Chip(self.tr("acts"), "success") if state.acts else Chip(self.tr("not approved"), "warn", icon="alert")
        line.addWidget(chip)
        line.addStretch(1)
        for caption, handler in self._buttons(state):
            button = KeyButton(caption, small=True)
            button.setObjectName(f"{state.rule_set}_{handler.__name__.strip('_')}")
            button.setAccessibleName(f"{caption}: {name}")
            button.clicked.connect(partial(handler, state))
            line.addWidget(button)
        column.addLayout(line)
        for sentence in self._sentences(state):
            column.addWidget(PlainLabel(sentence, "caption", wrap=True))
        return row

    def _buttons(self, state: SetState) -> Iterator[tuple[str, Callable[..., None]]]:
        yield self.tr("Read…"), self._read
        if state.approval is None or state.is_newer or state.changed:
            yield self.tr("Approve…"), self._approve
        if state.approval is not None:
            yield self.tr("Withdraw…"), self._withdraw

    def _sentences(self, state: SetState) -> Iterator[str]:
        words, approval = self._ctx.wording, state.approval
        if approval is None:
            own = f"rules.not_approved.{state.rule_set}"
            usual = self.tr("Results are graded and shown; nothing is proposed and no alert fires before the approval.")
            yield words.text(own) if words.has(own) else usual
            return
        yield words.text(
            "rules.approved", by=approval.approved_by, on=approval.approved_on, version=approval.rules_version
        )
        if approval.note:
            yield approval.note
        if state.is_newer:
            newer = words.text("rules.newer", version=state.text.version)
            yield f"{newer} {words.text('rules.newer_alerts')}" if state.acts else newer
        if state.changed:
            names = (self._name(key) for key in state.changed)
            yield words.count("rules.changed", len(state.changed)) + ": " + ", ".join(names)

    def _name(self, rule_id: str) -> str:
        """A rule by its label, a stop rule by its text; by its id where the program does not have it any more."""
        catalogue, language = self._ctx.ready().catalogue, self._ctx.language
        if (alert := catalogue.alerts.rules.get(rule_id)) is not None:
            return alert.label.text(language)
        stop = catalogue.stop_rules.rules.get(rule_id)
        return rule_id if stop is None else stop.text.text(language)

    def _read(self, state: SetState, _checked: bool = False) -> None:
        self._ctx.open_sheet(RulesReadSheet(self._ctx, state.rule_set))

    def _approve(self, state: SetState, _checked: bool = False) -> None:
        self._ctx.open_sheet(ApproveRulesSheet(self._ctx, state))

    def _withdraw(self, state: SetState, _checked: bool = False) -> None:
        from hsct_desktop.services import rule_sets

        approval = state.approval
        if approval is None:
            return
        name = self._ctx.wording.text(f"rules.set.{state.rule_set}")
        sheet = ReasonSheet(
            self._ctx,
            NOBODY,
            self.tr("Withdraw the approval"),
            name,
            lambda ws, reason: rule_sets.withdraw(ws, approval.id, approval.version, reason),
            draft=f"withdraw_rules:{approval.id}",
        )
        self._ctx.open_sheet(sheet)


class ApproveRulesSheet(RecordSheet):
    """Who approved the set as it reads now, when, and a note."""

    def __init__(self, ctx: Context, state: SetState) -> None:
        name = ctx.wording.text(f"rules.set.{state.rule_set}")
        super().__init__(ctx, NOBODY, "", name, draft=f"approve_rules:{state.rule_set}")
        self._rule_set = state.rule_set
        self._heading = self.tr("Approve")
        self.set_title(self._heading, name)
        version = ctx.wording.text("rules.version", version=state.text.version)
        note = AlertNote(
            f"{name}, {version}",
            self.tr("Whoever approves has read the rules and answers for their use in this unit."),
        )
        self._by = captioned(TextField(), self.tr("Approved by"), "approvedBy")
        self._on = captioned(DayField(), self.tr("On"), "approvedOn")
        self._note = captioned(NotesField(), self.tr("Note (optional)"), "note")
        self._on.bind(ctx)
        self._on.set_date(ctx.today())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        for widget in (note, self._by, self._on, self._note):
            column.addWidget(widget)
        column.addStretch(1)
        self.set_body(body)
        self.save_button().setText(self._heading)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._by.line()

    def problems(self) -> Iterator[Problem]:
        if not self._by.text().strip():
            yield Problem("approved_by", "approved_by_missing")
        if self._on.date() is None:
            yield Problem("approved_on", "approved_on_missing")

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"approved_on": self._on, "note": self._note}
        return fields.get(field, self._by)

    def write(self) -> Changes:
        from hsct_desktop.services import rule_sets

        return rule_sets.approve(self.ctx.ready(), self._rule_set, self._by.text(), self._on.date(), self._note.text())

    def content(self) -> Content:
        return {"by": self._by.text(), "on": self._on.typed(), "note": self._note.text()}

    def restore(self, content: Content) -> None:
        self._by.set_text(content["by"])
        self._on.set_typed(content["on"])
        self._note.set_text(content["note"])


class RulesReadSheet(SideSheet):
    """The rules of a set in words, grading by CTCAE version. Nothing to save."""

    def __init__(self, ctx: Context, rule_set: str) -> None:
        name = ctx.wording.text(f"rules.set.{rule_set}")
        super().__init__(ctx.sheet_host(), "", name, top=ctx.sheet_top(), save=self.tr("Close"))
        self.set_title(self.tr("Rules"), name)
        self._ctx, self._rule_set = ctx, rule_set
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(Space.SMALL)
        self.version = SegmentedChoice([("5.0", "CTCAE v5.0"), ("6.0", "CTCAE v6.0")])
        column.addWidget(self.version)
        self.version.setVisible(rule_set == "grading")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        column.addStretch(1)
        self.set_body(body)
        self.draft_button().hide()
        self.saved.connect(self.close_sheet)
        self.version.set_value("5.0")
        self.version.chosen.connect(lambda _value: self.show_rules())
        self.show_rules()

    def show_rules(self) -> None:
        """Word the rules of the chosen version."""
        from hsct_desktop.services import rule_sets

        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for read in rule_sets.reading(self._ctx.ready(), self._rule_set, str(self.version.value() or "5.0")):
            self._list.addWidget(PlainLabel(read.name, "bold", wrap=True))
            for line in read.lines:
                self._list.addWidget(PlainLabel(line, "caption", wrap=True))
            self._list.addWidget(rule())

    def keep_draft(self) -> None:
        """There is nothing to keep."""
        self.close_sheet()
