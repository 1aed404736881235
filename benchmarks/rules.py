"""All rules of a ward of 5,000 patients on a day against reading their facts alone; and one patient after one save.

    python -m benchmarks.rules [pairs]

The whole pass is what Today (stop rules, due vaccines), the strips and the alerts ask. The yardstick reads what they
read, typed as rules look at it, and judges nothing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import big_ward
from benchmarks.pairs import PAIRS, race

AIM = 3.0
PATIENTS = 5000


def main(pairs: int = PAIRS) -> None:
    """Print the times, the share of SQL, the number of statements, and the ratios."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services.workspace import Workspace, clock_on
    from hsct_desktop.store.engine import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.hsct"
        people, visits = big_ward.make(path, PATIENTS)
        store = open_store(path)
        ws = Workspace(store, Catalogue(), None, "en", clock_on(big_ward.ON))
        print(f"{people} patients, {visits} visits")
        for name, work in _parts(ws).items():
            _told(store, name, work)
        everything = list(_parts(ws).values())

        def ours() -> float:
            return sum(_timed(work) for work in everything)

        race("all rules of the ward / reading their facts alone", AIM, ours, lambda: _timed(_facts(ws)), pairs)
        _told(store, "one patient after one save", _one(ws))
        store.close()


def _parts(ws: Any) -> dict[str, Callable[[], object]]:
    from hsct_desktop.services import alert_rules, alerts, monitoring, today

    def of_alerts() -> object:
        with ws.read() as session:
            rules = alert_rules.acting(ws, session)
            return alerts.of_ward(ws, session, rules, None) if rules is not None else None

    return {
        "alerts": of_alerts,
        "Today with stop rules and due vaccines": lambda: today.lists(ws, big_ward.ON),
        "strips": lambda: monitoring.ward(ws, "cmv_pcr"),
    }


def _facts(ws: Any) -> Callable[[], object]:
    from hsct_desktop.domain.rule_facts import RECORDS
    from hsct_desktop.services import alert_rules, rule_facts
    from hsct_desktop.services.vaccines import catalogue_of, wanted_facts

    def read() -> object:
        with ws.read() as session:
            rules = alert_rules.acting(ws, session)
            days: dict[str, int] = {}
            for rule in rules.rules.values() if rules is not None else ():
                days |= {c: max(d, days.get(c, 0)) for c, d in rule.windows(rules.ages).items() if c not in RECORDS}
            vaccines = wanted_facts(catalogue_of(ws, session))
            wanted = rule_facts.Wanted(RECORDS - {"schedule", "monitoring", "vaccine_plan"}, {**vaccines.days, **days})
            return rule_facts.of_patients(ws, session, None, wanted, big_ward.ON, ws.catalogue.alerts.ages)

    return read


def _one(ws: Any) -> Callable[[], object]:
    from hsct_desktop.services import alert_rules, alerts
    from hsct_desktop.store import alert_facts

    with ws.read() as session:
        somebody = alert_facts.followed(session)[7]

    def judge() -> object:
        with ws.read() as session:
            rules = alert_rules.acting(ws, session)
            return alerts.of_ward(ws, session, rules, [somebody]) if rules is not None else None

    return judge


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _told(store: Any, name: str, work: Callable[[], object]) -> None:
    """Print the time of a part, how much of it SQLite took, and in how many statements."""
    work()
    with _sql(store) as spent:
        taken = _timed(work)
    share = sum(spent) / taken if taken else 0
    print(f"{name}: {taken * 1000:.0f} ms, {share:.0%} of it SQL in {len(spent)} statements")


@contextmanager
def _sql(store: Any) -> Iterator[list[float]]:
    """The seconds of each statement that runs inside."""
    from sqlalchemy import event

    spent: list[float] = []
    begun: list[float] = []

    def before(*_: Any) -> None:
        begun.append(time.perf_counter())

    def after(*_: Any) -> None:
        spent.append(time.perf_counter() - begun.pop())

    event.listen(store.engine, "before_cursor_execute", before)
    event.listen(store.engine, "after_cursor_execute", after)
    yield spent
    event.remove(store.engine, "before_cursor_execute", before)
    event.remove(store.engine, "after_cursor_execute", after)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
