"""What a checklist of criteria found, in words: its verdict, the severity of SOS/VOD, the criteria themselves."""

from __future__ import annotations

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.criteria import Answer, Verdict
from hsct_desktop.domain.criteria_facts import Found


def stored_verdict(verdict: Verdict) -> str:
    """A verdict as the file keeps it: the category met, else "no" or "unknown"."""
    return verdict.category or verdict.status.value


def verdict_in_words(words: Wording, checklist_id: str, stored: str) -> str:
    """A stored verdict as a reader sees it; a category of other rules stays as it was written."""
    if stored in (Answer.NO, Answer.UNKNOWN):
        return words.text(f"criteria.verdict.{stored}")
    key = f"criteria_category.{checklist_id}.{stored}"
    return words.text(key) if words.has(key) else stored


def severity_in_words(words: Wording, stored: str) -> str:
    """A stored severity of SOS/VOD as a reader sees it, "" for none."""
    key = f"enum.sos_severity.{stored}"
    return words.text(key) if words.has(key) else stored


def criterion(words: Wording, name: str) -> str:
    """The words of one criterion."""
    return words.text(f"criterion.{name}")


def evidence(words: Wording, found: Found) -> str:
    """What the record says of a criterion, or what is missing: "38.6 °C · 18 Nov 2026"."""
    if found.words:
        return found.words
    measured, parts = found.measured, []
    if measured is not None:
        value = measured.words or words.number(measured.value)
        if found.ratio is not None and found.of:
            value = words.text(f"criteria.ratio.{found.of}", value=value, ratio=_ratio(words, found))
        at = measured.at if measured.code == "TEMP" else ""
        when = f"{words.date(measured.on)} {at}".strip()
        parts.append(f"{value} · {when}")
    if found.missing == "days":
        parts.append(words.count("criteria.missing.days", found.days_without))
    elif found.missing:
        parts.append(words.text(f"criteria.missing.{found.missing}"))
    return "; ".join(parts)


def _ratio(words: Wording, found: Found) -> str:
    ratio = found.ratio if found.ratio is not None else 0
    text = words.number(ratio, 1)
    return f"+{text}" if found.of == "weight" and ratio > 0 else text
