"""The access log: who looked up a person, enrolled a device or used the operator's commands (sync design 2.4, 3.5).

Each row covers the one before it, so a row that is altered or taken out breaks what follows. Rows form sixteen
chains, chosen by the device, and for looks of staff by the user, so that look-ups of different stations and people do
not wait for each other; a chain's end is a row that is locked for the last moment of the writer's transaction. `ends`
are what an operator writes down elsewhere: a log that was cut at its end or written anew no longer leads to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.durable import quick
from sync_server.durable.quick import Statement
from sync_server.durable.tables import access, access_end

CHAINS = 16
START = bytes(32)
OPERATOR = 0  # the chain of acts, which have no device
_FIELDS = ("at_ms", "device_no", "user_no", "action", "subject_hash", "result", "chain", "place", "h")
_OF_CHAIN = access_end.c.chain == sa.bindparam("of")
_END = Statement(sa.select(access_end.c.rows, access_end.c.h).where(_OF_CHAIN).with_for_update())
_NEW = Statement(access.insert().values({name: sa.bindparam(name) for name in _FIELDS}))
_MOVED = Statement(access_end.update().where(_OF_CHAIN).values(rows=sa.bindparam("upto"), h=sa.bindparam("now")))


class Broken(msgspec.Struct, frozen=True):
    """Where a chain does not hold: its number, and the row's place in it from 1."""

    chain: int
    place: int


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A check of the whole log. `ends` maps each chain in use to `rows:hash`; `unchained`: rows older than chains."""

    rows: int
    unchained: int
    broken: list[Broken]
    ends: dict[int, str]

    @property
    def holds(self) -> bool:
        """Whether nothing was altered or taken out."""
        return not self.broken


def note(
    conn: sa.Connection,
    action: str,
    *,
    result: str,
    at_ms: int,
    device: int | None = None,
    user: int | None = None,
    subject: bytes | None = None,
    chain: int | None = None,
) -> None:
    """Adds a row in the caller's transaction; to be called last in it, since the chain's end stays locked until then.

    Args:
        subject: a keyed hash of what was looked up, never the thing itself.
        chain: of looks by the public, who have neither device nor user; None: that of the device, or of acts.
    """
    if chain is None:
        chain = OPERATOR if device is None else device % CHAINS
    row = {"at_ms": at_ms, "device_no": device, "user_no": user, "action": action, "subject_hash": subject}
    _add(conn, chain, [{**row, "result": result}])


def note_looks(
    conn: sa.Connection, looks: Iterable[tuple[str, bytes]], *, result: str, at_ms: int, user: int
) -> None:
    """Adds rows about what one of the staff saw on a page, each an action and the keyed hash of whom; as `note`.

    A transaction that also notes an act notes it first: whoever takes two chains takes them in this order, so that
    nobody waits in a ring.
    """
    row = {"at_ms": at_ms, "device_no": None, "user_no": user, "result": result}
    made = [{**row, "action": action, "subject_hash": subject} for action, subject in looks]
    if made:
        _add(conn, of_user(user), made)


def _add(conn: sa.Connection, chain: int, made: Sequence[dict[str, Any]]) -> None:
    run = quick.Inside(conn)
    [(rows, end)] = run(_END, of=chain)
    h, new = bytes(end), []
    for one in made:
        rows += 1
        row = {**one, "chain": chain, "place": rows}
        h = _step(h, row)
        new.append({**row, "h": h})
    run.each(_NEW, new)
    run(_MOVED, of=chain, upto=rows, now=h)


def of_user(user: int) -> int:
    """The chain of one user's looks."""
    return user % CHAINS


def check(conn: sa.Connection) -> Checked:
    """Walks every chain from its start and compares it with its noted end."""
    broken: list[Broken] = []
    ends: dict[int, str] = {}
    total = 0
    for end in conn.execute(sa.select(access_end).order_by(access_end.c.chain)).all():
        rows, place = _walk(conn, end)
        total += rows
        if place:
            broken.append(Broken(end.chain, place))
        if end.rows:
            ends[end.chain] = f"{end.rows}:{bytes(end.h).hex()}"
    old = conn.execute(sa.select(sa.func.count()).select_from(access).where(access.c.chain.is_(None))).scalar_one()
    return Checked(rows=total, unchained=old, broken=broken, ends=ends)


def leads_to(conn: sa.Connection, chain: int, written_down: str) -> bool:
    """Whether a chain passes through an end that was written down earlier as `rows:hash`."""
    rows, _, h = written_down.partition(":")
    if not rows.isascii() or not rows.isdigit():
        return False
    there = sa.select(access.c.h).where(access.c.chain == chain, access.c.place == int(rows))
    found = conn.execute(there).scalar()
    return found is not None and bytes(found).hex() == h.lower()


def _walk(conn: sa.Connection, end: sa.Row) -> tuple[int, int]:
    """Rows found in a chain, and the place where it breaks first; 0 when it holds."""
    h, seen, broken = START, 0, 0
    rows = sa.select(access).where(access.c.chain == end.chain).order_by(access.c.place)
    for row in conn.execute(rows.execution_options(yield_per=1000)):
        seen += 1
        h = _step(h, row._mapping)
        if not broken and (row.place != seen or h != bytes(row.h)):
            broken = seen
    cut = (seen, h) != (end.rows, bytes(end.h))
    return seen, broken or (seen + 1 if cut else 0)


def _step(previous: bytes, row: sa.RowMapping | dict) -> bytes:
    subject = bytes(row["subject_hash"]).hex() if row["subject_hash"] is not None else ""
    fields = (row["chain"], row["place"], row["at_ms"], row["device_no"], row["user_no"], row["action"], subject)
    text = "\n".join("" if one is None else str(one) for one in (*fields, row["result"]))
    return sha256(previous + b"vaxdesk/1 access\n" + text.encode()).digest()
