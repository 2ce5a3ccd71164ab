"""Signs beside entries: sent when the server says so, confirmed only when its feed has shown them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sync_server.settings import Settings
from tests.servers import RunningServer, running_server
from tests.stations import Station
from vaxdesk.domain.delivery import Delivery, state_of
from vaxdesk.store import delivery, enrolment, kv
from vaxdesk.store.enrolment import HeldBack
from vaxdesk.sync import run
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link


def one_round(station: Station) -> run.Settled:
    """A single exchange with the server."""
    with station.store.reading() as conn:
        joined = enrolment.enrolment(conn)
    assert joined is not None
    link = Link(joined.url, session=station.line)
    exchange = Exchange(link, joined, station.store.signer().sign, now=station.now)
    settled, station.pace = run.step(station.store, exchange, pace=station.pace, why="timer")
    return settled


def states(station: Station, references: list[str]) -> list[Delivery]:
    with station.store.reading() as conn:
        number = station.store.names.known(references[0]) >> 32
        log = delivery.standings(conn, [number])[number]
    return [state_of(log, int(reference.rpartition(".")[2])) for reference in references]


def test_sent_is_not_confirmed_until_the_feed_has_come_that_far(
    tmp_path: Path, station_of: Callable[..., Station]
) -> None:
    with running_server(tmp_path, settings=Settings(max_answer=600)) as server:
        first, second = station_of(server), station_of(server)
        for number in range(12):
            first.write(30, what=f"part {number}")
            first.sync()
        mine = second.write(2)
        assert states(second, mine) == [Delivery.SAVED] * 2
        assert one_round(second).again
        later = second.write(1)
        assert states(second, mine + later) == [Delivery.SENT, Delivery.SENT, Delivery.SAVED]
        with second.store.reading() as conn:
            assert list(delivery.sent(conn).values()) == [3]
        second.sync()
        assert states(second, mine + later) == [Delivery.CONFIRMED] * 3
        with second.store.reading() as conn:
            assert delivery.sent(conn) == {}, "nothing is remembered that the feed has shown"


def test_what_the_server_said_before_it_went_back_counts_no_more(desk: Station) -> None:
    [reference] = desk.write(1)
    log = reference.partition(".")[0]
    with desk.store.changing() as conn:
        delivery.note_sent(conn, {log: 2}, went_back=False)
    assert states(desk, [reference]) == [Delivery.SENT]
    with desk.store.changing() as conn:
        delivery.note_sent(conn, {}, went_back=True)
    assert states(desk, [reference]) == [Delivery.SAVED]


def test_a_log_that_rests_after_a_refusal_wants_attention(desk: Station) -> None:
    [reference] = desk.write(1)
    with desk.store.changing() as conn:
        enrolment.hold_back(conn, {reference.partition(".")[0]: HeldBack("not_yours", 1)})
    assert states(desk, [reference]) == [Delivery.ATTENTION]


def test_the_neighbours_entries_name_their_pc(server: RunningServer, desk: Station, neighbour: Station) -> None:
    for station, name in ((desk, "BAN-TIEP-DON"), (neighbour, "BÀN TIÊM")):
        with station.store.changing() as conn:
            kv.put(conn, "pc", name.encode())
    theirs = neighbour.write(1)
    mine = desk.write(1)
    neighbour.sync()
    desk.sync()
    with desk.store.reading() as conn:
        numbers = [desk.store.names.known(one[0]) >> 32 for one in (mine, theirs)]
        found = delivery.standings(conn, numbers)
    assert [(found[number].desk, found[number].here) for number in numbers] == [
        ("BAN-TIEP-DON", True), ("BÀN TIÊM", False),
    ]  # fmt: skip
    assert found[numbers[1]].confirmed == 2
    assert server.url
