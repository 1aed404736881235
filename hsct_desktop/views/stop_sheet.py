"""End a therapy: what its stop rule says on that day, the last day given, the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.supportive_therapy import StopReason, SupportiveTherapyEntry, check_supportive_therapy
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_stop_form import Ui_StopForm
from hsct_desktop.views.sheet import Content, RecordSheet, enum_choices

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class StopSheet(RecordSheet):
    """End a therapy: last day, reason. A person says why: no reason is chosen beforehand; its first letter does."""

    def __init__(self, ctx: Context, patient_id: int, therapy_id: int) -> None:
        from hsct_desktop.services import supportive_therapies

        self._entry, self._version = supportive_therapies.entry_of(ctx.ready(), therapy_id)
        super().__init__(ctx, patient_id, "", self._entry.name, draft=f"stop:{therapy_id}")
        self._heading = self.tr("Stop therapy")
        self.set_title(self._heading, self._entry.name)
        self._therapy_id = therapy_id
        self._ui = Ui_StopForm()
        body = QWidget()
        self._ui.setupUi(body)
        self._ui.on.bind(ctx)
        self._ui.on.set_date(ctx.today())
        self._ui.reason.set_choices(enum_choices(ctx.wording, "stop_reason", StopReason), self.tr("Choose"))
        self._ui.reason.edited.connect(self._on_reason)
        self._ui.detail.hide()
        self.set_body(body)
        self.begin()

    def _on_reason(self) -> None:
        self._ui.detail.setVisible(self._ui.reason.value() is StopReason.OTHER)
        self.changed()

    def first_field(self) -> QWidget | None:
        return self._ui.reason.box()

    def _stopped(self) -> SupportiveTherapyEntry:
        reason = self._ui.reason.value()
        detail = self._ui.detail.text().strip() if reason is StopReason.OTHER else ""
        chosen = reason if isinstance(reason, StopReason) else None
        return replace(self._entry, stop=self._ui.on.date(), stop_reason=chosen, stop_detail=detail)

    def problems(self) -> Iterator[Problem]:
        if self._ui.on.date() is None:
            yield Problem("stop", "date_missing")
        if self._ui.reason.value() is None:
            yield Problem("stop_reason", "stop_reason_missing")
        else:
            yield from check_supportive_therapy(self._stopped(), date.min, self.ctx.today())

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
