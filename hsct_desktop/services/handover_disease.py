"""Handover sentences of the disease before and after the transplant: beginning, phenotypes, relapses."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Row


def disease_histories(v: Values, w: Write) -> Iterator[Told]:
    """Beginning and diagnosis recorded, changed, taken back."""
    for edit in w.take("disease_history"):
        row = edit.after
        if edit.is_new:
            text = v.text("disease_history.new", onset=v.partial(row["onset"]), diagnosed=v.partial(row["diagnosed"]))
            yield "disease_history", detailed(text, [_quoted(v, row["note"])])
        else:
            yield from common(v, edit, v.text("what.disease_history"))


def phenotypes(v: Values, w: Write) -> Iterator[Told]:
    """Forms of the disease recorded, changed, taken back."""
    for edit in w.take("phenotype_change"):
        row = edit.after
        which = low(v.value("phenotype_change", "phenotype_id", row))
        if edit.is_new:
            text = v.text("phenotype_change.new", phenotype=which, since=v.partial(row["since"]))
            yield "phenotype_change", detailed(text, [_quoted(v, row["note"])])
        else:
            yield from common(v, edit, v.text("what.phenotype_change", phenotype=which))


def relapses(v: Values, w: Write) -> Iterator[Told]:
    """Relapses recorded, changed, taken back."""
    for edit in w.take("relapse"):
        row = edit.after
        if edit.is_new:
            parts = [low(v.value("relapse", "systems", row))] if row["systems"] not in (None, "[]") else []
            parts += [_named(v, column, row) for column in ("steroid", "recovery") if row[column] != "unknown"]
            parts += [v.note(row["treatment"]), _quoted(v, row["note"])]
            yield "relapse", detailed(v.text("relapse.new", onset=v.partial(row["onset"])), parts)
        else:
            yield from common(v, edit, v.text("what.relapse", onset=v.partial(row["onset"])))


def _named(v: Values, column: str, row: Row) -> str:
    return f"{v.text(f'column.{column}')} {low(v.value('relapse', column, row))}"


def _quoted(v: Values, note: str | None) -> str:
    return v.text("quoted", text=v.note(note)) if note else ""
