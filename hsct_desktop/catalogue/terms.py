"""The CTCAE terms of one version: which grades exist, what they mean, and finding a term by a few letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated

from pydantic import Field

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.fields import FileModel, Id, LabelModel, NonEmpty, Text
from hsct_desktop.catalogue.items import Origin, Term
from hsct_desktop.catalogue.search import Index, Match
from hsct_desktop.catalogue.source import Source
from hsct_desktop.domain.adverse_event import Grade
from hsct_desktop.domain.protocol import Label

GRADES = tuple(int(grade) for grade in Grade)


class _Also(FileModel):
    en: list[Text] = Field(default_factory=list)
    it: list[Text] = Field(default_factory=list)


class _Term(FileModel):
    id: Id
    label: LabelModel
    grades: Annotated[list[int], NonEmpty]
    wording: dict[str, LabelModel] = Field(default_factory=dict)
    other: bool = False
    also: _Also | None = None


class _Soc(FileModel):
    id: Id
    label: LabelModel
    short: LabelModel
    terms: Annotated[list[_Term], NonEmpty]


class _File(FileModel):
    version: Text
    source: str = ""
    status: str = ""
    general_scale: dict[str, LabelModel]
    soc: Annotated[list[_Soc], NonEmpty]


class Terms:
    """All terms of a CTCAE version, in the order of the source (system organ class, then alphabet)."""

    def __init__(
        self, version: str, origin: Origin, general_scale: Mapping[int, Label], terms: tuple[Term, ...]
    ) -> None:
        self.version = version
        self.origin = origin
        self.general_scale = general_scale
        self.all = terms
        self._by_id = {term.id: term for term in terms}

    def term(self, term_id: str) -> Term | None:
        """The term of that id, or None."""
        return self._by_id.get(term_id)

    def search(self, text: str, language: str = "en", limit: int = 20) -> list[Match[Term]]:
        """The terms that match a few typed letters in label or synonyms of both languages, best first.

        Among equals those with grades in words of their own, which are the terms of daily work.
        """
        return self._index.search(text, language, limit)

    @cached_property
    def _index(self) -> Index[Term]:
        return Index(((term, term.label, term.also) for term in self.all), lambda term: bool(term.own_wording))


def load_terms(source: Source) -> Terms:
    """The terms of a file; raise CatalogueError."""
    file = source.validate(_File)
    problems = list(_check(source, file))
    if problems:
        raise CatalogueError(problems)
    scale = {int(grade): label.label() for grade, label in file.general_scale.items()}
    terms = tuple(_term(term, soc, scale) for soc in file.soc for term in soc.terms)
    return Terms(file.version, Origin(file.source, file.status), scale, terms)


def _term(model: _Term, soc: _Soc, scale: Mapping[int, Label]) -> Term:
    own = {int(grade): label.label() for grade, label in model.wording.items()}
    return Term(
        id=model.id,
        label=model.label.label(),
        soc_id=soc.id,
        soc_label=soc.label.label(),
        soc_short=soc.short.label(),
        grades=tuple(model.grades),
        wording={grade: own.get(grade) or scale[grade] for grade in model.grades},
        other=model.other,
        also=() if model.also is None else (*model.also.en, *model.also.it),
        own_wording=frozenset(own),
    )


def _check(source: Source, file: _File) -> Iterator[CatalogueProblem]:
    """Every grade shown must exist and have a text, every id must name one term."""
    for grade in (*GRADES, *file.general_scale):
        if str(grade) not in file.general_scale:
            yield source.problem(("general_scale",), "yaml_key_missing", name=str(grade))
        elif str(grade) not in map(str, GRADES):
            yield source.problem(("general_scale", str(grade)), "grade_unknown", grade=grade)
    seen: set[str] = set()
    for number, soc in enumerate(file.soc):
        for index, term in enumerate(soc.terms):
            loc = ("soc", number, "terms", index)
            if term.id in seen:
                yield source.problem((*loc, "id"), "item_twice", id=term.id)
            seen.add(term.id)
            for place, grade in enumerate(term.grades):
                if grade not in GRADES or grade in term.grades[:place]:
                    yield source.problem((*loc, "grades", place), "grade_unknown", grade=grade)
            for key in term.wording:
                if key not in map(str, term.grades):
                    yield source.problem((*loc, "wording", key), "grade_unknown", grade=key)
