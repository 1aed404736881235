"""Gathers what the front page says of a file: from its key file and from what this computer remembers of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.front_memory import FrontMemory
from hsct_desktop.views.opening import Place
from hsct_desktop.views.unlock_facts import Fact, FrontFacts, Person

if TYPE_CHECKING:
    from hsct_desktop.views.context import Context

_WARN_AFTER: Final = timedelta(days=1)
_LATE_AFTER: Final = timedelta(days=3)


def facts_of(
    wording: Wording, memory: FrontMemory, place: Place, people: tuple[Person, ...], now: datetime
) -> FrontFacts:
    """All that the page in front of a file shows."""
    practice, published = _practice(place)
    encrypted = bool(people) or practice
    facts = (_backup(memory, place, now), _chain(wording, memory, place), _use()) if encrypted else (_use(),)
    return FrontFacts(
        unit=memory.unit(place.path),
        workstation=f"HSCT Desktop · {memory.computer_name}",
        file_name=place.path.name,
        practice=practice,
        people=people,
        facts=facts,
        published=published,
        locked_words=QCoreApplication.translate("FrontFacts", "locked: file encrypted, key removed") if people else "",
    )


def _practice(place: Place) -> tuple[bool, str]:
    """Whether the key file says that it is practice, and the passphrase that everybody may read."""
    from hsct_desktop.services import access

    try:
        practice = access.is_practice(place.path)
    except KnownError:
        practice = place.practice
    return practice, access.PRACTICE_PASSPHRASE if practice else ""


def _backup(memory: FrontMemory, place: Place, now: datetime) -> Fact:
    proven, drilled = memory.moment(place.path, "proven"), memory.moment(place.path, "drilled")
    if proven is None:
        return Fact("shield", "muted", QCoreApplication.translate("FrontFacts", "No proven backup known here"),
                    QCoreApplication.translate("FrontFacts", "it is looked for after unlocking"))  # fmt: skip
    age = now - proven
    token = "success" if age < _WARN_AFTER else "warn" if age < _LATE_AFTER else "danger"
    words = QCoreApplication.translate("FrontFacts", "Backup proven {}").format(ago(age))
    restore = QCoreApplication.translate("FrontFacts", "restore proven {}")
    more = restore.format(ago(now - drilled)) if drilled is not None else ""
    return Fact("shield", token, words, more)


def _chain(wording: Wording, memory: FrontMemory, place: Place) -> Fact:
    entry = memory.entry(place.path)
    if entry > 0:
        words = QCoreApplication.translate("FrontFacts", "Log verified up to entry {}")
        intact = QCoreApplication.translate("FrontFacts", "chain intact")
        return Fact("check", "success", words.format(grouped(entry, wording.language)), intact)
    if entry < 0:
        words = QCoreApplication.translate("FrontFacts", "The log does not hold at entry {}")
        more = QCoreApplication.translate("FrontFacts", "ask who administers the file")
        return Fact("alert", "danger", words.format(grouped(-entry, wording.language)), more)
    return Fact("clock", "muted", QCoreApplication.translate("FrontFacts", "Log not verified here yet"),
                QCoreApplication.translate("FrontFacts", "it is checked after unlocking"))  # fmt: skip


def _use() -> Fact:
    words = QCoreApplication.translate("FrontFacts", "Plans appointments, records, prints")
    more = QCoreApplication.translate("FrontFacts", "prescribes no doses and makes no diagnosis; a person decides")
    return Fact("info", "muted", words, more)


def grouped(number: int, language: str) -> str:
    """A long number in groups of three, as the language separates them."""
    return f"{number:,}".replace(",", "." if language == "it" else ",")


def ago(age: timedelta) -> str:
    """An age in words: minutes, hours, days."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 2:
        return QCoreApplication.translate("FrontFacts", "just now")
    if minutes < 120:
        return QCoreApplication.translate("FrontFacts", "{} minutes ago").format(minutes)
    if minutes < 48 * 60:
        return QCoreApplication.translate("FrontFacts", "{} hours ago").format(minutes // 60)
    return QCoreApplication.translate("FrontFacts", "{} days ago").format(minutes // (24 * 60))


def remember(memory: FrontMemory, place: Place, ctx: Context) -> None:
    """Keep what is known of backups and log while the file is still open, for the page in front of it."""
    facts = getattr(ctx.backups, "facts", None)
    if facts is not None:
        memory.set_moment(place.path, "proven", getattr(facts, "proven_at", None))
        memory.set_moment(place.path, "drilled", getattr(facts, "drilled_at", None))
    from hsct_desktop.services import audit

    line = audit.verified(ctx.ready())
    if line.holds is not None:
        memory.set_entry(place.path, line.seq if line.holds else -(line.first_bad or 1))
