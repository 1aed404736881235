"""Entries of the log that are no record: exports, restorings, guards made anew, clocks set back, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from hsct_desktop.services.audit_words import AuditWords
from hsct_desktop.store.audit_lines import NoteLine

Told = tuple[str, str, str]
"""What happened, before, after."""
NOTES: Final = ("export", "restore", "sqlite_master", "redaction", "clock", "recovery", "chain", "archive")
"""What such entries are about; `audit.note.<name>` says it."""
KIND: Final = "file"
"""The kind by which the report is narrowed to them."""


def told(words: AuditWords, line: NoteLine) -> Told:
    """What one entry says: what happened, what was before, what is now."""
    old, new = _loaded(line.old), _loaded(line.new)
    teller = _TELLERS.get(line.about)
    if teller is None:
        return words.table(line.about), "", ""
    return teller(words, old, new)


def reason(line: NoteLine) -> str:
    """Why, as who exported or restored has said."""
    said = _loaded(line.new).get("reason") if line.about in ("export", "restore") else ""
    return " · ".join(dict.fromkeys(part for part in (line.reason, str(said or "")) if part))


def patient_of(line: NoteLine) -> int | None:
    """Whose export it was, where it was of one patient."""
    found = _loaded(line.new).get("patient_id") if line.about == "export" else None
    return found if isinstance(found, int) else None


def _loaded(stored: str | None) -> dict[str, Any]:
    found = json.loads(stored) if stored else {}
    return found if isinstance(found, dict) else {}


def _export(words: AuditWords, _old: Mapping[str, Any], new: Mapping[str, Any]) -> Told:
    text = words.words.text
    kinds = ", ".join(text(f"export.kind.{kind}") for kind in new.get("kinds") or ("all",))
    what = text("audit.note.export.identified" if new.get("identified") else "audit.note.export.pseudonymised")
    held = text("audit.note.export.held", patients=new.get("patients", 0), rows=new.get("rows", 0))
    return what, "", f"{kinds}; {held}"


def _restore(words: AuditWords, _old: Mapping[str, Any], new: Mapping[str, Any]) -> Told:
    text = words.words.text
    facts = [text("audit.note.restore.to", seq=new.get("seq", 0))]
    if "replaced_seq" in new:
        facts.append(text("audit.note.restore.replaced", seq=new["replaced_seq"] or 0))
    if new.get("by"):
        facts.append(text("audit.note.restore.by", name=new["by"]))
    return text("audit.note.restore"), "", "; ".join((str(new.get("from", "")), *facts))


def _guards(words: AuditWords, _old: Mapping[str, Any], new: Mapping[str, Any]) -> Told:
    text = words.words.text
    counts = {name: len(new.get(name) or ()) for name in ("missing", "changed", "foreign")}
    said = text("audit.note.guards.counts", **counts) if any(counts.values()) else text("audit.note.guards.whole")
    return text("audit.note.guards"), "", said


def _redaction(words: AuditWords, _old: Mapping[str, Any], new: Mapping[str, Any]) -> Told:
    lines = len(new.get("lines") or ())
    return words.words.text("audit.note.redaction"), "", words.words.text("audit.note.redaction.lines", lines=lines)


def _clock(words: AuditWords, old: Mapping[str, Any], new: Mapping[str, Any]) -> Told:
    before, after = (words.moment(datetime.fromisoformat(str(one["at"]))) if "at" in one else "" for one in (old, new))
    return words.words.text("audit.note.clock"), before, after


def _recovery(words: AuditWords, _old: Mapping[str, Any], new: Mapping[str, Any]) -> Told:
    text = words.words.text
    if "drill" not in new:
        return text("audit.note.recovery"), "", text("audit.note.recovery.made")
    return text("audit.note.recovery"), "", text(f"audit.note.recovery.{'opens' if new['drill'] else 'opens_not'}")


def _chain(words: AuditWords, _old: Mapping[str, Any], new: Mapping[str, Any]) -> Told:
    return (
        words.words.text("audit.note.chain"),
        "",
        words.words.text("audit.note.chain.entries", entries=new.get("entries", 0)),
    )


def _archive(words: AuditWords, _old: Mapping[str, Any], _new: Mapping[str, Any]) -> Told:
    return words.words.text("audit.note.archive"), "", ""


_TELLERS: Final[Mapping[str, Callable[[AuditWords, Mapping[str, Any], Mapping[str, Any]], Told]]] = {
    "export": _export, "restore": _restore, "sqlite_master": _guards, "redaction": _redaction, "clock": _clock,
    "recovery": _recovery, "chain": _chain, "archive": _archive,
}  # fmt: skip
