"""A protocol on paper, written and read back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.protocol_words import label
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.protocol import write_protocol
from hsct_desktop.documents.protocol_inputs import PrintedApproval, ProtocolData
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import Assessment, FollowUpProtocol, Label, ProtocolItem, Window
from hsct_desktop.domain.protocol_check import check_whole
from tests.documents import samples
from tests.documents.reading import Read, base_fonts, made
from tests.domain.protocols import tame


def data(language: str = "en", protocol: str = "ahsct-ms", approval: PrintedApproval | None = None) -> ProtocolData:
    status = wording(language).text("protocol.reference_default")
    return ProtocolData(samples.context(language), Catalogue().protocol(protocol), status, approval)


def paper(of: ProtocolData) -> Read:
    return made(lambda stream: write_protocol(of, stream))


def test_every_visit_and_test_stands_on_it() -> None:
    given = data()
    read = paper(given)
    assert len(read.pages) == 2
    for item in given.protocol.items:
        assert read.has(item.label.en.replace("{n}", "n"))
        for test in item.assessments:
            assert read.has(test.label.en)
    assert read.has("every 7 days, until 100 days after Day 0")
    assert read.has("every year, for life")
    assert read.has("4 months after Day 0")
    assert read.has("Month 9 (optional)")
    assert read.has(given.protocol.source)
    assert read.has("gives no diagnosis and no dose advice")


def test_approval_is_said_on_every_page_and_so_is_none() -> None:
    for page in paper(data()).pages:
        assert Read((page,), b"").has("not approved by the unit")
    approved = paper(data(approval=PrintedApproval("Dr <b>Who</b>", dt.date(2026, 11, 18), "SOP 12 & more")))
    for page in approved.pages:
        assert Read((page,), b"").has("approved by Dr <b>Who</b> on 18 Nov 2026")
    assert approved.has("SOP 12 & more")
    unknown = replace(data(), approval_known=False)
    assert paper(unknown).has("approval not looked up: no data file was given")


def test_italian_dates_and_words() -> None:
    read = paper(data("it", "ahsct-ssc", PrintedApproval("Dr. Ferrante", dt.date(2026, 12, 1))))
    assert read.has("approvato da Dr. Ferrante il 1° dicembre 2026")
    assert read.has("ogni 7 giorni, fino a 100 giorni dopo il giorno 0")
    assert read.has("Presso il centro")
    assert not read.has("not approved")


def test_marks_tell_always_from_if_indicated() -> None:
    rows = {row.id: row.marks for row in data().tests}
    ids = [item.id for item in data().protocol.items]
    assert dict(zip(ids, rows["cmv_pcr"], strict=True)) == {
        **dict.fromkeys(ids), "weekly": True, "d30": True, "d60": True, "d100": True, "m6": False,
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 60])
def test_many_visits_with_long_names_fit(count: int) -> None:
    name = Label("Very long <i>name</i> & more " * 20, "Nome " * 100)
    test = Assessment("t" * 80, Label("Test " * 60, "Esame"))
    items = tuple(
        ProtocolItem(f"visit-{n}-{'x' * 60}", name, "day0", Offset(7 * n, "d"), Window(1, 1), assessments=(test,))
        for n in range(1, count + 1)
    )
    given = data()
    given = replace(
        given, protocol=replace(given.protocol, label=name, items=items, source="s " * 3000, version="9" * 300)
    )
    read = paper(given)
    assert all(read.has(f"visit-{n}-x") for n in range(1, count + 1))


def test_a_protocol_without_tests_or_sources_says_so() -> None:
    given = data()
    bare = tuple(replace(item, assessments=()) for item in given.protocol.items)
    read = paper(replace(given, protocol=replace(given.protocol, items=bare, source="")))
    assert read.has("The protocol names no source.")
    assert not read.has("Tests at each visit")


def test_fonts_and_bytes() -> None:
    raw = paper(data()).raw
    assert b"Helvetica" not in raw
    assert all("+DejaVuSansCondensed" in name for name in base_fonts(raw))
    assert paper(data()).raw == raw


@settings(
    max_examples=max(6, settings.default.max_examples // 50),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(tame(), st.sampled_from(["en", "it"]))
def test_any_sound_protocol_is_printed(protocol: FollowUpProtocol, language: str) -> None:
    assume(not list(check_whole(protocol)))
    read = paper(replace(data(language), protocol=protocol))
    assert all(read.has(label(item, wording(language))) for item in protocol.items)
