"""What patients have had, from the records that say so: regimens, drugs for the disease, therapies, blood products."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from hsct_desktop.domain.exposure import Agent, Source, exposures, of_drug, of_regimen
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.rule_facts import Exposure, Given, Said, Transfused, Truth
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.domain.vaccine import DEFAULT_VARIANT, VaccineKind
from hsct_desktop.services.products import product_of
from hsct_desktop.services.workspace import Workspace

CLASSES: Final = {
    TherapyClass.IMMUNOGLOBULIN.value: Agent.IMMUNOGLOBULIN, TherapyClass.IMMUNOSUPPRESSION.value:
    Agent.IMMUNOSUPPRESSION,
}  # fmt: skip
"""What a supportive therapy of a class counts as."""


def exposures_of(
    ws: Workspace,
    courses: Collection[tuple[Any, ...]],
    drugs: Collection[tuple[Any, ...]],
    therapies: Collection[Given],
    transfusions: Collection[Transfused],
    statements: Mapping[str, Said],
    today: date,
) -> dict[str, Exposure]:
    """A patient's exposures from the rows of `store.rule_facts` and what is read of the other records."""
    sources = [
        *_of_courses(ws, courses, today),
        *_of_therapies(ws, therapies, today),
        *(Source(frozenset({t.product}), frozenset(), t.on, t.row) for t in transfusions if t.on <= today),
        *_of_drugs(ws, drugs, today),
    ]
    return exposures(sources, statements)


def regimens(ws: Workspace, mobilised_by: str, conditioned_by: str) -> dict[str, Mapping[str, Truth]]:
    """Which agents the chosen regimens of a course hold, by its part; a part without a regimen is left out."""
    found: dict[str, Mapping[str, Truth]] = {}
    for part, regimen_id in (("mobilisation", mobilised_by), ("conditioning", conditioned_by)):
        regimen = ws.catalogue.regimens.get(regimen_id) or ws.catalogue.mobilisations.get(regimen_id)
        if regimen is not None:
            sources = of_regimen(regimen.contents, "", {})
            sure = {agent for source in sources for agent in source.agents}
            perhaps = {agent for source in sources for agent in source.may}
            found[part] = {
                agent.value: Truth.YES if agent in sure else Truth.UNKNOWN if agent in perhaps else Truth.NO
                for agent in Agent
            }
    return found


def is_live(ws: Workspace, vaccine: str) -> bool:
    """Whether a vaccine, or one of the components of a product, is live."""
    catalogue = ws.catalogue.vaccines
    product, series = catalogue.products.get(vaccine), catalogue.of(DEFAULT_VARIANT)
    return product is not None and any(series[part].kind is VaccineKind.LIVE for part in product.components)


def _of_courses(ws: Workspace, courses: Collection[tuple[Any, ...]], today: date) -> Iterator[Source]:
    """What each begun regimen holds; days that it does not state are not known."""
    for course_id, day0_text, start_text, mobilised_by, conditioned_by, _, protocol_id in courses:
        row = f"transplant:{course_id}"
        day0, start = _day(day0_text), _day(start_text)
        if start is not None and start <= today:
            # The first day of mobilisation is day 1.
            zero = start - timedelta(days=1)
            yield from _of_regimen(ws.catalogue.mobilisations.get(mobilised_by), row, zero, start)
        # Stromal cells need no conditioning: nothing recorded is nothing given.
        if not conditioned_by and product_of(ws, protocol_id) is Product.MSC:
            continue
        if day0 is not None and day0 + EARLIEST_CONDITIONING <= today:
            regimen = ws.catalogue.regimens.get(conditioned_by)
            yield from _of_regimen(regimen, row, day0, day0 + EARLIEST_CONDITIONING)


EARLIEST_CONDITIONING: Final = timedelta(days=-10)
"""From ten days before Day 0 on a patient counts as exposed to the chosen conditioning."""


def _of_regimen(regimen: Any, row: str, zero: date, first: date) -> list[Source]:
    """The sources of a regimen whose days count from `zero`; none of it was given before `first`."""
    if regimen is None:
        return of_regimen(None, row, {})
    contents = regimen.contents
    days = {agent: None if n is None else zero + timedelta(days=n) for agent, n in contents.last_days.items()}
    sources = of_regimen(contents, row, {"": zero, **days})
    return [source if source.last_on is not None else replace(source, since=first) for source in sources]


def _of_therapies(ws: Workspace, therapies: Collection[Given], today: date) -> Iterator[Source]:
    for given in therapies:
        agents = {CLASSES[given.therapy_class]} if given.therapy_class in CLASSES else set()
        agents |= DRUGS.get(given.drug, frozenset())
        if agents and given.start <= today:
            lasts = given.lasts(today)
            last = today if lasts else given.stop
            row = f"supportive_therapy:{given.id}"
            yield Source(frozenset(agents), frozenset(), last, row, lasts, given.start)


DRUGS: Final[Mapping[str, frozenset[Agent]]] = {"rituximab": frozenset({Agent.ANTI_CD20})}
"""Supportive drugs that rules ask about by name."""


def _of_drugs(ws: Workspace, drugs: Collection[tuple[Any, ...]], today: date) -> Iterator[Source]:
    """Drugs for the disease; one that is in no catalogue may be any of them."""
    for row_id, drug_id, _, started_text, stopped_text, status in drugs:
        started, stopped = parse_partial(started_text), parse_partial(stopped_text)
        if started is not None and started.first > today:
            continue
        item = ws.catalogue.dmts.get(drug_id)
        agents = item.agents if item is not None else (Agent.DMT,)
        # Without a stop and without a word on it nobody knows whether it still runs.
        running = None if status == "unknown" and stopped is None else status == "running"
        # Of a month or a year the last day counts: what is not sure must not shorten an interval.
        last = today if running else min(stopped.last, today) if stopped is not None else None
        yield of_drug(
            agents, f"disease_modifying_therapy:{row_id}", last, running=running,
            since=started.first if started is not None else None, known=item is not None,
            may=item.may if item is not None else (),
        )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
