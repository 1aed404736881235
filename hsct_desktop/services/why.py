"""Why a visit stands where it stands: the protocol's rule and its anchor, the window, the version, who moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hsct_desktop.catalogue import protocol_words
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import FollowUpProtocol, ProtocolItem
from hsct_desktop.services.schedule import pinned_protocol
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import history, staff
from hsct_desktop.store import why as store_why
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.history import UNDO, Change
from hsct_desktop.store.why import VisitOrigin


@dataclass(frozen=True)
class Explanation:
    """Why a visit stands where it stands, sentence by sentence; `history` is oldest first, empty if nobody moved it."""

    rule: str
    window: str
    protocol: str
    history: tuple[str, ...]
    unmoved: str

    @property
    def lines(self) -> tuple[str, ...]:
        """All sentences from the rule to the latest change."""
        return self.rule, self.window, self.protocol, *(self.history or (self.unmoved,))

    @property
    def short(self) -> tuple[str, str]:
        """Two lines: what the rule says, and what was last done about it."""
        return f"{self.rule} · {self.window}", f"{self.protocol} · {(self.history or (self.unmoved,))[-1]}"


def explain(ws: Workspace, scheduled_id: int, language: str | None = None) -> Explanation:
    """Explain one scheduled visit; KnownError `row_gone` for one that is not there."""
    with ws.read() as session:
        found = explain_many(session, [scheduled_id], language or ws.language)
    if scheduled_id not in found:
        raise KnownError("row_gone")
    return found[scheduled_id]


def explain_many(session: ReadSession, ids: Sequence[int], language: str) -> dict[int, Explanation]:
    """Explain scheduled visits by id, in a fixed number of statements beside one for each pinned protocol."""
    words, origins = wording(language), store_why.origins(session, ids)
    protocols = {key: pinned_protocol(session, key) for key in {o.snapshot_id for o in origins.values()}}
    items = {key: _item(protocols, origin) for key, origin in origins.items()}
    previous = {item.previous_visit for item in items.values() if item is not None and item.previous_visit is not None}
    days = (
        store_why.days_of_visits(session, list({o.transplant_id for o in origins.values()}), sorted(previous))
        if previous
        else {}
    )
    changes = history.of_rows(session, "scheduled_visit", ids)
    names = staff.names(session)
    return {
        key: _explanation(words, origin, protocols[origin.snapshot_id], items[key], days, changes.get(key, []), names)
        for key, origin in origins.items()
    }


def _item(protocols: dict[int | None, FollowUpProtocol | None], origin: VisitOrigin) -> ProtocolItem | None:
    protocol = protocols[origin.snapshot_id]
    return protocol.item(origin.item_id) if protocol is not None else None


def _explanation(
    words: Wording,
    origin: VisitOrigin,
    protocol: FollowUpProtocol | None,
    item: ProtocolItem | None,
    days: dict[tuple[int, str], date],
    changes: list[Change],
    names: dict[int, str],
) -> Explanation:
    dates = words.range(origin.earliest, origin.latest)
    unmoved = words.text("explain.unmoved")
    steps = tuple(_history(words, changes, names))
    if protocol is None or item is None:
        window = words.text("explain.dates", target=origin.target, dates=dates)
        return Explanation(words.text("explain.no_rule"), window, words.text("explain.no_protocol"), steps, unmoved)
    span = protocol_words.window(item.window, words)
    return Explanation(
        _rule(words, origin, protocol, item, days),
        words.text("explain.window", span=span, target=origin.target, dates=dates),
        words.text("explain.protocol", protocol=protocol.label.text(words.language), version=protocol.version),
        steps,
        unmoved,
    )


def _rule(
    words: Wording,
    origin: VisitOrigin,
    protocol: FollowUpProtocol,
    item: ProtocolItem,
    days: dict[tuple[int, str], date],
) -> str:
    """When the protocol wants the visit and the date of what it hangs on, with the number of an occurrence."""
    rule = protocol_words.when(protocol, item, words)
    previous = item.previous_visit
    anchor = days.get((origin.transplant_id, previous)) if previous is not None else origin.anchors.of(item.anchor)
    said = (
        words.text("explain.rule_from", rule=rule, anchor=anchor) if anchor else words.text("explain.rule", rule=rule)
    )
    if item.repeat is None:
        return said
    return words.text("explain.occurrence", rule=said, repeats=protocol_words.repeats(item, words), n=origin.number)


def _history(words: Wording, changes: Sequence[Change], names: dict[int, str]) -> Iterator[str]:
    """Each change of the booking or of the dates: by whom, when, from which day to which, and the reason."""
    for change in changes:
        if change.inserted:
            continue
        by = names.get(change.staff_id or 0) or words.text("explain.program")
        at = change.at.astimezone().date()
        undone = words.text("explain.undone") if change.action.startswith(UNDO) else ""
        for sentence in (_booking(words, change, by, at), _dates(words, change, by, at)):
            if sentence:
                reason = str(change.new.get("move_reason") or "")
                yield "".join((sentence, undone, f": {reason}" if reason else ""))


def _booking(words: Wording, change: Change, by: str, at: date) -> str:
    if "booked" not in change.new:
        return ""
    before, after = _day(change.old.get("booked")), _day(change.new.get("booked"))
    if after is None:
        return words.text("explain.unbooked", before=before, by=by, at=at) if before is not None else ""
    if before is None:
        return words.text("explain.booked", after=after, by=by, at=at)
    return words.text("explain.moved", before=before, after=after, by=by, at=at)


def _dates(words: Wording, change: Change, by: str, at: date) -> str:
    before, after = _day(change.old.get("target")), _day(change.new.get("target"))
    if before is None or after is None:
        return ""
    return words.text("explain.dates_moved", before=before, after=after, by=by, at=at)


def _day(stored: object) -> date | None:
    return date.fromisoformat(stored) if isinstance(stored, str) else None
