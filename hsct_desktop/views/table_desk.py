"""What the window does with tables of others: laboratory files and spreadsheets in, empty workbooks and tables out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hsct_desktop.views.main_window import MainWindow


def table_handlers(window: MainWindow) -> dict[str, Callable[[], None]]:
    """What each action about tables does; every one needs an open file."""
    return {
        "lab_file": partial(window.show_page, "lab_file"),
        "import_file": partial(window.show_page, "import_file"),
        "import_template": partial(_template, window),
        "export_tables": partial(_export, window),
    }


def _template(window: MainWindow) -> None:
    """The kinds of which there is an empty workbook, on the page that takes the filled ones in."""
    window.show_page("import_file")
    window.page("import_file").show_templates()  # type: ignore[attr-defined]


def _export(window: MainWindow) -> None:
    """The sheet of exports; what it writes goes on when it is closed, so its desk stays with the window."""
    from hsct_desktop.views.export_desk import ExportDesk

    desk = window.findChild(ExportDesk) or ExportDesk(window.ctx, window.jobs, window)
    desk.ask()
