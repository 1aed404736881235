"""Prints to a PDF in a private folder and shows it as it prints; it is kept where somebody saves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.paper_desk import PaperDesk
from hsct_desktop.views.preferences import Preferences

if TYPE_CHECKING:
    from hsct_desktop.documents.registry_inputs import RegistrySheet
    from hsct_desktop.pictures.trend import TrendShown
    from hsct_desktop.services.agenda import AgendaFilter
    from hsct_desktop.services.letter_files import Batch
    from hsct_desktop.views.letter_batch import LetterBatch


class Printer(QObject):
    """Makes the documents; their names hold no person unless the unit's pattern does. `printed` carries the path."""

    printed = Signal(str)

    def __init__(
        self, ctx: Context, preferences: Preferences, jobs: Jobs, papers: PaperDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._preferences = preferences
        self._jobs = jobs
        self._papers = papers
        ctx.trend_print_wanted.connect(self.trend)
        ctx.flowsheet_print_wanted.connect(self.flowsheet)
        ctx.therapy_plan_print_wanted.connect(self.therapy_plan)
        ctx.vaccine_plan_print_wanted.connect(self.vaccine_plan)
        ctx.medicine_plan_print_wanted.connect(self.medicine_plan)
        ctx.emergency_print_wanted.connect(self.emergency_summary)
        ctx.patient_card_print_wanted.connect(self.patient_card)
        ctx.care_plan_print_wanted.connect(self.care_plan)
        ctx.measures_print_wanted.connect(self.measures)
        ctx.selection_print_wanted.connect(self.selection)
        ctx.day_sheet_print_wanted.connect(self.day_sheet)
        ctx.reconstitution_print_wanted.connect(self.reconstitution)
        ctx.disease_print_wanted.connect(self.disease)
        ctx.letters_print_wanted.connect(self.letters)

    def day_list(self) -> None:
        """Today's lists, A4 landscape."""
        workspace, on = self._ctx.ready(), self._ctx.today()

        def work(path: Path) -> Path:
            from hsct_desktop.services import printing

            return printing.day_list(workspace, on, path)

        self._start(f"day-list-{on.isoformat()}.pdf", work)

    def summary(self, patient_id: int) -> None:
        """A patient's summary."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import printing

            return printing.summary(workspace, patient_id, path, language)

        self._of_patient(patient_id, "summary", work, language or "")

    def emergency_summary(self, patient_id: int) -> None:
        """The page for the emergency department and the bedside."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import emergency_summary

            return emergency_summary.print_emergency_summary(workspace, patient_id, path, language)

        self._of_patient(patient_id, "emergency", work, language or "")

    def flowsheet(self, patient_id: int, panel: str, span: tuple[date, date]) -> None:
        """The days of a patient's flowsheet that are shown, A4 landscape."""
        workspace = self._ctx.ready()

        def work(path: Path) -> Path:
            from hsct_desktop.services import flowsheet_print

            return flowsheet_print.print_flowsheet(workspace, patient_id, panel, span, path)

        self._of_patient(patient_id, "flowsheet", work)

    def plan(self, patient_id: int) -> None:
        """A patient's own plan, in the patient's language where the program speaks it."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import printing

            return printing.patient_plan_of(workspace, patient_id, path, language)

        self._of_patient(patient_id, "plan", work, language)

    def patient_card(self, patient_id: int) -> None:
        """The card that a patient carries, in the patient's language where the program speaks it."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import patient_card

            return patient_card.print_card(workspace, patient_id, path, language)

        self._of_patient(patient_id, "card", work, language)

    def medicine_plan(self, patient_id: int) -> None:
        """A patient's medicine plan, in the patient's language where the program speaks it."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import medicine_plan

            return medicine_plan.medicine_plan(workspace, patient_id, path, language)

        self._of_patient(patient_id, "medicine-plan", work, language)

    def vaccine_plan(self, patient_id: int, variant: str = "") -> None:
        """A patient's vaccine plan for the GP, in the language of the GP's letters."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import vaccine_printing

            return vaccine_printing.vaccine_plan(workspace, patient_id, path, language, variant or None)

        self._of_patient(patient_id, "vaccine-plan", work, language)

    def care_plan(self, patient_id: int) -> None:
        """A patient's care plan, one page."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import care_plan_print

            return care_plan_print.print_care_plan(workspace, patient_id, path, language)

        self._of_patient(patient_id, "care-plan", work, language or "")

    def measures(self, patient_id: int) -> None:
        """A patient's outcome measures, one A4 page."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import measure_print

            return measure_print.print_measures(workspace, patient_id, path, language)

        self._of_patient(patient_id, "measures", work, language or "")

    def selection(self, patient_id: int, meeting_id: int = 0) -> None:
        """A patient's selection checklist: of a meeting, 0 for the one that counts."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import selection_print

            return selection_print.print_selection(workspace, patient_id, path, meeting_id or None, language)

        self._of_patient(patient_id, "selection", work, language or "")

    def day_sheet(self, patient_id: int) -> None:
        """The sheet of a patient's in-patient days, A4 landscape."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import day_sheet

            return day_sheet.print_day_sheet(workspace, patient_id, path, language)

        self._of_patient(patient_id, "day-sheet", work, language or "")

    def reconstitution(self, patient_id: int) -> None:
        """A patient's immune reconstitution, one page."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import reconstitution_print

            return reconstitution_print.print_reconstitution(workspace, patient_id, path, language)

        self._of_patient(patient_id, "reconstitution", work, language or "")

    def disease(self, patient_id: int) -> None:
        """The course of a patient's disease with its outcomes, one page."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import disability_print

            return disability_print.print_disease(workspace, patient_id, path, language)

        self._of_patient(patient_id, "disease", work, language or "")

    def registry(self, patient_id: int, found: RegistrySheet, kind: str = "registry") -> None:
        """A registry form as it is shown; `kind` names the file."""
        workspace = self._ctx.ready()

        def work(path: Path) -> Path:
            from hsct_desktop.services import registry

            return registry.write(workspace, found, path)

        self._of_patient(patient_id, kind, work)

    def therapy_plan(self, patient_id: int) -> None:
        """A patient's supportive therapy plan, A4 landscape."""
        workspace, language = self._ctx.ready(), self._ctx.paper_language

        def work(path: Path) -> Path:
            from hsct_desktop.services import therapy_plan_print

            return therapy_plan_print.print_therapy_plan(workspace, patient_id, path, language)

        self._of_patient(patient_id, "therapy-plan", work, language or "")

    def trend(self, patient_id: int, shown: TrendShown) -> None:
        """A patient's trend as it is shown, A4 landscape."""
        workspace = self._ctx.ready()

        def work(path: Path) -> Path:
            from hsct_desktop.services import trend_printing

            return trend_printing.trend(workspace, patient_id, shown, path)

        self._of_patient(patient_id, "trend", work)

    def month(self, month: date, chosen: AgendaFilter) -> None:
        """A month of the agenda, A4 landscape, of the chosen patients."""
        workspace = self._ctx.ready()

        def work(path: Path) -> Path:
            from hsct_desktop.services import printing

            return printing.month(workspace, month, path, chosen=chosen)

        self._start(f"month-{month:%Y-%m}.pdf", work)

    def week_list(self, start: date, chosen: AgendaFilter) -> None:
        """The seven days from `start`, day by day, to work with, of the chosen patients."""
        workspace = self._ctx.ready()

        def work(path: Path) -> Path:
            from hsct_desktop.services import printing

            return printing.week_list(workspace, start, path, chosen=chosen)

        self._start(f"week-{start.isoformat()}.pdf", work)

    def handover(self, since: datetime) -> None:
        """What changed since a time, by patient."""
        workspace, on = self._ctx.ready(), self._ctx.today()

        def work(path: Path) -> Path:
            from hsct_desktop.services import handover_print

            return handover_print.print_handover(workspace, since, path)

        self._start(f"handover-{on.isoformat()}.pdf", work)

    def strips(self, test_id: str) -> None:
        """The ward's monitoring strips of a test, those with a hole first."""
        workspace, on = self._ctx.ready(), self._ctx.today()

        def work(path: Path) -> Path:
            from hsct_desktop.services import monitoring_print

            return monitoring_print.print_ward(workspace, test_id, path)

        self._start(f"monitoring-{test_id}-{on.isoformat()}.pdf", work)

    def strips_of_patient(self, patient_id: int) -> None:
        """All monitoring strips of a patient."""
        workspace = self._ctx.ready()

        def work(path: Path) -> Path:
            from hsct_desktop.services import monitoring_print

            return monitoring_print.print_patient(workspace, patient_id, path)

        self._of_patient(patient_id, "monitoring", work)

    def protocol(self, protocol_id: str, snapshot_id: int = 0) -> None:
        """A protocol as a document, as it reads now or as kept in the file."""
        workspace = self._ctx.ready()

        def work(path: Path) -> Path:
            from hsct_desktop.services import protocol_printing

            return protocol_printing.protocol(workspace, protocol_id, path, snapshot_id=snapshot_id)

        self._start(f"protocol-{protocol_id}.pdf", work)

    def letters(self, batch: LetterBatch) -> None:
        """Letters as a batch, into the folder it names or as one print job."""
        workspace, prints = self._ctx.ready(), self._folder()
        if prints is None:
            batch.ended.emit(None)
            return
        batch.setParent(self)

        def done(made: list[Batch]) -> None:
            batch.ended.emit(made)
            self._tell_batch(batch, made)
            batch.deleteLater()

        def failed(error: Exception) -> None:
            batch.ended.emit(None)
            batch.deleteLater()
            self._failed(error)

        self._jobs.run(lambda: batch.work(workspace, prints, lambda: not self._jobs.ending), done, failed)

    def _tell_batch(self, batch: LetterBatch, made: list[Batch]) -> None:
        count = sum(len(part.done) for part in made)
        for part in made:
            if part.merged is not None:
                self._done(part.merged)
        if batch.folder is None:
            if any(part.cancelled for part in made):
                self._ctx.toast(self.tr("Stopped: nothing was printed"))
        elif any(part.cancelled for part in made):
            self._ctx.toast(self.tr("Stopped: {0} of {1} letters are in {2}").format(count, batch.count, batch.folder))
        elif count:
            words = self.tr("1 letter written to {1}") if count == 1 else self.tr("{0} letters written to {1}")
            self._ctx.toast(words.format(count, batch.folder))
        not_made = [one.error for part in made for one in part.not_made]
        if not_made:
            why, wording = not_made[0], self._ctx.wording
            reason = wording.known_error(why) if isinstance(why, KnownError) else wording.problems(why)
            said = self.tr("{0} of {1} letters could not be made: {2}")
            self._ctx.error_wanted.emit(said.format(len(not_made), batch.count, reason))

    def _folder(self) -> Path | None:
        """The folder for prints, made where it is missing; None when it cannot be, which is then said."""
        folder = self._preferences.print_folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            self._ctx.error_wanted.emit(self.tr("The folder for prints cannot be made: {}").format(folder))
            return None
        return folder

    def _of_patient(self, patient_id: int, kind: str, work: Callable[[Path], Path], language: str | None = "") -> None:
        """Begin a paper of a patient under the unit's name for it; language "" is the window's, None the patient's."""
        from hsct_desktop.services import file_names

        ws = self._ctx.ready()

        def on_record(path: Path) -> Path:
            from hsct_desktop.domain.look import Look
            from hsct_desktop.services import access_log

            made = work(path)
            access_log.viewed(ws, patient_id, Look.PAPER)
            return made

        spoken = ws.language if language == "" else language
        try:
            name = file_names.name_for(ws, patient_id, kind, self._ctx.today(), spoken)
        except KnownError as error:  # the patient was taken back meanwhile
            self._ctx.report_error(error)
            return
        self._start(f"{name}.pdf", on_record)

    def _start(self, name: str, work: Callable[[Path], Path]) -> None:
        try:
            path = free_path(self._papers.room() / name)
        except OSError:
            self._ctx.report_error(KnownError("paper_not_writable", path=self._papers.root()))
            return
        self._jobs.run(lambda: work(path), self._done, self._failed)

    def _done(self, path: Path) -> None:
        self.printed.emit(str(path))
        self._ctx.preview_wanted.emit(str(path))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError | InputError):
            raise error
        self._ctx.report_error(error)


def open_outside(ctx: Context, path: Path) -> None:
    """Open a print in the system's program for PDF files."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        words = QCoreApplication.translate("Printer", "No program for PDF files was found. The file is {}")
        ctx.error_wanted.emit(words.format(path))


def free_path(path: Path) -> Path:
    """The path, or the first numbered one that is free: an earlier print may be open and is never overwritten."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1000))
    return path if not path.exists() else next((p for p in numbered if not p.exists()), path)
