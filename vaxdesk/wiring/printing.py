"""Printers of this PC, and papers of single people, bound to the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from vaxdesk.domain.papers import Paper
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.settings import Settings
from vaxdesk.ui.printing import PaperJob, PrintPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session
from vaxdesk.words import language, say


def print_ports(*, settings: Callable[[], Settings], keep: Callable[..., None]) -> PrintPorts:
    """Printing on the printer that this PC remembers.

    Args:
        settings: of this PC, now.
        keep: changes settings by name, e.g. `keep(printer=…)`.
    """
    return PrintPorts(
        chosen=lambda: settings().printer,
        keep=lambda name: keep(printer=name),
        product=product_name,
        finish=_stamped if settings().practice else bytes,
    )


def _stamped(pdf: bytes) -> bytes:
    from vaxdesk.documents import stamp

    return stamp.across(pdf, say("exercise.stamp"))


def note(session: Session, what: str, *, of: str = "", copies: int, pages: int) -> Any:
    """Notes a print; on the db lane."""
    from vaxdesk.desk import printing

    return printing.printed(session.desk, what, of=of, copies=copies, pages=pages)


def slip_job(session: Session, person: PersonView) -> PaperJob:
    """The queue slip of a person."""

    def gather() -> Any:
        from vaxdesk.desk import paper_roster

        return paper_roster.slip(session.desk, person.id)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import labels

        return labels.render_slip(contents)

    return _job(session, Paper.SLIP, gather, draw, of=person.id)


def screening_job(session: Session, person: PersonView) -> PaperJob:
    """The screening sheet and consent form of a person."""

    def gather() -> Any:
        from vaxdesk.desk import paper_screening

        return paper_screening.of_person(session.desk, person.id, language=language())

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import screening

        return screening.render(contents, language=language())

    return _job(session, Paper.SCREENING, gather, draw, of=person.id)


def aefi_job(session: Session, event: str) -> PaperJob:
    """The report of a serious reaction; `event` is the reference of its entry."""

    def gather() -> Any:
        from vaxdesk.desk import aefi_paper

        return aefi_paper.contents_of(session.desk, event, language=language())

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import aefi_form

        return aefi_form.render(contents, language=language())

    return _job(session, Paper.AEFI, gather, draw, of=event)


def scanner_job(session: Session) -> PaperJob:
    """The sheet of the scanner test, which tests a printer as well."""

    def gather() -> Any:
        from vaxdesk.desk import paper_roster

        return paper_roster.scanner(session.desk, language=language())

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import scanner_sheet

        return scanner_sheet.render(contents, language=language())

    return replace(_job(session, Paper.SCANNER, gather, draw, of=""), file_name=f"{Paper.SCANNER.value}.pdf")


def day_seal_job(session: Session, day: str) -> PaperJob:
    """The page of a sealed day, ISO."""

    def gather() -> Any:
        from vaxdesk.desk import paper_seal

        return paper_seal.day_seal(session.desk, day)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import day_seal

        return day_seal.render(contents, language=language())

    return _dated(_job(session, Paper.DAY_SEAL, gather, draw, of=""), day)


def ledger_job(session: Session, lot: str) -> PaperJob:
    """The ledger of a lot."""

    def gather() -> Any:
        from vaxdesk.desk.stockroom import papers

        return papers.ledger(session.desk, lot)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import stock_ledger

        return stock_ledger.render(contents, language=language())

    return _job(session, Paper.STOCK_LEDGER, gather, draw, of=lot)


def minutes_job(session: Session, day: str) -> PaperJob:
    """The minutes of what was disposed of on an ISO day."""

    def gather() -> Any:
        from vaxdesk.desk.stockroom import papers

        return papers.minutes(session.desk, day)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import stock_minutes

        return stock_minutes.render(contents, language=language())

    return _dated(_job(session, Paper.STOCK_MINUTES, gather, draw, of=""), day)


def count_job(session: Session, place: str) -> PaperJob:
    """The sheet of a stock-take at a place, today."""

    def gather() -> Any:
        from vaxdesk.desk.stockroom import papers

        return papers.count_sheet(session.desk, place)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import stock_count

        return stock_count.render(contents, language=language())

    return _dated(_job(session, Paper.STOCK_COUNT, gather, draw, of=""), session.desk.day)


def temperatures_job(session: Session, fridge: str) -> PaperJob:
    """The present month of a fridge."""

    def gather() -> Any:
        from vaxdesk.desk.stockroom import papers

        return papers.month_sheet(session.desk, fridge)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import stock_temps

        return stock_temps.render(contents, language=language())

    return _dated(_job(session, Paper.TEMPERATURES, gather, draw, of=""), session.desk.day[:7])


def _dated(job: PaperJob, day: str) -> PaperJob:
    """With the day in the name of the file instead of what it is about."""
    return replace(job, file_name=f"{job.file_name.rpartition('-')[0]}-{day}.pdf")


def checklist_job(session: Session, reference: str) -> PaperJob:
    """A filled-in part of the safety self-assessment."""

    def gather() -> Any:
        from vaxdesk.desk.places import paper

        return paper.checklist_paper(session.desk, reference)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import checklist

        return checklist.render(contents, language=language())

    return _job(session, Paper.CHECKLIST, gather, draw, of=reference)


def _job(
    session: Session, what: Paper, gather: Callable[[], Any | Refused], draw: Callable[[Any], bytes], *, of: str
) -> PaperJob:
    return PaperJob(
        title=say(f"{Paper.WORDS}.{what.value}"),
        file_name=f"{what.value}-{of}.pdf",
        gather=gather,
        draw=draw,
        note=partial(note, session, what, of=of),
    )
