"""Papers in a real file of each driver: written once, listed without their bytes, checked when read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from hsct_desktop.domain.attachment import PaperEntry, PaperKind
from hsct_desktop.store import attachment
from hsct_desktop.store.engine import Store
from tests.store.ward import Driver, fails, fails_as

CONTENT = b"%PDF-1.4\n" + bytes(range(256)) * 5000


@pytest.fixture
def kept(store: Store, nurse: int, register: Callable[..., tuple[int, int]]) -> tuple[int, int]:
    """A patient and a paper of theirs."""
    patient_id, _course = register()
    with store.write(nurse, "attachment.add") as session:
        paper = PaperEntry("MRI ‘brain’.pdf", CONTENT, "MRI")
        return patient_id, attachment.add(session, patient_id, paper, None, None).id


def test_listed_without_bytes_and_read_one_at_a_time(store: Store, kept: tuple[int, int]) -> None:
    patient_id, paper_id = kept
    statements: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with store.read() as session:
        (paper,) = attachment.of_patient(session, patient_id)
        assert not any("attachment_content" in statement for statement in statements)
        assert attachment.content(session, paper_id) == CONTENT
        assert attachment.get(session, paper_id) == paper
    assert (paper.title, paper.file_name, paper.kind, paper.size) == (
        "MRI",
        "MRI ‘brain’.pdf",
        PaperKind.PDF,
        len(CONTENT),
    )
    assert paper.added_by == "Ann Nurse"


def test_what_is_no_paper_is_never_written(store: Store, nurse: int, kept: tuple[int, int]) -> None:
    with fails(ValueError), store.write(nurse, "attachment.add") as session:
        attachment.add(session, kept[0], PaperEntry("x.pdf", b"MZ"), None, None)
    with store.read() as session:
        assert len(attachment.of_patient(session, kept[0])) == 1


@pytest.mark.parametrize("change", ["UPDATE attachment_content SET content = x'00'", "DELETE FROM attachment_content"])
def test_the_bytes_are_written_once(store: Store, nurse: int, kept: tuple[int, int], change: str) -> None:
    with fails(DBAPIError) as caught, store.write(nurse, "x") as session:
        session.execute(sa.text(change))
    assert "written once" in str(caught.value)


@pytest.mark.parametrize(
    "change", ["UPDATE attachment_content SET content = content || x'00'", "DELETE FROM attachment_content"]
)
def test_changed_bytes_are_not_given_out(driver: Driver, store: Store, kept: tuple[int, int], change: str) -> None:
    """Somebody with another tool took the triggers away first."""
    path = store.path
    store.close()
    other = driver.connect(path)
    other.execute("DROP TRIGGER keep_attachment_content_update")
    other.execute("DROP TRIGGER keep_attachment_content_delete")
    other.execute(change)
    other.close()
    again = driver.open(path)
    with fails_as("paper_damaged"), again.read() as session:
        attachment.content(session, kept[1])
    again.close()


def test_the_change_log_names_the_paper_and_not_its_bytes(store: Store, kept: tuple[int, int]) -> None:
    with store.read() as session:
        tables = session.execute(
            sa.text("SELECT table_name, length(new) FROM change_log WHERE action = 'attachment.add'")
        ).all()
    assert [table for table, _ in tables] == ["attachment"]
    assert tables[0][1] < 1000


def test_one_that_is_gone_is_not_read(store: Store, kept: tuple[int, int]) -> None:
    with fails_as("paper_gone"), store.read() as session:
        attachment.content(session, kept[1] + 1)
