"""Salts on the line: left out where a seed gives them, put back to the byte, and everything else refused."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.keys import LOG
from vaxdesk.domain.payloads import Person
from vaxdesk.journal import line, pack, ref, salts
from vaxdesk.journal.segment import HEAD_BYTES, MAX_LINES, SEEDED, fit_for, read, seal
from vaxdesk.journal.verdict import BadSegment, Verdict

SEEDS = {0: b"seed number0", 1: b"seed number1", 2: b"seed number2"}
SIG = bytes(64)
PLAIN = b'{"d":{"day":"2026-11-23"},"k":"checkin","t":1,"u":1}'


def person(seq: int, seed: bytes = SEEDS[0], name: str = "Lò Thị Dở") -> bytes:
    made = line.encode("person", Person(name=name, doc="066190001234"), t=1_795_400_000, user=3, salt=salts.PLACE)
    return salts.salted(made, seq, seed)


def people(a: int, n: int) -> list[bytes]:
    return [person(seq, SEEDS[salts.block_of(seq)], f"Người {seq}") for seq in range(a + 1, a + n + 1)]


def by_hand(body: bytes, *, n: int, a: int = 0, flags: int = SEEDED) -> bytes:
    head = struct.pack(">4sBQII", b"VDS1", flags, ref.log_number(LOG), a, n)
    return head + SIG + struct.pack(">I", len(body)) + body


def verdict_of(act: Callable[[], object]) -> Verdict:
    with pytest.raises(BadSegment) as bad:
        act()
    return bad.value.verdict


def test_a_salt_is_sixteen_letters_of_seed_number_and_line() -> None:
    one = line.decode(person(1))
    assert one.k == "person"
    made = {salts.cut(person(1), 1, SEEDS[0]), salts.cut(person(2), 2, SEEDS[0])}
    assert len(made) == 1  # the same line but for its salt
    assert len({person(1), person(2), person(1, SEEDS[1]), person(1, name="Lò Thị Mở")}) == 4
    assert person(7).split(b'"s":"')[1].split(b'"')[0] == b"5z2d0jRYPCDnyw3w"  # must be so for ever


def test_a_line_keeps_a_salt_that_its_seed_does_not_give() -> None:
    for strange in (person(2), person(1, SEEDS[1]), person(1) + b" "):
        assert salts.cut(strange, 1, SEEDS[0]) is None
    for none in (PLAIN, b"", b'"s":"', b'{"s":"short"}', b'{"s":"' + b"A" * 16, b"\xff" * 50):
        assert salts.cut(none, 1, SEEDS[0]) is None


def test_a_listed_person_travels_without_letters() -> None:
    lines = people(0, 600)
    small = seal(LOG, 0, lines, SIG, seeds=SEEDS)
    given_ = read(small)
    assert small[4] & SEEDED
    assert given_.lines == tuple(lines)
    assert given_.seeds == SEEDS
    assert len(seal(LOG, 0, lines, SIG)) - len(small) > 600 * 11
    assert b"".join(SEEDS.values()) == small[HEAD_BYTES : HEAD_BYTES + 36]


def test_only_seeds_that_a_line_needs_travel() -> None:
    lines = [PLAIN] * 300 + people(300, 20)
    assert read(seal(LOG, 0, lines, SIG, seeds=SEEDS)).seeds == {1: SEEDS[1]}
    assert seal(LOG, 0, [PLAIN] * 9, SIG, seeds=SEEDS) == seal(LOG, 0, [PLAIN] * 9, SIG)


def test_where_a_seed_is_not_at_hand_lines_travel_whole() -> None:
    lines = people(250, 20)
    half = read(seal(LOG, 250, lines, SIG, seeds={1: SEEDS[1]}))
    assert (half.lines, half.seeds) == (tuple(lines), {1: SEEDS[1]})
    whole = read(seal(LOG, 250, lines, SIG, seeds={5: SEEDS[1]}))
    assert (whole.lines, whole.seeds) == (tuple(lines), {})


def test_a_line_that_looks_like_a_mark_makes_all_travel_whole() -> None:
    bare = salts.cut(person(1), 1, SEEDS[0])
    lines = [bare, *people(1, 5)]
    made = seal(LOG, 0, lines, SIG, seeds=SEEDS)
    assert not made[4] & SEEDED
    assert read(made).lines == tuple(lines)


def test_what_would_not_fit_without_seeds_travels_whole() -> None:
    long = [person(seq, name="A" * 15_000 + str(seq)) for seq in range(1, 20)]
    assert not seal(LOG, 0, long, SIG, seeds=SEEDS)[4] & SEEDED
    bare = [salts.cut(one, seq, SEEDS[0]) for seq, one in enumerate(long, 1)]
    flags, body = pack.deflate(b"\n".join(bare))
    assert verdict_of(lambda: read(by_hand(SEEDS[0] + body, n=19, flags=flags | SEEDED))) is Verdict.TOO_BIG


BARE = salts.cut(person(1), 1, SEEDS[0])
BLOCK2 = salts.cut(person(256, SEEDS[1]), 256, SEEDS[1])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(by_hand(b"", n=1), id="no seed"),
        pytest.param(by_hand(SEEDS[0][:-1], n=1), id="half a seed"),
        pytest.param(by_hand(bytes(12) + BARE, n=1), id="mark without a seed"),
        pytest.param(by_hand(SEEDS[0] + bytes(12) + BARE + b"\n" + BLOCK2, n=2, a=254), id="mark of another block"),
        pytest.param(by_hand(SEEDS[0] + PLAIN, n=1), id="seed for nothing"),
        pytest.param(by_hand(bytes(12) + PLAIN, n=1), id="flag for nothing"),
        pytest.param(by_hand(SEEDS[0] + SEEDS[1] + BARE + b"\n" + PLAIN, n=2, a=254), id="a seed too many"),
        pytest.param(by_hand(SEEDS[0] + BARE, n=1, flags=16 | SEEDED), id="unknown flag"),
        pytest.param(by_hand(SEEDS[0] + BARE, n=1, flags=3 | SEEDED), id="unknown compression"),
        pytest.param(by_hand(SEEDS[0] + b"no zstd", n=1, flags=1 | SEEDED), id="no zstd"),
    ],
)
def test_what_is_no_segment(data: bytes) -> None:
    assert verdict_of(lambda: read(data)) is Verdict.BAD_FRAME


def test_a_line_is_no_longer_than_a_line_may_be_once_its_salt_is_back() -> None:
    body = SEEDS[0] + b"x" * (line.MAX_LINE - 20) + b'"s":""'
    assert verdict_of(lambda: read(by_hand(body, n=1))) is Verdict.TOO_BIG


def test_seeds_stay_when_a_body_is_made_for_a_reader_without_the_dictionary() -> None:
    lines = people(0, 9)
    dictionary = zstandard.train_dictionary(4096, [one * 3 for one in people(0, 255)], dict_id=77).as_bytes()
    made = seal(LOG, 0, lines, SIG, seeds=SEEDS, dictionary=dictionary)
    assert made[4] == pack.ZSTD_DICTIONARY | SEEDED
    assert fit_for(made, [77], {77: dictionary}) is made
    again = fit_for(made, [], {77: dictionary})
    assert again[4] == pack.ZSTD | SEEDED
    assert read(again) == read(made, {77: dictionary})
    plain = seal(LOG, 0, lines, SIG, seeds=SEEDS)
    assert fit_for(plain, [], {}) is plain


def test_seeds_of_blocks_with_erased_entries_are_left_out() -> None:
    assert salts.without(SEEDS, [256, 300, 4000]) == {0: SEEDS[0], 2: SEEDS[2]}
    assert [salts.block_of(seq) for seq in (1, 255, 256, 511, 512)] == [0, 0, 1, 1, 2]
    assert len(salts.blocks(0, MAX_LINES)) == 8
    assert list(salts.blocks(255, 1)) == [1]


pieces = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b'"s":""', b'"s":"', b'"s":"' + b"A" * 16 + b'"', b'"s":"-', b'{"s":"s":""}', BARE]),
)
odd = st.lists(pieces, max_size=4).map(lambda some: b"".join(some).replace(b"\n", b""))


@given(st.lists(odd | st.none(), min_size=1, max_size=12), st.integers(0, 760), st.sets(st.integers(0, 4)))
def test_any_lines_come_back_to_the_byte_with_any_seeds(some: list, a: int, held: set[int]) -> None:
    known = {block: bytes([block + 1]) * 12 for block in range(5)}
    lines = [
        person(seq, known[salts.block_of(seq)]) if one is None else one for seq, one in enumerate(some, a + 1)
    ]
    back = read(seal(LOG, a, lines, SIG, seeds={block: known[block] for block in held}))
    assert back.lines == tuple(lines)
    assert back.seeds.items() <= known.items()
    assert read(seal(LOG, a, back.lines, SIG, seeds=back.seeds)) == back


@given(odd, st.integers(1, 1000))
def test_what_is_cut_is_filled_to_the_same_bytes(around: bytes, seq: int) -> None:
    for text in (around, around + BARE, BARE + around, around + b'"s":""' + around):
        if salts.is_bare(text):
            whole = salts.filled(text, seq, SEEDS[0])
            assert salts.cut(whole, seq, SEEDS[0]) == text
            assert not salts.is_bare(whole)


@given(st.binary(max_size=200), st.integers(0, 3), st.integers(1, 4), st.integers(250, 260))
def test_any_bytes_behind_the_flag_are_read_or_refused(data: bytes, form: int, n: int, a: int) -> None:
    try:
        given_ = read(by_hand(data, n=n, a=a, flags=SEEDED | form))
    except BadSegment:
        return
    assert read(seal(given_.log, given_.a, given_.lines, given_.sig, seeds=given_.seeds)) == given_
