"""Certificates of other devices: they come with those devices' entries, once, and only from the enrolled server."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import device, log
from sync_server.joining import cards, devices
from tests.servers import RunningServer
from tests.stations import Station
from vaxdesk.journal import enrolment
from vaxdesk.journal.frames import Cards
from vaxdesk.store import authors as shelf
from vaxdesk.store import neighbours
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.enrolment import enrolment as enrolled
from vaxdesk.sync import authors


@pytest.fixture
def neighbour(tmp_path: Path, server: RunningServer) -> Station:
    other = Station(tmp_path / "neighbour", server)
    yield other
    other.line.close()
    other.close()


def me(desk: Station) -> Enrolment:
    with desk.store.reading() as conn:
        found = enrolled(conn)
    assert found is not None
    return found


def card(desk: Station, other: Station) -> str:
    with desk.store.reading() as conn:
        return shelf.certificate(conn, other.device)


def as_seen_by(server: RunningServer, reader: Station, tag: str = "") -> Cards:
    """What the server would tell a reader who is sent all logs from their beginnings."""
    with reading(server.engine) as conn:
        begun = set(conn.execute(log.select()).scalars())
        who = devices.by_key(conn, bytes.fromhex(reader.device))
    return cards.told(server.server, who, tag, begun)


def test_the_certificate_comes_with_the_first_entries_and_not_again(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    neighbour.write(1)
    neighbour.sync()
    assert card(desk, neighbour) == ""
    desk.sync()
    stated = enrolment.read_certificate(card(desk, neighbour), bytes.fromhex(me(desk).server))
    assert (stated.key, stated.org) == (neighbour.device, me(desk).feed)
    with desk.store.reading() as conn:
        assert neighbours.card(conn, neighbour.device)
        tag = shelf.tag(conn)
    assert as_seen_by(server, desk, tag) is msgspec.UNSET
    assert len(as_seen_by(server, desk).certificates) == 2


def test_a_device_of_a_unit_above_comes_along_but_is_no_neighbour(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    neighbour.write(1)
    neighbour.sync()
    with writing(server.engine) as conn:
        mine = device.c.pubkey == bytes.fromhex(neighbour.device)
        conn.execute(device.update().where(mine).values(org_no=server.unit("66").org_no))
    told = as_seen_by(server, desk)
    with desk.store.changing() as conn:
        authors.keep(conn, told, me(desk))
    with desk.store.reading() as conn:
        assert shelf.certificate(conn, neighbour.device) == told.certificates[0]
        assert neighbours.card(conn, neighbour.device) == ""


def test_what_another_server_signed_is_passed_over_on_both_sides(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    neighbour.write(1)
    neighbour.sync()
    genuine = enrolment.read_certificate(as_seen_by(server, desk).certificates[0], bytes.fromhex(server.key))
    stranger = Ed25519PrivateKey.generate()
    text = enrolment.certify(stranger.sign, msgspec.structs.replace(genuine, key="ab" * 32, device=7))
    with desk.store.changing() as conn:
        authors.keep(conn, Cards("tag", [text, "", "no.thing"]), me(desk))
    with desk.store.reading() as conn:
        assert shelf.certificate(conn, "ab" * 32) == ""
    cards.readmit(server.server, [text, "", "no.thing"])
    with reading(server.engine) as conn:
        assert devices.by_key(conn, bytes.fromhex("ab" * 32)) is None
