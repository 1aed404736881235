"""Tab goes through a form as it is read. Parts made later stand at the end of Qt's own chain, wherever seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget


def tab_stops(within: QWidget) -> list[QWidget]:
    """What Tab comes to inside a widget, line by line as it is read."""
    found = [
        widget
        for widget in within.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisibleTo(within)
        and widget.isEnabled()
    ]
    return reading_order(within, found)


def reading_order(within: QWidget, widgets: Sequence[QWidget]) -> list[QWidget]:
    """Widgets line by line as they are read: what begins above the middle of a line's first widget stands in it."""
    places = [(QRect(widget.mapTo(within, QPoint(0, 0)), widget.size()), widget) for widget in widgets]
    lines: list[list[tuple[QRect, QWidget]]] = []
    for place in sorted(places, key=lambda found: (found[0].top(), found[0].left())):
        if lines and place[0].top() <= lines[-1][0][0].center().y():
            lines[-1].append(place)
        else:
            lines.append([place])
    return [widget for line in lines for _rect, widget in sorted(line, key=lambda found: found[0].left())]


def lasting_focus(window: QWidget) -> QWidget | None:
    """What has the keys; the table where that is the editor of a cell, which is deleted as soon as it loses them."""
    focused = window.focusWidget()
    at: QWidget | None = focused
    while at is not None and at is not window:
        if isinstance(at, QAbstractItemView):
            return at
        at = at.parentWidget()
    return focused


def move_focus(stops: Sequence[QWidget], focused: QWidget | None, *, forward: bool) -> None:
    """Give the focus to the stop after or before the one that has it, round at the ends."""
    if not stops:
        return
    if focused is not None and focused in stops:
        at = stops.index(focused) + (1 if forward else -1)
    else:
        at = 0 if forward else len(stops) - 1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[at % len(stops)].setFocus(reason)
