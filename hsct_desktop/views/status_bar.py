"""The line at the foot: practice or real, who is working, file, age of the last proven backup, CTCAE version, clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from hsct_desktop.domain.backup import Level
from hsct_desktop.views.actions import Entry
from hsct_desktop.views.backup_words import Said, state
from hsct_desktop.views.context import Context
from hsct_desktop.views.grade_choices import new_version
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.paint import MIDDLE, colour, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.views.backup_desk import BackupDesk


_ALERTING: Final = frozenset({"alert", "state", "patient", "adverse_event", "result", "rules"})
"""What may change how many red alerts wait."""


class PracticeTag(QWidget):
    """Says that the file holds invented people."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = self.tr("PRACTICE")
        self.setAccessibleName(self.tr("Practice file: invented patients"))
        self.setToolTip(plain_tooltip(self.accessibleName()))
        self.setFixedHeight(Height.STATUS_BAR)
        self.setFixedWidth(int(text_width(self._words, font("caption", bold=True)) + 24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("practice"))
        text(painter, QRectF(self.rect()), self._words, "practice_text", type_=font("caption", bold=True), align=MIDDLE)


class WhoButton(QAbstractButton):
    """Who is working; pressing it changes that."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missing = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setObjectName("who")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(entry.action.trigger)
        self.show_person("", "")

    def show_person(self, name: str, role: str, more: str = "") -> None:
        """Show a member of staff, or that nobody is chosen when `name` is empty; `more` is shown where it fits."""
        self._missing = not name
        self._told, self._more = f"{name}, {role}", f"{name}, {role}, {more}" if more else ""
        self.setText((self._more or self._told) if name else self.tr("Who is working?"))
        self.setAccessibleName(self.tr("Working: {}").format(self.text()) if name else self.text())
        self.setToolTip(plain_tooltip(self.tr("Change who is working (Ctrl+Shift+U)")))
        self.updateGeometry()
        self.update()

    def set_short(self, short: bool) -> None:
        """Leave out what is only shown where it fits; the accessible name keeps it."""
        words = self._told if short else self._more
        if self._more and words != self.text():
            self.setText(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(text_width(self.text(), font("caption"))) + 40, Height.STATUS_BAR - 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect, colour("hover"))
        token = "warn" if self._missing else "muted"
        paint_icon(
            painter, QRectF(12, round(rect.center().y()) - 6, 12, 12), "alert" if self._missing else "user", token
        )
        text(painter, rect.adjusted(29, 0, -4, 0), self.text(), token, type_=font("caption"))
        if self.hasFocus():
            focus_ring(painter, rect.adjusted(1, 1, -1, -1))


class BackupButton(QAbstractButton):
    """How old the last proven backup is, with its sign; pressing it opens the backups.

    Where there is little room it says so in fewer words, and the whole is its tooltip.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = self._short = ""
        self._is_short = False
        self._said = Said(Level.OK, "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setObjectName("status_backup")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_state(self, whole: str, short: str, level: Level) -> None:
        """Show how backups stand; `short` where `whole` has no room."""
        self._whole, self._short, self._said = whole, short, Said(level, short)
        self.setAccessibleName(whole)
        self.setToolTip(plain_tooltip(self.tr("{}: show the backups").format(whole)))
        self._word()

    def set_short(self, short: bool) -> None:
        """Say it in fewer words, or whole again."""
        if self._is_short != short:
            self._is_short = short
            self._word()

    def _word(self) -> None:
        self.setText(self._short if self._is_short else self._whole)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(text_width(self.text(), self._type())) + 42, Height.STATUS_BAR - 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _type(self) -> QFont:
        return font("caption", bold=self._said.level is Level.DANGER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect, colour("hover"))
        sign = QRectF(12, round(rect.center().y()) - 6, 12, 12)
        paint_icon(painter, sign, self._said.icon, self._said.token)
        token = "muted" if self._said.level is Level.OK else self._said.token
        text(painter, rect.adjusted(29, 0, -4, 0), self.text(), token, type_=self._type())
        if self.hasFocus():
            focus_ring(painter, rect.adjusted(1, 1, -1, -1))


class _Separator(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(1, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colour("line_strong"))


class StatusBar(QWidget):
    """The whole foot line. `refresh()` reads the workspace anew."""

    def __init__(self, ctx: Context, who: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setFixedHeight(Height.STATUS_BAR)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 1, 16, 0)
        layout.setSpacing(0)
        self._practice = PracticeTag()
        self._who = WhoButton(who)
        self._file = ElidedLabel("", "caption")
        self._clock = PlainLabel("", "caption")
        self._ctcae = PlainLabel("", "caption")
        self.backup = BackupButton()
        self.backup.clicked.connect(lambda: ctx.show_setting("backup"))
        self._after_file, self._after_backup, self._after_ctcae = _Separator(), _Separator(), _Separator()
        for label in (self._file, self._ctcae):
            label.setContentsMargins(12, 0, 12, 0)
        for widget in (
            self._practice, self._who, _Separator(), self._file, self._after_file, self.backup, self._after_backup,
            self._ctcae, self._after_ctcae,
        ):  # fmt: skip
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        self.alerts = ChipButton("", checkable=False, kind="danger", icon="alert")
        self.alerts.setObjectName("status_alerts")
        self.alerts.setToolTip(plain_tooltip(self.tr("Red alerts that nobody has acknowledged (Shift+R)")))
        self.alerts.clicked.connect(lambda: ctx.action_wanted.emit("unit_alerts"))
        self.alerts.hide()
        layout.addWidget(self.alerts)
        layout.addSpacing(12)
        layout.addWidget(self._clock)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(10_000)
        ctx.news.changed.connect(self._on_news)
        ctx.workspace_changed.connect(self.show_backups)
        self.refresh(practice=False, file_name="", file_path="")

    def refresh(self, *, practice: bool, file_name: str, file_path: str) -> None:
        """Show whose file this is and who works on it."""
        workspace = self._ctx.workspace
        author = workspace.author if workspace is not None else None
        self._practice.setVisible(practice)
        self._who.setVisible(workspace is not None)
        if author is None:
            self._who.show_person("", "")
        else:
            more = self.tr("administers") if author.administers else ""
            self._who.show_person(author.name, self._ctx.wording.enum("role", author.role).lower(), more)
        self._file.setText(file_name or self.tr("No file open"))
        self._file.setToolTip(plain_tooltip(file_path))
        self._show_version()
        self._show_alerts()
        self._tick()
        self.show_backups()

    def listen(self, desk: BackupDesk) -> None:
        """Follow what becomes of the backups, once there is somebody who makes them."""
        desk.changed.connect(self.show_backups)
        self.show_backups()

    def show_backups(self) -> None:
        """Say how old the last proven backup is; nothing before it is known."""
        desk = self._ctx.backups
        known = desk is not None and desk.path is not None and desk.facts.path == desk.path
        self.backup.setVisible(known)
        self._after_backup.setVisible(known)
        if desk is not None and known:
            now, facts = datetime.now().astimezone(), desk.facts
            level = facts.level(now)
            self.backup.show_state(*state(self._ctx.wording, facts.proven_at, facts.drilled_at, level, now), level)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room person and backup say less, then CTCAE goes, then the file's name elides."""
        layout = self.layout()
        if layout is None:
            return
        for person, short, version in (
            (False, False, True), (True, False, True), (True, True, True), (True, True, False),
        ):  # fmt: skip
            self._who.set_short(person)
            self.backup.set_short(short)
            self._ctcae.setVisible(version)
            self._after_ctcae.setVisible(version)
            layout.invalidate()
            if layout.sizeHint().width() <= self.width():
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_alerts(self) -> None:
        """How many red alerts of followed patients wait: as many as their list has rows."""
        workspace = self._ctx.workspace
        if workspace is None:
            self.alerts.hide()
            return
        from hsct_desktop.services import alerts

        count = alerts.count_of_unit(workspace)
        self.alerts.setText(self._ctx.wording.count("alert.red", count))
        self.alerts.set_count(None)
        self.alerts.setVisible(count > 0)

    def _show_version(self) -> None:
        """By which CTCAE version new events are graded."""
        self._ctcae.setText(f"CTCAE v{new_version(self._ctx)}")

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if "setting" in changes.kinds:
            self._show_version()
        if self._ctx.workspace is not None and changes.kinds & _ALERTING:
            self._show_alerts()

    def who_button(self) -> WhoButton:
        """The button that names who is working."""
        return self._who

    def _tick(self) -> None:
        now = datetime.now().astimezone()
        self._clock.setText(f"{self._ctx.wording.date_weekday(self._ctx.today())} · {now:%H:%M}")
        if self.backup.isVisible():
            self.show_backups()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunken"))
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
