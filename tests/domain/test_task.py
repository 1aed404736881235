"""What makes a task: words that fit, and a day that is not a mistyped year."""

from datetime import date, timedelta

import pytest

from hsct_desktop.domain.task import TaskEntry, TaskRow, check_task

TODAY = date(2026, 11, 20)


def keys(words: str, due: date | None) -> list[str]:
    return [problem.key for problem in check_task(TaskEntry(words, due), TODAY)]


@pytest.mark.parametrize(
    ("words", "due", "expected"),
    [
        ("Ring the laboratory", TODAY, []),
        ("x" * 400, TODAY, []),
        ("x" * 401, TODAY, ["too_long"]),
        ("  ", TODAY, ["task_words_missing"]),
        ("Ring", None, ["date_missing"]),
        ("Ring", TODAY + timedelta(days=731), []),
        ("Ring", TODAY + timedelta(days=732), ["task_due_too_far"]),
        ("Ring", TODAY - timedelta(days=366), []),
        ("Ring", TODAY - timedelta(days=367), ["task_due_too_far"]),
        ("Ring", date(2206, 11, 20), ["task_due_too_far"]),
        ("", None, ["task_words_missing", "date_missing"]),
    ],
)
def test_words_and_day(words: str, due: date | None, expected: list[str]) -> None:
    assert keys(words, due) == expected


def test_overdue_is_the_day_after_and_never_when_done() -> None:
    task = TaskRow(1, 1, "Ring", TODAY, None, "", None, "", None)
    assert not task.is_overdue(TODAY)
    assert task.is_overdue(TODAY + timedelta(days=1))
    done = TaskRow(1, 2, "Ring", TODAY, None, "", TODAY, "Ann", None)
    assert not done.is_overdue(TODAY + timedelta(days=1))
    assert not done.is_open
