"""What the document of a protocol is made from; the Protocols page shows the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hsct_desktop.catalogue.protocol_words import VisitWords, visit_words
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.domain.protocol import FollowUpProtocol, ProtocolItem


@dataclass(frozen=True)
class PrintedApproval:
    """Who approved the text, when, and what they noted."""

    by: str
    on: date
    note: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """A line of the test matrix: for each visit True (always), False (if indicated) or None (not done)."""

    id: str
    label: str
    marks: tuple[bool | None, ...]


@dataclass(frozen=True)
class ProtocolData:
    """A protocol as a document; `status` is in the document's language.

    `approval_known` is False where no data file could be asked who approved it.
    """

    context: PrintContext
    protocol: FollowUpProtocol
    status: str
    approval: PrintedApproval | None = None
    approval_known: bool = True

    @property
    def title(self) -> str:
        """The protocol's name in the document's language."""
        return self.protocol.label.text(self.context.language)

    @property
    def visits(self) -> tuple[VisitWords, ...]:
        """The visits in words, in the protocol's order."""
        words = wording(self.context.language)
        return tuple(visit_words(self.protocol, item, words) for item in self.protocol.items)

    @property
    def approval_words(self) -> str:
        """Who approved it, or that nobody did, as the screen says it."""
        return self.approval_in(wording(self.context.language))

    def approval_in(self, words: Wording) -> str:
        """The same in the words of a page, which may write dates otherwise."""
        if self.approval is not None:
            return words.text("protocol.approved", name=self.approval.by, on=self.approval.on)
        return words.text("protocol.not_approved" if self.approval_known else "protocol.approval_unknown")

    @property
    def tests(self) -> tuple[MatrixRow, ...]:
        """The test matrix over all visits, tests in the order in which the protocol names them."""
        return matrix_of(self.protocol.items, self.context.language)


def matrix_of(items: Sequence[ProtocolItem], language: str) -> tuple[MatrixRow, ...]:
    """Tests by visits: which is done when."""
    marks = [{a.id: not a.if_indicated for a in item.assessments} for item in items]
    labels = {a.id: a.label.text(language) for item in items for a in item.assessments}
    return tuple(MatrixRow(test, label, tuple(m.get(test) for m in marks)) for test, label in labels.items())
