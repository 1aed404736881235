"""The serial tests as data: what they name exists, mistakes are told, the compiled copy is fresh."""

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.monitoring import load_monitoring, monitoring_to_json
from hsct_desktop.catalogue.monitoring_json import tests_from_json as read_compiled
from hsct_desktop.catalogue.source import read_source, source_of
from hsct_desktop.resource import resource

CATALOGUE = Catalogue()
TABLE = CATALOGUE.analytes
SHIPPED = resource("catalogues/monitoring.yaml")
SMALL = """
version: "1"
items:
  - id: cmv_pcr
    label: {en: "CMV", it: "CMV"}
    analytes: [CMV]
    lead: [CMV]
    result_within: 3 d
"""


def test_every_test_is_a_line_of_the_checklists_and_its_rule_has_its_threshold() -> None:
    for test in CATALOGUE.monitoring.values():
        assert test.id in CATALOGUE.assessments
        assert set(test.analytes) | set(test.lead) <= set(TABLE.analytes)
        if test.above is not None:
            assert test.above.threshold in CATALOGUE.alerts.rules[test.above.rule].thresholds
            assert test.above.analyte in test.analytes


def test_every_serial_test_of_the_protocol_has_a_strip() -> None:
    """Laboratory tests that the reference protocol repeats; what is examined or asked is no strip."""
    asked = {line.id for item in CATALOGUE.protocols["ahsct-ms"].items for line in item.assessments}
    wanted = {"cmv_pcr", "ebv_pcr", "fbc", "chem", "immunoglobulins", "lymphocytes", "electrophoresis", "thyroid"}
    assert wanted <= asked & set(CATALOGUE.monitoring)


def test_the_compiled_copy_is_fresh_and_reads_back() -> None:
    compiled = resource("catalogues/monitoring.json").read_text(encoding="utf-8")
    source = read_source(SHIPPED, "monitoring.yaml")
    assert compiled == monitoring_to_json(source, TABLE)
    assert read_compiled(compiled) == load_monitoring(source, TABLE)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("analytes: [CMV]", "analytes: [CVM]", "CVM"),
        ("lead: [CMV]", "lead: [XX]", "XX"),
        ("result_within: 3 d", "result_within: 3", "result_within"),
        ("analytes: [CMV]", "analytes: []", "analytes"),
        ("    lead: [CMV]\n", "", "lead"),
    ],
)
def test_mistakes_are_told_with_their_line(old: str, new: str, told: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_monitoring(source_of(SMALL.replace(old, new), "monitoring.yaml"), TABLE)
    assert told in str(caught.value)
    assert "monitoring.yaml, line" in str(caught.value)
