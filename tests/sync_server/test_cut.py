"""A line that breaks amid a request: whole frames are filed, and only the rest has to come again.

Cut at every byte near the edge of a frame and at every seventh elsewhere; what happens between edges is one thing.
"""

from __future__ import annotations

import socket
import time
from itertools import accumulate
from urllib.parse import urlsplit

from sync_server.durable import tables
from tests.servers import RunningServer
from tests.sync_server.pens import Log, Pen
from vaxdesk.journal import ref
from vaxdesk.journal.frames import MEDIA, Ask, encode, join

_ENDS = (3, 4, 6)  # entries after each segment
_NEAR = 3


def send_part(pen: Pen, body: bytes, size: int, log: Log, filed: int) -> int:
    """Sends so many bytes of a body that was announced whole, and hangs up once the server has filed so many entries.

    Returns what it had filed of the log by then.
    """
    parts = urlsplit(pen.server.url)
    head = (
        f"POST /v1/sync HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: {MEDIA}\r\n"
        f"Authorization: {pen.header(body)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    deadline = time.monotonic() + 10
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        line.sendall(head.encode() + body[:size])
        while held(pen.server, log) < filed and time.monotonic() < deadline:
            time.sleep(0.001)
    return held(pen.server, log)


def held(server: RunningServer, log: Log) -> int:
    """Entries of a log that are filed."""
    rows = server.rows(tables.log.select().where(tables.log.c.log_id == ref.log_number(log.name)))
    return rows[0].head_seq if rows else 0


def segments(log: Log) -> list[bytes]:
    """The log in segments that end where `_ENDS` says."""
    return [log.segment(a, end) for a, end in zip((0, *_ENDS), _ENDS, strict=False)]


def test_a_request_cut_anywhere_is_finished_without_sending_again_what_was_filed(shared: RunningServer) -> None:
    pen = Pen(shared)
    size = done = 0
    marks: list = []
    while True:
        log = pen.log().write(_ENDS[-1] - 1)
        frames = [encode(Ask()), *segments(log)]
        body = join(frames)
        if size >= len(body):
            break
        ends = list(accumulate(4 + len(frame) for frame in frames))[1:]
        filed = (0, *_ENDS)[sum(end <= size for end in ends)]
        assert send_part(pen, body, size, log, filed) == filed, size
        if filed < _ENDS[-1]:
            told = pen.sync(log.segment(filed), marks={pen.feed: marks}).told
            assert [(one.log, one.upto) for one in told.ok] == [(log.name, _ENDS[-1])], size
            marks = [(told.heads[pen.feed].pos, told.heads[pen.feed].fh[:16])]
        done += 1
        near = any(abs(size - end) <= _NEAR for end in (0, *ends))
        size += 1 if near else min([7, *(end - _NEAR - size for end in ends if size < end - _NEAR)])
    lines = [one["ref"] for one in shared.entries("TYT-01") if one["by"] == pen.device]
    assert len(lines) == len(set(lines)) == done * _ENDS[-1]
