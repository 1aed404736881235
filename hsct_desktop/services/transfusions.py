"""Transfusions: record, revise, void, list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from hsct_desktop.domain.names import clean_lines
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.transfusion import (
    COUNTS,
    BloodProduct,
    Irradiated,
    Transfusion,
    TransfusionEntry,
    TransfusionIndication,
    TransfusionReaction,
    check_transfusion,
)
from hsct_desktop.services import alerts, irradiation
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    check_alive,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transfusion
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.patient import PatientCard

_TOUCHED: Final = frozenset({"engraftment", "transfusion", "exposure"})
"""What a transfusion bears on beside itself."""


def for_patient(ws: Workspace, patient_id: int) -> list[Transfusion]:
    """A patient's transfusions by day."""
    with ws.read() as session:
        return transfusion.of_patient(session, patient_id)


def entry_of(ws: Workspace, transfusion_id: int) -> tuple[TransfusionEntry, int]:
    """A transfusion as entered and its version, for the form that edits it. KnownError `stale_row`."""
    with ws.read() as session:
        row = transfusion.get(session, transfusion_id)
        entry = TransfusionEntry(
            row.patient_id,
            row.given_on,
            BloodProduct(row.product),
            row.units,
            Irradiated(row.irradiated),
            row.note,
            TransfusionIndication(row.indication) if row.indication else None,
            row.pre_count,
            row.post_count,
            TransfusionReaction(row.reaction) if row.reaction else None,
        )
        return entry, row.version


def counts_on(
    ws: Workspace, patient_id: int, product: BloodProduct, on: date | None
) -> tuple[Decimal | None, Decimal | None]:
    """Counts to be proposed as those before and after, platelets in 10^9/L or haemoglobin in g/L: the first of the day,
    and the last where there are two.
    """
    counted = COUNTS.get(product)
    if counted is None or on is None:
        return None, None
    with ws.read() as session:
        found = transfusion.counts_of_day(session, patient_id, counted.analyte, on)
    return (found[0] if found else None), (found[-1] if len(found) > 1 else None)


def problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: TransfusionEntry
) -> Iterator[Problem]:
    """What is wrong with an entry, as the form shows it beside its fields."""
    yield from check_transfusion(entry, birth_date_of(card), ws.today(), must_be_irradiated=_asks(session, ws, entry))
    yield from check_alive(session, entry.patient_id, entry.given_on, "given_on")


def _asks(session: ReadSession | WriteSession, ws: Workspace, entry: TransfusionEntry) -> bool:
    """Whether the reason for a product that was not irradiated has to be kept."""
    if entry.irradiated is not Irradiated.NO or entry.given_on is None:
        return False
    return irradiation.verdict(ws, session, entry.patient_id, entry.given_on).required


def record(ws: Workspace, entry: TransfusionEntry) -> Changes:
    """Record a transfusion."""
    with ws.write("transfusion.record") as session:
        card = record_of(session, entry.patient_id)
        entry = replace(entry, note=clean_lines(entry.note))
        refuse_odd_numbers(entry)
        refuse_problems(problems(session, ws, card, entry))
        row_id = transfusion.add(session, entry).id
        # Platelets given bear on engraftment, and engraftment on what is alarming.
        alerts.after_results(session, ws, entry.patient_id, _TOUCHED)
        return changes(session, {"transfusion", "alert"}, _saved(ws, card, entry), entry.patient_id, row_id)


def revise(ws: Workspace, transfusion_id: int, version: int, entry: TransfusionEntry) -> Changes:
    """Change a transfusion."""
    with ws.write("transfusion.revise") as session:
        card = record_of(session, entry.patient_id)
        entry = replace(entry, note=clean_lines(entry.note))
        refuse_odd_numbers(entry)
        refuse_problems(problems(session, ws, card, entry))
        if transfusion.revise(session, transfusion_id, version, entry).patient_id != entry.patient_id:
            raise KnownError("stale_row")
        # Platelets given bear on engraftment, and engraftment on what is alarming.
        alerts.after_results(session, ws, entry.patient_id, _TOUCHED)
        return changes(session, {"transfusion", "alert"}, _saved(ws, card, entry), entry.patient_id, transfusion_id)


def void_transfusion(ws: Workspace, transfusion_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a transfusion recorded by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("transfusion.void") as session:
        row = fetch(session, transfusion.Transfusion, transfusion_id, version)
        void(session, row, why)
        text = ws.wording.text("saved.transfusion_voided", name=name_of(record_of(session, row.patient_id)))
        # Platelets given bear on engraftment, and engraftment on what is alarming.
        alerts.after_results(session, ws, row.patient_id, _TOUCHED)
        return changes(session, {"transfusion", "alert"}, text, row.patient_id, transfusion_id)


def _saved(ws: Workspace, card: PatientCard, entry: TransfusionEntry) -> str:
    product = ws.wording.enum("blood_product", entry.product)
    return ws.wording.text("saved.transfusion", name=name_of(card), product=product, on=entry.given_on)
