"""What the papers say of long-term follow-up: abnormal and overdue items, fertility, possible pseudo-relapses."""

from __future__ import annotations

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.inputs import PrintedAbnormal, PrintedLongTerm
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.late_effect import LateEffectState
from hsct_desktop.services import fertility, late_effects, neuro_rechecks
from hsct_desktop.services.late_effects import LongTermRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession


def printed(ws: Workspace, session: ReadSession, patient_id: int, words: Wording) -> PrintedLongTerm:
    """The long-term part of the summary; its days are those of the page."""
    text = paper_wording(words.language)
    held = late_effects.long_term(ws, session, patient_id, text.in_tables)
    overdue = [
        (row.label, row.standing.due)
        for row in held.waiting
        if row.standing.state is LateEffectState.OVERDUE and row.standing.due is not None
    ]
    told = neuro_rechecks.rechecks(ws, session, patient_id, text)
    return PrintedLongTerm(
        tuple(_abnormal(row) for row in held.abnormal),
        tuple(overdue),
        fertility.line(text.in_tables, held.fertility),
        tuple(text for _, text in told.held),
    )


def _abnormal(row: LongTermRow) -> PrintedAbnormal:
    sent = row.standing.referral
    if sent is None:
        return PrintedAbnormal(row.label, row.last, "", None)
    return PrintedAbnormal(row.label, row.last, sent.refer_to, sent.referred_on)
