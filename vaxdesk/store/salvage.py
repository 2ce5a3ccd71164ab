"""Saves what a damaged store still holds, entry by entry. The damaged file is kept.

What is on a damaged page is lost here (the server, another desk or a copy may hold it). What can be read is checked
against the hash chain before it is taken over. What the feed had shown and is lost is asked for again; what stands
behind a gap and was never shown cannot go on in its log, and is entered anew as quotes under its own names; so is what
was never shown of our own logs when the key is lost that signed them. A PC without its key joins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import chain
from vaxdesk.store import device_keys, enrolment, erasing, feeds, kv, replacing, survivors
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.store.survivors import Survivors
from vaxdesk.store.tables import entry, feed_head, item, logname, seal
from vaxdesk.trouble import Trouble, TroubleCode


class Salvaged(msgspec.Struct, frozen=True):
    """What came through: entries taken over, entries read but refused by the chain, logs; where the damaged file is.

    `rescued`: of those taken over, how many were entered anew since their log has a gap.
    """

    entries: int
    refused: int
    logs: int
    kept: str
    rescued: int = 0


def salvage(home: Path, key: bytes, *, stamp: str, opened: Callable[[Path, bytes], Store] = Store) -> Salvaged:
    """Builds a new store from the readable entries and puts it in the damaged one's place.

    Args:
        stamp: text that makes the kept file's name unique, e.g. the date and time.
        opened: opens the new store; with another clock and chance in simulations.

    Raises:
        Trouble: the disk failed while writing, or not even the logs can be named; the damaged file is then untouched.
    """
    fresh = opened(replacing.begin(home), key)
    try:
        with fresh.changing() as conn:
            taken, refused, logs = _carry(survivors.read(home / DATABASE, key), conn)
            rescued = sum(fresh.rescue(conn, log, after, forked=False) for log, after in _stranded(conn))
            _ask_again(conn)
            erasing.forgets_lost(conn)
            fresh.refold(conn)
    finally:
        fresh.close()
    kept = replacing.put(home, aside=f"damaged-{stamp}") / DATABASE
    return Salvaged(taken, refused, logs, str(kept.relative_to(home)), rescued)


def _carry(found: Survivors, conn: sa.Connection) -> tuple[int, int, int]:
    if not found.logs:
        raise Trouble(TroubleCode.STORE_CORRUPT, "the names of the logs cannot be read")
    apart = device_keys.NAMES if device_keys.carry(conn, found.shelf) else (*device_keys.NAMES, *enrolment.OF_THE_KEY)
    for name, value in found.shelf.items():
        if name not in apart:
            kv.put(conn, name, value)
    taken = refused = 0
    for log in found.logs:
        about = {"local_no": log.number, "log": log.name, "device": log.device, "mine": log.mine}
        conn.execute(logname.insert(), about)
        good, bad = _carry_log(conn, log.lines, number=log.number, start=chain.start(log.name, log.device))
        taken, refused = taken + good, refused + bad
    for table, rows in ((item, found.items), (seal, found.seals), (feed_head, found.heads)):
        for row in rows:
            conn.execute(table.insert(), dict(zip(table.c.keys(), row, strict=True)))
    return taken, refused, len(found.logs)


def _carry_log(
    conn: sa.Connection, lines: dict[int, tuple[bytes, bytes]], *, number: int, start: bytes
) -> tuple[int, int]:
    """Takes over the lines of one log; the head is where they end without a gap, what lies behind a gap is kept too."""
    head, digest, refused, good = 0, start, 0, []
    for seq in sorted(lines):
        line, held = lines[seq]
        before = digest if seq == head + 1 else (lines[seq - 1][1] if seq - 1 in lines else None)
        if line and before is not None and chain.step(before, line) != held:  # an empty one was let go: its hash stays
            refused += 1
            continue
        good.append({"local_no": number, "seq": seq, "line": line, "h": held})
        if seq == head + 1:
            head, digest = seq, held
    if good:
        conn.execute(entry.insert(), good)
    held = digest if head else b""  # whose log it is may be lost with its first entry, and the start hangs on that
    conn.execute(logname.update().where(logname.c.local_no == number), {"head_seq": head, "head_hash": held})
    return len(good), refused


def _stranded(conn: sa.Connection) -> list[tuple[str, int]]:
    """Logs with entries that can no longer be sent in them, and after which entry those stand.

    No item shows them, and they lie behind a gap, or in a log of our own whose key is lost.
    """
    covered = sa.func.coalesce(sa.func.max(item.c.from_seq + item.c.n), 0)
    shown = sa.select(covered).where(item.c.local_no == logname.c.local_no).scalar_subquery().label("shown")
    last = sa.select(sa.func.max(entry.c.seq)).where(entry.c.local_no == logname.c.local_no).scalar_subquery()
    me, found = kv.text(conn, "device"), []
    for row in conn.execute(sa.select(logname, shown, sa.func.coalesce(last, 0).label("last"))):
        keyless = row.mine and row.device != me
        after = min(row.head_seq, row.shown) if keyless else row.head_seq
        if row.last > max(after, row.shown):
            found.append((row.log, after))
    return found


def _ask_again(conn: sa.Connection) -> None:
    """Forgets of each feed what follows the last item of which everything is held: the server shows it once more."""
    lost = sa.select(item.c.feed, sa.func.min(item.c.pos)).join(logname, logname.c.local_no == item.c.local_no)
    for feed, pos in conn.execute(
        lost.where(item.c.from_seq + item.c.n > logname.c.head_seq).group_by(item.c.feed)
    ).all():
        feeds.drop_above(conn, feed, pos - 1)
