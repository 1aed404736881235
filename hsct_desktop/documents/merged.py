"""Several finished documents as one, to print or to keep together."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pikepdf

from hsct_desktop import APP_NAME


@dataclass(frozen=True)
class Part:
    """A finished document that is bound with others, by its title in the bookmarks."""

    title: str
    content: bytes

    @cached_property
    def pages(self) -> int:
        """How many pages it has."""
        with pikepdf.open(io.BytesIO(self.content)) as one:
            return len(one.pages)


def bound(parts: Sequence[Part], title: str, language: str) -> bytes:
    """Documents as one with a bookmark each; the same parts give the same bytes."""
    target = io.BytesIO()
    with pikepdf.new() as job:
        starts: list[tuple[str, int]] = []
        author = ""
        for part in parts:
            starts.append((part.title, len(job.pages)))
            with pikepdf.open(io.BytesIO(part.content)) as one:
                author = author or str(one.docinfo.get("/Author", ""))
                job.pages.extend(one.pages)
        with job.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in starts)
        numbered = pikepdf.Dictionary(S=pikepdf.Name.D)  # 1, 2, 3 ... throughout
        job.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, numbered]))
        job.Root.Lang = pikepdf.String(language)
        job.Root.PageMode = pikepdf.Name.UseOutlines
        job.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        job.docinfo["/Title"], job.docinfo["/Author"] = title, author
        job.docinfo["/Creator"] = job.docinfo["/Producer"] = APP_NAME
        job.save(target, deterministic_id=True)
    return target.getvalue()
