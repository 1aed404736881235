"""Who may do what: one table of rights by role, and which right each write needs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hsct_desktop.domain.author import Author, Role


class Right(StrEnum):
    """Something that not everybody may do, as a verb; wording `enum.right.*`."""

    READ = "read"
    OWN = "own"
    RECORD = "record"
    SIGN = "sign"
    UNLOCK = "unlock"
    APPROVE = "approve"
    CONFIGURE = "configure"
    IMPORT = "import"
    EXPORT = "export"
    EXPORT_IDENTIFIED = "export_identified"
    AUDIT = "audit"
    BACKUP = "backup"
    RESTORE = "restore"
    USERS = "users"
    PSEUDONYMISE = "pseudonymise"


_WARD: Final = frozenset(
    {
        Right.READ, Right.OWN, Right.RECORD, Right.SIGN, Right.CONFIGURE, Right.IMPORT, Right.EXPORT, Right.BACKUP,
    }
)  # fmt: skip
_KEEPER: Final = frozenset(
    {
        Right.CONFIGURE, Right.EXPORT_IDENTIFIED, Right.AUDIT, Right.BACKUP, Right.RESTORE, Right.USERS,
        Right.PSEUDONYMISE,
    }
)  # fmt: skip

RIGHTS: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        Role.NURSE: _WARD,
        Role.PHYSICIAN: _WARD | {Right.UNLOCK, Right.APPROVE, Right.EXPORT_IDENTIFIED, Right.AUDIT},
        Role.DATA_MANAGER: _WARD - {Right.SIGN} | {Right.EXPORT_IDENTIFIED, Right.AUDIT},
        Role.ADMINISTRATOR: _KEEPER | {Right.READ, Right.OWN, Right.IMPORT, Right.EXPORT},
        Role.READ_ONLY: frozenset({Right.READ}),
        Role.OTHER: _WARD,
    }
)
"""What each role may do."""
ADMINISTERS: Final = _KEEPER
"""What somebody who administers may do on top of the role, whatever it is; approving and unlocking are not in it."""

_WRITES: Final[Mapping[Right, tuple[str, ...]]] = {
    Right.OWN: ("draft.keep", "draft.drop", "filter.record", "filter.revise", "filter.void", "undo"),
    Right.RECORD: (
        "adverse_event.merge", "adverse_event.record", "adverse_event.revise", "adverse_event.split",
        "adverse_event.void", "alert.acknowledge", "apheresis.record", "apheresis.revise", "apheresis.void",
        "attachment.add", "attachment.void", "care_plan.hide", "care_plan.move", "care_plan.record",
        "care_plan.restore", "care_plan.revise", "conditioning.confirm", "conditioning.record", "conditioning.revise",
        "conditioning.void", "contact.record", "contact.void", "criteria_check.record", "criteria_check.toxicity",
        "criteria_check.void", "death_review.record", "death_review.revise", "death_review.void",
        "disease_history.record", "disease_history.revise", "dmt.complete", "dmt.record", "dmt.revise", "dmt.void",
        "engraftment.confirm", "engraftment.withdraw", "fertility.record", "fertility.revise", "fertility.void",
        "history.paste", "infection.record", "infection.revise", "infection.void", "infusion.record", "infusion.revise",
        "infusion.void", "lab_file.take", "lab_result.put", "lab_result.regrade", "lab_result.review",
        "late_effect.record", "late_effect.revise", "late_effect.void", "letter.correct", "letter.create",
        "letter.dispatch", "letter.dispatch_void", "letter.revise", "letter.void", "measure.record", "measure.revise",
        "measure.void", "monitoring.mark", "monitoring.void_mark", "mri.record", "mri.reference", "mri.reference_void",
        "mri.revise", "mri.void", "neurology.record", "neurology.revise", "neurology.void", "patient.register",
        "patient.revise", "phenotype.adopt", "phenotype.record", "phenotype.revise", "phenotype.void", "practice.",
        "professional.add", "professional.revise", "proposal.accept", "proposal.dismiss", "protocol.move",
        "recheck.accept", "recheck.conclude", "recheck.dismiss", "registry.typed", "registry.typed_revise",
        "registry.typed_void", "relapse.record", "relapse.revise", "relapse.void", "report.arrived",
        "report.await_again", "report.void", "selection.begin", "selection.mark", "selection.meeting", "selection.void",
        "state.", "statement.record", "statement.void", "task.done", "task.record", "task.reopen", "task.revise",
        "task.void", "therapy.dose", "therapy.dose.void", "therapy.extend", "therapy.record", "therapy.revise",
        "therapy.stop", "therapy.void", "therapy_plan.accept", "therapy_plan.change", "therapy_plan.decline",
        "therapy_plan.reopen", "transfusion.record", "transfusion.revise", "transfusion.void", "transplant.add",
        "transplant.next", "transplant.revise", "trial.record", "trial.revise", "trial.void", "vaccination.record",
        "vaccination.revise", "vaccination.void", "vaccine.decide", "vaccine.reopen", "visit.book", "visit.cancelled",
        "visit.elsewhere", "visit.missed", "visit.not_applicable", "visit.record", "visit.reopen", "visit.revise",
        "visit.unbook", "visit.void",
    ),
    Right.SIGN: ("letter.sign", "visit.sign"),
    Right.UNLOCK: ("visit.unlock",),
    Right.APPROVE: (
        "protocol.approve", "protocol.withdraw", "regimen.approve", "regimen.withdraw", "rules.approve",
        "rules.withdraw", "selection.sign",
    ),
    Right.CONFIGURE: (
        "alert.setting", "lab_mapping.put", "lab_mapping.remove", "laboratory.put", "laboratory.remove", "logo.clear",
        "logo.put", "official_wording.take", "official_wording.void", "phrase.record", "phrase.revise", "phrase.void",
        "reference_range.put", "reference_range.put_many", "reference_range.remove", "setting.put", "stop.setting",
        "unit.name",
    ),
    Right.IMPORT: ("import.take",),
    Right.EXPORT: ("export.made",),
    Right.EXPORT_IDENTIFIED: ("export.identified",),
    Right.PSEUDONYMISE: ("patient.pseudonymise",),
    Right.USERS: ("recovery.", "staff.add", "staff.revise", "user."),
}  # fmt: skip
"""A name that ends with a point stands for all that begin so."""
ACTIONS: Final[Mapping[str, Right]] = MappingProxyType(
    {action: right for right, actions in _WRITES.items() for action in actions}
)
"""Which right each write needs, by its action; a write that is not named here is refused as a bug."""
_UNDO: Final = "undo:"


def right_for(action: str) -> Right:
    """Which right a write needs. LookupError for an action that the table does not name."""
    family = action.split(".")[0] + "."
    found = ACTIONS.get(action, ACTIONS.get(family, Right.OWN if action.startswith(_UNDO) else None))
    if found is None:
        raise LookupError(f"no right is named for the write {action!r}")
    return found


def rights_of(author: Author) -> frozenset[Right]:
    """What somebody may do."""
    return RIGHTS[author.role] | (ADMINISTERS if author.administers else frozenset())


def may(author: Author | None, right: Right) -> bool:
    """Whether somebody may do something; nobody may do nothing."""
    return author is not None and right in rights_of(author)


def holders(right: Right) -> tuple[Role, ...]:
    """The roles that have a right, in their order; `other`, which is given to nobody any more, is not named."""
    return tuple(role for role in Role if role is not Role.OTHER and right in RIGHTS[role])
