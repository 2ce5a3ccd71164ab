"""The recovery sheet: the words on one page, straight to a printer and never into a file of this PC by itself."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from vaxdesk.ui import theme
from vaxdesk.words import say

_POINTS = 13


def recovery_sheet(station: str, words: str) -> QTextDocument:
    """The page: station, what the words are for, and the numbered groups (`words` are joined by `-`)."""
    groups = "".join(
        f"<tr><td align='right'>{no}&nbsp;&nbsp;</td><td><b>{escape(group)}</b></td></tr>"
        for no, group in enumerate(words.split("-"), start=1)
    )
    document = QTextDocument()
    font = theme.font()
    font.setPointSize(_POINTS)
    document.setDefaultFont(font)
    document.setHtml(
        f"<h2>{escape(say('entrance.keep.sheet_title'))}</h2><p>{escape(station)}</p>"
        f"<p>{escape(say('entrance.keep.sheet_what'))}</p><table cellpadding='6'>{groups}</table>"
        f"<p>{escape(say('entrance.keep.sheet_keep'))}</p>"
    )
    return document


def ask_printer(over: QWidget, document: QTextDocument) -> QDialog:
    """Open the system's dialog; the page is printed when a printer was chosen."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # the first page of the program must not wait for it

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, over)
    dialog.accepted.connect(lambda: document.print_(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(True)
    dialog.show()
    return dialog
