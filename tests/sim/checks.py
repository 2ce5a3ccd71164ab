"""The end of a world: the line is whole again, all exchanges, and then every promise is held against the ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading
from sync_server.durable.tables import device, feed, log, org, segment
from tests.sim.desk import SimDesk, empty
from tests.sim.law import line_of
from tests.sim.ledger import SERVER, Violation, quoted
from tests.sim.reading import fold_of_server, read_all
from tests.sim.revoking import review
from tests.sim.world import World
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Quote
from vaxdesk.journal import chain, hole, ref
from vaxdesk.journal import feed as feed_chain
from vaxdesk.journal import segment as segments
from vaxdesk.journal.line import decode
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.registry import digest
from vaxdesk.store import feeds

ROUNDS = 4
_PAUSE = 90_000  # seconds between rounds: what rests after a refusal rests no longer


def check(world: World) -> None:
    """Heals a world and looks at it.

    Raises:
        Violation: promises were broken; names each of them.
    """
    broken = []
    for look in (heal, nobody_erased_is_left, server_is_sound, nothing_is_lost, all_hold_the_same):
        try:
            look(world)
        except Exception as error:  # noqa: BLE001 - it may follow from a promise that is broken: all are looked at
            broken.append(error)
    if broken:
        raise Violation.of(broken) from broken[0]


def heal(world: World) -> None:
    """I7: rounds without faults come to rest within four.

    Raises:
        Violation: they do not.
    """
    world.ledger.step += 1
    for desk in world.desks:
        desk.fuse.free_disk()
    before: tuple[object, ...] = ()
    for number in range(ROUNDS + 1):
        world.t += _PAUSE
        world.ledger.note(f"healing round {number + 1}")
        review(world)
        failed = [desk.name for desk in list(world.desks) if not world.exchange(desk)]
        if world.is_read:
            read_all(world)
        after = (world.center.heads(), *map(waiting, world.desks), *failed)
        if after == before and not failed:
            world.ledger.count(f"at rest after {number} rounds")
            break
        before = after
    else:
        raise Violation(f"I7: not at rest after {ROUNDS} rounds: {before}")
    stuck = {desk.name: waiting(desk) for desk in world.desks if waiting(desk)}
    if stuck:
        raise Violation(f"I4: at rest, and yet entries wait: {stuck}")


def waiting(desk: SimDesk) -> int:
    """Entries that a desk has not seen confirmed."""
    with desk.store.reading() as conn:
        return feeds.waiting(conn).entries


def server_is_sound(world: World) -> None:
    """I2, I3, I6: feeds without holes, logs in order, signatures true, every entry once and as its author wrote it.

    Raises:
        Violation: it is not so.
    """
    with reading(world.center.engine) as conn:
        rows = conn.execute(sa.select(segment).order_by(segment.c.feed_no, segment.c.pos)).all()
        heads = {row.feed_no: row for row in conn.execute(sa.select(feed))}
        joined = sa.select(log.c.log_id, device.c.pubkey).join(device, device.c.device_no == log.c.device_no)
        authors = {row.log_id: bytes(row.pubkey) for row in conn.execute(joined)}
    ends: dict[int, tuple[int, bytes]] = {}
    at: dict[int, tuple[int, bytes]] = defaultdict(lambda: (0, feed_chain.START))
    filed: dict[bytes, str] = {}
    for row in rows:
        read = segments.read(bytes(row.data), shipped())
        public = authors[row.log_id]
        end, before = ends.get(row.log_id, (0, chain.start(read.log, public.hex())))
        pos, fh = at[row.feed_no]
        if row.pos == pos + 1 and row.from_seq < end:
            raise Violation(f"I2: {read.log} up to {end} is filed, and {row.from_seq + 1} again at {row.pos}")
        if (row.pos, row.from_seq) != (pos + 1, end):
            raise Violation(
                f"I6: feed {row.feed_no} has {row.pos} after {pos}, log {read.log} {row.from_seq} after {end}"
            )
        try:
            h_end = segments.verify(read, before, public)
        except BadSegment as error:
            raise Violation(f"I3: {read.log} up to {read.end} is not what its author signed") from error
        fh = feed_chain.step(fh, read.log, a=read.a, n=read.n, h_end=h_end)
        if (fh, h_end, read.end) != (bytes(row.fh), bytes(row.h_end), row.from_seq + row.n):
            raise Violation(f"I6: hashes of feed {row.feed_no} at {row.pos}")
        ends[row.log_id], at[row.feed_no] = (read.end, h_end), (row.pos, fh)
        for seq, (line, h) in enumerate(zip(read.lines, chain.walk(before, read.lines), strict=True), read.a + 1):
            quoted_here = _once(world, filed, h, ref.join(read.log, seq), line)
            if quoted_here is not None and public != world.center.server.key.hosted_public:
                filed.setdefault(*quoted_here)  # a desk saves an entry by it; the server brings what stands elsewhere
    for number, row in heads.items():
        if (row.head, bytes(row.fh)) != at[number]:
            raise Violation(f"I6: head of feed {number}")


def _once(
    world: World, filed: dict[bytes, str], h: bytes, where: str, line: bytes
) -> tuple[bytes, str] | None:
    """Notes an entry; gives the one that it says again under another name, and where.

    A quote under the entry's own name is that entry, however often it is said (decision 0006).
    """
    one = world.ledger.written.get(h)
    if h in filed:
        raise Violation(f"I2: {where} is filed as {filed[h]} too")
    if one is None or ref.join(one.log, one.seq) != where or line not in (one.line, hole.of(one.line)):
        raise Violation(f"I3: {where} is not what {world.ledger.name(h)} wrote")
    filed[h] = where
    original = quoted(line)
    if original is None:
        return None
    quote = msgspec.json.decode(decode(line).d, type=Quote)
    written = world.ledger.written.get(original)
    if written is None or written.line != quote.line.encode():
        raise Violation(f"I3: {where} quotes {quote.id} otherwise than {world.ledger.name(original)} wrote it")
    return (original, f"quoted in {where}") if quote.branch else None


def nobody_erased_is_left(world: World) -> None:
    """E1: what an order on the server means is a hole there and at every desk that reads the order.

    Raises:
        Violation: a line is still there.
    """
    world.center.make_holes()
    filed = {one["ref"]: one for one in world.center.filed()}
    orders = [one for one in filed.values() if (one["entry"] or {}).get("k") == "forget"]
    world.ledger.count("erased", len(orders))
    for order in orders:
        said = order["entry"]["d"]
        readers = [desk for desk in world.desks if order["feed"] in _readable(world, desk)]
        for named, mark in zip(said["entries"], said["digests"], strict=True):
            places = {SERVER: filed[named]["line"]} if named in filed else {}
            for desk in readers:
                places |= line_of(desk, named)
            for who, text in places.items():
                if hole.is_meant(text.encode(), mark) and not hole.is_hole(text.encode()):
                    raise Violation(f"E1: {who} still has the line of {named}")


def nothing_is_lost(world: World) -> None:
    """I1, I4: what was saved is on the server, unless every holder of it was lost or put back; each case is proven.

    Raises:
        Violation: an entry is missing and nobody lost it.
    """
    ledger, filed = world.ledger, world.on_server()
    for desk in world.desks:
        if desk.held - filed:
            raise Violation(f"I4: {desk.name} holds {ledger.names(desk.held - filed)}, the server does not")
    lost: Counter[str] = Counter()
    for h in (ledger.saved | ledger.confirmed.keys()) - filed:
        still = ledger.holders[h] - ledger.dropped[h]
        if still - {SERVER} or (SERVER in ledger.holders[h] and SERVER not in ledger.dropped[h]):
            raise Violation(f"I1: {ledger.name(h)} is gone, and {sorted(still)} never lost it")
        if h in ledger.confirmed and SERVER not in ledger.dropped[h]:
            raise Violation(f"I1: {ledger.name(h)} was confirmed and is not there")
        lost[
            "lost with server and every holder" if SERVER in ledger.dropped[h] else "lost with the PC, never sent"
        ] += 1
    ledger.counts += lost
    ledger.count("entries", len(ledger.saved))
    ledger.count("confirmed", len(ledger.confirmed))


def all_hold_the_same(world: World) -> None:
    """I5: desks of a station and the server hold the same, and it folds to the same, in whatever order it came.

    Raises:
        Violation: they differ.
    """
    by_feed: dict[int, set[bytes]] = defaultdict(set)
    for one in world.center.filed():
        by_feed[one["feed"]].add(world.ledger.what(bytes.fromhex(one["h"]), one["line"].encode()))
    folds: dict[str, dict[str, str]] = {}
    for desk in world.desks:
        there = set().union(*(by_feed[number] for number in _readable(world, desk)))
        if desk.held != there:
            raise Violation(
                f"I5: {desk.name} lacks {world.ledger.names(there - desk.held)}"
                f" and has {world.ledger.names(desk.held - there)}"
            )
        if empty(desk.store):  # it shows what it still holds; others of the station may hold more
            folds_the_same_anew(desk, fold_of(desk))
            continue
        folded = fold_of(desk)
        if folds.setdefault(desk.org, folded) != folded:
            raise Violation(f"I5: {desk.name} folds otherwise in {_differing(folds[desk.org], folded)}")
    for org_code in folds:
        whole = next(one for one in world.desks if one.org == org_code and not empty(one.store))
        folds_the_same_anew(whole, folds[org_code])
    server_folds_the_same(world, folds.values())


def server_folds_the_same(world: World, folds: Iterable[dict[str, str]]) -> None:
    """I5: the server's fold is that of the desks, where it has one and they read all of it.

    Raises:
        Violation: it differs.
    """
    if world.is_read and len(world.stations) == 1:
        above = fold_of_server(world)
        for folded in folds:
            if above != folded:
                raise Violation(f"I5: the server folds otherwise in {_differing(folded, above)}")


def folds_the_same_anew(desk: SimDesk, before: dict[str, str]) -> None:
    """I5: what a desk holds folds to the same from its beginning.

    Raises:
        Violation: it does not.
    """
    desk.store.rebuild()
    anew = fold_of(desk)
    if anew != before:
        raise Violation(f"I5: {desk.name} folds otherwise anew in {_differing(before, anew)}")


def fold_of(desk: SimDesk) -> dict[str, str]:
    """Digest of each table of a desk's fold."""
    with desk.store.reading() as conn:
        return digest.tables(conn, desk.store.names)


def _readable(world: World, desk: SimDesk) -> list[int]:
    with reading(world.center.engine) as conn:
        path = conn.execute(sa.select(org.c.path).where(org.c.code == desk.org)).scalar_one()
    return [int(number) for number in path.strip("/").split("/")]


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for name in one if one[name] != other.get(name)]
