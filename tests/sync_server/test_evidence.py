"""What is kept for review counts against its author, and an answer says whether it is kept."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sync_server.durable.database import reading
from sync_server.durable.tables import stray
from sync_server.operating import device_acts
from sync_server.segments import evidence, strays
from tests.servers import RunningServer
from tests.sync_server.pens import Log, Pen
from tests.sync_server.test_device_acts import act


def kept_of(server: RunningServer, pen: Pen) -> set[tuple[int, int]]:
    with reading(server.engine) as conn:
        return {(one.a, one.n) for one in strays.listed(conn, pen.device)}


def full(pen: Pen, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """A device whose room is full of forks of its own."""
    monkeypatch.setattr(evidence, "MOST", most)
    log = pen.log().write(1)
    pen.sync(log.segment())
    for number in range(most + 1):
        assert pen.sync(twin(pen, log, number)).told.no[0].kept == int(number < most)


def twin(pen: Pen, log: Log, number: int) -> bytes:
    other = pen.log(log.name)
    return other.write(1, f"twin {number}").segment()


def test_what_a_colleague_brings_of_a_revoked_author_is_kept_although_its_own_room_is_full(
    either: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, colleague = Pen(either), Pen(either)
    log = author.log().write(4)
    author.sync(log.segment(0, 2))
    full(colleague, monkeypatch, 3)
    act(either, author, "revoke")
    told = colleague.sync(log.segment(2, 4), log.segment(4)).told.no
    assert [(one.code, one.kept) for one in told] == [("not_yours", 1), ("not_yours", 1)]
    assert kept_of(either, author) == {(2, 2), (4, 1)}
    with reading(either.engine) as conn:
        ids = {one.id for one in strays.listed(conn, author.device)}
    assert strays.accept(either.server, ids).entries == 3
    lines = [one["line"].encode() for one in either.entries("TYT-01") if one["ref"].startswith(log.name)]
    assert lines == log.lines


def test_nobody_fills_the_room_of_another_with_what_they_did_not_sign(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, enemy = Pen(server), Pen(server)
    act(server, author, "revoke")
    monkeypatch.setattr(evidence, "MOST", 2)
    monkeypatch.setattr(evidence, "MOST_REVOKED", 2)
    for _ in range(4):
        forged = enemy.log()
        forged.lines[0] = forged.lines[0].replace(enemy.public.hex().encode(), author.public.hex().encode())
        enemy.sync(forged.segment())
    assert kept_of(server, author) == set()
    assert len(server.rows(sa.select(stray))) == 2, "the enemy's own room"
    log = author.log().write(1)
    [told] = enemy.sync(log.segment()).told.no
    assert (told.code, told.kept) == ("not_yours", 1)
    assert kept_of(server, author) == {(0, 2)}


def test_the_same_segment_again_is_kept_once_and_said_to_be(server: RunningServer) -> None:
    author, colleague = Pen(server), Pen(server)
    act(server, author, "revoke")
    log = author.log().write(1)
    for _ in range(2):
        assert colleague.sync(log.segment()).told.no[0].kept == 1
    assert len(server.rows(sa.select(stray))) == 1
    with reading(server.engine) as conn:
        [row] = [one for one in device_acts.listed(conn, None) if one.device == author.device]
    assert row.kept == len(log.segment())
