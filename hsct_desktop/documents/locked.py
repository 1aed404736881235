"""A finished PDF with a password: for files that leave the hospital by e-mail or on a stick."""

from __future__ import annotations

import io

import pikepdf


def locked(content: bytes, password: str) -> bytes:
    """A copy that opens with the password alone, AES-256 (PDF 2.0), its metadata and bookmarks closed as well.

    Whoever opens it may print and copy it. Two copies differ in their bytes: each is closed with a key of its own.
    pikepdf.PdfError where `content` is no PDF. The password is one that `domain.pdf_password` lets through.
    """
    if not password:
        raise ValueError("a file without a password is not locked")
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner=password, user=password, R=6, aes=True, metadata=True))
    return target.getvalue()
