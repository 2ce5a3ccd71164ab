"""`POST /v1/find`: one person, asked for exactly, for a device that has a line (sync design 3.5).

The answer is what that person's card is, as quotes; the same entries are written into the asking site's feed, so they
are in its journal after its next round. Every look-up is noted in the access log under a keyed hash of what was asked.
"""

from __future__ import annotations

import hmac
import logging
from hashlib import sha256

import sqlalchemy as sa

from sync_server.authority import access, limits
from sync_server.authority.limits import FIND_DAY, FIND_HOUR
from sync_server.authority.nonces import Fresh
from sync_server.durable.database import writing
from sync_server.exchange.problems import Denied
from sync_server.exchange.syncing import Who, signed
from sync_server.joining.devices import Device
from sync_server.reading import components, delivery, interests, naming, quoting
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.documents import normalise_document, normalise_phone
from vaxdesk.domain.names import fold as fold_name
from vaxdesk.journal import finding
from vaxdesk.journal.finding import MOST_PEOPLE, FoundPerson, Told, Wanted
from vaxdesk.journal.frames import BadFrames, decode
from vaxdesk.registry import fold
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person

METHOD = "POST"
_log = logging.getLogger("vaxdesk.server")


def answer(server: Server, who: Who, nonces: Fresh, body: bytes) -> bytes:
    """Answers one request; blocking, for the thread pool.

    Raises:
        Denied: not signed, seen before, asked too often, or the fold is not there yet.
        BadFrames: no question, or one that is not exact.
    """
    if not who.claim.holds(who.device.public, method=METHOD, path=finding.PATH, digest=sha256(body).digest()):
        raise Denied(401, "bad_sig")
    if not nonces.fresh(who.device.no, who.claim.nonce):
        raise signed(server, 401, "replay", who.claim)
    wanted = decode(body, Wanted)
    if not wanted.whole:
        raise BadFrames("not exact")
    wait = 0.0
    with writing(server.engine) as conn:
        wait = _wait(conn, server, who.device)
        told = None if wait else _found(conn, server, who.device, wanted)
        result = "limit" if told is None else str(len(told.people))
        _note(conn, server, who.device, wanted, result)
    if told is None:
        raise Denied(429, "too_often", retry_after=limits.retry_after(server, wait))
    return finding.seal(told, server.key.sign, who.claim.nonce)


def _wait(conn: sa.Connection, server: Server, device: Device) -> float:
    if not fold.is_current(conn):
        raise Denied(503, "busy", retry_after="5")
    by_hour = limits.take(conn, server, f"find hour {device.no}", FIND_HOUR)
    return by_hour or limits.take(conn, server, f"find day {device.no}", FIND_DAY)


def _found(conn: sa.Connection, server: Server, device: Device, wanted: Wanted) -> Told:
    records = _records(conn, wanted)
    standing = list(dict.fromkeys(row.canon for row in records))
    names = naming.names(conn)
    people = [_person(conn, server, names, device, canon) for canon in standing[:MOST_PEOPLE]]
    if limits.missed(conn, server, f"find misses {device.no}", hit=bool(people)):
        _log.warning("device %d: %d look-ups in a row found nobody", device.no, limits.MISSES)
        access.note(conn, "find_alert", result=str(limits.MISSES), at_ms=server.now_ms(), device=device.no)
    return Told(time=server.now_ms(), people=people, more=len(standing) > MOST_PEOPLE)


def _records(conn: sa.Connection, wanted: Wanted) -> list[sa.Row]:
    columns = sa.select(person.c.id, person.c.canon).where(person.c.voided == 0).order_by(person.c.id).limit(200)
    if wanted.doc:
        number = normalise_document(wanted.doc)
        return list(conn.execute(columns.where(sa.or_(person.c.doc == number, person.c.old_doc == number))))
    tel = normalise_phone(wanted.tel) or wanted.tel
    exact = (person.c.name_fold == fold_name(wanted.name), person.c.dob == wanted.dob, person.c.tel == tel)
    return list(conn.execute(columns.where(*exact)))


def _person(conn: sa.Connection, server: Server, names: LogNames, device: Device, canon: int) -> FoundPerson:
    """What is known of a person; the asking site wants them from now on, and gets what it lacks."""
    same = components.members(conn, [canon])[canon]
    ids = components.everything_about(conn, same)
    carried = quoting.carried(conn, names, ids, besides=())
    today = times.day_of(server.now())
    window = interests.served(server.settings, today)
    lasts = interests.lasts(conn, device.org, canon, window.until_day)  # asked for before today, or just received
    interests.open_windows(conn, {(device.org, canon): window}, today=today)
    delivery.bring(conn, server, device.org, ids, anew=() if lasts else ids)
    return FoundPerson(id=names.ref(canon), entries=[one.quote for one in carried])


def _note(conn: sa.Connection, server: Server, device: Device, wanted: Wanted, result: str) -> None:
    name = f"{fold_name(wanted.name)}\n{wanted.dob}\n{wanted.tel}"
    subject = hmac.digest(server.key.subjects, (normalise_document(wanted.doc) or name).encode(), "sha256")
    now_ms, user = server.now_ms(), wanted.user or None
    access.note(conn, "find", result=result, at_ms=now_ms, device=device.no, user=user, subject=subject)
