"""Settings in tabs: this computer and the unit; the rules; backups; each tab a widget of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hsct_desktop.domain.setting import SettingScope
from hsct_desktop.views.alert_rules_panel import AlertRulesPanel
from hsct_desktop.views.audit_panel import AuditPanel
from hsct_desktop.views.backup_page import BackupPage
from hsct_desktop.views.context import RULES, Context
from hsct_desktop.views.ctcae_panel import OfficialWordingPanel
from hsct_desktop.views.downtime_panel import DowntimePanel
from hsct_desktop.views.file_dialogs import ask_folder
from hsct_desktop.views.laboratories_panel import LaboratoriesPanel
from hsct_desktop.views.letterhead_panel import GROUP as LETTERHEAD
from hsct_desktop.views.letterhead_panel import LetterheadPanel
from hsct_desktop.views.phrases_panel import PhrasesPanel
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.rule_sets_panel import RuleSetsPanel
from hsct_desktop.views.settings_panel import FieldsPanel, UnitSettingsPanel, WorkstationSettingsPanel
from hsct_desktop.views.stop_rules_panel import StopRulesPanel
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.top_tabs import TopTabs
from hsct_desktop.views.users_panel import UsersPanel
from hsct_desktop.views.who import StaffDialog
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.staff import StaffRow

_WIDE: Final = ("schedule", "grading")
"""Groups that take the whole width: lists of days need the room, and so many settings would leave a column empty."""
_OF_RULES: Final = ("grading", "vaccines", "outcomes", "selection")
"""Groups that stand with the rules: they say how findings are judged, not how the unit works."""


class _Columns(QScrollArea):
    """Panels in two columns, between `above` and `wide`, which take the whole width."""

    def __init__(
        self, left: Sequence[QWidget], right: Sequence[QWidget], wide: Sequence[QWidget], above: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._left, self._right, self._below = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        inside, row = QWidget(), QHBoxLayout()
        self._inside = inside
        inside.setProperty("role", "clear")
        row.setSpacing(Space.PANEL_GAP)
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.PANEL_GAP)
        for panel in above:
            column.addWidget(panel)
        for layout, panels in ((self._left, left), (self._right, right)):
            layout.setSpacing(Space.PANEL_GAP)
            for panel in panels:
                layout.addWidget(panel)
            layout.addStretch(1)
            row.addLayout(layout, 1)
        column.addLayout(row)
        self._below.setSpacing(Space.PANEL_GAP)
        column.addLayout(self._below)
        for panel in wide:
            column.addWidget(panel)
        column.addStretch(1)
        self.setWidget(inside)

    def add_left(self, panel: QWidget) -> None:
        """Put a panel at the foot of the left column."""
        self._left.insertWidget(self._left.count() - 1, panel)

    def add_short(self, panel: QWidget) -> None:
        """Put a panel at the foot of the shorter column."""
        column = min((self._left, self._right), key=lambda layout: layout.sizeHint().height())
        column.insertWidget(column.count() - 1, panel)

    def add_wide(self, panel: QWidget) -> None:
        """Put a panel below the columns."""
        self._below.addWidget(panel)

    def drop(self, panel: QWidget) -> None:
        """Give up the place of a panel that is about to go."""
        for layout in (self._left, self._right, self._below):
            layout.removeWidget(panel)

    def scroll_to(self, panel: QWidget) -> None:
        """Scroll so that a panel begins at the top."""
        self.verticalScrollBar().setValue(panel.mapTo(self._inside, QPoint(0, 0)).y() - Space.MEDIUM)


class SettingsPage(QWidget):
    """The page. What is chosen acts at once; the window is told by its actions and by `unit_folder_changed`.

    Its tabs stand in the top bar; `titled` tells that the words and buttons there have changed. The widget of a tab may
    have `focus_first`, `refresh` and `primary_button`.
    """

    unit_folder_changed = Signal()
    look_changed = Signal()
    titled = Signal()

    def __init__(self, ctx: Context, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._preferences = preferences
        self._file_path = ""
        self._staff: list[StaffRow] = []
        self.panels: list[FieldsPanel] = []
        self.official_wording = OfficialWordingPanel(ctx)
        self.laboratories = LaboratoriesPanel(ctx)
        self.rule_sets, self.alert_rules = RuleSetsPanel(ctx), AlertRulesPanel(ctx)
        self.stop_rules, self.phrases = StopRulesPanel(ctx), PhrasesPanel(ctx)
        self.downtime = DowntimePanel(ctx)
        self._staff_list = self._staff_panel()
        self._unit = _Columns(
            (self._window_panel(), self._unit_panel()),
            (self._staff_list, self._places_panel(), self.downtime),
            (self.phrases, self.laboratories),
        )
        self._rules = _Columns((), (self.official_wording,), (self.alert_rules, self.stop_rules), (self.rule_sets,))
        names: list[str] = []
        self._stack = QStackedWidget()
        self.parts = dict(self._parts(names))
        for part in self.parts.values():
            self._stack.addWidget(part)
        self.tabs = TopTabs(names)
        self.tabs.setAccessibleName(self.tr("Parts of the settings"))
        self.tabs.currentChanged.connect(self._on_tab)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._listen()
        self._on_workspace()

    def _parts(self, names: list[str]) -> Iterator[tuple[str, QWidget]]:
        """The tabs in their order, each with its id; their words go to `names`."""
        names.append(self.tr("Unit"))
        yield "unit", self._unit
        names.append(self.tr("Users"))
        yield "users", UsersPanel(self._ctx)
        names.append(self.tr("Protocol rules"))
        yield "rules", self._rules
        names.append(self.tr("Backup"))
        yield "backup", BackupPage(self._ctx)
        names.append(self.tr("Audit"))
        yield "audit", AuditPanel(self._ctx)

    def _listen(self) -> None:
        self._ctx.news.changed.connect(self._on_news)
        self._ctx.workspace_changed.connect(self._on_workspace)
        self._ctx.setting_wanted.connect(self.show_setting)
        # The tabs stand in the top bar, so they listen to the same keys as the page below.
        for place in (self, self.tabs):
            for key, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
                shortcut = QShortcut(QKeySequence(key), place)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(partial(self._step, by))

    def _on_tab(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.titled.emit()
        self.focus_first()

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def show_part(self, name: str) -> None:
        """Show a tab by its id, whichever was shown last. KeyError for one that is not there."""
        self.tabs.setCurrentIndex(self._stack.indexOf(self.parts[name]))

    def show_panel(self, panel: QWidget) -> None:
        """Show the tab that holds a panel, scrolled so that the panel begins at the top."""
        part = next(part for part in self.parts.values() if part.isAncestorOf(panel))
        self.tabs.setCurrentIndex(self._stack.indexOf(part))
        if isinstance(part, _Columns):
            part.scroll_to(panel)

    def print_name(self) -> str:
        """What the print button says: nothing here is printed from the top bar."""
        return ""

    def primary_button(self) -> QWidget | None:
        """The main button of the shown tab, where it has one."""
        ask: Callable[[], QWidget] | None = getattr(self._stack.currentWidget(), "primary_button", None)
        return ask() if ask is not None else None

    def _on_workspace(self) -> None:
        """Another file may come with other defaults of its unit: the panels of the table are made anew."""
        for panel in self.panels:
            self._unit.drop(panel)
            self._rules.drop(panel)
            panel.hide()
            panel.deleteLater()
        self.panels = list(self._table_panels())
        self.refresh()

    def _table_panels(self) -> Iterator[FieldsPanel]:
        """A panel for each group of the table: the long ones over the whole width, the others in the columns."""
        from hsct_desktop.catalogue.catalogue import Catalogue

        workspace = self._ctx.workspace
        catalogue = workspace.catalogue if workspace is not None else Catalogue()
        for group in catalogue.setting_table.groups:
            scopes = {d.scope for d in catalogue.settings.values() if d.group == group}
            part = self._rules if group in _OF_RULES else self._unit
            panel: FieldsPanel
            if scopes == {SettingScope.WORKSTATION}:
                panel = WorkstationSettingsPanel(self._ctx, catalogue, group, self._preferences)
                part.add_left(panel)
            elif group == LETTERHEAD:
                panel = LetterheadPanel(self._ctx, catalogue)
                part.add_wide(panel)
            elif group in _WIDE:
                panel = UnitSettingsPanel(self._ctx, catalogue, group, wide=True)
                part.add_wide(panel)
            else:
                panel = UnitSettingsPanel(self._ctx, catalogue, group)
                part.add_short(panel)
            yield panel

    def show_setting(self, setting_id: str) -> None:
        """Go to a setting's tab, scroll to it and put the keyboard onto its editor.

        `RULES` are the sets of rules; the id of a tab is the tab itself.
        """
        if setting_id in self.parts:
            self.show_part(setting_id)
            self.focus_first()
            return
        if setting_id == RULES:
            self.show_panel(self.rule_sets)
            self.rule_sets.focus_first()
            return
        for panel in self.panels:
            field = panel.fields.get(setting_id)
            if field is not None:
                self.show_panel(panel)
                self._area(panel).ensureWidgetVisible(field, 0, Space.LARGE)
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _area(self, panel: QWidget) -> QScrollArea:
        return self._unit if self._unit.isAncestorOf(panel) else self._rules

    def _window_panel(self) -> Panel:
        panel = Panel(self.tr("This window"))
        self.language = ChoiceBox()
        self.language.addItem("English", "en")
        self.language.addItem("Italiano", "it")
        self.language.setCurrentIndex(self.language.findData(self._ctx.language))
        self.language.activated.connect(
            lambda _row: self._ctx.action_wanted.emit(f"language_{self.language.currentData()}")
        )
        self.scheme = ChoiceBox()
        self.scheme.addItem(self.tr("as the system"), "system")
        self.scheme.addItem(self.tr("light"), "light")
        self.scheme.addItem(self.tr("dark"), "dark")
        self.scheme.setCurrentIndex(self.scheme.findData(self._preferences.scheme))
        self.scheme.activated.connect(lambda _row: self._ctx.action_wanted.emit(f"theme_{self.scheme.currentData()}"))
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        row.addWidget(FieldFrame(self.tr("Language"), self.language))
        row.addWidget(FieldFrame(self.tr("Colours"), self.scheme))
        panel.body().addLayout(row)
        self.key_hints = QCheckBox(self.tr("Show keys in buttons"))
        self.key_hints.setChecked(self._preferences.key_hints)
        self.system_font = QCheckBox(self.tr("Use the system's font"))
        self.system_font.setChecked(self._preferences.system_font)
        for box in (self.key_hints, self.system_font):
            box.clicked.connect(self._on_look)
            panel.add(box)
        return panel

    def _on_look(self) -> None:
        self._preferences.key_hints = self.key_hints.isChecked()
        self._preferences.system_font = self.system_font.isChecked()
        self.look_changed.emit()

    def _unit_panel(self) -> Panel:
        panel = Panel(self.tr("Unit"), self.tr("stands on every print"))
        self.unit = QLineEdit()
        self._unit_field = FieldFrame(self.tr("Name of the unit"), self.unit)
        self._unit_save = KeyButton(self.tr("Save name"))
        self._unit_save.clicked.connect(self._save_unit)
        self.unit.textEdited.connect(lambda _text: self._unit_save.setEnabled(True))
        self.unit.returnPressed.connect(self._save_unit)
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self._unit_field, 1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 18, 0, 0)
        column.addWidget(self._unit_save)
        column.addStretch(1)
        row.addLayout(column)
        panel.body().addLayout(row)
        return panel

    def _staff_panel(self) -> Panel:
        panel = Panel(self.tr("Staff"), self.tr("whoever works is named at each entry"))
        add = KeyButton(self.tr("Add"), icon="plus", small=True)
        add.clicked.connect(lambda: self._edit_staff(None))
        panel.add_to_head(add)
        self.staff = QListWidget()
        self.staff.setAccessibleName(self.tr("Staff"))
        self.staff.setUniformItemSizes(True)
        self.staff.setMinimumHeight(6 * Height.ROW)
        self.staff.itemActivated.connect(lambda _item: self._edit_chosen())
        edit = KeyButton(self.tr("Change…"), icon="edit", small=True)
        edit.clicked.connect(self._edit_chosen)
        panel.add(self.staff)
        panel.add(edit)
        return panel

    def _places_panel(self) -> Panel:
        panel = Panel(self.tr("Places"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.SMALL)
        grid.setColumnStretch(1, 1)
        self._file = ElidedLabel("")
        self._prints = ElidedLabel("")
        self._folder = ElidedLabel("")
        rows = (
            (self.tr("Data file"), self._file, self.tr("Show"), self._show_file),
            (self.tr("Prints"), self._prints, self.tr("Choose…"), self._choose_prints),
            (self.tr("Unit's own protocols"), self._folder, self.tr("Choose…"), self._choose_unit_folder),
        )
        for number, (name, label, words, handler) in enumerate(rows):
            button = KeyButton(words, small=True)
            button.setAccessibleName(f"{name}: {words}")
            button.clicked.connect(handler)
            grid.addWidget(PlainLabel(name, "muted"), number, 0)
            grid.addWidget(label, number, 1)
            grid.addWidget(button, number, 2)
        panel.body().addLayout(grid)
        return panel

    def set_file(self, path: str) -> None:
        """The place of the open file."""
        self._file_path = path
        self._show_places()

    def refresh(self) -> None:
        """Read unit, laboratories and staff anew."""
        self.laboratories.refresh()
        self.downtime.refresh()
        workspace = self._ctx.workspace
        for widget in (self.unit, self._unit_save, self.staff):
            widget.setEnabled(workspace is not None)
        self._unit_save.setEnabled(False)
        self._show_places()
        for rules in (self.official_wording, self.rule_sets, self.alert_rules, self.stop_rules, self.phrases):
            rules.refresh()
        for panel in self.panels:
            if isinstance(panel, UnitSettingsPanel):
                panel.refresh()
        for part in self.parts.values():
            ask: Callable[[], None] | None = getattr(part, "refresh", None)
            if ask is not None:
                ask()
        if workspace is None:
            return
        from hsct_desktop.services import staff, unit

        self._staff_list.setVisible(self._ctx.unlocked is None)  # an encrypted file's people stand under Users

        self.unit.setText(unit.unit_name(workspace))
        self._staff = staff.everybody(workspace)
        chosen = max(self.staff.currentRow(), 0)
        self.staff.clear()
        for row in self._staff:
            self.staff.addItem(self._staff_item(row))
        self.staff.setCurrentRow(min(chosen, self.staff.count() - 1))

    def _staff_item(self, row: StaffRow) -> QListWidgetItem:
        words = f"{row.name}, {self._ctx.wording.enum('role', row.role).lower()}"
        if not row.active:
            words = self.tr("{person} · no longer works here").format(person=words)
        item = QListWidgetItem(words)
        item.setSizeHint(QSize(0, Height.ROW))
        if not row.active:
            item.setForeground(self.palette().placeholderText())
        return item

    def _show_places(self) -> None:
        folder = self._preferences.unit_folder or self._default_unit_folder()
        for label, words in (
            (self._file, self._file_path or self.tr("no file open")),
            (self._prints, str(self._preferences.print_folder)),
            (self._folder, str(folder) if folder else self.tr("none: the shipped ones are used")),
        ):
            label.setText(words)
            label.setToolTip(plain_tooltip(words))

    def _default_unit_folder(self) -> Path | None:
        """The usual folder of the unit, once there is one."""
        if self._ctx.workspace is None:
            return None
        from hsct_desktop.services import files

        return folder if (folder := files.unit_folder()).is_dir() else None

    def focus_first(self) -> None:
        """Put the keyboard onto the first choice of the shown tab."""
        part = self._stack.currentWidget()
        ask: Callable[[], None] | None = getattr(part, "focus_first", None)
        if part is self._unit:
            self.language.setFocus(Qt.FocusReason.OtherFocusReason)
        elif part is self._rules:
            self.rule_sets.focus_first()
        elif ask is not None:
            ask()

    def _save_unit(self) -> None:
        from hsct_desktop.domain.problem import InputError
        from hsct_desktop.services import unit

        workspace, name = self._ctx.ready(), self.unit.text()
        try:
            if self._ctx.save(lambda: unit.set_unit_name(workspace, name), self) is not None:
                self._unit_field.set_error(None)
                self._unit_save.setEnabled(False)
        except InputError as error:
            self._unit_field.set_error(self._ctx.wording.problems(error))

    def _edit_chosen(self) -> None:
        if 0 <= self.staff.currentRow() < len(self._staff):
            self._edit_staff(self._staff[self.staff.currentRow()])

    def _edit_staff(self, row: StaffRow | None) -> None:
        dialog = StaffDialog(self._ctx, row, self)
        dialog.exec()
        dialog.deleteLater()

    def _show_file(self) -> None:
        if self._file_path:
            folder = self._file_path.rsplit("/", 1)[0] if "/" in self._file_path else self._file_path
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _choose_prints(self) -> None:
        chosen = ask_folder(self, self.tr("Folder for prints"), self._preferences.print_folder)
        if chosen is not None:
            self._preferences.print_folder = chosen
            self._show_places()

    def _choose_unit_folder(self) -> None:
        start = self._preferences.unit_folder or self._preferences.print_folder.parent
        chosen = ask_folder(self, self.tr("Folder with the unit's own protocols"), start)
        if chosen is not None:
            self._preferences.unit_folder = chosen
            self._show_places()
            self.unit_folder_changed.emit()

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if changes.kinds & {"staff", "setting", "rules"}:
            self.refresh()
