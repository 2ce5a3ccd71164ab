"""Sending: join a server, and the three steps of a round, so that no thread holds the store across the network.

`draft` and `settle` run on the db lane, `Courier.carry` on the net lane. Dying between any two of them is repaired by
the next round.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Collection
from contextlib import suppress

import msgspec
from msgspec import UNSET

from vaxdesk import __version__
from vaxdesk.desk import authority, diagnosis, farewell, trust
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.practising import made_on
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.line_speed import RoundTime
from vaxdesk.domain.payloads import Clock
from vaxdesk.journal import bundle
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.journal.signing import Sign
from vaxdesk.store import enrolment, line_speed, province_slot
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync import answer, enrol
from vaxdesk.sync import round as rounds
from vaxdesk.sync import run as rounds_until_done
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.pace import Pace
from vaxdesk.sync.round import Draft, Settled
from vaxdesk.sync.run import Report
from vaxdesk.trouble import Trouble


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A wish to join, with what the net lane needs to carry it: this device's keys and name."""

    wish: enrol.Wish
    key: str
    name: str
    sign: Sign
    box: str = ""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A drafted round with what the net lane needs to carry it; holds no connection to the store."""

    who: Enrolment
    draft: Draft
    sign: Sign
    offset: float
    pace: Pace


class Carried(msgspec.Struct, frozen=True):
    """What came back: the answer's bytes, not yet believed, the seconds it took, and the bytes sent."""

    reply: bytes
    seconds: float
    sent: int = 0


def ask_to_join(desk: Desk, address: str, code: str, *, ca: str = "") -> Request | Refusal:
    """Checks address and one-time code as typed, scanned or pasted."""
    wish = enrol.check(address, code, ca=ca)
    if isinstance(wish, Refusal):
        return wish
    if made_on(desk.store) and not enrol.is_here(wish.url):
        return Refusal.PRACTICE
    signer = desk.store.signer()
    key = signer.public_key().public_bytes_raw().hex()
    box = bundle.public_of(desk.store.box()).hex()
    return Request(wish=wish, key=key, name=platform.node(), sign=signer.sign, box=box)


def carry_wish(request: Request) -> Enrolment | Refusal:
    """Asks the server for a certificate.

    Raises:
        Trouble: NO_LINE, NOT_OUR_SERVER, SERVER_BUSY, SERVER_REFUSED.
    """
    return enrol.enrol(request.wish, key=request.key, sign=request.sign, name=request.name, box=request.box)


def joined(desk: Desk, given: Enrolment) -> None:
    """Keeps the certificate; from now on rounds can be drafted."""
    with desk.store.changing() as conn:
        enrolment.enrol(conn, given)


def connect(desk: Desk, address: str, code: str, *, ca: str = "") -> Enrolment | Refusal:
    """Joins a server straight through; for the command line and set-up, where waiting is all there is to do."""
    request = ask_to_join(desk, address, code, ca=ca)
    if isinstance(request, Refusal):
        return request
    given = carry_wish(request)
    if isinstance(given, Enrolment):
        joined(desk, given)
    return given


def draft(
    desk: Desk, *, pace: Pace, why: str = "timer", resting: Collection[str] = ()
) -> Parcel:
    """What is to be sent now; `resting` are logs that wait although they could be sent.

    Raises:
        Trouble: NOT_ENROLLED.
    """
    with desk.store.reading() as conn:
        who = enrolment.joined(conn)
        heard = enrolment.contact(conn)
        made = rounds.outgoing(
            conn,
            who,
            now=desk.store.now(),
            pace=pace,
            app=__version__,
            why=why,
            dictionaries=shipped(),
            resting=resting,
        )
    offset = heard.offset if heard else 0.0
    return Parcel(who=who, draft=made, sign=desk.store.signer().sign, offset=offset, pace=pace)


class Courier:
    """Carries rounds over one connection that is kept between them; belongs to the net lane alone."""

    def __init__(self) -> None:
        self._link: Link | None = None
        self._to: tuple[str, str] = ("", "")

    def carry(self, parcel: Parcel) -> Carried:
        """Sends a round and waits for the answer.

        Raises:
            Trouble: the line failed; see `Exchange.send`. The next round begins with a new connection.
        """
        link = self._connected(parcel.who)
        body = parcel.draft.encode(parcel.sign)
        began = time.monotonic()
        try:
            reply = Exchange(link, parcel.who, parcel.sign, offset=parcel.offset).send(body)
        except Trouble:
            self.close()
            raise
        return Carried(reply, time.monotonic() - began, len(body))

    def part(self, parcel: farewell.Parcel) -> list[str]:
        """Hands over what a revoked PC still holds; digests of what the server has kept.

        Raises:
            Trouble: the line failed; nothing is destroyed.
        """
        try:
            return farewell.carry(self._connected(parcel.who), parcel)
        except Trouble:
            self.close()
            raise

    def fetch(self, errand: trust.Errand) -> bytes | None:
        """The list of trust, where there is a newer one (`trust.fetch`).

        Raises:
            Trouble: the line failed; the list that is held ages on.
        """
        try:
            return trust.fetch(self._connected(errand.who), errand)
        except Trouble:
            self.close()
            raise

    def close(self) -> None:
        """Lets the connection go."""
        if self._link is not None:
            self._link.close()
        self._link = None

    def _connected(self, who: Enrolment) -> Link:
        if self._link is None or self._to != (who.url, who.ca):
            self.close()
            self._link, self._to = Link(who.url, ca=who.ca), (who.url, who.ca)
        return self._link


def settle(desk: Desk, parcel: Parcel, back: Carried) -> tuple[Settled, Pace]:
    """Takes the answer in, if the server signed it; the pace is for the next round.

    Raises:
        Trouble: it is not our server that answered, or the feed does not add up (see `Pace.failed`).
    """
    read = answer.read(back.reply, parcel.who, shipped())
    with desk.store.changing() as conn:
        settled = rounds.settle(
            conn, parcel.draft, read, books=desk.store, enrolment=parcel.who, now=desk.store.now()
        )
        size = back.sent + len(back.reply)
        line_speed.note(conn, RoundTime(size, round(back.seconds, 3)))
    if settled.taken:
        authority.close_doors(desk.store)
    if parcel.draft.ask.standing is not UNSET:
        province_slot.ensure(desk.store)
    for one in settled.refused:
        if one.is_lasting:
            diagnosis.note(desk, one, parcel.who, server_ms=settled.server_ms)
    return settled, parcel.pace.answered(
        frames=len(parcel.draft.slices), seconds=back.seconds, size=size
    )


def note_clock(desk: Desk, server_ms: int, *, seconds: float = 0.0) -> Done:
    """Keeps the server's signed time beside this device's: times can be mended by it later (`domain.true_times`).

    Args:
        seconds: from question to answer.
    """
    reading = Clock(srv=server_ms // 1000, rtt_ms=int(seconds * 1000), uptime=desk.store.uptime())
    with desk.store.writing() as w:
        reference = w.add("clock", reading)
    return Done(refs=(reference,))


def send_all(desk: Desk, *, why: str = "now") -> Report:
    """Rounds until nothing is left, straight through; for the command line.

    Raises:
        Trouble: NOT_ENROLLED, or the line failed; what was settled until then stays.
    """
    with desk.store.reading() as conn:
        who, heard = enrolment.joined(conn), enrolment.contact(conn)
    with Link(who.url, ca=who.ca) as link:
        exchange = Exchange(link, who, desk.store.signer().sign, offset=heard.offset if heard else 0.0)
        report = rounds_until_done.run(desk.store, exchange, why=why)
        refresh(desk, link)
    if report.taken:
        authority.close_doors(desk.store)
    province_slot.ensure(desk.store)
    return report


def refresh(desk: Desk, link: Link) -> None:
    """Brings the list of trust up to date, straight through; a line that fails leaves the one that is held."""
    errand = trust.due(desk)
    if errand is None:
        return
    with suppress(Trouble):
        data = trust.fetch(link, errand)
        if data is not None:
            trust.taken(desk, data)
