"""The values of a draft as the entry of its record wants them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.names import clean, clean_lines
from hsct_desktop.domain.problem import refuse

S = TypeVar("S", bound=StrEnum)


class Given:
    """The values of a draft as an entry wants them: texts tidied, codes as the enum's members."""

    def __init__(self, draft: Draft) -> None:
        self._values = draft.values

    def get(self, name: str) -> Any:
        """A value as it was read; None without one."""
        return self._values.get(name)

    def text(self, name: str) -> str:
        """A text of one line."""
        return clean(str(self._values.get(name) or ""))

    def lines(self, name: str) -> str:
        """A text of several lines."""
        return clean_lines(str(self._values.get(name) or ""))

    def choice(self, name: str, kind: type[S], default: S) -> S:
        """A member of an enum, `default` without one. InputError for a code that is none of it."""
        value = self._values.get(name)
        return default if value in (None, "") else self._member(name, kind, value)

    def _member(self, name: str, kind: type[S], value: object) -> S:
        try:
            return kind(str(value))
        except ValueError:
            known = ", ".join(member.value for member in kind)
            raise refuse(name, "import_code_unknown", text=value, known=known) from None

    def option(self, name: str, kind: type[S]) -> S | None:
        """A member of an enum, None without one. InputError for a code that is none of it."""
        value = self._values.get(name)
        return None if value in (None, "") else self._member(name, kind, value)

    def choices(self, name: str, kind: type[S]) -> tuple[S, ...]:
        """Members of an enum, each once and in its order."""
        values: Any = self._values.get(name) or ()
        wanted = {self._member(name, kind, one) for one in ((values,) if isinstance(values, str) else values)}
        return tuple(member for member in kind if member in wanted)
