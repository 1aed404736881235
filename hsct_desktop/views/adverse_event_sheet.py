"""Record a toxicity: term, grade, onset; the rest when there is time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.items import Term
from hsct_desktop.domain.adverse_event import (
    AdverseEventEntry,
    Grade,
    GradeStep,
    Outcome,
    SeriousnessCriterion,
    check_adverse_event,
)
from hsct_desktop.domain.episode import kept
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.adverse_event_more import MorePart
from hsct_desktop.views.causality_field import CausalityField
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, TextField
from hsct_desktop.views.grade_choices import grade_choices, new_version
from hsct_desktop.views.grade_course import GradeCourse
from hsct_desktop.views.grade_picker import GradePicker
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class AdverseEventSheet(RecordSheet):
    """One episode of toxicity, new or to be revised.

    The quick way: letters of the term, Enter, the digit of the grade, Ctrl+Enter. Onset is today unless said otherwise.
    A new episode is graded by the unit's version of CTCAE, a recorded one by its own. `given` fills a new one in
    advance, with its own `draft`; its grade is left to the person.
    """

    def __init__(
        self,
        ctx: Context,
        patient_id: int,
        event_id: int | None = None,
        *,
        given: AdverseEventEntry | None = None,
        draft: str = "",
    ) -> None:
        name = draft or ("adverse_event" if event_id is None else f"adverse_event:{event_id}")
        super().__init__(ctx, patient_id, "", draft=name)
        self._event_id = event_id
        self._version = 0
        self._held: AdverseEventEntry | None = None
        self._term: Term | None = None
        from hsct_desktop.services import adverse_events, patients

        if event_id is not None:
            self._held, self._version = adverse_events.entry_of(ctx.ready(), event_id)
        self._ctcae = self._held.ctcae_version if self._held is not None else new_version(ctx)
        self._heading = self.tr("Record toxicity") if event_id is None else self.tr("Revise toxicity")
        self._words = self.tr("new episode") if event_id is None else self._recorded_words()
        self.set_title(self._heading, self._words)
        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._terms = ctx.ready().catalogue.terms(self._ctcae)
        self._build()
        self._connect_fields()
        self._fill_defaults()
        filled = self._held if self._held is not None else given
        if filled is not None:
            self._load(filled)
        self.begin()

    def _recorded_words(self) -> str:
        """What graded the recorded episode, and which days of it nothing covers."""
        from hsct_desktop.services import episodes

        version = self.tr("CTCAE v{}").format(self._ctcae)
        return version + (episodes.gap_words(self.ctx.ready(), self._held) if self._held is not None else "")

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._picker = SearchPicker(self.tr("Term, CTCAE v{}").format(self._ctcae), self._search)
        self._specify = captioned(TextField(), self.tr("Specify"), "specify")
        self._grades = GradePicker(self.tr("Grade"))
        self._course = GradeCourse(self.ctx)
        self._onset = captioned(DayField(), self.tr("Onset"), "onset")
        self._end = captioned(DayField(), self.tr("End"), "end")
        self._outcome = captioned(ChoiceField(), self.tr("Outcome"), "outcome")
        self._causality = CausalityField(self.ctx, self.tr("Attribution"))
        self._serious = captioned(ChipsField(), self.tr("Serious"), "serious")
        self._criteria = captioned(ChipsField(), self.tr("Seriousness criteria"), "seriousness")
        self._death = AlertNote(
            self.tr("Grade 5 is death"),
            self.tr("Saving records the death on the day of grade 5 and takes the patient off every list."),
            "danger",
        )
        self._cause = captioned(TextField(), self.tr("Cause of death"), "deathCause")
        self._day_facts = AlertNote("", "", "danger")
        self._more = MorePart(self.ctx, self.patient_id)
        self._lay_form()

    def _lay_form(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for widget in (
            self._picker,
            self._specify,
            self._grade_part(),
            self._death,
            self._cause,
            field_row(self._onset, self._end, self._outcome),
            self._course,
            self._causality,
            self._serious,
            self._criteria,
            self._day_facts,
            self._more,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.set_body(body)

    def _grade_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        self._missing_grades = PlainLabel("", "caption")
        head.addWidget(PlainLabel(self.tr("Grade"), "caption"))
        head.addStretch(1)
        head.addWidget(self._missing_grades)
        column.addLayout(head)
        column.addWidget(self._grades)
        self._grade_box = part
        return part

    def _connect_fields(self) -> None:
        words = self.ctx.wording
        for day in (self._onset, self._end):
            day.bind(self.ctx, self._day0)
        self._end.line().setPlaceholderText(self.tr("ongoing"))
        self._outcome.set_choices(enum_choices(words, "outcome", Outcome))
        self._serious.set_choices([(True, self.tr("yes")), (False, self.tr("no"))])
        self._criteria.set_choices(enum_choices(words, "seriousness", SeriousnessCriterion), multi=True)
        self._picker.current_changed.connect(self._on_term)
        self._picker.taken.connect(self._on_taken)
        self._grades.chosen.connect(self._on_grade)
        self._course.edited.connect(self._on_grade)
        self._onset.dateChanged.connect(self._on_onset)
        self._end.dateChanged.connect(self._on_end)
        self._serious.edited.connect(self._show_parts)
        for part in (self._outcome, self._causality, self._more):
            part.edited.connect(self.changed)

    def _fill_defaults(self) -> None:
        self._onset.set_date(self.ctx.today())
        self._outcome.set_value(Outcome.ONGOING)
        self._serious.set_value(False)
        self._show_term(None)

    def _load(self, entry: AdverseEventEntry) -> None:
        term = self._terms.term(entry.term_id)
        if term is not None:
            self._picker.set_chosen(self._found(term))
        self._show_term(term)
        self._specify.set_text(entry.specify)
        if entry.grades:
            self._grades.choose(int(entry.grades[0].grade))
            self._course.set_steps(entry.grades[1:])
        self._onset.set_date(entry.onset)
        self._end.set_date(entry.end)
        self._outcome.set_value(entry.outcome)
        self._causality.set_values(entry.causality, entry.attributions)
        self._serious.set_value(entry.serious)
        self._criteria.choice().set_values(entry.criteria)
        self._more.load(entry)
        self._show_parts()

    # the term ---------------------------------------------------------------------------------------------------

    def _found(self, term: Term) -> Found:
        language = self.ctx.language
        return Found(term, term.label.text(language), (), "", term.soc_short.text(language), term.grades)

    def _search(self, typed: str) -> tuple[list[Found], str]:
        language, terms = self.ctx.language, self._terms
        matches = terms.search(typed, language, limit=40)
        rows = [Found(m.item, m.shown, m.spans, m.via, m.item.soc_short.text(language), m.item.grades) for m in matches]
        if len(rows) == 1:
            return rows, self.tr("1 term of {}").format(len(terms.all))
        return rows, self.tr("{0} terms of {1}").format(len(rows), len(terms.all))

    def _on_term(self, term: object) -> None:
        self._show_term(term if isinstance(term, Term) else None)
        self.changed()

    def _on_taken(self, term: object) -> None:
        self._on_term(term)
        target = self._specify if isinstance(term, Term) and term.other else self._grades
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_term(self, term: Term | None) -> None:
        self._term = term
        grades = term.grades if term is not None else ()
        death = self.tr("Closes follow-up; asks for date and cause")
        self._grades.set_choices(grade_choices(self.ctx, self._ctcae, term, death))
        missing = [str(grade) for grade in range(1, 6) if term is not None and grade not in grades]
        self._missing_grades.setText(self._missing_words(missing))
        self._course.set_term(grades, self._day0)
        self._show_parts()

    def _missing_words(self, missing: list[str]) -> str:
        if not missing:
            return ""
        if len(missing) == 1:
            return self.tr("grade {} does not exist for this term").format(missing[0])
        listed = ", ".join(missing[:-1])
        return self.tr("grades {0} and {1} do not exist for this term").format(listed, missing[-1])

    def _show_parts(self, *_whatever: object) -> None:
        """Show only the parts that the entry so far asks for."""
        term, fatal = self._term, self._death_day() is not None
        self._specify.setVisible(term is not None and term.other)
        self._grade_box.setVisible(term is not None)
        self._course.setVisible(term is not None)
        self._criteria.setVisible(self._serious.value() is True)
        self._death.setVisible(fatal)
        self._cause.setVisible(fatal and self._event_id is None)
        self._show_day()

    def _show_day(self) -> None:
        """What is recorded of the day, where the term asks for it."""
        from hsct_desktop.services import toxicity_links

        term_id = self._term.id if self._term is not None else ""
        found = toxicity_links.day_context(self.ctx.ready(), self.patient_id, term_id, self._onset.date())
        self._day_facts.setVisible(found is not None)
        if found is not None:
            said = [line for line in (found.facts, found.missing) if line]
            self._day_facts.set_note("\n".join(said), found.action, "warn" if found.missing else "danger")

    # grade, end, death ------------------------------------------------------------------------------------------

    def _steps(self) -> tuple[GradeStep, ...]:
        grade = self._grades.value()
        if grade is None:
            return ()
        first = GradeStep(self._onset.date() or self.ctx.today(), Grade(grade))
        return kept((first, *self._course.steps()), self._held.grades if self._held is not None else ())

    def _death_day(self) -> date | None:
        return next((step.start for step in self._steps() if step.grade is Grade.DEATH), None)

    def _on_grade(self, *_grade: object) -> None:
        day = self._death_day()
        if day is not None:
            self._outcome.set_value(Outcome.FATAL)
            self._end.set_date(day)
            self._serious.set_value(True)
            self._criteria.choice().set_values({*self._criteria.choice().values(), SeriousnessCriterion.DEATH})
        elif self._outcome.value() is Outcome.FATAL:
            self._outcome.set_value(Outcome.ONGOING)
            self._end.set_date(None)
        self._show_parts()
        self.changed()

    def _on_onset(self, day: object) -> None:
        self._more.follow_onset(day if isinstance(day, date) else None)
        self._show_day()

    def _on_end(self, day: object) -> None:
        """An end makes the outcome resolved, no end makes it ongoing, unless somebody has said otherwise."""
        outcome = self._outcome.value()
        if day is not None and outcome is Outcome.ONGOING:
            self._outcome.set_value(Outcome.RESOLVED)
        elif day is None and outcome is Outcome.RESOLVED and not self._end.typed().strip():
            self._outcome.set_value(Outcome.ONGOING)

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        if self._event_id is not None:
            return None
        return self._picker.line() if self._term is None else self._grades

    def entry(self) -> AdverseEventEntry:
        """The episode as it stands in the form."""
        outcome, serious = self._outcome.value(), self._serious.value() is True
        criteria = [c for c in self._criteria.choice().values() if isinstance(c, SeriousnessCriterion) and serious]
        entry = AdverseEventEntry(
            patient_id=self.patient_id,
            term_id=self._term.id if self._term is not None else "",
            ctcae_version=self._ctcae,
            onset=self._onset.date(),
            grades=self._steps(),
            end=self._end.date(),
            outcome=outcome if isinstance(outcome, Outcome) else Outcome.ONGOING,
            attributions=self._causality.named(),
            causality=self._causality.judgements(),
            serious=serious,
            seriousness=criteria[0] if criteria else None,
            seriousness_also=tuple(criteria[1:]),
            specify=self._specify.text() if self._term is not None and self._term.other else "",
        )
        return self._more.added_to(entry)

    def problems(self) -> Iterator[Problem]:
        rule = self._term.rule(self.ctx.language) if self._term is not None else None
        yield from check_adverse_event(self.entry(), rule, self._birth_date, self.ctx.today())
        if self._course.incomplete():
            yield Problem("grade_date", "date_missing")
        if self._death_day() is not None and self._event_id is None and not self._cause.text().strip():
            yield Problem("death_cause", "cause_missing")

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "term": self._picker,
            "grade": self._grades,
            "grade_date": self._course,
            "specify": self._specify,
            "onset": self._onset,
            "end": self._end,
            "outcome": self._outcome,
            "seriousness": self._criteria,
            "death_cause": self._cause,
            "note": self._more.note,
            "narrative": self._more.narrative,
            **self._more.links,
        }
        return fields.get(field, self._picker)

    def show_problems(self, problems: Iterable[Problem], *, aloud: bool = True) -> None:
        found = list(problems)
        if aloud and any(self._more.holds(self.target_of(problem.field)) for problem in found):
            self._more.set_open(True)
        super().show_problems(found, aloud=aloud)

    def write(self) -> Changes:
        from hsct_desktop.services import adverse_events

        ws, entry = self.ctx.ready(), self.entry()
        if self._event_id is not None:
            return adverse_events.revise(ws, self._event_id, self._version, entry)
        return adverse_events.record(ws, entry, death_cause=self._cause.text().strip())

    def content(self) -> Content:
        outcome = self._outcome.value()
        return {
            "ctcae_version": self._ctcae,
            "typed": self._picker.text() if self._term is None else "",
            "term": self._term.id if self._term is not None else "",
            "specify": self._specify.text(),
            "grade": self._grades.value(),
            "later": self._course.content(),
            "onset": self._onset.typed(),
            "end": self._end.typed(),
            "outcome": str(outcome),
            "causality": self._causality.content(),
            "serious": self._serious.value() is True,
            "criteria": [str(criterion) for criterion in self._criteria.choice().values()],
            "death_cause": self._cause.text(),
            **self._more.content(),
        }

    def restore(self, content: Content) -> None:
        # A draft that was begun under the other version keeps its texts; its term and grade mean something else here.
        same = content.get("ctcae_version", "5.0") == self._ctcae
        term = self._terms.term(content["term"]) if content["term"] and same else None
        if term is not None:
            self._picker.set_chosen(self._found(term))
            self._show_term(term)
        elif content["typed"]:
            self._picker.look_for(content["typed"])
        self._specify.set_text(content["specify"])
        if content["grade"] is not None and same:
            self._grades.choose(content["grade"])
        self._course.restore(content["later"] if same else [])
        self._onset.set_typed(content["onset"])
        self._end.set_typed(content["end"])
        self._outcome.set_value(Outcome(content["outcome"]))
        self._causality.restore(content.get("causality") or dict.fromkeys(content.get("attributions", ()), ""))
        self._serious.set_value(content["serious"])
        criteria = content.get("criteria") or [c for c in [content.get("seriousness")] if c]
        self._criteria.choice().set_values(SeriousnessCriterion(criterion) for criterion in criteria)
        self._cause.set_text(content["death_cause"])
        self._more.restore(content)
        self._show_parts()
