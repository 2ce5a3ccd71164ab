"""Lines by columns: any lines come back to the byte, any bytes are read or refused, and little never becomes much."""

from __future__ import annotations

import struct
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.keys import LOG
from vaxdesk.journal import columns, pack, salts
from vaxdesk.journal.segment import SEEDED, SPREAD, fit_for, read, seal
from vaxdesk.journal.verdict import BadSegment, Verdict

MOST = pack.MAX_BODY
PERSON = '{"d":{"dob":"19%02d-03-04","doc":"0171%08d","name":"%s","old":"100%%"},"k":"person","s":"","t":%d,"u":1}'
APPT = '{"d":{"roster":"7ZK2M4P0Q9XTB.5","row":%d,"x":[1,-7,"a",[],{}]},"k":"appt","of":%d,"t":1795400000}'
NAMES = ("Lò Thị Dở", 'A \\"B\\"', "", "Nguyễn Văn \\\\")


def day(n: int) -> list[bytes]:
    """Lines of two frames, and some of none."""
    people = [PERSON % (i % 100, 7919 * i, NAMES[i % 4], 1_795_400_000 + i * i) for i in range(n)]
    appts = [APPT % (9 + i, 1000 - i) for i in range(n)]
    return [text.encode() for pair in zip(people, appts, strict=True) for text in pair] + [b"", b"no json", b"\xff\xfe"]


def verdict_of(act: Callable[[], object]) -> Verdict:
    with pytest.raises(BadSegment) as bad:
        act()
    return bad.value.verdict


def laid(frames: bytes, count: int, order: bytes, rest: bytes = b"") -> bytes:
    return struct.pack(">HI", count, len(frames)) + frames + order + rest


def test_lines_come_back_and_take_far_less() -> None:
    lines = day(300)
    data = columns.laid(lines)
    assert columns.lines_of(data, len(lines), most=MOST) == tuple(lines)
    assert len(pack.deflate(data)[1]) < 0.7 * len(pack.deflate(b"\n".join(lines))[1])


def test_the_layout_is_as_it_is_for_ever() -> None:
    lines = [b'{"d":{"n":"ab"},"k":"x","t":5}', b'{"d":{"n":"cd"},"k":"x","t":7}', b'{"d":{"n":"e"},"k":"yy","t":7}']
    frame, values = b'{"d":{"n":"\0"},"k":"\0","t":\0}', b"ab\ncd\ne\nx\nx\nyy\n5\n2\n0"
    assert columns.laid(lines) == laid(frame, 1, bytes(3), b"TTI" + values)
    fixed = [b'{"d":"ab"}', b'{"d":"cd"}', b"x"]
    assert columns.laid(fixed) == laid(b'{"d":"\0"}\nx', 2, b"\0\0\1", b"F\0\2abcd")


def test_what_has_nothing_in_common_or_a_zero_byte_is_not_laid_out() -> None:
    assert columns.laid([b"one", b"two", b"three"]) is None
    assert columns.laid([b"a"] * 9 + [b"\0"]) is None
    assert columns.laid([b"[" + b",".join([b"1"] * 9000) + b"]"] * 5) is None


def test_a_segment_is_laid_out_from_two_hundred_lines_on() -> None:
    lines = day(300)
    assert not seal(LOG, 0, lines[:199], bytes(64))[4] & SPREAD
    made = seal(LOG, 0, lines[:200], bytes(64))
    assert made[4] == SPREAD | pack.ZSTD
    assert read(made).lines == tuple(lines[:200])
    assert fit_for(made, [], {}) is made
    assert not seal(LOG, 0, lines[:200], bytes(64), quick=True)[4] & SPREAD
    assert not seal(LOG, 0, [b"x" * 1400] * 200, bytes(64))[4] & SPREAD  # whole they would be too long for a body


def test_salts_are_left_out_of_columns_as_well() -> None:
    seeds = {0: b"seed number0"}
    lines = [
        salts.salted(one[:-1] + b',"s":"' + salts.PLACE.encode() + b'"}', seq, seeds[0])
        for seq, one in enumerate((text for text in day(120) if text.startswith(b'{"d":{"ro')), 1)
    ]
    lines += [text for text in day(100) if b'"s"' not in text]
    made = seal(LOG, 0, lines, bytes(64), seeds=seeds)
    assert made[4] & (SPREAD | SEEDED) == SPREAD | SEEDED
    assert (read(made).lines, read(made).seeds) == (tuple(lines), seeds)


@pytest.mark.parametrize(
    ("data", "n", "verdict"),
    [
        pytest.param(b"", 1, "bad_frame", id="nothing"),
        pytest.param(laid(b"a\nb", 1, b"\0"), 1, "bad_frame", id="more frames than said"),
        pytest.param(laid(b"a", 2, b"\0"), 1, "bad_frame", id="fewer frames"),
        pytest.param(laid(b"a", 0, b"\0"), 1, "bad_frame", id="no frames"),
        pytest.param(laid(b"a", 1, b"\1"), 1, "bad_frame", id="a frame that is not there"),
        pytest.param(laid(b"a", 1, b"\0"), 2, "bad_frame", id="fewer lines"),
        pytest.param(laid(b"a", 1, b"\0", b"x"), 1, "bad_frame", id="values without a gap"),
        pytest.param(laid(b"a", 1, b"\0", b"\n"), 1, "bad_frame", id="a line feed too many"),
        pytest.param(laid(b"\0", 1, b"\0"), 1, "bad_frame", id="a gap without a column"),
        pytest.param(laid(b"\0", 1, b"\0", b"Xx"), 1, "bad_frame", id="unknown column"),
        pytest.param(laid(b"\0", 1, b"\0\0", b"Tx"), 2, "bad_frame", id="a value too few"),
        pytest.param(laid(b"\0", 1, b"\0", b"Tx\ny"), 1, "bad_frame", id="a value too many"),
        pytest.param(laid(b"\0", 1, b"\0", b"F\0\2x"), 1, "bad_frame", id="shorter than its width"),
        pytest.param(laid(b"\0", 1, b"\0", b"F\0\2x\n"), 1, "bad_frame", id="a line feed in a value"),
        pytest.param(laid(b"\0", 1, b"\0", b"F"), 1, "bad_frame", id="no width"),
        pytest.param(laid(b"\0", 1, b"\0", b"I1_0"), 1, "bad_frame", id="no number"),
        pytest.param(laid(b"\0", 1, b"\0", b"I--1"), 1, "bad_frame", id="two signs"),
        pytest.param(laid(b"\0", 1, b"\0", b"I"), 1, "bad_frame", id="empty number"),
        pytest.param(laid(b"\0", 1, b"\0", b"I" + b"1" * 18), 1, "bad_frame", id="long number"),
        pytest.param(laid(b"\0" * 8193, 1, b"\0", b"T" * 8193 + b"\n" * 8192), 1, "bad_frame", id="too many gaps"),
        pytest.param(laid(b"x" * 3000, 1, bytes(100)), 100, "too_big", id="frame said often"),
        pytest.param(laid(b"\0", 1, b"\0\0", b"T" + b"x" * MOST + b"\n"), 2, "too_big", id="long values"),
    ],
)
def test_what_is_no_layout(data: bytes, n: int, verdict: str) -> None:
    assert verdict_of(lambda: columns.lines_of(data, n, most=MOST)) is Verdict(verdict)


def test_a_frame_that_is_said_often_is_not_written_out() -> None:
    data = laid(b"x" * 16_000 + b"\0", 1, bytes(2000), b"F\0\0")
    tracemalloc.start()
    assert verdict_of(lambda: columns.lines_of(data, 2000, most=MOST)) is Verdict.TOO_BIG
    assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    tracemalloc.stop()


pieces = st.sampled_from(b'" \\ : , 1 -0 007 123 { [ ] % %d "a" "7ZK2M4P0Q9XTB.1" \0'.split(b" "))
odd = st.lists(pieces | st.binary(max_size=5), max_size=9).map(b"".join).map(lambda one: one.replace(b"\n", b""))


@given(st.lists(st.tuples(odd, st.integers(1, 4)), min_size=1, max_size=9), st.lists(st.integers(-(10**17), 10**17)))
def test_any_lines_come_back(some: list[tuple[bytes, int]], numbers: list[int]) -> None:
    lines = [one for one, times in some for _ in range(times)] + [b'{"n":%d}' % one for one in numbers]
    data = columns.laid(lines)
    assert data is None or columns.lines_of(data, len(lines), most=MOST) == tuple(lines)


@given(st.binary(max_size=60), st.integers(0, 3), st.integers(1, 9), st.binary(max_size=12))
def test_any_bytes_are_read_or_refused(rest: bytes, count: int, n: int, frames: bytes) -> None:
    for data in (rest, laid(frames, count, bytes(n), rest)):
        try:
            lines = columns.lines_of(data, n, most=MOST)
        except BadSegment:
            continue
        assert len(lines) == n and not any(b"\n" in one for one in lines)
