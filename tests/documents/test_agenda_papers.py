"""Month, week list and the patient's own plan, written and read back."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.agenda import write_month
from hsct_desktop.documents.agenda_inputs import MonthData, PatientPlanData, WeekListData
from hsct_desktop.documents.patient_plan import write_patient_plan
from hsct_desktop.documents.week_list import totals, write_week_list
from tests.documents import agenda_samples as samples
from tests.documents.reading import Read, base_fonts, font_programs, made, squeezed


def month(data: MonthData) -> Read:
    return made(lambda stream: write_month(data, stream))


def week(data: WeekListData) -> Read:
    return made(lambda stream: write_week_list(data, stream))


def plan(data: PatientPlanData) -> Read:
    return made(lambda stream: write_patient_plan(data, stream))


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_month_is_one_page_with_every_day_and_its_visits(language: str) -> None:
    paper = month(samples.month(language))
    assert len(paper.pages) == 1
    assert paper.has("Novembre 2026" if language == "it" else "November 2026")
    for text in ("09:15", "ROSSI E. 1984", "10:15", "D'Angelo M. 1986", "ROSSI E. 1984 ·"):
        assert paper.has(text), text
    assert not paper.has(wording(language).text("agenda.full"))
    for day in range(2, 31):
        assert paper.has(str(day))


def test_a_crowded_month_counts_what_it_does_not_show() -> None:
    paper = month(samples.month("en", visits=9, windows=4))
    assert paper.text.count("more") >= 12
    assert paper.has("3 too many")
    assert len(paper.pages) == 1


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_week_list_has_each_day_with_birth_dates_and_telephones(language: str) -> None:
    data = samples.week(language)
    words = wording(language)
    paper = week(data)
    assert paper.has(totals(data, words))
    for day in data.days:
        date = words.date_long(day.day)
        assert paper.has(date[:1].upper() + date[1:])
        assert all(paper.has(row.code) and paper.has(row.phone) for row in day.rows)
    assert paper.has(words.text("agenda.day.visits.none"))
    assert paper.has(words.count("agenda.paper.other_windows", 3))
    assert paper.has(words.text("document.day_list.foot"))


def test_rows_of_a_long_week_are_all_there_on_pages_with_heads() -> None:
    data = samples.week("en", visits=14, to_book=30)
    paper = week(data)
    assert len(paper.pages) > 4
    rows = [row for day in data.days for row in day.rows] + list(data.to_book)
    assert "3 late or due, 70 visits, 30 to book now" in totals(data, wording("en"))
    rows += [row for row in data.urgent if row.code]
    assert sum(page.count("R-01") for page in paper.pages) == len(rows)
    for number, page in enumerate(paper.pages, start=1):
        one = Read((page,), b"")
        assert one.has("Visit · window")
        assert one.has(f"page {number} of {len(paper.pages)}")


def test_a_missing_telephone_is_said() -> None:
    assert week(samples.week("en", visits=4)).has("telephone not recorded")


@pytest.mark.parametrize("language", ["en", "it"])
def test_what_is_late_or_due_stands_before_the_days(language: str) -> None:
    data = samples.week(language)
    words = wording(language)
    paper = week(data)
    heading = words.text("agenda.paper.late_and_due")
    monday = words.date_long(data.days[0].day)
    text = squeezed(paper.text)
    assert text.index(squeezed(heading)) < text.index(squeezed(monday[:1].upper() + monday[1:]))
    for row in data.urgent:
        assert not row.code or (paper.has(row.code) and paper.has(row.phone))
    assert paper.has("per il reparto" if language == "it" else "for the unit")
    assert paper.text.count("\u25b2") == 1
    assert paper.has(words.text("summary.same_name"))
    for text in ("Ricontattare", "nessuna risposta", "Chiedere la risonanza"):
        assert paper.has(text) is (language == "it")


def test_the_day_of_unbooked_rows_is_said() -> None:
    assert week(samples.week("en")).has("Day of a row without a booking: that on 16 Nov 2026")
    assert not week(samples.week("en", to_book=0)).has("Day of a row without a booking")


def test_windows_that_can_wait_never_take_a_page() -> None:
    for visits in range(1, 9):
        data = samples.week("en", visits=visits)
        without = week(dataclasses.replace(data, other_windows=0))
        assert len(week(data).pages) == len(without.pages)
        assert all("Time" in page and ("visits" in page or "R-01" in page) for page in week(data).pages)


@pytest.mark.parametrize(
    ("language", "label", "shown"),
    [
        ("en", "Day +100", "Visit about 100 days after your transplant"),
        ("en", "Day\u00a0\u22127", "Visit about 7 days before your transplant"),
        ("it", "Giorno +100", "Visita a circa 100 giorni dal trapianto"),
        ("en", "Day +100, MRI", "Day +100, MRI"),
        ("en", "Month 12", "Visit at 12 months"),
        ("it", "Mese 12", "Visita dei 12 mesi"),
        ("it", "Anno 11", "Visita degli 11 anni"),
        ("it", "Mese 6, RM di riferimento", "Risonanza magnetica di riferimento"),
        ("en", "Week 1", "Visit at 1 week"),
        ("en", "Weekly blood test, week 9", "Weekly blood test, week 9"),
    ],
)
def test_a_plan_says_days_in_plain_words(language: str, label: str, shown: str) -> None:
    data = samples.plan(language, dates=1)
    paper = plan(dataclasses.replace(data, dates=(dataclasses.replace(data.dates[0], label=label),)))
    assert paper.has(shown)
    assert paper.has(label) is (shown == label)


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_plan_says_when_where_and_whom_to_call(language: str) -> None:
    data = samples.plan(language)
    paper = plan(data)
    expected = {
        "en": ["My plan", "Chiara Rossetti", "born 14 Mar 1989", "14 Dec 2026", "Monday, at 10:30",
               "between 13 Apr 2027", "and 12 Jun 2027", "We will call you", "Please call us", "Near your home",
               "as soon as possible"],
        "it": ["Il mio piano", "nata il 14 marzo 1989", "14 dicembre 2026", "lunedì, ore 10:30", "1° gennaio 2027",
               "tra il 13 aprile 2027", "e il 12 giugno 2027", "La chiamiamo noi", "Ci chiami, per favore"],
    }[language]  # fmt: skip
    for text in [*expected, data.phone, data.call_heading, *data.call, *data.bring]:
        assert paper.has(text), text
    for page in paper.pages:
        assert Read((page,), b"").has(wording(language).text("document.intended_use"))


def test_no_diagnosis_no_code_and_no_reason_stand_on_a_plan() -> None:
    text = plan(samples.plan("en")).text.lower()
    assert not [word for word in ("sclerosis", "transplant course", "grade", "beam", "r-01") if word in text]


def test_a_plan_without_dates_or_telephone_says_so() -> None:
    paper = plan(samples.plan("en", dates=0, phone=""))
    assert paper.has("No appointment is fixed yet. We will call you.")
    assert paper.has("Our telephone number: ____")


def test_a_last_day_and_later_dates_are_said() -> None:
    data = samples.plan("en", dates=4, more=5)
    window = dataclasses.replace(data.dates[2], earliest=dt.date(2027, 6, 12))
    paper = plan(dataclasses.replace(data, dates=(window,)))
    assert paper.has("by 12 Jun 2027")
    assert paper.has("5 later appointments will follow.")


def test_long_and_hostile_texts_stay_text() -> None:
    data = samples.plan("en", dates=1)
    hostile = dataclasses.replace(
        data,
        family_name="<b>Ros&si</b> " + "von und zu " * 12,
        call=("<para>" + "very long " * 60,),
        dates=(dataclasses.replace(data.dates[0], label="<img src='x'/> & " + "Wort" * 90),),
    )
    paper = plan(hostile)
    assert paper.has("<img src='x'/> &")
    assert paper.has("<para>very long")
    assert paper.has("<b>Ros&si</b>")


@pytest.mark.parametrize("write", [month, week, plan])
def test_fonts_are_embedded_and_no_name_stands_in_the_metadata(write) -> None:
    data = {month: samples.month("en"), week: samples.week("en"), plan: samples.plan("en")}[write]
    raw = write(data).raw
    assert all("DejaVu" in name for name in base_fonts(raw))
    assert font_programs(raw) == len(base_fonts(raw))
    assert write(data).raw == raw
