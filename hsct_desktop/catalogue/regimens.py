"""Conditioning and mobilisation regimens from their files; for display only, no dose is computed from them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, label_or_none
from hsct_desktop.catalogue.items import Intensity, Order, Regimen
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.supportive_therapy import Route
from hsct_desktop.domain.transplant import GraftManipulation

Tag = Literal[
    "tbi", "atg", "busulfan", "cyclophosphamide", "fludarabine", "cladribine", "alemtuzumab", "anti_cd20",
    "immunoglobulin", "other",
]  # fmt: skip
"""What rules ask about in a drug of a regimen; classes such as purine analogues follow from it."""


class _Order(FileModel):
    drug: LabelModel
    dose: str | None
    unit: str = ""
    per: str = ""
    route: Annotated[Route, Field(strict=False)] | None = None
    every: str = ""
    days: list[int] = Field(default_factory=list)
    days_text: LabelModel | None = None
    total: str = ""
    note: LabelModel | None = None
    unchecked: bool = False
    agent: Tag | None = None

    def order(self) -> Order:
        return Order(
            drug=self.drug.label(),
            dose=self.dose or "",
            unit=self.unit,
            per=self.per,
            route=self.route,
            every=self.every,
            days=tuple(self.days),
            days_text=label_or_none(self.days_text),
            total=self.total,
            note=label_or_none(self.note),
            unchecked=self.unchecked,
            agent=self.agent or "",
        )


class _Regimen(ListItem):
    label: LabelModel
    short: LabelModel
    intensity: Annotated[Intensity, Field(strict=False)] = Intensity.NOT_STATED
    recommended: bool = True
    diseases: list[Id] = Field(default_factory=list)
    orders: list[_Order] = Field(default_factory=list)
    graft_manipulation: Annotated[GraftManipulation, Field(strict=False)] | None = None
    dose_note: LabelModel | None = None
    notes: list[LabelModel] = Field(default_factory=list)
    unchecked: bool = False
    holds: list[Tag] | None = None
    may_hold: list[Tag] = Field(default_factory=list)


class _Regimens(ListFile):
    items: list[_Regimen]


def load_regimens(source: Source, diseases: Collection[str]) -> dict[str, Regimen]:
    """The regimens of a file by id, for diseases among `diseases`; raise CatalogueError."""
    file = source.validate(_Regimens)
    refuse_doubles(source, file.items, "items")
    problems = [
        source.problem(("items", index, "diseases", place), "disease_unknown", id=name, known=", ".join(diseases))
        for index, item in enumerate(file.items)
        for place, name in enumerate(item.diseases)
        if name not in diseases
    ]
    if problems:
        raise CatalogueError(problems)
    return {
        item.id: Regimen(
            id=item.id,
            label=item.label.label(),
            short=item.short.label(),
            intensity=item.intensity,
            recommended=item.recommended,
            diseases=tuple(item.diseases),
            orders=tuple(order.order() for order in item.orders),
            graft_manipulation=item.graft_manipulation,
            dose_note=label_or_none(item.dose_note),
            notes=tuple(note.label() for note in item.notes),
            unchecked=item.unchecked,
            origin=origin_of(source, file, item),
            holds=None if item.holds is None else tuple(item.holds),
            may_hold=tuple(item.may_hold),
        )
        for item in file.items
    }
