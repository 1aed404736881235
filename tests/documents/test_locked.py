"""A PDF with a password: closed to everybody else, whole to whoever knows it."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.documents.locked import locked

PASSWORD = "rain over Turin"


def made() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setTitle("Letter of Anna")
    canvas.drawString(72, 700, "EDSS 3.5")
    canvas.save()
    return stream.getvalue()


def test_locked_opens_with_the_password_alone() -> None:
    closed = locked(made(), PASSWORD)
    assert b"Letter of Anna" not in closed
    for wrong in ("", "rain over turin"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(closed), password=wrong)
    with pikepdf.open(io.BytesIO(closed), password=PASSWORD) as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits, pdf.encryption.stream_method.name) == (6, 256, "aesv3")
        assert pdf.allow.print_highres
        assert pdf.allow.extract


def test_locked_reads_the_same_in_another_reader() -> None:
    document = pypdfium2.PdfDocument(locked(made(), PASSWORD), password=PASSWORD)
    assert document[0].get_textpage().get_text_bounded().strip() == "EDSS 3.5"
    document.close()


def test_what_cannot_be_locked_is_refused() -> None:
    with pytest.raises(pikepdf.PdfError):
        locked(b"no PDF", PASSWORD)
    with pytest.raises(ValueError, match="without a password"):
        locked(made(), "")
