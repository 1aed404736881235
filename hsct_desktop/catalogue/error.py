"""What is wrong with a file of the catalogue: where it stands and what to do, a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import KnownError, Problem


@dataclass(frozen=True)
class CatalogueProblem:
    """One thing wrong in one file; `line` counts from 1 (0: the whole file), `item` is the id of the item around it."""

    file: str
    line: int
    problem: Problem
    item: str = ""

    def text(self, language: str = "en") -> str:
        """The sentence: file, line and item, what is wrong and what to do."""
        words = wording(language)
        place = "item" if self.item and self.line else "line" if self.line else "file"
        return words.text(
            f"catalogue.at_{place}", file=self.file, line=self.line, item=self.item, problem=words.problem(self.problem)
        )


@dataclass(frozen=True)
class Sentences:
    """Several problems as one text, one sentence a line."""

    problems: tuple[CatalogueProblem, ...]

    def text(self, language: str = "en") -> str:
        """The sentences in `language`."""
        return "\n".join(problem.text(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.text()


class CatalogueError(KnownError):
    """A file of the catalogue is refused; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[CatalogueProblem]) -> None:
        self.problems: tuple[CatalogueProblem, ...] = tuple(problems)
        super().__init__("catalogue", sentences=Sentences(self.problems))

    def text(self, language: str = "en") -> str:
        """One sentence a line, in `language`."""
        return Sentences(self.problems).text(language)

    def __str__(self) -> str:
        return self.text()
