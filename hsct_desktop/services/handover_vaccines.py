"""Handover sentences of vaccines: doses given, changed, taken back; series planned or left out."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.catalogue.vaccine_words import product_name
from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


def vaccinations(v: Values, w: Write) -> Iterator[Told]:
    """Doses given, changed, taken back."""
    for edit in w.take("vaccination"):
        row = edit.after
        vaccine, on = _named(v, row["vaccine"]), v.day(row["given_on"])
        if edit.is_new:
            yield "vaccination", detailed(v.text("vaccination.new", vaccine=vaccine, on=on), _details(v, row))
        else:
            yield from common(v, edit, v.text("what.vaccination", vaccine=vaccine, on=on))


def vaccine_decisions(v: Values, w: Write) -> Iterator[Told]:
    """Series planned or left out, decisions changed or taken back."""
    for edit in w.take("vaccine_decision"):
        row = edit.after
        vaccine = _named(v, row["vaccine"])
        if edit.is_new:
            product = _named(v, row["product"]) if row["product"] else ""
            reason = v.text("quoted", text=v.note(row["reason"])) if row["reason"] else ""
            text = v.text(f"vaccine_decision.{row['decision']}", vaccine=vaccine)
            yield "vaccine_decision", detailed(text, [product, reason])
        else:
            yield from common(v, edit, v.text("what.vaccine_decision", vaccine=vaccine))


def _details(v: Values, row: Row) -> Iterator[str]:
    if row["dose_number"]:
        yield v.text("vaccination.dose", number=row["dose_number"])
    if row["lot"]:
        yield v.text("vaccination.lot", lot=v.note(row["lot"]))
    yield v.note(row["site"])
    yield v.note(row["given_by"])
    for column in ("reason", "note"):
        if row[column]:
            yield v.text("quoted", text=v.note(row[column]))


def _named(v: Values, vaccine: str) -> str:
    return product_name(v.ws.catalogue.vaccines, vaccine, v.words.language)
