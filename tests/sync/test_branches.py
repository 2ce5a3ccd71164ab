"""Copied disks and taken names: what they strand is said again under another name, by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import msgspec
import pytest
import sqlalchemy as sa

from tests.servers import RunningServer
from tests.stations import Station, all_confirmed, filed
from vaxdesk.domain.payloads import CheckIn, Person, Quote
from vaxdesk.journal import branch, chain, line, ref
from vaxdesk.journal.verdict import Verdict
from vaxdesk.registry import digest, tables
from vaxdesk.registry.queries import people, visits
from vaxdesk.store import branches, kv
from vaxdesk.sync.pace import Pace


class SameName(Random):
    """Chance that gives every log the same name."""

    def getrandbits(self, _bits: int) -> int:
        return 4711


def quoted(server: RunningServer) -> list[Quote]:
    """The quotes filed, in the order of the feed."""
    lines = [line.decode(text.encode()) for text in filed(server).values()]
    return [msgspec.json.decode(one.d, type=Quote) for one in lines if one.k == "quote"]


def test_a_copied_disk_forks_the_log_and_nothing_is_lost_nor_stuck(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    desk.write(3)
    desk.sync()
    twin = tmp_path / "twin"
    shutil.copytree(desk.home, twin)  # taken while the program runs: the twin goes on with the same log
    head = desk.store._head
    desk.write(2, what="first")
    desk.sync()
    there = filed(server)

    desk.replaced_by(twin)
    desk.store._head = head
    mine = desk.write(4, what="second")
    report = desk.sync()
    assert {one.verdict for one in report.refused} == {Verdict.FORK}
    assert report.rescued == 4
    quotes = quoted(server)
    assert [quote.id for quote in quotes] == mine
    log = ref.split(mine[0])[0]
    assert {(quote.branch, quote.a) for quote in quotes} == {(branch.name(log, bytes.fromhex(quotes[0].h)), 4)}
    assert [line.decode(quote.line.encode()).k for quote in quotes] == ["print"] * 4
    before = chain.start(log, desk.device)
    for text in [there[ref.join(log, seq)] for seq in range(1, 5)] + [quote.line for quote in quotes]:
        before = chain.step(before, text.encode())
    assert before.hex() == quotes[-1].h  # the bytes are those that were written, under their own hash
    assert {name: text for name, text in filed(server).items() if name in there} == there
    assert all_confirmed(server, desk)

    desk.restart()
    desk.write(2, what="third")
    assert (desk.sync().refused, quoted(server)) == ((), quotes)
    assert all_confirmed(server, desk)


def test_whoever_holds_a_stranded_part_says_it_again_alike(
    server: RunningServer, desk: Station, neighbour: Station, tmp_path: Path
) -> None:
    """The machine with the second history never comes back; a neighbour got its entries over the station's network."""
    desk.write(3)
    desk.sync()
    neighbour.sync()
    twin = tmp_path / "twin"
    shutil.copytree(desk.home, twin)
    head = desk.store._head
    desk.write(2, what="first")
    kept = desk.lines()
    with neighbour.store.changing() as conn:
        stray = [kept[ref.join(head.log, seq)].encode() for seq in (5, 6)]
        neighbour.store.take_in(conn, head.log, desk.device, 4, stray)
    desk.replaced_by(twin)
    desk.store._head = head
    desk.write(1, what="second")
    desk.sync()
    assert neighbour.sync().rescued == 2
    assert [quote.line.encode() for quote in quoted(server)] == stray
    desk.sync()
    assert all_confirmed(server, desk, neighbour)
    assert neighbour.store.names.known(quoted(server)[0].id)


def test_a_quote_that_is_stranded_itself_is_said_again_and_not_quoted(
    server: RunningServer, desk: Station, tmp_path: Path
) -> None:
    desk.write(1)
    desk.sync()
    twin = tmp_path / "twin"
    shutil.copytree(desk.home, twin)
    head = desk.store._head
    desk.write(1, what="first")
    desk.sync()
    desk.replaced_by(twin)
    desk.store._head = head
    once = Quote(id="0000000000001.3", h="ab" * 32, line='{"k":"print","t":1}', branch="0000000000002", a=2)
    with desk.store.writing() as writer:
        writer.add("quote", once)
    assert desk.sync().rescued == 1
    assert quoted(server) == [once]


def test_a_line_that_no_quote_holds_is_kept_on_the_shelf(desk: Station, neighbour: Station) -> None:
    desk.write(1)
    desk.sync()
    neighbour.sync()
    log = desk.store._head.log
    strange = b'{"k":"\xff"}'
    with neighbour.store.changing() as conn:
        neighbour.store.take_in(conn, log, desk.device, 2, [strange])
    desk.write(1)
    desk.sync()
    neighbour.sync()
    with neighbour.store.reading() as conn:
        assert branches.adrift(conn) == 1
        (key,) = kv.keys(conn, "adrift.")
        assert kv.find(conn, key) == strange
    assert neighbour.waiting() == 0


def test_a_fork_met_first_in_the_feed_is_found_too(desk: Station, tmp_path: Path) -> None:
    """The server leaves out bodies it thinks are held; the sum does not come out, so they are asked for in full."""
    desk.write(3)
    desk.sync()
    twin = tmp_path / "twin"
    shutil.copytree(desk.home, twin)
    head = desk.store._head
    desk.write(2, what="first")
    desk.sync()
    desk.write(1, what="first again")
    desk.sync()
    desk.replaced_by(twin)
    desk.store._head = head
    desk.write(4, what="second")
    report = desk.sync(pace=Pace(probe=True))
    assert (report.refused, report.rescued) == ((), 4)
    assert desk.waiting() == 0
    assert desk.sync().rounds == 1


def test_what_was_written_under_a_name_of_another_device_is_entered_anew(
    server: RunningServer, desk: Station, neighbour: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        for one in (desk, neighbour):
            patched.setattr(one.store, "rng", SameName())
        desk.write(1)
        neighbour.write(1)
    desk.sync()
    report = neighbour.sync()
    assert [one.verdict for one in report.refused] == [Verdict.TAKEN]
    assert report.rescued == 2
    assert [line.decode(quote.line.encode()).k for quote in quoted(server)] == ["open", "print"]
    neighbour.write(3)
    neighbour.sync()
    desk.sync()
    assert all_confirmed(server, desk, neighbour)


def test_a_name_that_another_unit_has_taken_is_given_up_too(
    server: RunningServer, desk: Station, station_of: Callable[..., Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner's log lies in a feed that this desk never reads."""
    other = station_of(server, "TYT-02")
    with monkeypatch.context() as patched:
        for one in (desk, other):
            patched.setattr(one.store, "rng", SameName())
        other.write(1)
        desk.write(2)
    other.sync()
    assert desk.sync().rescued == 3
    assert len(quoted(server)) == 3
    assert all_confirmed(server, desk)


def test_after_a_rescue_both_histories_are_shown_alike_on_every_desk(
    desk: Station, neighbour: Station, tmp_path: Path
) -> None:
    """References inside the stranded part lead where they led: the visit is that of the person written with it."""

    def registers(name: str) -> None:
        with desk.store.writing(user=1) as w:
            w.add("checkin", CheckIn(day="2026-11-23", no=1), of=w.add("person", Person(name=name)))

    desk.write(1)
    desk.sync()
    twin = tmp_path / "twin"
    shutil.copytree(desk.home, twin)
    head = desk.store._head
    registers("Lò Thị Hoa")
    desk.sync()
    desk.replaced_by(twin)
    desk.store._head = head
    registers("Sùng A Páo")
    desk.sync()
    neighbour.sync()
    digests = []
    for one in (desk, neighbour):
        with one.store.reading() as conn:
            digests.append(digest.of(conn, one.store.names))
            names = {view.name: view.id for view in map(partial(people.by_ref, conn, one.store.names), persons(one))}
            assert sorted(names) == ["Lò Thị Hoa", "Sùng A Páo"]
            visitors = {row.person for row in visits.board(conn, one.store.names, "2026-11-23")}
        assert len(visitors) == 2
        one.store.rebuild()
        with one.store.reading() as conn:
            assert digest.of(conn, one.store.names) == digests[-1]
    assert digests[0] == digests[1]


def persons(one: Station) -> list[str]:
    """References of the people a desk shows."""
    with one.store.reading() as conn:
        return [one.store.names.ref(number) for number in conn.execute(sa.select(tables.person.c.id)).scalars()]
