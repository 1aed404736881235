"""The patient summary, written and read back."""

import dataclasses
import datetime as dt
import io
import json
import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.inputs import PrintedEngraftment, PrintedReport
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.summary import write_summary
from hsct_desktop.documents.text import UNKNOWN_SIGN, within
from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.resource import resource
from tests.documents import samples
from tests.documents.reading import Read, base_fonts, font_programs, made, read

SAMPLES = ("rich", "poor", "before_day0", "dead", "left", "crowded")


def summary(data) -> Read:
    return made(lambda stream: write_summary(data, stream))


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("name", SAMPLES)
def test_never_more_than_two_pages_and_each_is_numbered(name, language):
    paper = summary(getattr(samples, name)(language))
    total = len(paper.pages)
    assert total <= 2
    for number, page in enumerate(paper.pages, start=1):
        assert wording(language).text("document.page", number=number, total=total) in " ".join(page.split())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_says_what_it_is_and_what_it_is_not(name):
    data = getattr(samples, name)()
    for page in summary(data).pages:
        text = " ".join(page.split())
        assert "gives no diagnosis and no dose advice" in text
        assert "Example: invented data" in text
        assert "printed by G. Ferrante" in text
        assert "R-0147" in text


def test_practice_mark_only_on_practice_data():
    data = samples.rich()
    real = dataclasses.replace(data, context=dataclasses.replace(data.context, practice=False))
    assert "invented" not in summary(real).text


def test_what_a_colleague_asks_for_stands_on_page_one():
    page = Read(summary(samples.rich()).pages[:1], b"")
    for text in (
        "ROSSETTI Chiara",
        "born 14 Mar 1989 (37 years)",
        "code R-0147",
        "no known allergies",
        "Day +370",
        "Multiple sclerosis, relapsing-remitting",
        "Day 0: 13 Nov 2025",
        "BEAM-ATG, intermediate intensity",
        "CD34+ 5.84 × 10⁶/kg, not manipulated",
        "16 Jun 2026 (Day +215)",
        "overdue since 8 Nov 2026: Month 12; then Month 18, booked 12 May 2027 09:30, window 14 Mar – 12 Jul 2027",
        "Dr P. Lombardi, San Rocco Hospital",
        "+39 000 555 0147",
        "3 points · 1 late visit · 1 therapy to stop · 1 open toxicity",
        "Month 12 10 days late",
        "Aciclovir: planned stop 13 Nov 2026",
        "CD4 lymphocytes decreased, since 13 Dec 2025, grade 2",
        "Worst grade 4",
        "5 episodes of grade ≥ 3. 3 still open.",
    ):
        assert page.has(text), text


def test_the_rest_of_the_record_is_there():
    paper = summary(samples.rich())
    for text in (
        "Febrile neutropenia",
        "4 → 3 → 2",
        "16 Nov 2025 (+3)",
        "Co-trimoxazole",
        "CD4 ≥ 200/µL, not before month 6",
        "since 10 Nov 2026",
        "neutrophils 0.7 × 10⁹/L",
        "4 kept · 1 missed",
        "outside window",
        "influenza; called on 20 May",
        "as the regimen is described, not doses given",
        "3.75 mg/kg",
        "17 Nov 2026 · call with the patient, reached: fever 37.8 °C; blood count tomorrow",
    ):
        assert paper.has(text), text


def test_severe_and_open_episodes_come_first():
    text = summary(samples.rich()).text.split("Attribution")[1]
    order = ["Platelet count", "Neutropenia", "CD4", "Febrile", "Mucositis", "Fatigue", "Blood TSH", "Cytomegalovirus"]
    places = [text.index(term) for term in order]
    assert places == sorted(places)


def test_nothing_recorded_is_said_in_words_and_never_as_zero():
    paper = summary(samples.poor())
    for text in (
        "allergies not recorded",
        "no transplant recorded",
        "No toxicity recorded.",
        "No supportive therapy recorded.",
        "No visit recorded as kept or missed.",
        "No regimen recorded.",
        "No contact recorded.",
        "No next visit is planned.",
    ):
        assert paper.has(text), text
    assert not re.search(r"\b0 (episode|visit|kept|point|running)", paper.text)


def test_before_day0_counts_down():
    paper = summary(samples.before_day0())
    assert paper.has("Day −21")
    assert paper.has("planned Day 0: 9 Dec 2026")


def test_a_planned_day0_is_said_to_be_planned_on_every_page():
    data = dataclasses.replace(samples.rich(), day0=samples.ON + dt.timedelta(days=21))
    pages = summary(data).pages
    assert len(pages) == 2
    assert all(Read((page,), b"").has("planned Day 0: 9 Dec 2026") for page in pages)


def test_a_transplant_without_its_dates_is_not_called_none():
    data = dataclasses.replace(samples.poor(), conditioning_regimen="BEAM-ATG")
    paper = summary(data)
    assert paper.has("Day 0 not recorded")
    assert paper.has("CD34+ dose not recorded")
    assert paper.has("A regimen is recorded")
    assert not paper.has("no transplant recorded")


def test_the_dead_have_a_date_a_cause_and_no_next_visit():
    paper = summary(samples.dead())
    assert paper.has("died 3 Mar 2026 (Day +110)")
    assert paper.has("(36 years at death)")
    assert paper.has("sepsis")
    assert paper.has("▲ Allergies: penicillin: anaphylaxis (2014)")
    assert paper.has("Next visits None: the patient died on 3 Mar 2026.")
    assert not paper.has("No next visit is planned")
    assert not paper.has("Day +370")


def test_nothing_runs_or_is_open_after_death():
    text = summary(samples.dead()).text
    paper = summary(samples.dead())
    assert paper.has("Open points None: the patient died on 3 Mar 2026.")
    assert paper.has("2 running at death")
    assert paper.has("until death, 3 Mar 2026 (stop not recorded)")
    assert paper.has("1 open at death.")
    assert paper.has("not resolved")
    assert not re.search(r"running now|to stop|still open|\bongoing\b|yearly for life", text)


@pytest.mark.parametrize("language", ["en", "it"])
def test_who_left_is_shown_as_last_recorded(language):
    words = paper_wording(language)
    paper = summary(samples.left(language))
    moved = dt.date(2026, 7, 20)
    for key in ("ended.transferred", "not_followed.left", "as_of"):
        assert paper.has(words.text(f"document.summary.{key}", date=moved)), key
    assert paper.has(words.count("document.summary.running.left", 2, date=moved))
    assert paper.has(words.count("document.summary.still_open.left", 2, date=moved))
    assert paper.has(words.in_tables.text("document.summary.last_recorded.running", date=moved))
    assert not paper.has(words.text("document.summary.lifelong"))
    # The planned stop of November came after the patient had left.
    assert not paper.has(words.text("document.summary.stop_planned", date=dt.date(2026, 11, 13)))


def test_a_visit_whose_window_is_open_and_that_nobody_booked_is_an_open_point():
    data = samples.rich()
    near = {"target": samples.ON, "earliest": samples.ON, "latest": samples.ON + dt.timedelta(days=5), "booked": None}
    for status in (VisitStatus.OPEN, VisitStatus.DUE):
        visit = dataclasses.replace(data.visits[0], label="Day +60", status=status, seen_on=None, **near)
        paper = summary(dataclasses.replace(data, visits=(visit,), episodes=(), therapies=()))
        assert paper.has("Day +60: window closes 23 Nov 2026, not booked")
        assert paper.has("1 visit to book")
        assert not paper.has("Nothing open")
        booked = dataclasses.replace(visit, booked=samples.ON)
        assert summary(dataclasses.replace(data, visits=(booked,), episodes=(), therapies=())).has("Nothing open")


def test_several_overdue_visits_are_counted_in_the_head():
    data = samples.rich()
    old = {"target": dt.date(2026, 8, 1), "latest": dt.date(2026, 9, 1), "booked": None}
    late = dataclasses.replace(data.visits[5], label="Month 9", **old)
    paper = summary(dataclasses.replace(data, visits=(late, *data.visits)))
    assert paper.has("overdue since 1 Sep 2026: Month 9 and 1 more; then Month 18")


def test_visits_before_the_first_record_are_counted_and_not_listed():
    data = samples.rich()
    past = dataclasses.replace(data.visits[0], label="Month 6", status=VisitStatus.HISTORY, seen_on=None)
    paper = summary(dataclasses.replace(data, visits=(past, past)))
    assert paper.has("2 before the first record here, not recorded")
    assert not paper.has("Month 6")


def test_pauses_missing_doses_and_notes_are_printed():
    paper = summary(samples.rich())
    assert paper.has("interrupted 12–15 Sep 2026")
    assert paper.has("200 mg/m² per day, 800 mg/m² in total")
    assert paper.has("M1 = first day of mobilisation")
    assert paper.has("rabbit ATG ▲")
    assert paper.has("▲ rabbit ATG (conditioning): days from clinical practice: check")
    assert paper.has("Reference defaults of the program, to be replaced by the unit’s own; not the doses given.")
    assert paper.has("Then yearly for life.")
    assert summary(samples.dead()).has("dose not recorded, oral")


def test_italian_dates_are_figures_in_tables_and_words_in_sentences():
    paper = summary(samples.rich("it"))
    assert paper.has("nata il 14 marzo 1989 (37 anni)")
    assert paper.has("giorno 0: 13/11/2025")
    assert paper.has("16/11/2025 (+3)")
    assert paper.has("sospensione prevista 13 novembre 2026")
    assert not re.search(r"\b(gen|feb|mar|apr|giu|lug|ago|set|ott|nov|dic)\s2\d{3}", paper.text)


def test_no_severe_toxicity_names_what_is_left_out():
    data = samples.rich()
    mild = tuple(e for e in data.episodes if e.worst < 3)
    assert summary(dataclasses.replace(data, episodes=mild)).has("expected falls in aplasia")


@pytest.mark.parametrize(
    ("language", "single", "double", "worst"),
    [
        ("en", "1 episode of grade ≥ 3.", "2 episodes of grade ≥ 3.", "Worst grade"),
        ("it", "1 episodio di grado ≥ 3.", "2 episodi di grado ≥ 3.", "Grado massimo"),
    ],
)
def test_grades_of_two_versions_are_counted_apart(language, single, double, worst):
    data = samples.rich(language)
    one, two, three = [e for e in data.episodes if e.worst >= 3][:3]
    newer = [dataclasses.replace(e, ctcae_version="6.0") for e in (two, three)]
    text = " ".join(summary(dataclasses.replace(data, episodes=(one, *newer))).text.split())
    for version, episodes, count in (("5.0", [one], single), ("6.0", newer, double)):
        told = text.split(f"CTCAE v{version}: {worst} ", 1)[1]
        assert told.startswith(f"{max(e.worst for e in episodes):d}: ")
        assert count in told.split("CTCAE v6.0")[0]
    assert f"{two.label} (v6.0)" in text
    assert f"{one.label} (v5.0)" in text
    assert "v5.0, v6.0" in text


def test_a_baseline_toxicity_is_listed_and_not_counted():
    data = samples.rich()
    worst, *_, mild = sorted(data.episodes, key=lambda e: -e.worst)
    before = dataclasses.replace(worst, baseline=True)
    text = " ".join(summary(dataclasses.replace(data, episodes=(before, mild))).text.split())
    assert f"{worst.label}, present before treatment" in text
    assert f"Worst grade {mild.worst:d}: {mild.label}" in text
    alone = " ".join(summary(dataclasses.replace(data, episodes=(before,))).text.split())
    assert f"Worst grade {worst.worst:d}" not in alone


def test_one_version_is_named_at_the_foot_only():
    text = summary(samples.rich()).text
    assert "(v5.0)" not in text
    assert "CTCAE v5.0:" not in text
    assert "CTCAE v5.0" in text


@pytest.mark.parametrize("count", range(3, 40))
def test_no_row_stands_alone_on_the_second_page(count):
    data = samples.rich()
    many = tuple(
        dataclasses.replace(data.therapies[2], id=n, name=f"Drug{n:02d}", stop=None, planned_stop=None)
        for n in range(count)
    )
    empty = samples.timeline((), (), ())
    kept = dataclasses.replace(data, therapies=many, episodes=data.episodes[:6], timeline=empty)
    for page in summary(kept).pages:
        found = set(re.findall(r"Drug\d\d", page))
        assert len(found) != 1
        assert page.count("Planned stop") <= 1


def test_listed_allergies_without_an_entry_are_not_blank():
    data = dataclasses.replace(samples.rich(), allergy_status=AllergyStatus.LISTED, allergies=())
    assert summary(data).has("Allergies: not recorded")


def test_what_is_left_out_is_counted():
    data = samples.crowded()
    paper = summary(data)
    left = re.search(r"Not shown: (\d+) more episodes, the worst of grade 4", paper.text)
    assert left is not None
    assert 0 < int(left.group(1)) <= len(data.episodes) - 5
    assert re.search(r"Not shown: \d+ more therapies", paper.text)
    assert re.search(r"Not shown: \d+ more planned visits", paper.text)
    assert re.search(r"Not shown: \d+ earlier visits", paper.text)
    assert re.search(r"Not shown: \d+ more open points", paper.text)
    assert re.search(r"Not shown: \d+ earlier contacts", paper.text)


def test_shown_and_left_out_episodes_make_all_of_them():
    data = samples.rich()
    many = tuple(dataclasses.replace(data.episodes[0], id=n, label=f"Event{n:03d}") for n in range(60))
    text = summary(dataclasses.replace(data, episodes=many, timeline=samples.timeline((), (), ()))).text
    left = int(re.search(r"Not shown: (\d+) more episodes", text).group(1))
    table = text.split("Attribution", 1)[1].split("Supportive therapy")[0]
    assert len(set(re.findall(r"Event\d{3}", table))) + left == 60


def test_long_names_and_allergies_are_never_cut():
    data = samples.crowded()
    paper = summary(data)
    assert paper.has(f"{data.family_name.upper()} {data.given_name.strip()}")
    assert all(paper.has(allergy) for allergy in data.allergies)


@pytest.mark.parametrize(
    "name",
    ["<b>Rossi</b>", 'O\'Neil & Sons "X"', "</para>", "Wiśniewski", "Παπαδόπουλος", "Шевченко", "Ro\u202essi\u200f"],
)
def test_names_are_data(name):
    data = dataclasses.replace(samples.rich(), given_name=name, neurologist=name, allergies=(name,))
    assert summary(data).has(name)


@settings(max_examples=max(8, settings.default.max_examples // 50))
@given(st.data())
def test_any_text_in_any_field_gives_a_paper(data):
    """Every text field of the summary takes any text at all: two pages come out and nothing is raised."""
    base = samples.rich()
    text_fields = [
        f.name for f in dataclasses.fields(base) if isinstance(getattr(base, f.name), str) and f.name != "sex"
    ]
    chosen = data.draw(st.sets(st.sampled_from([n for n in text_fields if n not in ("follow_up",)]), min_size=3))
    plain = {n for n in chosen if type(getattr(base, n)) is str}
    texts = {name: data.draw(st.text(max_size=200)) for name in plain}
    assert len(summary(dataclasses.replace(base, **texts)).pages) <= 2


def test_signs_that_cannot_be_printed_are_visible_and_explained():
    paper = summary(dataclasses.replace(samples.rich(), family_name="王", given_name="Wei"))
    assert UNKNOWN_SIGN in paper.text
    assert paper.has("identify by code and birth date")
    assert paper.has("a sign that this page cannot print")
    assert "cannot print" not in summary(samples.rich()).text


def test_right_to_left_names_are_joined_and_only_what_cannot_be_carries_a_note():
    said = "Right-to-left letters are printed unjoined"
    assert not summary(dataclasses.replace(samples.rich(), family_name="דוד")).has(said)
    assert summary(dataclasses.replace(samples.rich(), family_name="דוד محمد")).has(said)


def test_fonts_are_ours_and_embedded():
    raw = summary(samples.rich()).raw
    names = base_fonts(raw)
    assert names
    assert all(re.fullmatch(r"[A-Z]{6}\+DejaVuSansCondensed(-Bold)?(_\d+)?", name) for name in names), names
    assert font_programs(raw) == len(names)
    assert b"Helvetica" not in raw


def test_metadata_name_no_patient():
    raw = summary(samples.rich("it")).raw
    document = pypdfium2.PdfDocument(raw)
    metadata = document.get_metadata_dict()
    document.close()
    assert metadata["Title"] == "Riepilogo del paziente"
    assert metadata["Creator"] == "HSCT Desktop"
    assert not any(word in json.dumps(metadata) for word in ("Rossetti", "ROSSETTI", "Chiara", "R-0147", "1989"))
    assert re.search(rb"/Lang\s*\(?.*?it", raw)


def test_the_same_input_gives_the_same_bytes():
    first = summary(samples.rich()).raw
    summary(samples.dead("it"))
    assert summary(samples.rich()).raw == first


def test_writes_to_a_path_whole_or_not_at_all(tmp_path):
    path = tmp_path / "summary.pdf"
    write_summary(samples.rich(), path)
    assert read(path.read_bytes()).has("ROSSETTI Chiara")
    assert [p.name for p in tmp_path.iterdir()] == ["summary.pdf"]
    with pytest.raises(OSError, match="folder"):
        write_summary(samples.rich(), tmp_path)


def test_italian_holds_no_english_sentence():
    english = json.loads(resource("i18n/wording/document.en.json").read_text("utf-8"))
    italian = json.loads(resource("i18n/wording/document.it.json").read_text("utf-8"))
    assert english.keys() == italian.keys()
    texts = " ".join(summary(getattr(samples, name)("it")).text for name in SAMPLES[:5])
    for key, template in english.items():
        parts = [p.strip() for p in re.split(r"\{\w+\}", template) if len(p.strip()) > 5]
        for part in parts:
            if template != italian[key] and part not in italian[key]:
                assert part not in texts, (key, part)


def test_placeholders_agree_between_languages():
    english = json.loads(resource("i18n/wording/document.en.json").read_text("utf-8"))
    italian = json.loads(resource("i18n/wording/document.it.json").read_text("utf-8"))
    for key, template in english.items():
        assert set(re.findall(r"\{(\w+)\}", template)) == set(re.findall(r"\{(\w+)\}", italian[key])), key


def test_a_visit_without_dates_is_not_blank():
    data = samples.rich()
    odd = dataclasses.replace(data.visits[0], target=None, earliest=None, latest=None, seen_on=None, seen_by="")
    paper = summary(dataclasses.replace(data, visits=(odd, dataclasses.replace(odd, status=VisitStatus.UPCOMING))))
    assert paper.has("Day +30")


def test_late_visits_are_counted_in_days():
    data = samples.rich()
    late = dataclasses.replace(
        data.visits[0], status=VisitStatus.LATE, latest=samples.ON - dt.timedelta(days=1), booked=None
    )
    assert summary(dataclasses.replace(data, visits=(late,))).has("1 day late")


def test_stream_stays_open():
    stream = io.BytesIO()
    write_summary(samples.poor(), stream)
    assert stream.getvalue().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_visit_done_elsewhere_stands_among_the_past_ones_until_its_report_comes(language):
    data = samples.rich(language)
    (first, *rest) = data.visits
    waiting = dataclasses.replace(first, status=VisitStatus.REPORT_AWAITED, seen_by="Northfield Hospital")
    paper = summary(dataclasses.replace(data, visits=(waiting, *rest)))
    words = paper_wording(language)
    assert paper.has("Northfield Hospital")
    assert paper.has(within(words.enum("visit_status", "report_awaited")))
    assert paper.has(words.count("document.summary.tally.report_awaited", 1))


@pytest.mark.parametrize("language", ["en", "it"])
def test_an_awaited_report_is_an_open_point(language):
    data = samples.rich(language)
    awaited = PrintedReport("MRI <b>brain</b>", "Northfield & Sons", dt.date(2026, 11, 3))
    words = paper_wording(language)
    paper = summary(dataclasses.replace(data, reports=(awaited,)))
    done = words.text("document.summary.done_on", date=awaited.done_on)
    said = words.text("document.summary.report_awaited")
    assert paper.has(f"MRI <b>brain</b>: {said}, Northfield & Sons, {done}")
    assert paper.has(words.count("document.summary.count.report", 1))
    gone = dataclasses.replace(samples.left(language), reports=(awaited,))
    assert not summary(gone).has("Northfield & Sons")


def test_engraftment_is_the_confirmed_value_or_said_to_be_unconfirmed():
    day0 = samples.rich().day0
    assert day0 is not None
    on = [day0 + dt.timedelta(days=day) for day in (11, 14)]
    anc = PrintedEngraftment(Lineage.NEUTROPHILS, EngraftmentStatus.ENGRAFTED, day0, on[0], confirmed=True)
    plt = PrintedEngraftment(Lineage.PLATELETS, EngraftmentStatus.PROVISIONAL, day0, on[1], False, provisional=True)
    paper = summary(dataclasses.replace(samples.rich(), engraftment=(anc, plt)))
    assert paper.has("Engraftment")
    assert paper.has("(Day +11); platelets")
    assert paper.has("(Day +14), provisional, from the counts, not confirmed")
    never = PrintedEngraftment(Lineage.PLATELETS, EngraftmentStatus.NEVER_BELOW, day0, None, confirmed=True)
    assert summary(dataclasses.replace(samples.rich(), engraftment=(anc, never))).has("platelets never below the limit")
    assert not summary(samples.rich()).has("Engraftment")
