"""What a toxicity may say beyond the quick entry, behind "More": action, texts, baseline, links, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Action, AdverseEventEntry
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, NotesField
from hsct_desktop.views.sheet import captioned, enum_choices
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

_NARRATIVE_LINES = 5
_LINKS = ("visit_id", "therapy_id", "infection_id")


class MorePart(QWidget):
    """The fields that the quick entry leaves out; `edited` tells that one changed.

    Whether the toxicity was there before treatment follows the onset until somebody says otherwise.
    """

    edited = Signal()

    def __init__(self, ctx: Context, patient_id: int) -> None:
        super().__init__()
        self._ctx, self._patient_id = ctx, patient_id
        self._proposed = False
        self._by_hand = False
        self.action = captioned(ChoiceField(), self.tr("Action taken"), "action")
        self.note = captioned(NotesField(), self.tr("Note"), "note")
        self.baseline = captioned(ChipsField(), self.tr("Present before treatment (baseline)"), "baseline")
        self.narrative = captioned(NotesField(), self.tr("Narrative"), "narrative")
        self.narrative.set_lines(_NARRATIVE_LINES)
        self.links = {
            "visit_id": captioned(ChoiceField(), self.tr("Seen at the visit"), "visitId"),
            "therapy_id": captioned(ChoiceField(), self.tr("Drug concerned"), "therapyId"),
            "infection_id": captioned(ChoiceField(), self.tr("Infection concerned"), "infectionId"),
        }
        self._evidence = PlainLabel("", wrap=True)
        self._evidence_head = PlainLabel(self.tr("Results that give evidence"), "caption")
        self._fold = KeyButton(self.tr("More: action, note, links, narrative"), icon="chevron-right", kind="link")
        self._fold.clicked.connect(lambda: self.set_open(not self.is_open()))
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        self._part = QWidget()
        inner = QVBoxLayout(self._part)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(11)
        for widget in (self.action, self.note, self.baseline, *self.links.values(), self.narrative):
            inner.addWidget(widget)
        inner.addWidget(self._evidence_head)
        inner.addWidget(self._evidence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._fold)
        column.addWidget(self._part)
        self._part.hide()

    def _fill(self) -> None:
        from hsct_desktop.services import toxicity_links

        self.action.set_choices(enum_choices(self._ctx.wording, "action", Action))
        self.action.set_value(Action.NONE)
        self.baseline.set_choices([(True, self.tr("yes")), (False, self.tr("no"))])
        self.baseline.set_value(False)
        found = toxicity_links.linkable(self._ctx.ready(), self._patient_id)
        self._offered = {"visit_id": found.visits, "therapy_id": found.therapies, "infection_id": found.infections}
        for name, field in self.links.items():
            # A link to nothing is no choice: the field is there when there is something to link.
            field.set_choices([(None, self.tr("no link")), *self._offered[name]])
            field.setVisible(bool(self._offered[name]))
            field.edited.connect(self.edited)
        self.action.edited.connect(self.edited)
        self.baseline.edited.connect(self._on_baseline)
        self._show_evidence(())

    def _on_baseline(self) -> None:
        self._by_hand = self.baseline.value() is not self._proposed
        self.edited.emit()

    def is_open(self) -> bool:
        """Whether the fields are shown."""
        return not self._part.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show the fields, or only the button that shows them."""
        self._part.setVisible(is_open)
        self._fold.set_icon("chevron-down" if is_open else "chevron-right")
        self._fold.setAccessibleDescription(self.tr("shown") if is_open else self.tr("hidden"))

    def holds(self, widget: QWidget) -> bool:
        """Whether a widget stands behind the fold."""
        return self._part.isAncestorOf(widget)

    def follow_onset(self, onset: date | None) -> None:
        """Propose whether the toxicity was there before treatment, unless somebody has said so by hand."""
        from hsct_desktop.services import toxicity_phases

        self._proposed = toxicity_phases.proposed_baseline(self._ctx.ready(), self._patient_id, onset)
        if not self._by_hand and self.baseline.value() is not self._proposed:
            self.baseline.set_value(self._proposed)

    def load(self, entry: AdverseEventEntry) -> None:
        """Show a recorded episode; what says more than nothing opens the fold."""
        self.action.set_value(entry.action)
        self.note.set_text(entry.note)
        self.narrative.set_text(entry.narrative)
        for name in self.links:
            self._show_link(name, getattr(entry, name))
        self.follow_onset(entry.onset)
        if entry.baseline is not None:
            self._by_hand = entry.baseline is not self._proposed
            self.baseline.set_value(entry.baseline)
        self._show_evidence(entry.result_ids)
        linked = any(getattr(entry, name) is not None for name in _LINKS)
        said = entry.action is not Action.NONE or entry.note or entry.narrative or entry.result_ids
        self.set_open(bool(linked or said))

    def _show_link(self, name: str, key: int | None) -> None:
        """Show a recorded link; one whose row was taken back since is still shown, so that saving keeps it."""
        offered = self._offered[name]
        if key is not None and key not in [known for known, _words in offered]:
            gone = (key, self.tr("an entry that was taken back"))
            self.links[name].set_choices([(None, self.tr("no link")), *offered, gone])
            self.links[name].show()
        self.links[name].set_value(key)

    def _show_evidence(self, result_ids: tuple[int, ...]) -> None:
        from hsct_desktop.services import toxicity_links

        lines = [words for _key, words in toxicity_links.evidence(self._ctx.ready(), result_ids)] if result_ids else []
        self._evidence.setText("\n".join(lines))
        self._evidence.setVisible(bool(lines))
        self._evidence_head.setVisible(bool(lines))

    def added_to(self, entry: AdverseEventEntry) -> AdverseEventEntry:
        """The entry with what stands here."""
        action = self.action.value()
        return replace(
            entry,
            action=action if isinstance(action, Action) else Action.NONE,
            note=self.note.text(),
            narrative=self.narrative.text(),
            baseline=self.baseline.value() is True,
            visit_id=self._key("visit_id"),
            therapy_id=self._key("therapy_id"),
            infection_id=self._key("infection_id"),
        )

    def _key(self, name: str) -> int | None:
        value = self.links[name].value()
        return value if isinstance(value, int) else None

    def content(self) -> dict[str, Any]:
        """What stands in the fields, for the draft."""
        links = {name: field.value() for name, field in self.links.items()}
        said = {"action": str(self.action.value()), "note": self.note.text(), "narrative": self.narrative.text()}
        return {**said, **links, "baseline": self.baseline.value() is True if self._by_hand else None}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Put a draft back."""
        self.action.set_value(Action(content["action"]))
        self.note.set_text(content["note"])
        self.narrative.set_text(content.get("narrative", ""))
        for name, field in self.links.items():
            if content.get(name) is not None:
                field.set_value(content[name])
        if content.get("baseline") is not None:
            self._by_hand = True
            self.baseline.set_value(content["baseline"])
        said = content["note"] or content.get("narrative") or any(content.get(name) is not None for name in _LINKS)
        if said or content["action"] != Action.NONE:
            self.set_open(True)
