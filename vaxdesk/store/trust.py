"""Which keys of the server this device believes, and how it goes over to the next (decision 0020).

It goes forward alone: from the key it knows to one which that key announced. The key before counts beside it until the
new one has told a time after the overlap, for the server's processes are not all started anew in one moment.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import succession
from vaxdesk.store import enrolment as shelf
from vaxdesk.store.enrolment import Enrolment

TAG_LETTERS = 16


def first(joined: Enrolment) -> str:
    """The first key of the server in hex: the authority of TLS between neighbours, and what its secrets follow from."""
    told = succession.read(joined.successions[0]) if joined.successions else None
    return told.old if told else joined.server


def tag(joined: Enrolment) -> str:
    """What a request says of the key that this device knows; empty for the first."""
    return joined.server[:TAG_LETTERS] if joined.successions else ""


def trusted(joined: Enrolment) -> tuple[bytes, ...]:
    """The keys under which something new is believed."""
    return tuple(bytes.fromhex(key) for key in (joined.server, joined.former) if key)


def generations(joined: Enrolment) -> tuple[bytes, ...]:
    """All keys that the server has had up to now: what was signed and checked once is no less true."""
    steps = succession.follow(first(joined), joined.successions)
    return tuple(bytes.fromhex(key) for key in (joined.server, *(told.old for _, told in reversed(steps))))


def moved(joined: Enrolment, texts: Iterable[str]) -> Enrolment:
    """The enrolment after statements of succession; the same if they do not lead on from the key it knows."""
    steps = succession.follow(joined.server, texts)
    if not steps:
        return joined
    _, last = steps[-1]
    return msgspec.structs.replace(
        joined,
        server=last.new,
        successions=(*joined.successions, *(text for text, _ in steps)),
        former=last.old,
        former_until=last.until,
    )


def heard(joined: Enrolment, time_ms: int) -> Enrolment:
    """The enrolment after the newest key has told a time: when the overlap is over, the key before no longer counts."""
    over = joined.former and time_ms > joined.former_until
    return msgspec.structs.replace(joined, former="") if over else joined


def keep(conn: sa.Connection, now: Enrolment) -> None:
    """Keeps which keys are believed, in the caller's transaction; never an older state than the one kept."""
    held = shelf.enrolment(conn)
    if held is None or held.key != now.key or len(held.successions) > len(now.successions):
        return
    if held.successions != now.successions[: len(held.successions)] or first(held) != first(now):
        return
    former = now.former if held.former or held.server != now.server else ""
    news = {"server": now.server, "successions": now.successions, "former": former, "former_until": now.former_until}
    after = msgspec.structs.replace(held, **news)
    if after != held:
        shelf.enrol(conn, after)
