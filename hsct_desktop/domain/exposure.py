"""What a patient has been exposed to: regimens, drugs for the disease and others, blood products, in one table.

Pure: sources and statements in, `Mapping[agent, Exposure]` out. What is recorded outranks what somebody said; what may
have been given is UNKNOWN, never NO. Blood products and immunoglobulin are read from this file's own records, which are
closed: what was given elsewhere is a question of its own (statement `blood_elsewhere`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.rule_facts import Exposure, Said, Truth


class Agent(StrEnum):
    """What rules ask about; wording `enum.agent.*`."""

    TBI = "tbi"
    ATG = "atg"
    BUSULFAN = "busulfan"
    CYCLOPHOSPHAMIDE = "cyclophosphamide"
    FLUDARABINE = "fludarabine"
    CLADRIBINE = "cladribine"
    PURINE_ANALOGUE = "purine_analogue"
    ALEMTUZUMAB = "alemtuzumab"
    ANTI_CD20 = "anti_cd20"
    IMMUNOGLOBULIN = "immunoglobulin"
    IMMUNOSUPPRESSION = "immunosuppression"
    DMT = "dmt"
    S1P = "s1p"
    RED_CELLS = "red_cells"
    PLATELETS = "platelets"
    PLASMA = "plasma"
    GRANULOCYTES = "granulocytes"


OTHER: Final = "other"
"""Tag of a drug about which no rule asks."""
IMPLIED: Final[Mapping[str, frozenset[str]]] = {
    Agent.FLUDARABINE: frozenset({Agent.PURINE_ANALOGUE}),
    Agent.CLADRIBINE: frozenset({Agent.PURINE_ANALOGUE}),
}
"""A drug of a class counts for its class too."""
OF_REGIMENS: Final = frozenset({
    Agent.TBI, Agent.ATG, Agent.BUSULFAN, Agent.CYCLOPHOSPHAMIDE, Agent.FLUDARABINE, Agent.CLADRIBINE,
    Agent.PURINE_ANALOGUE, Agent.ALEMTUZUMAB, Agent.ANTI_CD20,
})  # fmt: skip
"""What an unknown regimen may hold."""
OF_DRUGS: Final = frozenset({
    Agent.CYCLOPHOSPHAMIDE, Agent.FLUDARABINE, Agent.CLADRIBINE, Agent.PURINE_ANALOGUE, Agent.ALEMTUZUMAB,
    Agent.ANTI_CD20, Agent.IMMUNOSUPPRESSION, Agent.S1P,
})  # fmt: skip
"""What a drug that is in no catalogue may be; one for the disease is surely a DMT."""
SAID_BY: Final[Mapping[str, str]] = {
    Agent.PURINE_ANALOGUE: "prior_purine_analogue",
    Agent.FLUDARABINE: "prior_purine_analogue",
    Agent.CLADRIBINE: "prior_purine_analogue",
    Agent.ALEMTUZUMAB: "prior_alemtuzumab",
    Agent.ANTI_CD20: "prior_drugs_complete",
}
"""The statement without which nobody knows that there was none of it before. Whether immunosuppression runs today is
asked by the conditions themselves."""
RUNNING: Final = frozenset({Agent.DMT, Agent.IMMUNOSUPPRESSION, Agent.S1P, Agent.ANTI_CD20})
"""What matters by whether it runs: of a drug of which nobody knows whether it was stopped, it cannot be told."""
_YES_SAYS: Final = {"prior_drugs_complete": Truth.NO}
"""A list that is complete says no to what it does not hold; the other statements name the drugs themselves."""
_SAYS_YES: Final = frozenset({Agent.PURINE_ANALOGUE, Agent.ALEMTUZUMAB})
"""What a "yes" says surely: a purine analogue may be either drug of its class."""


@dataclass(frozen=True)
class Source:
    """Something that was given: what it surely holds, what it may hold, until when (None: not known), and its row."""

    agents: frozenset[str]
    may: frozenset[str] = frozenset()
    last_on: date | None = None
    row: str = ""
    running: bool = False
    since: date | None = None


@dataclass(frozen=True)
class Contents:
    """What a regimen holds: agents with the last day of each relative to its first day or Day 0 (None: not stated),
    and what it may hold. `known` is False where a drug of it has no tag.
    """

    last_days: Mapping[str, int | None]
    may: frozenset[str] = frozenset()
    known: bool = True


def with_classes(agents: Iterable[str]) -> frozenset[str]:
    """The agents and the classes to which they belong."""
    held = frozenset(agents) - {OTHER}
    return held.union(*(IMPLIED.get(agent, frozenset()) for agent in held))


def of_drug(
    agents: Iterable[str], row: str, last_on: date | None, *, running: bool | None, since: date | None = None,
    known: bool = True, may: Iterable[str] = (),
) -> Source:  # fmt: skip
    """The source of a drug. `running` is None where nobody knows whether it was stopped, `known` False where the drug
    is in no catalogue, so that it may be anything.
    """
    held = with_classes(agents)
    perhaps = with_classes(may) | (OF_DRUGS if not known else frozenset())
    if running is None:
        perhaps, held, last_on = perhaps | (held & RUNNING), held - RUNNING, None
    return Source(held, perhaps - held, last_on, row, bool(running), since)


def of_regimen(contents: Contents | None, row: str, last_on: Mapping[str, date | None]) -> list[Source]:
    """The sources of a regimen that was begun; `last_on` has the last day of each agent, "" that of the regimen.

    A regimen that nobody named (None), or one with untagged drugs, may hold anything.
    """
    end = last_on.get("")
    if contents is None:
        return [Source(frozenset(), OF_REGIMENS, end, row)]
    may = with_classes(contents.may) | (frozenset() if contents.known else OF_REGIMENS)
    sure = [
        Source(with_classes({agent}), frozenset(), last_on.get(agent, end), row)
        for agent in contents.last_days
        if agent not in contents.may
    ]
    held = frozenset().union(*(source.agents for source in sure))
    return [*sure, Source(frozenset(), may - held, end, row)] if may - held else sure


def exposures(
    sources: Iterable[Source], statements: Mapping[str, Said], unknown: Iterable[str] = ()
) -> dict[str, Exposure]:
    """Every agent's exposure. `unknown` are agents of which the records could not be read."""
    held, closed = list(sources), frozenset(unknown)
    return {
        agent.value: Exposure(Truth.UNKNOWN) if agent in closed else _exposure(agent, held, statements)
        for agent in Agent
    }


def _exposure(agent: Agent, sources: list[Source], statements: Mapping[str, Said]) -> Exposure:
    sure = [source for source in sources if agent in source.agents]
    said = statements.get(SAID_BY.get(agent, ""))
    perhaps = [source for source in sources if agent in source.may and not _denied(source, agent, said)]
    if sure:
        return _given(sure, perhaps)
    if agent in _SAYS_YES and said is not None and said.answer == "yes":
        return Exposure(Truth.YES, None, (said.row,) if said.row else ())
    if perhaps:
        return Exposure(Truth.UNKNOWN, None, _rows(perhaps))
    if agent not in SAID_BY:
        return Exposure(Truth.NO)
    denied = said is not None and said.answer == ("yes" if SAID_BY[agent] in _YES_SAYS else "no")
    return Exposure(Truth.NO if denied else Truth.UNKNOWN, None, (said.row,) if said is not None and said.row else ())


def _denied(source: Source, agent: Agent, said: Said | None) -> bool:
    """Whether somebody said of a drug that it was none of these, after it was begun; no word undoes a regimen."""
    asked = SAID_BY.get(agent, "")
    if said is None or asked in _YES_SAYS or said.answer != "no" or source.row.startswith("transplant:"):
        return False
    return source.since is not None and source.since <= said.on


def _given(sure: list[Source], perhaps: list[Source]) -> Exposure:
    """A surely given agent: its last day, unless that of any source, or of one that may hold it, may be later."""
    days = [source.last_on for source in sure]
    last = None if None in days else max(day for day in days if day is not None)
    if last is not None and any(source.last_on is None or source.last_on > last for source in perhaps):
        last = None
    spans = tuple((source.since or source.last_on, source.last_on) for source in sure)
    return Exposure(Truth.YES, last, _rows(sure), any(source.running for source in sure), spans)


def _rows(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.row for source in sources if source.row))
