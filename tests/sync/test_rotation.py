"""The server changes its signing key: in the middle of traffic, with desks away, once and again, and after a theft."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server import keys
from sync_server.durable.tables import device
from tests.servers import RunningServer
from tests.stations import Station, all_confirmed, failing, filed
from vaxdesk.journal import succession
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import trust, voices
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import TroubleCode

WEEK_MS = 7 * 24 * 3600 * 1000


def rotate(server: RunningServer, *, overlap_ms: int = WEEK_MS) -> None:
    """As the operator does: a new key in the file, and the processes started anew."""
    path = server.folder / keys.FILE
    now_ms = server.server.now_ms()
    keys.write(path, keys.rotated(keys.load(path), Ed25519PrivateKey.generate(), now_ms=now_ms, overlap_ms=overlap_ms))
    restart(server)


def restart(server: RunningServer) -> None:
    server.stop()
    server.start()


def held(desk: Station) -> Enrolment:
    with desk.store.reading() as conn:
        found = shelf.enrolment(conn)
    assert found is not None
    return found


def test_desks_go_over_by_themselves_also_one_that_was_away_for_months(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    first = server.key
    for one in (desk, neighbour):
        one.write(3)
        one.sync()
    for _ in range(3):
        desk.write(2)
        rotate(server, overlap_ms=0)
        neighbour_was = held(neighbour).server
        desk.sync()
        assert held(desk).server == server.key != first
        assert held(neighbour).server == neighbour_was == first
    neighbour.write(4)
    neighbour.sync()
    desk.sync()
    assert held(neighbour).server == server.key
    assert trust.first(held(neighbour)) == first
    assert len(held(neighbour).successions) == 3
    assert all_confirmed(server, desk, neighbour)
    with neighbour.store.reading() as conn:
        assert voices.of(conn).units[0] == ":TYT-01", "what was stated under the old key is no less true"


def test_what_a_desk_says_of_its_key_costs_nothing_before_the_first_rotation(desk: Station) -> None:
    assert trust.tag(held(desk)) == ""


def test_a_clock_that_is_wrong_after_months_away_is_set_by_the_new_key(server: RunningServer, desk: Station) -> None:
    desk.sync()
    rotate(server, overlap_ms=0)
    rotate(server, overlap_ms=0)
    desk.offset = 400 * 24 * 3600.0
    desk.write()
    desk.sync()
    assert held(desk).server == server.key
    assert desk.waiting() == 0


def test_a_process_that_still_signs_with_the_old_key_is_believed_during_the_overlap_alone(
    server: RunningServer, desk: Station
) -> None:
    path = server.folder / keys.FILE
    desk.sync()
    old = path.read_bytes()
    rotate(server)
    desk.sync()
    new = path.read_bytes()
    path.write_bytes(old)
    restart(server)
    desk.write()
    desk.sync()
    assert desk.waiting() == 0
    assert held(desk).server != server.key, "it does not go back"
    path.write_bytes(new)
    restart(server)
    start = server.now()
    server.now = lambda: start + WEEK_MS / 1000 + 60
    desk.sync()
    path.write_bytes(old)
    restart(server)
    desk.write()
    assert failing(desk) is TroubleCode.NOT_OUR_SERVER
    path.write_bytes(new)
    restart(server)
    desk.sync(pace=Pace())
    assert desk.waiting() == 0


def test_a_stolen_old_key_leads_nobody_back_and_nobody_on(server: RunningServer, desk: Station) -> None:
    desk.sync()
    path = server.folder / keys.FILE
    old = path.read_bytes()
    rotate(server, overlap_ms=0)
    desk.sync()
    went = held(desk)
    path.write_bytes(old)
    rotate(server, overlap_ms=0)  # the thief's own next key, announced by the key that was stolen
    desk.write()
    assert failing(desk) is TroubleCode.NOT_OUR_SERVER
    assert held(desk) == went


def test_statements_count_with_both_signatures_and_from_the_known_key_on() -> None:
    pens = [Ed25519PrivateKey.generate() for _ in range(3)]
    names = [keys.public_hex(pen) for pen in pens]

    def say(old: int, new: int, by_old: int, by_new: int) -> str:
        told = succession.Succession(old=names[old], new=names[new], time=1, until=2)
        return succession.state(pens[by_old].sign, pens[by_new].sign, told)

    good, on = say(0, 1, 0, 1), say(1, 2, 1, 2)
    assert [told.new for _, told in succession.follow(names[0], [good, on])] == names[1:]
    assert [told.new for _, told in succession.follow(names[1], [good, on])] == names[2:]
    assert succession.follow(names[0], [on]) == []
    for bad in (say(0, 1, 2, 1), say(0, 1, 0, 2), say(0, 0, 0, 0), good[:-4] + "AAAA", "x.y.z", "", good + ".x"):
        assert succession.follow(names[0], [bad]) == []
    back = say(1, 0, 1, 0)
    assert [told.new for _, told in succession.follow(names[0], [good, back])] == names[1:2]


def test_a_desk_that_joins_after_the_rotation_knows_the_first_key_too(
    server: RunningServer, desk: Station, station_of: Callable[..., Station]
) -> None:
    desk.sync()
    first = server.key
    rotate(server)
    late = station_of(server)
    assert held(late).server == server.key
    assert trust.first(held(late)) == first
    assert held(late).x509, "its certificate for neighbours is of the first key, as theirs"
    late.write(2)
    late.sync()
    desk.sync()
    assert all_confirmed(server, desk, late)


def test_a_certificate_under_an_old_key_brings_a_forgotten_device_back(server: RunningServer, desk: Station) -> None:
    desk.write()
    desk.sync()
    rotate(server, overlap_ms=0)
    with server.engine.begin() as conn:
        conn.execute(device.delete().where(device.c.pubkey == bytes.fromhex(held(desk).key)))
    desk.write()
    desk.sync()
    assert desk.waiting() == 0
    assert len(filed(server)) == len(desk.lines())


@pytest.mark.parametrize("later", [True, False])
def test_an_older_state_of_trust_never_replaces_a_newer(server: RunningServer, desk: Station, *, later: bool) -> None:
    before = held(desk)
    rotate(server)
    desk.sync()
    now = held(desk)
    with desk.store.changing() as conn:
        trust.keep(conn, before if later else msgspec.structs.replace(now, key="00" * 32))
    assert held(desk) == now
