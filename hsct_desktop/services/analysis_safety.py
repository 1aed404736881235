"""The columns of the table of patients on engraftment, toxicity, infections and viruses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.data_table import DataType
from hsct_desktop.domain.engraftment import Lineage
from hsct_desktop.domain.toxicity_phase import PhaseName, counted
from hsct_desktop.services import viruses
from hsct_desktop.services.analysis_facts import Facts, Told
from hsct_desktop.services.workspace import Workspace

DAY_100: Final = timedelta(days=100)
"""The day to which early toxicity is reported (EBMT Handbook 2024, chapter 6)."""
CTCAE: Final = "5.0"
"""Whose system organ classes are the columns; the classes of 6.0 are the same."""


def engrafted() -> Iterator[Told]:
    """Day, status and whether a person confirmed it, of neutrophils and platelets."""
    for lineage in Lineage:
        name = lineage.value
        yield Told(
            f"{name}_engraftment_day", DataType.WHOLE, partial(_engrafted_day, lineage),
            f"engraftment_day_{name}", "days",
        )  # fmt: skip
        yield Told(
            f"{name}_engraftment_status", DataType.CODE, partial(_engrafted_status, lineage),
            f"engraftment_status_{name}", codes="engraftment_status",
        )  # fmt: skip
        yield Told(
            f"{name}_engraftment_confirmed", DataType.YES_NO, partial(_confirmed, lineage),
            f"engraftment_confirmed_{name}",
        )  # fmt: skip


def toxicity(ws: Workspace) -> Iterator[Told]:
    """The worst grade in all, by phase, and by system organ class to Day +100."""
    yield Told("worst_grade", DataType.WHOLE, lambda f: worst(f, f.episodes, None, f.until), "worst_grade")
    yield Told("worst_grade_day100", DataType.WHOLE, _to_day100, "worst_grade_day100")
    for phase in PhaseName:
        yield Told(
            f"worst_grade_in_{phase.value}", DataType.WHOLE, partial(in_phase, phase),
            f"worst_grade_phase_{phase.value}",
        )  # fmt: skip
    labels = {term.soc_id: term.soc_label for term in ws.catalogue.terms(CTCAE).all}
    for soc_id, label in labels.items():
        yield Told(
            f"worst_{soc_id}_day100", DataType.WHOLE, partial(_class_to_day100, ws, soc_id), "worst_class",
            params={"soc": label},
        )  # fmt: skip


def infections() -> Iterator[Told]:
    """Infections recorded from Day 0 on, and the reactivations that began since."""
    yield Told("infections_day100", DataType.WHOLE, partial(_infections, DAY_100))
    yield Told("infections", DataType.WHOLE, partial(_infections, None), "infections_all")
    for virus in viruses.VIRUSES:
        name = virus.casefold()
        yield Told(
            f"{name}_reactivations", DataType.WHOLE, partial(_reactivations, virus),
            "reactivations", params={"virus": virus},
        )  # fmt: skip
        yield Told(
            f"{name}_first_reactivation_day", DataType.WHOLE, partial(_first_reactivation, virus),
            "first_reactivation", "days", params={"virus": virus},
        )  # fmt: skip


def _engrafted_day(lineage: Lineage, facts: Facts) -> int | None:
    held = facts.engraftment.get(lineage)
    return None if held is None else facts.day(held.on)


def _engrafted_status(lineage: Lineage, facts: Facts) -> str | None:
    held = facts.engraftment.get(lineage)
    return None if held is None else held.status.value


def _confirmed(lineage: Lineage, facts: Facts) -> bool | None:
    held = facts.engraftment.get(lineage)
    return None if held is None else held.confirmed is not None


def class_of(ws: Workspace, episode: Episode) -> str:
    """The id of a toxicity's system organ class, "" where its version does not know the term any more."""
    term = ws.catalogue.terms(episode.ctcae_version).term(episode.term_id)
    return "" if term is None else term.soc_id


def worst(facts: Facts, episodes: Sequence[Episode], first: date | None, last: date) -> int | None:
    """The worst grade that counts as toxicity of the transplant from `first` (conditioning without it) to `last`."""
    if facts.phases is None:
        return None
    begins = facts.phases.conditioning if first is None else first
    grades = [
        int(grade)
        for episode in episodes
        for start, end, grade in counted(episode, facts.phases.conditioning, facts.until)
        if start <= min(last, facts.until) and end >= begins
    ]
    return max(grades, default=None)


def in_phase(name: PhaseName, facts: Facts) -> int | None:
    """The worst grade in a phase."""
    if facts.phases is None:
        return None
    phase = next(one for one in facts.phases.phases if one.name is name)
    return worst(facts, facts.episodes, phase.first, phase.last)


def _class_to_day100(ws: Workspace, soc_id: str, facts: Facts) -> int | None:
    return _to_day100(facts, [one for one in facts.episodes if class_of(ws, one) == soc_id])


def _to_day100(facts: Facts, episodes: Sequence[Episode] | None = None) -> int | None:
    if facts.day0 is None:
        return None
    return worst(facts, facts.episodes if episodes is None else episodes, None, facts.day0 + DAY_100)


def _infections(within: timedelta | None, facts: Facts) -> int | None:
    if facts.day0 is None:
        return None
    last = facts.until if within is None else min(facts.until, facts.day0 + within)
    found = (one.entry.found_on for one in facts.infections)
    return sum(1 for on in found if on is not None and facts.day0 <= on <= last)


def _reactivations(virus: str, facts: Facts) -> int | None:
    held = facts.reactivations.get(virus)
    return None if held is None else len(held)


def _first_reactivation(virus: str, facts: Facts) -> int | None:
    held = facts.reactivations.get(virus)
    return facts.day(held[0].first.on) if held else None
