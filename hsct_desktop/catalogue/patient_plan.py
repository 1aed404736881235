"""What a patient's own plan says beside the dates: when to call at once, what to bring; from its file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.fields import LabelModel
from hsct_desktop.catalogue.items import PlanLine, PlanSection
from hsct_desktop.catalogue.listed import ListFile, ListItem, origin_of, refuse_doubles
from hsct_desktop.catalogue.source import Source


class _Line(ListItem):
    section: Annotated[PlanSection, Field(strict=False)]
    label: LabelModel
    shown: bool = True
    colleague: LabelModel | None = None


class _File(ListFile):
    items: list[_Line]


def load_plan_lines(source: Source) -> dict[str, PlanLine]:
    """The lines of a file by id; raise CatalogueError."""
    file = source.validate(_File)
    refuse_doubles(source, file.items, "items")
    return {
        line.id: PlanLine(
            line.id,
            line.section,
            line.label.label(),
            line.shown,
            origin_of(source, file, line),
            line.colleague.label() if line.colleague is not None else None,
        )
        for line in file.items
    }
