"""A file for technicians about entries that the server cannot read: references and hashes, never what they say."""

from __future__ import annotations

import msgspec

from vaxdesk import __version__
from vaxdesk.desk.context import Desk
from vaxdesk.store import feeds
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.files import write_safely
from vaxdesk.sync.refusals import RefusedLog

FILE = "refused-{log}-{a}.json"


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says. `after`: entries of the log before those refused; `sizes` in bytes, one an entry."""

    log: str
    after: int
    verdict: str
    times: int
    device: int
    feed: int
    server_ms: int
    app: str
    hashes: list[str]
    sizes: list[int]


def note(desk: Desk, one: RefusedLog, who: Enrolment, *, server_ms: int) -> str:
    """Writes the file into the data folder and returns its name; the entries stay in the journal and wait.

    Raises:
        Trouble: the disk failed.
    """
    with desk.store.reading() as conn:
        held = feeds.held(conn, one.log)
        number = held.local_no if held else 0
        lines = feeds.lines(conn, number, one.a, one.a + one.n)
        hashes = [feeds.entry_hash(conn, number, one.a + at) for at in range(1, len(lines) + 1)]
    told = Refused(
        log=one.log,
        after=one.a,
        verdict=one.verdict.value,
        times=one.times,
        device=who.device,
        feed=who.feed,
        server_ms=server_ms,
        app=__version__,
        hashes=[h.hex() for h in hashes if h],
        sizes=[len(line) for line in lines],
    )
    name = FILE.format(log=one.log, a=one.a)
    write_safely(desk.store.home / name, msgspec.json.format(msgspec.json.encode(told), indent=1))
    return name
