"""A lost PC: refused with a signature, hands over, is acknowledged; what it handed over is filed only after review."""

from __future__ import annotations

import time

import msgspec
import pytest
import requests
import sqlalchemy as sa

from sync_server.authority import access
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import device, revocation
from sync_server.operating import device_acts
from sync_server.segments import strays
from tests.servers import RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.journal import auth, parting
from vaxdesk.journal.frames import Problem, join


def act(server: RunningServer, pen: Pen, what: str, **more: object) -> None:
    with writing(server.engine) as conn:
        known = device_acts.find(conn, str(pen.device))
        if what == "revoke":
            device_acts.revoke(conn, server.server, known, from_ms=int(time.time() * 1000), **more)
        else:
            getattr(device_acts, what)(conn, server.server, known)


def refusal(pen: Pen) -> tuple[int, str, bool]:
    """Status, code and whether the server signed it for this request."""
    body = join([b"{}"])
    header = pen.header(body)
    reply = pen.post(body, Authorization=header)
    told = msgspec.json.decode(reply.content, type=Problem)
    nonce = header.split(".")[2]
    public = bytes.fromhex(pen.server.key)
    return (
        reply.status_code,
        told.error,
        auth.problem_is_signed(public, told.sig, told.error, nonce=nonce, time_ms=told.time),
    )


def farewell(pen: Pen, *segments: bytes) -> tuple[requests.Response, str]:
    """The last exchange by hand, and its nonce."""
    body = join(list(segments))
    header = auth.header(
        pen.private.sign,
        pen.device,
        t=int(time.time()),
        nonce=bytes(12),
        method="POST",
        path=parting.PATH,
        body=body,
    )
    reply = requests.post(f"{pen.server.url}{parting.PATH}", data=body, headers={"Authorization": header}, timeout=10)
    return reply, header.split(".")[2]


def test_a_revoked_device_is_told_so_and_hands_over(either: RunningServer) -> None:
    pen, other = Pen(either), Pen(either)
    log = pen.log().write(4)
    assert pen.sync(log.segment(0, 2)).told.ok
    act(either, pen, "revoke", why="lost")
    assert refusal(pen) == (403, "revoked", True)
    reply, nonce = farewell(pen, log.segment(2), b"nothing")
    kept = msgspec.json.decode(reply.content, type=parting.Kept)
    assert parting.holds(bytes.fromhex(either.key), kept, nonce=nonce)
    assert not parting.holds(bytes.fromhex(either.key), kept, nonce="another")
    assert kept.kept == [parting.digest(log.segment(2))]
    mine = [one for one in either.entries("TYT-01") if one["ref"].startswith(log.name)]
    assert len(mine) == 2  # nothing more was filed
    entry = next(one["entry"] for one in either.entries("TYT-01") if one["entry"]["k"] == "revoke")
    assert entry["d"]["device"] == pen.public.hex()
    assert other.sync().told.heads  # the others go on
    # what the lost PC wrote does not come in by way of others either
    assert [code for _, code, _ in other.sync(log.segment(2)).no] == ["not_yours"]


def test_what_was_handed_over_is_filed_after_review_once(either: RunningServer) -> None:
    pen = Pen(either)
    log = pen.log().write(4)
    pen.sync(log.segment(0, 2))
    act(either, pen, "revoke")
    farewell(pen, log.segment(3), log.segment(2, 3))  # in whatever order
    with reading(either.engine) as conn:
        ids = {one.id for one in strays.listed(conn, pen.device)}
        assert {(one.a, one.n, one.reason) for one in strays.listed(conn)} == {(2, 1, "revoked"), (3, 2, "revoked")}
    done = strays.accept(either.server, ids)
    assert (done.filed, done.entries, done.left) == (2, 3, {})
    assert strays.accept(either.server, ids).filed == 0
    lines = [one["line"].encode() for one in either.entries("TYT-01") if one["ref"].startswith(log.name)]
    assert lines == log.lines
    with reading(either.engine) as conn:
        assert access.check(conn).holds


def test_what_does_not_follow_stays_in_review(server: RunningServer) -> None:
    pen = Pen(server)
    log = pen.log().write(4)
    act(server, pen, "revoke")
    farewell(pen, log.segment(3))
    with reading(server.engine) as conn:
        ids = {one.id for one in strays.listed(conn)}
    assert list(strays.accept(server.server, ids).left.values()) == ["gap"]


def test_a_farewell_is_for_revoked_devices_and_must_be_signed_by_them(server: RunningServer) -> None:
    pen, thief = Pen(server), Pen(server)
    assert farewell(pen, pen.log().segment())[0].status_code == 403
    act(server, pen, "revoke")
    pen.private = thief.private
    assert farewell(pen, pen.log().segment())[0].status_code == 401
    with reading(server.engine) as conn:
        assert list(strays.listed(conn)) == []


def test_suspended_and_let_back_in(either: RunningServer) -> None:
    pen = Pen(either)
    act(either, pen, "suspend")
    assert refusal(pen) == (403, "suspended", True)
    act(either, pen, "readmit")
    assert pen.sync().told.heads
    act(either, pen, "revoke")
    assert refusal(pen)[1] == "revoked"
    act(either, pen, "readmit")
    assert pen.sync().told.heads


def test_a_restored_database_does_not_let_a_revoked_device_back_in(server: RunningServer) -> None:
    """Its certificate still holds, but the revocation is in the feed, which other devices bring back."""
    pen = Pen(server)
    act(server, pen, "revoke")
    with writing(server.engine) as conn:
        conn.execute(device.delete().where(device.c.device_no == pen.device))
    reply = pen.post(join([b"{}"]), VD_Certificate=pen.certificate)
    assert (reply.status_code, reply.json()["error"]) == (403, "revoked")
    assert server.rows(sa.select(revocation.c.voided))[0].voided == 0


def test_devices_are_found_by_number_or_a_name_of_their_own(server: RunningServer) -> None:
    pen = Pen(server)
    with reading(server.engine) as conn:
        assert device_acts.find(conn, "PC 1").device_no == pen.device
        assert [one.status for one in device_acts.listed(conn)] == ["active"]
        with pytest.raises(device_acts.UnknownDevice):
            device_acts.find(conn, "5")
    Pen(server)
    with reading(server.engine) as conn, pytest.raises(device_acts.UnknownDevice):
        device_acts.find(conn, "PC 1")
