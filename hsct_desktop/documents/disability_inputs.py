"""What the course of the disease on paper is made of."""

from __future__ import annotations

from dataclasses import dataclass

from hsct_desktop.pictures.disability_facts import DisabilityFacts


@dataclass(frozen=True)
class PrintedComponent:
    """A component of NEDA: title, state in a word, why in a sentence, what it rests on."""

    title: str
    said: str
    why: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedDisease:
    """A course with its verdicts. `verdict` is "" before Day 0; `why` then, or where it is unknown, says why."""

    facts: DisabilityFacts
    title: str = ""
    verdict: str = ""
    span: str = ""
    why: str = ""
    components: tuple[PrintedComponent, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    settings: str = ""
    literature: tuple[str, ...] = ()
