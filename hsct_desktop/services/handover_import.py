"""Handover sentences of imports: one for the whole file, and not one for each of its rows."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common


def imports(v: Values, w: Write) -> Iterator[Told]:
    """Files taken in, and imports taken back."""
    for edit in w.take("import_run"):
        row = edit.after
        name = v.note(row["file_name"])
        if edit.is_new:
            taken = row["rows_read"] - row["refused_rows"] - row["same_rows"]
            yield "import_run", v.count("import_run.new", taken, file=name)
        else:
            yield from common(v, edit, v.text("what.import_run", file=name))
