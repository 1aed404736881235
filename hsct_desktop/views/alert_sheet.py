"""A patient's alerts: what fired, against which limit, what to do; acknowledged one by one, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.alert_card import KINDS, AlertCard
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.alerts import AlertLine, PatientAlerts
    from hsct_desktop.services.changes import Changes

MOST_PAST: Final = 30
"""Alerts seen before that the sheet tells one by one, latest first; how many more there were, it says."""


class AlertSheet(RecordSheet):
    """The alerts to be seen as cards, the chosen one in full with its reason; below, those seen before."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        from hsct_desktop.services import alerts

        super().__init__(ctx, patient_id, "", draft="alerts")
        self.found: PatientAlerts = alerts.for_patient(ctx.ready(), patient_id)
        self._heading = self.tr("Alerts")
        self._words = ctx.wording.count("alert.to_see", len(self.found.waiting)) if self.found.waiting else ""
        self.set_title(self._heading, self._words)
        self._why = captioned(TextField(), self.tr("What is done, or why nothing more"), "why")
        self._note = AlertNote("", "")
        self._facts = [PlainLabel("", wrap=True) for _ in range(3)]
        self.cards = [AlertCard(found, ctx.wording) for found in self.found.waiting]
        self._group = QButtonGroup(self)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(8)
        self._fill(column)
        self.set_body(body)
        self.save_button().setText(self.tr("Acknowledge") if self.cards else self.tr("Close"))
        self.draft_button().setVisible(bool(self.cards))
        self.begin()

    def _fill(self, column: QVBoxLayout) -> None:
        if not self.found.approved:
            self._say_not_approved(column)
        elif not self.cards:
            column.addWidget(AlertNote(self.tr("No alert is open"), "", "success"))
        for card in self.cards:
            self._group.addButton(card)
            column.addWidget(card)
            card.toggled.connect(self._on_chosen)
        for widget in (self._note, *self._facts, self._why):
            column.addWidget(widget)  # before it is shown: without a parent it would open as a window
            widget.setVisible(bool(self.cards))
        self._past(column)
        self._open_questions(column)
        column.addStretch(1)
        if self.cards:
            self.cards[0].setChecked(True)

    def _say_not_approved(self, column: QVBoxLayout) -> None:
        column.addWidget(
            AlertNote(
                self.tr("The alert rules are not approved"),
                self.tr("No new alert fires in this file. Settings, Rules and approval: the unit reads and approves."),
                "warn",
            )
        )

    def chosen(self) -> AlertLine | None:
        """The alert that is shown in full."""
        return next((card.alert for card in self.cards if card.isChecked()), None)

    def _on_chosen(self) -> None:
        found = self.chosen()
        if found is None:
            return
        words = self.ctx.wording
        self._note.set_note(found.label, found.action, KINDS[found.severity])
        missing = ", ".join(found.missing)
        key = "alert.possible" if found.possible else "alert.also_unknown"
        ended = ""
        if found.ended_on is not None:
            ended = self.tr("No longer so since {}; a red alert stays until somebody has seen it.")
            ended = ended.format(words.date(found.ended_on))
        lines = ("\n".join(found.evidence), words.text(key, missing=missing) if missing else "", ended)
        for label, line in zip(self._facts, lines, strict=True):
            label.setText(line)
            label.setVisible(bool(line))
        self.changed()

    def _past(self, column: QVBoxLayout) -> None:
        if not self.found.past:
            return
        column.addWidget(rule())
        column.addWidget(PlainLabel(self.tr("Seen before"), "bold"))
        for found in self.found.past[:MOST_PAST]:
            label = PlainLabel(self._told(found), wrap=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        left = len(self.found.past) - MOST_PAST
        if left > 0:
            column.addWidget(PlainLabel(self.ctx.wording.count("alert.earlier", left), "muted"))

    def _told(self, found: AlertLine) -> str:
        """What fired and when, who has seen it, when and why."""
        words = self.ctx.wording
        head = f"{words.date(found.fired_on)} · {words.text(f'alert.severity.{found.severity}')} · {found.headline}"
        rest = [found.label]
        if found.acknowledged_at is not None:
            at = words.moment(found.acknowledged_at.astimezone())
            who = found.acknowledged_by or self.tr("the program")
            rest.append(self.tr("seen by {who}, {at}").format(who=who, at=at))
        elif found.ended_on is not None:
            rest.append(self.tr("ended {} by itself").format(words.date(found.ended_on)))
        if found.acknowledged_why:
            rest.append(found.acknowledged_why)
        return f"{head}\n{' · '.join(rest)}"

    def _open_questions(self, column: QVBoxLayout) -> None:
        if not self.found.cannot_tell:
            return
        column.addWidget(rule())
        column.addWidget(PlainLabel(self.tr("Cannot be told today"), "bold"))
        for question in self.found.cannot_tell:
            column.addWidget(PlainLabel(question.sentence, "muted", wrap=True))

    # what the base asks -----------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self.cards[0] if self.cards else None

    def problems(self) -> Iterator[Problem]:
        found = self.chosen()
        if found is not None and found.severity == "red" and not self._why.text().strip():
            yield Problem("why", "alert_why_missing")

    def target_of(self, _field: str) -> QWidget:
        return self._why

    def write(self) -> Changes:
        from hsct_desktop.services import alerts

        found = self.chosen()
        assert found is not None, "without an alert the button closes"
        return alerts.acknowledge(self.ctx.ready(), found.id, found.version, self._why.text())

    def save(self) -> None:
        if self.cards:
            super().save()
        else:
            self.close_sheet()

    def _finish(self) -> None:
        left = len(self.cards) - 1
        super()._finish()
        if left:
            self.ctx.open_sheet(AlertSheet(self.ctx, self.patient_id))

    def content(self) -> Content:
        found = self.chosen()
        # Whoever only looks leaves no draft; whose reason stands there finds it again at its alert.
        return {"why": self._why.text(), "alert": found.id if found is not None and self._why.text() else 0}

    def restore(self, content: Content) -> None:
        card = next((card for card in self.cards if card.alert.id == content["alert"]), None)
        if card is not None:
            card.setChecked(True)
            self._why.set_text(content["why"])
