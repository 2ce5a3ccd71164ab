"""Certificates and withdrawals of the centre are filed from the server's own device alone, and kept for review."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables import stray
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.segments.reserved import is_reserved
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic
from tests.sync_server.pens import T0, Pen
from vaxdesk.domain.payloads import Allocation, Amend, Hcert, Quote, Uncert, Void
from vaxdesk.journal import line, ref

MADE = Hcert(cert="0000000000001.1", uvci="URN:UVCI:01:VN:A#B", text="HC1:A")
HCERT = line.encode("hcert", MADE, t=T0, of="0000000000001.1")
UNCERT = line.encode("uncert", Uncert(hcert="0000000000001.2", why="error"), t=T0)
ALLOCATED = line.encode("allocation", Allocation(giver=":VN", product="AZ", doses=1, day="", decision=""), t=T0)
QUOTED = line.encode("quote", Quote(id="0000000000001.3", h="00", line=HCERT.decode()), t=T0)
ESCAPED = HCERT.replace(b'"hcert"', b'"\\u0068\\u0063ert"').replace(b'"cert"', b'"\\u0063ert"')


@pytest.mark.parametrize(
    "text", [HCERT, UNCERT, ALLOCATED, QUOTED, ESCAPED], ids=["hcert", "uncert", "allocation", "quote", "escaped"]
)
def test_no_station_writes_what_the_centre_signs_or_withdraws(either: RunningServer, text: bytes) -> None:
    pen = Pen(either)
    log, good = pen.log().write(1), pen.log().write(2)
    assert pen.sync(log.segment()).ok == [(log.name, 2, 1)]
    log.raw(text).write(1)
    answer = pen.sync(log.segment(2), good.segment())
    assert answer.no == [(log.name, "not_yours", 0)]
    assert answer.ok == [(good.name, 3, 2)]
    assert len(either.entries("TYT-01")) == 5
    [kept] = either.rows(sa.select(stray))
    assert (kept.reason, kept.device_no, bytes(kept.data)) == ("not_yours", pen.device, log.segment(2))


def test_a_neighbour_does_not_bring_it_either(either: RunningServer) -> None:
    author, relay = Pen(either), Pen(either)
    log = author.log().raw(UNCERT)
    assert relay.sync(log.segment()).no == [(log.name, "not_yours", 0)]
    assert either.entries("TYT-01") == []


def test_what_the_own_device_wrote_is_filed_and_comes_down(either: RunningServer) -> None:
    clinic = Clinic(either)
    clinic.listed(LANH)
    clinic.send()
    with writing(either.engine) as conn:
        hosted.write(conn, either.server, clinic.pen.feed, [Note(kind="uncert", payload=Uncert(hcert="1.1", why="e"))])
    pulled = clinic.pen.sync(marks={})
    assert any(is_reserved(one) for body in pulled.bodies.values() for one in body.lines)


def test_what_only_looks_like_one_is_filed(either: RunningServer) -> None:
    pen = Pen(either)
    log = pen.log().raw(b'{"k":"cert","t":1,"d":{"day":"2026-11-26","code":"hcert"}}')
    log.raw(b'{"k":"quote","t":1,"d":{"id":"x","h":"","line":"uncert \\ud800"}}').raw(b'no json "uncert" \xff')
    assert pen.sync(log.segment()).no == []
    assert len(either.entries("TYT-01")) == 4


def own_entries(server: RunningServer, pen: Pen) -> tuple[str, str]:
    """A withdrawal and something else that the server's own device wrote into the feed of a station."""
    notes = [Note(kind="uncert", payload=Uncert(hcert="1.1", why="e")), Note(kind="person", payload=LANH)]
    with writing(server.engine) as conn:
        gone, person = hosted.write(conn, server.server, pen.feed, notes)
    return gone, person


@pytest.mark.parametrize("way", ["void", "amend", "escaped", "quoted", "quoted as of that log"])
def test_no_station_changes_or_takes_back_what_the_centre_wrote(either: RunningServer, way: str) -> None:
    pen = Pen(either)
    log = pen.log().write(2)
    pen.sync(log.segment())
    gone, _ = own_entries(either, pen)
    name, seq = ref.split(gone)
    away = line.encode("void", Void(v=True, why="x"), t=T0, of=gone, rev=7)
    bare = line.encode("void", Void(v=True, why="x"), t=T0, of=seq, rev=7)
    texts = {
        "void": away,
        "amend": line.encode("amend", Amend(set={"why": "other"}), t=T0, of=gone, rev=7),
        "escaped": away.replace(b'"void"', b'"\\u0076oid"'),
        "quoted": line.encode("quote", Quote(id="0000000000001.3", h="00", line=away.decode()), t=T0),
        "quoted as of that log": line.encode("quote", Quote(id=f"{name}.99", h="00", line=bare.decode()), t=T0),
    }
    before = len(either.entries("TYT-01"))
    log.raw(texts[way])
    assert pen.sync(log.segment(2)).no == [(log.name, "not_yours", 0)]
    assert len(either.entries("TYT-01")) == before


def test_what_else_the_own_device_wrote_is_changed_by_whoever_corrects_it(either: RunningServer) -> None:
    pen = Pen(either)
    log = pen.log().write(2)
    pen.sync(log.segment())
    _, person = own_entries(either, pen)
    far = ref.join(ref.split(person)[0], 9_999_999_999)
    for of in (person, far, "0000000000001.2"):
        log.raw(line.encode("void", Void(v=True, why="x"), t=T0, of=of, rev=7))
    assert pen.sync(log.segment(2)).no == []
