"""Reads an answer to a sync: frames, segments, and heads that the enrolled server has signed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vaxdesk.journal import feed, segment
from vaxdesk.journal.frames import BadFrames, Head, Item, Told, decode, split
from vaxdesk.journal.pack import NO_DICTIONARIES, Dictionaries
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.store import trust
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.trouble import Trouble, TroubleCode


class Place(msgspec.Struct, frozen=True):
    """An item of a feed; `body` is None where the server left it out because we hold those entries."""

    item: Item
    body: Segment | None


class Answer(msgspec.Struct, frozen=True):
    """An answer whose heads are signed; whether its items lead to them is found when it is settled.

    `enrolment` is the one asked with, after the successions that the answer told.
    """

    told: Told
    places: tuple[Place, ...]
    enrolment: Enrolment


def read(body: bytes, enrolment: Enrolment, dictionaries: Dictionaries = NO_DICTIONARIES) -> Answer:
    """Reads an answer; `dictionaries` are those that the request named.

    Raises:
        Trouble: NOT_OUR_SERVER; not frames, or no valid signature over our own feed. A portal answers 200 too.
    """
    try:
        frames = split(body)
        told = decode(frames[0] if frames else b"", Told)
        places = tuple(_places(frames[1:], dictionaries))
    except (BadFrames, BadSegment) as error:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, str(error)) from None
    enrolment = _check_heads(told, trust.moved(enrolment, told.successions))
    if not told.since.keys() == told.heads.keys() >= {place.item.f for place in places}:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, "feeds without heads")
    return Answer(told, places, enrolment)


def _places(frames: Sequence[bytes], dictionaries: Dictionaries) -> list[Place]:
    places: list[Place] = []
    for frame in frames:
        if not frame.startswith(segment.MAGIC):
            places.append(Place(decode(frame, Item), None))
            continue
        body, last = segment.read(frame, dictionaries), places.pop() if places else None
        if last is None or last.body is not None or not _fits(body, last.item):
            raise BadFrames("segment without its item")
        places.append(Place(last.item, body))
    return places


def _fits(body: Segment, item: Item) -> bool:
    return (body.log, body.a, body.n) == (item.log, item.a, item.n)


def _check_heads(told: Told, enrolment: Enrolment) -> Enrolment:
    if enrolment.feed not in told.heads:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, "own feed missing")
    newest, *former = trust.trusted(enrolment)
    if _are_signed(newest, told):
        return trust.heard(enrolment, told.time)
    if not any(_are_signed(key, told) for key in former):
        raise Trouble(TroubleCode.NOT_OUR_SERVER, "head not signed")
    return enrolment


def _are_signed(server: bytes, told: Told) -> bool:
    return all(_is_signed(server, number, head, told.time) for number, head in told.heads.items())


def _is_signed(server: bytes, number: int, head: Head, time_ms: int) -> bool:
    try:
        fh = bytes.fromhex(head.fh)
    except ValueError:
        return False
    return feed.head_is_signed(server, head.sig, number, head.pos, fh, safe=head.safe, time_ms=time_ms)
