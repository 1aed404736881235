"""Settings of confirmed disability read from msprog's arguments: every one, each wrong value, and back again."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.confirmed_disability import Assessed, course
from hsct_desktop.domain.disability_arguments import MOST_DAYS, read_settings, written_settings
from hsct_desktop.domain.disability_settings import (
    INF,
    Baseline,
    DisabilitySettings,
    EventRule,
    Outcome,
    Preceding,
    RelapseFree,
    StepConvention,
)
from hsct_desktop.domain.problem import InputError

EVERYTHING: dict[str, Any] = {
    "outcome": "SDMT", "value_col": "score", "event": "firstPIRA", "baseline": "roving", "conf_days": [84, 168.0],
    "conf_tol_days": [14, "inf"], "check_intermediate": False, "require_sust_days": "inf", "relapse_to_bl": [30, 5],
    "relapse_to_event": 7, "relapse_to_conf": [20], "relapse_assoc": [60, 10.5],
    "relapse_indep": {"prec": [0, None], "event": [None, 30], "conf": [90, "inf"], "prec_type": "last"},
    "relapse_rebl": True, "RAW_PIRA": True, "impute_last_visit": 1, "step_convention": 6,
    "proceed_from": "firstconf", "bl_geq": False,
}  # fmt: skip


def test_every_argument_is_read() -> None:
    assert read_settings(EVERYTHING) == DisabilitySettings(
        Outcome.SDMT, "score", EventRule.FIRST_PIRA, Baseline.ROVING, (84, 168), (14, INF), False, INF, (30, 5),
        (7, 0), (20, 0), (60, 10.5), RelapseFree((0, None), (None, 30), (90, INF), Preceding.LAST), True, True, True,
        StepConvention.FROM_6_0,
    )  # fmt: skip


def test_nothing_written_is_msprog_s_default() -> None:
    settings = read_settings({})
    assert settings == DisabilitySettings()
    assert settings.windows == ((77, 814.5),)
    assert (settings.column, read_settings({"outcome": "sdmt"}).column) == ("EDSS", "SDMT")
    assert (settings.relapse_indep.event, settings.relapse_indep.conf) == ((90, 30), (90, 30))


@pytest.mark.parametrize("arguments", [{}, EVERYTHING])
def test_what_is_written_is_read_back(arguments: dict[str, Any]) -> None:
    settings = read_settings(arguments)
    assert read_settings(json.loads(json.dumps(written_settings(settings)))).windows == settings.windows
    again = read_settings(written_settings(settings))
    assert (written_settings(again), again.column) == (written_settings(settings), settings.column)


@pytest.mark.parametrize(
    ("tolerance", "window"), [(30, (54, 114)), ([30], (54, 114)), ([0, 10], (84, 94)), ("inf", (-INF, INF))]
)
def test_one_tolerance_stands_for_both_sides(tolerance: Any, window: tuple[float, float]) -> None:
    assert read_settings({"conf_tol_days": tolerance}).windows == (window,)


WRONG = [
    ({"evnt": "first"}, "disability_setting_unknown_near"),
    ({"raw_pira": True}, "disability_setting_unknown_near"),
    ({"zzz": 1}, "disability_setting_unknown"),
    ({"proceed_from": "event"}, "disability_setting_only"),
    ({"bl_geq": 0}, "disability_setting_only"),
    ({"outcome": "nhpt"}, "disability_choice"),
    ({"event": "FIRST"}, "disability_choice"),
    ({"event": None}, "disability_choice"),
    ({"baseline": ["fixed"]}, "disability_choice"),
    ({"step_convention": 5}, "disability_choice"),
    ({"step_convention": True}, "disability_choice"),
    ({"RAW_PIRA": 1}, "disability_yes_no"),
    ({"relapse_rebl": "true"}, "disability_yes_no"),
    ({"check_intermediate": None}, "disability_yes_no"),
    ({"impute_last_visit": 0.5}, "disability_zero_one"),
    ({"impute_last_visit": 365}, "disability_zero_one"),
    ({"value_col": " "}, "disability_column"),
    ({"value_col": 3}, "disability_column"),
    ({"require_sust_days": -1}, "disability_length"),
    ({"require_sust_days": float("nan")}, "disability_length"),
    ({"require_sust_days": [84]}, "disability_length"),
    ({"require_sust_days": True}, "disability_length"),
    ({"conf_days": []}, "disability_periods"),
    ({"conf_days": 84.5}, "disability_periods"),
    ({"conf_days": "inf"}, "disability_periods"),
    ({"conf_days": [84, 84]}, "disability_periods"),
    ({"conf_days": "84"}, "disability_periods"),
    ({"conf_tol_days": []}, "disability_lengths"),
    ({"conf_tol_days": [7, 30, 60]}, "disability_lengths"),
    ({"conf_tol_days": [7, -30]}, "disability_lengths"),
    ({"relapse_to_bl": "30"}, "disability_lengths"),
    ({"relapse_assoc": {"a": 1}}, "disability_lengths"),
    ({"require_sust_days": 10**400}, "disability_length"),
    ({"require_sust_days": 1_000_001}, "disability_length"),
    ({"conf_days": 10**400}, "disability_periods"),
    ({"conf_days": list(range(101))}, "disability_periods"),
    ({"conf_tol_days": [7, 10**400]}, "disability_lengths"),
    ({"relapse_to_bl": 1e300}, "disability_lengths"),
    ({"relapse_to_event": 10**400}, "disability_lengths"),
    ({"relapse_to_conf": 10**400}, "disability_lengths"),
    ({"relapse_assoc": 10**400}, "disability_lengths"),
    ({"relapse_indep": {"prec": [0, 0], "event": [9, 10**400], "conf": [9, 3]}}, "disability_relapse_free"),
    ({"relapse_indep": None}, "disability_relapse_free"),
    ({"relapse_indep": {"prec": [0, 0], "event": [90, 30]}}, "disability_relapse_free"),
    ({"relapse_indep": {"prec": [0, 0], "event": [90], "conf": [90, 30]}}, "disability_relapse_free"),
    ({"relapse_indep": {"prec": [0, 0], "event": 90, "conf": [90, 30]}}, "disability_relapse_free"),
    ({"relapse_indep": {"prec": [0, 0], "event": [9, -3], "conf": [90, 30]}}, "disability_relapse_free"),
    ({"relapse_indep": {"prec": [None, 0], "event": [9, 3], "conf": [9, 3]}}, "disability_relapse_free_joined"),
    ({"relapse_indep": {"prec": [0, None], "event": [9, 3], "conf": [9, 3]}}, "disability_relapse_free_joined"),
    ({"relapse_indep": {"prec": [0, 0], "event": [9, 3], "conf": [9, None]}}, "disability_relapse_free_joined"),
    (
        {"relapse_indep": {"prec": [0, 0], "event": [9, 3], "conf": [9, 3], "prec_type": "first"}},
        "disability_choice",
    ),
]


@pytest.mark.parametrize(("arguments", "key"), WRONG)
def test_each_wrong_value_is_a_clear_sentence(arguments: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError) as error:
        read_settings(arguments)
    assert [problem.key for problem in error.value.problems] == [key]
    for language in ("en", "it"):
        said = wording(language).problems(error.value)
        assert said.endswith(".")
        assert error.value.problems[0].field in said


def test_the_longest_lengths_can_be_reckoned_with() -> None:
    most = MOST_DAYS
    lengths = ("conf_tol_days", "relapse_to_bl", "relapse_to_event", "relapse_to_conf", "relapse_assoc")
    around = {point: [most, most] for point in ("prec", "event", "conf")}
    settings = {"require_sust_days": most, "conf_days": [most], "relapse_indep": around, "RAW_PIRA": True}
    visits = [Assessed(date(year, 1, 1), edss) for year, edss in ((1900, 4.0), (2026, 6.0), (2899, 6.0))]
    found = course(visits, [date(2020, 1, 1)], read_settings({**settings, **{name: [most, most] for name in lengths}}))
    assert found.events == ()


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        read_settings({"event": "x", "baseline": "y", "conf_days": 84, "foo": 1})
    assert [problem.field for problem in error.value.problems] == ["event", "baseline", "foo"]


def test_a_wrong_value_is_told_short_and_an_unknown_name_too() -> None:
    with pytest.raises(InputError) as error:
        read_settings({"event": "x\n" * 9000, "y" * 9000: 1})
    told = [str(value) for problem in error.value.problems for value in problem.params.values()]
    assert all(len(value) < 400 and "\n" not in value for value in told)
