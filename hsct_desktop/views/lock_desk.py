"""Locks the window and opens it again: passphrase, PIN of today, idle time, the system's own lock.

While it is locked no page is left, the file is closed, and of the key there is only what the PIN opens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget
from shiboken6 import isValid

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_desk import FileDesk
from hsct_desktop.views.front_facts import facts_of
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.main_window import MainWindow
from hsct_desktop.views.opening import Opened, Place
from hsct_desktop.views.return_place import Where, go_back, where_of
from hsct_desktop.views.unlock_facts import FrontFacts, Person, Try
from hsct_desktop.views.unlock_forms import NEW, PIN, RECOVERY

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.vault.pin import HeldKey
    from hsct_desktop.views.unlock_page import FrontFrame, UnlockPage

QUIET_MS: Final = 800
"""So long a lock waits for work that is nearly done before the pages go."""
_LOOK_MS: Final = 40
_KEEPER: Final = Role.ADMINISTRATOR
_MIDNIGHT_MS: Final = 10_000


def local_now() -> datetime:
    """The computer's clock in its own time zone."""
    return datetime.now().astimezone()


@dataclass
class Session:
    """What somebody began with the passphrase today: the key under their PIN, and where they were."""

    uid: str
    begun: datetime
    digits: int = 0
    held: HeldKey | None = field(default=None, repr=False)
    locked: datetime | None = None
    where: Where = field(default_factory=Where, repr=False)

    def forget(self) -> None:
        """Destroy the key: the passphrase is needed."""
        if self.held is not None:
            self.held.destroy()
        self.held = None
        self.digits = 0


class LockDesk(QObject):
    """The door of the window. `unlocked` and `locked` tell of it; `ready` that the front page can be used.

    `trying` tells that work begins in the background thread, which others leave to it.
    """

    trying = Signal()
    unlocked = Signal()
    locked = Signal(str)
    ready = Signal()

    def __init__(
        self,
        ctx: Context,
        desk: FileDesk,
        window: MainWindow,
        *,
        passphrase: str | None = None,
        now: Callable[[], datetime] = local_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ctx, self._desk, self._window, self._now = ctx, desk, window, now
        self._passphrase = passphrase
        # One thread: two that import at once hand each other half-made modules.
        self.jobs = Jobs(self, threads=1)
        self.page: FrontFrame | None = None
        self.place: Place | None = None
        self._sessions: dict[str, Session] = {}
        self._waits: dict[str, tuple[int, int]] = {}
        self._failures = 0
        self._trying = self._closing = False
        self._attempt: Try | None = None
        self._quiet = QTimer(self)
        self._quiet.setInterval(_LOOK_MS)
        self._quiet.timeout.connect(self._end_when_quiet)
        self._quiet_since = 0
        self._back_off = QTimer(self)
        self._back_off.setInterval(1000)
        self._back_off.timeout.connect(self._count_down)
        self._left = 0
        self._midnight = QTimer(self)
        self._midnight.timeout.connect(self.end_sessions)
        self._midnight.start(_MIDNIGHT_MS)
        ctx.error_wanted.connect(self._on_error)
        window.lock_wanted.connect(self.lock)
        window.about_to_close.connect(self._end_program)
        desk.front_wanted.connect(self.show_front)
        desk.opened.connect(self._on_desk_opened)

    # the front page ---------------------------------------------------------------------------------------------

    def show_front(self, place: Place) -> None:
        """Show the page in front of a file; one that is open is closed first."""
        held = self._take_file(place)
        if self._window.is_open and self._ctx.workspace is not None:
            if held is not None:  # the file that is open stays
                self._ctx.report_error(held)
                return
            self._ask_drafts()
            self._drop()
        if self.place is None or self.place.path != place.path:
            self._forget_sessions()
        self.place = replace(place, workstation=self._desk.memory.computer_name)
        self._failures = 0
        self._show_page()
        self._window.drop_pages()
        self._desk.window_of_file.listen()
        if held:
            self._ctx.report_error(held)
        elif self._window.has_painted:
            self.begin()

    def _take_file(self, place: Place) -> KnownError | None:
        """Hold the file for this window; why not, where another one has it."""
        try:
            self._desk.window_of_file.take(place.path)
        except KnownError as error:
            return error
        return None

    def _show_page(self) -> None:
        place = self.place
        if place is None:
            return
        from hsct_desktop.services.access import FileState, state_of

        if state_of(place.path) is FileState.PLAIN:
            self._show_plain(place)
        else:
            self._show_unlock(place)

    def _show_plain(self, place: Place) -> None:
        from hsct_desktop.views.plain_page import PlainPage

        page = PlainPage(self._ctx, self._facts(place), place, self.jobs)
        page.open_wanted.connect(self._open_plain)
        page.encrypted.connect(self._on_encrypted)
        self._put(page)
        page.focus_first()

    def _show_unlock(self, place: Place, chosen: str = "") -> UnlockPage:
        from hsct_desktop.views.unlock_page import UnlockPage

        page = UnlockPage(self._ctx.wording, replace(self._facts(place), chosen=chosen))
        page.tried.connect(self.attempt)
        self._put(page)
        page.focus_first()
        return page

    def _put(self, page: FrontFrame) -> None:
        page.language_wanted.connect(self._window.language_wanted)
        page.other_file_wanted.connect(self._window.doing.open_file)
        page.new_file_wanted.connect(self._window.doing.new_file)
        self.page = page
        self._window.show_front(page)

    def rebuild(self) -> None:
        """Word the front page anew, after a change of language."""
        if self.page is not None and not self._trying:
            self._show_page()

    def _on_desk_opened(self) -> None:
        """A file that was made from the front page has no pages yet."""
        unlocked = self._desk.unlocked
        if unlocked is not None:
            # Who has just made a file began with it.
            self._sessions.setdefault(unlocked.uid, Session(unlocked.uid, self._now()))
        if not self._window.is_open and self._ctx.workspace is not None:
            self.page = None
            self._window.open_pages()

    def _facts(self, place: Place) -> FrontFacts:
        people = [self._with_session(person) for person in self._people(place)]
        return facts_of(self._ctx.wording, self._desk.memory, place, tuple(people), self._now())

    def _people(self, place: Place) -> list[Person]:
        from hsct_desktop.services import access

        try:
            users = access.users_of(place.path)
        except KnownError:
            return []  # the page says why: `begin` asks again
        words = self._ctx.wording
        return [
            Person(u.uid, u.name, words.enum("role", u.role).lower(), administers=u.administers or u.role is _KEEPER)
            for u in users
        ]

    def _with_session(self, person: Person) -> Person:
        forms, letters = self._waits.get(person.uid, (0, 0))
        person = replace(person, forms=forms, letters=letters)
        session = self._sessions.get(person.uid)
        if session is None:
            return person
        tries = session.held.tries_left if session.held is not None else 0
        return replace(person, pin_digits=session.digits, tries=tries, begun=session.begun, locked=session.locked)

    def _unlock_page(self) -> UnlockPage | None:
        from hsct_desktop.views.unlock_page import UnlockPage

        return self.page if isinstance(self.page, UnlockPage) and isValid(self.page) else None

    @property
    def is_trying(self) -> bool:
        """Whether something is being opened or made."""
        return self._trying

    def begin(self) -> None:
        """After the first paint: unlock by the passphrase that was given at the start, or say what is in the way."""
        place, page = self.place, self._unlock_page()
        if place is None or page is None or self._trying:
            return
        from hsct_desktop.services import access
        from hsct_desktop.services.access import FileState

        state = access.state_of(place.path)
        if state is FileState.MISSING:
            self._make_practice(place)
            return
        if state is not FileState.ENCRYPTED:
            try:
                access.users_of(place.path)
            except KnownError as error:
                page.forms.show_problem(self._ctx.wording.known_error(error))
            return
        given, self._passphrase = self._passphrase, None
        if given is not None:
            self.attempt(Try("other", "", given))

    def _make_practice(self, place: Place) -> None:
        from hsct_desktop.views.opening import make_practice

        page, given = self._unlock_page(), self._passphrase
        if page is not None:
            page.forms.set_busy(self.tr("The practice ward is being made…"), typing=False)
        self._trying = True
        self.trying.emit()
        self.jobs.run(lambda: make_practice(place, given), self._practice_made, self._on_failed)

    def _practice_made(self, _made: object) -> None:
        self._trying = False
        self._show_page()
        self.begin()

    # unlocking --------------------------------------------------------------------------------------------------

    def attempt(self, attempt: Try) -> None:
        """Try what somebody typed, beside the window: the key's derivation takes a while on purpose."""
        place, page = self.place, self._unlock_page()
        if self._trying or self._closing or self._left or place is None:
            return
        held = self._take_file(place)
        if held is not None:
            self._ctx.report_error(held)
            return
        work = self._work_of(attempt, replace(place, language=self._ctx.language))
        if work is None:
            return
        self._trying, self._attempt = True, attempt
        self.trying.emit()
        if page is not None:
            page.forms.set_busy(self.tr("Unlocking…"))
        self.jobs.run(work, self._on_opened, self._on_failed)

    def _work_of(self, attempt: Try, place: Place) -> Callable[[], Opened] | None:
        from hsct_desktop.views import opening

        if attempt.kind == PIN:
            held = self._held(attempt.uid)
            if held is None:
                self._refresh(attempt.uid)
                return None
            return lambda: opening.release_place(place, held, attempt.uid, attempt.pin)
        if attempt.kind == NEW:
            return lambda: opening.renew_place(place, attempt.secret, attempt.uid, attempt.pin, attempt.new)
        if attempt.kind == RECOVERY:
            return lambda: opening.recover_place(place, attempt.secret, attempt.uid, attempt.new)
        return lambda: opening.unlock_place(place, attempt.secret, attempt.uid, attempt.pin)

    def _held(self, uid: str) -> HeldKey | None:
        self.end_sessions()
        session = self._sessions.get(uid)
        return session.held if session is not None else None

    def _on_opened(self, opened: Opened) -> None:
        attempt, self._attempt = self._attempt, None
        self._trying, self._failures = False, 0
        place = self.place
        if place is None or attempt is None:
            opened.workspace.store.close()
            return
        session = self._sessions.get(opened.unlocked.uid)
        if session is None or (attempt.kind != PIN and session.begun.date() != self._now().date()):
            session = self._sessions[opened.unlocked.uid] = Session(opened.unlocked.uid, self._now(), 0)
        if attempt.kind != PIN:
            session.forget()
            session.held, session.digits = opened.held, len(attempt.pin)
        self._open(place, opened, session)

    def _open(self, place: Place, opened: Opened, session: Session) -> None:
        self.page = None
        self._window.open_pages()
        if hasattr(self._window, "jobs"):
            self._window.jobs.ending = False
        self._desk.take(place, opened)
        where, session.where = session.where, Where()
        session.locked = None
        go_back(self._window, where)
        self._desk.memory.set_unit(place.path, _unit_name(opened.workspace))
        self.unlocked.emit()

    def _on_failed(self, error: Exception) -> None:
        attempt, self._attempt = self._attempt, None
        self._trying = False
        page = self._unlock_page()
        if page is None or not isinstance(error, KnownError | InputError):
            raise error
        page.forms.set_busy("")
        words = self._ctx.wording
        if isinstance(error, InputError):
            page.forms.show_problem(words.problems(error), "passphrase")
        elif error.key == "passphrase_must_change" and attempt is not None:
            page.forms.ask_new(attempt, self._name(attempt.uid))
        else:
            self._refused(page, error, attempt)
        self.ready.emit()

    def _refused(self, page: UnlockPage, error: KnownError, attempt: Try | None) -> None:
        from hsct_desktop.services import access

        uid = attempt.uid if attempt is not None else ""
        if error.key in ("wrong_pin", "pin_key_destroyed"):
            if error.key == "pin_key_destroyed" and uid in self._sessions:
                self._sessions[uid].forget()
            self._refresh(uid)
        self._failures += 1
        self._left = access.wait_after(self._failures)
        recovery = attempt is not None and attempt.kind == RECOVERY
        page.forms.show_problem(self._ctx.wording.known_error(error), "recovery" if recovery else "")
        if self._left:
            self._say_wait(page)
            self._back_off.start()

    def _count_down(self) -> None:
        self._left = max(0, self._left - 1)
        page = self._unlock_page()
        if self._left == 0:
            self._back_off.stop()
        if page is not None:
            self._say_wait(page)

    def _say_wait(self, page: UnlockPage) -> None:
        words = self.tr("Try again in 1 second") if self._left == 1 else self.tr("Try again in {} seconds")
        page.forms.set_busy(words.format(self._left) if self._left else "")

    def _name(self, uid: str) -> str:
        place = self.place
        return next((person.name for person in self._people(place) if person.uid == uid), "") if place else ""

    def _refresh(self, chosen: str = "") -> None:
        page, place = self._unlock_page(), self.place
        if page is not None and place is not None:
            facts = replace(self._facts(place), chosen=chosen)
            page.show_facts(facts)
            page.show_people(facts)
            page.focus_first()

    # locking ----------------------------------------------------------------------------------------------------

    def lock(self, why: str = "key") -> None:
        """Blank the window at once, keep what was begun, close the file, forget the key."""
        unlocked, place = self._desk.unlocked, self._desk.place
        if unlocked is None or place is None or not self._window.is_open or self._closing:
            return
        self._closing = True
        session = self._sessions.setdefault(unlocked.uid, Session(unlocked.uid, self._now()))
        session.locked = self._now()
        session.where = where_of(self._window)
        self.place = replace(place, workstation=self._desk.memory.computer_name)
        page = self._show_unlock(self.place, "" if why == "switch" else unlocked.uid)
        page.forms.set_busy(self.tr("Closing the file…"))
        close_others(self._window)
        page.repaint()
        self._ask_drafts()
        self._window.jobs.ending = True
        self._quiet_since = 0
        self._why = why
        self._quiet.start()
        self._end_when_quiet()

    def _ask_drafts(self) -> None:
        """Keep what stands in forms, and count what waits for whom; the page is blank by now."""
        self._window.keep_all()
        workspace = self._ctx.workspace
        if workspace is None:
            return
        from hsct_desktop.services import waiting

        try:
            found = waiting.for_users(workspace)
        except KnownError:
            return  # a file that is gone or busy says nothing of what waits; the lock goes on
        self._waits = {uid: (one.forms, one.letters) for uid, one in found.items()}

    def _end_when_quiet(self) -> None:
        """The pages go when the work that they began is done, or when it takes too long."""
        self._quiet_since += _LOOK_MS
        if self._window.jobs.busy and self._quiet_since < QUIET_MS:
            return
        if QApplication.activeModalWidget() is not None and self._quiet_since < QUIET_MS:
            close_others(self._window)
            return
        self._quiet.stop()
        # From within a handler of a page that goes: let it return first.
        QTimer.singleShot(0, self, self._end)

    def _end(self) -> None:
        self._drop()
        self._closing = False
        page = self._unlock_page()
        if page is not None:
            page.forms.set_busy("")
            person = page.users.person()
            self._refresh(person.uid if person is not None and self._why != "switch" else "")
            if self._window.jobs.asked:
                page.forms.problem.show_text(self.tr("Work that was under way ends in the background."), "")
        self.locked.emit(self._why)
        self.ready.emit()

    def _drop(self) -> None:
        self._window.jobs.ending = False
        self._window.jobs.pages_gone()
        self._remember()
        self._desk.lock()
        self._window.drop_pages()
        self._window.papers.clear()

    def _remember(self) -> None:
        """Keep for the front page how backups and log stand."""
        from hsct_desktop.views.front_facts import remember

        place = self._desk.place
        if place is not None and self._ctx.workspace is not None:
            remember(self._desk.memory, place, self._ctx)
            try:
                self._desk.memory.set_unit(place.path, _unit_name(self._ctx.workspace))
            except KnownError:
                return  # a file that is gone keeps the name that is known of it; the lock goes on

    # sessions ---------------------------------------------------------------------------------------------------

    def end_sessions(self) -> None:
        """At midnight every PIN ends: what was begun yesterday needs the passphrase."""
        today = self._now().date()
        ended = [one for one in self._sessions.values() if one.held is not None and one.begun.date() != today]
        for one in ended:
            one.forget()
        if ended and not self._trying:
            self._refresh()

    def _forget_sessions(self) -> None:
        for one in self._sessions.values():
            one.forget()
        self._sessions, self._waits = {}, {}

    def _end_program(self) -> None:
        self._forget_sessions()
        self._quiet.stop()
        self._midnight.stop()
        self.jobs.wait()

    # plain files ------------------------------------------------------------------------------------------------

    def _open_plain(self) -> None:
        place = self.place
        if place is not None:
            self.page = None
            self._window.open_pages()
            self._desk.open_(place, accepted=True)

    def _on_encrypted(self, opened: Opened) -> None:
        place = self.place
        if place is not None:
            self._open(place, opened, self._sessions.setdefault(
                opened.unlocked.uid, Session(opened.unlocked.uid, self._now())))  # fmt: skip

    def _on_error(self, sentence: str) -> None:
        """What goes wrong while no page is there to say it stands on the front page."""
        page = self.page
        if page is not None and isValid(page) and not self._window.is_open and sentence:
            page.say(sentence)


def close_others(window: QWidget) -> None:
    """Take away every other window of the program: open menus, tooltips, dialogs, windows of their own."""
    QToolTip.hideText()
    app = QApplication.instance()
    while isinstance(app, QApplication) and (popup := QApplication.activePopupWidget()) is not None:
        if not popup.close() and popup.isVisible():
            popup.hide()
    for other in QApplication.topLevelWidgets():
        if other is not window and isValid(other) and other.isVisible():
            if isinstance(other, QDialog):
                other.reject()
            other.close()
            other.hide()


def _unit_name(workspace: Workspace) -> str:
    from hsct_desktop.services import waiting

    name: Any = waiting.unit_name(workspace)
    return str(name)
