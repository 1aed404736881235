"""Filters of the lists: named, saved in the file as the unit's or one's own, and how they narrow what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hsct_desktop.domain.names import clean, fold
from hsct_desktop.domain.patient_filter import FilterFacts, FilterRule, check_filter, keeps
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services import staff, tags
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, refuse_problems, required_reason
from hsct_desktop.services.today import TodayLists, TodayRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import saved_filter
from hsct_desktop.store.base import WriteSession, fetch, void
from hsct_desktop.store.saved_filter import Saved, SavedFilter


@dataclass(frozen=True)
class FilterRow:
    """A saved filter as the side list and the editor show it; `mine` when it is the reader's own, not the unit's.

    A damaged one asks for nothing: it can be made anew or deleted.
    """

    id: int
    version: int
    name: str
    mine: bool
    rule: FilterRule
    damaged: bool = False


@dataclass(frozen=True)
class FilterChoices:
    """What a filter may ask for, each value with its words: diseases, protocols, nurses, transplant years, tags."""

    diseases: tuple[tuple[str, str], ...]
    protocols: tuple[tuple[str, str], ...]
    nurses: tuple[tuple[int, str], ...]
    years: tuple[int, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Narrowing:
    """The filters that the reader sees and what they need to know of the patients, read once."""

    filters: tuple[FilterRow, ...]
    facts: Mapping[int, FilterFacts]
    reader_id: int | None

    def find(self, filter_id: int | None) -> FilterRow | None:
        """A filter by its id, None when it is gone or somebody else's."""
        return next((row for row in self.filters if row.id == filter_id), None)

    def passes(self, row: TodayRow, rule: FilterRule) -> bool:
        """Whether a row stays; a task without a patient stands under every filter."""
        if row.patient_id is None or rule.asks_nothing:
            return True
        facts = self.facts.get(row.patient_id)
        return facts is not None and keeps(rule, facts, self.reader_id)

    def apply(self, lists: TodayLists, rule: FilterRule | None) -> TodayLists:
        """The lists narrowed by a rule; whole without one."""
        return lists if rule is None else lists.narrowed(lambda row: self.passes(row, rule))

    def counts(self, lists: TodayLists) -> dict[int, int]:
        """How many rows each filter leaves."""
        return {f.id: sum(self.passes(row, f.rule) for row in lists.rows) for f in self.filters}


def narrowing(ws: Workspace) -> Narrowing:
    """The reader's filters, and the patients' facts when there is any filter."""
    reader = ws.author.staff_id if ws.author is not None else None
    with ws.read() as session:
        rows = tuple(_row(saved) for saved in saved_filter.for_reader(session, reader))
        return Narrowing(rows, saved_filter.facts(session) if rows else {}, reader)


def everything(ws: Workspace) -> list[FilterRow]:
    """The unit's filters, then the reader's own."""
    return list(narrowing(ws).filters)


def choices(ws: Workspace) -> FilterChoices:
    """What the editor offers: of years and protocols those that patients have, of staff those who work here."""
    with ws.read() as session:
        facts = saved_filter.facts(session).values()
    language, catalogue = ws.language, ws.catalogue
    borne = {fact.protocol_id for fact in facts if fact.protocol_id}
    labels = {key: p.label.text(language) for key, p in catalogue.protocols.items()}
    diseases = {fact.disease_id for fact in facts}
    return FilterChoices(
        tuple((d.id, d.short.text(language)) for d in catalogue.diseases.values() if d.id in diseases),
        tuple(sorted(((key, labels.get(key, key)) for key in borne), key=lambda pair: fold(pair[1]))),
        tuple((row.id, row.name) for row in staff.everybody(ws) if row.active),
        tuple(sorted({fact.day0.year for fact in facts if fact.day0 is not None}, reverse=True)),
        tags.choices(ws),
    )


def record(ws: Workspace, name: str, rule: FilterRule, *, mine: bool) -> Changes:
    """Save a new filter, one's own or the unit's."""
    with ws.write("filter.record") as session:
        tidy = _checked(session, ws, name, rule)
        row = saved_filter.add(session, tidy, _owner(ws, mine), rule)
        return changes(session, {"filter"}, ws.wording.text("saved.filter", filter=tidy), None, row.id)


def revise(ws: Workspace, filter_id: int, version: int, name: str, rule: FilterRule, *, mine: bool) -> Changes:
    """Rename a filter, change what it asks for or whose it is."""
    with ws.write("filter.revise") as session:
        tidy = _checked(session, ws, name, rule, filter_id)
        saved_filter.revise(session, filter_id, version, tidy, _owner(ws, mine), rule)
        return changes(session, {"filter"}, ws.wording.text("saved.filter", filter=tidy), None, filter_id)


def void_filter(ws: Workspace, filter_id: int, reason: str, version: int | None = None) -> Changes:
    """Take a filter out of the lists; no patient is touched by it."""
    why = required_reason(reason)
    with ws.write("filter.void") as session:
        row = fetch(session, SavedFilter, filter_id, version)
        void(session, row, why)
        return changes(session, {"filter"}, ws.wording.text("saved.filter_voided", filter=row.name), None, filter_id)


def _owner(ws: Workspace, mine: bool) -> int | None:
    return ws.require_author().staff_id if mine else None


def _checked(session: WriteSession, ws: Workspace, name: str, rule: FilterRule, except_id: int | None = None) -> str:
    tidy = clean(name)
    others = saved_filter.for_reader(session, ws.require_author().staff_id)
    refuse_problems([*check_filter(tidy, rule), *_taken(tidy, others, except_id)])
    return tidy


def _taken(name: str, others: list[Saved], except_id: int | None) -> Iterator[Problem]:
    if any(fold(other.name) == fold(name) and other.id != except_id for other in others):
        yield Problem("name", "filter_name_taken", {"name": name})


def _row(saved: Saved) -> FilterRow:
    damaged = saved.rule is None
    return FilterRow(
        saved.id, saved.version, saved.name, saved.owner_id is not None, saved.rule or FilterRule(), damaged
    )
