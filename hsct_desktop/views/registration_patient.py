"""The first step of registration: who the patient is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.names import fold
from hsct_desktop.domain.patient import AllergyStatus, Consent, PatientEntry, Sex, check_patient
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.professional import ProfessionalKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField, TextField
from hsct_desktop.views.forms.ui_patient_form import Ui_PatientForm
from hsct_desktop.views.professional_card import ProfessionalCard
from hsct_desktop.views.search_field import SearchField
from hsct_desktop.views.sheet import enum_choices
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.patients import PatientHit

_LOOK_AFTER_MS: Final = 350


class PatientStep(QWidget):
    """The form with the duplicate check beside it. `distinct` once somebody has said that this is another person."""

    edited = Signal()
    disease_changed = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._except_id: int | None = None
        self.distinct = False
        self._same_code: PatientHit | None = None
        self.same_person: tuple[PatientHit, ...] = ()
        self.ui = Ui_PatientForm()
        self.ui.setupUi(self)
        self._card: ProfessionalCard | None = None
        self._professionals = QVBoxLayout(self.ui.professionalPlace)
        self._professionals.setContentsMargins(0, 0, 0, 0)
        self._duplicate = self._make_duplicate_note()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_AFTER_MS)
        self._timer.timeout.connect(self.look_for_duplicates)
        self._fill_choices()
        self._connect()

    def _make_duplicate_note(self) -> AlertNote:
        note = AlertNote("", "", "warn")
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 4, 0, 0)
        self._other = KeyButton(self.tr("This is another person"), small=True)
        self._same = KeyButton(self.tr("Open that patient"), small=True)
        self._other.clicked.connect(self.confirm_distinct)
        self._same.clicked.connect(self._open_same)
        row.addWidget(self._other)
        row.addWidget(self._same)
        row.addStretch(1)
        note.add(buttons)
        self.ui.column.insertWidget(1, note)
        note.hide()
        return note

    def _fill_choices(self) -> None:
        ui, words, language = self.ui, self._ctx.wording, self._ctx.language
        catalogue, choose = self._ctx.ready().catalogue, self.tr("Choose")
        ui.birthDate.bind(self._ctx, full_year=True)
        ui.sex.set_choices(enum_choices(words, "sex", Sex))
        ui.disease.set_choices([(d.id, d.label.text(language)) for d in catalogue.diseases.values()], choose)
        ui.indication.set_choices(
            [("", "–"), *((i.id, i.label.text(language)) for i in catalogue.indications.values())]
        )
        spoken = [(s.id, s.label.text(language)) for s in catalogue.languages.values()]
        spoken.sort(key=lambda choice: fold(choice[1]))
        ui.language.set_choices([("", "–"), *spoken])
        ui.allergyStatus.set_choices(enum_choices(words, "allergy_status", AllergyStatus))
        ui.consentCare.set_choices(enum_choices(words, "consent", Consent))
        for chips, day in self._consents():
            chips.set_choices(enum_choices(words, "consent", Consent))
            day.bind(self._ctx)
        ui.phenotype.set_choices([("", "–")])
        self._fill_professionals()
        self._fill_ward()

    def _fill_ward(self, nurse_id: int | None = None) -> None:
        """Who works here and the ward's tags, as they are now."""
        from hsct_desktop.services import staff, tags

        ui, ws = self.ui, self._ctx.ready()
        # Somebody who left stays the nurse of a patient until another is chosen.
        nurses = [(row.id, row.name) for row in staff.everybody(ws) if row.active or row.id == nurse_id]
        ui.nurse.set_choices([(None, "–"), *nurses])
        offered = tags.choices(ws)
        ui.tags.set_choices([(tag, tag) for tag in offered], multi=True)
        ui.tags.setVisible(bool(offered))

    def _fill_professionals(self) -> None:
        from hsct_desktop.services import professionals

        pairs = ((self.ui.neurologist, ProfessionalKind.NEUROLOGIST), (self.ui.gp, ProfessionalKind.GP))
        for field, kind in pairs:
            cards = professionals.everybody(self._ctx.ready(), kind)
            choices: list[tuple[object, str]] = [
                (card.id, " · ".join(p for p in (card.entry.name, card.entry.institution) if p)) for card in cards
            ]
            field.set_choices(choices, self.tr("Add…"), self.tr("letters of the name"))

    def _connect(self) -> None:
        ui = self.ui
        for name in vars(ui).values():
            if isinstance(name, TextField | NotesField | ChoiceField | ChipsField | DayField | SearchField):
                name.edited.connect(self.edited)
        ui.interpreter.toggled.connect(self.edited)
        for chips, day in self._consents():
            chips.edited.connect(partial(self._on_consent, chips, day))
        ui.disease.edited.connect(self._on_disease)
        ui.allergyStatus.edited.connect(self._on_allergies)
        for field in (ui.code, ui.familyName, ui.givenName):
            field.edited.connect(self._timer.start)
        ui.birthDate.dateChanged.connect(self._timer.start)
        ui.neurologist.add_wanted.connect(partial(self._add_professional, ProfessionalKind.NEUROLOGIST))
        ui.gp.add_wanted.connect(partial(self._add_professional, ProfessionalKind.GP))

    # reactions --------------------------------------------------------------------------------------------------

    def _on_disease(self) -> None:
        disease = self._ctx.ready().catalogue.diseases.get(str(self.ui.disease.value() or ""))
        phenotypes = disease.phenotypes if disease is not None else ()
        self.ui.phenotype.set_choices([("", "–"), *((p.id, p.label.text(self._ctx.language)) for p in phenotypes)])
        if self.ui.phenotype.value() is None:
            self.ui.phenotype.set_value("")
        self.disease_changed.emit(disease.id if disease is not None else "")

    def _consents(self) -> tuple[tuple[ChipsField, DayField], ...]:
        """The answers that have a day, each with its day."""
        ui = self.ui
        return (ui.consentRegistry, ui.consentRegistryOn), (ui.consentResearch, ui.consentResearchOn)

    def _days(self) -> dict[str, DayField]:
        """The days of the answers by the name of their field without its ending."""
        return {"consent_registry": self.ui.consentRegistryOn, "consent_research": self.ui.consentResearchOn}

    def _on_consent(self, chips: ChipsField, day: DayField) -> None:
        """Another answer was given today, until somebody says when."""
        is_asked = chips.value() not in (None, Consent.NOT_ASKED)
        day.set_date(self._ctx.today() if is_asked else None)
        day.setEnabled(is_asked)

    def _on_allergies(self) -> None:
        listed = self.ui.allergyStatus.value() is AllergyStatus.LISTED
        self.ui.allergies.setEnabled(listed)
        self.ui.intolerances.setEnabled(listed)

    def _add_professional(self, kind: ProfessionalKind, name: str) -> None:
        """Open the card of a correspondent who is missing, with the name as far as it was typed."""
        self._close_card()
        self._card = ProfessionalCard(self._ctx, kind, name)
        self._card.added.connect(self._on_added)
        self._card.left.connect(self._close_card)
        self._professionals.addWidget(self._card)
        self._card.setFocus()

    def _on_added(self, kind: ProfessionalKind, professional_id: int) -> None:
        self._close_card()
        self._fill_professionals()
        field = self.ui.neurologist if kind is ProfessionalKind.NEUROLOGIST else self.ui.gp
        field.set_value(professional_id)
        field.setFocus()

    def _close_card(self) -> None:
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def look_for_duplicates(self) -> None:
        """Ask the file for the same code, and for the same name with the same birth date."""
        workspace = self._ctx.workspace
        if workspace is None:  # a field loses the focus while the window closes
            return
        from hsct_desktop.services import patients

        entry = self.entry()
        found = patients.duplicates(
            workspace, entry.code, entry.family_name, entry.given_name, entry.birth_date, self._except_id
        )
        self._same_code = found.same_code if entry.code else None
        if found.same_person != self.same_person:
            self.distinct = False
        self.same_person = found.same_person
        taken = self._same_code
        problem = Problem("code", "code_taken", {"code": entry.code, "name": taken.name}) if taken is not None else None
        self.ui.code.set_error(self._ctx.wording.problem(problem) if problem is not None else None)
        self._show_same_person()
        self.edited.emit()

    def _show_same_person(self) -> None:
        words = self._ctx.wording
        lines = [f"{hit.name} · {words.date(hit.birth_date)} · {hit.code} · {hit.disease}" for hit in self.same_person]
        self._duplicate.setVisible(bool(lines) and not self.distinct)
        fact = self.tr("A patient with this name and birth date is already registered")
        self._duplicate.set_note(fact, "\n".join(lines))

    def confirm_distinct(self) -> None:
        """Somebody has looked: it is another person."""
        self.distinct = True
        self._show_same_person()
        self.edited.emit()
        self.ui.birthDate.setFocus()

    def _open_same(self) -> None:
        if self.same_person:
            self._ctx.show_patient(self.same_person[0].id)

    # content ----------------------------------------------------------------------------------------------------

    def clear(self, except_id: int | None = None) -> None:
        """An empty form, or one that edits the patient `except_id`."""
        self._except_id, self.distinct, self.same_person, self._same_code = except_id, False, (), None
        self._close_card()
        self._fill_professionals()
        blank = PatientEntry("", "", "", None)
        self.load(blank)
        self._duplicate.hide()
        self._timer.stop()
        for field in self.findChildren(TextField):
            field.set_error(None)

    def load(self, entry: PatientEntry) -> None:
        """Show an entry."""
        ui = self.ui
        ui.code.set_text(entry.code)
        ui.familyName.set_text(entry.family_name)
        ui.givenName.set_text(entry.given_name)
        ui.birthDate.set_date(entry.birth_date)
        ui.sex.set_value(entry.sex)
        ui.disease.set_value(entry.disease_id or None)
        self._on_disease()
        ui.phenotype.set_value(entry.phenotype_id)
        ui.indication.set_value(entry.indication_id)
        ui.phone.set_text(entry.phone)
        ui.carerName.set_text(entry.carer_name)
        ui.carerPhone.set_text(entry.carer_phone)
        ui.address.set_text(entry.address.replace("\n", ", "))
        ui.language.set_value(entry.language)
        ui.interpreter.setChecked(entry.interpreter)
        ui.allergyStatus.set_value(entry.allergy_status)
        ui.allergies.set_text("; ".join(entry.allergies))
        ui.intolerances.set_text("; ".join(entry.intolerances))
        ui.consentCare.set_value(entry.consent_care)
        for (chips, day), answer, on in zip(
            self._consents(), (entry.consent_registry, entry.consent_research),
            (entry.consent_registry_on, entry.consent_research_on), strict=True,
        ):  # fmt: skip
            chips.set_value(answer)
            day.set_date(on)
            day.setEnabled(answer is not Consent.NOT_ASKED)
        ui.neurologist.set_value(entry.neurologist_id)
        ui.gp.set_value(entry.gp_id)
        self._fill_ward(entry.nurse_id)
        ui.nurse.set_value(entry.nurse_id)
        ui.tags.choice().set_values(entry.tags)
        ui.notes.set_text(entry.notes)
        self._on_allergies()

    def entry(self) -> PatientEntry:
        """The patient as it stands in the form."""
        ui = self.ui
        sex, status = ui.sex.value(), ui.allergyStatus.value()
        care, registry, research = ui.consentCare.value(), ui.consentRegistry.value(), ui.consentResearch.value()
        neurologist, gp, nurse = ui.neurologist.value(), ui.gp.value(), ui.nurse.value()
        listed = status is AllergyStatus.LISTED
        entry = PatientEntry(
            code=ui.code.text(),
            family_name=ui.familyName.text(),
            given_name=ui.givenName.text(),
            birth_date=ui.birthDate.date(),
            sex=sex if isinstance(sex, Sex) else Sex.UNKNOWN,
            phone=ui.phone.text(),
            carer_name=ui.carerName.text(),
            carer_phone=ui.carerPhone.text(),
            address=ui.address.text(),
            language=str(ui.language.value() or ""),
            interpreter=ui.interpreter.isChecked(),
            allergy_status=status if isinstance(status, AllergyStatus) else AllergyStatus.NOT_RECORDED,
            allergies=_parts(ui.allergies.text()) if listed else (),
            consent_care=care if isinstance(care, Consent) else Consent.NOT_ASKED,
            consent_registry=registry if isinstance(registry, Consent) else Consent.NOT_ASKED,
            disease_id=str(ui.disease.value() or ""),
            phenotype_id=str(ui.phenotype.value() or ""),
            indication_id=str(ui.indication.value() or ""),
            neurologist_id=neurologist if isinstance(neurologist, int) else None,
            gp_id=gp if isinstance(gp, int) else None,
            notes=ui.notes.text(),
            nurse_id=nurse if isinstance(nurse, int) else None,
            tags=tuple(str(tag) for tag in ui.tags.choice().values()),
            intolerances=_parts(ui.intolerances.text()) if listed else (),
            consent_registry_on=ui.consentRegistryOn.date(),
            consent_research=research if isinstance(research, Consent) else Consent.NOT_ASKED,
            consent_research_on=ui.consentResearchOn.date(),
        )
        return entry.cleaned()

    def problems(self) -> Iterator[Problem]:
        """What the checks say, the duplicates included."""
        birth, unread = self.ui.birthDate, [p for day in self._days().values() for p in day.reading_problems()]
        yield from unread
        for problem in check_patient(self.entry(), self._ctx.today()):
            if problem.key == "birth_date_missing" and birth.unreadable():
                yield from birth.reading_problems()
            elif problem.key != "consent_day_missing" or problem.field not in {one.field for one in unread}:
                yield problem
        if self._same_code is not None:
            yield Problem("code", "code_taken", {"code": self.entry().code, "name": self._same_code.name})
        if self.same_person and not self.distinct:
            hit = self.same_person[0]
            yield Problem("family_name", "same_person", {"name": hit.name, "code": hit.code})

    def target_of(self, field: str) -> QWidget:
        """The widget of a field."""
        ui = self.ui
        fields: dict[str, QWidget] = {
            "family_name": ui.familyName,
            "given_name": ui.givenName,
            "birth_date": ui.birthDate,
            "disease_id": ui.disease,
            "allergies": ui.allergies,
            "address": ui.address,
            "notes": ui.notes,
            "phone": ui.phone,
            "carer_name": ui.carerName,
            "carer_phone": ui.carerPhone,
            "language": ui.language,
            "nurse_id": ui.nurse,
            "consent_registry_on": ui.consentRegistryOn,
            "consent_research_on": ui.consentResearchOn,
        }
        return fields.get(field, ui.code)

    def content(self) -> dict[str, Any]:
        """What stands in the form, for the draft."""
        entry, ui = self.entry(), self.ui
        simple: dict[str, Any] = {
            name: value for name, value in vars(entry).items() if isinstance(value, str | int | bool | None)
        }
        simple |= {"birth_date": ui.birthDate.typed(), "allergies": ui.allergies.text(), "distinct": self.distinct}
        simple |= {f"{name}_on": day.typed() for name, day in self._days().items()}
        simple |= {"tags": list(entry.tags), "intolerances": ui.intolerances.text()}
        return simple

    def restore(self, content: dict[str, Any]) -> None:
        """Put a draft back."""
        from dataclasses import fields

        apart = {"birth_date", "allergies", "intolerances", *(f"{name}_on" for name in self._days())}
        known = {field.name for field in fields(PatientEntry)} - apart
        values = {name: value for name, value in content.items() if name in known}
        values["sex"] = Sex(values["sex"])
        values["allergy_status"] = AllergyStatus(values["allergy_status"])
        values["consent_care"] = Consent(values["consent_care"])
        values["consent_registry"] = Consent(values["consent_registry"])
        values["consent_research"] = Consent(values.get("consent_research", Consent.NOT_ASKED))
        values["tags"] = tuple(values.get("tags", ()))
        self.load(PatientEntry(birth_date=None, **values))
        self.ui.birthDate.set_typed(content["birth_date"])
        for name, day in self._days().items():
            day.set_typed(content.get(f"{name}_on", ""))
        self.ui.allergies.set_text(content["allergies"])
        self.ui.intolerances.set_text(content.get("intolerances", ""))
        self.look_for_duplicates()
        self.distinct = bool(content["distinct"])
        self._show_same_person()


def _parts(text: str) -> tuple[str, ...]:
    """What is listed in one field, separated by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
