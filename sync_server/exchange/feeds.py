"""What a device may read of the feeds: from the newest mark that is recognised, under a signed head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

import msgspec
import sqlalchemy as sa
from sqlalchemy import bindparam as given

from sync_server.authority.given import seeing_below
from sync_server.authority.rights import Act, above, may
from sync_server.durable import quick
from sync_server.durable.quick import Quick, Several, Statement
from sync_server.durable.tables import feed, org, segment
from sync_server.joining.devices import Device
from sync_server.settings import Server
from vaxdesk.dictionaries import shipped
from vaxdesk.domain import times
from vaxdesk.journal import feed as chain
from vaxdesk.journal import ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.frames import Ask, Head, Item, Mark, encode
from vaxdesk.journal.signing import Sign

_PAGE = 32
_item = segment.c
_PAGE_FROM = (
    sa.select(_item.pos, _item.fh, _item.log_id, _item.from_seq, _item.n, _item.data)
    .where(_item.feed_no == given("feed_no"), _item.pos >= given("first"), _item.pos <= given("last"))
    .order_by(_item.pos)
)
_ANY_MONTH = Statement(_PAGE_FROM)
_ONE_MONTH = Statement(_PAGE_FROM.where(_item.part == given("part")))
_STANDS = sa.select(feed.c.feed_no, feed.c.head, feed.c.fh, feed.c.safe, feed.c.part, feed.c.part_pos, org.c.path)
_STANDS = _STANDS.join_from(feed, org, org.c.org_no == feed.c.feed_no)
_ABOVE = Several(lambda units: _STANDS.where(feed.c.feed_no.in_(units)))
_BELOW = Statement(_STANDS.where(org.c.path.startswith(given("path", type_=sa.Text))).order_by(org.c.path))


class Stand(msgspec.Struct, frozen=True):
    """A feed as it stands."""

    no: int
    pos: int
    fh: bytes
    safe: int
    part: int
    part_pos: int
    path: str


class Place(msgspec.Struct, frozen=True):
    """A segment at its position of a feed."""

    pos: int
    fh: bytes
    log_id: int
    a: int
    n: int
    data: bytes


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """The feed part of an answer. A head covers the feed up to the last position given here."""

    heads: dict[int, Head]
    since: dict[int, int]
    frames: list[bytes]
    more: bool
    begun: set[int]  # numbers of logs whose beginnings are among the items


class Recent(msgspec.Struct, frozen=True):
    """What was filed last into a feed, known without asking: from after a position with its hash up to the end."""

    pos: int
    fh: bytes
    places: list[Place]


class View(msgspec.Struct, frozen=True):
    """Feeds as they stand for some readers, looked up at once; `oversee` are the units whose devices see below."""

    way: Quick
    stands: dict[int, Stand]
    oversee: frozenset[int]
    recent: dict[int, Recent] = {}

    def readable(self, reader: Device) -> list[Stand]:
        """Feeds that a device may read: its own first, then upwards, then, where somebody oversees, downwards."""
        wanted = [self.stands[unit] for unit in above(reader.path) if unit in self.stands]
        oversees = reader.org in self.oversee
        if oversees:
            here = {stand.no for stand in wanted}
            below = (Stand(*row) for row in self.way.all(_BELOW, path=reader.path))
            wanted += [stand for stand in below if stand.no not in here]
        return [stand for stand in wanted if may(Act.READ, reader.path, stand.path, oversees=oversees)]


def view(way: Quick, readers: Sequence[Device], *, day: str, recent: dict[int, Recent] | None = None) -> View:
    """What some readers, at least one, may read on a day; `recent` by feed, filed just before."""
    statement, values = _ABOVE.of(sorted({unit for reader in readers for unit in above(reader.path)}))
    stands = {row[0]: Stand(*row) for row in way.all(statement, **values)}
    return View(way, stands, seeing_below(way, sorted({reader.org for reader in readers}), day), recent or {})


def pull(
    server: Server, reader: Device, *, ask: Ask, whole: set[str], time_ms: int, seen: View | None = None
) -> Pulled:
    """Items after the reader's marks, up to about the bytes it wants, at least one if there is any.

    Args:
        whole: logs whose bodies are sent whatever the reader says it holds.
        seen: feeds looked up for this reader and others; looked up now when left out.
    """
    seen = seen or view(quick.of(server.engine), [reader], day=times.day_of(time_ms // 1000))
    sent = {one.log: one.upto for one in ask.sent if one.log not in whole}
    room = min(max(ask.most, 1), server.settings.max_answer)
    heads, since, frames, more, begun = {}, {}, [], False, set[int]()
    for stand in seen.readable(reader):
        at, fh, places = _after(seen, stand, ask.marks.get(stand.no, []))
        since[stand.no] = at
        for place in places if room > 0 else ():
            given = _frames(stand.no, place, sent, ask.dictionaries)
            frames += given
            room -= sum(map(len, given))
            at, fh = place.pos, place.fh
            if not place.a:
                begun.add(place.log_id)
            if room <= 0:
                break
        heads[stand.no] = _head(server.key.sign, stand.no, at, fh, stand.safe, time_ms)
        more = more or at < stand.pos
    return Pulled(heads=heads, since=since, frames=frames, more=more, begun=begun)


def places(way: Quick, stand: Stand, first: int) -> Iterator[Place]:
    """Segments of a feed from a position on; a reader that is up to date looks into the last month alone."""
    while first <= stand.pos:
        last = min(first + _PAGE - 1, stand.pos)  # positions have no holes
        asked = {"feed_no": stand.no, "first": first, "last": last}
        month = first >= stand.part_pos
        rows = way.all(_ONE_MONTH, **asked, part=stand.part) if month else way.all(_ANY_MONTH, **asked)
        yield from (Place(row[0], bytes(row[1]), *row[2:5], bytes(row[5])) for row in rows)
        first = last + 1


def _after(seen: View, stand: Stand, marks: list[Mark]) -> tuple[int, bytes, Iterator[Place]]:
    """The newest of the reader's marks that this feed's history holds, and what comes after it; 0 holds always."""
    shown = {mark.pos: mark.fh for mark in marks if 0 < mark.pos <= stand.pos}
    if _is_told(stand.fh, shown.get(stand.pos)):
        return stand.pos, stand.fh, iter(())
    recent, way = seen.recent.get(stand.no), seen.way
    if recent and recent.places[-1].pos == stand.pos and _is_told(recent.fh, shown.get(recent.pos)):
        return recent.pos, recent.fh, iter(recent.places)
    for pos, fh in sorted(shown.items(), reverse=True):  # the first holds unless server or reader was restored
        found = places(way, stand, pos)
        (marked,) = islice(found, 1)
        if _is_told(marked.fh, fh):
            return pos, marked.fh, found
    return 0, chain.START, places(way, stand, 1)


def _is_told(fh: bytes, mark: str | None) -> bool:
    """Whether a reader's mark tells this feed hash."""
    return mark is not None and fh.hex()[:16] == mark


def _frames(feed_no: int, place: Place, sent: dict[str, int], dictionaries: list[int]) -> list[bytes]:
    name = ref.log_name(place.log_id)
    item = encode(Item(f=feed_no, p=place.pos, log=name, a=place.a, n=place.n))
    held = place.a + place.n <= sent.get(name, 0)
    return [item] if held else [item, segments.fit_for(place.data, dictionaries, shipped())]


@lru_cache(maxsize=1024)
def _head(sign: Sign, number: int, pos: int, fh: bytes, safe: int, time_ms: int) -> Head:
    """Feeds from the commune up are read by many; within one step of `told_ms` they are signed once."""
    return Head(pos, fh.hex(), safe, chain.sign_head(sign, number, pos, fh, safe=safe, time_ms=time_ms))
