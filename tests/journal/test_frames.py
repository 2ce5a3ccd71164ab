"""Frames and messages: whatever the pieces in which they arrive; what is none is refused, never guessed."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.journal.frames import (
    MAX_FRAME,
    Ask,
    BadFrames,
    Filed,
    Frames,
    Head,
    Item,
    Mark,
    Problem,
    Refused,
    Sent,
    Told,
    decode,
    encode,
    join,
    split,
)
from vaxdesk.journal.verdict import Verdict


@given(st.lists(st.binary(max_size=50), max_size=8), st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_frames_come_back_from_any_pieces(frames: list[bytes], pieces: list[int]) -> None:
    body = join(frames)
    assert split(body) == frames
    reader, seen, at = Frames(), [], 0
    for size in pieces * (len(body) + 1):
        seen += reader.feed(body[at : at + size])
        at += size
        if at >= len(body):
            break
    reader.close()
    assert seen == frames


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=4), st.integers(1, 90))
def test_a_body_cut_off_is_noticed_unless_the_cut_lies_between_frames(frames: list[bytes], less: int) -> None:
    body = join(frames)
    kept = body[: max(len(body) - less, 0)]
    whole = [join(frames[:n]) for n in range(len(frames) + 1)]
    if kept in whole:
        assert join(split(kept)) == kept
    else:
        with pytest.raises(BadFrames):
            split(kept)


def test_a_frame_too_long_is_refused_when_it_is_announced() -> None:
    with pytest.raises(BadFrames):
        Frames().feed(struct.pack(">I", MAX_FRAME + 1))
    assert Frames().feed(struct.pack(">I", MAX_FRAME)) == []


def test_a_request_as_it_travels() -> None:
    ask = Ask(
        app="1.4.2",
        dictionaries=[3],
        marks={4012: [Mark(812, "9f3c"), Mark(0, "00")]},
        sent=[Sent("7ZK2M4P0Q9XTB", 1400)],
        why="timer",
    )
    assert encode(ask).decode() == (
        '{"app":"1.4.2","wire":1,"dict":[3],"marks":{"4012":[[812,"9f3c"],[0,"00"]]},'
        '"sent":[["7ZK2M4P0Q9XTB",1400]],"max":65536,"wait":0,"why":"timer","key":""}'
    )
    assert decode(encode(ask), Ask) == ask


def test_an_answer_as_it_travels() -> None:
    told = Told(
        time=1790003119000,
        ok=[Filed("7ZK2M4P0Q9XTB", 1500, 813)],
        no=[Refused("7ZK2M4P0Q9XTB", "gap", 1380)],
        heads={4012: Head(815, "ab" * 32, 640, "sig")},
        since={4012: 812},
        min_app="1.2.0",
    )
    assert encode(told).decode() == (
        '{"time":1790003119000,"ok":[["7ZK2M4P0Q9XTB",1500,813]],"no":[["7ZK2M4P0Q9XTB","gap",1380,0]],'
        '"heads":{"4012":[815,"'
        + "ab" * 32
        + '",640,"sig"]},"from":{"4012":812},"more":0,"min_app":"1.2.0","poll":300,"dict":[],"successions":[]}'
    )
    assert decode(encode(told), Told) == told
    assert encode(Item(f=4012, p=813, log="7ZK2M4P0Q9XTB", a=1400, n=100)) == (
        b'{"f":4012,"p":813,"log":"7ZK2M4P0Q9XTB","a":1400,"n":100}'
    )


def test_messages_of_later_versions_are_read_for_what_is_known() -> None:
    told = decode(b'{"time":5,"no":[["7ZK2M4P0Q9XTB","someday"]],"news":{"a":[1]}}', Told)
    assert [Verdict.read(one.code) for one in told.no] == [Verdict.OTHER]
    assert decode(b'{"error":"clock","hint":"x"}', Problem).error == "clock"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b'{"wire":"1"}',
        b'{"max":-1}',
        b'{"marks":{"x":[]}}',
        b'{"sent":[["AB",1]]}',
        b'{"app":"%s"}' % (b"x" * 101),
        b'{"marks":{"1":[%s]}}' % b",".join([b'[1,"a"]'] * 13),
        b"\xff\xfe",
        b'{"app":"a\xffb"}',
        b"[" * 100_000,
    ],
    ids=[
        "empty",
        "half",
        "list",
        "wire a text",
        "negative",
        "feed a text",
        "short log",
        "long app",
        "13 marks",
        "no utf-8",
        "a text no utf-8",
        "deep",
    ],
)
def test_what_is_no_request(text: bytes) -> None:
    with pytest.raises(BadFrames):
        decode(text, Ask)


@pytest.mark.parametrize("name", ["21F9%YJSZ464K", "ZZZZZZZZZZZZZ", "7ZK2M4P0Q9XTU", "7ZK2M4P0Q9XT"])
def test_a_name_that_no_log_has_is_refused_as_it_is_read(name: str) -> None:
    with pytest.raises(BadFrames):
        decode(encode(Sent(name, 1)), Sent)
