"""The shift handover, written and read back."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.handover import write_handover
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.domain.handover import Handover, HandoverLine, HandoverPatient, HandoverTry
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.task import TaskPatient, TaskRow
from tests.documents.reading import Read, base_fonts, font_programs, made

AT = datetime(2026, 11, 20, 7, tzinfo=UTC)
BORN = date(1984, 3, 14)


def context(language: str = "en", practice: bool = False) -> PrintContext:
    return PrintContext(language, "Unit of the tests", AT, "M. Conti", AT.date(), practice)


def lines(count: int, text: str = "Booked: Day +60, Sat 05 Dec 10:30") -> tuple[HandoverLine, ...]:
    return tuple(HandoverLine(AT + timedelta(minutes=n), "M. Conti", f"{text} #{n}", "contact") for n in range(count))


def patient(number: int, count: int = 2, **more: object) -> HandoverPatient:
    facts = {"follow_up": FollowUp.FOLLOWED, "day": 99, "same_name": False} | more
    return HandoverPatient(
        number, f"MS-{number:04}", f"Rossi{number}", "Elena", BORN, lines=lines(count), **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def data(*patients: HandoverPatient, **more: object) -> Handover:
    parts = {"ward": (), "tasks": (), "tries": ()} | more
    return Handover(AT, AT + timedelta(hours=12), patients, **parts)  # type: ignore[arg-type]


def paper(found: Handover, language: str = "en", practice: bool = False) -> Read:
    return made(lambda stream: write_handover(context(language, practice), found, stream))


def test_every_patient_with_identity_and_every_line() -> None:
    found = paper(data(patient(1), patient(2, day=None, same_name=True, follow_up=FollowUp.DEAD)))
    assert found.has("changes from 20 Nov 2026 07:00 to 20 Nov 2026 19:00")
    assert found.has("ROSSI1 Elena")
    assert found.has("14 Mar 1984 · MS-0001 · Day +99")
    assert found.has("14 Mar 1984 · MS-0002 · Dead")
    assert found.text.count("another patient has the same name") == 1
    for line in (*lines(2), *lines(2)):
        assert found.has(line.text)
    assert found.has("page 1 of 1")


def test_a_long_handover_goes_on_with_head_foot_and_name() -> None:
    found = paper(data(patient(1, 70), *(patient(n) for n in range(2, 20))))
    assert len(found.pages) > 2
    for number, page in enumerate(found.pages, start=1):
        one = Read((page,), b"")
        assert one.has(f"page {number} of {len(found.pages)}")
        assert one.has("Shift handover")
        assert one.has("Confidential")
    assert found.pages[1].count("ROSSI1 ") >= 1
    text = "".join(found.text.split())
    assert all("".join(f"ROSSI{n}Elena".split()) in text for n in range(1, 20))


def test_tasks_and_tries_stand_below_overdue_in_words() -> None:
    whose = TaskPatient(1, "MS-0001", "Rossi", "Elena", BORN, FollowUp.FOLLOWED, None, False)
    tasks = (
        TaskRow(1, 1, "Ring the laboratory", date(2026, 11, 18), None, "", None, "", whose),
        TaskRow(2, 1, "Order platelets", date(2026, 11, 21), 3, "G. Ferrante", None, "", None),
    )
    tries = (HandoverTry(1, "MS-0001", "Rossi", "Elena", BORN, False, date(2026, 11, 21), "no answer", "0555 1"),)
    found = paper(data(patient(1), tasks=tasks, tries=tries))
    for words in ("Open tasks", "Wed 18 Nov 2026", "overdue", "the unit", "G. Ferrante", "no patient in particular"):
        assert found.has(words), words
    for words in ("To try to reach again", "tel. 0555 1", "no answer", "Sat 21 Nov 2026"):
        assert found.has(words), words
    assert found.text.count("overdue") == 1


def test_nothing_to_tell_is_said() -> None:
    assert paper(data()).has("Nothing was changed in this time.")


@pytest.mark.parametrize("language", ["en", "it"])
def test_markup_in_notes_is_text_and_fonts_are_embedded(language: str) -> None:
    text = "<b>well</b> & <para>; ½ “quoted” " + "x" * 3000
    line = HandoverLine(AT, "A <i>B</i>", text, "contact")
    whole = patient(1)
    found = paper(data(HandoverPatient(**{**vars(whole), "lines": (line,)})), language, practice=True)
    assert found.has("<b>well</b> & <para>")
    assert found.has("A <i>B</i>")
    assert found.has(wording(language).text("document.practice"))
    assert len(base_fonts(found.raw)) == font_programs(found.raw) > 0


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (paper(data(patient(1), ward=lines(3))).raw for _ in range(2))
    assert first == second


def test_a_stream_takes_it_too() -> None:
    stream = io.BytesIO()
    write_handover(context("it"), data(patient(1)), stream)
    assert stream.getvalue().startswith(b"%PDF-")
