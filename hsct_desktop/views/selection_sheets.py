"""The sheets of the selection: a criterion's tick and comment, the meeting that decides, a trial of the patient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.selection import Mark, MeetingDecision, Tick
from hsct_desktop.domain.selection_meeting import MeetingEntry, TrialEntry, check_mark, check_trial
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField, TextField
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.selection import Checklist, CheckRow


def _body(*parts: QWidget) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setSpacing(11)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return body


class CriterionSheet(RecordSheet):
    """A person's tick of a criterion with its comment; what is recorded and what others state stands above."""

    def __init__(
        self, ctx: Context, patient_id: int, meeting: tuple[int, int] | None, row: CheckRow, tick: Tick | None = None
    ) -> None:
        """`tick` is chosen from the start, where a key asked for it."""
        number = meeting[0] if meeting is not None else 0
        super().__init__(ctx, patient_id, row.label, draft=f"criterion:{number}:{row.id}")
        self._meeting, self._row = meeting, row
        words = ctx.wording
        self._tick = captioned(ChipsField(), self.tr("The meeting says"), "tick")
        self._tick.set_choices(enum_choices(words, "selection_tick", Tick))
        self._comment = captioned(NotesField(), self.tr("Comment"), "comment")
        self._comment.set_lines(4)
        said = [
            self.tr("Recorded: {}").format(row.recorded) if row.recorded else "",
            self.tr("Unit's limit: {}").format(row.limit) if row.limit else "",
            *row.sources,
            row.note,
        ]
        labels = [PlainLabel(text, "muted", wrap=True) for text in said if text]
        self.set_body(_body(self._tick, self._comment, *labels))
        self._tick.set_value(tick or row.mark.tick)
        self._comment.set_text(row.mark.comment)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._comment.editor()

    def _mark(self) -> Mark:
        tick = self._tick.value()
        return Mark(tick if isinstance(tick, Tick) else None, self._comment.text())

    def problems(self) -> Iterator[Problem]:
        yield from check_mark(self._mark())

    def target_of(self, field: str) -> QWidget:
        return self._comment

    def write(self) -> Changes:
        from hsct_desktop.services import selection

        return selection.mark(self.ctx.ready(), self.patient_id, self._meeting, self._row.id, self._mark())

    def content(self) -> Content:
        return {"tick": str(self._tick.value() or ""), "comment": self._comment.text()}

    def restore(self, content: Content) -> None:
        self._tick.set_value(Tick(content["tick"]) if content["tick"] else None)
        self._comment.set_text(content["comment"])


class MeetingSheet(RecordSheet):
    """The meeting: day, members, decision; whoever signs freezes the checklist as it stands."""

    def __init__(self, ctx: Context, patient_id: int, listed: Checklist) -> None:
        held = listed.prepared
        super().__init__(ctx, patient_id, "", draft=f"selection_meeting:{held.id if held is not None else ''}")
        self._heading = self.tr("Selection meeting")
        self.set_title(self._heading)
        self._held = (held.id, held.version) if held is not None else None
        from hsct_desktop.services import patients

        words = ctx.wording
        day0 = patients.banner(ctx.ready(), patient_id).day0
        self._on = captioned(DayField(), self.tr("Held on"), "heldOn")
        self._on.bind(ctx, day0)
        self._members = captioned(NotesField(), self.tr("Members, one a line"), "members")
        self._members.set_lines(5)
        self._decision = captioned(ChipsField(), self.tr("Decision"), "decision")
        self._decision.set_choices(enum_choices(words, "meeting_decision", MeetingDecision))
        self._reason = captioned(NotesField(), self.tr("Reason"), "reason")
        self._signed_by = captioned(TextField(), self.tr("Signed by (empty: still in preparation)"), "signedBy")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        counts = words.text(
            "selection.meeting.counts",
            met=listed.count(Tick.MET),
            not_met=listed.count(Tick.NOT_MET),
            exception=listed.count(Tick.EXCEPTION),
            open=listed.count(None),
        )
        frozen = self.tr("Once signed, the lines are kept as they stand; a new meeting can be held at any time.")
        note = AlertNote(counts, frozen)
        self.set_body(_body(note, self._on, self._members, self._decision, self._reason, self._signed_by, self._note))
        self._fill()
        self.begin()

    def _fill(self) -> None:
        from hsct_desktop.services import selection

        entry, _version = selection.entry_of(
            self.ctx.ready(), self.patient_id, self._held[0] if self._held is not None else None
        )
        self._on.set_date(entry.held_on or self.ctx.today())
        self._members.set_text(entry.members)
        self._decision.set_value(entry.decision)
        self._reason.set_text(entry.reason)
        self._note.set_text(entry.note)

    def _entry(self) -> MeetingEntry:
        decision = self._decision.value()
        return MeetingEntry(
            self.patient_id,
            self._on.date(),
            self._members.text(),
            decision if isinstance(decision, MeetingDecision) else None,
            self._reason.text(),
            self._signed_by.text(),
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        from hsct_desktop.services import selection

        yield from selection.problems(self.ctx.ready(), self._entry(), self._held[0] if self._held else None)

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "held_on": self._on, "members": self._members, "decision": self._decision, "reason": self._reason,
            "signed_by": self._signed_by, "note": self._note,
        }  # fmt: skip
        return fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import selection

        return selection.save(self.ctx.ready(), self._held, self._entry(), confirmed=self.confirmed)

    def content(self) -> Content:
        return {
            "held_on": self._on.typed(),
            "members": self._members.text(),
            "decision": str(self._decision.value() or ""),
            "reason": self._reason.text(),
            "signed_by": self._signed_by.text(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._on.set_typed(content["held_on"])
        self._members.set_text(content["members"])
        self._decision.set_value(MeetingDecision(content["decision"]) if content["decision"] else None)
        self._reason.set_text(content["reason"])
        self._signed_by.set_text(content["signed_by"])
        self._note.set_text(content["note"])


class TrialSheet(RecordSheet):
    """A trial of the patient, new or to be revised; one that the list does not have is taken as written."""

    def __init__(self, ctx: Context, patient_id: int, row_id: int | None = None) -> None:
        super().__init__(ctx, patient_id, "", draft="trial" if row_id is None else f"trial:{row_id}")
        self._heading = self.tr("Trial") if row_id is None else self.tr("Revise trial")
        self.set_title(self._heading)
        self._row_id, self._version = row_id, 0
        from hsct_desktop.services import patients, trials

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date = banner.birth_date
        self._offered = trials.offered(ctx.ready(), patient_id)
        self._trial = SearchPicker(self.tr("Trial"), self._search, free=True)
        self._arm = captioned(TextField(), self.tr("Arm"), "arm")
        self._number = captioned(TextField(), self.tr("Screening number"), "screeningNumber")
        self._on = captioned(DayField(), self.tr("Enrolled on"), "enrolledOn")
        self._until = captioned(DayField(), self.tr("Left on"), "leftOn")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        for day in (self._on, self._until):
            day.bind(ctx, banner.day0)
        self._until.line().setPlaceholderText(self.tr("still in the trial"))
        self._trial.typed.connect(lambda _words: self._on_trial())
        self._trial.taken.connect(self._on_taken)
        dates = field_row(self._on, self._until)
        self.set_body(_body(self._trial, field_row(self._arm, self._number), dates, self._note))
        self._fill()
        self.begin()

    def _fill(self) -> None:
        if self._row_id is None:
            return
        from hsct_desktop.services import trials

        ws = self.ctx.ready()
        entry, self._version = trials.entry_of(ws, self.patient_id, self._row_id)
        self._trial.set_chosen(None, trials.trial_name(ws, entry))
        self._arm.set_text(entry.arm)
        self._number.set_text(entry.screening_number)
        self._on.set_date(entry.enrolled_on)
        self._until.set_date(entry.left_on)
        self._note.set_text(entry.note)
        self._on_trial()

    def _search(self, typed: str) -> tuple[list[Found], str]:
        from hsct_desktop.catalogue.selection_words import trial_about

        wanted = typed.strip().casefold()
        known = [(trial, words, trial_about(self.ctx.wording, trial)) for trial, words in self._offered]
        rows = [
            Found(trial, name, aside=about) for trial, name, about in known if wanted in f"{name} {about}".casefold()
        ]
        return rows, "" if rows else self.tr("not in the list: taken as written")

    def _on_taken(self, _found: object) -> None:
        self._on_trial()
        self._arm.line().setFocus(Qt.FocusReason.TabFocusReason)

    def _on_trial(self) -> None:
        """Show what the list knows of the trial that stands there: its arms, what it is about."""
        from hsct_desktop.catalogue.selection_words import trial_about
        from hsct_desktop.services import trials

        name = self._trial.text().split(" · ")[0]
        known = trials.meant(self.ctx.ready(), name) if name.strip() else None
        arms = ", ".join(arm.text(self.ctx.language) for arm in known.arms) if known is not None else ""
        self._arm.set_understood(self.tr("Arms: {}").format(arms) if arms else "")
        self._note.set_understood(trial_about(self.ctx.wording, known) if known is not None else "")
        self.changed()

    def first_field(self) -> QWidget | None:
        return self._trial.line() if self._row_id is None else None

    def _entry(self) -> TrialEntry:
        return TrialEntry(
            self.patient_id,
            "",
            self._trial.text().split(" · ")[0].strip(),
            self._arm.text(),
            self._number.text(),
            self._on.date(),
            self._until.date(),
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_trial(self._entry(), self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "arm": self._arm, "screening_number": self._number, "enrolled_on": self._on, "left_on": self._until,
            "note": self._note,
        }  # fmt: skip
        return fields.get(field, self._trial)

    def write(self) -> Changes:
        from hsct_desktop.services import trials

        ws, entry = self.ctx.ready(), self._entry()
        if self._row_id is None:
            return trials.record(ws, entry, confirmed=self.confirmed)
        return trials.revise(ws, self._row_id, self._version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        return {
            "trial": self._trial.text(),
            "arm": self._arm.text(),
            "screening_number": self._number.text(),
            "enrolled_on": self._on.typed(),
            "left_on": self._until.typed(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._trial.set_chosen(None, content["trial"])
        self._arm.set_text(content["arm"])
        self._number.set_text(content["screening_number"])
        self._on.set_typed(content["enrolled_on"])
        self._until.set_typed(content["left_on"])
        self._note.set_text(content["note"])
        self._on_trial()
