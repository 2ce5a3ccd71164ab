"""Puts the pages of a PDF on a printer at their true size; on the paper lane, where Qt allows to paint on QPrinter."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Job

DPI = 300  # a module of the smallest code is twelve dots wide
_POINTS = 72


class Printers(Protocol):
    """The printers of this PC."""

    def names(self) -> tuple[str, ...]: ...
    def default(self) -> str: ...
    def open(self, name: str) -> QPrinter: ...


class SystemPrinters:
    """The printers that the operating system knows."""

    def names(self) -> tuple[str, ...]:
        """Names in the order of the system; empty when there is none."""
        return tuple(QPrinterInfo.availablePrinterNames())

    def default(self) -> str:
        """The system's own choice, empty when it has none."""
        return QPrinterInfo.defaultPrinterName()

    def open(self, name: str) -> QPrinter:
        """A printer by name.

        Raises:
            Trouble: NO_PRINTER.
        """
        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise Trouble(TroubleCode.NO_PRINTER)
        return QPrinter(info, QPrinter.PrinterMode.HighResolution)


@contextmanager
def opened(pdf: bytes) -> Iterator[QPdfDocument]:
    """The document of some bytes, as the preview shows it and the printer gets it."""
    held = QByteArray(pdf)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()
        buffer.close()


def page_count(pdf: bytes) -> int:
    """Pages of a PDF."""
    with opened(pdf) as document:
        return document.pageCount()


def send(pdf: bytes, printer: QPrinter, *, copies: int = 1, job: Job | None = None) -> int:
    """Prints all pages at 100 %, edge of the paper on edge of the page; returns the pages of one copy.

    Args:
        job: hears of the progress and may ask to stop between two pages.

    Raises:
        Trouble: PRINT_FAILED.
    """
    with opened(pdf) as document:
        pages = document.pageCount()
        printer.setFullPage(True)
        printer.setResolution(DPI)
        by_driver = printer.supportsMultipleCopies()
        printer.setCopyCount(copies if by_driver else 1)
        order = [page for _ in range(1 if by_driver else copies) for page in range(pages)]
        _take_size(printer, document.pagePointSize(0))
        painter = QPainter()
        if not painter.begin(printer):
            raise Trouble(TroubleCode.PRINT_FAILED)
        try:
            for done, page in enumerate(order):
                if job is not None and job.cancelled:
                    printer.abort()
                    break
                _put(document, page, printer, painter, first=done == 0)
                if job is not None:
                    job.progress(done + 1, len(order))
        finally:
            ended = painter.end()
    if not ended or printer.printerState() is QPrinter.PrinterState.Error:
        raise Trouble(TroubleCode.PRINT_FAILED)
    return pages


def page_image(document: QPdfDocument, page: int, *, dpi: int = DPI) -> QImage:
    """A page on white, in grey where nothing on it is coloured."""
    points = document.pagePointSize(page)
    size = QSize(round(points.width() / _POINTS * dpi), round(points.height() / _POINTS * dpi))
    drawn = document.render(page, size)
    white = QImage(size, QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return white.convertToFormat(QImage.Format.Format_Grayscale8) if white.allGray() else white


def save(pdf: bytes, path: Path) -> None:
    """Writes exactly these bytes; an older file stays whole until the new one is complete.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            part.write(pdf)
        Path(part.name).replace(path)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise Trouble(TroubleCode.DISK_FULL if full else TroubleCode.FILE_NOT_WRITABLE) from error


def _put(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter, *, first: bool) -> None:
    points = document.pagePointSize(page)
    if not first:
        _take_size(printer, points)
        if not printer.newPage():
            raise Trouble(TroubleCode.PRINT_FAILED)
    dots = printer.resolution() / _POINTS
    painter.drawImage(QRectF(0, 0, points.width() * dots, points.height() * dots), page_image(document, page))


def _take_size(printer: QPrinter, points: QSizeF) -> None:
    """Paper of the page's own size; A4, A5 and the like are recognised, lying crosswise too."""
    wide = points.width() > points.height()
    upright = points.transposed() if wide else points
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    how = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, how, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
