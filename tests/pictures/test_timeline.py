"""The timeline: what is drawn where, what gives way when there is no room, and no course that breaks it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.adverse_event import Episode, Grade, GradeStep, Outcome
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.primitives import Disc, Hit, Line, Picture, Rect, Text
from hsct_desktop.pictures.timeline import (
    PAPER,
    Milestone,
    Preset,
    TimelineFacts,
    TimelineVisit,
    axis_for,
    layout,
    summary,
)
from tests.pictures.course import COURSE, DAY0, EPISODES, TODAY, day, drug, episode, width_of

EN, IT = wording("en"), wording("it")
WIDTH = 1225.0


def drawn(facts: TimelineFacts = COURSE, width: float = WIDTH, **options: object) -> Picture:
    return layout(facts, width, width_of, EN, **options)  # type: ignore[arg-type]


def rects(picture: Picture, fill: str) -> list[Rect]:
    return [i for i in picture.items if isinstance(i, Rect) and i.fill == fill]


def hit(picture: Picture, id: str) -> Hit:
    return next(h for h in picture.hits if h.id == id)


def middle(text: str, picture: Picture) -> float:
    return next(i.y for i in picture.items if isinstance(i, Text) and i.text == text)


def test_grade_bar_lies_between_its_days_and_carries_its_digit() -> None:
    picture, axis = drawn(replace(COURSE, episodes=EPISODES[:1])), axis_for(COURSE, WIDTH)
    (bar,) = rects(picture, "grade3.fill")
    assert (bar.x, bar.right) == pytest.approx((axis.x(5.5), axis.x(9.5)))
    digits = [i for i in picture.items if isinstance(i, Text) and i.text == "3" and i.colour == "grade3.text"]
    assert any(bar.x < d.x < bar.right and bar.y < d.y < bar.bottom for d in digits)


def test_every_grade_of_an_episode_has_its_bar_and_digit() -> None:
    picture = drawn(replace(COURSE, episodes=EPISODES[1:2]))
    fills = [i.fill for i in picture.items if isinstance(i, Rect) and i.fill and i.fill.startswith("grade")]
    assert fills == ["grade1.fill", "grade2.fill", "grade3.fill", "grade2.fill", "grade1.fill"]
    digits = [t.text for t in picture.items if isinstance(t, Text) and t.colour.startswith("grade")]
    assert digits == ["1", "2", "3", "2", "1"]


def test_open_episode_ends_at_today() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH)
    fatigue = hit(picture, "episode:6")
    assert fatigue.x + fatigue.width == pytest.approx(axis.x(99))
    assert "open since Day\xa0+12" in fatigue.text


def test_worst_toxicity_comes_first_and_two_courses_of_one_drug_share_a_row() -> None:
    picture = drawn()
    assert middle("Mucositis oral", picture) < middle("Nausea", picture)
    assert middle("Febrile neutropenia", picture) < middle("Fatigue", picture)
    assert [t for t in picture.texts if t == "G-CSF"] == ["G-CSF"]
    assert hit(picture, "therapy:1").y == hit(picture, "therapy:2").y


def test_overlapping_courses_of_one_drug_have_rows_of_their_own() -> None:
    twice = (drug(1, "G-CSF", TherapyClass.GCSF, 1, 9), drug(2, "G-CSF", TherapyClass.GCSF, 5, 11))
    picture = drawn(replace(COURSE, therapies=twice))
    assert hit(picture, "therapy:1").y != hit(picture, "therapy:2").y


def test_interruption_is_a_gap() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH)
    bars = sorted(rects(picture, "therapy.pjp.tint"), key=lambda r: r.x)
    assert [bars[0].right, bars[1].x] == pytest.approx([axis.x(39.5), axis.x(50.5)])
    assert bars[1].right == pytest.approx(axis.x(99))


def test_planned_part_is_dashed_to_the_planned_stop_with_the_rule() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH)
    dashed = [i for i in picture.items if isinstance(i, Line) and i.colour == "therapy.pjp.hue" and i.dash == (3, 2)]
    assert {round(line.x2, 3) for line in dashed} == {round(axis.x(184), 3)}
    assert "6 months and CD4 >200" in picture.texts
    assert "planned stop 13\xa0Feb\xa02027 (6 months and CD4 >200)" in hit(picture, "therapy:5").text


def test_visits_weekly_as_dots_others_as_windows() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH)
    dots = [i for i in picture.items if isinstance(i, Disc) and i.fill == "success" and i.radius > 3]
    assert [d.x for d in dots] == pytest.approx([axis.x(n) for n in (26, 36, 50, 64, 90)])
    done = next(r for r in rects(picture, "successSoft"))
    assert (done.x, done.right) == pytest.approx((axis.x(23.5), axis.x(37.5)))
    assert "booked for 20\xa0Nov\xa02026" in hit(picture, "visit:103").text
    assert hit(picture, "visit:78").text.startswith("Weekly blood: " + EN.enum("visit_status", "missed"))


def test_day_0_and_today_are_labelled_poles() -> None:
    picture, axis = drawn(), axis_for(COURSE, WIDTH)
    assert {"Day\xa00", "today", "discharge", "ANC ≥0.5"} <= set(picture.texts)
    poles = {i.colour: i for i in picture.items if isinstance(i, Line) and i.width == 2 and i.y2 == picture.height}
    assert poles["text"].x1 == pytest.approx(axis.x(0))
    assert poles["today"].x1 == pytest.approx(axis.x(99))


def test_conditioning_says_its_intensity_and_other_cells_their_own_phases() -> None:
    facts = replace(COURSE, intensity="low", conditioning=day(-7))
    assert any(h.text == "Conditioning, low" for h in drawn(facts).hits)
    car_t = drawn(replace(facts, product=Product.CAR_T))
    assert any(h.text == "Lymphodepletion" for h in car_t.hits)
    assert "Out-patient, weekly" in drawn(facts).texts
    assert "Out-patient, weekly" not in car_t.texts
    assert ("weekly" in drawn(facts).texts, "weekly" in car_t.texts, "repeated" in car_t.texts) == (True, False, True)
    stay = replace(COURSE, discharge=None, today=day(16), visits=(), episodes=(), therapies=())
    said = {one: {h.text for h in drawn(replace(stay, product=one)).hits} for one in Product}
    assert [one for one in Product if "In-patient" in said[one]] == [Product.HSC, Product.CAR_T]


def test_day_0_today_has_two_labels_side_by_side() -> None:
    picture = drawn(replace(COURSE, today=DAY0, visits=(), episodes=(), therapies=(), discharge=None, milestones=()))
    tags = [i for i in picture.items if isinstance(i, Rect) and i.fill in ("text", "today") and i.radius == 3]
    assert len(tags) == 2
    left, right = sorted(tags, key=lambda r: r.x)
    assert left.right <= right.x


def test_too_many_rows_keep_the_worst_and_say_how_many_more() -> None:
    many = tuple(episode(n, f"Term {n:02d}", [(n, 1 + n % 4)], n + 3) for n in range(40))
    picture = drawn(replace(COURSE, episodes=many), height=330)
    assert picture.height <= 330
    more = next(t for t in picture.texts if t.endswith(" more"))
    shown = [t for t in picture.texts if t.startswith("Term")]
    assert int(more.split()[0]) == 40 - len(shown)
    assert all(int(t.split()[1]) % 4 == 3 for t in shown[:5])
    assert hit(picture, "more:toxicity").text.startswith(more)
    whole = drawn(replace(COURSE, episodes=many))
    assert len([t for t in whole.texts if t.startswith("Term")]) == 40


def test_running_drugs_stay_when_stopped_ones_give_way() -> None:
    drugs = tuple(drug(n, f"Drug {n}", TherapyClass.OTHER, n, n + 5) for n in range(20))
    picture = drawn(replace(COURSE, therapies=(*drugs, *COURSE.therapies)), height=330)
    assert {"Aciclovir", "Co-trimoxazole"} <= set(picture.texts)
    assert any(t.endswith(" more") for t in picture.texts)


def test_empty_lanes_say_so() -> None:
    picture = drawn(TimelineFacts(TODAY, DAY0))
    assert {"no visits planned", "no toxicity recorded", "no therapy recorded"} <= set(picture.texts)


def test_lane_with_nothing_in_the_days_shown_says_that_instead() -> None:
    late = replace(COURSE, episodes=(EPISODES[4],))
    picture = drawn(late, preset=Preset.IN_PATIENT)
    assert "none in these days" in picture.texts
    assert "CMV reactivation" not in picture.texts


def test_long_names_elide_and_dates_do_not() -> None:
    name = "\u202eשם ארוך מאוד " * 20
    picture = drawn(replace(COURSE, episodes=(replace(EPISODES[0], label=name),)))
    (shown,) = [t for t in picture.texts if t.startswith(name[:3])]
    assert shown.endswith("…")
    assert hit(picture, "episode:1").text.startswith(name)


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("style", [PAPER, None])
def test_every_preset_on_screen_and_paper_stays_inside(preset: Preset, style: object) -> None:
    picture = drawn(preset=preset, **({"style": style} if style else {}))
    for item in picture.items:
        if isinstance(item, Rect):
            assert item.x >= -0.01
            assert item.right <= picture.width + 0.01
            assert item.bottom <= picture.height + 0.01


def test_dead_patient_has_an_end_and_no_future() -> None:
    died = replace(COURSE, follow_up=FollowUp.DEAD, follow_up_end=day(60), today=day(400), visits=())
    picture, axis = drawn(died), axis_for(died, WIDTH)
    assert "died" in picture.texts
    assert axis.last < 110
    assert "today" not in picture.texts
    assert not [i for i in picture.items if isinstance(i, Line) and i.dash == (3, 2)], "nothing is planned any more"


def test_course_without_day_0_counts_in_dates() -> None:
    facts = TimelineFacts(TODAY, mobilisation=TODAY - timedelta(10))
    picture = drawn(facts)
    assert "Date" in picture.texts
    assert not any(t.startswith("+") for t in picture.texts)


def test_twelve_years_have_ticks_by_year_that_do_not_touch() -> None:
    old = replace(COURSE, today=day(15 * 365))
    texts = [i for i in drawn(old).items if isinstance(i, Text)]
    years = [t for t in texts if t.text.endswith("\xa0y")]
    assert "10\xa0y" in {t.text for t in years}
    row = sorted((t for t in texts if t.y == years[0].y and t.anchor == "middle"), key=lambda t: t.x)
    for a, b in zip(row, row[1:], strict=False):
        assert a.x + width_of(a.text, a.size, a.bold) / 2 < b.x - width_of(b.text, b.size, b.bold) / 2


def test_what_there_is_no_room_for_names_the_worst_of_each_version() -> None:
    newer = tuple(replace(e, ctcae_version="6.0" if n % 2 else "5.0") for n, e in enumerate(EPISODES))
    low = drawn(replace(COURSE, episodes=newer), height=180)
    (words,) = [i.text for i in low.items if isinstance(i, Text) and i.text.startswith("at most grade")]
    assert "(CTCAE v5.0), " in words
    assert words.endswith("(CTCAE v6.0)")


def test_summary_is_one_sentence_in_both_languages() -> None:
    text = summary(COURSE, EN).replace("\xa0", " ")
    assert text == (
        "Course: Day +99, Day 0 on 13 Aug 2026, 10 visits, 6 toxicities (2 open, worst grade 3), "
        "5 therapies (2 running)."
    )
    newer = (replace(EPISODES[0], ctcae_version="6.0"), *EPISODES[1:])
    of_each = summary(replace(COURSE, episodes=newer), EN)
    assert f"worst grade {max(e.worst for e in newer[1:]):d} (CTCAE v5.0), {newer[0].worst:d} (CTCAE v6.0)" in of_each
    assert summary(COURSE, IT).startswith("Decorso: giorno\xa0+99")
    assert "Day" not in summary(TimelineFacts(TODAY), IT)


offsets = st.integers(-900, 5000)
episodes = st.builds(
    lambda id, onset, steps, length, still: Episode(
        id,
        "t",
        f"Term {id % 5}",
        day(onset),
        None if still else day(onset + 10 * len(steps) + length),
        tuple(GradeStep(day(onset + 10 * n), Grade(g)) for n, g in enumerate(steps)),
        Outcome.ONGOING if still else Outcome.RESOLVED,
    ),
    st.integers(0, 10**6),
    offsets,
    st.lists(st.integers(1, 5), min_size=1, max_size=6),
    st.integers(0, 900),
    st.booleans(),
)
therapies = st.builds(
    lambda id, start, length, planned, kind, rule: Therapy(
        id,
        f"Drug {id % 5}",
        kind,
        day(start),
        stop=None if length is None else day(start + length),
        planned_stop=None if planned is None else day(start + planned),
        stop_rule=rule,
    ),
    st.integers(0, 10**6),
    offsets,
    st.one_of(st.none(), st.integers(0, 900)),
    st.one_of(st.none(), st.integers(0, 900)),
    st.sampled_from(TherapyClass),
    st.sampled_from(["", "until CD4 > 200/µL and 12 months after transplant, whichever is later"]),
)
visits = st.builds(
    lambda target, before, after, status, booked, repeats: TimelineVisit(
        "Visit", day(target), day(target - before), day(target + after), status,
        None if booked is None else day(target + booked), None, repeats,
    ),
    offsets, st.integers(0, 90), st.integers(0, 90), st.sampled_from(VisitStatus),
    st.one_of(st.none(), st.integers(-50, 50)), st.booleans(),
)  # fmt: skip
days = st.one_of(st.none(), offsets.map(day))
courses = st.builds(
    TimelineFacts,
    today=offsets.map(day),
    day0=st.sampled_from([None, DAY0]),
    mobilisation=days,
    discharge=days,
    conditioning=days,
    engraftment=days,
    milestones=st.lists(st.builds(Milestone, st.sampled_from(["", "ANC ≥0.5"]), offsets.map(day)), max_size=6).map(
        tuple
    ),
    visits=st.lists(visits, max_size=8).map(tuple),
    episodes=st.lists(episodes, max_size=8).map(tuple),
    therapies=st.lists(therapies, max_size=8).map(tuple),
    follow_up_end=days,
)


@given(courses, st.sampled_from(Preset), st.floats(100, 2000), st.one_of(st.none(), st.floats(0, 800)))
def test_no_course_breaks_the_picture(facts: TimelineFacts, preset: Preset, width: float, height: float | None) -> None:
    picture = layout(facts, width, width_of, IT, preset, height=height)
    assert picture.height > 60
    for item in picture.items:
        if isinstance(item, Rect):
            assert item.width >= 0
            assert item.x >= -0.01
            assert item.right <= picture.width + 0.01
    for found in picture.hits:
        assert found.text


@given(courses, st.floats(-3000, 6000), st.floats(7, 9000))
def test_no_zoom_breaks_the_picture(facts: TimelineFacts, start: float, length: float) -> None:
    assert layout(facts, 900, width_of, EN, span=(start, start + length)).items


def test_ends_of_the_calendar_do_not_break_it() -> None:
    for edge in (date.min, date.max):
        assert drawn(TimelineFacts(edge, edge)).items
        assert drawn(TimelineFacts(edge)).items
