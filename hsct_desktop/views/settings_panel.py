"""A panel of the Settings page, made from the table of settings: one field for each, saved together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.setting import SettingDefinition, SettingScope, SettingType, typed
from hsct_desktop.views.context import Context
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.setting_editors import Editor, RegionEditor, editor_for, in_words
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services.settings import SettingRow

_RIGHT: Final = (SettingType.DAYS, SettingType.TEXTS, SettingType.INTEGER)


class SettingField(QWidget):
    """One setting: label, editor, what is wrong with it, help, default, where it acts, and the way back."""

    edited = Signal()

    def __init__(self, definition: SettingDefinition, editor: Editor, words: Wording, default: str) -> None:
        super().__init__()
        self.definition, self.editor = definition, editor
        self._words = words
        self._shown = self._kept = definition.default
        language = words.language
        self.setObjectName(definition.id)
        self.frame = FieldFrame(definition.label.text(language), editor.widget)
        facts = self.tr("Default: {default}. Where it acts: {places}.").format(
            default=default, places=definition.acts.text(language)
        )
        self._facts = PlainLabel(facts, "caption", wrap=True)
        self.back = KeyButton(self.tr("Back to default"), small=True)
        self.back.setAccessibleName(self.tr("{}: back to default").format(definition.label.text(language)))
        self.back.clicked.connect(self._on_back)
        policy = self.back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(policy)
        help_ = PlainLabel(definition.help.text(language), "caption", wrap=True)
        foot = QHBoxLayout()
        foot.setSpacing(Space.SMALL)
        foot.addWidget(self._facts, 1)
        foot.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.SMALL)
        column.setSpacing(2)
        column.addWidget(self.frame)
        column.addWidget(help_)
        column.addLayout(foot)
        self.setFocusProxy(self.frame)
        self._show(definition.default)
        editor.edited.connect(self._on_edited)

    def _show(self, text: str) -> None:
        self._shown = text
        self.editor.set_text(text)
        self._kept = self.editor.text()
        self._offer_back()

    def show_value(self, text: str) -> None:
        """Show what is kept, whatever was typed."""
        self._show(text)
        self.complain(())

    def shown(self) -> str:
        """The kept text from which the editing began."""
        return self._shown

    def is_edited(self) -> bool:
        """Whether something else stands in the editor than is kept."""
        return self.editor.text() != self._kept

    def is_default(self) -> bool:
        """Whether the default stands in the editor."""
        return self.editor.text() == typed(self.definition, self.definition.default)

    def _on_edited(self) -> None:
        self._offer_back()
        self.complain(())
        self.edited.emit()

    def _on_back(self) -> None:
        self.editor.set_text(self.definition.default)
        self.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_back(self) -> None:
        self.back.setVisible(not self.is_default())

    def complain(self, problems: Iterable[Problem]) -> None:
        """Say beside the editor what is wrong, and go to the first wrong line."""
        found = list(problems)
        self.frame.set_error("\n".join(self._words.problem(problem) for problem in found) or None)
        line = next((p.params["line"] for p in found if "line" in p.params), None)
        if isinstance(line, int):
            self.editor.go_to_line(line)


class FieldsPanel(Panel):
    """Fields of one group of the table, in one column or two (lists and numbers stand at the right)."""

    def __init__(self, ctx: Context, catalogue: Catalogue, group: str, *, wide: bool = False) -> None:
        self._ctx, self._catalogue = ctx, catalogue
        definitions = [d for d in catalogue.settings.values() if d.group == group]
        scope = definitions[0].scope if definitions else SettingScope.UNIT
        words = ctx.wording
        title = catalogue.setting_table.groups[group].text(ctx.language)
        super().__init__(title, words.enum("setting_scope", scope).lower())
        self._countries = self._country_names()
        self.fields = {d.id: self._field(d) for d in definitions}
        left, right = QVBoxLayout(), QVBoxLayout()
        for field in self.fields.values():
            at_right = wide and field.definition.type in _RIGHT
            (right if at_right else left).addWidget(field)
            if isinstance(field.editor, RegionEditor):
                self._tie(field.editor, self.fields[field.definition.of].editor)
        row = QHBoxLayout()
        row.setSpacing(Space.WIDE)
        for column in (left, right):
            if column.count():
                column.setSpacing(Space.SMALL)
                column.addStretch(1)
                row.addLayout(column, 1)
        self.body().addLayout(row)

    def _country_names(self) -> dict[str, str]:
        """The names of countries by code, sorted; none before a file is open, since reading them takes a moment."""
        if self._ctx.workspace is None:
            return {}
        names = {code: label.text(self._ctx.language) for code, label in self._catalogue.countries.items()}
        return dict(sorted(names.items(), key=lambda pair: fold(pair[1])))

    def _field(self, definition: SettingDefinition) -> SettingField:
        editor = editor_for(definition, self._ctx.wording, list(self._countries.items()), _regions)
        country = self._catalogue.settings[definition.of].default if definition.of else ""
        regions = _regions(country) if country else {}
        default = in_words(definition, definition.default, self._ctx.wording, self._countries, regions)
        return SettingField(definition, editor, self._ctx.wording, default)

    def _tie(self, region: RegionEditor, country: Editor) -> None:
        region.follow(country.text())
        country.edited.connect(lambda: region.follow(country.text()))


def _regions(country: str) -> Mapping[str, str]:
    """The regions of a country; none of one that is no longer known."""
    from hsct_desktop.catalogue.holidays import countries, regions

    return regions(country) if country in countries() else {}


class UnitSettingsPanel(FieldsPanel):
    """Settings of the unit: kept in the data file, saved together in one write that can be undone."""

    def __init__(self, ctx: Context, catalogue: Catalogue, group: str, *, wide: bool = False) -> None:
        super().__init__(ctx, catalogue, group, wide=wide)
        self._closed = PlainLabel(self.tr("Open a data file to change these: they are kept in it."), "muted", wrap=True)
        self.save_button = KeyButton(self.tr("Save"), hint="Ctrl+Enter", kind="primary", small=True)
        self.discard_button = KeyButton(self.tr("Discard changes"), small=True)
        self.save_button.setAccessibleName(self.tr("Save: {}").format(self.accessibleName()))
        self.discard_button.setAccessibleName(self.tr("Discard changes: {}").format(self.accessibleName()))
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        self.add(self._closed)
        self.body().addLayout(foot)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)
        for field in self.fields.values():
            field.edited.connect(self._show_state)
        self._show_state()

    def refresh(self) -> None:
        """Show what is kept; what somebody is typing stays."""
        # Decided beforehand: a region follows its country as soon as that is shown.
        untouched = {name for name, field in self.fields.items() if not field.is_edited()}
        for row in self._rows():
            if row.definition.id in untouched:
                self.fields[row.definition.id].show_value(row.text)
                self.fields[row.definition.id].complain(row.problems)
        self._show_state()

    def _rows(self) -> list[SettingRow]:
        workspace = self._ctx.workspace
        if workspace is None:
            return []
        from hsct_desktop.services import settings

        return [row for row in settings.all_values(workspace) if row.definition.id in self.fields]

    def discard(self) -> None:
        """Show what is kept instead of what was typed."""
        for row in self._rows():
            self.fields[row.definition.id].show_value(row.text)
        self.refresh()

    def _edited(self) -> list[SettingField]:
        return [field for field in self.fields.values() if field.is_edited()]

    def _show_state(self) -> None:
        opened = self._ctx.workspace is not None
        for field in self.fields.values():
            field.setEnabled(opened)
        self._closed.setVisible(not opened)
        for button in (self.save_button, self.discard_button):
            button.setEnabled(opened and bool(self._edited()))

    def save(self) -> None:
        """Write what was changed; whatever is wrong stands beside its field, and nothing is written."""
        edited = self._edited()
        if not edited or self._ctx.workspace is None:
            return
        from hsct_desktop.services import settings

        workspace = self._ctx.workspace
        texts = {f.definition.id: None if f.is_default() else f.editor.text() for f in edited}
        shown = {f.definition.id: f.shown() for f in edited}
        try:
            saved = self._ctx.save(lambda: settings.put_all(workspace, texts, shown), self)
        except InputError as error:
            self._show_problems(error.problems)
            return
        if saved is not None:
            self.discard()

    def _show_problems(self, problems: Iterable[Problem]) -> None:
        found = list(problems)
        for field in self.fields.values():
            field.complain(problem for problem in found if problem.field == field.definition.id)
        first = next((f for f in self.fields.values() if any(p.field == f.definition.id for p in found)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


class WorkstationSettingsPanel(FieldsPanel):
    """Settings of this person on this computer: they act at once and need no file."""

    def __init__(self, ctx: Context, catalogue: Catalogue, group: str, preferences: Preferences) -> None:
        super().__init__(ctx, catalogue, group)
        self._preferences = preferences
        for field in self.fields.values():
            field.show_value(preferences.setting(field.definition))
            field.edited.connect(lambda field=field: self._keep(field))

    def _keep(self, field: SettingField) -> None:
        try:
            self._preferences.set_setting(field.definition, field.editor.text())
        except InputError as error:
            field.complain(error.problems)
