"""Codes as people type them, proofs and certificates."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.keys import DEVICE, OTHER, PUBLIC
from vaxdesk.journal import enrolment
from vaxdesk.journal.enrolment import BadCode, Certificate, Invitation, Refusal, Request, make_code, read_code
from vaxdesk.journal.ref import ALPHABET

seeds = st.binary(min_size=13, max_size=13)


def test_a_code_of_the_first_release() -> None:
    assert make_code(bytes(range(13))) == "0123456-789ABCB"


@given(seeds)
def test_a_code_is_read_however_it_is_typed(seed: bytes) -> None:
    code = make_code(seed)
    letters = code.replace("-", "")
    typed = code.lower().replace("0", "o").replace("1", "l")
    assert read_code(code) == read_code(f" {letters} ") == read_code(typed) == read_code(" ".join(letters)) == letters


@given(seeds, st.integers(0, 13), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found(seed: bytes, at: int, wrong: str) -> None:
    letters = read_code(make_code(seed))
    if letters[at] != wrong:
        with pytest.raises(BadCode):
            read_code(letters[:at] + wrong + letters[at + 1 :])


@given(seeds, st.integers(0, 13), st.integers(0, 13))
def test_two_letters_exchanged_are_found(seed: bytes, one: int, other: int) -> None:
    letters = list(read_code(make_code(seed)))
    if letters[one] != letters[other]:
        letters[one], letters[other] = letters[other], letters[one]
        with pytest.raises(BadCode):
            read_code("".join(letters))


@pytest.mark.parametrize("text", ["", "0" * 13, "0" * 15, "U" + "0" * 13, "é" * 14, "0123456-789ABCC"])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(BadCode):
        read_code(text)


def test_a_digest_says_nothing_of_another_code() -> None:
    assert enrolment.code_digest("0123456789ABCB") != enrolment.code_digest("0123456789ABCC")
    assert len(enrolment.code_digest("0123456789ABCB")) == 32


def test_a_proof_shows_the_key_for_this_code_alone() -> None:
    letters, key = "0123456789ABCB", PUBLIC.hex()
    request = Request(code=letters, key=key, proof=enrolment.prove(DEVICE.sign, letters, key))
    assert enrolment.is_proven(request, letters)
    assert not enrolment.is_proven(request, "00000000000000")
    assert not enrolment.is_proven(
        msgspec.structs.replace(request, key=OTHER.public_key().public_bytes_raw().hex()), letters
    )


def test_a_certificate_holds_under_its_servers_key_and_unaltered() -> None:
    stated = Certificate(device=5, org=7, unit=":TYT-01", key=PUBLIC.hex(), not_after=1, serial="s")
    text = enrolment.certify(OTHER.sign, stated)
    server = OTHER.public_key().public_bytes_raw()
    assert enrolment.read_certificate(text, server) == stated
    assert enrolment.read_certificate(text, PUBLIC) is None
    for altered in ("", ".", "a.b", text[:-2], "A" + text[1:], text.replace(".", "")):
        assert enrolment.read_certificate(altered, server) is None


def test_an_invitation_comes_back_from_its_line() -> None:
    whole = Invitation("https://sync.example.vn", "0123456-789ABCB", "ab" * 32)
    assert enrolment.read_invitation(whole.text()) == whole
    assert enrolment.read_invitation(f"  {whole.text()}\r\n") == whole
    assert enrolment.read_invitation("VDE1 https://sync.example.vn 0123456-789ABCB").key == ""
    boxed = Invitation("https://sync.example.vn", "0123456-789ABCB", "ab" * 32, box="q6ur" * 10 + "q6s")
    assert boxed.text().split()[4] == "-", "what is left out keeps its place"
    assert enrolment.read_invitation(boxed.text()) == boxed
    assert boxed.box_key() == b"\xab" * 32
    for text in ("", "0123456-789ABCB", "VDE2 a b", "VDE1 a", "VDE1 a b c d e f"):
        assert enrolment.read_invitation(text) is None


def test_reasons_of_later_versions_are_other_reasons() -> None:
    assert Refusal.read("used") is Refusal.USED
    assert Refusal.read("someday") is Refusal.OTHER
