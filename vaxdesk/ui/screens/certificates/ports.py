"""What the certificates screen is given: use cases with the desk filled in, and the drawing of papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.identity import Identified, Presence
from vaxdesk.domain.papers import CertificateSheet
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import VisitRow
from vaxdesk.domain.vouching import VouchDay, VouchRow
from vaxdesk.ui.printing import PrintPorts
from vaxdesk.ui.screens.certificates.state import DayPaper


@dataclass(frozen=True)
class VouchPorts:
    """The site's signature, for the db lane.

    Args:
        day: an ISO day, by default the session's.
        vouch: day and rows as they were shown; answers with `refs` and those left out as `value`, or Refused.
        take_back: references of the person and of the signature; `why=`.
        today, now: as below.
    """

    day: Callable[[str], VouchDay]
    vouch: Callable[[str, tuple[VouchRow, ...]], Any]
    take_back: Callable[..., Any]
    today: Callable[[], str]
    now: Callable[[], int]


@dataclass(frozen=True)
class CertificatesPorts:
    """Use cases for the db lane, and drawing for the paper lane.

    Args:
        queue: who waits for the certificate.
        sheet: one person by reference.
        identify: text or bytes as they arrived, `keyed=` whether letters may have suffered.
        search: people for what was typed.
        issue: reference; answers with `refs` and the code as `value`, or Refused.
        issue_all: references; answers with `refs` and those refused as `value`, or Refused.
        undo: reference of an entry; `why=`.
        contents, contents_of_all: what the certificates say, for `draw` and `draw_all`; `draft=` before it is issued.
        draw: contents; `size=` a4 or a5, `only_slot=` None or 1..7; PDF bytes.
        draw_all: contents of several; `size=`.
        note, note_all: what was printed; `of= copies= pages=`.
        paper: what a paper of the day says; None for nothing to print. `draw_paper` draws it.
        today: ISO day of the session.
        now: seconds since 1970.
        size, keep_size: paper of the certificate, a4 or a5.
        printing: printers.
        vouching: the site's signature.
        product: name of a product by its code.
    """

    queue: Callable[[], tuple[VisitRow, ...]]
    sheet: Callable[[str], CertificateSheet | Refused]
    identify: Callable[..., Identified]
    search: Callable[[str], tuple[Presence, ...]]
    issue: Callable[[str], Any]
    issue_all: Callable[[tuple[str, ...]], Any]
    undo: Callable[..., Any]
    contents: Callable[..., Any]
    contents_of_all: Callable[..., Any]
    draw: Callable[..., bytes]
    draw_all: Callable[..., bytes]
    note: Callable[..., Any]
    note_all: Callable[..., Any]
    paper: Callable[[DayPaper], Any]
    draw_paper: Callable[[DayPaper, Any], bytes]
    today: Callable[[], str]
    now: Callable[[], int]
    size: Callable[[], str]
    keep_size: Callable[[str], None]
    printing: PrintPorts
    vouching: VouchPorts
    product: Callable[[str], str] = str
