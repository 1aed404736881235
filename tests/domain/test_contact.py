"""The ladder and the open try, derived from the contacts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.contact import (
    LONGEST_WAIT,
    ContactEntry,
    ContactFacts,
    ContactKind,
    ContactOutcome,
    ContactWith,
    Rung,
    check_contact,
    ladder,
    open_try,
    proposal,
    since_reached,
)

DAY = date(2026, 11, 1)


def contact(
    at: int,
    outcome: ContactOutcome = ContactOutcome.NO_ANSWER,
    kind: ContactKind = ContactKind.CALL,
    whom: ContactWith = ContactWith.PATIENT,
    again: int | None = None,
    number: int = 0,
) -> ContactFacts:
    next_try = None if again is None else DAY + timedelta(again)
    return ContactFacts(DAY + timedelta(at), number or at + 100, kind, whom, outcome, next_try)


REACHED = ContactOutcome.REACHED


def test_four_steps_in_order_then_none() -> None:
    made = [
        contact(0),
        contact(1),
        contact(2, ContactOutcome.SENT, ContactKind.LETTER),
        contact(3, REACHED, whom=ContactWith.NEUROLOGIST),
    ]
    proposed = [ladder(made[:count], None).proposed for count in range(5)]
    assert proposed == [*Rung, None]
    assert ladder(made, None).latest_rung is Rung.NEUROLOGIST


def test_a_third_call_and_the_gp_are_no_steps() -> None:
    made = [contact(0), contact(1), contact(2), contact(3, whom=ContactWith.GP)]
    steps = ladder(made, None)
    assert (steps.proposed, steps.latest, steps.latest_rung) == (Rung.LETTER, made[3], None)


def test_a_letter_before_the_second_call_leaves_that_call_to_do() -> None:
    assert ladder([contact(0), contact(1, ContactOutcome.SENT, ContactKind.EMAIL)], None).proposed is Rung.CALL_2


def test_a_talk_or_a_visit_begins_anew() -> None:
    made = [contact(0), contact(1)]
    assert not ladder([*made, contact(2, REACHED)], None).is_begun
    assert not ladder([*made, contact(2, REACHED, whom=ContactWith.CARER)], None).is_begun
    assert not ladder(made, DAY + timedelta(1)).is_begun
    assert ladder(made, DAY).proposed is Rung.CALL_2
    again = contact(1, again=2)  # on the day of the visit, with a next try that the visit does not answer
    assert ladder([contact(0), again], DAY + timedelta(1)).latest == again
    assert ladder([*made, contact(2, REACHED, whom=ContactWith.GP)], None).is_begun


def test_the_open_try() -> None:
    tried = contact(0, again=5)
    assert open_try([tried], None) == tried
    assert open_try([tried, contact(1, REACHED)], None) is None
    newer = contact(1, again=3)
    assert open_try([tried, newer], None) == newer
    assert open_try([tried, contact(1)], None) == tried  # another call in vain answers nothing
    assert open_try([tried, contact(1, REACHED, whom=ContactWith.NEUROLOGIST)], None) == tried
    assert open_try([tried], DAY) == tried  # made on the day of a visit: it was not for that visit
    assert open_try([tried], DAY + timedelta(1)) is None
    spoken = contact(1, REACHED, again=9)
    assert open_try([tried, spoken], None) == spoken  # reached, and asked to be called again


def test_contacts_of_one_day_count_in_the_order_they_were_made() -> None:
    tried, reached = contact(0, again=2, number=2), contact(0, REACHED, number=1)
    assert open_try([tried, reached], None) == tried
    assert open_try([tried, reached._replace(number=3)], None) is None


FACTS = st.builds(
    contact,
    st.integers(0, 9),
    st.sampled_from(ContactOutcome),
    st.sampled_from(ContactKind),
    st.sampled_from(ContactWith),
    st.none() | st.integers(0, 20),
    st.integers(1, 99),
)


@given(st.lists(FACTS, max_size=8, unique_by=lambda c: c.number), st.none() | st.integers(-1, 10))
def test_the_order_of_reading_changes_nothing_and_no_step_is_taken_twice(
    made: list[ContactFacts], seen: int | None
) -> None:
    last = None if seen is None else DAY + timedelta(seen)
    steps = ladder(made, last)
    assert ladder(reversed(made), last) == steps
    assert open_try(reversed(made), last) == open_try(made, last)
    taken = [fact for _, fact in steps.steps if fact is not None]
    assert len(set(taken)) == len(taken)
    assert set(taken) <= set(since_reached(made, last))
    assert not any(fact.reached or (last is not None and fact.on < last) for fact in taken)
    assert not any(fact.on == last and fact.next_try is None for fact in taken)
    found = open_try(made, last)
    assert found is None or (found.next_try is not None and (last is None or last <= found.on))


def test_a_next_try_lies_within_three_months() -> None:
    far = ContactEntry(1, DAY, next_try=DAY + timedelta(LONGEST_WAIT + 1))
    (problem,) = check_contact(far, DAY)
    assert (problem.field, problem.key) == ("next_try", "next_try_too_far")
    assert problem.params["limit"] == DAY + timedelta(92)
    assert not list(check_contact(replace(far, next_try=DAY + timedelta(LONGEST_WAIT)), DAY))
    late_years = replace(far, on=date.max - timedelta(3), next_try=date.max)
    assert not list(check_contact(late_years, date.max))


def test_each_step_has_its_usual_way() -> None:
    ways = [proposal(rung) for rung in Rung]
    assert [kind for kind, _, _ in ways] == [ContactKind.CALL, ContactKind.CALL, ContactKind.LETTER, ContactKind.CALL]
    assert ways[2][2] is ContactOutcome.SENT
    assert ways[3][1] is ContactWith.NEUROLOGIST
    assert [outcome for _, _, outcome in ways].count(None) == 3
