"""Tabs of a page that stand in the top bar, behind its title."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from hsct_desktop.views.banner import PatientTabs
from hsct_desktop.views.theme.tokens import Height


class TopTabs(PatientTabs):
    """The tabs as high as the top bar, so that their words stand in line with the title."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(names, parent)
        self.setFixedHeight(Height.TOP_BAR)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(super().tabSizeHint(index).width(), Height.TOP_BAR)
