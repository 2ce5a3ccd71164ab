"""Lines: the bytes of an entry, and what is none."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.domain.payloads import Open, Print, Quote
from vaxdesk.journal.line import MAX_LINE, MAX_QUOTE, BadLine, decode, encode, is_too_large


def test_the_exact_bytes_of_an_entry() -> None:
    made = encode(
        "print", Print(what="Phiếu", pages=2), t=1790003112, user=14, of="7ZK2M4P0Q9XTB.1201", rev=3, doubt=True
    )
    assert made.decode() == (
        '{"d":{"pages":2,"what":"Phiếu"},"k":"print","of":"7ZK2M4P0Q9XTB.1201","q":1,"rev":3,"t":1790003112,"u":14}'
    )
    read = decode(made)
    assert (read.k, read.t, read.u, read.of, read.rev, read.q, read.v) == (
        "print",
        1790003112,
        14,
        "7ZK2M4P0Q9XTB.1201",
        3,
        1,
        1,
    )
    assert bytes(read.d) == '{"pages":2,"what":"Phiếu"}'.encode()


def test_an_entry_over_16_kib_is_not_written() -> None:
    room = MAX_LINE - len(encode("print", Print(what=""), t=1))
    assert len(encode("print", Print(what="x" * room), t=1)) == MAX_LINE
    with pytest.raises(BadLine):
        encode("print", Print(what="x" * (room + 1)), t=1)


@pytest.mark.parametrize("letter", ['"', "\\", "đ", "x"])
def test_every_entry_can_be_quoted_and_nothing_else_is_longer(letter: str) -> None:
    empty = len(encode("print", Print(what=""), t=1))
    each = len(encode("print", Print(what=letter), t=1)) - empty
    longest = encode("print", Print(what=letter * ((MAX_LINE - empty) // each)), t=1)
    assert len(longest) > MAX_LINE - 2
    quote = Quote(id="7ZK2M4P0Q9XTB.2000000000", h="f" * 64, line=longest.decode(), unit="u" * 100, branch="b" * 13)
    made = encode("quote", quote, t=1 << 40, user=1 << 50, salt="1" * 11)
    assert MAX_LINE < len(made) <= MAX_QUOTE
    assert msgspec.json.decode(decode(made).d, type=Quote).line.encode() == longest
    assert not is_too_large(made)
    for other in (made.replace(b'"k":"quote"', b'"k":"quota"'), b"x" * (MAX_LINE + 1), made + b" " * MAX_QUOTE):
        assert is_too_large(other)
        with pytest.raises(BadLine):
            decode(other)
    with pytest.raises(BadLine):
        encode("quote", Quote(id="7ZK2M4P0Q9XTB.1", h="f" * 64, line="x" * MAX_QUOTE), t=1)


def test_a_line_of_a_later_version_is_read_with_its_unknown_parts() -> None:
    read = decode(b'{"k":"later","t":5,"new":[1],"of":7,"v":9,"d":{"x":{"y":1}}}')
    assert (read.k, read.of, read.v, bytes(read.d)) == ("later", 7, 9, b'{"x":{"y":1}}')


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b'{"k":1,"t":1}',
        b'{"k":"a"}',
        b'{"k":"a","t":1}\n',
        b'{"k":"a","t":"1"}',
        b"\xff",
        b'{"k":"a\xffb","t":1}',
        b'{"k":"a","t":1,"d":' + b"[" * 8000 + b"]" * 8000 + b"}",
        b" " * (MAX_LINE + 1),
    ],
    ids=[
        "empty",
        "list",
        "kind a number",
        "no time",
        "newline",
        "time a text",
        "no utf-8",
        "kind no utf-8",
        "deep",
        "too long",
    ],
)
def test_what_is_no_entry(text: bytes) -> None:
    with pytest.raises(BadLine):
        decode(text)


def test_defaults_are_left_out_of_the_bytes() -> None:
    assert encode("open", Open(device="ab", station="", app="1"), t=1) == (
        b'{"d":{"app":"1","device":"ab","station":""},"k":"open","t":1,"u":0}'
    )
