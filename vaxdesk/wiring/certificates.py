"""The certificates screen bound to the session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from vaxdesk.desk import identify, undo
from vaxdesk.domain.vouching import VouchDay, VouchRow
from vaxdesk.settings import Settings
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.certificates import screen
from vaxdesk.ui.screens.certificates.ports import CertificatesPorts, VouchPorts
from vaxdesk.ui.screens.certificates.state import DayPaper
from vaxdesk.wiring.printing import note, print_ports
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session
from vaxdesk.words import language


def certificates_screen(session: Session, *, settings: Callable[[], Settings], keep: Callable[..., None]) -> Screen:
    """The certificates screen.

    Args:
        settings: of this PC, now.
        keep: changes settings by name.
    """
    return screen(
        CertificatesPorts(
            queue=_late(session, "queue"),
            sheet=_late(session, "sheet"),
            identify=session.bind(identify.identify),
            search=session.bind(identify.search),
            issue=_late(session, "issue"),
            issue_all=_late(session, "issue_all"),
            undo=session.bind(undo.void),
            contents=_late(session, "contents"),
            contents_of_all=_late(session, "contents_of_all"),
            draw=_draw,
            draw_all=_draw_all,
            note=partial(note, session),
            note_all=partial(_note_all, session),
            paper=partial(_paper, session),
            draw_paper=_draw_paper,
            today=lambda: session.desk.day,
            now=lambda: session.desk.now(),
            size=lambda: settings().certificate_paper,
            keep_size=lambda size: keep(certificate_paper=size),
            printing=print_ports(settings=settings, keep=keep),
            vouching=_vouching(session),
            product=product_name,
        )
    )


def _vouching(session: Session) -> VouchPorts:
    """The site's signature; loaded on the lane: it brings the reading of certificates along."""

    def day(on: str) -> VouchDay:
        from vaxdesk.desk import vouching

        return vouching.day(session.desk, on)

    def vouch(on: str, rows: tuple[VouchRow, ...]) -> Any:
        from vaxdesk.desk import vouching

        return vouching.vouch(session.desk, on, rows)

    def take_back(person: str, entry: str, *, why: str) -> Any:
        from vaxdesk.desk import vouching

        return vouching.take_back(session.desk, person, entry, why=why)

    return VouchPorts(
        day=day, vouch=vouch, take_back=take_back, today=lambda: session.desk.day, now=lambda: session.desk.now()
    )


def _late(session: Session, verb: str) -> Callable[..., Any]:
    """A use case of the certificate desk, loaded on the lane: it brings the drawing library along."""

    def call(*args: Any, **how: Any) -> Any:
        from vaxdesk.desk import certificates

        return getattr(certificates, verb)(session.desk, *args, **how)

    return call


def _draw(contents: Any, *, size: str, only_slot: int | None) -> bytes:
    from vaxdesk.documents import certificate

    return certificate.render(contents, size=size.upper(), only_slot=only_slot)


def _draw_all(contents: Any, *, size: str) -> bytes:
    from vaxdesk.documents import certificate

    return certificate.render_many(contents, size=size.upper())


def _note_all(session: Session, what: str, *, of: tuple[str, ...], copies: int, pages: int) -> Any:
    from vaxdesk.desk import printing

    del pages  # one page a person
    return printing.printed_for_all(session.desk, what, of=of, copies=copies)


def _paper(session: Session, paper: DayPaper) -> Any:
    from vaxdesk.desk import paper_roster, paper_screening

    desk = session.desk
    match paper:
        case DayPaper.ROSTER:
            return paper_roster.roster(desk)
        case DayPaper.DAY_FORM:
            return paper_roster.day_form(desk)
        case DayPaper.LABELS:
            return paper_roster.labels(desk)
        case DayPaper.SCANNER:
            return paper_roster.scanner(desk, language=language())
    return paper_screening.blank(desk, child=paper is DayPaper.SCREENING_CHILD, language=language())


def _draw_paper(paper: DayPaper, contents: Any) -> bytes:
    from vaxdesk.documents import labels, roster, scanner_sheet, screening

    render = {
        DayPaper.ROSTER: roster.render,
        DayPaper.DAY_FORM: roster.render_blank,
        DayPaper.LABELS: labels.render,
        DayPaper.SCANNER: scanner_sheet.render,
    }
    return render.get(paper, screening.render_blank)(contents, language=language())
