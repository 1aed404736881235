"""What every page and sheet is given: the open file, the news, and the few things a page may ask of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.signing import REASON_MISSING
from hsct_desktop.views.news import News

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.views.backup_desk import BackupDesk
    from hsct_desktop.views.downtime_desk import DowntimeDesk


NOBODY: Final = 0
"""The patient of a subject that concerns nobody in particular, as a task of the ward does."""


RULES: Final = "rule_sets"
"""Where `show_setting` goes for the sets of rules and their approval, which are no single setting."""


@dataclass(frozen=True)
class Subject:
    """What an action acts on: a patient and, where one is chosen, a scheduled visit, a therapy, a task or
    a report.

    A task that is nobody's in particular has NOBODY as its patient. `then` are the patients whose results come next,
    in the order of the list. `item` is the id of the chosen long-term item, `vaccine` of the series.
    """

    patient_id: int
    scheduled_id: int | None = None
    therapy_id: int | None = None
    task_id: int | None = None
    report_id: int | None = None
    then: tuple[int, ...] = ()
    item: str = ""
    vaccine: str = ""

    @property
    def has_patient(self) -> bool:
        """Whether it concerns a patient."""
        return self.patient_id != NOBODY


class Context(QObject):
    """The seam between pages and the window. A page asks by a method; the window listens to the signal of that name.

    `workspace` is None until the file is open, which is after the first paint; `workspace_changed` tells when.
    """

    workspace_changed = Signal()
    author_changed = Signal()
    patient_wanted = Signal(int, str)
    registration_wanted = Signal(object)
    sheet_wanted = Signal(object)
    replan_wanted = Signal(object)
    toast_wanted = Signal(str, str)
    error_wanted = Signal(str)
    palette_wanted = Signal()
    action_wanted = Signal(str)
    setting_wanted = Signal(str)
    paper_wanted = Signal(int, str)
    calendar_wanted = Signal(int)
    strips_wanted = Signal(int)
    trend_print_wanted = Signal(int, object)
    flowsheet_print_wanted = Signal(int, str, object)
    therapy_plan_print_wanted = Signal(int)
    vaccine_plan_print_wanted = Signal(int, str)
    medicine_plan_print_wanted = Signal(int)
    emergency_print_wanted = Signal(int)
    patient_card_print_wanted = Signal(int)
    care_plan_print_wanted = Signal(int)
    reconstitution_print_wanted = Signal(int)
    disease_print_wanted = Signal(int)
    measures_print_wanted = Signal(int)
    selection_print_wanted = Signal(int, int)
    day_sheet_print_wanted = Signal(int)
    letters_print_wanted = Signal(object)
    preview_wanted = Signal(str)
    notice_wanted = Signal(str, str)
    verify_wanted = Signal()
    log_verified = Signal()

    def __init__(
        self,
        workspace: Workspace | None = None,
        news: News | None = None,
        language: str = "en",
        on: date | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.news = news or News(self)
        self._language = language
        self._on = on
        self.downtime: DowntimeDesk | None = None
        """Who writes downtime packs; there is none without a window."""
        self.unlocked: Unlocked | None = None
        """The key of who works; None while none is open, or a file that is not encrypted. `FileDesk` sets it."""
        self.backups: BackupDesk | None = None
        """Who makes backups; there is none without a window."""
        self.paper_language: str | None = None
        """In which language the paper asked for is written; None for its reader's own."""
        self.writing = False
        """Whether work beside the window writes, and the pages have not been told of it yet."""
        self._host: QWidget | None = None
        self._top = 0

    @property
    def language(self) -> str:
        """The language of the window: `en` or `it`."""
        return self._language

    @property
    def fixed_day(self) -> date | None:
        """The day the program was told to work on, for demonstrations and tests; None is the computer's own."""
        return self._on

    @property
    def wording(self) -> Wording:
        """Shared words, dates and numbers in the language of the window."""
        return wording(self._language)

    def today(self) -> date:
        """The day the window works on: the workspace's clock, or the computer's before a file is open."""
        return self.workspace.today() if self.workspace is not None else self._on or date.today()

    def ready(self) -> Workspace:
        """The open workspace; KnownError `no_file_open` before there is one."""
        if self.workspace is None:
            raise KnownError("no_file_open")
        return self.workspace

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Work on another file, or on none."""
        self.workspace = workspace
        self.workspace_changed.emit()

    def set_language(self, language: str) -> None:
        """Speak another language from now on; the window builds its pages anew."""
        self._language = language
        if self.workspace is not None:
            self.workspace.language = language

    def show_patient(self, patient_id: int, tab: str = "overview") -> None:
        """Open a patient's page on a tab: overview, visits, flowsheet (`flowsheet@2026-11-20` on a day), toxicity,
        therapy or documents."""
        self.patient_wanted.emit(patient_id, tab)

    def show_registration(self, draft: object = None) -> None:
        """Open the registration of a new patient, filled from a draft where there is one."""
        self.registration_wanted.emit(draft)

    def show_replan(self, change: QObject) -> None:
        """Show a change of a patient's plan (`reschedule_changes.Change`) before it is made, on the patient's page."""
        self.replan_wanted.emit(change)

    def show_setting(self, setting_id: str) -> None:
        """Go to a setting: the page is asked for first, so that it is there to hear which one."""
        self.action_wanted.emit("go_settings")
        self.setting_wanted.emit(setting_id)

    def show_strips(self, patient_id: int) -> None:
        """Go to the monitoring strips of the unit, the mark on a patient (NOBODY: on whom it was)."""
        self.action_wanted.emit("go_monitoring")
        self.strips_wanted.emit(patient_id)

    def sheet_host(self) -> QWidget:
        """The widget over which a SideSheet lies: give it to the sheet as its host. RuntimeError without a window."""
        if self._host is None:
            raise RuntimeError("no window has set where sheets lie")
        return self._host

    def sheet_top(self) -> int:
        """Where a sheet begins below the host's upper edge: under the top bar, or under the patient's banner."""
        return self._top

    def set_sheet_place(self, host: QWidget, top: int) -> None:
        """The window says where sheets lie; a test gives any widget."""
        self._host, self._top = host, top

    def open_sheet(self, sheet: QWidget) -> None:
        """Show a SideSheet made on `sheet_host()` over the current page; an open one keeps its draft and goes."""
        self.sheet_wanted.emit(sheet)

    def open_paper(self, attachment_id: int) -> None:
        """Show a paper kept in the file with the system's own program for its kind."""
        self.paper_wanted.emit(attachment_id, "open")

    def save_paper(self, attachment_id: int) -> None:
        """Ask for a place and write a copy of a paper there."""
        self.paper_wanted.emit(attachment_id, "save")

    def print_flowsheet(self, patient_id: int, panel: str, first: date, last: date) -> None:
        """Print the days of a patient's flowsheet from `first` to `last`, with the rows of a panel."""
        self.flowsheet_print_wanted.emit(patient_id, panel, (first, last))

    def print_trend(self, patient_id: int, shown: object) -> None:
        """Print a patient's trend; `shown` is a `pictures.trend.TrendShown`: analytes and days."""
        self.trend_print_wanted.emit(patient_id, shown)

    def print_therapy_plan(self, patient_id: int) -> None:
        """Print a patient's supportive therapy plan."""
        self.therapy_plan_print_wanted.emit(patient_id)

    def print_vaccine_plan(self, patient_id: int, variant: str = "") -> None:
        """Print a patient's vaccine plan for the GP, by a guideline (default: the unit's)."""
        self.vaccine_plan_print_wanted.emit(patient_id, variant)

    def toast(self, text: str, undo_txn: str | None = None) -> None:
        """Say that something was done; with a transaction, the toast offers to undo it."""
        self.toast_wanted.emit(text, undo_txn or "")

    def notice(self, fact: str, action: str = "") -> None:
        """Say calmly what went wrong while nobody was asked, and what to do; an empty fact takes it back."""
        self.notice_wanted.emit(fact, action)

    def report_error(self, error: Exception) -> None:
        """Say a known failure in one sentence. Anything that is not one is a bug and is raised again."""
        if isinstance(error, KnownError):
            self.error_wanted.emit(self.wording.known_error(error))
        elif isinstance(error, InputError):
            self.error_wanted.emit(self.wording.problems(error))
        else:
            raise error

    def save(self, write: Callable[[], Changes], initiator: object = None) -> Changes | None:
        """Run a service's write: its changes go to every page and into a toast with Undo.

        A known failure is told and gives None. InputError goes to the caller, who shows it beside the fields; where
        nothing but a reason for the change is wanted and the initiator is no sheet, one asks for it and saves.
        """
        try:
            changes = write()
        except KnownError as error:
            self.report_error(error)
            return None
        except InputError as error:
            if hasattr(initiator, "ask_reason") or not self._asks_reason(error, write):
                raise
            return None
        self.news.send(changes, initiator)
        self.toast(changes.text, changes.txn)
        return changes

    def _asks_reason(self, error: InputError, write: Callable[[], Changes]) -> bool:
        """Open the sheet that asks why something complete changes, where nothing else is wrong."""
        if self._host is None or any(problem.key != REASON_MISSING for problem in error.problems):
            return False
        from hsct_desktop.views.change_reason_sheet import ChangeReasonSheet

        self.open_sheet(ChangeReasonSheet(self, NOBODY, write))
        return True
