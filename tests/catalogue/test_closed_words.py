"""The sentences of closed days, in both languages."""

from datetime import date

from hsct_desktop.catalogue.closed_words import clinic_words, closed_words, proposal_in_brief, proposal_words
from hsct_desktop.catalogue.wording import NBSP, wording
from hsct_desktop.domain.working_days import WEEKENDS_ONLY, ClosedBecause, ClosedDay, Proposal, WorkingDays

EN, IT = wording("en"), wording("it")
SUNDAY = WEEKENDS_ONLY.closed(date(2027, 2, 7))
EPIPHANY = ClosedDay(date(2027, 1, 6), ClosedBecause.HOLIDAY, "Epifania")
MONDAY = Proposal(date(2027, 2, 8), SUNDAY)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_a_closed_day_is_named() -> None:
    assert SUNDAY is not None
    assert plain(closed_words(EN, SUNDAY)) == "Sun 07 Feb is closed"
    assert plain(closed_words(IT, EPIPHANY)) == "mer 06 gen è giorno di chiusura (Epifania)"


def test_the_proposal_says_why() -> None:
    assert SUNDAY is not None
    assert plain(proposal_words(EN, SUNDAY, MONDAY)) == "Sun 07 Feb is closed; Mon 08 Feb 2027 proposed"
    assert plain(proposal_words(IT, SUNDAY, MONDAY)) == "dom 07 feb è giorno di chiusura; proposto lun 08 feb 2027"
    assert plain(proposal_words(EN, SUNDAY, None)) == "Sun 07 Feb is closed; no open day is left in the window"
    assert plain(proposal_in_brief(EN, SUNDAY, MONDAY)) == "closed; Mon 08 Feb proposed"
    assert plain(proposal_in_brief(IT, EPIPHANY, None)) == (
        "Epifania; nella finestra non resta alcun giorno di apertura"
    )


def test_clinic_days_are_named() -> None:
    days = WorkingDays(clinic_weekdays=frozenset({3, 1}))
    assert plain(clinic_words(IT, days, date(2027, 2, 10))) == "mer 10 feb non è giorno di ambulatorio (mar, gio)"
