"""The sheets behind the marks of the course of disability."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hsct_desktop.views.context import Context


def open_mark(ctx: Context, patient_id: int, mark: str) -> None:
    """Open the sheet of a mark ("edss:7", "scan:3", "relapse:2", "therapy:5"); others have none."""
    kind, _, number = mark.partition(":")
    if not number.isdigit() or number == "0":
        return
    sheet = _sheet(ctx, patient_id, kind, int(number))
    if sheet is not None:
        ctx.open_sheet(sheet)


def _sheet(ctx: Context, patient_id: int, kind: str, row_id: int) -> QWidget | None:
    if kind == "edss":
        from hsct_desktop.views.neurology_sheet import NeurologySheet

        return NeurologySheet(ctx, patient_id, row_id=row_id)
    if kind == "scan":
        from hsct_desktop.views.mri_sheet import MriSheet

        return MriSheet(ctx, patient_id, mri_id=row_id)
    if kind == "relapse":
        from hsct_desktop.views.relapse_sheet import RelapseSheet

        return RelapseSheet(ctx, patient_id, row_id=row_id)
    if kind == "therapy":
        from hsct_desktop.views.disease_modifying_therapy_sheet import DmtSheet

        return DmtSheet(ctx, patient_id, row_id=row_id)
    return None
