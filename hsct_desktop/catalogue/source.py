"""Reads a YAML file of the catalogue, keeps the line of everything in it, and validates it against a model.

Only text, whole numbers, decimal numbers, true, false and null are read: `no`, `on`, `12:30` and dates stay text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.domain.names import clean, has_marks
from hsct_desktop.domain.problem import Problem
from hsct_desktop.user_file import NotRegularError, open_regular, size_of

LANGUAGE_KEYS = ("en", "it")
MAX_BYTES = 8_000_000
"""A larger file is no catalogue but a mistake."""
MOST_PROBLEMS = 200
"""Mistakes told of one file: who reads more than these has opened the wrong file."""
MAX_BRACKETS = 50
"""Brackets open at once; ours hold at most five."""
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEP_LINE = re.compile(r"^[ ]{101}[ ]*[^ \r\n]|^[ ]*(?:[-?:][ \t]+){12}", re.MULTILINE)
"""A line indented by more than a hundred, or with a dozen list marks in a row."""
_TABBED = re.compile(r"[ ]*\t")
_TAG = "tag:yaml.org,2002:"
_STR = _TAG + "str"
Loc = Sequence[int | str]
Model = TypeVar("Model", bound=BaseModel)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without the surprises of version 1.1; pure Python where libyaml is missing."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool]) -> str:
        """The tag of a node that states none; asked for each of the thousands of scalars, hence the short way."""
        if kind is yaml.ScalarNode:
            return _plain_tag(value or "") if implicit[0] else _STR
        return str(super().resolve(kind, value, implicit))


def _plain_tag(value: str) -> str:
    """The tag of a scalar without quotes."""
    if value[:1].isalpha() and value not in _WORDS:
        return _STR
    return _WORDS.get(value) or next((tag for tag, pattern in _NUMBERS if pattern.fullmatch(value)), _STR)


_WORDS = {
    "true": _TAG + "bool",
    "false": _TAG + "bool",
    "null": _TAG + "null",
    "~": _TAG + "null",
    "": _TAG + "null",
}
_NUMBERS = (
    (_TAG + "int", re.compile(r"[-+]?(0|[1-9][0-9]*)")),
    (_TAG + "float", re.compile(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?")),
)
_SCALARS: dict[str, Callable[[str], Any]] = {
    _STR: str,
    _TAG + "bool": lambda text: text == "true",
    _TAG + "null": lambda text: None,
    _TAG + "int": int,
    _TAG + "float": float,
}


class Source:
    """A file's content as plain dicts, lists and scalars, with the way back from a place in it to its line."""

    def __init__(self, name: str, root: yaml.MappingNode, data: dict[str, Any]) -> None:
        self.name = name
        self.data = data
        self.is_unit = False
        self._root = root

    def problem(self, loc: Loc, key: str, /, **params: object) -> CatalogueProblem:
        """The problem `key` at the place `loc` (keys and indexes from the top), with line and item found."""
        line, item = self._place(loc)
        return CatalogueProblem(self.name, line, Problem(".".join(map(str, loc)), key, params), item)

    def validate(self, model: type[Model]) -> Model:
        """The content as `model`; raise CatalogueError with every problem found."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            details = error.errors(include_url=False)[:MOST_PROBLEMS]
            found = [self._from_pydantic(model, detail) for detail in details]
            raise CatalogueError(sorted(found, key=lambda p: p.line)) from None

    def _place(self, loc: Loc) -> tuple[int, str]:
        """Line (from 1) of the deepest part of `loc` that the file holds, and the id of the item around it."""
        node: yaml.Node = self._root
        line, item = node.start_mark.line + 1, ""
        for step in loc:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == step), None)
                if pair is None:
                    continue
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
                item = next((v.value for k, v in _pairs(node) if k.value == "id"), item)
        return line, item

    def _from_pydantic(self, model: type[BaseModel], detail: Any) -> CatalogueProblem:
        loc, kind, value = detail["loc"], detail["type"], detail["input"]
        name = next((step for step in reversed(loc) if isinstance(step, str)), "")
        if kind == "missing" and name in LANGUAGE_KEYS:
            label = next((step for step in reversed(loc[:-1]) if isinstance(step, str)), "")
            return self.problem(loc, "yaml_language_missing", name=label, language=name)
        if kind == "extra_forbidden":
            near = difflib.get_close_matches(name, _fields_at(model, loc[:-1]), n=1)
            if near:
                return self.problem(loc, "yaml_key_unknown_near", name=name, near=near[0])
            return self.problem(loc, "yaml_key_unknown", name=name, known=", ".join(_fields_at(model, loc[:-1])))
        if value is None and kind != "missing":
            return self.problem(loc, "yaml_value_empty", name=name)
        params = {"name": name, "value": _shown(value), **(detail.get("ctx") or {})}
        if "expected" in params:
            params["expected"] = _choices(str(params["expected"]))
        return self.problem(loc, _KEYS.get(kind, kind if kind in _OWN else "yaml_invalid"), **params)


_KEYS = {
    "missing": "yaml_key_missing",
    "string_type": "yaml_text_wanted",
    "string_too_short": "yaml_value_empty",
    "int_type": "yaml_whole_number_wanted",
    "bool_type": "yaml_true_or_false_wanted",
    "list_type": "yaml_list_wanted",
    "too_short": "yaml_value_empty",
    "dict_type": "yaml_mapping_wanted",
    "model_type": "yaml_mapping_wanted",
    "enum": "yaml_choice_unknown",
    "literal_error": "yaml_choice_unknown",
}
_OWN = frozenset(
    {
        "offset_unreadable",
        "days_unreadable",
        "window_negative",
        "until_unreadable",
        "id_unreadable",
        "limit_unreadable",
        "number_unreadable",
        "amount_unreadable",
        "import_step_unreadable",
        "import_codes_form",
    }
)
"""Error types of our own validators (`fields`, `grading`, `analytes`, `import_mapping_file`): keys of sentences."""


def read_source(path: Path, name: str = "") -> Source:
    """Read a YAML file whose top level is a mapping; `name` stands for the path in sentences. Raise CatalogueError."""
    name = name or str(path)
    return source_of(read_text(path, name), name)


def source_of(text: str, name: str) -> Source:
    """A YAML text whose top level is a mapping; `name` is what sentences call it. Raise CatalogueError."""
    _refuse_deep_nesting(text, name)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        if tabbed := _tabbed_line(text, line):
            raise _error(name, tabbed, "yaml_tab") from None
        raise _error(name, line, "yaml_unreadable", detail=error.problem or error.context or "") from None
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        raise _error(name, line, "yaml_unreadable", detail=getattr(error, "reason", None) or "") from None
    finally:
        loader.dispose()
    if not isinstance(root, yaml.MappingNode):
        raise _error(name, root.start_mark.line + 1 if root else 1, "yaml_top_not_mapping")
    problems: list[CatalogueProblem] = []
    data = _plain(root, name, problems, set())
    if problems:
        raise CatalogueError(problems[:MOST_PROBLEMS])
    return Source(name, root, data)


def _tabbed_line(text: str, line: int) -> int:
    """The line that a tab indents, at which or just before which the reader stopped; 0 when there is none."""
    lines = text.splitlines()
    return next((n for n in (line, line - 1) if 0 < n <= len(lines) and _TABBED.match(lines[n - 1])), 0)


def read_text(path: Path, name: str) -> str:
    """The text of a file; `name` stands for the path in sentences. Raise CatalogueError."""
    try:
        with open_regular(path) as stream:
            raw = stream.read(MAX_BYTES + 1) if size_of(stream) <= MAX_BYTES else None
    except FileNotFoundError:
        raise _error(name, 0, "file_missing") from None
    except NotRegularError:
        raise _error(name, 0, "file_not_regular") from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise _error(name, 0, "file_unreadable", detail=getattr(error, "strerror", "") or "") from None
    if raw is None or len(raw) > MAX_BYTES:
        raise _error(name, 0, "file_too_large", limit=MAX_BYTES // 1_000_000)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _error(name, raw.count(b"\n", 0, error.start) + 1, "file_not_utf8") from None


def _refuse_deep_nesting(text: str, name: str) -> None:
    """The YAML library calls itself for each level, in C, and brings the program down on thousands of them."""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > MAX_BRACKETS:
            raise _error(name, text.count("\n", 0, bracket.start()) + 1, "yaml_too_deep")
    if deep := _DEEP_LINE.search(text):
        raise _error(name, text.count("\n", 0, deep.start()) + 1, "yaml_too_deep")


def _plain(node: yaml.Node, name: str, problems: list[CatalogueProblem], seen: set[int]) -> Any:
    """The node as plain Python; doubled keys, aliases and foreign tags go to `problems`."""
    if isinstance(node, yaml.ScalarNode):
        if has_marks(node.value.rstrip("\n")):  # a block of text ends with a line break
            problems.append(_problem(name, node, "yaml_marks", text=_shown(clean(node.value))))
            return None
        try:
            return _SCALARS[node.tag](node.value)
        except (KeyError, ValueError):  # a tag written out, such as `!!timestamp` or `!!int many`
            problems.append(_problem(name, node, "yaml_tag_unknown", tag=clean(node.tag)))
            return None
    if id(node) in seen:
        if not any(p.problem.key == "yaml_alias" for p in problems):  # once: a file of references has thousands
            problems.append(_problem(name, node, "yaml_alias"))
        return None
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(part, name, problems, seen) for part in node.value]
    content: dict[str, Any] = {}
    for key, value in _pairs(node):
        if not isinstance(key, yaml.ScalarNode):
            problems.append(_problem(name, key, "yaml_key_not_text"))
            continue
        if has_marks(key.value):
            problems.append(_problem(name, key, "yaml_marks", text=_shown(clean(key.value))))
            continue
        if key.value in content:
            problems.append(_problem(name, key, "yaml_key_twice", name=key.value))
        content[key.value] = _plain(value, name, problems, seen)
    return content


def _pairs(node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from node.value


def _problem(file: str, node: yaml.Node, key: str, /, **params: object) -> CatalogueProblem:
    return CatalogueProblem(file, node.start_mark.line + 1, Problem("", key, params))


def _error(file: str, line: int, key: str, /, **params: object) -> CatalogueError:
    return CatalogueError([CatalogueProblem(file, line, Problem("", key, params))])


def _shown(value: object) -> str:
    text = "true" if value is True else "false" if value is False else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _choices(expected: str) -> str:
    """The validator's list of choices without its quotes and its English `or`."""
    return ", ".join(choice for choice in re.findall(r"'([^']*)'", expected) if choice)


def _fields_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that a mapping at `loc` may have, for the suggestion after a mistyped one."""
    current: Any = model
    for step in loc:
        current = _inner(current)
        if isinstance(step, int):
            current = next(iter(get_args(current)), None)
        elif isinstance(current, type) and issubclass(current, BaseModel):
            current = current.model_fields[step].annotation if step in current.model_fields else None
        else:
            current = next(iter(get_args(current)[1:]), None)
    current = _inner(current)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _inner(annotation: Any) -> Any:
    """The annotation without Annotated and without `| None`."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation
