"""A protocol in words, for screen, paper and command line: when a visit is due, its window, how it repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hsct_desktop.catalogue.wording import EN_DASH, MINUS, Wording
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import VISIT_ANCHOR, Assessment, FollowUpProtocol, ProtocolItem, Window
from hsct_desktop.domain.protocol_diff import AssessmentChanges, ItemChange, ProtocolDiff, ProtocolPart

NUMBER = "n"
"""Stands for the number of an occurrence in the label of a series."""
REFERENCE_DEFAULT = "reference default"
"""The `status` of what is shipped."""


ADDED, REMOVED, CHANGED = "+", MINUS, "~"
"""How a line of a comparison begins."""


@dataclass(frozen=True)
class DiffLine:
    """One line of a comparison; `item` is the visit's label, empty for what is said of the whole protocol."""

    sign: str
    item: str
    text: str
    item_id: str = ""


@dataclass(frozen=True)
class VisitWords:
    """A visit of a protocol in words; `tests` are those always done, `tests_if_indicated` the others."""

    id: str
    label: str
    when: str
    window: str
    repeats: str
    place: str
    optional: bool
    form: str
    tests: tuple[str, ...]
    tests_if_indicated: tuple[str, ...]


def visit_words(protocol: FollowUpProtocol, item: ProtocolItem, words: Wording) -> VisitWords:
    """A visit of a protocol in the reader's language."""
    return VisitWords(
        item.id,
        label(item, words),
        when(protocol, item, words),
        window(item.window, words),
        repeats(item, words),
        words.enum("place", item.place),
        item.optional,
        form(item, words),
        tuple(a.label.text(words.language) for a in item.assessments if not a.if_indicated),
        tuple(a.label.text(words.language) for a in item.assessments if a.if_indicated),
    )


def label(item: ProtocolItem, words: Wording) -> str:
    """The visit's name; a series is named with an `n` for its number."""
    return item.label.text(words.language).replace("{n}", NUMBER)


def status(protocol: FollowUpProtocol, words: Wording) -> str:
    """What the file says of itself; the shipped protocols' word in the reader's language."""
    return words.text("protocol.reference_default") if protocol.status == REFERENCE_DEFAULT else protocol.status


def when(protocol: FollowUpProtocol, item: ProtocolItem, words: Wording) -> str:
    """When the visit, or the first of a series, is due: 30 days after Day 0, on the day of discharge."""
    return _from_anchor(protocol, item.anchor, item.offset, words)


def _from_anchor(protocol: FollowUpProtocol, anchor: str, offset: Offset, words: Wording) -> str:
    side = "on" if offset.count == 0 else "after" if offset.count > 0 else "before"
    if anchor.startswith(VISIT_ANCHOR):
        name = anchor.removeprefix(VISIT_ANCHOR)
        previous = protocol.item(name)
        visit = label(previous, words) if previous is not None else name
        place = words.text(f"protocol.{side}.visit", visit=visit)
    else:
        place = words.text(f"protocol.{side}.{anchor}")
    return place if side == "on" else f"{step(offset, words)} {place}"


def step(offset: Offset, words: Wording) -> str:
    """A step along the calendar without its sign: 1 day, 6 months."""
    return words.count(f"protocol.step.{offset.unit}", abs(offset.count))


def window(span: Window, words: Wording) -> str:
    """Days around the target: ±7 days, −2 to +5 days, on the day."""
    if span.before == span.after:
        return words.count("protocol.window.same", span.after) if span.after else words.text("protocol.window.none")
    before, after = (f"{sign}{days}" if days else "0" for sign, days in ((MINUS, span.before), ("+", span.after)))
    return words.text("protocol.window.days", before=before, after=after)


def repeats(item: ProtocolItem, words: Wording) -> str:
    """How a series goes on: every week, until 100 days after Day 0; empty for a single visit."""
    repeat = item.repeat
    if repeat is None:
        return ""
    every = words.count(f"protocol.every.{repeat.every.unit}", repeat.every.count)
    if repeat.until_offset is None:
        return words.text("protocol.for_life", every=every)
    anchor = repeat.until_anchor or item.anchor
    if repeat.until_offset.count == 0:
        return words.text(f"protocol.until_on.{anchor}", every=every)
    until = f"{step(repeat.until_offset, words)} {words.text(f'protocol.after.{anchor}')}"
    return words.text("protocol.until", every=every, until=until)


def form(item: ProtocolItem, words: Wording) -> str:
    """The registry form that the visit feeds, empty for none."""
    return words.text(f"protocol.form.{item.ebmt_form}") if item.ebmt_form else ""


def differences(diff: ProtocolDiff, words: Wording) -> list[DiffLine]:
    """A comparison as lines to read: the head, then what was taken out, added and changed."""
    lines = [DiffLine(CHANGED, "", _head(diff, part, words)) for part in diff.head]
    for sign, items, protocol in (
        (REMOVED, diff.removed, diff.before),
        (ADDED, diff.added, diff.after),
    ):
        lines += [DiffLine(sign, label(item, words), _whole(protocol, item, words), item.id) for item in items]
    for change in diff.changed:
        name = label(change.after, words)
        lines += [DiffLine(CHANGED, name, text, change.after.id) for text in _changed(diff, change, words)]
    if diff.reordered:
        lines.append(DiffLine(CHANGED, "", words.text("protocol.diff.reordered")))
    return lines


def _head(diff: ProtocolDiff, part: ProtocolPart, words: Wording) -> str:
    def value(protocol: FollowUpProtocol) -> str:
        texts = {
            ProtocolPart.ID: protocol.id,
            ProtocolPart.VERSION: protocol.version,
            ProtocolPart.LABEL: _both(protocol.label.en, protocol.label.it, words, _labels_alike(diff)),
            ProtocolPart.SOURCE: protocol.source,
            ProtocolPart.STATUS: status(protocol, words),
        }
        return texts[part]

    return _was(words, part, value(diff.before), value(diff.after))


def _labels_alike(diff: ProtocolDiff) -> bool:
    return diff.before.label.en == diff.after.label.en or diff.before.label.it == diff.after.label.it


def _both(english: str, italian: str, words: Wording, show_both: bool) -> str:
    """A label in the reader's language, or in both where the reader's own may not have changed."""
    own = italian if words.language == "it" else english
    return f"{english} / {italian}" if show_both else own


def _was(words: Wording, part: ProtocolPart, before: str, after: str) -> str:
    name = words.enum("protocol_part", part)
    return words.text("protocol.diff.was", part=name, before=before or EN_DASH, after=after or EN_DASH)


def _whole(protocol: FollowUpProtocol, item: ProtocolItem, words: Wording) -> str:
    visit = visit_words(protocol, item, words)
    return ", ".join(part for part in (visit.when, visit.window, visit.repeats) if part)


def _changed(diff: ProtocolDiff, change: ItemChange, words: Wording) -> Iterator[str]:
    for part in change.parts:
        if part is ProtocolPart.ASSESSMENTS:
            yield from _checklist(change.assessments, words)
            continue
        before, after = (
            _part(part, protocol, item, words)
            for protocol, item in ((diff.before, change.before), (diff.after, change.after))
        )
        if part is ProtocolPart.LABEL and before == after:
            pair = (change.before.label, change.after.label)
            before, after = (_both(name.en, name.it, words, True) for name in pair)
        yield _was(words, part, before, after)


def _part(part: ProtocolPart, protocol: FollowUpProtocol, item: ProtocolItem, words: Wording) -> str:
    yes_no = {True: words.text("protocol.yes"), False: words.text("protocol.no")}
    values = {
        ProtocolPart.LABEL: label(item, words),
        ProtocolPart.ANCHOR: _from_anchor(protocol, item.anchor, Offset(0, "d"), words),
        ProtocolPart.OFFSET: when(protocol, item, words),
        ProtocolPart.WINDOW: window(item.window, words),
        ProtocolPart.REPEAT: repeats(item, words) or words.text("protocol.once"),
        ProtocolPart.PLACE: words.enum("place", item.place),
        ProtocolPart.OPTIONAL: yes_no[item.optional],
        ProtocolPart.OVERLAP: yes_no[item.may_overlap],
        ProtocolPart.FORM: form(item, words),
        ProtocolPart.KEY: item.key,
    }
    text = values[part]
    if part is ProtocolPart.REPEAT and item.repeat is not None:
        text += words.text("protocol.numbered_from", n=item.repeat.first_number)
    return text


def _checklist(changes: AssessmentChanges, words: Wording) -> Iterator[str]:
    def names(lines: tuple[Assessment, ...]) -> str:
        return ", ".join(_line(line, words) for line in lines)

    if changes.removed:
        yield words.text("protocol.diff.tests_removed", tests=names(changes.removed))
    if changes.added:
        yield words.text("protocol.diff.tests_added", tests=names(changes.added))
    for before, after in changes.changed:
        old, new = _line(before, words), _line(after, words)
        if old == new:
            old, new = (f"{a.label.en} / {a.label.it}" for a in (before, after))
        yield words.text("protocol.diff.was", part=words.enum("protocol_part", "assessments"), before=old, after=new)
    if changes == AssessmentChanges():
        yield words.text("protocol.diff.tests_reordered")


def _line(assessment: Assessment, words: Wording) -> str:
    text = assessment.label.text(words.language)
    return words.text("protocol.if_indicated", test=text) if assessment.if_indicated else text
