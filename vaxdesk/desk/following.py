"""The second place of this PC: each save is followed, not awaited, by a copy of its lines on a stick or another disk.

    first = look(desk)                db lane
    now = attach(desk, folder, first) paper lane: reads what lies there, or makes a whole copy
    adopt(desk, now)                  db lane
    batch = gather(desk, now)         db lane; None when a new copy is needed
    now = write(now, batch)           paper lane

What fails is Trouble: the place is gone or full. The next save tries again, so a stick that comes back catches up.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from vaxdesk.desk.context import Desk
from vaxdesk.store import following
from vaxdesk.store.following import Heads, Piece, Place, State


class Seen(msgspec.Struct, frozen=True):
    """How the store stands before the place is looked at."""

    known: State | None
    heads: Heads
    erased: int


class Follow(msgspec.Struct, frozen=True):
    """A place that is followed: how far it goes, what was erased before its copy, the state to keep of a new copy."""

    place: Place
    there: Heads
    erased: int
    new: State | None = None


def look(desk: Desk) -> Seen:
    """How the store stands."""
    with desk.store.reading() as conn:
        return Seen(following.state(conn), following.heads(conn), following.erased(conn))


def attach(desk: Desk, folder: Path, seen: Seen) -> Follow:
    """Goes on behind the copy that lies there, or makes a whole one.

    Raises:
        Trouble: the place is gone or full.
    """
    again = following.resume(desk.store, folder, seen.known, seen.erased)
    if again is not None:
        there, place = again
        return Follow(place, there, seen.erased)
    new, place = following.begin(desk.store, folder, seen.known, seen.heads, seen.erased)
    return Follow(place, new.heads, seen.erased, new)


def adopt(desk: Desk, now: Follow) -> None:
    """Keeps which copy is followed."""
    if now.new is not None:
        with desk.store.changing() as conn:
            following.note(conn, now.new)


def gather(desk: Desk, now: Follow) -> list[Piece] | None:
    """What the place lacks; None when a new copy is needed."""
    with desk.store.reading() as conn:
        return following.gather(conn, now.there, now.erased)


def write(now: Follow, batch: list[Piece]) -> Follow:
    """Writes what it lacks.

    Raises:
        Trouble: the place is gone or full.
    """
    if batch:
        now.place.append(batch)
    return Follow(now.place, following.after(now.there, batch), now.erased)
