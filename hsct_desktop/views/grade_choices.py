"""The grades of a CTCAE term as the picker shows them, and the version that a new event is graded by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hsct_desktop.domain.adverse_event import Grade
from hsct_desktop.views.context import Context
from hsct_desktop.views.grade_picker import GradeChoice

if TYPE_CHECKING:
    from hsct_desktop.catalogue.items import Term


def new_version(ctx: Context) -> str:
    """The CTCAE version of a new event, as the unit has set it; "5.0" before a file is open."""
    if ctx.workspace is None:
        return "5.0"
    from hsct_desktop.services import grading_settings

    return grading_settings.ctcae_version(ctx.workspace)


def grade_choices(ctx: Context, version: str, term: Term | None, death: str = "") -> list[GradeChoice]:
    """The grades that exist for a term of that version, with our wording and, where the unit loaded it, the NCI's.

    `death` is said of grade 5 instead of its wording: what it entails. A term of None has no grades.
    """
    if term is None:
        return []
    from hsct_desktop.services import official_wording

    official = official_wording.of_term(ctx.ready(), version, term.id).grades
    return [
        GradeChoice(
            grade,
            ctx.wording.enum("grade", str(grade)),
            death if death and grade == Grade.DEATH else _sentence(term.wording[grade].text(ctx.language)),
            official.get(grade, "") if grade != Grade.DEATH else "",
        )
        for grade in term.grades
    ]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
