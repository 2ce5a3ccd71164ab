"""Feed hashes and head statements, reckoned here once more by hand; marks that reach back to the beginning."""

from __future__ import annotations

import struct
from hashlib import sha256

import pytest

from tests.journal.keys import DEVICE, LOG, OTHER, PUBLIC
from vaxdesk.journal import feed, ref

H_END = bytes.fromhex("77831cab521c0843cbf7721802d258171088c10da9b0dd53c783885d162ee6d5")
FH = "ead53f64b54e2d30e35f27f92424ba64f9fa098516949bb3fc630b2f52156ac5"


def test_an_item_is_hashed_after_the_one_before() -> None:
    packed = struct.pack(">QII", ref.log_number(LOG), 0, 4)
    first = sha256(bytes(32) + packed + H_END).digest()
    assert feed.step(feed.START, LOG, a=0, n=4, h_end=H_END) == first
    assert first.hex() == FH
    assert (
        feed.step(first, LOG, a=4, n=1, h_end=H_END)
        == sha256(first + struct.pack(">QII", ref.log_number(LOG), 4, 1) + H_END).digest()
    )


def test_the_bytes_of_a_head() -> None:
    expected = (
        b"vaxdesk/1 head" + struct.pack(">QQ", 4012, 815) + bytes.fromhex(FH) + struct.pack(">QQ", 640, 1795400000123)
    )
    assert feed.statement(4012, 815, bytes.fromhex(FH), safe=640, time_ms=1795400000123) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"feed": 2},
        {"pos": 4},
        {"fh": bytes(32)},
        {"safe": 1},
        {"time_ms": 6},
        {"public": OTHER.public_key().public_bytes_raw()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_head_holds_only_as_it_was_signed(change: dict) -> None:
    true = {"feed": 1, "pos": 3, "fh": bytes.fromhex(FH), "safe": 0, "time_ms": 5}
    sig = feed.sign_head(DEVICE.sign, **true)
    assert feed.head_is_signed(PUBLIC, sig, **true)
    told = {"public": PUBLIC} | true | change
    public, number, pos, fh = told["public"], told["feed"], told["pos"], told["fh"]
    assert not feed.head_is_signed(public, sig, number, pos, fh, safe=told["safe"], time_ms=told["time_ms"])


@pytest.mark.parametrize("sig", ["", "A", "!!!", "AAAA", "é"])
def test_a_text_that_is_no_signature(sig: str) -> None:
    assert not feed.head_is_signed(PUBLIC, sig, 1, 1, bytes(32), safe=0, time_ms=0)


@pytest.mark.parametrize(
    ("newest", "positions"),
    [
        (0, [0]),
        (1, [1, 0]),
        (5, [5, 4, 0]),
        (812, [812, 811, 807, 791, 727, 471, 0]),
        (
            3_000_000,
            [
                3_000_000,
                2_999_999,
                2_999_995,
                2_999_979,
                2_999_915,
                2_999_659,
                2_998_635,
                2_994_539,
                2_978_155,
                2_912_619,
                2_650_475,
                0,
            ],
        ),
    ],
)
def test_marks_step_back_to_the_beginning(newest: int, positions: list[int]) -> None:
    assert feed.mark_positions(newest) == positions
    assert len(positions) <= feed.MARKS
