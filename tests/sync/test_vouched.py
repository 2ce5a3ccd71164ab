"""Certificates for neighbours: given at enrolment, and at the next contact to desks from before there were any."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.servers import RunningServer
from tests.stations import Station
from vaxdesk.journal import identity
from vaxdesk.journal.enrolment import Certificate
from vaxdesk.store import enrolment as shelf
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync import vouched

_YEAR_MS = 366 * 24 * 3600 * 1000


def held(desk: Station) -> Enrolment:
    with desk.store.reading() as conn:
        found = shelf.enrolment(conn)
    assert found is not None
    return found


def keep(desk: Station, **changes: object) -> None:
    with desk.store.changing() as conn:
        shelf.enrol(conn, msgspec.structs.replace(held(desk), **changes))


def test_a_desk_that_joins_is_vouched_for(server: RunningServer, desk: Station) -> None:
    own = held(desk)
    shown = identity.read(own.x509.encode(), bytes.fromhex(own.server))
    assert shown is not None
    assert (shown.device, shown.key, shown.feed, shown.unit) == (own.device, desk.device, own.feed, ":TYT-01")
    assert identity.is_authority(own.authority, bytes.fromhex(server.key))


def test_a_desk_that_joined_before_gets_its_certificate_at_the_next_contact(desk: Station) -> None:
    given = held(desk)
    keep(desk, x509="", authority="")
    desk.sync()
    own = held(desk)
    assert own.authority == given.authority
    assert vouched.is_wanted(own, None) is False


def test_a_certificate_is_renewed_before_it_runs_out_by_the_servers_time(server: RunningServer, desk: Station) -> None:
    desk.sync()
    first = held(desk).x509
    desk.sync()
    assert held(desk).x509 == first
    now = server.now()
    server.now = desk.now = lambda: now + 4.5 * _YEAR_MS / 1000
    desk.sync()  # hears the time, and at the next contact asks
    desk.sync()
    public = bytes.fromhex(server.key)
    renewed, before = (identity.read(one.encode(), public) for one in (held(desk).x509, first))
    assert renewed.not_after > before.not_after


def test_what_another_server_states_is_not_kept(server: RunningServer, desk: Station) -> None:
    other = Ed25519PrivateKey.generate()
    private, key = server.server.key.authority, other.public_key().public_bytes_raw().hex()
    own = held(desk)
    shown = identity.read(own.x509.encode(), bytes.fromhex(own.server))
    mine = Certificate(device=shown.device, org=own.feed, unit=shown.unit, key=own.key, not_after=1, serial="")
    foreign = identity.credentials(other, mine)
    strangers = identity.credentials(private, msgspec.structs.replace(mine, key=key))
    for given in (foreign, strangers):
        assert vouched.kept(given.x509, given.ca, authority=own.server, key=own.key) == {}
        with desk.store.changing() as conn:
            vouched.keep(conn, given)
        assert held(desk) == own


def test_the_signed_heads_are_kept_as_evidence(server: RunningServer, desk: Station) -> None:
    desk.write(2)
    desk.sync()
    with desk.store.reading() as conn:
        kept = shelf.heads(conn)
    unit = server.unit("TYT-01")
    assert kept[unit.org_no].pos == 1
    assert set(kept) >= {unit.org_no}
