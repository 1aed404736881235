"""Done elsewhere, the report's arrival, and a paper that is kept without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.attachment import MAX_TITLE
from hsct_desktop.domain.awaited_report import ArrivalEntry, ElsewhereEntry, check_arrival, check_elsewhere
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.reschedule import Decisions
from hsct_desktop.domain.visit import VisitEntry, VisitFacts, is_outside_window, visit_status
from hsct_desktop.pictures.ruler import RulerFacts
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField, DayField, NotesField, TextField
from hsct_desktop.views.paper_field import PaperField
from hsct_desktop.views.reschedule_changes import Change, VisitRecorded, Way, recorded
from hsct_desktop.views.ruler import RulerWidget
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.working_days import working_days

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.reports import ElsewhereForm


def _column(*widgets: QWidget) -> QWidget:
    """A form's body with its fields below each other."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return body


class _ElsewhereRecorded(VisitRecorded):
    """A visit done elsewhere on whose day others hang."""

    def __init__(self, ctx: Context, entry: VisitEntry, form: ElsewhereForm, note: str, way: Way) -> None:
        super().__init__(ctx, entry, form.label, way)
        self._form, self._note = form, note

    def title(self) -> str:
        return self.tr("Done elsewhere")

    def verb(self) -> str:
        return self.tr("Done elsewhere")

    def write(self, day: date | None, decisions: Decisions, reason: str) -> Changes:
        from hsct_desktop.services import reports

        seen, form = self._entry, self._form
        return reports.done_elsewhere(
            self.ctx.ready(), form.scheduled_id, form.version, seen.on, seen.seen_by, self._note, self.confirmed,
            decisions,
        )  # fmt: skip


class ElsewhereSheet(RecordSheet):
    """A scheduled visit took place elsewhere: when and where; its report is then awaited."""

    def __init__(self, ctx: Context, scheduled_id: int) -> None:
        from hsct_desktop.services import reports

        self._form = form = reports.form(ctx.ready(), scheduled_id)
        super().__init__(ctx, form.patient_id, "", form.label, draft=f"elsewhere:{scheduled_id}")
        self._heading = self.tr("Done elsewhere")
        self.set_title(self._heading, form.label)
        self._ruler, self._working = RulerWidget(), working_days(ctx)
        self._on = captioned(DayField(), self.tr("Done on"), "on")
        self._place = captioned(TextField(), self.tr("Where"), "place")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._on.bind(ctx, form.day0)
        booked = form.booked if form.booked is not None and form.booked <= ctx.today() else None
        self._on.set_date(booked or ctx.today())
        self._place.set_text(form.place)
        self._place.set_hint(self.tr("hospital or practice"))
        self._on.dateChanged.connect(self._on_day)
        hint = PlainLabel(
            self.tr("The visit leaves the lists of visits. It stands under Reports awaited until its report arrives."),
            "caption",
            wrap=True,
        )
        self.set_body(_column(self._ruler, self._on, self._place, self._note, hint))
        self._on_day(None)
        self.begin()

    def _on_day(self, _day: object) -> None:
        form, day = self._form, self._on.date()
        status = visit_status(VisitFacts(form.target, form.earliest, form.latest, form.booked), self.ctx.today())
        facts = RulerFacts(form.target, form.earliest, form.latest, status, day or form.booked)
        self._ruler.set_facts(facts, self.ctx.today(), self.ctx.wording, self._working)
        window = self.ctx.wording.range(form.earliest, form.latest)
        warning = self.tr("Outside the window {}; write why in the note.").format(window)
        self._on.set_warning(warning if self._is_outside() else None)

    def _is_outside(self) -> bool:
        day = self._on.date()
        return day is not None and is_outside_window(day, self._form.earliest, self._form.latest)

    def first_field(self) -> QWidget | None:
        return self._on.line()

    def problems(self) -> Iterator[Problem]:
        form = self._form
        entry = ElsewhereEntry(form.scheduled_id, self._on.date(), self._place.text(), self._note.text())
        yield from check_elsewhere(entry, form.birth_date, self.ctx.today())
        if self._is_outside() and not self._note.text().strip():
            yield Problem("note", "outside_reason_missing", {"earliest": form.earliest, "latest": form.latest})

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"place": self._place, "seen_by": self._place, "note": self._note}
        return fields.get(field, self._on)

    def change(self) -> Change | None:
        ctx, form = self.ctx, self._form
        seen = VisitEntry(form.patient_id, self._on.date(), form.scheduled_id, self._place.text())
        way = Way(back=lambda: ctx.open_sheet(ElsewhereSheet(ctx, form.scheduled_id)), done=self.draft_dropper())
        found = recorded(ctx, seen, form.label, way)
        return _ElsewhereRecorded(ctx, seen, form, self._note.text(), way) if found is not None else None

    def write(self) -> Changes:
        from hsct_desktop.services import reports

        ws, form = self.ctx.ready(), self._form
        day, place, note = self._on.date(), self._place.text(), self._note.text()
        return reports.done_elsewhere(ws, form.scheduled_id, form.version, day, place, note, self.confirmed)

    def content(self) -> Content:
        return {"on": self._on.typed(), "place": self._place.text(), "note": self._note.text()}

    def restore(self, content: Content) -> None:
        self._on.set_typed(content["on"])
        self._place.set_text(content["place"])
        self._note.set_text(content["note"])


class ArrivalSheet(RecordSheet):
    """A report came: when, with what file."""

    def __init__(self, ctx: Context, report_id: int) -> None:
        from hsct_desktop.services import reports

        self._report = report = reports.one(ctx.ready(), report_id)
        super().__init__(ctx, report.patient_id, "", report.label, draft=f"arrival:{report_id}")
        self._heading = self.tr("Report arrived")
        self.set_title(self._heading, report.label)
        words = ctx.wording
        about = [self.tr("Done on {}").format(words.date(report.done_on)), report.place, report.visit]
        self._on = captioned(DayField(), self.tr("Arrived on"), "on")
        self._papers = PaperField(ctx, self.tr("Report"))
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._on.bind(ctx)
        self._on.set_date(ctx.today())
        facts = PlainLabel(" · ".join(part for part in about if part), wrap=True)
        earlier = PlainLabel(report.note, "muted", wrap=True)
        hint = PlainLabel(
            self.tr("Without a file the report counts as arrived as well, on paper."), "caption", wrap=True
        )
        self._papers.edited.connect(self.changed)
        self.set_body(_column(facts, earlier, self._papers, self._on, self._note, hint))
        earlier.setVisible(bool(report.note))
        self.begin()

    def take_files(self, paths: Iterable[Path]) -> None:
        """Attach files, as a drop does."""
        self._papers.take(paths)

    def first_field(self) -> QWidget | None:
        return self._papers

    def problems(self) -> Iterator[Problem]:
        yield from check_arrival(
            ArrivalEntry(self._on.date(), self._note.text()), self._report.done_on, self.ctx.today()
        )
        yield from self._papers.problems()

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"note": self._note, "paper": self._papers}
        return fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import reports

        report, note = self._report, self._note.text()
        return reports.arrived(
            self.ctx.ready(), report.id, report.version, self._on.date(), note, self._papers.papers()
        )

    def content(self) -> Content:
        return {"on": self._on.typed(), "note": self._note.text(), "papers": self._papers.content()}

    def restore(self, content: Content) -> None:
        self._on.set_typed(content["on"])
        self._note.set_text(content["note"])
        self._papers.restore(content["papers"])


class PaperSheet(RecordSheet):
    """A paper of the patient that nobody waited for, of a visit where it belongs to one."""

    def __init__(
        self, ctx: Context, patient_id: int, visit_id: int | None = None, report_id: int | None = None
    ) -> None:
        from hsct_desktop.services import visits

        super().__init__(ctx, patient_id, "", draft=f"paper:{visit_id or 0}:{report_id or 0}")
        self._report_id = report_id
        self._heading = self.tr("Attach document")
        self.set_title(self._heading, "")
        words = ctx.wording
        seen = [row for row in visits.for_patient(ctx.ready(), patient_id, ctx.today()) if row.visit_id is not None]
        choices: list[tuple[object, str]] = [(0, self.tr("no visit"))]
        choices += [
            (row.visit_id, f"{row.label}, {words.date(row.seen_on)}")
            for row in reversed(seen)
            if row.seen_on is not None
        ]
        self._papers = PaperField(ctx, self.tr("Document"))
        self._name = captioned(TextField(), self.tr("Title"), "title")
        self._visit = captioned(ChoiceField(), self.tr("Visit"), "visit")
        self._name.set_hint(self.tr("the file's name, unless written here"))
        self._visit.set_choices(choices)
        self._visit.set_value(visit_id or 0)
        self._papers.edited.connect(self.changed)
        self._visit.edited.connect(self.changed)
        self.set_body(_column(self._papers, self._name, self._visit))
        self.begin()

    def take_files(self, paths: Iterable[Path]) -> None:
        """Attach files, as a drop does."""
        self._papers.take(paths)

    def first_field(self) -> QWidget | None:
        return self._papers

    def problems(self) -> Iterator[Problem]:
        yield from self._papers.problems()
        if not self._papers.papers() and not self._papers.problems():
            yield Problem("paper", "paper_missing")
        if len(self._name.text()) > MAX_TITLE:
            yield Problem("title", "too_long", {"limit": MAX_TITLE})

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {"title": self._name, "visit": self._visit}
        return fields.get(field, self._papers)

    def write(self) -> Changes:
        from hsct_desktop.services import attachments

        papers = self._papers.papers()
        if not papers:
            raise InputError([Problem("paper", "paper_missing")])
        chosen = self._visit.value()
        visit_id = chosen if isinstance(chosen, int) and chosen else None
        return attachments.add_all(
            self.ctx.ready(), self.patient_id, papers, visit_id, self._report_id, self._name.text()
        )

    def content(self) -> Content:
        return {"papers": self._papers.content(), "title": self._name.text(), "visit": self._visit.value()}

    def restore(self, content: Content) -> None:
        self._papers.restore(content["papers"])
        self._name.set_text(content["title"])
        self._visit.set_value(content["visit"])
