"""The irradiation rule in words: a chip, a sentence for papers and letters, and what it rests on, line by line."""

from __future__ import annotations

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.irradiation import Ground, Irradiation, IrradiationState
from hsct_desktop.domain.rule_facts import Truth


def chip(words: Wording, found: Irradiation) -> str:
    """The few words of a banner; "" where nothing is or will be required."""
    return "" if found.state is IrradiationState.ENDED else words.text(f"irradiation.chip.{_key(found)}", on=_on(found))


def sentence(words: Wording, found: Irradiation) -> str:
    """One whole sentence, for summary, letter and patient card."""
    return words.text(f"irradiation.sentence.{_key(found)}", on=_on(found), missing=missing(words, found))


def missing(words: Wording, found: Irradiation) -> str:
    """What nobody has said or recorded: "purine analogue, alemtuzumab"."""
    return ", ".join(words.text(f"irradiation.missing.{what}") for what in found.missing)


def ground(words: Wording, one: Ground) -> str:
    """One line of the explanation."""
    truth = one.truth.name.lower()
    dated = "_on" if one.on is not None and one.truth is not Truth.UNKNOWN else ""
    key = f"irradiation.ground.{one.what}.{truth}"
    return words.text(f"{key}{dated}" if words.has(f"{key}{dated}") else key, on=one.on or "")


def _key(found: Irradiation) -> str:
    """A date of its own, or none where the state has one without."""
    dated = found.on is not None or found.state in (IrradiationState.BLOOD_BANK, IrradiationState.ENDED)
    return found.state.value if dated else f"{found.state.value}_open"


def _on(found: Irradiation) -> object:
    return found.on if found.on is not None else ""
