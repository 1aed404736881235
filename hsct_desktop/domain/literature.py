"""Published results of groups of patients, and which of them lie nearest to a patient."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from hsct_desktop.domain.protocol import Label


@dataclass(frozen=True)
class Study:
    """A study of the list: `source` is the paper, `group` who was treated and how, `results` one figure each.

    Without `phenotypes` it mixes them. `deaths` are treatment-related ones, None where nobody has checked the figure.
    """

    id: str
    study: str
    source: str
    group: Label
    results: tuple[Label, ...]
    diseases: frozenset[str]
    phenotypes: frozenset[str] = frozenset()
    regimens: frozenset[str] = frozenset()
    deaths: Label | None = None


class Nearness(IntEnum):
    """What a study shares with a patient; wording `outcomes.literature.why.*`."""

    DISEASE = 1
    PHENOTYPE = 2
    REGIMEN = 3


def comparable(
    studies: Iterable[Study], disease_id: str, phenotype_id: str = "", regimen_id: str = ""
) -> list[tuple[Study, Nearness]]:
    """The studies of a patient's disease, nearest first; those that treated only other phenotypes are left out."""
    found = []
    for study in studies:
        if disease_id not in study.diseases:
            continue
        if phenotype_id and study.phenotypes and phenotype_id not in study.phenotypes:
            continue
        same_form = bool(phenotype_id) and phenotype_id in study.phenotypes
        near = Nearness.PHENOTYPE if same_form else Nearness.DISEASE
        found.append((study, Nearness.REGIMEN if regimen_id and regimen_id in study.regimens else near))
    return sorted(found, key=lambda pair: -pair[1])
