"""The figures against which collections and conditioning are held, from their file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.fields import LabelModel
from hsct_desktop.catalogue.items import Origin
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.protocol import Label


class _Figure(ListItem):
    label: LabelModel
    value: Annotated[Decimal, Field(strict=False, gt=0)]
    unit: str
    agent: str = ""
    drug: str = ""
    names: list[str] = Field(default_factory=list)


class _Figures(ListFile):
    items: list[_Figure]


@dataclass(frozen=True)
class TreatmentFigure:
    """A figure in its unit; `agent` or `drug` say whose sum in a course it bounds (both empty for collections).

    `names` are those under which the drug is recorded beside a regimen, folded.
    """

    id: str
    label: Label
    value: Decimal
    unit: str
    agent: str
    drug: str
    names: frozenset[str]
    origin: Origin


def load_treatment(source: Source) -> dict[str, TreatmentFigure]:
    """The figures of a file by id; raise CatalogueError."""
    file = source.validate(_Figures)
    refuse_doubles(source, file.items, "items")
    return {
        item.id: TreatmentFigure(
            item.id,
            item.label.label(),
            item.value,
            item.unit,
            item.agent,
            item.drug,
            frozenset(map(fold, item.names)),
            origin_of(source, file, item),
        )  # fmt: skip
        for item in file.items
    }
