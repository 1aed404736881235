"""The one application style sheet, filled from the tokens. Widgets choose a variant by the properties kind and role."""

from __future__ import annotations

from collections.abc import Callable
from string import Template
from typing import Final

from hsct_desktop.views.theme.fonts import POINTS, points
from hsct_desktop.views.theme.tokens import Tokens

_TEXT: Final = """
QLabel[role="caption"], QCheckBox[role="caption"] { font-size: ${pt_caption}pt; color: $muted; }
QLabel[role="small"] { font-size: ${pt_caption}pt; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="bold"] { font-weight: bold; }
QLabel[role="day"] { font-size: ${pt_day}pt; font-weight: bold; }
QLabel[role="sheet"] { font-size: ${pt_sheet}pt; font-weight: bold; }
QLabel[role="page"] { font-size: ${pt_page}pt; font-weight: bold; }
QLabel[role="lock"] { font-size: ${pt_lock}pt; font-weight: bold; }
QLabel[role="count"] { font-size: ${pt_page}pt; font-weight: bold; }
QLabel[role="danger"] { font-size: ${pt_caption}pt; color: $danger; }
QLabel[role="warn"] { font-size: ${pt_caption}pt; color: $warn; }
QLabel[role="success"] { font-size: ${pt_caption}pt; color: $success; }
QLabel[role="toast"] { color: $surface; }
"""

_FIELDS: Final = """
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
  background: $surface; color: $text; border: 1px solid $control; border-radius: 4px;
  selection-background-color: $selection; selection-color: $text; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 28px; padding: 0 8px; }
QPlainTextEdit, QTextEdit { padding: 4px 5px; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover, QPlainTextEdit:hover { border-color: $muted; }
QLineEdit[state="error"], QComboBox[state="error"], QAbstractSpinBox[state="error"], QPlainTextEdit[state="error"] {
  border-color: $danger; }
QLineEdit[state="warn"], QComboBox[state="warn"], QAbstractSpinBox[state="warn"], QPlainTextEdit[state="warn"] {
  border-color: $warn; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: 0 7px; min-height: 26px; }
QPlainTextEdit[final="true"] { border-color: $line; background: $window; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; padding: 3px 4px; }
QLineEdit[compact="true"], QComboBox[compact="true"] { min-height: 22px; font-size: ${pt_caption}pt; }
QLineEdit[compact="true"]:focus, QComboBox[compact="true"]:focus { min-height: 20px; }
QLineEdit[plain="true"], QLineEdit[plain="true"]:focus { border: none; background: transparent; padding: 0; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {
  color: $muted; border-color: $line; background: $window; }
QComboBox { padding-right: 26px; }
QComboBox:focus, QComboBox:on { padding-right: 25px; }
QComboBox::drop-down { border: none; width: 26px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$img_chevron_muted"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $control; outline: none;
  selection-background-color: $selection; selection-color: $text; padding: 2px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit, QComboBox QLineEdit:focus {
  border: none; background: transparent; min-height: 0; padding: 0; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border: none; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$img_up_muted"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$img_chevron_muted"); width: 10px; height: 10px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 22px; padding: 0 4px 0 2px;
  border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid $control;
  background: $surface; }
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$img_check"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$img_minus"); }
QRadioButton::indicator:checked { border: 4px solid $accent; width: 6px; height: 6px; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
"""

_BUTTONS: Final = """
QPushButton { background: $surface; color: $text; border: 1px solid $control; border-radius: 4px;
  padding: 0 12px; min-height: 28px; }
KeyButton, KeyButton:focus, KeyButton:default, SearchButton, SearchButton:focus { min-height: 0; padding: 0; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; }
QPushButton:default, QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: bold; }
QPushButton:focus { border: 2px solid $focus; padding: 0 11px; min-height: 26px; }
QPushButton:default:focus, QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton:disabled { color: $muted; border-color: $line; background: $window; font-weight: normal; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent; color: $accent; padding: 0 2px;
  min-height: 20px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: $focus; }
QToolButton { background: transparent; color: $text; border: 2px solid transparent; border-radius: 4px; padding: 2px; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $focus; }
QToolButton:disabled { color: $muted; }
"""

_VIEWS: Final = """
QAbstractItemView { background: $surface; color: $text; border: none; outline: none;
  selection-background-color: $selection; selection-color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; font-size: ${pt_caption}pt; font-weight: normal;
  border: none; border-bottom: 1px solid $line_strong; padding: 0 8px; min-height: 25px; }
QTableCornerButton::section { background: $surface; border: none; }
QTableView, QTableWidget { gridline-color: $line; }
QListView::item, QTreeView::item { min-height: 28px; padding: 0 8px; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $selection; color: $text; }
QTabBar { background: transparent; }
QTabBar::tab { color: $muted; background: transparent; border: none; border-bottom: 2px solid transparent;
  padding: 0 10px; min-height: 32px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: bold; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QScrollArea, QScrollArea > QWidget > QWidget[role="clear"], QWidget[role="clear"] { background: transparent;
  border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $sunken; border: 1px solid $line; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""

_FRAMES: Final = """
QFrame[role="panel"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[role="raised"] { background: $raised; border: 1px solid $control; border-radius: 6px; }
QFrame[role="surface"], QWidget[role="surface"] { background: $surface; }
QFrame[role="sunken"], QWidget[role="sunken"] { background: $sunken; }
QFrame[role="line"] { background: $line; border: none; min-height: 1px; max-height: 1px; }
QFrame[role="sheet-head"] { background: transparent; border: none; border-bottom: 1px solid $line; }
QFrame[role="sheet-foot"] { background: transparent; border: none; border-top: 1px solid $line; }
QFrame[role="sub-head"] { background: $alt; border: none; border-bottom: 1px solid $line; }
QMenu { background: $raised; color: $text; border: 1px solid $control; padding: 4px 0; }
QMenu::item { padding: 0 24px 0 12px; min-height: 28px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::icon { padding-left: 10px; }
QToolTip { background: $raised; color: $text; border: 1px solid $control; padding: 3px 6px; }
QStatusBar { background: $sunken; color: $muted; font-size: ${pt_caption}pt; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QAbstractItemView { background: $raised; color: $text; selection-background-color: $accent;
  selection-color: $on_accent; }
QCalendarWidget QToolButton { min-height: 22px; padding: 0 6px; font-weight: bold; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { min-height: 22px; }
QSplitter::handle { background: $line; }
"""


def style_sheet(tokens: Tokens, picture: Callable[[str, str], str]) -> str:
    """The whole style sheet of a scheme.

    `picture(icon, token)` names a file with that icon in the colour of that token, with forward slashes.
    """
    names: dict[str, object] = {f"pt_{role}": f"{points(role):g}" for role in POINTS}
    names |= {field: value for field, value in vars(tokens).items() if isinstance(value, str)}
    names |= {
        "img_chevron_muted": picture("chevron-down", "muted"),
        "img_up_muted": picture("chevron-up", "muted"),
        "img_check": picture("check", "on_accent"),
        "img_minus": picture("minus", "on_accent"),
    }
    return Template(_TEXT + _FIELDS + _BUTTONS + _VIEWS + _FRAMES).substitute(names)
