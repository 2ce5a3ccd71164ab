"""Bytes and pages of the store's file that went bad: noticed, never read as data, the rest saved and sent, all healed.

The same damaged machine is looked at under many seeds; each heals against the same server, as a copy of it would.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from pathlib import Path
from random import Random

import msgspec
import pytest

from tests.crash.kills import check_chains, lines_of
from tests.servers import RunningServer, running_server
from tests.stations import KEY, Line, Station, filed
from vaxdesk.domain.payloads import Quote
from vaxdesk.journal import line, ref
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import pages, salvage
from vaxdesk.store.engine import connect
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.sync.pace import Pace
from vaxdesk.trouble import Trouble, TroubleCode

SEEDS, PAGE = 12, 4096
_quote = msgspec.json.Decoder(Quote)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("flipped")) as running:
        yield running


@pytest.fixture(scope="module")
def whole(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Station:
    """A desk with three thousand confirmed entries, five hundred of a neighbour, and fifteen hundred that wait."""
    folder = tmp_path_factory.mktemp("whole")
    desk, neighbour = Station(folder / "desk", server), Station(folder / "neighbour", server)
    neighbour.write(500)
    neighbour.sync()
    for _ in range(3):
        desk.write(1000)
        desk.sync()
        desk.restart()
    desk.write(1500)
    for one in (desk, neighbour):
        one.line.close()
        one.close()
    return desk


def damaged(data: bytes, rng: Random, *, pages: bool) -> tuple[bytes, int]:
    """One to 64 random bytes turned, or one to eight pages overwritten; how many pages that hit.

    The first page is left: with its salt nothing can be read (see `test_without_the_first_page_only_others_help`).
    """
    spoilt, hit = bytearray(data), set()
    for _ in range(rng.randint(1, 8 if pages else 64)):
        at = rng.randrange(PAGE, len(data))
        hit.add(at // PAGE)
        if pages:
            at -= at % PAGE
            spoilt[at : at + PAGE] = rng.randbytes(PAGE)
        else:
            spoilt[at] ^= rng.randint(1, 255)
    return bytes(spoilt), len(hit)


def readable(home: Path) -> bool:
    """Whether every page can be read."""
    try:
        raw = connect(home / DATABASE, KEY)
    except Trouble as trouble:
        assert trouble.code is TroubleCode.STORE_CORRUPT
        return False
    try:
        return raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except Exception:  # noqa: BLE001 - whatever SQLite calls it
        return False
    finally:
        raw.close()


def on_pages(intact: Path, spoilt: Path) -> set[str]:
    """Entries that stand on no page of the damaged file that can be read, by what its own pages say."""
    before, after = ({row[:2] for row in entry_rows(one)} for one in (intact, spoilt))
    raw = connect(intact, KEY)
    names = dict(raw.execute("SELECT local_no, log FROM logname").fetchall())
    raw.close()
    return {ref.join(names[number], seq) for number, seq in before - after}


def entry_rows(path: Path) -> list[tuple]:
    found = pages.rows(path, KEY)
    return [row for row in found if len(row) == 4 and isinstance(row[2], bytes) and isinstance(row[3], bytes)]


def held_in(home: Path) -> dict[str, str]:
    raw = connect(home / DATABASE, KEY)
    rows = raw.execute("SELECT log, seq, line FROM entry JOIN logname USING (local_no)").fetchall()
    raw.close()
    return {ref.join(log, seq): text.decode() for log, seq, text in rows}


def said_again(lines: dict[str, str]) -> dict[str, str]:
    """Entries that are held as quotes, by the reference they had."""
    found = {}
    for text in lines.values():
        one = line.decode(text.encode())
        if one.k == "quote":
            quote = _quote.decode(one.d)
            found[quote.id] = quote.line
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_can_be_read_goes_on_and_the_rest_comes_back(
    whole: Station, server: RunningServer, tmp_path: Path, seed: int
) -> None:
    rng = Random(seed)
    before = held_in(whole.home)
    confirmed = {name: text for name, text in filed(server).items() if name in before}
    home = tmp_path / "home"
    home.mkdir()
    spoilt, hit = damaged((whole.home / DATABASE).read_bytes(), rng, pages=seed % 2 == 1)
    (home / DATABASE).write_bytes(spoilt)
    assert not readable(home), "a turned byte anywhere is noticed"
    done = salvage.salvage(home, KEY, stamp="x")
    assert (home / done.kept).read_bytes() == spoilt
    assert done.refused == 0
    desk = reopened(whole, home)
    with desk.store.reading() as conn:
        held = lines_of(conn)
    again = said_again(held)
    assert all(before[name] == text for name, text in (held | again).items() if name in before), "never a wrong one"
    lost = before.keys() - held.keys() - again.keys()
    gone = on_pages(whole.home / DATABASE, home / done.kept)
    assert len(lost - gone) <= len(before) / 1000, "99.9 % of what intact pages hold"
    with desk.store.reading() as conn:
        joined = shelf.enrolment(conn)
    if joined is None:  # its certificate lay on a damaged page: the lead joins with a new code
        desk.join(server)
    desk.sync()
    with desk.store.reading() as conn:
        check_chains(conn)
        after = lines_of(conn)
    assert confirmed.items() <= after.items(), "what the server had is here again"
    there = filed(server)
    known = there.keys() | said_again(there).keys()
    assert before.keys() - lost <= known, "every survivor reached the server"
    assert desk.waiting() == 0
    desk.line.close()
    desk.close()


def reopened(whole: Station, home: Path) -> Station:
    """The station in another folder."""
    desk = copy(whole)
    desk.home, desk.line, desk.pace = home, Line(), Pace()
    desk.open()
    return desk


def test_without_the_schema_everything_else_is_still_read(whole: Station, tmp_path: Path) -> None:
    """Half of the first page is gone: no table has a name or a root, and yet every entry is there."""
    (tmp_path / DATABASE).write_bytes(spoilt_at(whole, 100))
    with pytest.raises(Trouble) as caught:
        Store(tmp_path, KEY)
    assert caught.value.code is TroubleCode.STORE_CORRUPT
    done = salvage.salvage(tmp_path, KEY, stamp="x")
    assert held_in(whole.home).items() <= held_in(tmp_path).items()
    assert (done.refused, done.rescued) == (0, 0)


def test_without_the_salt_only_others_help(whole: Station, tmp_path: Path) -> None:
    """The first sixteen bytes of the file are part of what opens it: nothing is made up, and nothing is touched."""
    (tmp_path / DATABASE).write_bytes(spoilt_at(whole, 3))
    with pytest.raises(Trouble) as caught:
        salvage.salvage(tmp_path, KEY, stamp="x")
    assert caught.value.code is TroubleCode.STORE_CORRUPT
    assert (tmp_path / DATABASE).read_bytes() == spoilt_at(whole, 3)


def spoilt_at(whole: Station, at: int) -> bytes:
    data = bytearray((whole.home / DATABASE).read_bytes())
    data[at] ^= 1
    return bytes(data)


def test_a_pc_whose_key_is_lost_joins_anew_and_says_all_again(
    server: RunningServer, whole: Station, tmp_path: Path
) -> None:
    """The page with the signing key is gone and the one with the enrolment is not: nothing that key was given holds."""
    home = tmp_path / "home"
    home.mkdir()
    (home / DATABASE).write_bytes((whole.home / DATABASE).read_bytes())
    raw = connect(home / DATABASE, KEY)
    raw.execute("DELETE FROM kv WHERE key = 'device_key'")
    raw.close()
    before = held_in(home)
    done = salvage.salvage(home, KEY, stamp="x")
    assert done.rescued >= 1500, "what waited in logs that nobody can sign any more"
    desk = reopened(whole, home)
    with desk.store.reading() as conn:
        assert shelf.enrolment(conn) is None
        held = lines_of(conn)
    assert before.items() <= (held | said_again(held)).items()
    desk.join(server)
    desk.sync()
    assert desk.waiting() == 0
    there = filed(server)
    assert before.keys() <= there.keys() | said_again(there).keys()
    desk.line.close()
    desk.close()


def test_a_log_whose_owner_is_lost_with_its_first_entry_comes_back(whole: Station, tmp_path: Path) -> None:
    """The page with the names and that with the first entry are gone: the server says again whose log it is."""
    home = tmp_path / "home"
    home.mkdir()
    (home / DATABASE).write_bytes((whole.home / DATABASE).read_bytes())
    raw = connect(home / DATABASE, KEY)
    raw.executescript("""
        UPDATE logname SET device = '' WHERE mine = 0;
        INSERT INTO leaving SELECT local_no, 0 FROM logname WHERE mine = 0;
        DELETE FROM entry WHERE seq = 1 AND local_no IN (SELECT local_no FROM logname WHERE mine = 0);
        DELETE FROM leaving;
    """)
    raw.close()
    before = held_in(whole.home)
    assert len(held_in(home)) < len(before)
    salvage.salvage(home, KEY, stamp="x")
    desk = reopened(whole, home)
    desk.sync()
    with desk.store.reading() as conn:
        check_chains(conn)
        assert before.items() <= lines_of(conn).items()
    desk.line.close()
    desk.close()
