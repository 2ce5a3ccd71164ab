"""The list of trust comes down with a round, once a day; whatever else comes is not taken, and the line may fail."""

from __future__ import annotations

import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.desk.conftest import Clock
from tests.servers import RunningServer
from vaxdesk.certificates import trust as lists
from vaxdesk.certificates.trust import TrustList
from vaxdesk.desk import sending, trust
from vaxdesk.desk.context import Desk
from vaxdesk.store import trust_list
from vaxdesk.sync.http import Link
from vaxdesk.trouble import Trouble

DAY = 86_400


def held(desk: Desk) -> bytes | None:
    with desk.store.reading() as conn:
        return trust_list.find(conn)


def test_before_a_server_is_joined_there_is_nothing_to_fetch(desk: Desk) -> None:
    assert trust.due(desk) is None


def test_it_comes_with_the_first_round_and_again_after_a_day(
    connected: Desk, desk_clock: Clock, server: RunningServer
) -> None:
    sending.send_all(connected)
    listed = trust.trusted(connected).listed
    assert listed is not None
    assert [one.unit for one in listed.devices] == [":TYT-01"]
    assert trust.due(connected) is None
    first = held(connected)
    desk_clock.seconds += DAY + 3600
    server.now = lambda: time.time() + DAY + 3600
    assert trust.due(connected) is not None
    sending.send_all(connected)
    assert held(connected) != first
    assert trust.due(connected) is None


def test_a_desk_that_has_the_newest_is_told_so(connected: Desk, server: RunningServer) -> None:
    sending.send_all(connected)
    data = held(connected)
    assert data is not None
    with connected.store.reading() as conn, Link(server.url) as link:
        who = trust.enrolment.joined(conn)
        assert trust.fetch(link, trust.Errand(who, "")) == data
        assert trust.fetch(link, trust.Errand(who, trust.trust_line.tag(data))) is None


def test_only_a_newer_list_of_its_own_server_is_taken(connected: Desk, server: RunningServer) -> None:
    sending.send_all(connected)
    before = held(connected)
    other = Ed25519PrivateKey.generate()
    newer = TrustList(made=lists.utc(int(time.time()) + 3600))
    assert not trust.taken(connected, b"<html>Xin chao</html>")
    assert not trust.taken(connected, lists.write(newer, other.sign))
    assert not trust.taken(connected, lists.write(TrustList(made=lists.utc(0)), server.server.key.sign))
    assert held(connected) == before
    assert trust.taken(connected, lists.write(newer, server.server.key.sign))


def test_a_line_that_fails_leaves_the_list_and_the_round(connected: Desk, server: RunningServer) -> None:
    server.stop()
    with Link(server.url) as link:
        sending.refresh(connected, link)
        errand = trust.due(connected)
        assert errand is not None
        with pytest.raises(Trouble):
            trust.fetch(link, errand)
    assert held(connected) is None
