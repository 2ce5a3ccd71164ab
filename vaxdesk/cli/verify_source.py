"""What stands behind `FILE|TEXT`: a text as it is typed, the lines of a file, or the codes of pictures and pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.wiring.certificate_files import CERTIFICATE, PDF, texts_in

_MOST_BYTES = 64 * 1024 * 1024


def texts_of(source: str) -> list[str]:
    """The texts to verify; `-` is standard input. The codes of one SMART Health Card become one text.

    Raises:
        Trouble: FILE_UNREADABLE, IMAGE_UNREADABLE.
    """
    if CERTIFICATE.match(source):
        return [source]
    data = _read(source)
    if data.startswith(PDF):
        from vaxdesk.main import environment_has_screen

        if not environment_has_screen():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return texts_in(data)


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
