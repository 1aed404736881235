"""What is wrong with an entry, as data: the screen, the command line and the tests word it from one key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one field.

    `field` names the entry ("" for the whole form), `key` the sentence in the wording files (`problem.<key>`), `params`
    its placeholders. A hard problem blocks saving; a soft one (`soft=True`) asks for a reason or a second look.
    """

    field: str
    key: str
    params: Mapping[str, object] = dataclass_field(default_factory=dict)
    soft: bool = False


class InputError(ValueError):
    """An entry was refused; nothing has been written. Carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(f"{p.field or 'form'}: {p.key}" for p in self.problems))


class KnownError(Exception):
    """A failure that a user can act on (a locked file, a stale row): one sentence, no crash report."""

    def __init__(self, key: str, **params: object) -> None:
        self.key = key
        self.params: dict[str, object] = params
        super().__init__(f"{key} {params}" if params else key)


def refuse(field_name: str, key: str, **params: object) -> InputError:
    """Make the error for a single refused field."""
    return InputError([Problem(field_name, key, params)])
