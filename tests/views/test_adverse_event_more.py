"""The toxicity sheet beyond the quick entry: version, baseline, links, narrative, draft, evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.adverse_event import (
    Action,
    Attribution,
    Causality,
    Judgement,
    SeriousnessCriterion,
)
from hsct_desktop.services import adverse_events, settings, supportive_therapies
from hsct_desktop.services.grading_settings import CTCAE_VERSION
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.context import Context
from tests.views.test_patient_sheets import host, pid  # noqa: F401  - fixtures
from tests.views.ward import ON


@pytest.fixture
def sheet(host: QWidget, ctx: Context, pid: int) -> AdverseEventSheet:  # noqa: F811
    made = AdverseEventSheet(ctx, pid)
    ctx.open_sheet(made)
    made._picker.look_for("nausea")
    made._picker.take()
    made._grades.choose(2)
    return made


def again(ctx: Context, who: int) -> AdverseEventSheet:
    (episode,) = adverse_events.for_patient(ctx.ready(), who)
    return AdverseEventSheet(ctx, who, episode.id)


def test_all_that_is_said_is_kept_and_shown_again(ctx: Context, sheet: AdverseEventSheet) -> None:
    who, more = sheet.patient_id, sheet._more
    assert not more.is_open()
    sheet._causality.chips().turn(Attribution.ATG)
    for _ in range(4):
        sheet._causality.chips().turn(Attribution.DISEASE)
    sheet._serious.set_value(True)
    criteria = (SeriousnessCriterion.HOSPITAL, SeriousnessCriterion.DISABILITY)
    sheet._criteria.choice().set_values(criteria)
    more.narrative.set_text("Admitted at night.\nBetter in the morning.")
    more.action.set_value(Action.TREATED)
    sheet.save()
    (episode,) = adverse_events.for_patient(ctx.ready(), who)
    assert episode.attributions == (Attribution.ATG,)
    assert episode.causality == (
        Judgement(Attribution.ATG, Causality.POSSIBLE), Judgement(Attribution.DISEASE, Causality.UNLIKELY),
    )  # fmt: skip
    assert (episode.criteria, episode.narrative) == (criteria, "Admitted at night.\nBetter in the morning.")
    shown = again(ctx, who)
    assert shown._more.is_open()
    entry, _version = adverse_events.entry_of(ctx.ready(), episode.id)
    assert shown.entry() == entry


def test_an_attribution_that_nobody_judged_stays_without_a_level(ctx: Context, sheet: AdverseEventSheet) -> None:
    sheet.save()
    (episode,) = adverse_events.for_patient(ctx.ready(), sheet.patient_id)
    entry, version = adverse_events.entry_of(ctx.ready(), episode.id)
    adverse_events.revise(ctx.ready(), episode.id, version, replace(entry, attributions=(Attribution.CONDITIONING,)))
    shown = again(ctx, sheet.patient_id)
    chip = shown._causality.chips().chip(Attribution.CONDITIONING)
    assert (chip.text(), chip.isChecked()) == ("Conditioning", True)
    assert (shown.entry().attributions, shown.entry().causality) == ((Attribution.CONDITIONING,), ())
    shown._causality.chips().turn(Attribution.CONDITIONING)
    assert shown.entry().causality == (Judgement(Attribution.CONDITIONING, Causality.POSSIBLE),)


def test_a_draft_has_everything(ctx: Context, sheet: AdverseEventSheet) -> None:
    sheet._causality.chips().turn(Attribution.INFECTION)
    sheet._serious.set_value(True)
    sheet._criteria.choice().set_values([SeriousnessCriterion.LIFE_THREATENING])
    sheet._more.narrative.set_text("At first")
    sheet._more.baseline.set_value(True)
    before = sheet.entry()
    sheet.keep_draft()
    back = AdverseEventSheet(ctx, sheet.patient_id)
    assert back.entry() == before
    assert back._more.is_open()


def test_a_draft_of_the_other_version_keeps_no_grade(ctx: Context, sheet: AdverseEventSheet) -> None:
    sheet._more.note.set_text("since morning")
    sheet.keep_draft()
    settings.put(ctx.ready(), CTCAE_VERSION, "6.0")
    back = AdverseEventSheet(ctx, sheet.patient_id)
    assert (back.entry().ctcae_version, back.entry().grades, back.entry().note) == ("6.0", (), "since morning")


def test_a_recorded_episode_keeps_its_version_when_the_unit_changes(ctx: Context, sheet: AdverseEventSheet) -> None:
    sheet.save()
    settings.put(ctx.ready(), CTCAE_VERSION, "6.0")
    shown = again(ctx, sheet.patient_id)
    assert shown.entry().ctcae_version == "5.0"
    assert "v5.0" in shown._sub.text()
    assert AdverseEventSheet(ctx, sheet.patient_id).entry().ctcae_version == "6.0"


def test_baseline_follows_the_onset_until_somebody_says_otherwise(sheet: AdverseEventSheet) -> None:
    assert sheet.entry().baseline is False
    sheet._onset.set_date(ON - timedelta(days=300))
    assert sheet.entry().baseline is True
    sheet._more.baseline.set_value(False)
    sheet._onset.set_date(ON - timedelta(days=301))
    assert sheet.entry().baseline is False


def test_a_problem_behind_the_fold_opens_it(sheet: AdverseEventSheet) -> None:
    sheet._more.narrative.set_text("x" * 20_001)
    assert not sheet._more.is_open()
    sheet.save()
    assert sheet._more.is_open()
    assert "20000" in sheet._more.narrative.error().replace("\u00a0", "").replace(",", "")


def test_a_link_whose_drug_was_taken_back_stays(ctx: Context, host: QWidget) -> None:  # noqa: F811
    ws = ctx.ready()
    from hsct_desktop.services import patients

    who = next(hit.id for hit in patients.browse(ws) if hit.code == "MS-0031")
    made = AdverseEventSheet(ctx, who)
    made._picker.look_for("nausea")
    made._picker.take()
    made._grades.choose(1)
    (therapy,) = supportive_therapies.for_patient(ws, who)
    made._more.links["therapy_id"].set_value(therapy.id)
    made.save()
    supportive_therapies.void_therapy(ws, therapy.id, "mistake")
    shown = again(ctx, who)
    assert shown.entry().therapy_id == therapy.id
    shown.save()
    assert adverse_events.for_patient(ws, who)[0].therapy_id == therapy.id


def test_the_day_of_a_febrile_neutropenia_is_looked_up(sheet: AdverseEventSheet) -> None:
    assert sheet._day_facts.isHidden()
    sheet._picker.look_for("febrile neutropenia")
    sheet._picker.take()
    assert not sheet._day_facts.isHidden()
    assert "neutropenia is possible" in sheet._day_facts.accessibleName()
    assert "Unit rule fn" in sheet._day_facts.accessibleName()
