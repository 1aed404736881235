"""Has a patient's trend printed as it is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hsct_desktop.documents.pictures import with_values
from hsct_desktop.documents.trend import TrendData, write_trend
from hsct_desktop.pictures.trend import TrendShown
from hsct_desktop.services import trends
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def trend_data(ws: Workspace, patient_id: int, shown: TrendShown, language: str) -> TrendData:
    """What the sheet prints: the analytes and days shown, those without a value left out."""
    with ws.read() as session:
        card = record_of(session, patient_id)
        facts = trends.trends(ws, session, patient_id, shown.analytes, language)
        context = print_context(ws, session, language, ws.today())
    return TrendData(
        context, card.entry.family_name, card.entry.given_name, birth_date_of(card), card.entry.sex, card.entry.code,
        replace(facts, series=with_values(facts.series)), shown.span,
    )  # fmt: skip


def trend(ws: Workspace, patient_id: int, shown: TrendShown, path: Path, language: str | None = None) -> Path:
    """Write the trend sheet as PDF in the reader's language (default: the window's); the whole file or nothing."""
    data = trend_data(ws, patient_id, shown, language or ws.language)
    check_place(path, ws.store.path)
    try:
        write_trend(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path
