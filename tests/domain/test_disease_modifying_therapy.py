"""Drugs for the disease that were given together: asked about where it is sure, whatever the missing days were."""

import pytest

from hsct_desktop.domain.disease_modifying_therapy import (
    DiseaseModifyingTherapy,
    DiseaseModifyingTherapyEntry,
    DmtStatus,
    check_overlaps,
)
from hsct_desktop.domain.partial_date import parse_partial


def entry(drug: str, started: str, stopped: str, *, running: bool = False) -> DiseaseModifyingTherapyEntry:
    status = DmtStatus.RUNNING if running else DmtStatus.STOPPED
    return DiseaseModifyingTherapyEntry(1, drug, "", parse_partial(started), parse_partial(stopped), status)


def asked(held: DiseaseModifyingTherapyEntry, new: DiseaseModifyingTherapyEntry) -> list[tuple[str, bool]]:
    both = [(DiseaseModifyingTherapy(1, 1, held), "Held")]
    return [(problem.key, problem.soft) for problem in check_overlaps(new, both, {"ster"})]


@pytest.mark.parametrize(
    ("held", "new", "key"),
    [
        (entry("nat", "2019-01", "2021-03"), entry("ocr", "2020-05", "2022"), "dmt_together"),
        (entry("nat", "2019-01", "", running=True), entry("ga", "2020-05", "2022"), "dmt_together"),
        (entry("nat", "2019", "2021"), entry("ga", "2018", "2020"), "dmt_together"),
        (entry("nat", "2019-05-04", "2019-05-06"), entry("ga", "2019-05-05", "2020"), "dmt_together"),
        (entry("nat", "", "", running=True), entry("ga", "", "", running=True), "dmt_twice_running"),
        (entry("nat", "2019", "2021"), entry("nat", "2018", "2020"), "dmt_overlaps"),
        (entry("ster", "2019-03", "2019-05"), entry("ster", "2019-03", "2019-05"), "dmt_overlaps"),
    ],
)
def test_two_drugs_that_were_surely_given_together_are_asked_about_both_ways(
    held: DiseaseModifyingTherapyEntry, new: DiseaseModifyingTherapyEntry, key: str
) -> None:
    assert asked(held, new) == [(key, True)]
    assert asked(new, held) == [(key, True)]


@pytest.mark.parametrize(
    ("held", "new"),
    [
        (entry("nat", "2019", "2021-03"), entry("ocr", "2021", "2022")),  # a switch in 2021, early or late
        (entry("nat", "2019-01", "2021-03-10"), entry("ocr", "2021-03-10", "2022")),  # a switch on one day
        (entry("nat", "", "2021"), entry("ocr", "2019", "2020")),  # begun nobody knows when
        (entry("nat", "2019", ""), entry("ocr", "2019-05", "2020")),  # stopped nobody knows when
        (entry("nat", "2019", "2021"), entry("ster", "2020-05-04", "2020-05-09")),  # a pulse for a relapse
    ],
)
def test_what_may_have_been_one_after_the_other_and_a_pulse_beside_a_drug_are_not_asked_about(
    held: DiseaseModifyingTherapyEntry, new: DiseaseModifyingTherapyEntry
) -> None:
    assert asked(held, new) == []
    assert asked(new, held) == []
