"""From facts to paper: gathered on the db lane, drawn and printed on the paper lane, noted on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.notices import Act
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.words import say


@dataclass(frozen=True)
class PaperJob:
    """One paper to be printed.

    Args:
        title: what it is, in words.
        file_name: proposed when it is saved, with `.pdf`.
        gather: what it says; on the db lane. A Refused is told and nothing is printed.
        draw: PDF bytes of what was gathered; on the paper lane.
        note: notes the print, `copies=` and `pages=`; on the db lane.
        act: offered with the notice that it was printed, e.g. an undo.
        issue: for a draft, writes what makes the paper hold, at the moment when it is printed or saved; on the db
            lane. The paper that holds as a job of its own, or a Refused, which is told.
    """

    title: str
    file_name: str
    gather: Callable[[], Any]
    draw: Callable[[Any], bytes]
    note: Callable[..., Any]
    act: Act | None = None
    issue: Callable[[], PaperJob | Refused] | None = None


class Ready(NamedTuple):
    """A paper that was drawn."""

    job: PaperJob
    pdf: bytes


@dataclass
class _Holds:
    """What a preview stands for: the draft that it shows, then the paper that was issued from it."""

    ready: Ready


@dataclass(frozen=True)
class PrintPorts:
    """What this PC is set to.

    Args:
        chosen: name of the printer used last, empty for none yet.
        keep: remembers a printer.
        printers: the printers of this PC (`ui.press.Printers`).
        ask_path: where to save, from a proposed name; None when the person leaves.
        product: name of a product by its code, for refusals.
        finish: the last touch to every paper drawn, on the paper lane.
    """

    chosen: Callable[[], str]
    keep: Callable[[str], None]
    printers: Callable[[], Any] = field(default=lambda: _system_printers())
    ask_path: Callable[[QWidget | None, str], Path | None] = field(default=lambda over, name: ask_path(over, name))
    product: Callable[[str], str] = str
    finish: Callable[[bytes], bytes] = bytes


class Printing(QObject):
    """Prints for one screen. `finished(job)` follows when a paper was printed or saved and that was noted."""

    finished = Signal(object)
    left = Signal(object)  # PaperJob that was not printed: refused, failed, or the preview was closed

    def __init__(self, room: Room, ports: PrintPorts) -> None:
        super().__init__()
        self._room, self._ports = room, ports

    def start(self, job: PaperJob, *, over: QWidget | None = None, look: bool = False) -> None:
        """Print a paper: at once on the printer used last, with a preview when `look` or no printer is known."""
        if look or not self._known():
            self._gather(job, partial(self.preview, over=over))
        else:
            self._issued(job, partial(self._send_or_show, over=over))

    def preview(self, ready: Ready, over: QWidget | None = None) -> None:
        """Show a drawn paper."""
        from vaxdesk.ui.print_preview import PrintPreview

        printers = self._ports.printers()
        chosen = self._ports.chosen() or printers.default()
        dialog = PrintPreview(
            over, ready.pdf, title=ready.job.title, printers=printers.names(), chosen=chosen
        )
        holds = _Holds(ready)
        dialog.print_wanted.connect(
            lambda name, copies: self._issue(holds, lambda made: self._send(made, name, copies, over))
        )
        dialog.save_wanted.connect(lambda: self._save(holds, dialog))
        dialog.rejected.connect(lambda: self.left.emit(ready.job))
        dialog.open()

    def _known(self) -> str:
        """The printer used last, if it is still there."""
        chosen = self._ports.chosen()
        return chosen if chosen in self._ports.printers().names() else ""

    def _gather(self, job: PaperJob, then: Callable[[Ready], None]) -> None:
        """What the paper says, and the paper itself."""
        self._room.lanes.db.run(job.gather, partial(self._gathered, job, then), partial(self._failed, job))

    def _gathered(self, job: PaperJob, then: Callable[[Ready], None], found: Any) -> None:
        if isinstance(found, Refused):
            self._refused(job, found)
            return
        drawn = lambda pdf: then(Ready(job, pdf))  # noqa: E731
        work = partial(_draw, job, found, self._ports.finish)
        self._room.lanes.paper.run(work, drawn, partial(self._failed, job))

    def _issue(self, holds: _Holds, then: Callable[[Ready], None]) -> None:
        """A draft that was looked at is issued now, once, and drawn anew; any other paper is what was looked at."""

        def made(ready: Ready) -> None:
            holds.ready = ready
            then(ready)

        if holds.ready.job.issue is None:
            then(holds.ready)
        else:
            self._issued(holds.ready.job, made)

    def _issued(self, job: PaperJob, then: Callable[[Ready], None]) -> None:
        if job.issue is None:
            self._gather(job, then)
            return

        def came(made: PaperJob | Refused) -> None:
            if isinstance(made, Refused):
                self._refused(job, made)
            else:
                self._room.publish({Change.VISITS})
                self._gather(made, then)

        self._room.lanes.db.run(job.issue, came, partial(self._failed, job))

    def _refused(self, job: PaperJob, answer: Refused) -> None:
        self._room.notices.warn(refusal_text(answer, product=self._ports.product))
        self.left.emit(job)

    def _send_or_show(self, ready: Ready, *, over: QWidget | None) -> None:
        chosen = self._known()
        if chosen:
            self._send(ready, chosen, 1, over)
        else:
            self.preview(ready, over)

    def _send(self, ready: Ready, name: str, copies: int, over: QWidget | None) -> None:
        from vaxdesk.ui import press

        printers = self._ports.printers()

        def work(job: Job) -> int:
            return press.send(ready.pdf, printers.open(name), copies=copies, job=job)

        self._ports.keep(name)
        then = partial(self._printed, ready, copies)
        self._room.lanes.paper.run_long(work, then, partial(self._not_printed, ready, over))

    def _printed(self, ready: Ready, copies: int, pages: int) -> None:
        self._note(ready, copies, pages, say("printing.done", title=ready.job.title))

    def _save(self, holds: _Holds, dialog: QWidget) -> None:
        from vaxdesk.ui import press

        path = self._ports.ask_path(dialog, holds.ready.job.file_name)
        if path is None:
            return

        def keep(made: Ready) -> None:
            def work() -> int:
                press.save(made.pdf, path)
                return press.page_count(made.pdf)

            def then(pages: int) -> None:
                dialog.done(1)
                self._note(made, 1, pages, say("printing.saved", file=path.name))

            self._room.lanes.paper.run(work, then, self._room.notices.failed)

        self._issue(holds, keep)

    def _note(self, ready: Ready, copies: int, pages: int, words: str) -> None:
        def noted(_: Any) -> None:
            self._room.notices.ok(words, ready.job.act)
            self._room.publish({Change.PAPER})
            self.finished.emit(ready.job)

        work = partial(ready.job.note, copies=copies, pages=pages)
        self._room.lanes.db.run(work, noted, partial(self._failed, ready.job))

    def _not_printed(self, ready: Ready, over: QWidget | None, err: Err) -> None:
        if err.trouble:
            again = Act(say("printing.again"), partial(self.preview, ready, over))
            self._room.notices.error(say(err.key), again)
        self.left.emit(ready.job)

    def _failed(self, job: PaperJob, err: Err) -> None:
        self._room.notices.failed(err)
        self.left.emit(job)


def ask_path(over: QWidget | None, name: str) -> Path | None:
    """Ask where to save a PDF, beginning with the person's documents."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    found, _ = QFileDialog.getSaveFileName(over, say("printing.save"), str(Path(folder) / name), "PDF (*.pdf)")
    if not found:
        return None
    path = Path(found)
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")


def _draw(job: PaperJob, found: Any, finish: Callable[[bytes], bytes]) -> bytes:
    """Draws on the paper lane; loads the preview there too, so that opening it does not halt the window."""
    import_module("vaxdesk.ui.print_preview")
    import_module("vaxdesk.ui.press")
    return finish(job.draw(found))


def _system_printers() -> Any:
    from vaxdesk.ui.press import SystemPrinters

    return SystemPrinters()
