"""One that is not let in still learns with whom it spoke, however slow it is to read what was sent to it."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable

from tests.lan.desks import HERE, LanDesk
from tests.servers import RunningServer
from vaxdesk.journal import identity
from vaxdesk.lan import secure
from vaxdesk.lan.admission import NotAdmitted
from vaxdesk.lan.channel import Channel
from vaxdesk.lan.circle import Circle
from vaxdesk.lan.conversation import Ended
from vaxdesk.lan.finder import Finder
from vaxdesk.lan.party import Party


def test_the_slow_side_reads_the_certificate_of_the_one_that_refused_it(
    server: RunningServer, desk_of: Callable[..., LanDesk]
) -> None:
    here, there = desk_of(server), desk_of(server, "TYT-02")
    near, far = _line()
    slow = Channel(far, _party(here).contexts.incoming, calls=False, now=0.0)
    with selectors.DefaultSelector() as selector:
        circle = Circle(_party(there), selector=selector, finder=Finder("a"))
        circle.went(near, (HERE, 1), 0.0)
        (one,) = circle.all
        _until(lambda: (circle.moved(one, 0.0), one.channel.open or slow.step(0.0), one.channel.open)[-1])
        circle.guard(one, _refuse)  # judged before the other side has read its last words
        assert circle.refused(time.monotonic()) == (NotAdmitted.OTHER_STATION.value,)
        assert one.dismissed and one.run == "" and one.wish() is None

        _until(lambda: (slow.step(0.0), slow.open)[-1])
        who = identity.read(slow.certificate(), here.member.server)
        assert who == there.member.identity
        slow.say(b"hello", 0.0)
        slow.step(0.0)
        circle.moved(one, 0.0)  # what it says is not heard
        assert one.run == "" and circle.all == [one]

        circle.check(time.monotonic() + 3.5)
        assert circle.all == []
    slow.close()


def _refuse() -> None:
    raise Ended(NotAdmitted.OTHER_STATION.value, NotAdmitted.OTHER_STATION)


def _party(desk: LanDesk) -> Party:
    private = desk.store.signer()
    return Party(me=desk.member, contexts=secure.contexts(desk.member, private), sign=private.sign, run="b")


def _line() -> tuple[socket.socket, socket.socket]:
    with socket.create_server((HERE, 0)) as door:
        near = socket.create_connection(door.getsockname())
        far, _ = door.accept()
    return near, far


def _until(holds: Callable[[], object]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to hold")
