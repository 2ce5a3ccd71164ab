"""Requests that are answered together, and the lane that brings them together: each is told what it would be alone."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.exchange.together import Asked, Counter
from sync_server.joining.devices import Device
from sync_server.keeping.verifying import verify
from sync_server.segments import filing
from sync_server.web import gathering
from tests.servers import RunningServer
from tests.sync_server.pens import Log, Pen, Pulled
from tests.sync_server.test_placing import pusher
from vaxdesk.journal.frames import MEDIA, Ask, BadFrames, Mark, encode, join


@pytest.fixture
def counter(either: RunningServer) -> Counter:
    either.import_orgs()
    return either.app.state.counter


def check(server: RunningServer) -> None:
    """Every feed without holes, every hash and signature as it should be."""
    with reading(server.engine) as conn:
        assert verify(conn).faults == []


def asked(pen: Pen, *segments: bytes, body: bytes | None = None, header: str = "", **ask: object) -> Asked:
    body = join([encode(Ask(**ask)), *segments]) if body is None else body
    return Asked(header or pen.header(body), "", "127.0.0.1", body)


def bodies(answers: list[bytes | Exception]) -> list[Pulled]:
    assert all(isinstance(one, bytes) for one in answers), answers
    return [Pulled(one) for one in answers]


def test_each_is_told_its_own(either: RunningServer, counter: Counter) -> None:
    here, there = Pen(either), Pen(either, "TYT-02")
    first, second, empty = here.log().write(3), there.log().write(5), Pen(either)
    stranger = Pen(either)
    stranger.device += 1
    good = asked(here, first.segment())
    altered = Asked(good.header, "", "", good.body[:-1] + bytes([good.body[-1] ^ 1]))
    answers = counter.answer([
        altered, good, asked(there, second.segment()), asked(stranger), asked(empty), good,
        asked(here, body=b"\0\0\1\0cut off"), Asked("nothing", "", "", b""),
    ])  # fmt: skip
    wrong = [getattr(one, "error", type(one)) for one in answers if isinstance(one, Exception)]
    assert wrong == ["bad_sig", "unknown_device", "replay", BadFrames, "auth"]
    mine, theirs, nothing = bodies([answers[1], answers[2], answers[4]])
    assert mine.ok == [(first.name, 4, 1)] and theirs.ok == [(second.name, 6, 1)] and nothing.ok == []
    assert [one.log for one in mine.items] == [first.name]
    assert [one.log for one in nothing.items] == [first.name], "who asked in the same moment is shown it too"
    assert [one.log for one in theirs.items] == [second.name]


def test_the_same_as_by_the_way_of_the_application(either: RunningServer, counter: Counter) -> None:
    """Two devices that do the same, one by each way: the answers differ in names, hashes and signatures alone."""
    shapes = []
    for org, alone in (("TYT-01", True), ("TYT-02", False)):
        pen, told = Pen(either, org), []
        log_, at = pen.log().write(60), 0
        for end in (7, 8, 30, 61):
            request = asked(pen, log_.segment(at, end), marks={pen.feed: told[-1:] or []}, sent=[])
            answer = slow(pen, request) if alone else counter.answer([request])[0]
            assert isinstance(answer, bytes)
            pulled, at = Pulled(answer), end
            head = pulled.told.heads[pen.feed]
            told.append(Mark(head.pos, head.fh[:16]))
            shapes.append((alone, [one[1:] for one in pulled.ok], [(i.p, i.a, i.n) for i in pulled.items],
                           head.pos, sorted(pulled.told.since.values()), len(pulled.bodies)))  # fmt: skip
        check(either)
    assert [one[1:] for one in shapes if one[0]] == [one[1:] for one in shapes if not one[0]]


def slow(pen: Pen, request: Asked) -> bytes:
    """By the way of the application: the body comes in two parts."""

    def parts() -> object:
        yield request.body[:5]
        yield request.body[5:]

    headers = {"Content-Type": MEDIA, "Authorization": request.header, "Content-Length": str(len(request.body))}
    prepared = requests.Request("POST", f"{pen.server.url}/v1/sync", data=parts(), headers=headers).prepare()
    del prepared.headers["Transfer-Encoding"]
    prepared.headers["Content-Length"] = str(len(request.body))
    reply = requests.Session().send(prepared, timeout=10)
    assert reply.status_code == 200
    return reply.content


def test_segments_that_follow_one_another_in_one_moment(either: RunningServer, counter: Counter) -> None:
    pen = Pen(either)
    log_, twice = pen.log().write(20), pen.log().write(2)
    answers = counter.answer([
        asked(pen, log_.segment(0, 4), log_.segment(4, 9), twice.segment()),
        asked(pen, log_.segment(0, 9)),
        asked(pen, log_.segment(9, 21)),
        asked(pen, twice.segment()),
    ])  # fmt: skip
    first, same, early, again = bodies(answers)
    assert [one[:2] for one in first.ok] == [(log_.name, 4), (log_.name, 9), (twice.name, 3)]
    assert [one[1] for one in same.ok] == [9]
    assert [one[1] for one in again.ok] == [3]
    assert early.no == [(log_.name, "gap", 0)], "judged before the others were filed; its sender comes again"
    check(either)
    assert pen.sync(log_.segment(9, 21)).ok[0][1] == 21


def test_a_log_that_moved_meanwhile_is_judged_anew(
    either: RunningServer, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the judgement and the transaction another process files the same: nothing is filed twice."""
    pen, other = Pen(either), Pen(either)
    log_, theirs = pen.log().write(9), other.log().write(3)
    pen.sync(log_.segment(0, 3))
    file_all = filing.file_all

    def late(engine: object, wishes: object) -> None:
        filing.settle(either.engine, log_.segment(3, 7), pusher=pusher(either, pen), now_ms=either.server.now_ms())
        file_all(engine, wishes)

    monkeypatch.setattr(filing, "file_all", late)
    mine, its = bodies(counter.answer([asked(pen, log_.segment(3, 10)), asked(other, theirs.segment())]))
    assert mine.ok[0][1] == 10 and its.ok[0][1] == 4
    check(either)
    filed = [one["line"].encode() for one in either.entries("TYT-01")]
    assert filed == [*log_.lines[:7], *theirs.lines, *log_.lines[7:]] or filed == [*log_.lines, *theirs.lines]


def test_what_one_brings_about_is_told_to_it_alone(
    either: RunningServer, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    pens = [Pen(either), Pen(either)]
    judge = filing.judge

    def stumbling(engine: object, data: bytes, pusher: Device, **more: object) -> object:
        if pusher.no == pens[0].device:
            raise ArithmeticError
        return judge(engine, data, pusher, **more)

    monkeypatch.setattr(filing, "judge", stumbling)
    first, second = counter.answer([asked(pen, pen.log().segment()) for pen in pens])
    assert isinstance(first, ArithmeticError)
    assert isinstance(second, bytes) and Pulled(second).ok
    check(either)


def test_a_database_that_fails_is_told_to_all_and_the_lane_goes_on(
    server: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.import_orgs()
    pens = [Pen(server), Pen(server)]
    pens[0].sync()
    with writing(server.engine) as conn:
        conn.exec_driver_sql("ALTER TABLE holding RENAME TO away")
    answers = server.app.state.counter.answer([asked(pen, pen.log().segment()) for pen in pens])
    assert [type(one) for one in answers] == [sa.exc.OperationalError] * 2
    assert pens[0].post(join([encode(Ask())])).status_code == 503
    assert "busy or away" in caplog.text
    with writing(server.engine) as conn:
        conn.exec_driver_sql("ALTER TABLE away RENAME TO holding")
    assert pens[0].sync(pens[0].log().segment()).ok
    check(server)


def test_many_at_once_over_the_lane(either: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thread ends when nothing comes, and begins again."""
    monkeypatch.setattr(gathering, "_IDLE_SECONDS", 0.01)
    pens = [Pen(either, org) for org in ("TYT-01", "TYT-02") * 4]
    logs: list[Log] = [pen.log().write(30) for pen in pens]
    start = Barrier(len(pens))

    def push(number: int) -> None:
        start.wait()
        for at in range(0, 31, 3):
            pulled = pens[number].sync(logs[number].segment(at, min(at + 3, 31)), app=secrets.token_hex(4))
            assert pulled.ok[0][1] == min(at + 3, 31)

    with ThreadPoolExecutor(len(pens)) as threads:
        list(threads.map(push, range(len(pens))))
    filed = {org: [one["line"].encode() for one in either.entries(org)] for org in ("TYT-01", "TYT-02")}
    for number, log_ in enumerate(logs):
        assert set(log_.lines) <= set(filed["TYT-01" if number % 2 == 0 else "TYT-02"])
    check(either)
