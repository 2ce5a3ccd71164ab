"""Requests for corrections by the public: sent once, and what became of them, by a code (decision 0052).

A row is all that is written; a reader makes a complaint of it (`reading.corrections`). Nothing here looks up whether
somebody without an open record is known.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from enum import StrEnum, nonmember
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.authority import limits
from sync_server.durable.tables import feed, org
from sync_server.durable.tables_portal import portal_correction, portal_photo
from sync_server.portal import passes, rates, slip_codes
from sync_server.portal.codes import TooOften
from sync_server.portal.wishes import Claimed
from sync_server.reading import naming
from sync_server.settings import Server
from vaxdesk.domain.complaints.clock import HOURS
from vaxdesk.domain.complaints.complaint import ComplaintState, RejectReason
from vaxdesk.domain.payloads import Complaint
from vaxdesk.registry import bulk
from vaxdesk.registry.queries import questions
from vaxdesk.registry.tables_cleaning import complaint

PURPOSE = "correction"
LIFE_MS = 40 * 60_000  # of a pass: to take photos and write takes longer than to look
_OF_RECORD = "record "
_UNIT = (
    sa.select(org.c.org_no, org.c.name)
    .join(feed, feed.c.feed_no == org.c.org_no)
    .where(org.c.org_no == sa.bindparam("unit"), org.c.active == 1)
)
_ROW = sa.select(portal_correction, org.c.name.label("unit")).join(org, org.c.org_no == portal_correction.c.org_no)


class RequestState(StrEnum):
    """How far a request is, as the person reads it."""

    WORDS = nonmember("portal_correction.state")

    RECEIVED = "received"
    AT_SITE = "at_site"
    ACCEPTED = "accepted"
    REJECTED = "rejected"

    @property
    def is_over(self) -> bool:
        """Whether it was answered."""
        return self in (RequestState.ACCEPTED, RequestState.REJECTED)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A request that stands, or one that is about to be written: `code` names it."""

    code: str
    again: bool = False  # it was there already


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request. `at` and `due` in seconds since 1970."""

    unit: str
    at: int
    due: int
    state: RequestState
    reasons: tuple[RejectReason, ...] = ()
    answer: str = ""


def open_record(conn: sa.Connection, server: Server, who: str) -> str:
    """A pass for requests about a record that the visitor has open; gives what the browser keeps."""
    return passes.open_for(conn, server, _OF_RECORD + who, purpose=PURPOSE, life_ms=LIFE_MS)


def open_claim(conn: sa.Connection, server: Server, who: Claimed) -> str:
    """A pass for somebody who proved a telephone and nothing else; the database keeps what was typed as a digest."""
    return passes.open_for(conn, server, claim(server, who), purpose=PURPOSE, life_ms=LIFE_MS)


def claim(server: Server, who: Claimed) -> str:
    """What stands for whom somebody says to be."""
    return rates.subject(server, f"{PURPOSE} {who.number} {who.born} {who.tel}")


def record_of(conn: sa.Connection, server: Server, held: str) -> str:
    """Reference of the person whose record a pass is for; empty for none."""
    subject = passes.subject(conn, server, held, purpose=PURPOSE)
    return subject.removeprefix(_OF_RECORD) if subject.startswith(_OF_RECORD) else ""


def is_claim(conn: sa.Connection, server: Server, held: str, who: Claimed) -> bool:
    """Whether a pass is that of somebody who said to be this person."""
    return passes.subject(conn, server, held, purpose=PURPOSE) == claim(server, who)


def unit(conn: sa.Connection, number: int) -> sa.Row | None:
    """A unit that requests may go to."""
    return conn.execute(_UNIT, {"unit": number}).first()


def home_of(conn: sa.Connection, dose: str, who: str) -> int:
    """The unit that a request about an open record goes to: where the dose that it names was entered, else the person;
    where that unit is closed by now the nearest above it. 0 where all are.
    """
    names = naming.names(conn)
    ids = [names.known(one) for one in (dose, who) if one]
    found = naming.feeds_of(conn, ids)
    first = next((found[one] for one in ids if one in found), 0)
    path = conn.execute(sa.select(org.c.path).where(org.c.org_no == first)).scalar() or ""
    above = (unit(conn, int(one)) for one in reversed(path.split("/")) if one)
    return next((one.org_no for one in above if one is not None), 0)


def begun(conn: sa.Connection, server: Server, *, held: str, once: str) -> Sent:
    """The code of a form. It follows from the pass and the mark in the form, so one sent twice is one request."""
    made = hmac.digest(server.key.codes, f"correction\n{held}\n{once}".encode(), "sha256")
    code = slip_codes.of_bits(int.from_bytes(made[: slip_codes.BITS // 8], "big"))
    mine = sa.select(portal_correction.c.org_no).where(portal_correction.c.digest == _digest(code))
    return Sent(code=code, again=conn.execute(mine).first() is not None)


def wait(conn: sa.Connection, server: Server, *, address: str, subject: str) -> TooOften | None:
    """Counts a request that is about to be written; seconds to wait where there were too many."""
    seconds = limits.take(conn, server, f"portal fixes {rates.net_of(address)}", rates.FIXES_ADDRESS)
    name = f"portal fixes {rates.subject(server, f'fix {subject}')}"
    seconds = seconds or limits.take(conn, server, name, rates.FIXES_SUBJECT)
    return TooOften(seconds) if seconds else None


def write(
    conn: sa.Connection, server: Server, one: Sent, *, unit_no: int, who: str, said: Complaint, photos: Sequence[bytes]
) -> None:
    """Writes a request in the caller's transaction.

    Args:
        who: reference of the person whose record was open, or empty.
        photos: JPEG of our own making.
    """
    row = {"digest": _digest(one.code), "org_no": unit_no, "at_ms": server.now_ms(), "person": who}
    bulk.insert_new(conn, portal_correction, [{**row, "said": msgspec.json.encode(said)}])
    rows = [{"digest": _digest(one.code), "no": no, "data": data} for no, data in enumerate(photos, start=1)]
    bulk.insert_new(conn, portal_photo, rows)


def follow(conn: sa.Connection, code: str) -> Followed | None:
    """What became of the request of a code."""
    row = conn.execute(_ROW.where(portal_correction.c.digest == _digest(slip_codes.plain(code)))).first()
    if row is None:
        return None
    at = row.at_ms // 1000
    seen = Followed(unit=row.unit, at=at, due=at + HOURS * 3600, state=RequestState.RECEIVED)
    if not row.entry:
        return seen
    told = conn.execute(sa.select(complaint).where(complaint.c.id == row.entry, complaint.c.voided == 0)).first()
    if told is None:  # a moment before the fold has it, or erased: then the row goes as well
        return seen
    return msgspec.structs.replace(seen, **_answered(conn, row.ref, told))


def _answered(conn: sa.Connection, ref: str, told: sa.Row) -> dict[str, object]:
    if told.state == ComplaintState.ACCEPTED:
        return {"state": RequestState.ACCEPTED, "answer": told.answer}
    if told.state == ComplaintState.REJECTED:
        reasons = tuple(RejectReason(one) for one in told.reasons.split(",") if one in list(RejectReason))
        return {"state": RequestState.REJECTED, "reasons": reasons, "answer": told.answer}
    asked = told.state == ComplaintState.ASKED or questions.about(conn, naming.names(conn), [ref])
    return {"state": RequestState.AT_SITE if asked else RequestState.RECEIVED}


def _digest(code: str) -> bytes:
    return sha256(f"correction {code}".encode()).digest()
