"""How often a device and an address may come: in memory for syncs, in the database where it must hold for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync_server.authority import limits
from sync_server.authority.limits import Buckets, Rate
from sync_server.durable.database import writing
from sync_server.settings import Limits, Settings
from tests.servers import RunningServer, running_server
from tests.sync_server.pens import Pen
from vaxdesk.journal.frames import Ask, encode, join


def test_a_bucket_never_gives_more_than_it_says(either: RunningServer) -> None:
    start = either.server.now()
    rate = Rate(3, 0.5)
    given = 0
    for second in range(60):
        either.now = lambda at=start + second: at
        with writing(either.engine) as conn:
            while not limits.take(conn, either.server, "x", rate):
                given += 1
    assert given == 3 + 59 // 2


def test_a_clock_set_back_gives_nothing(either: RunningServer) -> None:
    start = either.server.now()
    with writing(either.engine) as conn:
        assert limits.take(conn, either.server, "x", Rate(1, 1)) == 0
    either.now = lambda: start - 1000
    with writing(either.engine) as conn:
        assert limits.take(conn, either.server, "x", Rate(1, 1)) == pytest.approx(1, abs=0.1)


def test_what_is_given_back_may_be_taken_again(either: RunningServer) -> None:
    with writing(either.engine) as conn:
        assert not limits.take(conn, either.server, "x", Rate(1, 1e-9))
        limits.give_back(conn, "x")
        assert not limits.take(conn, either.server, "x", Rate(1, 1e-9))
        assert limits.take(conn, either.server, "x", Rate(1, 1e-9))


def test_in_memory_a_debt_is_paid_before_the_next() -> None:
    now = [0.0]
    buckets = Buckets(lambda: now[0])
    assert buckets.take("x", Rate(10, 1), cost=25) == 0
    assert buckets.take("x", Rate(10, 1)) == pytest.approx(16)
    now[0] = 16.0
    assert buckets.take("x", Rate(10, 1)) == 0


@pytest.mark.parametrize("given", [Limits(syncs=3, syncs_minute=0.01), Limits(bytes_minute=100)])
def test_a_device_that_hammers_is_asked_to_wait_and_others_are_not(tmp_path: Path, given: Limits) -> None:
    with running_server(tmp_path, settings=Settings(limits=given)) as server:
        body = join([encode(Ask(app="x"))])
        hammering, calm = Pen(server), Pen(server)
        replies = [hammering.post(body) for _ in range(6)]
        codes = [one.status_code for one in replies]
        assert codes[0] == 200
        assert codes[-1] == 429
        assert replies[-1].json()["error"] == "too_often"
        assert int(replies[-1].headers["Retry-After"]) >= 1
        assert calm.post(body).status_code == 200


def test_an_address_has_ten_times_as_much(tmp_path: Path) -> None:
    with running_server(tmp_path, settings=Settings(limits=Limits(syncs=1, syncs_minute=0.01))) as server:
        body = join([encode(Ask(app="x"))])
        codes = [Pen(server).post(body).status_code for _ in range(12)]
        assert codes == [200] * 10 + [429] * 2


def test_wrong_codes_count_for_all_processes(either: RunningServer) -> None:
    pen = Pen(either)
    for _ in range(5):
        assert pen.ask_to_enrol("0" * 14).status_code == 403
    either.stop()
    either.start()
    assert pen.ask_to_enrol(either.enrol_code("TYT-01")).status_code == 429


def test_a_code_whose_answer_was_lost_may_be_shown_again_and_again(either: RunningServer) -> None:
    pen, code = Pen(either), either.enrol_code("TYT-01")
    assert {pen.ask_to_enrol(code).status_code for _ in range(8)} == {200}
