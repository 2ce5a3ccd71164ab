"""An answer holds whole or not at all: items must lead from what is held to the head that the server signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.stations import Station
from vaxdesk.journal import segment
from vaxdesk.journal.frames import Item, Told, decode, encode, join, split
from vaxdesk.store import enrolment as shelf
from vaxdesk.sync import answer
from vaxdesk.sync import round as rounds
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.pace import FeedDiffers, Pace
from vaxdesk.trouble import Trouble, TroubleCode


class Asked:
    """A true answer with three items of a neighbour, before anything of it was taken in."""

    def __init__(self, desk: Station, neighbour: Station) -> None:
        for _ in range(3):
            neighbour.write(2)
            neighbour.sync()
        self.desk = desk
        with desk.store.reading() as conn:
            self.joined = shelf.enrolment(conn)
            self.draft = rounds.outgoing(conn, self.joined, now=desk.now(), pace=Pace(), app="", why="")
        sign = desk.store.signer().sign
        with Link(self.joined.url, session=desk.line) as link:
            body = Exchange(link, self.joined, sign).send(self.draft.encode(sign))
        first, *rest = split(body)
        self.told = decode(first, Told)
        self.items = [decode(frame, Item) for frame in rest[::2]]
        self.bodies = rest[1::2]

    def settle(self, *, told: dict[str, Any] | None = None, frames: list[bytes] | None = None) -> rounds.Settled:
        """Takes the answer in, changed as told."""
        head = encode(msgspec.structs.replace(self.told, **(told or {})))
        pairs = [frame for item, body in zip(self.items, self.bodies, strict=True) for frame in (encode(item), body)]
        read = answer.read(join([head, *(pairs if frames is None else frames)]), self.joined)
        with self.desk.store.changing() as conn:
            books = self.desk.store
            return rounds.settle(conn, self.draft, read, books=books, enrolment=self.joined, now=self.desk.now())

    def item(self, number: int, **change: Any) -> bytes:
        """An item with other values."""
        return encode(msgspec.structs.replace(self.items[number], **change))


@pytest.fixture
def asked(desk: Station, neighbour: Station) -> Asked:
    return Asked(desk, neighbour)


def test_the_true_answer_holds(asked: Asked) -> None:
    assert asked.settle().taken == 7
    assert len(asked.desk.lines()) == 7


def all_but(asked: Asked, number: int) -> list[bytes]:
    return [frame for n, body in enumerate(asked.bodies) if n != number for frame in (encode(asked.items[n]), body)]


def resealed(asked: Asked, change: Callable[[segment.Segment], dict[str, Any]]) -> list[bytes]:
    """The frames with the last segment written anew."""
    last = segment.read(asked.bodies[2])
    fields = {"log": last.log, "a": last.a, "lines": last.lines, "sig": last.sig} | change(last)
    body = segment.seal(fields["log"], fields["a"], fields["lines"], fields["sig"])
    item = asked.item(2, log=fields["log"], a=fields["a"], n=len(fields["lines"]))
    return [encode(asked.items[0]), asked.bodies[0], encode(asked.items[1]), asked.bodies[1], item, body]


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param(lambda _: [], id="no items"),
        pytest.param(lambda a: all_but(a, 2), id="last item missing"),
        pytest.param(lambda a: all_but(a, 0), id="first item missing"),
        pytest.param(lambda a: all_but(a, 0)[:2] + all_but(a, 1)[:2] + all_but(a, 1)[2:], id="items exchanged"),
        pytest.param(lambda a: [*all_but(a, 2), encode(a.items[2])], id="body left out of entries not held"),
        pytest.param(lambda a: [*all_but(a, 2), a.item(2, p=9), a.bodies[2]], id="another position"),
        pytest.param(lambda a: resealed(a, lambda s: {"lines": (s.lines[0], s.lines[1] + b" ")}), id="a line altered"),
        pytest.param(lambda a: resealed(a, lambda s: {"lines": s.lines[:1]}), id="a line missing"),
        pytest.param(lambda a: resealed(a, lambda _: {"sig": bytes(64)}), id="signature of the author missing"),
        pytest.param(lambda a: resealed(a, lambda s: {"a": s.a + 1}), id="a gap in the log"),
        pytest.param(lambda a: resealed(a, lambda _: {"log": "0000000000001"}), id="an unknown log from its middle"),
    ],
)
def test_items_that_do_not_lead_to_the_signed_head_change_nothing(
    asked: Asked, frames: Callable[..., list[bytes]]
) -> None:
    with pytest.raises(FeedDiffers):
        asked.settle(frames=frames(asked))
    assert asked.desk.lines() == {}
    assert asked.settle().taken == 7


def heads(**change: Any) -> Callable[[Asked], dict[str, Any]]:
    """The heads with another value."""
    return lambda a: {"heads": {n: msgspec.structs.replace(head, **change) for n, head in a.told.heads.items()}}


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(lambda a: {"time": a.told.time + 1}, id="another time"),
        pytest.param(lambda _: {"heads": {}}, id="no heads"),
        pytest.param(lambda _: {"since": {}}, id="no marks"),
        pytest.param(heads(pos=4), id="another position"),
        pytest.param(heads(fh="00" * 32), id="another hash"),
        pytest.param(heads(fh="é" * 64), id="hash that is no hex"),
        pytest.param(heads(safe=5), id="another safe position"),
    ],
)
def test_what_is_not_under_the_servers_signature_is_not_our_server(asked: Asked, told: Callable[..., dict]) -> None:
    assert not_our_server(lambda: asked.settle(told=told(asked)))
    assert asked.desk.lines() == {}


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param(lambda a: [a.bodies[0]], id="segment without item"),
        pytest.param(lambda a: [encode(a.items[0]), a.bodies[0], a.bodies[0]], id="two segments"),
        pytest.param(lambda a: [encode(a.items[0]), a.bodies[1]], id="segment of another item"),
        pytest.param(lambda a: [a.item(0, f=1)], id="item of a feed without head"),
        pytest.param(lambda _: [b"VDS1rubbish"], id="no segment"),
        pytest.param(lambda _: [b"{}"], id="no item"),
    ],
)
def test_what_is_no_answer_is_not_our_server(asked: Asked, frames: Callable[..., list[bytes]]) -> None:
    assert not_our_server(lambda: asked.settle(frames=frames(asked)))
    assert asked.desk.lines() == {}


def not_our_server(act: Callable[[], object]) -> bool:
    with pytest.raises(Trouble) as trouble:
        act()
    return trouble.value.code is TroubleCode.NOT_OUR_SERVER and not isinstance(trouble.value, FeedDiffers)


def test_a_mark_that_we_never_showed_is_not_followed(asked: Asked) -> None:
    asked.settle()
    feed = asked.joined.feed
    with pytest.raises(FeedDiffers):
        asked.settle(told={"since": {**asked.told.since, feed: 9}}, frames=[])
