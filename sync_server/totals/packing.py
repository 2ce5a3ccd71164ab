"""How shares and sums lie in the tables: msgpack, the one place that reads and writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import zip_longest

import msgspec

from vaxdesk.domain.totals import share, site
from vaxdesk.domain.totals.figures import HEADS, PLACE
from vaxdesk.domain.totals.share import Lots, Share, Sums


class What(IntEnum):
    """What adds to the sums; the key of its rows is a surrogate of the fold."""

    PERSON = 1
    LOT = 2
    PLAN = 3
    SEAL = 4
    ALLOTTED = 5
    GIVEN_ON = 6


_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_share = msgspec.msgpack.Decoder(Share).decode
_part = msgspec.msgpack.Decoder(site.Part).decode
_heads = msgspec.msgpack.Decoder(list[int]).decode
_kinds = msgspec.msgpack.Decoder(dict[str, int]).decode


def pack(part: Share | site.Part) -> bytes:
    """A share as bytes; the same share is the same bytes."""
    return _encode(part)


def share_of(packed: bytes) -> Share:
    """A person's packed share."""
    return _share(packed)


def adds(what: int, packed: bytes) -> tuple[str, Sums, Lots]:
    """The round that a packed share belongs to, what it adds to the sums of its unit's day, and to those of lots."""
    if what == What.PERSON:
        one = _share(packed)
        return one.round_no, share.sums(one), share.lots(one)
    other = _part(packed)
    return other.round_no if isinstance(other, site.Planned) else "", site.sums(other), site.lots(other)


def heads(sums: Mapping[str, int]) -> bytes:
    """The figures of `HEADS` among sums."""
    values = [sums.get(name, 0) for name in HEADS]
    while values and not values[-1]:
        values.pop()
    return _encode(values)


def kinds(sums: Mapping[str, int]) -> bytes:
    """The other figures among sums, those of nothing left out."""
    return _encode({name: n for name, n in sums.items() if n and name not in PLACE})


def add_heads(packed: bytes, into: Counter[str]) -> None:
    """Adds packed heads to sums."""
    for name, n in zip(HEADS, _heads(packed), strict=False):
        if n:
            into[name] += n


def added_heads(rows: Iterable[bytes]) -> Sums:
    """The sums of many packed heads: figure by figure, three to five times as quick as row by row."""
    columns = zip_longest(*map(_heads, rows), fillvalue=0)
    return Counter({name: n for name, n in zip(HEADS, map(sum, columns), strict=False) if n})


def some_heads(rows: Iterable[bytes], names: Iterable[str]) -> Sums:
    """The sums of some of the figures alone, where rows are thousands."""
    figures = [*map(_heads, rows)]
    places = {name: PLACE[name] for name in names}
    return Counter({name: sum(row[at] for row in figures if len(row) > at) for name, at in places.items()})


def add_kinds(packed: bytes, into: Counter[str]) -> None:
    """Adds the packed other figures to sums."""
    for name, n in _kinds(packed).items():
        into[name] += n
