"""Units as the public finds them: from the top down, or by what is typed, also by a commune's name before 2025-07."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from threading import Lock
from weakref import WeakKeyDictionary

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import org, org_code
from vaxdesk.domain.names import fold
from vaxdesk.domain.places.communes import Commune
from vaxdesk.domain.units import Scheme
from vaxdesk.registry import rules

_FRESH_S = 300  # that names may be old: units change a few times a year
_MOST = 20
_ACTIVE = sa.select(org).where(org.c.active == 1)
_NAMES = sa.select(org.c.org_no, org.c.path, org.c.name, org.c.scheme, org.c.code).where(org.c.active == 1)
_OLD = sa.select(org_code.c.org_no, org_code.c.code).where(org_code.c.scheme == Scheme.OLD.value)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A unit; `above` are the names of those above it, the nearest first, `old` a name that it was found by."""

    no: int
    name: str
    above: tuple[str, ...] = ()
    old: str = ""


class _Known(msgspec.Struct, frozen=True):
    """What searches look through: folded words with a space before each, and the place."""

    at: float
    lines: tuple[tuple[str, Place], ...]


_known: WeakKeyDictionary[sa.Engine, _Known] = WeakKeyDictionary()
_lock = Lock()


def unit(conn: sa.Connection, org_no: int) -> sa.Row | None:
    """A unit that is active."""
    return conn.execute(_ACTIVE.where(org.c.org_no == org_no)).first()


def below(conn: sa.Connection, org_no: int | None) -> list[sa.Row]:
    """The units right below one, by name; without one, those below the single top, or the tops."""
    if org_no is None:
        tops = list(conn.execute(_ACTIVE.where(org.c.parent.is_(None))))
        return _by_name(tops) if len(tops) > 1 else [one for top in tops for one in below(conn, top.org_no)] or tops
    return _by_name(conn.execute(_ACTIVE.where(org.c.parent == org_no)))


def way_to(conn: sa.Connection, row: sa.Row) -> list[sa.Row]:
    """The units above one, the highest first, without the top of the country."""
    numbers = [int(one) for one in row.path.split("/") if one][:-1]
    rows = conn.execute(sa.select(org).where(org.c.org_no.in_(numbers), org.c.parent.is_not(None)).order_by(org.c.path))
    return list(rows)


def search(engine: sa.Engine, asks: Callable[[], sa.Connection], text: str) -> list[Place]:
    """Units in whose name, or whose place's, every word typed begins a word; the shortest names first.

    Args:
        asks: gives a connection, where the names in memory are too old.
    """
    words = [f" {one}" for one in fold(text[:80]).split()]
    if not words:
        return []
    found = [(line, one) for line, one in _lines(engine, asks) if all(word in line for word in words)]
    found.sort(key=lambda pair: (not _begins(pair[1], words[0]), len(pair[1].above), len(pair[0])))
    once: dict[int, Place] = {}
    for _, one in found:
        once.setdefault(one.no, one)
    return list(once.values())[:_MOST]


def _begins(place: Place, word: str) -> bool:
    return word in f" {fold(place.old or place.name)}"


def _lines(engine: sa.Engine, asks: Callable[[], sa.Connection]) -> tuple[tuple[str, Place], ...]:
    with _lock:
        known = _known.get(engine)
    if known is None or time.monotonic() - known.at > _FRESH_S:
        known = _Known(time.monotonic(), tuple(_read(asks())))
        with _lock:
            _known[engine] = known
    return known.lines


def _read(conn: sa.Connection) -> Iterable[tuple[str, Place]]:
    rows = {row.org_no: row for row in conn.execute(_NAMES)}
    places = {row.org_no: Place(no=row.org_no, name=row.name, above=_above(rows, row.path)) for row in rows.values()}
    for one in places.values():
        yield _line(one), one
    for no, old in _formerly(conn, rows.values()):
        if no in places:
            one = msgspec.structs.replace(places[no], old=f"{old.name}, {old.district}")
            yield _line(one), one


def _formerly(conn: sa.Connection, rows: Iterable[sa.Row]) -> Iterable[tuple[int, Commune]]:
    """Communes of 2021 that went into units, as the country's list has it or the operator's file of units."""
    for row in rows:
        if row.scheme == Scheme.NEW.value:
            yield from ((row.org_no, one) for one in rules.communes().predecessors(row.code))
    for no, code in conn.execute(_OLD):
        old = rules.communes().of_code(code, Scheme.OLD)
        if old is not None:
            yield no, old


def _line(place: Place) -> str:
    return f" {fold(' '.join((place.old, place.name, *place.above)))}"


def _above(rows: dict[int, sa.Row], path: str) -> tuple[str, ...]:
    """Names above a unit, the nearest first, without the top of the country."""
    numbers = [int(one) for one in path.split("/") if one][1:-1]
    return tuple(rows[one].name for one in reversed(numbers) if one in rows)


def _by_name(rows: Iterable[sa.Row]) -> list[sa.Row]:
    return sorted(rows, key=lambda row: (fold(row.name), row.code))
