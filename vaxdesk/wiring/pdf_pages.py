"""Pages of a PDF as grey pictures for the decoder of codes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from PySide6.QtGui import QGuiApplication, QImage

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui import press

MOST_PAGES = 50
_DPI = 200  # a module of the densest code is four dots wide


def grey_pages(pdf: bytes) -> Iterator[np.ndarray]:
    """The first pages, at most so many.

    Raises:
        Trouble: FILE_UNREADABLE.
    """
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    with press.opened(pdf) as document:
        if not document.pageCount():
            raise Trouble(TroubleCode.FILE_UNREADABLE, "no PDF")
        for page in range(min(document.pageCount(), MOST_PAGES)):
            yield _grey(press.page_image(document, page, dpi=_DPI))
    del app


def _grey(image: QImage) -> np.ndarray:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return np.ascontiguousarray(rows[:, : grey.width()])
