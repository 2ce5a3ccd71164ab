"""What is previewed is what is printed: the same bytes, at their true size, readable from the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.documents import reading
from vaxdesk.documents import certificate, labels, roster
from vaxdesk.documents.report import pdf as report
from vaxdesk.documents.samples import STATION
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.report.table import Grid, Heading, Line, ReportKind, Written
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui import press
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.notices import Level
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.printing import PaperJob, Printing, PrintPorts
from vaxdesk.ui.screen import Room

_HEADS = tuple(Heading(key=str(n), label=f"Cột {n}") for n in range(15))
CROSSWISE = Written(
    kind=ReportKind.DAILY, title="Báo cáo", unit="Trạm A", period="ngày 23/11/2026", since="2026-11-23",
    until="2026-11-23", grids=(Grid(key="t", title="Bảng", headings=_HEADS, lines=(Line(cells=(1,) * 15),)),),
)  # fmt: skip
A5 = partial(certificate.render, certificate.SAMPLE, size="A5")


@dataclass
class Files:
    """Printers that print into files."""

    folder: Path
    here: tuple[str, ...] = ("Bàn 1", "Bàn 2")
    used: list[str] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        return self.here

    def default(self) -> str:
        return self.here[0] if self.here else ""

    def open(self, name: str) -> QPrinter:
        if name not in self.here:
            raise Trouble(TroubleCode.NO_PRINTER)
        self.used.append(name)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / f"{len(self.used)}.pdf"))
        return printer

    def printed(self, no: int = 1) -> bytes:
        return (self.folder / f"{no}.pdf").read_bytes()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


MAKERS: dict[str, Callable[[], bytes]] = {
    "certificate A4": partial(certificate.render, certificate.SAMPLE),
    "certificate A5": A5,
    "roster": partial(roster.render, roster.SAMPLE),
    "slip": partial(labels.render_slip, labels.SAMPLE_SLIP),
    "report, crosswise": partial(report.render, CROSSWISE, station=STATION),
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_page_is_printed_at_its_true_size(files: Files, name: str) -> None:
    pdf = MAKERS[name]()
    assert press.send(pdf, files.open("Bàn 1")) == press.page_count(pdf)
    before, after = PdfReader(BytesIO(pdf)).pages, PdfReader(BytesIO(files.printed())).pages
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        assert float(other.mediabox.width) == pytest.approx(float(one.mediabox.width), abs=1.5)
        assert float(other.mediabox.height) == pytest.approx(float(one.mediabox.height), abs=1.5)


@pytest.mark.parametrize("dpi", [150, 300])
def test_codes_are_read_from_what_was_printed_where_the_original_has_them(files: Files, dpi: int) -> None:
    pdf = A5()
    press.send(pdf, files.open("Bàn 1"))
    ours, theirs = (zxingcpp.read_barcode(reading.pictures(one, dpi)[0]) for one in (pdf, files.printed()))
    assert ours is not None
    assert theirs is not None
    assert theirs.text == ours.text == certificate.SAMPLE.code
    for corner in ("top_left", "bottom_right"):
        a, b = getattr(ours.position, corner), getattr(theirs.position, corner)
        assert abs(a.x - b.x) <= dpi / 25.4 * 0.6  # within 0.6 mm
        assert abs(a.y - b.y) <= dpi / 25.4 * 0.6


def test_copies_are_printed_and_counted_as_pages_of_one(files: Files) -> None:
    assert press.send(A5(), files.open("Bàn 1"), copies=3) == 1
    printer_copies = len(PdfReader(BytesIO(files.printed())).pages)
    assert printer_copies in (1, 3)


def test_a_page_is_white_and_grey() -> None:
    with press.opened(A5()) as document:
        image = press.page_image(document, 0, dpi=100)
    assert image.format() is QImage.Format.Format_Grayscale8
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert image.size() == QSize(583, 827)


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_cannot_begin_is_a_trouble(files: Files) -> None:
    printer = files.open("Bàn 1")
    printer.setOutputFileName(str(files.folder / "missing" / "1.pdf"))
    with pytest.raises(Trouble) as caught:
        press.send(A5(), printer)
    assert caught.value.code is TroubleCode.PRINT_FAILED


def test_a_printer_unknown_to_the_system_is_a_trouble() -> None:
    with pytest.raises(Trouble) as caught:
        press.SystemPrinters().open("không có máy này")
    assert caught.value.code is TroubleCode.NO_PRINTER


def test_saving_writes_the_same_bytes_or_says_why_not(tmp_path: Path) -> None:
    pdf, path = A5(), tmp_path / "giấy.pdf"
    press.save(pdf, path)
    assert path.read_bytes() == pdf
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(Trouble) as caught:
        press.save(pdf, tmp_path / "missing" / "1.pdf")
    assert caught.value.code is TroubleCode.FILE_NOT_WRITABLE


def preview(
    qtbot: QtBot, pdf: bytes, *, printers: tuple[str, ...] = ("Bàn 1", "Bàn 2"), chosen: str = ""
) -> PrintPreview:
    dialog = PrintPreview(None, pdf, title="Giấy", printers=printers, chosen=chosen)
    qtbot.addWidget(dialog)
    return dialog


@pytest.mark.parametrize(("chosen", "taken"), [("Bàn 2", "Bàn 2"), ("Bàn 9", "Bàn 1"), ("", "Bàn 1")])
def test_the_preview_takes_the_printer_used_last(qtbot: QtBot, chosen: str, taken: str) -> None:
    assert preview(qtbot, A5(), chosen=chosen).printer == taken


def test_the_preview_shows_the_pages_that_are_printed(qtbot: QtBot) -> None:
    pdf = roster.render(roster.SAMPLE)
    dialog = preview(qtbot, pdf)
    assert dialog.pdf is pdf
    assert dialog.pages == 2
    shown = dialog.findChild(QPdfDocument)
    assert isinstance(shown, QPdfDocument)
    with press.opened(pdf) as printed:
        assert press.page_image(shown, 0, dpi=60) == press.page_image(printed, 0, dpi=60)


def test_copies_stay_between_one_and_nine(qtbot: QtBot) -> None:
    dialog = preview(qtbot, A5())
    dialog.more(-1)
    assert dialog.copies == 1
    for _ in range(12):
        dialog.more(1)
    assert dialog.copies == 9


def test_without_a_printer_saving_is_offered(qtbot: QtBot) -> None:
    dialog = preview(qtbot, A5(), printers=())
    dialog.show()
    assert not dialog._print.isVisible()
    with qtbot.waitSignal(dialog.save_wanted):
        dialog._save.click()


@dataclass
class Bench:
    """A Printing with file printers, and what it did."""

    files: Files
    room: Room = field(default_factory=a_room)
    chosen: str = ""
    path: Path | None = None
    noted: list[dict] = field(default_factory=list)
    gathered: object = None

    def __post_init__(self) -> None:
        ports = PrintPorts(
            chosen=lambda: self.chosen, keep=self._keep, printers=lambda: self.files, ask_path=lambda *_: self.path
        )
        self.printing = Printing(self.room, ports)

    def _keep(self, name: str) -> None:
        self.chosen = name

    def job(self) -> PaperJob:
        return PaperJob(
            title="Giấy xác nhận", file_name="giay.pdf", gather=lambda: self.gathered, draw=lambda _: A5(),
            note=lambda **facts: self.noted.append(facts),
        )

    def dialog(self, qtbot: QtBot) -> PrintPreview:
        found = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PrintPreview) and one.isVisible())
        qtbot.addWidget(found)
        return found


@pytest.fixture
def bench(files: Files) -> Iterator[Bench]:
    made = Bench(files)
    yield made
    while made.room.notices.current:
        made.room.notices.dismiss()


def test_a_known_printer_prints_at_once_and_the_print_is_noted(qtbot: QtBot, bench: Bench) -> None:
    bench.chosen = "Bàn 2"
    with qtbot.waitSignal(bench.printing.finished):
        bench.printing.start(bench.job())
    assert bench.files.used == ["Bàn 2"]
    assert bench.noted == [{"copies": 1, "pages": 1}]
    assert [one.level for one in bench.room.notices.history] == [Level.OK]


def test_the_first_time_the_printer_is_chosen_and_remembered(qtbot: QtBot, bench: Bench) -> None:
    bench.printing.start(bench.job())
    dialog = bench.dialog(qtbot)
    assert bench.noted == []
    dialog.more(1)
    dialog._print.click()
    assert bench.chosen == "Bàn 1"
    assert bench.noted == [{"copies": 2, "pages": 1}]


def test_a_remembered_printer_that_is_gone_brings_the_preview(qtbot: QtBot, bench: Bench) -> None:
    bench.chosen = "Bàn 9"
    bench.printing.start(bench.job())
    assert bench.dialog(qtbot).printer == "Bàn 1"


def test_closing_the_preview_notes_nothing(qtbot: QtBot, bench: Bench) -> None:
    bench.printing.start(bench.job(), look=True)
    with qtbot.waitSignal(bench.printing.left):
        bench.dialog(qtbot).reject()
    assert bench.noted == []


def test_saving_from_the_preview_is_noted_too(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    bench.path = tmp_path / "saved.pdf"
    bench.printing.start(bench.job(), look=True)
    dialog = bench.dialog(qtbot)
    dialog._save.click()
    assert bench.path.read_bytes() == dialog.pdf
    assert bench.noted == [{"copies": 1, "pages": 1}]
    assert not dialog.isVisible()


def test_a_failing_printer_is_said_and_the_preview_offered_again(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.chosen = "Bàn 1"

    def broken(_: str) -> QPrinter:
        raise Trouble(TroubleCode.NO_PRINTER)

    monkeypatch.setattr(bench.files, "open", broken)
    with qtbot.waitSignal(bench.printing.left):
        bench.printing.start(bench.job())
    assert bench.noted == []
    notice = bench.room.notices.current
    assert notice is not None
    assert notice.level is Level.ERROR
    bench.room.notices.act()
    assert bench.dialog(qtbot).printer == "Bàn 1"


def test_what_may_not_be_printed_is_said(qtbot: QtBot, bench: Bench) -> None:
    bench.gathered = Refused(reason=Refusal.NOT_LEFT)
    with qtbot.waitSignal(bench.printing.left):
        bench.printing.start(bench.job())
    assert [one.level for one in bench.room.notices.history] == [Level.WARN]
