"""Opens quotes: the entry inside is folded as itself, unless something with more right stands under its name.

An original holds against any quote; between quotes that contradict each other the smallest (hash, text, unit) holds.
See decision 0006.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads_sync import Quote
from vaxdesk.journal import ref
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.reading import Branch, read
from vaxdesk.registry.tables_exchange import held, quoted

_OF_TARGETS = sa.select(quoted).where(bulk.among(quoted.c.target, "ids"))
_HELD = sa.select(held.c.id, held.c.h, held.c.quoted).where(bulk.among(held.c.id, "ids"))
_HASH = 32
_UNFIT = ("quote", "forget")  # a quote in a quote hides who wrote; an erasure must stand in the feed itself


class Chosen(msgspec.Struct, frozen=True):
    """What a batch of quotes comes to: entries to be folded, and surrogates of held entries that give way to them."""

    entries: list[Entry]
    evicted: set[int]


def row_of(names: LogNames, entry: Entry) -> dict[str, Any]:
    """The row of a quote.

    Raises:
        ValueError: it names no entry, branch or hash.
    """
    quote: Quote = entry.payload
    h = bytes.fromhex(quote.h)
    log, seq = ref.split(quote.id)
    texts = (quote.line, quote.unit, quote.place)
    if len(h) != _HASH or not 0 <= quote.a < seq or any("\0" in text for text in texts):
        raise ValueError("no quote of an entry")
    return {
        "id": entry.id,
        "target": names.id(ref.join(quote.branch, seq) if quote.branch else quote.id),
        "h": h,
        "line": quote.line,
        "branch": log if quote.branch else "",
        "a": quote.a,
        "unit": quote.unit,
        "place": quote.place,
        "apart": 0,
    }


def keep(conn: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Keeps new quotes as they came."""
    bulk.insert_new(conn, quoted, rows)


def judge(conn: sa.Connection, names: LogNames, targets: Collection[int]) -> Chosen:
    """Judges all quotes of some entries: who holds, and who stays apart."""
    found = Chosen([], set())
    if not targets:
        return found
    there = {row.id: row for row in conn.execute(_HELD, {"ids": targets})}
    by_target: dict[int, list[sa.Row]] = defaultdict(list)
    for row in conn.execute(_OF_TARGETS, {"ids": targets}):
        by_target[row.target].append(row)
    turned: dict[int, list[int]] = {0: [], 1: []}
    for target, candidates in by_target.items():
        holds = there.get(target)
        best = min(candidates, key=_rank)
        h = best.h if holds is None or holds.quoted else holds.h
        for row in candidates:
            if row.apart != (row.h != h):
                turned[int(row.h != h)].append(row.id)
        if holds is None or (holds.quoted and holds.quoted != best.id and _differs(holds, best, candidates)):
            found.entries.append(_open(names, best))
            if holds is not None:
                found.evicted.add(target)
    for apart, ids in turned.items():
        if ids:
            conn.execute(quoted.update().where(bulk.among(quoted.c.id, "ids")).values(apart=apart), {"ids": ids})
    return found


def _rank(row: sa.Row) -> tuple[bytes, bytes, str, str, str, int]:
    return (row.h, sha256(row.line.encode()).digest(), row.unit, row.place, row.branch, row.a)


def _differs(holds: sa.Row, best: sa.Row, candidates: list[sa.Row]) -> bool:
    """Whether the best quote says other than the one that holds now."""
    now = next((row for row in candidates if row.id == holds.quoted), None)
    return now is None or _rank(now) != _rank(best)


def _open(names: LogNames, row: sa.Row) -> Entry:
    branch = Branch(row.branch, names.name(row.target >> SEQ_BITS), row.a) if row.branch else None
    entry = read(names, row.target, row.line.encode(), row.h, branch=branch)
    if entry.kind in _UNFIT and not entry.bad:
        entry = msgspec.structs.replace(entry, bad=f"{entry.kind} inside a quote", payload=None)
    return msgspec.structs.replace(entry, quote=row.id, unit=row.unit, place=row.place)
