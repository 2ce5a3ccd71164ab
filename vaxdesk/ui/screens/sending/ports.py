"""What the sending page needs of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.issues import IssueCase, IssueKind
from vaxdesk.domain.sealing import DayEnd
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.kit.sheet_view import SheetEye
from vaxdesk.ui.screens.sending.state import Figures


@dataclass(frozen=True)
class StickPorts:
    """Exchange by USB stick; all begin on the UI thread, ask where, and tell the outcome by themselves.

    Args:
        take_out: writes what waits to a stick.
        bring_in: reads the server's answer from a stick.
        carry: brings another station's file to the server over this PC's line, and lays the answer beside it.
        join: `join(invitation)` writes a wish to join to a stick.
    """

    take_out: Callable[[], None]
    bring_in: Callable[[], None]
    carry: Callable[[], None]
    join: Callable[[str], None]


@dataclass(frozen=True)
class SendingPorts:
    """Bound by the composition root.

    Args:
        read: figures of the store; db lane.
        send_now: begin a round, whatever pause was meant; UI thread, returns at once.
        ask: `ask(address, code)` checks both; db lane; a request, or the key of a sentence why not.
        carry: `carry(request)` asks the server; net lane; what it gave, or the key of a sentence why not.
        keep: `keep(given)` keeps the certificate; db lane.
        people: people by reference; db lane.
        cases: the first open issues of a kind; db lane.
        resolve: `resolve(issue, how= why=)` answers one; db lane; Done or Refused.
        reopen: `reopen(reference)` takes such an answer back; db lane.
        answer: `answer(question, choice= text= photos=)` answers a question of those above; db lane; Done or Refused.
        prepare: `prepare(path)` makes a picture file as it is kept; paper lane; JPEG or Refused.
        sheet_eye: makes the camera as a sheet is seen by it; its work is for the eye lane.
        take_back: `take_back(reference)` takes such an answer back; db lane.
        days: days that may be sealed, newest first; db lane.
        day_end: how a day stands; db lane.
        seal: seals a day; db lane; Done or Refused.
        print_seal: prints the page of a sealed day; UI thread.
        unlock: `unlock(code)` renews the lease; db lane; Done with the weeks, or Refused.
        product: name of a product by its code, for refusals.
        stick: exchange by USB stick, None where there is none.
    """

    read: Callable[[], Figures]
    send_now: Callable[[], None]
    ask: Callable[[str, str], Any]
    carry: Callable[[Any], Any]
    keep: Callable[[Any], None]
    people: Callable[[tuple[str, ...]], tuple[PersonView, ...]]
    cases: Callable[[IssueKind], tuple[IssueCase, ...]]
    resolve: Callable[..., Any]
    reopen: Callable[[str], Any]
    answer: Callable[..., Any]
    prepare: Callable[[str], Any]
    sheet_eye: Callable[[], SheetEye]
    take_back: Callable[[str], Any]
    days: Callable[[], tuple[str, ...]]
    day_end: Callable[[str], DayEnd]
    seal: Callable[[str], Any]
    print_seal: Callable[[str], None]
    unlock: Callable[[str], Any]
    product: Callable[[str], str]
    stick: StickPorts | None = None
