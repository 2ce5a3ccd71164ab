"""The chain of a log as the design writes it, reckoned here once more by hand."""

from __future__ import annotations

from hashlib import sha256

from tests.journal.keys import LINES, LOG, PUBLIC
from vaxdesk.journal import chain


def test_the_chain_begins_with_log_and_device_and_covers_every_line() -> None:
    expected = sha256(b"vaxdesk/1 log " + LOG.encode() + b" " + PUBLIC.hex().encode()).digest()
    assert chain.start(LOG, PUBLIC.hex()) == expected
    for line, h in zip(LINES, chain.walk(expected, LINES), strict=True):
        expected = sha256(expected + line).digest()
        assert h == expected


def test_bytes_written_today_hash_the_same_for_ever() -> None:
    *_, last = chain.walk(chain.start(LOG, PUBLIC.hex()), LINES)
    assert last.hex() == "77831cab521c0843cbf7721802d258171088c10da9b0dd53c783885d162ee6d5"
