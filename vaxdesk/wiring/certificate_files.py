"""The texts of certificates in a file: the codes of pictures and pages, or the lines of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from vaxdesk.domain.codes import is_certificate
from vaxdesk.trouble import Trouble, TroubleCode

PDF = b"%PDF-"
MOST_BYTES = 64 * 1024 * 1024
_MOST_TEXTS = 200


def bytes_of(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file of at most that many.

    Raises:
        Trouble: FILE_UNREADABLE.
    """
    try:
        if path.stat().st_size > most:
            raise Trouble(TroubleCode.FILE_UNREADABLE, "size")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # a text with a zero in it names no file
        raise Trouble(TroubleCode.FILE_UNREADABLE, type(error).__name__) from None


def texts_in(data: bytes) -> list[str]:
    """Texts in the bytes of a PDF, of a picture, or of a text file, whose first letters tell which it is.

    The codes of one SMART Health Card become one text.

    Raises:
        Trouble: FILE_UNREADABLE, IMAGE_UNREADABLE.
    """
    return _cards_joined(_inside(data))[:_MOST_TEXTS]


def _inside(data: bytes) -> list[str]:
    from vaxdesk.scanning import decode

    if data.startswith(PDF):
        from vaxdesk.wiring.pdf_pages import grey_pages

        return [code.text for page in grey_pages(data) for code in decode.read_grey(page)]
    lines = _lines(data)
    if any(map(is_certificate, lines)):
        return lines
    try:
        return [code.text for code in decode.read_image(data)]
    except Trouble:
        if not lines:
            raise
        return lines


def _lines(data: bytes) -> list[str]:
    """Lines of a text file, their spaces left as they are; none for bytes that are no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    return [] if "\0" in text else [line for line in re.split(r"[\r\n]+", text) if line.strip()]


def _cards_joined(texts: Iterable[str]) -> list[str]:
    """Codes of several parts (`shc:/2/3/…`) as one text, the others each by itself."""
    found: list[str] = []
    parts: list[str] = []
    for text in texts:
        several = re.match(r"shc:/\d+/\d+/", text, re.IGNORECASE)
        (parts if several else found).append(text)
    return [*found, "\n".join(parts)] if parts else found
