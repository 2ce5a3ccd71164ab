"""The chain of a log as the design writes it, reckoned here once more by hand."""

from __future__ import annotations

from hashlib import sha256

from tests.journal.keys import LINES, LOG, PUBLIC
from vaxdesk.journal import chain, hole


def test_the_chain_begins_with_log_and_device_and_covers_every_line() -> None:
    expected = sha256(b"vaxdesk/1 log " + LOG.encode() + b" " + PUBLIC.hex().encode()).digest()
    assert chain.start(LOG, PUBLIC.hex()) == expected
    for line, h in zip(LINES, chain.walk(expected, LINES), strict=True):
        expected = sha256(expected + sha256(line).digest()).digest()
        assert h == expected


def test_bytes_written_today_hash_the_same_for_ever() -> None:
    *_, last = chain.walk(chain.start(LOG, PUBLIC.hex()), LINES)
    assert last.hex() == "453fc1a8d0e484b1c1ce617355142795cd76cafbce835f968b01047e60e8ab97"


def test_a_hole_stands_for_its_line_in_the_chain() -> None:
    begin = chain.start(LOG, PUBLIC.hex())
    erased = [hole.of(line) if number == 1 else line for number, line in enumerate(LINES)]
    assert erased != list(LINES)
    assert list(chain.walk(begin, erased)) == list(chain.walk(begin, LINES))
    assert hole.of(erased[1]) == erased[1]


def test_only_a_whole_digest_is_a_hole() -> None:
    made = hole.of(LINES[0])
    assert hole.is_hole(made)
    others = (LINES[0], made[:-1], made + b"A", b"~" + b"!" * 43, b"x" + made[1:], b"")
    assert not any(hole.is_hole(one) for one in others)
