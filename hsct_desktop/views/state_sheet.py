"""Change of state: discharged, died, lost, followed again and so on; each dated, each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.patient import ENDS_FOLLOW_UP, FollowUp, StateChange, StateChangeKind, check_state_change
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_state_form import Ui_StateForm
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.reschedule_changes import Change, Way, discharge, taken_back
from hsct_desktop.views.sheet import Content, RecordSheet, enum_choices
from hsct_desktop.views.visit_sheet import place_in
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.states import StateRow


def _offered(follow_up: FollowUp) -> list[StateChangeKind]:
    """What may have happened to a patient in that state; whoever left is found again before anything else."""
    if follow_up.is_followed or follow_up is FollowUp.DEAD:
        return [kind for kind in StateChangeKind if kind is not StateChangeKind.FOLLOWED_AGAIN]
    return sorted(StateChangeKind, key=lambda kind: kind is not StateChangeKind.FOLLOWED_AGAIN)


class StateSheet(RecordSheet):
    """What happened and when; below, what was recorded before, each with a way back."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        super().__init__(ctx, patient_id, "", draft="state")
        self._heading = self.tr("Change of state")
        self.set_title(self._heading, "")
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._offered = _offered(banner.follow_up)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._ui = Ui_StateForm()
        body, ui = QWidget(), self._ui
        ui.setupUi(body)
        ui.kind.set_choices(enum_choices(ctx.wording, "state_change", self._offered))
        ui.on.bind(ctx, self._day0)
        ui.on.set_date(ctx.today())
        self._note = AlertNote("", "", "warn")
        column = body.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(3, self._note)
        place_in(ui.pastPlace, self._past())
        ui.kind.edited.connect(self._on_kind)
        self.set_body(body)
        self._on_kind()
        self.begin()

    def propose(self, kind: StateChangeKind, detail: str) -> None:
        """Fill in a change that another sheet proposes; a person still saves it."""
        self._ui.kind.set_value(kind)
        self._ui.detail.set_text(detail)
        self._on_kind()

    def _past(self) -> QWidget:
        from hsct_desktop.services import states

        rows = states.for_patient(self.ctx.ready(), self.patient_id)
        return PastEntries(self.ctx.wording, [self._past_entry(row) for row in reversed(rows)])

    def _past_entry(self, row: StateRow) -> PastEntry:
        what = self.ctx.wording.enum("state_change", row.change.kind)
        return PastEntry(row.change.on, what, row.change.detail, lambda: self._take_back(row))

    def _take_back(self, row: StateRow) -> None:
        from hsct_desktop.services import states

        words = self.ctx.wording
        what = f"{words.enum('state_change', row.change.kind)}, {words.date(row.change.on)}"
        if row.change.kind is StateChangeKind.DIED:
            what += self._judged()
        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back a change of state"),
            what,
            lambda ws, reason: states.take_back(ws, row.id, reason, row.version),
            draft=f"take_back:{row.id}",
            change=partial(self._change_of_taking_back, row),
        )
        self.ctx.open_sheet(sheet)

    def _judged(self) -> str:
        """That the adjudication of a death goes with it; "" where there is none."""
        from hsct_desktop.services import death_reviews

        state = death_reviews.of_patient(self.ctx.ready(), self.patient_id)
        return f" · {self.ctx.wording.text('death.goes_too')}" if state is not None and state.review else ""

    def _change_of_taking_back(self, row: StateRow, why: str, done: Callable[[], None]) -> Change | None:
        return taken_back(self.ctx, self.patient_id, row, why, Way(back=lambda: self._take_back(row), done=done))

    def _kind(self) -> StateChangeKind | None:
        kind = self._ui.kind.value()
        return kind if isinstance(kind, StateChangeKind) else None

    def _on_kind(self) -> None:
        kind = self._kind()
        captions = {
            StateChangeKind.DIED: self.tr("Cause of death"),
            StateChangeKind.TRANSFERRED: self.tr("To which unit"),
            StateChangeKind.WITHDREW: self.tr("Reason"),
            StateChangeKind.LOST: self.tr("What was tried"),
            StateChangeKind.DISCHARGED: self.tr("Where to"),
            StateChangeKind.FOLLOWED_AGAIN: self.tr("How the patient was found"),
        }
        self._ui.detail.setProperty("caption", captions.get(kind, self.tr("Reason")) if kind else self.tr("Reason"))
        leaves = kind in ENDS_FOLLOW_UP
        self._note.setVisible(leaves)
        if leaves:
            self._note.set_note(
                self.tr("The patient leaves every due list"),
                self.tr("Open visits no longer count as due. This can be taken back here."),
            )

    def first_field(self) -> QWidget | None:
        return self._ui.kind

    def problems(self) -> Iterator[Problem]:
        kind, on = self._kind(), self._ui.on.date()
        if kind is None:
            yield Problem("kind", "state_missing")
        if on is None:
            yield Problem("on", "date_missing")
        if kind is not None and on is not None:
            change = StateChange(kind, on, self._ui.detail.text())
            yield from check_state_change(change, self._birth_date, self.ctx.today(), self._day0)

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"kind": self._ui.kind, "detail": self._ui.detail}
        return fields.get(field, self._ui.on)

    def _entry(self) -> StateChange:
        kind, on = self._kind(), self._ui.on.date()
        if kind is None or on is None:
            raise InputError(self.problems())
        return StateChange(kind, on, self._ui.detail.text().strip())

    def change(self) -> Change | None:
        ctx, patient_id = self.ctx, self.patient_id
        way = Way(back=lambda: ctx.open_sheet(StateSheet(ctx, patient_id)), done=self.draft_dropper())
        return discharge(ctx, patient_id, self._entry(), way)

    def write(self) -> Changes:
        from hsct_desktop.services import states

        return states.change(self.ctx.ready(), self.patient_id, self._entry())

    def content(self) -> Content:
        return {"kind": str(self._kind() or ""), "on": self._ui.on.typed(), "detail": self._ui.detail.text()}

    def restore(self, content: Content) -> None:
        # A draft may be older than what was recorded since.
        known = next((kind for kind in self._offered if kind == content["kind"]), None)
        self._ui.kind.set_value(known)
        self._ui.on.set_typed(content["on"])
        self._ui.detail.set_text(content["detail"])
        self._on_kind()
