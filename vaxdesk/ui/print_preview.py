"""Shows the very bytes that will be printed; here the printer is chosen, or the paper is saved as a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, IconButton, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.words import say

MOST_COPIES = 9
_SIZE = QSize(1080, 680)
_SIDE = 380


class PrintPreview(QDialog):
    """Opened with `open()`.

    Args:
        parent: the screen it belongs to.
        pdf: what is shown, printed and saved.
        title: what the paper is.
        printers: names of the printers of this PC.
        chosen: the one used last, or the system's own; another of them is taken when it is not there.
    """

    print_wanted = Signal(str, int)  # printer, copies
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None, pdf: bytes, *, title: str, printers: Sequence[str], chosen: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        self.pdf, self.copies = pdf, 1
        self._printers = tuple(printers)
        self._document = QPdfDocument(self)  # not the view's child: Qt 6.12 crashes when a view dies with its document
        self._buffer = QBuffer(self)
        self._paper = QPdfView(self)
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._paper.setDocument(self._document)
        self._paper.setPageMode(QPdfView.PageMode.MultiPage)
        self._paper.setZoomMode(QPdfView.ZoomMode.FitInView)
        self._choice = ChoiceField(say("printing.printer"), [Option(one, one) for one in self._printers], columns=1)
        self._copies = Label("", Role.STRONG, wrap=False)
        self._print = Button(say("printing.print"), Kind.PRIMARY, icon="paper", keys="Ctrl+Return", large=True)
        self._save = Button(say("printing.save"), icon="download", keys="Ctrl+S")
        self._leave = Button(say("printing.leave"), Kind.QUIET, keys="Esc")
        self._lay_out(title)
        self._wire()
        if self._printers:
            self._choice.set_value(chosen if chosen in self._printers else self._printers[0])
        self._show_copies()
        (self._print if self._printers else self._save).setFocus()

    @property
    def pages(self) -> int:
        """Pages of one copy."""
        return self._document.pageCount()

    @property
    def printer(self) -> str:
        """The printer chosen; empty when there is none."""
        return self._choice.value()

    def more(self, step: int) -> None:
        """Another number of copies, at least one."""
        self.copies = min(max(1, self.copies + step), MOST_COPIES)
        self._show_copies()

    def _lay_out(self, title: str) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._paper, 1)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        right = QVBoxLayout(side)
        right.setContentsMargins(24, 22, 24, 20)
        right.setSpacing(14)
        right.addWidget(Label(title, Role.SECTION))
        right.addWidget(Label(say("printing.pages", n=self.pages), Role.SOFT))
        if self._printers:
            right.addWidget(scrolling(self._choice), 1)
            right.addLayout(self._copies_row())
        else:
            right.addWidget(self._no_printer())
            right.addStretch(1)
            self._choice.hide()
        right.addWidget(self._print)
        right.addWidget(self._save)
        right.addWidget(self._leave)
        self._print.setVisible(bool(self._printers))
        self._save.set_kind(Kind.PLAIN if self._printers else Kind.PRIMARY)
        layout.addWidget(side)

    def _copies_row(self) -> QHBoxLayout:
        less, more = IconButton("minus", say("printing.less")), IconButton("plus", say("printing.more"))
        less.clicked.connect(lambda: self.more(-1))
        more.clicked.connect(lambda: self.more(1))
        line = QHBoxLayout()
        line.addWidget(Label(say("printing.copies"), wrap=False), 1)
        for widget in (less, self._copies, more):
            line.addWidget(widget)
        self._copies.setMinimumWidth(28)
        self._copies.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return line

    def _no_printer(self) -> QWidget:
        card = Card(ground="wait")
        card.add(Label(say("printing.no_printer"), Role.STRONG))
        card.add(Label(say("trouble.no_printer")))
        return card

    def _show_copies(self) -> None:
        self._copies.setText(str(self.copies))

    def _wire(self) -> None:
        self._print.clicked.connect(self._take)
        self._choice.submitted.connect(self._take)
        self._save.clicked.connect(self.save_wanted)
        self._leave.clicked.connect(self.reject)

    def _take(self) -> None:
        if self.printer:
            printer, copies = self.printer, self.copies
            self.accept()
            self.print_wanted.emit(printer, copies)
