"""What a checklist of criteria found, in words: its verdict, the severity of SOS/VOD, the criteria themselves."""

from __future__ import annotations

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.criteria import Answer, Verdict


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
