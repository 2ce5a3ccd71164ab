"""What stands behind `FILE|TEXT`: a text as it is typed, the lines of a file, or the codes of pictures and pages."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from vaxdesk.trouble import Trouble, TroubleCode

_CERTIFICATE = re.compile(r"(?:HC1:|VXS:|shc:/)", re.IGNORECASE)
_MOST_BYTES = 64 * 1024 * 1024
_MOST_TEXTS = 200


def texts_of(source: str) -> list[str]:
    """The texts to verify; `-` is standard input. The codes of one SMART Health Card become one text.

    Raises:
        Trouble: FILE_UNREADABLE, IMAGE_UNREADABLE.
    """
    if _CERTIFICATE.match(source):
        return [source]
    return _cards_joined(_inside(_read(source)))[:_MOST_TEXTS]


def _read(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(_MOST_BYTES)
        path = Path(source)
        if path.stat().st_size > _MOST_BYTES:
            raise Trouble(TroubleCode.FILE_UNREADABLE, "size")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # a text with a zero in it names no file
        raise Trouble(TroubleCode.FILE_UNREADABLE, type(error).__name__) from None


def _inside(data: bytes) -> list[str]:
    """Texts in the bytes of a PDF, of a picture, or of a text file, whose first letters tell which it is."""
    from vaxdesk.scanning import decode

    if data.startswith(b"%PDF-"):
        from vaxdesk.main import environment_has_screen
        from vaxdesk.wiring.pdf_pages import grey_pages

        if not environment_has_screen():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return [code.text for page in grey_pages(data) for code in decode.read_grey(page)]
    lines = _lines(data)
    if any(map(_CERTIFICATE.match, lines)):
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
