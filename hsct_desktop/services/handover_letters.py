"""Handover sentences of what leaves the ward on paper: letters, how they were sent, registry forms typed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from hsct_desktop.domain.letter import FreeSection, LetterStatus
from hsct_desktop.services.handover_values import Values, low
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.store.handover import Edit, Row

_SIGNATURE = ("status", "signer_name", "signer_role", "changed", "signed_why")


def letters(v: Values, w: Write) -> Iterator[Told]:
    """Drafts begun and changed, letters signed, corrections begun, drafts thrown away."""
    for edit in w.take("letter"):
        row = edit.after
        what = v.text("what.letter", kind=low(v.value("letter", "kind", row)), on=v.day(row["written_on"]))
        if edit.is_new:
            key = "letter.correction" if row["replaces_id"] is not None else "letter.new"
            yield "letter", detailed(v.text(key, what=what), [_reader(v, row), *_texts(v, edit)])
            continue
        if edit.changed("status") and row["status"] == LetterStatus.SIGNED and not edit.is_voided:
            said = v.text("letter.signed", what=what, name=v.note(row["signer_name"]))
            yield "letter", detailed(said, [_said(v, name, row) for name in ("changed", "signed_why")])
            yield from common(v, edit, what, [*_SIGNATURE, "texts"])
            continue
        told = _texts(v, edit) if not (edit.is_voided or edit.is_back) else []
        if told:
            yield "letter", detailed(v.text("letter.written", what=what), told)
        yield from common(v, edit, what, ["texts"])


def _said(v: Values, column: str, row: Row) -> str:
    """What was said when the letter was signed: "what changed: “…”"; "" for nothing."""
    text = row[column]
    return f"{v.words.text(f'handover.column.{column}')}: {v.text('quoted', text=v.note(text))}" if text else ""


def _reader(v: Values, row: Row) -> str:
    if row["professional_id"] is not None:
        return v.text("letter.to", name=v.value("letter", "professional_id", row))
    return v.text("letter.to", name=v.note(row["reader"])) if row["reader"] else ""


def _free(row: Row | None) -> dict[str, str]:
    stored = json.loads(row["texts"] or "{}") if row is not None else {}
    return {name: text for name, text in stored.items() if text} if isinstance(stored, Mapping) else {}


def _texts(v: Values, edit: Edit) -> list[str]:
    """Each of the doctor's texts that reads otherwise than before."""
    before, after = _free(edit.before), _free(edit.after)
    changed = [section for section in FreeSection if before.get(section.value) != after.get(section.value)]
    return [
        v.text("letter.text", section=v.words.enum("free_section", section), text=_text(v, after.get(section.value)))
        for section in changed
    ]


def _text(v: Values, text: str | None) -> str:
    return v.text("quoted", text=v.note(text)) if text else v.text("none")


def dispatches(v: Values, w: Write) -> Iterator[Told]:
    """Letters sent, changed, taken back."""
    for edit in w.take("letter_dispatch"):
        row = edit.after
        whom, on = v.note(row["to_whom"]), v.day(row["sent_on"])
        if edit.is_new:
            way = low(v.value("letter_dispatch", "way", row))
            text = v.text("letter_dispatch.new", whom=whom, on=on, way=way)
            yield "letter_dispatch", detailed(text, [v.text("quoted", text=v.note(row["note"])) if row["note"] else ""])
        else:
            yield from common(v, edit, v.text("what.letter_dispatch", whom=whom, on=on))


def registry_entries(v: Values, w: Write) -> Iterator[Told]:
    """Forms typed into the registry, changed, taken back."""
    for edit in w.take("registry_entry"):
        row = edit.after
        form, on = v.value("registry_entry", "form", row), v.day(row["typed_on"])
        if edit.is_new:
            text = v.text("registry_entry.new", form=form, on=on, name=v.note(row["typed_by_name"]))
            yield "registry_entry", detailed(text, [v.text("quoted", text=v.note(row["note"])) if row["note"] else ""])
        else:
            yield from common(v, edit, v.text("what.registry_entry", form=form, on=on))
