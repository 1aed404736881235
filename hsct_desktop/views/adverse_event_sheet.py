"""Record a toxicity: term, grade, onset; the rest when there is time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.items import Term
from hsct_desktop.domain.adverse_event import (
    Action,
    AdverseEventEntry,
    Attribution,
    Grade,
    GradeStep,
    Outcome,
    SeriousnessCriterion,
    check_adverse_event,
)
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField, TextField
from hsct_desktop.views.grade_course import GradeCourse
from hsct_desktop.views.grade_picker import GradeChoice, GradePicker
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

CTCAE_VERSION: Final = "5.0"


class AdverseEventSheet(RecordSheet):
    """One episode of toxicity, new or to be revised.

    The quick way: letters of the term, Enter, the digit of the grade, Ctrl+Enter. Onset is today unless said otherwise.
    """

    def __init__(self, ctx: Context, patient_id: int, event_id: int | None = None) -> None:
        name = "adverse_event" if event_id is None else f"adverse_event:{event_id}"
        super().__init__(ctx, patient_id, "", draft=name)
        self._heading = self.tr("Record toxicity") if event_id is None else self.tr("Revise toxicity")
        self._words = self.tr("new episode") if event_id is None else self.tr("CTCAE v{}").format(CTCAE_VERSION)
        self.set_title(self._heading, self._words)
        self._event_id = event_id
        self._version = 0
        self._term: Term | None = None
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._terms = ctx.ready().catalogue.terms(CTCAE_VERSION)
        self._build()
        self._connect_fields()
        self._fill_defaults()
        if event_id is not None:
            self._load(event_id)
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._picker = SearchPicker(self.tr("Term, CTCAE v{}").format(CTCAE_VERSION), self._search)
        self._specify = captioned(TextField(), self.tr("Specify"), "specify")
        self._grades = GradePicker(self.tr("Grade"))
        self._course = GradeCourse(self.ctx)
        self._onset = captioned(DayField(), self.tr("Onset"), "onset")
        self._end = captioned(DayField(), self.tr("End"), "end")
        self._outcome = captioned(ChoiceField(), self.tr("Outcome"), "outcome")
        self._attributions = captioned(ChipsField(), self.tr("Attribution"), "attributions")
        self._serious = captioned(ChipsField(), self.tr("Serious"), "serious")
        self._criterion = captioned(ChoiceField(), self.tr("Seriousness criterion"), "seriousness")
        self._action = captioned(ChoiceField(), self.tr("Action taken"), "action")
        self._death = AlertNote(
            self.tr("Grade 5 is death"),
            self.tr("Saving records the death on the day of grade 5 and takes the patient off every list."),
            "danger",
        )
        self._cause = captioned(TextField(), self.tr("Cause of death"), "deathCause")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._lay_form()

    def _lay_form(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        column.addWidget(self._picker)
        column.addWidget(self._specify)
        column.addWidget(self._grade_part())
        column.addWidget(self._death)
        column.addWidget(self._cause)
        column.addWidget(field_row(self._onset, self._end, self._outcome))
        column.addWidget(self._course)
        column.addWidget(self._attributions)
        serious = field_row(self._serious, self._criterion)
        layout = serious.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setStretch(1, 2)
        column.addWidget(serious)
        column.addWidget(self._action)
        column.addWidget(self._note)
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
        self._attributions.set_choices(enum_choices(words, "attribution", Attribution), multi=True)
        self._serious.set_choices([(True, self.tr("yes")), (False, self.tr("no"))])
        self._criterion.set_choices(enum_choices(words, "seriousness", SeriousnessCriterion), self.tr("Choose"))
        self._action.set_choices(enum_choices(words, "action", Action))
        self._picker.current_changed.connect(self._on_term)
        self._picker.taken.connect(self._on_taken)
        self._grades.chosen.connect(self._on_grade)
        self._course.edited.connect(self._on_grade)
        self._end.dateChanged.connect(self._on_end)
        self._serious.edited.connect(self._show_parts)
        for choice in (self._outcome, self._criterion, self._action):
            choice.edited.connect(self.changed)

    def _fill_defaults(self) -> None:
        self._onset.set_date(self.ctx.today())
        self._outcome.set_value(Outcome.ONGOING)
        self._action.set_value(Action.NONE)
        self._serious.set_value(False)
        self._show_term(None)

    def _load(self, event_id: int) -> None:
        from hsct_desktop.services import adverse_events

        entry, self._version = adverse_events.entry_of(self.ctx.ready(), event_id)
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
        self._attributions.choice().set_values(entry.attributions)
        self._serious.set_value(entry.serious)
        self._criterion.set_value(entry.seriousness)
        self._action.set_value(entry.action)
        self._note.set_text(entry.note)
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
        words = self.ctx.wording
        grades = term.grades if term is not None else ()
        self._grades.set_choices(
            [
                GradeChoice(grade, words.enum("grade", str(grade)), self._meaning(term, grade))
                for grade in grades
                if term is not None
            ]
        )
        missing = [str(grade) for grade in range(1, 6) if term is not None and grade not in grades]
        self._missing_grades.setText(self._missing_words(missing))
        self._course.set_term(grades, self._day0)
        self._show_parts()

    def _meaning(self, term: Term, grade: int) -> str:
        """What a grade means for the term; death says what it entails."""
        if grade == Grade.DEATH:
            return self.tr("Closes follow-up; asks for date and cause")
        wording = term.wording[grade].text(self.ctx.language)
        return wording[:1].upper() + wording[1:]

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
        self._criterion.setVisible(self._serious.value() is True)
        self._death.setVisible(fatal)
        self._cause.setVisible(fatal and self._event_id is None)

    # grade, end, death ------------------------------------------------------------------------------------------

    def _steps(self) -> tuple[GradeStep, ...]:
        grade = self._grades.value()
        if grade is None:
            return ()
        return (GradeStep(self._onset.date() or self.ctx.today(), Grade(grade)), *self._course.steps())

    def _death_day(self) -> date | None:
        return next((step.start for step in self._steps() if step.grade is Grade.DEATH), None)

    def _on_grade(self, *_grade: object) -> None:
        day = self._death_day()
        if day is not None:
            self._outcome.set_value(Outcome.FATAL)
            self._end.set_date(day)
            self._serious.set_value(True)
            self._criterion.set_value(SeriousnessCriterion.DEATH)
        elif self._outcome.value() is Outcome.FATAL:
            self._outcome.set_value(Outcome.ONGOING)
            self._end.set_date(None)
        self._show_parts()
        self.changed()

    def _on_end(self, day: object) -> None:
        """An end makes the outcome resolved, no end makes it ongoing, unless somebody has said otherwise."""
        outcome = self._outcome.value()
        if day is not None and outcome is Outcome.ONGOING:
            self._outcome.set_value(Outcome.RESOLVED)
        elif day is None and outcome is Outcome.RESOLVED and not self._end.typed().strip():
            self._outcome.set_value(Outcome.ONGOING)

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._picker.line() if self._event_id is None else None

    def entry(self) -> AdverseEventEntry:
        """The episode as it stands in the form."""
        criterion, action, outcome = self._criterion.value(), self._action.value(), self._outcome.value()
        serious = self._serious.value() is True
        return AdverseEventEntry(
            patient_id=self.patient_id,
            term_id=self._term.id if self._term is not None else "",
            ctcae_version=CTCAE_VERSION,
            onset=self._onset.date(),
            grades=self._steps(),
            end=self._end.date(),
            outcome=outcome if isinstance(outcome, Outcome) else Outcome.ONGOING,
            attributions=tuple(a for a in self._attributions.choice().values() if isinstance(a, Attribution)),
            serious=serious,
            seriousness=criterion if serious and isinstance(criterion, SeriousnessCriterion) else None,
            action=action if isinstance(action, Action) else Action.NONE,
            specify=self._specify.text() if self._term is not None and self._term.other else "",
            note=self._note.text(),
        )

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
            "seriousness": self._criterion,
            "death_cause": self._cause,
            "note": self._note,
        }
        return fields.get(field, self._picker)

    def write(self) -> Changes:
        from hsct_desktop.services import adverse_events

        ws, entry = self.ctx.ready(), self.entry()
        if self._event_id is not None:
            return adverse_events.revise(ws, self._event_id, self._version, entry)
        return adverse_events.record(ws, entry, death_cause=self._cause.text().strip())

    def content(self) -> Content:
        seriousness, action, outcome = self._criterion.value(), self._action.value(), self._outcome.value()
        return {
            "typed": self._picker.text() if self._term is None else "",
            "term": self._term.id if self._term is not None else "",
            "specify": self._specify.text(),
            "grade": self._grades.value(),
            "later": self._course.content(),
            "onset": self._onset.typed(),
            "end": self._end.typed(),
            "outcome": str(outcome),
            "attributions": [str(a) for a in self._attributions.choice().values()],
            "serious": self._serious.value() is True,
            "seriousness": str(seriousness) if seriousness is not None else "",
            "action": str(action),
            "death_cause": self._cause.text(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        term = self._terms.term(content["term"]) if content["term"] else None
        if term is not None:
            self._picker.set_chosen(self._found(term))
            self._show_term(term)
        elif content["typed"]:
            self._picker.look_for(content["typed"])
        self._specify.set_text(content["specify"])
        if content["grade"] is not None:
            self._grades.choose(content["grade"])
        self._course.restore(content["later"])
        self._onset.set_typed(content["onset"])
        self._end.set_typed(content["end"])
        self._outcome.set_value(Outcome(content["outcome"]))
        self._attributions.choice().set_values(Attribution(a) for a in content["attributions"])
        self._serious.set_value(content["serious"])
        if content["seriousness"]:
            self._criterion.set_value(SeriousnessCriterion(content["seriousness"]))
        self._action.set_value(Action(content["action"]))
        self._cause.set_text(content["death_cause"])
        self._note.set_text(content["note"])
        self._show_parts()
