"""What stands behind `FILE|TEXT`: a text as it is typed, the lines of a file, or the codes of pictures and pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from vaxdesk.domain.codes import is_certificate
from vaxdesk.wiring.certificate_files import MOST_BYTES, PDF, bytes_of, texts_in


def texts_of(source: str) -> list[str]:
    """The texts to verify; `-` is standard input. The codes of one SMART Health Card become one text.

    Raises:
        Trouble: FILE_UNREADABLE, IMAGE_UNREADABLE.
    """
    if is_certificate(source):
        return [source]
    data = _read(source)
    if data.startswith(PDF):
        from vaxdesk.main import environment_has_screen

        if not environment_has_screen():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return texts_in(data)


def _read(source: str) -> bytes:
    return sys.stdin.buffer.read(MOST_BYTES) if source == "-" else bytes_of(Path(source))
