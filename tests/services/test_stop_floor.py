"""No file of a unit lets PJP prophylaxis stop below the program's floor, nor under an approval of other rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.resource import resource
from hsct_desktop.services import rule_sets, stop_rules
from hsct_desktop.services.workspace import Workspace
from tests.services import test_stop_rules as of
from tests.services.ward import TODAY, days

TEXT = resource("catalogues/therapies.yaml").read_text(encoding="utf-8")
SHIPPED = TEXT[TEXT.index("  - id: pjp\n") : TEXT.index("  - id: pjp_alt\n")]
AT_ONCE = SHIPPED.replace('{months: "6 months", confirmed: "100 d"', '{months: "0 d", confirmed: "100 d"')
AT_ONCE = AT_ONCE.replace('        least: {months: "6 months"}\n', "")
NOT_JUDGED = (
    SHIPPED[: SHIPPED.index("    stop_rules:\n")]
    + """\
    stop_rules:
      - {id: pjp_6m, text: {en: "At any time", it: "In ogni momento"}}
    monitor: []
"""
)
GONE = SHIPPED[: SHIPPED.index("    stop_rules:\n")]
OTHER_CLASS = AT_ONCE.replace("therapy_class: pjp", "therapy_class: other")


def own(ws: Workspace, folder: Path, items: str) -> None:
    """The unit's file of therapies, as a start of the program reads it."""
    (folder / "catalogues").mkdir(exist_ok=True)
    (folder / "catalogues" / "therapies.yaml").write_text(f"ages: {{CD4: 190 d}}\nitems:\n{items}", encoding="utf-8")
    ws.catalogue = Catalogue(folder)
    assert not ws.catalogue.problems


def approve(ws: Workspace) -> None:
    rule_sets.approve(ws, "stops", "Dr Serra", TODAY)


@pytest.mark.parametrize("items", [AT_ONCE, OTHER_CLASS, NOT_JUDGED, GONE])
def test_month_six_holds_whatever_the_file_says(ws: Workspace, tmp_path: Path, items: str) -> None:
    who = of.patient(ws, months=2)
    one = of.give(ws, of.pjp(who, rule="pjp_6m", start=days(-30)))
    of.state(ws, who)
    own(ws, tmp_path, items)
    approve(ws)
    assert of.verdict(ws, who, one) is Truth.NO
    assert of.rows(ws, of.TO_STOP) == []
    assert len(of.rows(ws, of.HELD)) == 1


def test_the_floor_is_told_as_a_finding_of_its_own(ws: Workspace, tmp_path: Path) -> None:
    who = of.patient(ws, months=2)
    one = of.give(ws, of.pjp(who, rule="pjp_6m", start=days(-30)))
    of.state(ws, who)
    own(ws, tmp_path, AT_ONCE)
    found = stop_rules.of_therapy(ws, who, one, TODAY)
    assert found is not None
    said = [line.text for line in stop_rules.lines(ws, found) if line.truth is Truth.NO]
    assert len(said) == 1
    assert "6 months since Day 0" in said[0].replace("\N{NO-BREAK SPACE}", " ")
    assert said[0].endswith("(the program's own floor)")


def test_immunosuppression_must_be_known_not_to_run(ws: Workspace, tmp_path: Path) -> None:
    who = of.patient(ws, months=8)
    one = of.give(ws, of.pjp(who, rule="pjp_6m"))
    free = "            - free_of: {what: [immunosuppression, dmt], confirmed: confirmed}\n"
    own(ws, tmp_path, AT_ONCE.replace(free, "").replace(', confirmed: "100 d"', ""))
    assert of.verdict(ws, who, one) is Truth.UNKNOWN
    of.state(ws, who)
    assert of.verdict(ws, who, one) is Truth.YES


def test_a_changed_file_needs_an_approval_of_its_own(ws: Workspace, tmp_path: Path) -> None:
    approve(ws)
    own(ws, tmp_path, AT_ONCE)
    state = next(s for s in rule_sets.states(ws) if s.rule_set == "stops")
    assert (state.acts, state.is_newer) == (False, True)
    approve(ws)
    assert next(s for s in rule_sets.states(ws) if s.rule_set == "stops").acts
    own(ws, tmp_path, AT_ONCE.replace('cd4: "200 /uL"', 'cd4: "150 /uL"'))
    assert not next(s for s in rule_sets.states(ws) if s.rule_set == "stops").acts
    (tmp_path / "catalogues" / "therapies.yaml").unlink()
    ws.catalogue = Catalogue(tmp_path)
    assert not next(s for s in rule_sets.states(ws) if s.rule_set == "stops").acts
