"""Has the page with a new recovery key made, in memory: it lies in no folder."""

from __future__ import annotations

import datetime as dt
import io

from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.recovery_page import RecoveryPage, write_recovery_page
from hsct_desktop.services.workspace import local_now


def pdf(unit_name: str, key: str, language: str, day: dt.date, file_id: str) -> bytes:
    """The page as PDF. `key` is as `vault.recovery.new_recovery_key` gives it; it is shown once and kept nowhere."""
    stream = io.BytesIO()
    context = PrintContext(language, unit_name, local_now(), "", day)
    write_recovery_page(RecoveryPage(context, key, day, file_id), stream)
    return stream.getvalue()
