"""Several finished documents as one, for the printer."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf


def merged(documents: Iterable[bytes]) -> bytes:
    """The pages of PDFs one after the other, their fonts kept once each document."""
    target = io.BytesIO()
    with pikepdf.new() as job:
        for content in documents:
            with pikepdf.open(io.BytesIO(content)) as one:
                job.pages.extend(one.pages)
        job.save(target)
    return target.getvalue()
