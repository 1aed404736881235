"""An EDSS in words: the rule that decided, the missing grades, the names of systems and of grades of ambulation."""

from __future__ import annotations

from decimal import Decimal

from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.edss import SYSTEMS, Coding, ComputedEdss, FunctionalSystems


def edss_text(words: Wording, edss: Decimal) -> str:
    """An EDSS with its decimal: 4.0."""
    return words.number(edss, 1)


def rule_words(words: Wording, computed: ComputedEdss) -> str:
    """The rule that decided a computed EDSS, or which grades are missing."""
    if computed.edss is None:
        return words.count(
            "edss.missing", len(computed.missing), systems=", ".join(system_name(words, n) for n in computed.missing)
        )
    if computed.rule == "at_least":
        from_systems = computed.params["edss"]
        said = edss_text(words, from_systems) if isinstance(from_systems, Decimal) else ""
        return words.text("edss.rule.at_least", grade=computed.params["grade"], edss=said)
    return words.text(f"edss.rule.{computed.rule}", **computed.params)


def system_name(words: Wording, name: str) -> str:
    """A functional system in the middle of a sentence."""
    return in_sentence(words.text(f"neurology.system.{name}"))


def ambulation_label(words: Wording, coding: Coding, grade: int) -> str:
    """What a grade of ambulation means in short; "" for one that the coding does not have."""
    key = f"neurology.ambulation.{coding.value}.{grade}"
    return words.text(key) if words.has(key) else ""


def grades_words(words: Wording, systems: FunctionalSystems) -> str:
    """The grades that were given: "visual 1 · pyramidal 3 · walks 300 to 499 m without aid"; "" for none."""
    given = [(name, getattr(systems, name)) for name in SYSTEMS]
    parts = [f"{system_name(words, name)} {grade}" for name, grade in given if grade is not None]
    if systems.ambulation is not None:
        label = ambulation_label(words, systems.coding, systems.ambulation)
        parts.append(f"{system_name(words, 'ambulation')} {systems.ambulation} ({label})")
    return " · ".join(parts)
