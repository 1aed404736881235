"""A letter: the form at the left, at the right the PDF as it will print, which follows what is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from hsct_desktop.domain.letter import FreeSection, Letter, LetterEntry, LetterKind, LetterStatus
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.banner import surface
from hsct_desktop.views.context import Context
from hsct_desktop.views.focus_keeper import FocusKeeper
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.letter_form import LetterForm
from hsct_desktop.views.letter_pages import differ, draft_pages, signed_pages
from hsct_desktop.views.letter_sheets import DispatchSheet, SignSheet
from hsct_desktop.views.over_page import OverPage
from hsct_desktop.views.pdf_view import PdfView
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.toast import KEPT_CLEAR

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.letters import Preview
    from hsct_desktop.views.printing import Printer
    from hsct_desktop.views.sheet import RecordSheet

_FORM: Final = 500
_WIDE_FORM: Final = 640
_WIDEST: Final = 16_777_215
"""No limit, as Qt says it."""
_HEAD: Final = Height.BUTTON + 2 * Space.SMALL
_SHEET: Final = 300
"""A window wider than the page by this much shows a sheet beside it."""
_LEAST: Final = 860
"""From this width on the form has room beside the pages."""
_PREVIEW_MS: Final = 350
"""The preview is made this long after the last key: with its making, within a second."""
_SAVE_MS: Final = 1500
"""What is typed is kept at least so often: a crash then costs at most a word."""
_LOST: Final = ("stale_row", "letter_is_signed", "letter_gone")
"""Why a draft takes no words any more: somebody else changed, signed or threw it away meanwhile."""


class LetterPage(OverPage):
    """The letter begun last, else a new one. 1 to 5 choose whom to write to; Ctrl+Enter takes the next step."""

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.patient_id = patient_id
        self.letter: Letter | None = None
        self.shown: Preview | None = None
        self._is_behind = False  # the pages are not those of the letter: they could not be made
        self._dirty = False
        self._saving = False
        self._wanted = False
        self._come_back_to = -1
        self._jobs = Jobs(self)
        self.form = LetterForm(ctx)
        self.pdf = PdfView(ctx, self.tr("Preview"), doors=False, patient_id=patient_id)
        self._chip = Chip("", "warn")
        self._state = ElidedLabel("", "muted")
        self._missing = PlainLabel("", "warn")
        self._preview_timer = self._timer(_PREVIEW_MS, self.refresh)
        self._save_timer = self._timer(_SAVE_MS, self.keep)
        self._buttons = self._make_buttons()
        self._lay_out()
        self._focus = FocusKeeper(ctx, self, self.form.kind)
        self._keys()
        self.form.edited.connect(self._on_edit)
        self.form.kind_chosen.connect(self.choose)
        self.form.refused.connect(self._say_signed)
        self.form.missing.wanted.connect(self._jump)
        self.form.facts.opened.connect(self._open)
        self.form.facts.taken_back.connect(self._take_back)
        self._begin()

    # building ---------------------------------------------------------------------------------------------------

    def _timer(self, milliseconds: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _make_buttons(self) -> dict[str, KeyButton | IconButton]:
        made: dict[str, tuple[KeyButton | IconButton, Callable[[], object]]] = {
            "back": (KeyButton(self.tr("Leave"), hint="Esc"), self.closed.emit),
            "drop": (KeyButton(self.tr("Throw away"), icon="undo", kind="link", small=True), self.drop),
            "correct": (
                KeyButton(self.tr("New version"), icon="edit", hint="Ctrl+Shift+V", kind="link", small=True),
                self.correct,
            ),
            "save": (IconButton("export", self.tr("Save as…"), hint="Ctrl+S"), self.save_copy),
            "print": (KeyButton(self.tr("Print"), hint="Ctrl+P"), self.print_letter),
            "next": (KeyButton(self.tr("To sign"), hint="Ctrl+Enter", kind="primary"), self.next_step),
        }
        for name, (button, act) in made.items():
            button.setObjectName(f"letter_{name}")
            button.clicked.connect(act)
        return {name: button for name, (button, _act) in made.items()}

    def _lay_out(self) -> None:
        top = QWidget()
        top.setFixedHeight(_HEAD)
        head = QHBoxLayout(top)
        head.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        head.setSpacing(Space.SMALL)
        head.addWidget(PlainLabel(self.tr("Letter"), "page"))
        head.addWidget(self._chip)
        head.addWidget(self._state, 1)
        for name in ("drop", "correct"):
            head.addWidget(self._buttons[name])
        below = QWidget()
        below.setObjectName(KEPT_CLEAR)
        foot = QHBoxLayout(below)
        foot.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        foot.setSpacing(Space.SMALL)
        foot.addWidget(self._missing)
        foot.addStretch(1)
        for name in ("back", "save", "print", "next"):
            foot.addWidget(self._buttons[name])
        left = surface(QWidget())
        left.setMinimumWidth(_FORM)
        self._left = left
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.form, 1)
        column.addWidget(rule())
        column.addWidget(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self.pdf, 1)

    def _keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+Return", self.next_step), ("Ctrl+J", self.form.choose_phrase), ("F8", self.form.missing.step),
            ("Ctrl+S", self.save_copy), ("Ctrl+Shift+S", lambda: self._up_to_date() and self.pdf.save_protected()),
            ("Ctrl+Shift+V", self.correct),
        )  # fmt: skip
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # which letter -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        from hsct_desktop.services import letters, patients

        ws = self._ctx.ready()
        begun = next((line.letter for line in letters.for_patient(ws, self.patient_id) if line.is_draft), None)
        if begun is not None:
            self._show_letter(begun)
        else:
            patients.banner(ws, self.patient_id)  # KnownError where the patient is gone
            self._show_new(letters.prepare(ws, self.patient_id, LetterKind.NEUROLOGIST))

    def go_to(self, part: str) -> None:
        """Show a letter by its id, or the letter of a kind; `12.3` comes back to the fourth of what is listed above."""
        from hsct_desktop.services import letters

        which, _dot, at = part.partition(".")
        if which.isdigit():
            self._show_letter(letters.get(self._ctx.ready(), int(which)))
        else:
            self.choose(LetterKind(which))
        self._come_back_to = int(at) if at.isdigit() else -1

    def choose(self, kind: LetterKind) -> None:
        """Go on with the draft of a kind, else begin one from the record; what was typed before is kept."""
        from hsct_desktop.services import letters

        self.keep()
        ws = self._ctx.ready()
        begun = letters.draft_of(ws, self.patient_id, kind)
        if begun is not None:
            self._show_letter(begun)
        else:
            self._show_new(letters.prepare(ws, self.patient_id, kind))

    def _show_new(self, entry: LetterEntry) -> None:
        self.letter = None
        self._fill(entry, final=False)

    def _show_letter(self, letter: Letter) -> None:
        same = self.letter is not None and self.letter.id == letter.id
        self.letter = letter
        self._fill(letter.entry, final=letter.status is LetterStatus.SIGNED, same=same)

    def _fill(self, entry: LetterEntry, *, final: bool, same: bool = False) -> None:
        self._dirty = False
        self.form.show_entry(entry, final=final, same=same)
        self._say_state()
        self.refresh()

    @property
    def is_signed(self) -> bool:
        """Whether the letter shown is final."""
        return self.letter is not None and self.letter.status is LetterStatus.SIGNED

    def _say_state(self) -> None:
        from hsct_desktop.services import letters

        words, letter = self._ctx.wording, self.letter
        known = letters.for_patient(self._ctx.ready(), self.patient_id)
        signed = letter.signature if letter is not None else None
        replaced = letter is not None and letter.replaced_by_id is not None
        if signed is not None:
            on = words.date(signed.signed_at.astimezone().date())
            self._set_chip(
                self.tr("replaced") if replaced else self.tr("signed {}").format(on), "wait" if replaced else "success"
            )
            self._state.setText("")  # whether it has left stands below
        elif letter is not None:
            self._set_chip(self.tr("draft of {}").format(words.date(letter.entry.written_on)), "warn")
            self._state.setText(self.tr("version {}").format(letter.number) if letter.number > 1 else "")
        else:
            self._set_chip(self.tr("new"), "accent")
            self._state.setText("")
        self.form.facts.show_letter(letter, known, self.form.entry().kind)
        self.form.order_tabs()
        self.form.give_room()
        final = signed is not None
        self._buttons["drop"].setVisible(letter is not None and not final)
        self._buttons["correct"].setVisible(final and not replaced)
        self._buttons["next"].setText(self.tr("Sent…") if final else self.tr("To sign"))

    def _set_chip(self, words: str, kind: str) -> None:
        self._chip.set_text(words)
        self._chip.set_kind(kind)

    # preview ----------------------------------------------------------------------------------------------------

    def _on_edit(self) -> None:
        if not self.is_signed:
            self._dirty = True
            self._preview_timer.start()
            if not self._save_timer.isActive():  # who types without a pause is kept as well
                self._save_timer.start()

    def refresh(self) -> None:
        """Make the pages anew beside the window; another edit meanwhile makes them once more."""
        self._preview_timer.stop()
        self._wanted = self._jobs.busy
        if self._wanted:
            return
        ws, letter = self._ctx.ready(), self.letter
        if self.is_signed and letter is not None:
            self._jobs.run(lambda: signed_pages(ws, letter.id), self._show_signed, self._failed)
            return
        made = self._letter_now()
        self._jobs.run(lambda: draft_pages(ws, made), self._show_pages, self._failed)

    def _letter_now(self) -> Letter | LetterEntry:
        entry = self.form.entry()
        return replace(self.letter, entry=entry) if self.letter is not None else entry

    def _show_pages(self, made: Preview) -> None:
        if self._is_gone():
            return
        if self.is_signed:
            self._again()
            return
        self.shown, self._is_behind = made, False
        self.form.missing.show_missing(made.missing)
        if self._come_back_to >= 0 and self.form.kind.isAncestorOf(self.window().focusWidget() or self):
            self.form.missing.go(self._come_back_to)
        self._come_back_to = -1
        count = self.form.missing.count()
        words = self.tr("1 to look at") if count == 1 else self.tr("{} to look at").format(count)
        self._missing.setText(words if count else "")
        self.form.order_tabs()
        self.form.give_room()
        self.pdf.show_pdf(made.content, self._name(), self.tr("the PDF that prints"))
        self._again()

    def _show_signed(self, content: bytes) -> None:
        if self._is_gone():
            return
        if not self.is_signed:
            self._again()
            return
        self.shown, self._is_behind = None, False
        self.form.missing.show_missing(())
        self._missing.setText("")
        self.pdf.show_pdf(content, self._name(), self.tr("as it was signed"))
        self._again()

    def _again(self) -> None:
        if self._wanted:
            self.refresh()

    def _is_gone(self) -> bool:
        """Whether the page or its file was closed while pages were being made."""
        return not isValid(self) or self._ctx.workspace is None

    def _failed(self, error: Exception) -> None:
        if self._is_gone():
            return
        if not isinstance(error, KnownError | InputError):
            raise error
        self._is_behind = True
        self.pdf.set_note(self.tr("older pages: this letter could not be made"))
        self._ctx.report_error(error)
        self._again()

    def _name(self) -> str:
        from hsct_desktop.services import letter_files

        return f"{letter_files.name_of(self._ctx.ready(), self.form.entry())}.pdf"

    # keeping ----------------------------------------------------------------------------------------------------

    def keep(self, *, leaving: bool = False) -> bool:
        """Keep what was typed as a draft of the file; False where that was refused, which is told.

        The words are kept even where something beside them cannot stand, which is said there; it stops all but
        `leaving`.
        """
        self._save_timer.stop()
        if not self._dirty or self.is_signed or self._ctx.workspace is None:
            return True
        try:
            changes = self._write()
        except KnownError as error:
            if error.key in _LOST and self.letter is not None:
                return self._keep_apart(self.letter.id)
            self._ctx.report_error(error)
            return False
        except InputError as error:
            self.form.show_problems(error.problems)
            try:
                changes = self._write(self.form.entry(words_only=True))
            except (InputError, KnownError):
                self._state.setText(self.tr("not saved"))
                return False
            self._tell(changes)
            return leaving
        self._tell(changes)
        return True

    def _keep_apart(self, letter_id: int) -> bool:
        """Keep the words beside a draft that somebody else changed, signed or threw away meanwhile, and say so."""
        from hsct_desktop.services import letters

        ws = self._ctx.ready()
        try:
            changes = letters.keep_apart(ws, letter_id, self.form.entry(words_only=bool(self.form.problems())))
        except (InputError, KnownError) as error:
            self._ctx.report_error(error)
            return False
        self.letter = letters.get(ws, changes.record_id or 0)
        self._dirty = False
        self._tell(changes)
        self._ctx.notice(changes.text)
        self.refresh()
        return True

    def _write(self, words: LetterEntry | None = None) -> Changes:
        from hsct_desktop.services import letters

        ws, entry, letter = self._ctx.ready(), words or self.form.entry(), self.letter
        if letter is None:
            changes = letters.create(ws, entry)
        else:
            changes = letters.revise(ws, letter.id, letter.version, entry)
        if changes.record_id is not None:
            self.letter = letters.get(ws, changes.record_id)
        self._dirty = False
        return changes

    def _tell(self, changes: Changes) -> None:
        self._saving = True
        try:
            self._ctx.news.send(changes, self)
        finally:
            self._saving = False
        self._say_state()
        if not self.is_signed:
            said = self.tr("saved in part at {}") if self.form.problems() else self.tr("saved at {}")
            self._state.setText(said.format(f"{self._ctx.ready().clock().astimezone():%H:%M}"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the form stays; beside a sheet the pages, which are signed or sent."""
        super().resizeEvent(event)
        both = self.width() >= _LEAST
        beside = self.window().width() - self.width() >= _SHEET
        form = min(max(_FORM, self.width() // 3), _WIDE_FORM)
        self._left.setMaximumWidth(form if both else _WIDEST)
        self._left.setMinimumWidth(form if both else _FORM)
        self._left.setVisible(both or not beside)
        self.pdf.setVisible(both or beside)
        self._focus.give_back()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving keeps the draft; the preview under way is waited for, it is of no use any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._preview_timer.stop()
            self._focus.leave_step()
            self._jobs.wait(5000)
            self._ctx.error_wanted.emit("")  # what was refused here is not said of the next page
            self.keep(leaving=True)

    # the steps --------------------------------------------------------------------------------------------------

    def next_step(self) -> None:
        """A draft goes to be signed, a signed letter is recorded as sent."""
        letter = self.letter
        if self._focus.enter_sheet():
            return
        if self.is_signed and letter is not None:
            self._open_step(DispatchSheet(self._ctx, letter, self.form.reader_name()))
            return
        found = self.form.problems()
        if found:
            self.form.show_problems(found, go=True)
            return
        self._dirty = self._dirty or letter is None
        waited = self._preview_timer.isActive() or self._jobs.busy
        if not self.keep() or self.letter is None:
            return
        try:
            made = draft_pages(self._ctx.ready(), self.letter)
            sheet = SignSheet(self._ctx, self.letter, made, self.form.reader_name())
        except (InputError, KnownError) as error:
            self._ctx.report_error(error)
            return
        differs = not waited and differ(self.shown, made)
        self._show_pages(made)  # what is signed is what is seen
        if differs:
            words = self.tr("The record has changed since these pages were made: look at them, then sign.")
            self._ctx.toast(words)
            return
        sheet.refused.connect(lambda: self._on_refused(sheet))
        self._open_step(sheet)

    def _on_refused(self, sheet: SignSheet) -> None:
        """Signing was refused: the letter is shown as it stands, to be looked at once more, or as another signed it."""
        if not isValid(self) or not isValid(sheet):
            return
        self.read()
        letter = self.letter
        if letter is None or self.is_signed:
            sheet.close_sheet()
            return
        try:
            made = draft_pages(self._ctx.ready(), letter)
        except (InputError, KnownError) as error:
            self._ctx.report_error(error)
            return
        self._show_pages(made)
        sheet.show_preview(letter, made)

    def _open_step(self, sheet: RecordSheet) -> None:
        self._focus.follow(sheet)
        self._ctx.open_sheet(sheet)

    def _say_signed(self) -> None:
        self._ctx.toast(self.tr("The letter is signed: Ctrl+Shift+V begins a new version."))

    def correct(self) -> None:
        """Begin the version that replaces the signed letter; what is to be mended stands in the assessment."""
        from hsct_desktop.services import letters

        letter = self.letter
        if letter is None or not self.is_signed or self._focus.enter_sheet():
            return
        changes = self._ctx.save(lambda: letters.correct(self._ctx.ready(), letter.id))
        if changes is not None and changes.record_id is not None:
            self._show_letter(letters.get(self._ctx.ready(), changes.record_id))
            self.form.area(FreeSection.IMPRESSION).setFocus()

    def _open(self, letter_id: int) -> None:
        """Show another version of the letter."""
        from hsct_desktop.services import letters

        self.keep()
        try:
            self._show_letter(letters.get(self._ctx.ready(), letter_id))
        except KnownError as error:
            self._ctx.report_error(error)

    def _take_back(self, dispatch_id: int) -> None:
        """Take back a dispatch that was recorded by mistake, with the reason."""
        from hsct_desktop.services import letters
        from hsct_desktop.views.reason_sheet import ReasonSheet

        sheet = ReasonSheet(
            self._ctx, self.patient_id, self.tr("Take back a dispatch"), self.form.reader_name(),
            lambda ws, reason: letters.void_dispatch(ws, dispatch_id, reason), draft=f"void_dispatch:{dispatch_id}",
        )  # fmt: skip
        self._open_step(sheet)

    def drop(self) -> None:
        """Throw the draft away, with the reason."""
        from hsct_desktop.services import letters
        from hsct_desktop.views.reason_sheet import ReasonSheet

        letter = self.letter
        if letter is None or self.is_signed or not self.keep():
            return
        held = self.letter or letter
        what = self._ctx.wording.enum("letter_kind", held.entry.kind)
        sheet = ReasonSheet(
            self._ctx, self.patient_id, self.tr("Throw a draft away"), what,
            lambda ws, reason: letters.void_draft(ws, held.id, reason, held.version), draft=f"void_letter:{held.id}",
        )  # fmt: skip
        self._open_step(sheet)

    def print_letter(self) -> None:
        """Print the letter: a draft with its mark, a signed letter as it was signed."""
        if self._up_to_date():
            self.pdf.print_shown()

    def save_copy(self) -> None:
        """Save the letter as a file."""
        if self._up_to_date():
            self.pdf.save_as()

    def _up_to_date(self) -> bool:
        """See to it that the pages are those of the letter as it stands; False where they cannot be made."""
        if not (self._jobs.busy or self._preview_timer.isActive() or self._is_behind):
            return True
        self._preview_timer.stop()
        ws, letter = self._ctx.ready(), self.letter
        try:
            if self.is_signed and letter is not None:
                self._show_signed(signed_pages(ws, letter.id))
            else:
                self._show_pages(draft_pages(ws, self._letter_now()))
        except (InputError, KnownError) as error:
            self._ctx.report_error(error)
            return False
        return True

    def _jump(self, place: str) -> None:
        if place == "letter":
            self.form.area(FreeSection.IMPRESSION).setFocus()
            return
        self.keep()
        back = f"letter@{self.letter.id if self.letter is not None else self.form.entry().kind}"
        self.jumped.emit("edit" if place == "patient" else place, f"{back}.{self.form.missing.at()}")

    # what the patient's page asks -------------------------------------------------------------------------------

    def read(self) -> None:
        """Follow the record: the letter signed or thrown away meanwhile, other facts in the pages."""
        from hsct_desktop.services import letters

        if self._saving:
            return
        if self.letter is None:
            kind = self.form.entry().kind
            begun = letters.draft_of(self._ctx.ready(), self.patient_id, kind) if not self._dirty else None
            if begun is None:
                self.refresh()
            else:  # thrown away and taken back, or begun elsewhere
                self._show_letter(begun)
            return
        try:
            held = letters.get(self._ctx.ready(), self.letter.id)
        except KnownError:
            if self._dirty and self._keep_apart(self.letter.id):
                return
            self._show_new(letters.prepare(self._ctx.ready(), self.patient_id, self.form.entry().kind))
            return
        if self._dirty and held.status is LetterStatus.SIGNED and self._keep_apart(held.id):
            return
        if self._dirty and held.status is LetterStatus.DRAFT:
            self.letter = held if held.entry == self.letter.entry else self.letter
            self.refresh()
        else:
            self._show_letter(held)

    def focus_first(self) -> None:
        """On the choice of the kind: 1 to 5."""
        self.form.kind.setFocus()

    def print_shown(self, printer: Printer) -> None:
        """Print the letter with the system's dialog."""
        self.print_letter()
