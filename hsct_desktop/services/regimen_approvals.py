"""Approval of a regimen by the unit: who, when, which text. A paper names its drugs only while the text is the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue.items import Regimen
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, required_reason
from hsct_desktop.services.rule_sets import checked_day
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import rule_approval
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.rule_approval import Approval, RuleApproval

PREFIX: Final = "regimen."
"""Stands before a regimen's id in the name under which its approval is kept."""
_DIGITS: Final = 8


@dataclass(frozen=True)
class RegimenText:
    """A regimen as it reads now; `version` is the beginning of its digest, by which two texts are told apart."""

    regimen_id: str
    version: str
    sha256: str
    content: str


@dataclass(frozen=True)
class RegimenState:
    """A regimen's text and its approval."""

    text: RegimenText
    approval: Approval | None

    @property
    def is_approved(self) -> bool:
        """Whether the text as it reads now was approved."""
        return self.approval is not None and self.approval.sha256 == self.text.sha256

    @property
    def is_newer(self) -> bool:
        """Whether another text than the present one was approved."""
        return self.approval is not None and not self.is_approved


def text_of(regimen: Regimen) -> RegimenText:
    """What is approved of a regimen: all of it but where its file lies."""
    held = asdict(regimen)
    held["origin"].pop("is_unit")
    content = json.dumps(held, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return RegimenText(regimen.id, digest[:_DIGITS], digest, content)


def regimen_of(ws: Workspace, regimen_id: str) -> Regimen:
    """A regimen of conditioning or mobilisation; KnownError `regimen_unknown`."""
    found = ws.catalogue.regimens.get(regimen_id) or ws.catalogue.mobilisations.get(regimen_id)
    if found is None:
        raise KnownError("regimen_unknown", id=regimen_id)
    return found


def state_in(ws: Workspace, session: ReadSession | WriteSession, regimen_id: str) -> RegimenState:
    """A regimen with its approval; KnownError `regimen_unknown`."""
    text = text_of(regimen_of(ws, regimen_id))
    return RegimenState(text, rule_approval.in_force(session, PREFIX + regimen_id))


def state(ws: Workspace, regimen_id: str) -> RegimenState:
    """The same in a read of its own."""
    with ws.read() as session:
        return state_in(ws, session, regimen_id)


def approve(ws: Workspace, regimen_id: str, by: str, on: date | None, note: str = "") -> Changes:
    """Record that a regimen as it reads now was approved. InputError (`approved_by`, `approved_on`, `note`)."""
    regimen = regimen_of(ws, regimen_id)
    text, name, comment = text_of(regimen), clean(by), clean(note)
    day = checked_day(name, on, comment, ws.today())
    with ws.write("regimen.approve") as session:
        kept = (text.version, text.sha256, text.content)
        row = rule_approval.add(session, PREFIX + regimen_id, kept, name, day, comment)
        sentence = ws.wording.text("saved.regimen_approved", regimen=regimen.short)
        return changes(session, {"rules", "treatment"}, sentence, None, row.id)


def withdraw(ws: Workspace, approval_id: int, version: int, reason: str) -> Changes:
    """Take back the approval of a regimen, with all older ones of it, for a reason."""
    why = required_reason(reason)
    with ws.write("regimen.withdraw") as session:
        row = fetch(session, RuleApproval, approval_id, version)
        for older in rule_approval.all_of(session, row.rule_set):
            void(session, fetch(session, RuleApproval, older.id), why)
        session.flush()
        name = regimen_name(ws, row.rule_set)
        return changes(
            session, {"rules", "treatment"}, ws.wording.text("saved.regimen_withdrawn", regimen=name), None, row.id
        )


def regimen_name(ws: Workspace, rule_set: str) -> str:
    """The regimen whose approval a row keeps, in the reader's language; its id where the catalogue lost it."""
    regimen_id = rule_set.removeprefix(PREFIX)
    found = ws.catalogue.regimens.get(regimen_id) or ws.catalogue.mobilisations.get(regimen_id)
    return found.short.text(ws.language) if found is not None else regimen_id
