"""The first line of a log says whose it is, or the log is nobody's."""

from __future__ import annotations

import pytest

from tests.journal.keys import LINES, PUBLIC
from vaxdesk.journal.opening import device_named


def test_the_device_of_a_log() -> None:
    assert device_named(LINES[0]) == PUBLIC


def test_fields_of_later_versions_do_not_matter() -> None:
    assert device_named(b'{"k":"open","t":1,"d":{"device":"%s","new":1}}' % (b"ab" * 32)) == b"\xab" * 32


@pytest.mark.parametrize(
    "line",
    [
        b"",
        LINES[1],
        b'{"k":"open","t":1}',
        b'{"k":"open","t":1,"d":{"device":"xy"}}',
        b'{"k":"open","t":1,"d":{"device":5}}',
        b'{"k":"open","t":1,"d":{"device":"abcd"}}',
        b'{"k":"print","t":1,"d":{"device":"%s"}}' % (b"ab" * 32),
    ],
    ids=["empty", "another kind", "no payload", "no hex", "a number", "short key", "key in another kind"],
)
def test_lines_that_name_no_device(line: bytes) -> None:
    assert device_named(line) is None
