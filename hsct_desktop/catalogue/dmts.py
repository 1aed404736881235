"""Drugs for the disease itself, from their file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, OffsetField, Text, label_or_none
from hsct_desktop.catalogue.listed import ListFile, ListItem, refuse_doubles
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.dmt import Dmt, DmtLine, Washout

Tag = Literal[
    "dmt", "immunosuppression", "anti_cd20", "cladribine", "fludarabine", "alemtuzumab", "s1p", "cyclophosphamide",
    "immunoglobulin", "tbi", "atg", "busulfan",
]  # fmt: skip


class _Washout(FileModel):
    least: OffsetField
    most: OffsetField | None = None
    source: str = ""
    summary: bool = False

    def washout(self) -> Washout:
        return Washout(self.least, self.most, self.source, self.summary)


class _Dmt(ListItem):
    label: LabelModel
    also: list[Text] = Field(default_factory=list)
    line: Annotated[DmtLine, Field(strict=False)]
    relapse: bool = False
    agents: list[Tag] = Field(default_factory=list)
    may: list[Tag] = Field(default_factory=list)
    washout: _Washout | None = None
    published: list[_Washout] = Field(default_factory=list)
    note: LabelModel | None = None
    therapies: list[Id] = Field(default_factory=list)
    unchecked: bool = False


class _Dmts(ListFile):
    items: list[_Dmt]


def load_dmts(source: Source) -> dict[str, Dmt]:
    """The drugs of a file by id; raise CatalogueError."""
    file = source.validate(_Dmts)
    refuse_doubles(source, file.items, "items")
    return {
        item.id: Dmt(
            item.id,
            item.label.label(),
            item.line,
            tuple(item.also),
            item.relapse,
            tuple(item.agents),
            tuple(item.may),
            item.washout.washout() if item.washout is not None else None,
            tuple(one.washout() for one in item.published),
            label_or_none(item.note),
            tuple(item.therapies),
            item.source or file.source,
            source.is_unit,
            item.unchecked,
        )
        for item in file.items
    }
