"""The one window: rail, top bar, pages, side sheet, palette, status bar, and what every action does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views import places
from hsct_desktop.views.actions import Actions
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.file_desk import FileDesk
from hsct_desktop.views.help_desk import HelpDesk
from hsct_desktop.views.keeping_ahead import KeepingAhead
from hsct_desktop.views.patient_actions import PatientActions
from hsct_desktop.views.preferences import APP, Preferences
from hsct_desktop.views.rail import Rail
from hsct_desktop.views.return_place import keep_unsaved
from hsct_desktop.views.status_bar import StatusBar
from hsct_desktop.views.theme.tokens import Height, Width
from hsct_desktop.views.top_bar import TopBar
from hsct_desktop.views.undoing import Undoing
from hsct_desktop.views.watch import Watch
from hsct_desktop.views.window_actions import WindowActions

if TYPE_CHECKING:
    from hsct_desktop.views.error_strip import ErrorStrip
    from hsct_desktop.views.jobs import Jobs
    from hsct_desktop.views.palette import Palette
    from hsct_desktop.views.patient import PatientPage
    from hsct_desktop.views.printing import Printer
    from hsct_desktop.views.registration import RegistrationPage
    from hsct_desktop.views.reschedule_changes import Change
    from hsct_desktop.views.today import TodayPage
    from hsct_desktop.views.widgets.side_sheet import SideSheet
    from hsct_desktop.views.widgets.toast import Toast

_LEAST: Final = (800, 500)
_USUAL: Final = (1366, 768)


class MainWindow(QMainWindow):
    """The window. `language_wanted` asks for another language, after which `rebuild` words everything anew.

    `lock_wanted` asks for the lock page and says why: key, idle, system, switch. While a front page lies over
    everything (`show_front`) there may be no pages at all: `is_open` is False then.
    """

    first_painted = Signal()
    language_wanted = Signal(str)
    lock_wanted = Signal(str)
    about_to_close = Signal()

    def __init__(self, ctx: Context, preferences: Preferences, desk: FileDesk, *, closed: bool = False) -> None:
        super().__init__()
        self.ctx = ctx
        self.preferences = preferences
        self.desk = desk
        self.jobs: Jobs
        self.printer: Printer
        self.patient_actions = PatientActions(ctx, self)
        self.help = HelpDesk(self)
        self.doing = WindowActions(self)
        self.is_open = self.has_painted = self._finished = False
        self.place = ""
        self._sheet: SideSheet | None = None
        self._pages: dict[str, QWidget] = {}
        self._layers = QStackedWidget()
        self._central: QWidget | None = None
        self._front: QWidget | None = None
        self.setCentralWidget(self._layers)
        self.setWindowTitle(APP)
        self.setMinimumSize(*_LEAST)
        self.resize(*_USUAL)
        if not preferences.geometry.isEmpty():
            self.restoreGeometry(preferences.geometry)
        self.undoing = Undoing(ctx, self)
        self.watch = Watch(ctx, self)
        self.keeping_ahead = KeepingAhead(ctx, self)
        if not closed:
            self._build()
        self._listen()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.place = "today"
        self._came_from: dict[str, str] = {}
        self._sheet = None
        self._pages = {}
        self._finished = False
        self.palette_: Palette
        self.toast: Toast
        self.today_page: TodayPage
        self.error_strip: ErrorStrip
        self.actions_ = Actions(self)
        self.actions_.connect_all(self.doing.handlers())
        central = self._painted_layer()
        self.rail = Rail(self.actions_)
        self.host = QWidget()
        self.top_bar = TopBar(self.actions_)
        self.stack = QStackedWidget()
        self.status = StatusBar(self.ctx, self.actions_.entry("who"))
        column = QVBoxLayout(self.host)
        for layout in (column, (row := QHBoxLayout()), (whole := QVBoxLayout(central))):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.stack, 1)
        row.addWidget(self.rail)
        row.addWidget(self.host, 1)
        whole.addLayout(row, 1)
        whole.addWidget(self.status)
        self._whole = whole
        self._central, old = central, self._central
        self.is_open = True
        self._show_layer(central, old)
        self._name_place("today")

    def _painted_layer(self) -> QWidget:
        layer = places.FirstPainted()
        layer.painted.connect(self._on_painted)
        return layer

    def _show_layer(self, layer: QWidget, *gone: QWidget | None) -> None:
        self._layers.addWidget(layer)
        self._layers.setCurrentWidget(layer)
        for old in gone:
            if old is not None:
                self._layers.removeWidget(old)
                old.deleteLater()

    def _on_painted(self) -> None:
        if not self.has_painted:
            self.has_painted = True
            self.first_painted.emit()

    # the front page ---------------------------------------------------------------------------------------------

    def keep_all(self) -> None:
        """Keep as drafts what stands in open forms."""
        if self._central is not None and self.ctx.workspace is not None:
            self.leave_sheet()
            for name, page in self._pages.items():
                keep_unsaved(page, shown=name == self.place)

    def show_front(self, page: QWidget) -> None:
        """Lay a page over everything: what lay there is out of sight at once, and its keys and menus are gone."""
        self.is_open = False
        self._silence()
        front = self._painted_layer()
        column = QVBoxLayout(front)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        old, self._front = self._front, front
        self._show_layer(front, old)

    def drop_pages(self) -> None:
        """Delete what lies behind the front page."""
        if self._central is None:
            return
        self._finished = False
        self._sheet = None
        self._pages = {}
        self._layers.removeWidget(self._central)
        for gone in (self._menu, self.actions_, self._central):
            gone.deleteLater()
        self._central = None

    def open_pages(self) -> None:
        """Build everything anew in the place of the front page."""
        front, self._front = self._front, None
        self._build()
        self.finish()
        if self.ctx.workspace is not None:
            self._on_opened()
            self.today_page.refresh()
        if front is not None:
            self._layers.removeWidget(front)
            front.deleteLater()

    def _silence(self) -> None:
        """No key and no menu of the pages acts any more."""
        self.menuBar().clear()
        for action in self.actions():
            self.removeAction(action)

    def finish(self) -> None:
        """Make what the first paint can do without: Today's rows, palette, toast, menus."""
        from hsct_desktop.views.error_strip import ErrorStrip
        from hsct_desktop.views.palette import Palette
        from hsct_desktop.views.today import TodayPage
        from hsct_desktop.views.widgets.toast import Toast
        from hsct_desktop.views.window_menu import WindowMenu

        if not hasattr(self, "jobs"):
            self._make_printer()
        self._finished = True
        self.status.listen(self.backups)
        central = cast("QWidget", self._central)
        self.error_strip = ErrorStrip()
        self._whole.insertWidget(1, self.error_strip)
        self.palette_ = Palette(self.ctx, self.actions_, central)
        self.palette_.acted.connect(self._on_palette_action)
        self.palette_.asked.connect(self.help.show_topic)
        self.palette_.subject = self.subject
        self.toast = Toast(central)
        self.toast.undo.connect(self.undo_toast)
        self.today_page = TodayPage(self.ctx, self.preferences)
        self.today_page.counted.connect(self.rail.set_late)
        self._add_page("today", self.today_page)
        self._menu = WindowMenu(self.ctx, self.actions_, self)
        self._menu.fill_bar(self)
        self.actions_[f"theme_{self.preferences.scheme}"].setChecked(True)
        self.actions_[f"language_{self.ctx.language}"].setChecked(True)
        self.show_page("today")

    def _make_printer(self) -> None:
        from hsct_desktop.views.audit_desk import AuditDesk
        from hsct_desktop.views.backup_desk import BackupDesk
        from hsct_desktop.views.calendar_sheet import CalendarDesk
        from hsct_desktop.views.downtime_desk import DowntimeDesk
        from hsct_desktop.views.jobs import Jobs
        from hsct_desktop.views.paper_desk import PaperDesk
        from hsct_desktop.views.print_preview import PreviewDesk
        from hsct_desktop.views.printing import Printer

        self.papers = PaperDesk(self.ctx, parent=self)
        self.jobs = Jobs(self)
        self.printer = Printer(self.ctx, self.preferences, self.jobs, self.papers, self)
        self.previews = PreviewDesk(self.ctx, self)
        self.calendars = CalendarDesk(self.ctx, self.jobs, self)
        self.downtime = DowntimeDesk(self.ctx, self.preferences, self.jobs, self)
        self.backups = BackupDesk(self.ctx, self.preferences, self.jobs, self.desk, self)
        self.about_to_close.connect(self.backups.finish)
        self.audit = AuditDesk(self.ctx, self.jobs, self)

    def _listen(self) -> None:
        ctx, heard = self.ctx, self._while_open
        ctx.patient_wanted.connect(heard(self.show_patient))
        ctx.registration_wanted.connect(heard(self.show_registration))
        ctx.sheet_wanted.connect(heard(self.open_sheet))
        ctx.replan_wanted.connect(heard(self.show_replan))
        ctx.toast_wanted.connect(heard(self._on_toast))
        ctx.error_wanted.connect(heard(self._on_error))
        ctx.notice_wanted.connect(heard(lambda fact, action: self.error_strip.show_notice(fact, action)))
        ctx.palette_wanted.connect(heard(lambda: self.palette_.open_palette()))
        ctx.action_wanted.connect(heard(self.trigger))
        ctx.author_changed.connect(heard(self.refresh_status))
        ctx.workspace_changed.connect(heard(self._on_workspace))
        ctx.news.changed.connect(heard(self._on_news))
        self.desk.opened.connect(heard(self._on_opened))
        self.watch.timer.timeout.connect(self._look)
        self.watch.new_day.connect(heard(self._new_day))
        self.desk.opened.connect(self.keeping_ahead.soon)
        self.watch.new_day.connect(self.keeping_ahead.soon)

    def _while_open(self, slot: Callable[..., object]) -> Callable[..., None]:
        """A listener that hears nothing while a front page lies over everything."""

        def heard(*told: object) -> None:
            if self.is_open:
                slot(*told)

        return heard

    def rebuild(self) -> None:
        """Word and build everything anew, after a change of language; the same place is shown again."""
        place = self.place
        patient_id = self._patient_id()
        old_actions, old_menu = self.actions_, self._menu
        self.leave_sheet()
        self._silence()
        self._build()
        self.finish()
        old_menu.deleteLater()
        old_actions.deleteLater()
        self._on_opened()
        self.today_page.refresh()
        if place == "patient" and patient_id is not None:
            self.show_patient(patient_id)
        elif place != "registration":
            self.show_page(place)

    def _add_page(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self.stack.addWidget(page)
        if name in places.LETTER_PAGES:
            own: frozenset[str] = getattr(page, "own_keys", frozenset())
            for entry in self.actions_.letters():
                if entry.key not in own:
                    page.addAction(entry.action)

    def page(self, name: str) -> QWidget:
        """The page of that name, made when first asked for."""
        if name not in self._pages:
            self._add_page(name, self._make_page(name))
        return self._pages[name]

    def _make_page(self, name: str) -> QWidget:
        made = places.make_page(name, self.ctx, self.preferences)
        if name in ("settings", "protocols"):
            made.unit_folder_changed.connect(self.desk.reopen)  # type: ignore[attr-defined]
        if name == "settings":
            made.look_changed.connect(self.doing.take_look)  # type: ignore[attr-defined]
            made.set_file(self._file_path())  # type: ignore[attr-defined]
        if name in places.OWN_HEAD:
            made.closed.connect(partial(self._back, name))  # type: ignore[attr-defined]
        elif name in places.WITH_TABS:
            made.titled.connect(partial(self._name_tabs, name))  # type: ignore[attr-defined]
        return made

    # places -----------------------------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Go to a place: today, patients, unit, protocols, settings, patient, registration."""
        page = self.page(name)
        self.leave_sheet()
        if name != self.place:
            self.error_strip.leave_place()
        if self.place == "patient" and name != "patient":
            self.toast.dismiss_notice()
        self.palette_.close_palette()
        if name in places.OWN_HEAD and self.place not in (name, "registration"):
            self._came_from[name] = self.place
        self.stack.setCurrentWidget(page)
        self._name_place(name)
        self._make_room()
        focus = getattr(page, "focus_first", None)
        if callable(focus):
            focus()

    def _name_place(self, name: str) -> None:
        """Have rail and top bar say which place is shown."""
        self.place = name
        own_head = name in places.OWN_HEAD
        self.top_bar.setVisible(not own_head)
        self.ctx.set_sheet_place(self.host, Height.BANNER if name in places.TALL_HEAD else Height.TOP_BAR)
        self.rail.choose("patients" if own_head else name)
        if not own_head:
            title = self.actions_[f"go_{name}"].text()
            day = self.ctx.wording.date_long(self.ctx.today()) if name == "today" else ""
            self.top_bar.show_page(title, day, with_print=name == "today")
        if name in places.WITH_TABS:
            self._name_tabs(name)

    def _name_tabs(self, name: str) -> None:
        if self.place == name:
            page = cast("places.TabbedPage", self.page(name))
            self.top_bar.show_tabs(page.tabs, page.print_name(), page.primary_button())

    def show_patient(self, patient_id: int, tab: str = "overview") -> None:
        """Open a patient's page on a tab."""
        page = cast("PatientPage", self.page("patient"))
        self.toast.dismiss_notice()
        if page.patient_id != patient_id:
            self.error_strip.leave_patient()
        try:
            page.open(patient_id, tab)
        except KnownError as error:
            self.ctx.report_error(error)
            return
        self.show_page("patient")
        self._remember(patient_id)

    def show_replan(self, change: Change) -> None:
        """Show a change of a patient's plan before it is made, on the patient's page."""
        here = self.place == "patient" or change.way.back is not None
        self.show_patient(change.patient_id, "visits")
        if self._patient_id() == change.patient_id:
            shown = cast("PatientPage", self.page("patient")).show_replan(change)
            if not here:
                shown.left.connect(partial(self._back, "patient"))

    def _remember(self, patient_id: int) -> None:
        from hsct_desktop.services import patients

        self.palette_.remember(patients.banner(self.ctx.ready(), patient_id).code)

    def show_registration(self, draft: object = None) -> None:
        """Open the registration of a new patient."""
        if self.ctx.workspace is None:
            self.ctx.report_error(KnownError("no_file_open"))
            return
        page = cast("RegistrationPage", self.page("registration"))
        try:
            page.start(draft)
        except KnownError as error:
            self.ctx.report_error(error)
        else:
            self.show_page("registration")

    def _back(self, name: str) -> None:
        """Leave a page for where one came from, unless it has already shown another one."""
        if self.place == name:
            self.show_page(self._came_from.get(name, "today"))

    def _patient_id(self) -> int | None:
        return getattr(self._pages.get("patient"), "patient_id", None) if self.place == "patient" else None

    # the sheet --------------------------------------------------------------------------------------------------

    def open_sheet(self, sheet: SideSheet) -> None:
        """Lay a sheet over the page; an open one keeps its draft and goes."""
        self.leave_sheet()
        self._sheet = sheet
        sheet.closed.connect(partial(self._on_sheet_closed, sheet))
        sheet.open_sheet()
        self._make_room()

    def leave_sheet(self) -> None:
        """Close the open sheet, keeping its draft."""
        if self._sheet is not None:
            self._sheet.keep_draft()

    def sheet(self) -> SideSheet | None:
        """The open sheet."""
        return self._sheet

    def _on_sheet_closed(self, sheet: SideSheet) -> None:
        if self._sheet is sheet:
            self._sheet = None
            self._make_room()
        sheet.deleteLater()

    def _make_room(self) -> None:
        sheet = self._sheet
        beside = sheet is not None and self.width() >= Width.WHOLE_BELOW
        if self._finished:
            width = Width.SHEET_NARROW if self.width() < Width.NARROW_BELOW else Width.SHEET
            self.today_page.set_sheet(width if beside else 0)
            # A message never lies on a form: left of the sheet, or above its foot where it takes the whole page.
            covered = sheet.width() if beside and sheet is not None else 0
            foot = self.place == "registration" or (sheet is not None and not beside)
            self.toast.keep_clear(self.rail.sizeHint().width(), covered, Height.SHEET_FOOTER if foot else 0)

    # news, toasts, errors ---------------------------------------------------------------------------------------

    def _on_news(self, changes: object, initiator: object) -> None:
        kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
        if "staff" in kinds:
            self._refresh_author()
        if initiator is not self.watch:
            self.error_strip.settle()

    def _refresh_author(self) -> None:
        """A renamed member of staff is named anew; one who left works no more."""
        workspace = self.ctx.workspace
        if workspace is None or workspace.author is None:
            return
        from hsct_desktop.services import staff

        active = {row.id for row in staff.everybody(workspace) if row.active}
        author_id = workspace.author.staff_id
        workspace.author = staff.author(workspace, author_id) if author_id in active else None
        self.refresh_status()

    def _on_toast(self, words: str, txn: str) -> None:
        self.undoing.txn = txn
        self.error_strip.settle()
        self.toast.show_message(words, self.tr("Undo") if txn else "")

    def _on_error(self, sentence: str) -> None:
        self.error_strip.show_error(sentence)
        if sentence and self.ctx.workspace is not None and self.ctx.workspace.author is None:
            QTimer.singleShot(0, self.doing.choose_who)

    def show_crash(self, path: str) -> None:
        """Name the report of an error nobody expected."""
        words = self.tr("Something went wrong that should not. What you entered last may not be saved. Report: {}")
        if self._finished and self.is_open:
            self.error_strip.show_error(words.format(path), lasting=True)
        else:
            self.ctx.error_wanted.emit(words.format(path))

    def undo_toast(self) -> None:
        """Take back what the toast named."""
        self.undoing.toast()

    # files, staff, printing -------------------------------------------------------------------------------------

    def _on_workspace(self) -> None:
        self.palette_.forget()
        self.undoing.txn = ""

    def _on_opened(self) -> None:
        self.refresh_status()
        if self.ctx.workspace is None:
            self.today_page.refresh()
        settings = self._pages.get("settings")
        if settings is not None:
            settings.set_file(self._file_path())  # type: ignore[attr-defined]
        if self.place in places.OWN_HEAD:
            self.show_page("today")
        if self.place == "today":
            self.today_page.focus_first()

    def _file_path(self) -> str:
        place = self.desk.place
        return str(place.path) if place is not None and self.ctx.workspace is not None else ""

    def refresh_status(self) -> None:
        """Show file and author in the status bar."""
        path = self._file_path()
        name = self.desk.place.path.name if path and self.desk.place is not None else ""
        self.rail.set_lockable(self.desk.unlocked is not None and self.ctx.workspace is not None)
        self.status.refresh(practice=self.desk.practice, file_name=name, file_path=path)

    # actions ----------------------------------------------------------------------------------------------------

    def trigger(self, name: str) -> None:
        """Do an action of the registry by its id."""
        self.actions_[name].trigger()

    def subject(self) -> Subject | None:
        """Whom a patient action acts on: what the shown page has chosen."""
        ask = getattr(self.stack.currentWidget(), "subject", None)
        found = ask() if callable(ask) else None
        if isinstance(found, Subject):
            return found
        patient_id = self._patient_id()
        return Subject(patient_id) if patient_id is not None else None

    def _on_palette_action(self, name: str, patient_id: int | None) -> None:
        if patient_id is None:
            self.trigger(name)
            return
        # The entry is made on the patient's own page, so that the person sees whom it is for.
        self.show_patient(patient_id)
        if self._patient_id() == patient_id:
            self.doing.for_patient(name)

    def show_menu(self) -> None:
        """The whole menu, at the foot of the rail."""
        self._menu.show_at(self.rail.menu_button())

    # window -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._central is None:
            return
        self.rail.set_narrow(self.width() < Width.NARROW_BELOW)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.ctx.workspace is not None:
            self._look()

    def _look(self) -> None:
        """See what others have written, while somebody works here and no form lies over the page."""
        if self._finished and self.is_open and self.isActiveWindow() and self._sheet is None:
            self.watch.look()

    def _new_day(self) -> None:
        """A window left open over midnight works on the new day."""
        from hsct_desktop.services.changes import Changes

        if self.place == "today":
            self._name_place("today")
        # Every list and status counts from the day.
        self.ctx.news.send(Changes(places.DAY_KINDS, ""), self.watch)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_all()
        self.preferences.geometry = self.saveGeometry()
        # Fields that lose the focus now may still read the file.
        self.hide()
        self.about_to_close.emit()
        if hasattr(self, "jobs"):
            self.jobs.wait()
            self.papers.clear()
        self.desk.close()
        if hasattr(self, "backups"):
            self.backups.finish()
        super().closeEvent(event)
