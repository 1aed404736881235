"""What the patient actions do: each opens the sheet that writes its kind of record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.theme.tokens import Height

if TYPE_CHECKING:
    from hsct_desktop.views.booking_sheet import Mode


OF_THE_WARD: Final = frozenset({"record_task", "finish_task", "edit_task", "unit_alerts", "show_strips"})
"""Actions that also act on what concerns no patient in particular."""


class PatientActions(QObject):
    """Opens sheets for a subject. The sheets' modules are imported when first needed."""

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx

    def run(self, action: str, subject: Subject) -> None:
        """Do a patient action by its id. KeyError for an unknown one."""
        doer = {**self._records(), **self._disease(), **self._pages()}[action]
        try:
            doer(subject)
        except (InputError, KnownError) as error:
            self._ctx.report_error(error)

    def _records(self) -> dict[str, Callable[[Subject], None]]:
        """What opens a sheet, by action."""
        return {
            "record_visit": self.record_visit,
            "open_flowsheet": self.open_flowsheet,
            "review_results": self.review_results,
            "record_toxicity": self.record_toxicity,
            "record_therapy": self.record_therapy,
            "record_transfusion": self.record_transfusion,
            "record_dmt": self.record_dmt,
            "engraftment": self.engraftment,
            "record_infection": self.record_infection,
            "check_criteria": self.check_criteria,
            "show_alerts": self.show_alerts,
            "record_vaccine": self.record_vaccine,
            "unit_alerts": lambda _subject: self.unit_alerts(),
            "long_term_check": self.long_term_check,
            "record_fertility": self.record_fertility,
            "log_contact": self.log_contact,
            "explain_visit": self.explain_visit,
            "stop_therapy": self.stop_therapy,
            "extend_therapy": self.extend_therapy,
            "confirm_none": self.confirm_none,
            "record_statement": self.record_statement,
            "book_visit": self.book_visit,
            "miss_visit": partial(self.book_visit, mode="missed"),
            "unbook_visit": partial(self.book_visit, mode="unbook"),
            "visit_not_applicable": partial(self.book_visit, mode="not_applicable"),
            "change_state": self.change_state,
            "move_day0": self.move_day0,
            "next_transplant": self.next_transplant,
            "done_elsewhere": self.done_elsewhere,
            "report_arrived": self.report_arrived,
            "attach_paper": self.attach_paper,
            "record_task": self.record_task,
            "finish_task": self.finish_task,
            "edit_task": self.edit_task,
        }

    def _disease(self) -> dict[str, Callable[[Subject], None]]:
        """What records the disease itself, by action."""
        return {
            "record_neurology": self.record_neurology,
            "record_measure": self.record_measure,
            "record_mri": self.record_mri,
            "show_mri": self.show_mri,
            "record_relapse": self.record_relapse,
            "review_death": self.review_death,
            "approve_regimen": self.approve_regimen,
        }

    def _pages(self) -> dict[str, Callable[[Subject], None]]:
        """What goes to a page or prints, by action."""
        return {
            "open_patient": lambda s: self._ctx.show_patient(s.patient_id),
            "data_protection": self.data_protection,
            "edit_patient": lambda s: self._ctx.show_registration(s.patient_id),
            "show_flowsheet": lambda s: self._ctx.show_patient(s.patient_id, "flowsheet@table"),
            "show_trend": lambda s: self._ctx.show_patient(s.patient_id, "flowsheet@trend"),
            "show_strips": lambda s: self._ctx.show_strips(s.patient_id),
            "print_patient_card": lambda s: self._ctx.patient_card_print_wanted.emit(s.patient_id),
            "show_vaccines": lambda s: self._ctx.show_patient(s.patient_id, "vaccines"),
            "print_emergency": lambda s: self._ctx.emergency_print_wanted.emit(s.patient_id),
            "print_medicine_plan": lambda s: self._ctx.medicine_plan_print_wanted.emit(s.patient_id),
            "print_vaccine_plan": lambda s: self._ctx.print_vaccine_plan(s.patient_id),
            "show_care_plan": lambda s: self._ctx.show_patient(s.patient_id, "care_plan"),
            "print_care_plan": lambda s: self._ctx.care_plan_print_wanted.emit(s.patient_id),
            "show_disease": lambda s: self._ctx.show_patient(s.patient_id, "disease"),
            "print_disease": lambda s: self._ctx.disease_print_wanted.emit(s.patient_id),
            "show_history": lambda s: self._ctx.show_patient(s.patient_id, "history"),
            "show_selection": lambda s: self._ctx.show_patient(s.patient_id, "selection"),
            "print_measures": lambda s: self._ctx.measures_print_wanted.emit(s.patient_id),
            "print_selection": lambda s: self._ctx.selection_print_wanted.emit(s.patient_id, 0),
            "show_treatment": lambda s: self._ctx.show_patient(s.patient_id, "treatment"),
            "print_day_sheet": lambda s: self._ctx.day_sheet_print_wanted.emit(s.patient_id),
            "write_letter": lambda s: self._ctx.show_patient(s.patient_id, "letter"),
            "show_registry": lambda s: self._ctx.show_patient(s.patient_id, "registry"),
            "show_reconstitution": lambda s: self._ctx.show_patient(s.patient_id, "reconstitution"),
            "print_reconstitution": lambda s: self._ctx.reconstitution_print_wanted.emit(s.patient_id),
            "show_long_term": lambda s: self._ctx.show_patient(s.patient_id, "long_term"),
            "show_therapy_plan": lambda s: self._ctx.show_patient(s.patient_id, "therapy@plan"),
            "print_therapy_plan": lambda s: self._ctx.print_therapy_plan(s.patient_id),
            "calendar_patient": lambda s: self._ctx.calendar_wanted.emit(s.patient_id),
        }

    def _open(self, sheet: QWidget) -> None:
        self._ctx.open_sheet(sheet)

    def record_visit(self, subject: Subject) -> None:
        """The visit form, for the chosen scheduled visit where there is one."""
        from hsct_desktop.views.visit_sheet import VisitSheet

        self._open(VisitSheet(self._ctx, subject.patient_id, scheduled_id=subject.scheduled_id))

    def open_flowsheet(self, subject: Subject) -> None:
        """The flowsheet with the panel of the phase, the cursor in the first cell of today."""
        self._ctx.show_patient(subject.patient_id, f"flowsheet@{self._ctx.today().isoformat()}")

    def review_results(self, subject: Subject) -> None:
        """The results that nobody has seen yet, and what they propose; then those of the next patients of a list."""
        from hsct_desktop.views.review_sheet import ReviewSheet

        self._open(ReviewSheet(self._ctx, subject.patient_id, subject.then))

    def data_protection(self, subject: Subject) -> None:
        """Consents, the complete export, who looked, pseudonymising."""
        from hsct_desktop.views.data_protection_sheet import DataProtectionSheet

        self._open(DataProtectionSheet(self._ctx, subject.patient_id))

    def record_toxicity(self, subject: Subject) -> None:
        """A new toxicity."""
        from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet

        self._open(AdverseEventSheet(self._ctx, subject.patient_id))

    def record_therapy(self, subject: Subject) -> None:
        """A new therapy."""
        from hsct_desktop.views.therapy_sheet import TherapySheet

        self._open(TherapySheet(self._ctx, subject.patient_id))

    def record_transfusion(self, subject: Subject) -> None:
        """A transfusion; the sheet lists those before."""
        from hsct_desktop.views.transfusion_sheet import TransfusionSheet

        self._open(TransfusionSheet(self._ctx, subject.patient_id))

    def record_dmt(self, subject: Subject) -> None:
        """A prior or new drug for the disease."""
        from hsct_desktop.views.disease_modifying_therapy_sheet import DmtSheet

        self._open(DmtSheet(self._ctx, subject.patient_id))

    def review_death(self, subject: Subject) -> None:
        """What a death came from, as adjudicated; who is not recorded as dead is told so."""
        from hsct_desktop.views.death_review_sheet import DeathReviewSheet

        self._open(DeathReviewSheet(self._ctx, subject.patient_id))

    def approve_regimen(self, subject: Subject) -> None:
        """The treatment page, which says how the approval stands; before it, the sheet where it is still to be given.

        KnownError `treatment_no_course` before the first course.
        """
        from hsct_desktop.services import treatment_board
        from hsct_desktop.views.treatment_sheets import ApproveRegimenSheet

        card = treatment_board.for_patient(self._ctx.ready(), subject.patient_id).conditioning
        self._ctx.show_patient(subject.patient_id, "treatment")
        if card is not None and not card.approval.is_approved:
            self._open(ApproveRegimenSheet(self._ctx, card))

    def record_neurology(self, subject: Subject) -> None:
        """The neurology visit where the EDSS grades the disease, the form of scores for every other one."""
        from hsct_desktop.services import patients
        from hsct_desktop.views.disease_tab import WITH_EDSS

        if patients.banner(self._ctx.ready(), subject.patient_id).disease_id in WITH_EDSS:
            from hsct_desktop.views.neurology_sheet import NeurologySheet

            self._open(NeurologySheet(self._ctx, subject.patient_id))
        else:
            from hsct_desktop.views.measure_sheet import MeasureSheet

            self._open(MeasureSheet(self._ctx, subject.patient_id))

    def record_measure(self, subject: Subject) -> None:
        """The form of scores, for every disease."""
        from hsct_desktop.views.measure_sheet import MeasureSheet

        self._open(MeasureSheet(self._ctx, subject.patient_id))

    def record_mri(self, subject: Subject) -> None:
        """A scan."""
        from hsct_desktop.views.mri_sheet import MriSheet

        self._open(MriSheet(self._ctx, subject.patient_id))

    def record_relapse(self, subject: Subject) -> None:
        """A relapse; the sheet lists those before."""
        from hsct_desktop.views.relapse_sheet import RelapseSheet

        self._open(RelapseSheet(self._ctx, subject.patient_id))

    def show_mri(self, subject: Subject) -> None:
        """The scans with what each is for the verdicts, and the choice of the re-baseline."""
        from hsct_desktop.views.mri_list import MriListSheet

        self._open(MriListSheet(self._ctx, subject.patient_id))

    def engraftment(self, subject: Subject) -> None:
        """What the counts say of engraftment, and its confirmation."""
        from hsct_desktop.views.engraftment_sheet import EngraftmentSheet

        self._open(EngraftmentSheet(self._ctx, subject.patient_id))

    def record_infection(self, subject: Subject) -> None:
        """An infection; the sheet lists those before."""
        from hsct_desktop.views.infection_sheet import InfectionSheet

        self._open(InfectionSheet(self._ctx, subject.patient_id))

    def check_criteria(self, subject: Subject) -> None:
        """The criteria of a complication, filled from what is recorded; the sheet lists what was judged before."""
        from hsct_desktop.views.criteria_sheet import CriteriaSheet

        self._open(CriteriaSheet(self._ctx, subject.patient_id))

    def show_alerts(self, subject: Subject) -> None:
        """The patient's alerts, to be acknowledged one by one."""
        from hsct_desktop.views.alert_sheet import AlertSheet

        self._open(AlertSheet(self._ctx, subject.patient_id))

    def unit_alerts(self) -> None:
        """The red alerts of all followed patients."""
        from hsct_desktop.views.unit_alerts_sheet import UnitAlertsSheet

        self._open(UnitAlertsSheet(self._ctx))

    def long_term_check(self, subject: Subject) -> None:
        """A check of the chosen long-term item, else of the first that is due."""
        from hsct_desktop.views.late_effect_sheet import CheckSheet

        self._open(CheckSheet(self._ctx, subject.patient_id, subject.item))

    def record_fertility(self, subject: Subject) -> None:
        """Preservation, cycles, wish, contraception or a pregnancy; the sheet lists what is recorded."""
        from hsct_desktop.views.fertility_sheet import FertilitySheet

        self._open(FertilitySheet(self._ctx, subject.patient_id))

    def record_vaccine(self, subject: Subject) -> None:
        """A dose of the series that is chosen or due; without one, of a vaccine to be typed."""
        from hsct_desktop.views.vaccination_sheet import VaccinationSheet

        self._open(VaccinationSheet(self._ctx, subject.patient_id, vaccine=subject.vaccine))

    def log_contact(self, subject: Subject) -> None:
        """A call or letter."""
        from hsct_desktop.views.contact_sheet import ContactSheet

        self._open(ContactSheet(self._ctx, subject.patient_id))

    def explain_visit(self, subject: Subject) -> None:
        """Why the chosen visit stands where it stands; without one, the patient's visits to choose from."""
        from hsct_desktop.views.why_sheet import WhySheet

        if subject.scheduled_id is None:
            self._ctx.show_patient(subject.patient_id, "visits")
        else:
            self._open(WhySheet(self._ctx, subject.scheduled_id))

    def stop_therapy(self, subject: Subject) -> None:
        """Stop the chosen therapy; without one, show the patient's therapies to choose from."""
        from hsct_desktop.views.stop_sheet import StopSheet

        if subject.therapy_id is None:
            self._ctx.show_patient(subject.patient_id, "therapy")
        else:
            self._open(StopSheet(self._ctx, subject.patient_id, subject.therapy_id))

    def extend_therapy(self, subject: Subject) -> None:
        """Extend the chosen therapy at once to the next sensible day; the toast takes it back."""
        from hsct_desktop.services import supportive_therapies

        therapy_id = subject.therapy_id
        if therapy_id is None:
            self._ctx.show_patient(subject.patient_id, "therapy")
        else:
            self._ctx.save(lambda: supportive_therapies.extend(self._ctx.ready(), therapy_id))

    def confirm_none(self, subject: Subject) -> None:
        """Confirm for today that no immunosuppression is running; the toast takes it back."""
        from hsct_desktop.services import statements

        self._ctx.save(lambda: statements.confirm_none(self._ctx.ready(), subject.patient_id))

    def record_statement(self, subject: Subject) -> None:
        """A statement of any kind; the sheet lists those before."""
        from hsct_desktop.views.statement_sheet import StatementSheet

        self._open(StatementSheet(self._ctx, subject.patient_id))

    def book_visit(self, subject: Subject, mode: Mode = "book") -> None:
        """Book, move or miss the chosen visit; without one, show the patient's visits to choose from."""
        from hsct_desktop.views.booking_sheet import BookingSheet

        if mode in ("book", "missed") and self._said_not_followed(subject.patient_id):
            return
        if subject.scheduled_id is None:
            self._ctx.show_patient(subject.patient_id, "visits")
        else:
            self._open(BookingSheet(self._ctx, subject.scheduled_id, mode))

    def _said_not_followed(self, patient_id: int) -> bool:
        """Say why no visit is booked or missed by a patient whom nobody follows; False for all others."""
        from hsct_desktop.domain.patient import FollowUp
        from hsct_desktop.services import patients

        banner = patients.banner(self._ctx.ready(), patient_id)
        if banner.follow_up.is_followed:
            return False
        state = self._ctx.wording.enum("follow_up", banner.follow_up)
        if banner.follow_up is FollowUp.DEAD:
            sentence = self.tr("{name} is recorded as: {state}. No visit is expected any more.")
        else:
            sentence = self.tr("{name} is recorded as: {state}. Change of state “Followed again” brings visits back.")
        self._ctx.toast(sentence.format(name=banner.name, state=state))
        return True

    def record_task(self, subject: Subject) -> None:
        """A new task, for the chosen patient or for nobody in particular."""
        from hsct_desktop.views.task_sheet import TaskSheet

        self._open(TaskSheet(self._ctx, subject.patient_id))

    def edit_task(self, subject: Subject) -> None:
        """The chosen task; its sheet also says that it is done, or takes it back."""
        from hsct_desktop.views.task_sheet import TaskSheet

        if subject.task_id is None:
            self._ctx.toast(self.tr("Choose a task first."))
        else:
            self._open(TaskSheet(self._ctx, task_id=subject.task_id))

    def finish_task(self, subject: Subject) -> None:
        """Mark the chosen task as done at once; the toast takes it back."""
        from hsct_desktop.services import tasks

        task_id = subject.task_id
        if task_id is None:
            self._ctx.toast(self.tr("Choose a task first."))
            return
        workspace = self._ctx.ready()
        held = tasks.get(workspace, task_id)
        self._ctx.save(lambda: tasks.done(workspace, held.id, held.version))

    def done_elsewhere(self, subject: Subject) -> None:
        """The chosen visit took place elsewhere; without one, show the patient's visits to choose from."""
        from hsct_desktop.views.report_sheets import ElsewhereSheet

        if subject.scheduled_id is None:
            self._ctx.show_patient(subject.patient_id, "visits")
        else:
            self._open(ElsewhereSheet(self._ctx, subject.scheduled_id))

    def report_arrived(self, subject: Subject) -> None:
        """The chosen report came, or the only one that is awaited; else show those of the patient to choose from."""
        from hsct_desktop.services import reports
        from hsct_desktop.views.report_sheets import ArrivalSheet

        report_id = subject.report_id
        if report_id is None:
            awaited = reports.waiting(self._ctx.ready(), subject.patient_id)
            if not awaited and self._ctx.sheet_top() < Height.BANNER:
                # Whoever works through a list stays on it; on the patient's own page the reports are a tab away.
                self._ctx.toast(self.tr("No report of this patient is awaited."))
                return
            report_id = awaited[0].id if len(awaited) == 1 else None
        if report_id is None:
            self._ctx.show_patient(subject.patient_id, "documents")
        else:
            self._open(ArrivalSheet(self._ctx, report_id))

    def attach_paper(self, subject: Subject) -> None:
        """Keep a paper of the patient in the file."""
        from hsct_desktop.views.report_sheets import PaperSheet

        self._open(PaperSheet(self._ctx, subject.patient_id))

    def move_day0(self, subject: Subject) -> None:
        """Another Day 0, or the first; a patient without a transplant gets one first."""
        from hsct_desktop.services import transplants
        from hsct_desktop.views.reschedule_changes import MoveDay0

        if transplants.entry_of(self._ctx.ready(), subject.patient_id) is None:
            self._ctx.show_registration(subject.patient_id)
        else:
            self._ctx.show_replan(MoveDay0(self._ctx, subject.patient_id))

    def next_transplant(self, subject: Subject) -> None:
        """A further course; the first one is entered with the patient's data."""
        from hsct_desktop.services import transplants
        from hsct_desktop.views.next_transplant_sheet import NextTransplantSheet

        if transplants.entry_of(self._ctx.ready(), subject.patient_id) is None:
            self._ctx.show_registration(subject.patient_id)
        else:
            self._open(NextTransplantSheet(self._ctx, subject.patient_id))

    def change_state(self, subject: Subject) -> None:
        """Discharge, death, transfer, withdrawal, loss."""
        from hsct_desktop.views.state_sheet import StateSheet

        self._open(StateSheet(self._ctx, subject.patient_id))
