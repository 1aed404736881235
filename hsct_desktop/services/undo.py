"""Undo by counter-entry: the last own write, or one named by its transaction."""

from __future__ import annotations

from datetime import date

from hsct_desktop.domain.permission import Right, right_for
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import display_name
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient, staff
from hsct_desktop.store import undo as store_undo
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.history import UNDO, Change, action_of, author_of, history, last_undoable

KINDS = {
    "patient": "patient",
    "allergy": "patient",
    "transplant": "transplant",
    "scheduled_visit": "schedule",
    "visit": "visit",
    "visit_assessment": "visit",
    "record_signature": "visit",
    "adverse_event": "adverse_event",
    "adverse_event_grade": "adverse_event",
    "supportive_therapy": "therapy",
    "therapy_interruption": "therapy",
    "contact": "contact",
    "state_change": "state",
    "staff": "staff",
    "professional": "professional",
    "setting": "setting",
    "awaited_report": "report",
    "attachment": "attachment",
    "task": "task",
    "patient_tag": "patient",
    "saved_filter": "filter",
    "protocol_approval": "protocol",
    "lab_result": "result",
    "laboratory": "laboratory",
    "reference_range": "laboratory",
    "lab_mapping": "laboratory",
    "grade_decision": "adverse_event",
    "rule_approval": "rules",
    "alert": "alert",
    "alert_setting": "rules",
    "infection": "infection",
    "criteria_check": "infection",
    "engraftment": "engraftment",
    "transfusion": "transfusion",
    "official_wording": "rules",
    "therapy_decision": "therapy",
    "therapy_dose": "therapy",
    "disease_modifying_therapy": "dmt",
    "statement": "statement",
    "vaccination": "vaccine",
    "vaccine_decision": "vaccine",
    "monitoring_mark": "monitoring",
    "late_effect_check": "long_term",
    "fertility_record": "long_term",
    "neuro_recheck": "recheck",
    "care_plan_item": "care_plan",
    "rule_setting": "rules",
    "disease_history": "disease",
    "phenotype_change": "disease",
    "relapse": "disease",
    "edss_assessment": "neurology",
    "measure_value": "measure",
    "mri": "mri",
    "mri_reference": "mri",
    "selection_meeting": "selection",
    "trial_enrolment": "selection",
    "apheresis": "treatment",
    "conditioning_given": "treatment",
    "cell_infusion": "treatment",
    "death_review": "treatment",
    "letter": "letter",
    "letter_dispatch": "letter",
    "registry_entry": "registry",
    "phrase": "phrase",
    "letterhead_logo": "setting",
    "import_run": "import",
}
"""Which kind of news a table's rows make."""

SIGNED = "letter.sign"
"""The one write that is never taken back: what was signed may have left the house."""
VISIT_SIGNED = frozenset({"visit.sign", "visit.unlock"})
"""Neither is taken back: who signed too soon has the visit unlocked, which is on record as well."""
PSEUDONYMISED = "patient.pseudonymise"
"""Nothing of what it took out is left to be put back."""
_OF_USERS = frozenset({"user", "recovery", "passphrase"})
"""The first words of writes about who may open the file: the key file does not go back with the list."""
IMPORT = "import.take"
"""The write of a whole import."""


def undo(ws: Workspace, txn: str, *, anybodys: bool = False) -> Changes:
    """Take back one write whole; the text names what. It needs the right that the write needed.

    KnownError: `undo_of_another` for what somebody else entered, unless it may be `anybodys`, `undo_changed_since` when
    somebody changed the same rows since, `undo_done_already` the second time, `letter_is_signed` for a signature,
    `undo_in_the_way` when what was entered since and what would come back cannot stand together, `undo_parent_gone`
    when what it belongs to was taken back, `staff_has_entries` for a member of staff who has entered anything,
    `last_active_staff` when nobody would be left.
    """
    # Most use cases hang on these; who only reads KINDS needs none of them.
    from hsct_desktop.services import death_checks, undo_checks

    with ws.write("undo") as session:
        _refuse_undo(ws, session, txn, anybodys=anybodys)
        reverted = store_undo.revert(session, txn)
        # What stood a moment ago may stand again, whatever the forms say of it today.
        if store_undo.anything_since(session, reverted):
            store_undo.refuse_dangling(session, reverted)
            undo_checks.refuse_misfits(ws, session, reverted)
            death_checks.refuse_undo(session, ws, reverted)
        kinds = {KINDS[change.table] for change in reverted if change.table in KINDS}
        found = (_patient_of(session, change) for change in reverted)
        patient_id = next((known for known in found if known is not None), None)
        if "staff" in kinds and not staff.active(session):
            raise KnownError("last_active_staff")
        text = _sentence(ws, reverted[0].action, patient.any_name(session, patient_id) if patient_id else None)
        text = _one_result(ws, session, reverted) or text
        put_back = frozenset((change.table, change.row_id) for change in reverted)
        moved = _moved_together(session, reverted)
        if len(moved) > 1:
            text, patient_id = ws.wording.text("undone.protocol.move_many", count=len(moved)), None
        if reverted[0].action == IMPORT:
            patient_id = None  # it was about many
        return Changes(frozenset(kinds), session.txn, text, patient_id, put_back=put_back)


def _refuse_undo(ws: Workspace, session: WriteSession, txn: str, *, anybodys: bool) -> None:
    """What is not this person's to take back, or nobody's."""
    action = action_of(session, txn)
    if action == SIGNED:
        raise KnownError("letter_is_signed")
    if action.split(".")[0] in _OF_USERS:
        raise KnownError("user_not_undone")
    if action in VISIT_SIGNED:
        raise KnownError("signature_stays")
    if action == PSEUDONYMISED:
        raise KnownError("pseudonymised_stays")
    if action:
        ws.require(_right_of(action))
    author = author_of(session, txn)
    if not anybodys and author is not None and author != ws.require_author().staff_id:
        raise KnownError("undo_of_another")


def _right_of(action: str) -> Right:
    try:
        return right_for(action)
    except LookupError:  # of a version of the program that called it by another name
        return Right.RECORD


def _moved_together(session: WriteSession, reverted: list[Change]) -> set[int | None]:
    """Whose courses a move of protocol changed: the one write about several patients."""
    if reverted[0].action != "protocol.move":
        return set()
    return {_patient_of(session, change) for change in reverted if change.table == "transplant"}


def _sentence(ws: Workspace, action: str, name: tuple[str, str] | None) -> str:
    key = "undone.undo" if action.startswith(UNDO) else f"undone.{action}"
    if not ws.wording.has(key):
        return ws.wording.text("saved.undone")
    return ws.wording.text(key, name=display_name(*name) if name is not None else "")


def _one_result(ws: Workspace, session: WriteSession, reverted: list[Change]) -> str:
    """Which cell of the flowsheet was put back, where the write changed only one; else ""."""
    rows = {change.row_id for change in reverted if change.table == "lab_result"}
    if reverted[0].action != "lab_result.put" or len(rows) != 1:
        return ""
    held = history(session, "lab_result", rows.pop())[0].new
    analyte = ws.catalogue.analytes.analytes.get(str(held.get("analyte")))
    day = held.get("taken_on")
    if analyte is None or not day:
        return ""
    on = day if isinstance(day, date) else date.fromisoformat(str(day))
    return ws.wording.text("undone.result", analyte=analyte.label, day=ws.wording.day_month(on))


def _patient_of(session: WriteSession, change: Change) -> int | None:
    """Whose row a change is about; a changed row names only the columns that changed, so its first entry is asked."""
    if change.table == "patient":
        return change.row_id
    first = change if change.inserted else history(session, change.table, change.row_id)[0]
    found = first.new.get("patient_id")
    return found if isinstance(found, int) else None


def undo_last(ws: Workspace) -> Changes | None:
    """Take back the latest own write since this window opened the file that is not undone yet; None without one.

    What was entered on another day is changed on its own page, in sight, and not by a key.
    """
    with ws.read() as session:
        last = last_undoable(session, ws.require_author().staff_id, ws.store.opened_at_seq)
    return None if last is None else undo(ws, last.txn)
