"""End a therapy: what its stop rule says on that day, the last day given, the reason; or extend it instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, check_supportive_therapy
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_stop_form import Ui_StopForm
from hsct_desktop.views.sheet import Content, RecordSheet, enum_choices
from hsct_desktop.views.stop_verdict import VerdictBlock
from hsct_desktop.views.widgets.buttons import KeyButton

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.stop_rules import StopView


class StopSheet(RecordSheet):
    """End a therapy: last day, reason. Where its rule is met that is the reason, until somebody chooses another; else a
    person says why, by the first letter of a reason. Against its rule it ends only with a reason in words.
    """

    def __init__(self, ctx: Context, patient_id: int, therapy_id: int) -> None:
        from hsct_desktop.services import supportive_therapies

        self._entry, self._version = supportive_therapies.entry_of(ctx.ready(), therapy_id)
        super().__init__(ctx, patient_id, "", self._entry.name, draft=f"stop:{therapy_id}")
        self._heading = self.tr("Stop therapy")
        self.set_title(self._heading, self._entry.name)
        self._therapy_id = therapy_id
        self._view: StopView | None = None
        self._preset = False
        """Whether the reason that stands there is the rule's, and nobody's choice."""
        self._ui = Ui_StopForm()
        self.verdict = VerdictBlock(ctx.wording)
        self._extend = KeyButton("", icon="extend", small=True)
        self._extend.setObjectName("extend")
        self._extend.clicked.connect(self._on_extend)
        self._confirm = KeyButton(self.tr("No immunosuppression running: confirm today"), icon="check", small=True)
        self._confirm.setObjectName("confirmNone")
        self._confirm.clicked.connect(self._on_confirm)
        self._lay_form()
        self._look()
        self.begin()

    def _lay_form(self) -> None:
        form, body, ui = QWidget(), QWidget(), self._ui
        ui.setupUi(form)
        ui.on.bind(self.ctx)
        ui.on.set_date(self.ctx.today())
        ui.reason.set_choices(enum_choices(self.ctx.wording, "stop_reason", StopReason), self.tr("Choose"))
        ui.reason.edited.connect(self._on_reason)
        ui.on.dateChanged.connect(lambda _day: self._look())
        ui.detail.hide()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        inner = form.layout()
        if inner is not None:
            inner.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.verdict)
        column.addWidget(self._confirm)
        column.addWidget(form)
        column.addWidget(self._extend)
        column.addStretch(1)
        self.set_body(body)

    def _look(self) -> None:
        """Ask the rule for the day that is entered."""
        from hsct_desktop.services import stop_rules

        on = self._ui.on.date() or self.ctx.today()
        self._view = stop_rules.view(self.ctx.ready(), self.patient_id, self._therapy_id, on)
        self.verdict.show_view(self._view)
        self._confirm.setVisible(self._view.asks_none)
        until = self.ctx.wording.date(self._view.until)
        self._extend.setText(self.tr("Do not stop: extend to {}").format(until))
        self._preset_reason()
        self._show_detail()

    def _preset_reason(self) -> None:
        """A rule that is met on the day entered is the reason; it goes again with the day on which it is not."""
        reason = self._ui.reason
        met = self._view is not None and self._view.key == "met"
        if met and reason.value() is None:
            reason.set_value(StopReason.RULE_MET)
            self._preset = True
        elif not met and self._preset:
            reason.set_value(None)
            self._preset = False

    def _on_reason(self) -> None:
        self._preset = False
        self._show_detail()
        self.changed()

    def _show_detail(self) -> None:
        """The words for a reason are asked for where it says nothing by itself."""
        reason = self._ui.reason.value()
        against = self._view is not None and self._view.asks_why
        caption = self.tr("Why it ends all the same") if against else self.tr("Which reason")
        self._ui.detail.setProperty("caption", caption)
        self._ui.detail.setVisible(reason is StopReason.OTHER or (against and reason is not None))

    def _on_confirm(self) -> None:
        """Confirm that nothing is running, which the rule waits for, and ask the rule again."""
        from hsct_desktop.services import statements

        ws = self.ctx.ready()
        try:
            saved = self.ctx.save(lambda: statements.confirm_none(ws, self.patient_id), initiator=self)
        except InputError as error:
            self.ctx.report_error(error)
            return
        if saved is not None:
            self._look()
            self._ui.reason.box().setFocus()
            self.recheck()

    def _on_extend(self) -> None:
        from hsct_desktop.services import supportive_therapies

        ws, why = self.ctx.ready(), self._ui.detail.text().strip()
        try:
            saved = self.ctx.save(lambda: supportive_therapies.extend(ws, self._therapy_id, why=why), initiator=self)
        except InputError as error:
            self.ctx.report_error(error)
            return
        if saved is not None:
            self._finish()

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._ui.reason.box()

    def _stopped(self) -> SupportiveTherapyEntry:
        reason = self._ui.reason.value()
        chosen = reason if isinstance(reason, StopReason) else None
        detail = self._ui.detail.text().strip() if self._ui.detail.isVisibleTo(self) else ""
        return replace(self._entry, stop=self._ui.on.date(), stop_reason=chosen, stop_detail=detail)

    def problems(self) -> Iterator[Problem]:
        from hsct_desktop.services import stop_rules

        if self._ui.on.date() is None:
            yield Problem("stop", "date_missing")
        if self._ui.reason.value() is None:
            yield Problem("stop_reason", "stop_reason_missing")
            return
        found = list(check_supportive_therapy(self._stopped(), date.min, self.ctx.today()))
        yield from found
        if not found and self._view is not None and self._view.asks_why:
            yield from stop_rules.why_problems(self._stopped(), self._view.key)

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"stop_reason": self._ui.reason, "stop_detail": self._ui.detail}
        return fields.get(field, self._ui.on)

    def write(self) -> Changes:
        from hsct_desktop.services import supportive_therapies

        entry = self._stopped()
        if entry.stop is None or entry.stop_reason is None:
            raise InputError(self.problems())
        ws = self.ctx.ready()
        return supportive_therapies.stop(
            ws, self._therapy_id, self._version, entry.stop, entry.stop_reason, entry.stop_detail
        )

    def content(self) -> Content:
        return {
            "on": self._ui.on.typed(),
            "reason": str(self._ui.reason.value() or ""),
            "detail": self._ui.detail.text(),
        }

    def restore(self, content: Content) -> None:
        self._ui.on.set_typed(content["on"])
        self._ui.reason.set_value(StopReason(content["reason"]) if content["reason"] else None)
        self._ui.detail.set_text(content["detail"])
        try:
            self._look()
        except KnownError as error:
            self.ctx.report_error(error)
