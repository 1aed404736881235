"""The table of rights: who may do what, and that each write that the program makes needs a right that is named."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import hsct_desktop
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.permission import ACTIONS, ADMINISTERS, RIGHTS, Right, holders, may, right_for, rights_of

ROOT = Path(hsct_desktop.__file__).parent
WARD = {Right.READ, Right.OWN, Right.RECORD, Right.SIGN, Right.CONFIGURE, Right.IMPORT, Right.EXPORT, Right.BACKUP}


def test_what_each_role_may_do() -> None:
    assert RIGHTS[Role.NURSE] == RIGHTS[Role.OTHER] == WARD
    assert RIGHTS[Role.PHYSICIAN] - WARD == {Right.UNLOCK, Right.APPROVE, Right.EXPORT_IDENTIFIED, Right.AUDIT}
    assert RIGHTS[Role.DATA_MANAGER] - WARD == {Right.EXPORT_IDENTIFIED, Right.AUDIT}
    assert WARD - RIGHTS[Role.DATA_MANAGER] == {Right.SIGN}
    assert RIGHTS[Role.READ_ONLY] == {Right.READ}
    assert Right.RECORD not in RIGHTS[Role.ADMINISTRATOR]
    assert {Right.USERS, Right.RESTORE, Right.PSEUDONYMISE} <= RIGHTS[Role.ADMINISTRATOR]
    assert set(RIGHTS) == set(Role)


def test_who_administers_decides_nothing_clinical() -> None:
    assert {Right.APPROVE, Right.UNLOCK, Right.SIGN, Right.RECORD}.isdisjoint(ADMINISTERS)
    nurse = Author(1, "N", Role.NURSE, administers=True)
    assert rights_of(nurse) == RIGHTS[Role.NURSE] | ADMINISTERS
    assert not may(None, Right.READ)


def test_who_has_a_right_is_told_by_role() -> None:
    assert holders(Right.UNLOCK) == (Role.PHYSICIAN,)
    assert holders(Right.USERS) == (Role.ADMINISTRATOR,)
    assert all(holders(right) for right in Right)


def test_an_action_that_nobody_named_is_refused_as_a_bug() -> None:
    with pytest.raises(LookupError):
        right_for("visit.eat")
    assert right_for("state.died") is Right.RECORD
    assert right_for("undo:0123") is Right.OWN


# every action in the code ------------------------------------------------------------------------------------------


@cache
def writes() -> tuple[tuple[str, ast.Call], ...]:
    """Each `with ….write(…)` of the program, read once."""
    return tuple(_writes())


def _writes() -> Iterator[tuple[str, ast.Call]]:
    """Each `with ….write(…)` of the program, with the name of its module."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
        for node in ast.walk(tree):
            for item in node.items if isinstance(node, ast.With) else ():
                parts = [item.context_expr]
                if isinstance(item.context_expr, ast.IfExp):
                    parts = [item.context_expr.body, item.context_expr.orelse]
                for call in parts:
                    called = call.func if isinstance(call, ast.Call) else None
                    if isinstance(call, ast.Call) and isinstance(called, ast.Attribute) and called.attr == "write":
                        yield name, call


def named(part: ast.expr, module: ModuleType) -> Iterator[str]:
    """The actions that an argument may be, as regular expressions."""
    if isinstance(part, ast.Constant):
        yield re.escape(str(part.value))
    elif isinstance(part, ast.IfExp):
        yield from named(part.body, module)
        yield from named(part.orelse, module)
    elif isinstance(part, ast.JoinedStr):
        yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[a-z_]+" for p in part.values)
    elif isinstance(part, ast.Name):
        yield re.escape(getattr(module, part.id))
    elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
        yield re.escape(getattr(getattr(module, part.value.id), part.attr))
    else:
        raise AssertionError(ast.dump(part))


def test_each_write_of_the_program_has_its_right() -> None:
    found: set[str] = set()
    for name, call in writes():
        if "store" in ast.unparse(call.func):
            continue
        found |= set(named(call.args[0], importlib.import_module(name)))
    assert len(found) > 150
    families = {action for action in ACTIONS if action.endswith(".")}
    unnamed = [
        pattern for pattern in found
        if not any(re.fullmatch(pattern, action) for action in ACTIONS)
        and not any(pattern.replace("\\", "").startswith(family) for family in families)
    ]  # fmt: skip
    assert unnamed == []


def test_nobody_but_the_program_itself_writes_past_the_table() -> None:
    """`Store.write` with an author is called where the table was asked; that somebody looked is noted for everybody."""
    past = [
        name for name, call in writes()
        if "store" in ast.unparse(call.func)
        and not (isinstance(call.args[0], ast.Constant) and call.args[0].value is None)
    ]  # fmt: skip
    asked = {"hsct_desktop.services.workspace", "hsct_desktop.store.restore"}  # `restoring.restore` asks
    own = {"hsct_desktop.services.users"}  # everybody changes their own passphrase, also before they may work
    assert set(past) == asked | own | {"hsct_desktop.services.access_log"}


def test_no_right_is_named_for_a_write_that_is_gone() -> None:
    patterns = {
        pattern for name, call in writes()
        if "store" not in ast.unparse(call.func)
        for pattern in named(call.args[0], importlib.import_module(name))
    }  # fmt: skip
    kept = {action for action in ACTIONS if not action.endswith(".")}
    assert [action for action in kept if not any(re.fullmatch(pattern, action) for pattern in patterns)] == []
