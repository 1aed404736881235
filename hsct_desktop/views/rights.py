"""Which actions of the window need a right beyond looking; what nobody may do is shown disabled with the reason."""

from __future__ import annotations

from typing import Final

from hsct_desktop.domain import permission
from hsct_desktop.domain.permission import Right
from hsct_desktop.views.context import Context

_OF: Final[dict[Right, tuple[str, ...]]] = {
    Right.RECORD: (
        "new_patient", "record_visit", "record_toxicity", "record_therapy", "record_dmt", "engraftment",
        "record_infection", "check_criteria", "long_term_check", "record_fertility", "record_vaccine", "log_contact",
        "stop_therapy", "extend_therapy", "confirm_none", "record_statement", "record_neurology", "record_measure",
        "record_mri", "record_relapse", "review_death", "book_visit", "miss_visit", "unbook_visit",
        "visit_not_applicable", "next_transplant", "record_task", "finish_task", "edit_task", "attach_paper",
        "change_state", "write_letter", "edit_patient", "lab_file",
    ),
    Right.APPROVE: ("approve_regimen",),
    Right.IMPORT: ("import_file",),
    Right.EXPORT: ("export_tables",),
    Right.BACKUP: ("backup_now",),
    Right.OWN: ("undo",),
}  # fmt: skip
ACTIONS: Final = {action: right for right, actions in _OF.items() for action in actions}
"""Which right an action of the window needs; those left out only show something, and anybody may."""


def may(ctx: Context, action_id: str) -> bool:
    """Whether who works may begin an action; while nobody works or no file is open, nothing is held back."""
    right = ACTIONS.get(action_id)
    author = ctx.workspace.author if ctx.workspace is not None else None
    return right is None or author is None or permission.may(author, right)


def why_not(ctx: Context, action_id: str) -> str:
    """One sentence for the tooltip of an action that who works may not begin; "" where they may."""
    if may(ctx, action_id):
        return ""
    from hsct_desktop.services import permissions

    return permissions.why_not(ctx.ready(), ACTIONS[action_id])
