"""What the server would not file: kept, and sent again when there is a reason to."""

from __future__ import annotations

import time

import msgspec
import pytest

from sync_server.durable.database import writing
from sync_server.durable.tables import log
from sync_server.segments import filing
from tests.servers import RunningServer
from tests.stations import Station, all_confirmed
from vaxdesk.journal.frames import Refused
from vaxdesk.journal.verdict import Verdict
from vaxdesk.store import enrolment as shelf
from vaxdesk.sync import refusals


def move_logs(server: RunningServer, org: str) -> None:
    """Enters all logs as another unit's."""
    with writing(server.engine) as conn:
        conn.execute(log.update().values(feed_no=server.unit(org).org_no))


def test_what_is_not_ours_to_send_waits_for_another_certificate_or_the_button(
    server: RunningServer, desk: Station
) -> None:
    desk.write(1)
    desk.sync()
    move_logs(server, "TYT-02")
    desk.write(1)
    assert [one.verdict for one in desk.sync().refused] == [Verdict.NOT_YOURS]
    desk.restart()
    desk.write(1)
    assert desk.sync().refused == ()
    assert desk.waiting() == 1
    move_logs(server, "TYT-01")
    now = time.time() + 90_000
    desk.now = server.now = lambda: now
    assert desk.sync().confirmed == 0
    with desk.store.changing() as conn:
        joined = shelf.enrolment(conn)
        shelf.enrol(conn, msgspec.structs.replace(joined, certificate=joined.certificate + " "))
    assert desk.sync().confirmed == 1
    assert all_confirmed(server, desk)

    move_logs(server, "TYT-02")
    desk.write(1)
    assert [one.verdict for one in desk.sync().refused] == [Verdict.NOT_YOURS]
    assert [one.verdict for one in desk.sync(why="now").refused] == [Verdict.NOT_YOURS]
    move_logs(server, "TYT-01")
    assert desk.sync().confirmed == 0
    assert desk.sync(why="now").confirmed == 1


def test_a_segment_that_cannot_be_read_is_built_anew_once_and_then_tried_daily(
    server: RunningServer, desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(1)
    desk.sync()
    desk.write(3)
    with monkeypatch.context() as deaf:
        deaf.setattr(filing, "shipped", dict)
        report = desk.sync()
    assert [(one.verdict, one.times) for one in report.refused] == [(Verdict.BAD_FRAME, 1)]
    assert report.confirmed == 3  # anew, without a dictionary

    desk.write(2)
    with monkeypatch.context() as broken:
        broken.setattr(filing, "judge", lambda _engine, data, _pusher, **_: Refused(filing.name_in(data), "bad_sig"))
        report = desk.sync()
        assert [(one.verdict, one.times, one.is_lasting) for one in report.refused] == [
            (Verdict.BAD_SIG, 1, False),
            (Verdict.BAD_SIG, 2, True),
        ]
        assert desk.line.segments()[-2:] == [1, 2]  # the second time in small pieces
        assert desk.sync().refused == ()
    assert desk.waiting() == 2
    now = time.time() + refusals.LONG_REST + 10
    desk.now = server.now = lambda: now
    assert desk.sync().confirmed == 2
    assert all_confirmed(server, desk)
