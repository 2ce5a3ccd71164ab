"""The seal as letters: read back as written, misreadings refused, parts of other papers not mixed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.seal import BadSeal, Seal, SealHead, find, fingerprint, read, texts

HEADS = tuple(SealHead(f"{at:013}", at + 1, f"{at:016x}") for at in range(23))
SEAL = Seal(
    unit="TYT-01", day="2026-11-23", at=1_795_400_000, people=9, outcomes=7, confirmed=4, waiting=31, heads=HEADS
)
_LOG = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=13, max_size=13)
_seals = st.builds(
    Seal,
    unit=st.text(max_size=20).filter(lambda text: text.isprintable()),
    day=st.dates().map(lambda day: day.isoformat()),
    at=st.integers(0, 10**11),
    people=st.integers(0, 9999),
    outcomes=st.integers(0, 9999),
    confirmed=st.integers(0, 9999),
    waiting=st.integers(0, 10**6),
    heads=st.dictionaries(_LOG, st.tuples(st.integers(1, 10**9), st.binary(min_size=8, max_size=8)), max_size=40).map(
        lambda found: tuple(sorted(SealHead(log, seq, h.hex()) for log, (seq, h) in found.items()))
    ),
)


@given(_seals)
def test_what_is_written_is_read(seal: Seal) -> None:
    codes = texts(seal)
    assert len(codes) <= 4
    assert read(codes) == (seal, 0)
    assert find(" ".join(codes)) == list(codes)


def test_a_usual_seal_packs_into_one_code_of_capitals_and_digits() -> None:
    [code] = texts(msgspec.structs.replace(SEAL, heads=HEADS[:2]))
    assert set(code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert len(code) < 140


def test_parts_are_counted_and_may_come_twice_and_in_any_order() -> None:
    first, second, third = texts(SEAL)
    assert read([third, first, first]) == (msgspec.structs.replace(SEAL, heads=HEADS[:10] + HEADS[20:]), 1)
    assert read([second, third, first]) == (SEAL, 0)


@given(st.data())
def test_one_letter_misread_is_noticed(data: st.DataObject) -> None:
    code = texts(SEAL)[0]
    at = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([letter for letter in "0123456789ABCDEF/.-" if letter != code[at]]))
    with pytest.raises(BadSeal):
        read([code[:at] + wrong + code[at + 1 :]])


@pytest.mark.parametrize("text", ["", "VXS1/", "0123", "VXS1/A/20261123/1/1.1/1.1.1.1//00000000"])
def test_what_is_no_seal_is_refused(text: str) -> None:
    with pytest.raises(BadSeal):
        read([text])
    with pytest.raises(BadSeal):
        read([])


def test_codes_of_two_papers_are_not_mixed() -> None:
    other = msgspec.structs.replace(SEAL, at=SEAL.at + 60)
    with pytest.raises(BadSeal):
        read([texts(SEAL)[0], texts(other)[1]])


def test_the_fingerprint_is_sixteen_letters_in_groups_and_no_two_papers_share_it() -> None:
    one = fingerprint(texts(SEAL))
    assert [len(group) for group in one.split()] == [4, 4, 4, 4]
    assert one == fingerprint(reversed(texts(SEAL)))
    assert one != fingerprint(texts(msgspec.structs.replace(SEAL, waiting=30)))
