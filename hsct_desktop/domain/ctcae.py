"""Episodes by the CTCAE version that graded them: the same blood count has another grade in another version.

Whoever counts grades, or names the worst of several, does so within one version (`by_version`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from hsct_desktop.domain.adverse_event import Episode, Grade


class Graded(Protocol):
    """Whatever keeps the version that graded it."""

    @property
    def ctcae_version(self) -> str: ...


class WithWorst(Graded, Protocol):
    """A graded course with its highest grade."""

    @property
    def worst(self) -> Grade: ...


G = TypeVar("G", bound=Graded)


def by_version(rows: Iterable[G]) -> dict[str, list[G]]:
    """The rows of each version in their order, the versions in theirs."""
    found: dict[str, list[G]] = {}
    for row in rows:
        found.setdefault(row.ctcae_version, []).append(row)
    return dict(sorted(found.items(), key=lambda pair: version_order(pair[0])))


def versions(rows: Iterable[Graded]) -> tuple[str, ...]:
    """The versions that graded the rows, in their order."""
    return tuple(sorted({row.ctcae_version for row in rows}, key=version_order))


def is_mixed(rows: Iterable[Graded]) -> bool:
    """Whether more than one version graded the rows, so that each grade shown must say its version."""
    return len(versions(rows)) > 1


def told_apart(episodes: Sequence[Episode]) -> tuple[Episode, ...]:
    """The episodes, each named with its version where there are several: "Nausea (v6.0)"."""
    if not is_mixed(episodes):
        return tuple(episodes)
    return tuple(replace(episode, label=f"{episode.label} (v{episode.ctcae_version})") for episode in episodes)


def worst_by_version(rows: Sequence[WithWorst]) -> Mapping[str, Grade]:
    """The highest grade within each version."""
    return {version: max(row.worst for row in of) for version, of in by_version(rows).items()}


def worst_words(rows: Sequence[WithWorst]) -> str:
    """The highest grade, "4"; of several versions that of each, "4 (CTCAE v5.0), 3 (CTCAE v6.0)"."""
    worst = worst_by_version(rows)
    if len(worst) == 1:
        return ", ".join(f"{grade:d}" for grade in worst.values())
    return ", ".join(f"{grade:d} (CTCAE v{version})" for version, grade in worst.items())


def version_order(version: str) -> tuple[int, ...]:
    """By what versions are sorted: 10.0 comes after 6.0."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
