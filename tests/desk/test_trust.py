"""The list of trust comes down with a round, once a day; whatever else comes is not taken, and the line may fail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.desk.conftest import Clock
from tests.servers import RunningServer, running_server
from vaxdesk.certificates import trust as lists
from vaxdesk.certificates.trust import TrustList
from vaxdesk.desk import sending, trust
from vaxdesk.desk.context import Desk
from vaxdesk.store import trust_list
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync.http import Link
from vaxdesk.trouble import Trouble

DAY = 86_400


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def joined(desk: Desk, desk_clock: Clock, server: RunningServer) -> Desk:
    desk_clock.seconds = time.time()
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    return desk


def held(desk: Desk) -> bytes | None:
    with desk.store.reading() as conn:
        return trust_list.find(conn)


def test_before_a_server_is_joined_there_is_nothing_to_fetch(desk: Desk) -> None:
    assert trust.due(desk) is None


def test_it_comes_with_the_first_round_and_again_after_a_day(
    joined: Desk, desk_clock: Clock, server: RunningServer
) -> None:
    sending.send_all(joined)
    listed = trust.trusted(joined).listed
    assert listed is not None
    assert [one.unit for one in listed.devices] == [":TYT-01"]
    assert trust.due(joined) is None
    first = held(joined)
    desk_clock.seconds += DAY + 3600
    server.now = lambda: time.time() + DAY + 3600
    assert trust.due(joined) is not None
    sending.send_all(joined)
    assert held(joined) != first
    assert trust.due(joined) is None


def test_a_desk_that_has_the_newest_is_told_so(joined: Desk, server: RunningServer) -> None:
    sending.send_all(joined)
    data = held(joined)
    assert data is not None
    with joined.store.reading() as conn, Link(server.url) as link:
        who = trust.enrolment.joined(conn)
        assert trust.fetch(link, trust.Errand(who, "")) == data
        assert trust.fetch(link, trust.Errand(who, trust.trust_line.tag(data))) is None


def test_only_a_newer_list_of_its_own_server_is_taken(joined: Desk, server: RunningServer) -> None:
    sending.send_all(joined)
    before = held(joined)
    other = Ed25519PrivateKey.generate()
    newer = TrustList(made=lists.utc(int(time.time()) + 3600))
    assert not trust.taken(joined, b"<html>Xin chao</html>")
    assert not trust.taken(joined, lists.write(newer, other.sign))
    assert not trust.taken(joined, lists.write(TrustList(made=lists.utc(0)), server.server.key.sign))
    assert held(joined) == before
    assert trust.taken(joined, lists.write(newer, server.server.key.sign))


def test_a_line_that_fails_leaves_the_list_and_the_round(joined: Desk, server: RunningServer) -> None:
    server.stop()
    with Link(server.url) as link:
        sending.refresh(joined, link)
        errand = trust.due(joined)
        assert errand is not None
        with pytest.raises(Trouble):
            trust.fetch(link, errand)
    assert held(joined) is None
