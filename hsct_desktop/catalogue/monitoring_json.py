"""The serial tests as compiled JSON, so that the window need not wait for pydantic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hsct_desktop.domain.monitoring import Above, InPatient, MonitoringTest
from hsct_desktop.domain.protocol import Label


def tests_to_json(tests: Mapping[str, MonitoringTest]) -> list[dict[str, Any]]:
    """The tests as plain data."""
    return [asdict(test) for test in tests.values()]


def tests_from_json(text: str) -> dict[str, MonitoringTest]:
    """The tests as compiled, by id."""
    return {stored["id"]: _test(stored) for stored in json.loads(text)}


def _test(stored: dict[str, Any]) -> MonitoringTest:
    labels = {name: Label(**stored[name]) for name in ("label", "short")}
    codes = {name: tuple(stored[name]) for name in ("analytes", "lead")}
    above = Above(**stored["above"]) if stored["above"] is not None else None
    inpatient = InPatient(*stored["inpatient"]) if stored["inpatient"] is not None else None
    return MonitoringTest(**{**stored, **labels, **codes, "above": above, "inpatient": inpatient})
