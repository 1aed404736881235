"""The palette (Ctrl+K): finds patients, then actions, then help, from anywhere and by any word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.actions import GO, Actions, Entry
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.help_topics import Help, Topic
from hsct_desktop.views.highlight import has_all
from hsct_desktop.views.palette_delegate import HEAD, ROW, ROW_CHOSEN, PaletteDelegate
from hsct_desktop.views.palette_model import ACTIONS, HELP, PATIENTS, PaletteItem, PaletteModel, patient_item
from hsct_desktop.views.rights import why_not
from hsct_desktop.views.setting_topics import setting_topics
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Radius
from hsct_desktop.views.widgets.paint import box, colour, focus_ring, key_hint_size, paint_key_hint, text, text_width
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.tab_order import lasting_focus

if TYPE_CHECKING:
    from hsct_desktop.services.patients import PatientHit

WIDTH: Final = 760
TOP: Final = 40
DEBOUNCE_MS: Final = 60
_FIELD: Final = 46
_FOOT: Final = 34
_FOR_PATIENT: Final = ("record_visit", "record_toxicity", "record_therapy", "log_contact")
_FIRST_ACTIONS: Final = ("new_patient", "print_list", "go_today", "go_patients", "go_protocols", "who", "undo")
_MOST_ACTIONS: Final = 6


class _Field(QWidget):
    """The field: search sign, what is typed, and how much was found."""

    def __init__(self, edit: QLineEdit, counts: PlainLabel) -> None:
        super().__init__()
        self._edit = edit
        self.setFixedHeight(_FIELD)
        edit.setFrame(False)
        edit.setProperty("plain", "true")
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 2, 16, 2)
        row.addWidget(edit, 1)
        row.addWidget(counts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="surface", edge="control")
        if self._edit.hasFocus():
            focus_ring(painter, rect)
        paint_icon(painter, QRectF(17, rect.center().y() - 8, 16, 16), "search", "accent")


class _Foot(QWidget):
    """The keys of the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_FOOT)
        self._left = (
            (("↑", "↓"), self.tr("choose")),
            (("Enter",), self.tr("open")),
            (("Tab",), self.tr("next group")),
            (("Esc",), self.tr("close")),
        )
        self._keys = self.tr("all keys")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("alt"))
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
        x = 20.0
        for keys, words in self._left:
            x = self._paint_group(painter, x, keys, words) + 20
        width = key_hint_size("F1").width() + 6 + text_width(self._keys, font("caption"))
        self._paint_group(painter, self.width() - 20 - width, ("F1",), self._keys)

    def _paint_group(self, painter: QPainter, x: float, keys: tuple[str, ...], words: str) -> float:
        for key in keys:
            paint_key_hint(painter, QPointF(round(x), (_FOOT - 16) / 2), key, fill="surface")
            x += key_hint_size(key).width() + 3
        width = text_width(words, font("caption"))
        text(painter, QRectF(x + 3, 0, width + 1, _FOOT), words, "muted", type_=font("caption"))
        return x + 3 + width


class Palette(QFrame):
    """A frame over the window. `acted(action_id, patient_id or None)` and `asked(topic)` tell of a choice.

    `subject` says whom the page behind has chosen: actions on a patient that are found by their words act on them.
    """

    acted = Signal(str, object)
    asked = Signal(object)

    def __init__(self, ctx: Context, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._window = parent
        self._actions = actions
        self._help = Help(self)
        self._hits: list[PatientHit] = []
        self._recent: list[str] = []
        self._patient: PatientHit | None = None
        self._before: QWidget | None = None
        self.subject: Callable[[], Subject | None] = lambda: None
        self._about: str | None = None
        self.setAccessibleName(self.tr("Find patient, action or help"))
        self._build()
        self.hide()
        parent.installEventFilter(self)

    def _build(self) -> None:
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(self.tr("Find patient, action or help"))
        self.edit.setAccessibleName(self.accessibleName())
        self.edit.setFont(font("day"))
        self._counts = PlainLabel("", "caption")
        self.model = PaletteModel(self)
        self._delegate = PaletteDelegate(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setProperty("role", "clear")
        self.list.setAccessibleName(self.tr("Found"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        field = QVBoxLayout()
        field.setContentsMargins(6, 6, 6, 6)
        self._field = _Field(self.edit, self._counts)
        field.addWidget(self._field)
        column.addLayout(field)
        column.addWidget(self.list, 1)
        column.addWidget(_Foot())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.search)
        self.edit.textEdited.connect(lambda _text: self._timer.start())
        self.edit.installEventFilter(self)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_current)

    def open_palette(self) -> None:
        """Show the palette with an empty field; the last opened patients stand first."""
        if self.isVisible():
            self.edit.setFocus()
            self.edit.selectAll()
            return
        self._before = lasting_focus(self.window())
        self.edit.clear()
        self._patient = None
        self._about = self._name_subject()
        self.search()
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _name_subject(self) -> str | None:
        """Name and birth date of whom the page behind has chosen; None where nobody is."""
        subject, workspace = self.subject(), self._ctx.workspace
        if subject is None or workspace is None:
            return None
        from hsct_desktop.services import patients

        try:
            banner = patients.banner(workspace, subject.patient_id)
        except KnownError:  # gone since the page was read; the page itself says so
            return None
        return f"{banner.name}, {self._ctx.wording.date(banner.birth_date)}"

    def close_palette(self) -> None:
        """Take the palette away and give the focus back."""
        self._timer.stop()
        if self.isHidden():
            return
        before = self._before
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def remember(self, code: str) -> None:
        """The patient of that code was opened: offer them first in an empty palette."""
        self._recent = [code, *(known for known in self._recent if known != code)][:5]

    def forget(self) -> None:
        """Another file: nobody was opened yet."""
        self._recent = []

    def search(self) -> None:
        """Find what is typed now."""
        self._timer.stop()
        typed = self.edit.text().strip()
        self._hits = self._find_patients(typed)
        self._patient = self._hits[0] if self._hits else None
        self._delegate.typed = typed
        self._show_items(typed)

    def _find_patients(self, typed: str) -> list[PatientHit]:
        workspace = self._ctx.workspace
        if workspace is None:
            return []
        from hsct_desktop.services import patients

        try:
            if typed:
                return patients.find(workspace, typed)
            return [hit for code in self._recent for hit in patients.find(workspace, code, 3) if hit.code == code]
        except KnownError as error:
            self._ctx.report_error(error)
            return []

    def _show_items(self, typed: str) -> None:
        actions, topics = self._find_actions(typed), self._find_topics(typed)
        items: list[PaletteItem] = []
        if self._hits:
            note = self.tr("any order of words, accents do not matter") if typed else self.tr("opened last")
            items.append(PaletteItem(PATIENTS, self.tr("Patients"), note=note))
            items += [patient_item(hit, self._ctx.wording, self._age(hit)) for hit in self._hits]
        if self._hits or actions:
            note = self.tr("the first four act on the patient chosen above") if self._hits else ""
            items.append(PaletteItem(ACTIONS, self.tr("Actions"), note=note))
            items += [self._action_item(self._actions.entry(name)) for name in _FOR_PATIENT if self._hits]
            items += [self._action_item(entry) for entry in actions]
        if topics:
            items.append(PaletteItem(HELP, self.tr("Help")))
            items += topics
        found = bool(items)
        if not found:
            # Whoever is not in the file yet can be registered from here.
            items.append(PaletteItem(ACTIONS, self.tr("Actions")))
            items.append(self._action_item(self._actions.entry("new_patient")))
        self._delegate.glance_row = -1
        self._delegate.glance = ""
        self.model.set_items(items)
        count = len(actions) + (len(_FOR_PATIENT) if self._hits else 0)
        parts = (
            self.tr("%n patient(s)", "", len(self._hits)),
            self.tr("%n action(s)", "", count),
            self.tr("%n help", "", len(topics)),
        )
        none = self.tr("nothing found")
        self._counts.setText(" · ".join(parts) if found else none)
        self._choose(next((i for i, item in enumerate(items) if not item.is_head), -1))
        self._fit()

    def _age(self, hit: PatientHit) -> str:
        return self.tr("({} y)").format(age_in_years(hit.birth_date, self._ctx.today()))

    def _action_item(self, entry: Entry) -> PaletteItem:
        note = ""
        if self._patient is not None and entry.id in _FOR_PATIENT:
            note = f"{self._patient.name}, {self._ctx.wording.date(self._patient.birth_date)}"
        elif entry.for_patient and self._about is not None:
            note = self._about
        words, why = entry.action.text().rstrip("…"), why_not(self._ctx, entry.id)
        return PaletteItem(ACTIONS, words, entry.id, entry.icon, note=why or note, key=entry.key, held=bool(why))

    def _find_actions(self, typed: str) -> list[Entry]:
        usable = [e for e in self._actions.entries if self._is_usable(e)]
        if not typed:
            return [entry for entry in usable if entry.id in _FIRST_ACTIONS]
        found = [e for e in usable if has_all(f"{e.action.text()} {e.words}", typed)]
        # First what is called so, then the places to go to, then what is only found by a further word.
        found.sort(key=lambda e: 0 if has_all(e.action.text(), typed) else 1 if e.group == GO else 2)
        return found[:_MOST_ACTIONS]

    def _is_usable(self, entry: Entry) -> bool:
        """Whether an action is found by its words; those on a patient need one, and stand only once."""
        if entry.for_patient:
            return self._about is not None and not (self._hits and entry.id in _FOR_PATIENT)
        return entry.id != "find" and entry.group != HELP

    def _find_topics(self, typed: str) -> list[PaletteItem]:
        found = []
        for entry in self._actions.in_group(HELP):
            if not typed or has_all(f"{entry.action.text()} {entry.words}", typed):
                words = entry.action.text().rstrip("…")
                found.append(PaletteItem(HELP, words, entry.id, entry.icon, key=entry.key))
        for number, topic in enumerate(self._topics()):
            if typed and has_all(f"{topic.title} {topic.words}", typed):
                is_setting = bool(topic.setting)
                note = self.tr("Settings") if is_setting else ""
                found.append(PaletteItem(HELP, topic.title, number, "settings" if is_setting else "help", note=note))
        return found

    def _topics(self) -> list[Topic]:
        """Help, then every setting."""
        return [*self._help.topics(), *setting_topics(self._ctx)]

    def _choose(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if row == 1 and self.model.items()[0].is_head:
            self.list.scrollToTop()
        else:
            self.list.scrollTo(index)

    def _on_current(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        item = self.model.items()[index.row()]
        if item.group == PATIENTS and not isinstance(item.target, str | int) and item.target is not None:
            self._patient = item.target
            self._glance(index.row(), item.target.id)
            self._rename_actions()
            self._fit()

    def _glance(self, row: int, patient_id: int) -> None:
        workspace = self._ctx.workspace
        if workspace is None:
            return
        from hsct_desktop.services import patients

        self._delegate.glance_row = row
        self._delegate.glance = patients.glance(workspace, patient_id)
        self.list.scheduleDelayedItemsLayout()

    def _rename_actions(self) -> None:
        """The actions name the patient chosen above."""
        items = list(self.model.items())
        for row, item in enumerate(items):
            if item.group == ACTIONS and isinstance(item.target, str) and item.target in _FOR_PATIENT:
                items[row] = self._action_item(self._actions.entry(item.target))
        self.model.replace(items)

    def _on_clicked(self, index: QModelIndex) -> None:
        if not self.model.items()[index.row()].is_head:
            self._act(index.row())

    def activate(self) -> None:
        """Act on the chosen line, of what is found for the text as typed."""
        if self._timer.isActive():
            self.search()
        index = self.list.currentIndex()
        if index.isValid():
            self._act(index.row())

    def _act(self, row: int) -> None:
        item = self.model.items()[row]
        self.close_palette()
        if item.group == PATIENTS and not isinstance(item.target, str | int) and item.target is not None:
            self._ctx.show_patient(item.target.id)
        elif isinstance(item.target, str):
            about = self._patient.id if self._patient is not None and item.target in _FOR_PATIENT else None
            self.acted.emit(item.target, about)
        elif isinstance(item.target, int):
            topic = self._topics()[item.target]
            if topic.setting:
                self._ctx.show_setting(topic.setting)
            else:
                self.asked.emit(topic)

    def _move(self, step: int) -> None:
        rows = [i for i, item in enumerate(self.model.items()) if not item.is_head]
        if rows:
            here = self.list.currentIndex().row()
            at = rows.index(here) if here in rows else -step
            self._choose(rows[(at + step) % len(rows)])

    def _next_group(self, step: int) -> None:
        starts = [i + 1 for i, item in enumerate(self.model.items()) if item.is_head]
        if starts:
            here = max(n for n, start in enumerate(starts) if start <= max(self.list.currentIndex().row(), 1))
            self._choose(starts[(here + step) % len(starts)])

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in moves:
            self._settle()
            self._move(moves[key])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._settle()
            self._next_group(1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activate()
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def _settle(self) -> None:
        if self._timer.isActive():
            self.search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            if isinstance(event, QFocusEvent):
                self._field.update()
                elsewhere = event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason)
                if event.type() == QEvent.Type.FocusOut and elsewhere:
                    QTimer.singleShot(0, self._leave)
        elif watched is self._window and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        focused = self.window().focusWidget()
        if self.isVisible() and focused is not None and not self.isAncestorOf(focused):
            self._before = None
            self.close_palette()

    def sizeHint(self) -> QSize:
        heights = sum(HEAD if item.is_head else ROW for item in self.model.items())
        if self._delegate.glance:
            heights += ROW_CHOSEN - ROW
        return QSize(WIDTH, _FIELD + 12 + heights + _FOOT + 2)

    def _fit(self) -> None:
        parent = self._window
        size = self.sizeHint()
        width = min(WIDTH, parent.width() - 24)
        height = min(size.height(), parent.height() - TOP - 24)
        self.setGeometry((parent.width() - width) // 2 + (29 if parent.width() > 900 else 0), TOP, width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        box(QPainter(self), QRectF(self.rect()), fill="raised", edge="control", radius=Radius.PANEL)
