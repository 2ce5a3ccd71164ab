"""Dictionaries on the line: used when both sides hold one, and nobody who holds none is shut out."""

from __future__ import annotations

import pytest

from sync_server.durable.tables import segment as rows
from sync_server.exchange import feeds as server_feeds
from sync_server.exchange import syncing
from sync_server.segments import filing
from tests.servers import RunningServer
from tests.stations import Station, all_confirmed
from tests.sync_server.pens import Pen
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import segment
from vaxdesk.journal.frames import Ask, decode, split
from vaxdesk.journal.pack import ZSTD_DICTIONARY, dictionary_of
from vaxdesk.sync import run as rounds


def numbers(data: list[bytes]) -> list[int]:
    """Dictionary of each segment, 0 for none."""
    return [dictionary_of(one[4], one[segment.HEAD_BYTES :]) for one in data]


def sent(desk: Station) -> list[int]:
    """Dictionaries of the segments in the last request."""
    return numbers([one for one in split(desk.line.bodies[-1]) if one.startswith(segment.MAGIC)])


def held_by(server: RunningServer) -> list[int]:
    return numbers([bytes(row.data) for row in server.rows(rows.select().order_by(rows.c.pos))])


def test_the_server_names_what_it_reads_and_then_gets_it(server: RunningServer, desk: Station) -> None:
    desk.write(3)
    desk.sync()
    assert sent(desk) == held_by(server) == [max(shipped())]  # the enrolment named it
    assert decode(split(desk.line.bodies[-1])[0], Ask).dictionaries == sorted(shipped())
    assert all_confirmed(server, desk)


def test_a_reader_without_the_dictionary_gets_the_same_entries_under_the_same_signature(
    server: RunningServer, desk: Station
) -> None:
    for _ in range(2):
        desk.write(20)
        desk.sync()
    filed = [bytes(row.data) for row in server.rows(rows.select().order_by(rows.c.pos))]
    assert set(numbers(filed)) == {max(shipped())}
    old = Pen(server)
    given = old.sync()  # names no dictionary, and reads with none
    assert list(given.bodies.values()) == [segment.read(data, shipped()) for data in filed]
    knowing = old.sync(dictionaries=sorted(shipped()), most=1 << 20, raw=True)
    assert [one for one in knowing.frames if one.startswith(segment.MAGIC)] == filed


def test_a_server_that_lost_its_dictionaries_is_sent_plain_segments(
    server: RunningServer, desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(1)
    desk.sync()
    for module in (filing, syncing, server_feeds):
        monkeypatch.setattr(module, "shipped", dict)
    desk.write(2)
    report = desk.sync()
    assert report.confirmed == 2
    assert desk.waiting() == 0
    assert (held_by(server)[0], set(held_by(server)[1:])) == (max(shipped()), {0})


def test_an_older_program_goes_on_with_a_newer_server(
    server: RunningServer, desk: Station, neighbour: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        neighbour.write(5)
        neighbour.sync()
    monkeypatch.setattr(rounds, "shipped", dict)
    desk.write(5)
    desk.sync()
    desk.write(5)
    desk.sync()
    assert set(sent(desk)) <= {0}
    assert {number for body in desk.line.bodies for number in numbers(split(body)[1:])} == {0}
    assert all_confirmed(server, desk)


@pytest.mark.parametrize("data", shipped().values(), ids=map(str, shipped()))
def test_each_shipped_dictionary_carries_its_own_number(data: bytes) -> None:
    number = next(number for number, held in shipped().items() if held == data)
    made = segment.seal("0000000000001", 0, [b'{"d":{"day":"2026-11-23","no":7,"via":"card"},"k":"checkin","t":1}'],
                        bytes(64), dictionary=data)  # fmt: skip
    assert made[4] == ZSTD_DICTIONARY
    assert numbers([made]) == [number]
    assert segment.read(made, {number: data}).n == 1
