"""The words of the selection checklist: what is recorded, the unit's limit, what a source states."""

from __future__ import annotations

from collections.abc import Mapping

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.partial_date import PartialDate, shown
from hsct_desktop.domain.selection import Checked, Criterion, Found, Limit, SourceLimit, Trial


def recorded_words(words: Wording, found: Found) -> str:
    """What the record says, "" where nothing is read for the criterion."""
    return "; ".join(_part(words, key, params) for key, params in found.parts)


def _part(words: Wording, key: str, params: Mapping[str, object]) -> str:
    said = {name: shown(value) if isinstance(value, PartialDate) else value for name, value in params.items()}
    name, number = f"selection.value.{key}", params.get("n")
    if isinstance(number, int) and words.has(f"{name}.one"):
        return words.count(name, number, **{key: value for key, value in said.items() if key != "n"})
    return words.text(name, **said)


def limit_words(words: Wording, criterion: Criterion, limit: Limit | None) -> str:
    """The unit's limit in words with its number; "" where it has none."""
    if criterion.limit_text is None:
        return ""
    text = criterion.limit_text.text(words.language)
    return text.replace("{n}", words.number(limit.number)) if limit is not None else text


def source_words(words: Wording, source: SourceLimit) -> str:
    """What a source states; one that was not read itself says so."""
    said = words.text("selection.source", source=source.source, text=source.text.text(words.language))
    if source.checked is Checked.TEXT:
        return said
    return f"{said} ({words.enum('selection_checked', source.checked)})"


def trial_words(words: Wording, trial: Trial) -> str:
    """A trial as lists name it: its name, its registration number, that it is closed."""
    parts = [trial.name, trial.registry, words.text("selection.trial_closed") if trial.is_closed else ""]
    return " · ".join(part for part in parts if part)


def trial_about(words: Wording, trial: Trial) -> str:
    """What a trial is about; one whose entry was not read at its source says so."""
    label = trial.label.text(words.language)
    known = trial.checked is Checked.TEXT
    return label if known else f"{label} ({words.enum('selection_checked', trial.checked)})"
