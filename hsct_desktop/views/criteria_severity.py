"""Severity of SOS/VOD: what the record gives, what a person adds, and for which class each of them speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.criteria import Answer, SosFindings, sos_severity
from hsct_desktop.domain.problem import InputError
from hsct_desktop.views.criteria_rows import AnswerRow
from hsct_desktop.views.form_fields import NumberField
from hsct_desktop.views.sheet import captioned, field_row
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel

_SOURCES = ("bilirubin", "transaminases", "weight", "renal")
_KNOWN: Mapping[Answer, bool | None] = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}


class SeverityPart(QWidget):
    """The fields that only a person knows, and the votes; `edited` tells that one changed."""

    edited = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._recorded = SosFindings()
        self._sources: Mapping[str, str] = {}
        self.days = captioned(NumberField(), self.tr("Days since the first sign"), "daysSinceFirstSign")
        self.risks = captioned(NumberField(), self.tr("Risk factors for SOS/VOD"), "riskFactors")
        self.doubled = AnswerRow(words, self.tr("Bilirubin doubled within 48 h"))
        self.organs = AnswerRow(words, self.tr("Multi-organ dysfunction"))
        self.votes = AlertNote("", "", "info")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(self.tr("Severity"), "bold"))
        column.addWidget(rule())
        for part in (self.doubled, self.organs, field_row(self.days, self.risks), self.votes):
            column.addWidget(part)
        for row, other in ((self.doubled, self.organs), (self.organs, self.doubled)):
            row.answered.connect(self._on_edit)
            row.left.connect(lambda step, row=row, other=other: self._leave(row, other, step))
        for field in (self.days, self.risks):
            field.edited.connect(self._on_edit)

    def _leave(self, row: AnswerRow, other: AnswerRow, step: int) -> None:
        target = {(True, 1): other, (False, -1): other}.get((row is self.doubled, step))
        if target is not None:
            target.setFocus()
        else:
            row.choice.focusNextPrevChild(step > 0)

    def fill(self, findings: SosFindings, sources: Mapping[str, str]) -> None:
        """Show what the record gives; what a person has answered stays."""
        before = self._recorded.bilirubin_doubled
        self._recorded, self._sources = findings, sources
        if _KNOWN[self.doubled.answer()] is before:
            self.doubled.set_answer(_answer(findings.bilirubin_doubled))
        self._show()

    def findings(self) -> SosFindings:
        """What the severity is judged by. InputError for a number that is none."""
        return replace(
            self._recorded,
            days_since_first_sign=self.days.whole(),
            bilirubin_doubled=_KNOWN[self.doubled.answer()],
            multi_organ_dysfunction=_KNOWN[self.organs.answer()],
            risk_factors=self.risks.whole() or 0,
        )

    def _on_edit(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        try:
            found = self.findings()
        except InputError:
            return
        severity, votes = sos_severity(found)
        words, known = self._words, _known(found)
        lines = []
        for name in (*_SOURCES, "kinetics"):
            if name in votes:
                vote = words.enum("sos_severity", str(int(votes[name])))
            else:
                vote = words.text(f"criteria.vote.{'none' if known[name] else 'unknown'}")
            source = self._sources.get(name, "")
            lines.append(f"{words.text(f'criteria.vote.{name}')}: {vote}" + (f" · {source}" if source else ""))
        fact = self.tr("Severity open: no class has two criteria yet")
        if severity is not None:
            fact = self.tr("Severity: {}").format(words.enum("sos_severity", str(int(severity))))
        self.votes.set_note(fact, "\n".join(lines), "warn" if severity is not None else "wait")

    def content(self) -> dict[str, Any]:
        """What stands in the fields, for the draft."""
        return {
            "days": self.days.text(),
            "risks": self.risks.text(),
            "doubled": self.doubled.answer().value,
            "organs": self.organs.answer().value,
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Put a draft back."""
        self.days.set_text(content["days"])
        self.risks.set_text(content["risks"])
        self.doubled.set_answer(Answer(content["doubled"]))
        self.organs.set_answer(Answer(content["organs"]))
        self._show()


def _known(found: SosFindings) -> dict[str, bool]:
    """Whether there is anything to judge each criterion by."""
    return {
        "bilirubin": found.bilirubin is not None,
        "transaminases": found.transaminases is not None,
        "weight": found.weight_gain is not None,
        "renal": found.creatinine is not None or found.multi_organ_dysfunction is not None,
        "kinetics": found.days_since_first_sign is not None or found.bilirubin_doubled is not None,
    }


def _answer(known: bool | None) -> Answer:
    return next(answer for answer, value in _KNOWN.items() if value is known)
