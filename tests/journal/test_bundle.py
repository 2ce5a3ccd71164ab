"""Files for a stick: opened by whom they are for alone, whole or not at all; anything else has a name."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.keys import DEVICE
from vaxdesk.journal import bundle, carrying
from vaxdesk.journal.bundle import BadBundle, Fault, Kind
from vaxdesk.journal.frames import BadFrames

MINE, THEIRS = bytes(range(32)), bytes(range(1, 33))
GOLDEN = (
    "5644553101000184652add154f9b27c8b3e707d1a4690600000039abd925128166b04eb487a359329f4ee70e649422ce46b2"
    "32c87f2f6f732632512b9a0f2ab80b0b2a2e57db11b36a34765140a90e52128f34f8"
)
PARTS = [b"", b"hello", b"x" * 300]
FILE = bundle.seal(Kind.REQUEST, PARTS, bundle.public_of(MINE))


def opened(data: bytes, private: bytes = MINE, kinds: tuple[Kind, ...] = (Kind.REQUEST,)) -> list[bytes]:
    return bundle.unseal(bundle.look(data), private, kinds)


def fault(data: bytes, **options: object) -> Fault:
    with pytest.raises(BadBundle) as caught:
        opened(data, **options)
    return caught.value.fault


def test_a_file_comes_back_in_its_parts() -> None:
    assert opened(FILE) == PARTS
    cover = bundle.look(FILE)
    assert (cover.kind, len(cover.parts)) == (Kind.REQUEST, 3)
    assert cover.is_for(bundle.public_of(MINE))
    assert not cover.is_for(bundle.public_of(THEIRS))


def test_the_form_of_the_first_version_is_read_for_ever() -> None:
    """Sealed by RFC 9180 with X25519, HKDF-SHA256, ChaCha20-Poly1305 on 2026-11-26."""
    assert opened(bytes.fromhex(GOLDEN)) == ["Xin chào".encode()]


def test_a_file_cut_at_any_byte_is_refused() -> None:
    assert {fault(FILE[:length]) for length in range(7, len(FILE))} <= {Fault.CUT}
    assert {fault(FILE[:length]) for length in range(4)} == {Fault.NOT_ONE}
    assert fault(FILE + b"\0") is Fault.DAMAGED


def test_no_bit_can_be_turned() -> None:
    for at in range(len(FILE)):
        altered = FILE[:at] + bytes([FILE[at] ^ 1]) + FILE[at + 1 :]
        assert isinstance(fault(altered), Fault), at


def test_parts_cannot_be_exchanged_left_out_or_brought_elsewhere() -> None:
    cover = bundle.look(FILE)
    assert fault_of(bundle.Cover(cover.kind, cover.to, cover.parts[::-1])) is Fault.DAMAGED
    assert fault_of(bundle.Cover(cover.kind, cover.to, cover.parts[:2])) is Fault.DAMAGED
    assert fault_of(bundle.Cover(Kind.ANSWER, cover.to, cover.parts), Kind.ANSWER) is Fault.DAMAGED


def fault_of(cover: bundle.Cover, kind: Kind = Kind.REQUEST) -> Fault:
    with pytest.raises(BadBundle) as caught:
        bundle.unseal(cover, MINE, (kind,))
    return caught.value.fault


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Fault.NOT_ONE),
        (b"PK\3\4", Fault.NOT_ONE),
        (b"VDU2" + FILE[4:], Fault.NEWER),
        (FILE[:4] + b"\x09" + FILE[5:], Fault.NEWER),
        (bytes(bundle.MAX_FILE + 1), Fault.TOO_BIG),
    ],
)
def test_what_is_no_file_of_ours_says_so(data: bytes, expected: Fault) -> None:
    assert fault(data) is expected


def test_files_for_others_and_of_another_kind_say_so() -> None:
    assert fault(FILE, private=THEIRS) is Fault.NOT_FOR_US
    assert fault(FILE, kinds=(Kind.ANSWER,)) is Fault.OTHER_KIND


@given(st.binary(max_size=400))
def test_any_bytes_are_a_fault_or_a_cover(data: bytes) -> None:
    for text in (data, b"VDU1" + data, FILE[:23] + data):
        try:
            bundle.look(text)
        except BadBundle as bad:
            assert bad.fault in tuple(Fault)


@given(st.binary(max_size=300))
def test_any_bytes_as_a_part_are_a_letter_or_none(data: bytes) -> None:
    for text in (data, b"VD1 x\ncert\n" + data):
        try:
            carrying.read(text)
        except BadFrames:
            continue


def test_a_letter_is_read_as_it_was_written() -> None:
    note = carrying.Note(box="ab" * 32, file=7, part=2, of=3)
    part = carrying.write(
        DEVICE.sign, device=5, certificate="a.b", note=note, body=b"one\ntwo\n\n", t=1, nonce=bytes(12)
    )
    letter = carrying.read(part)
    assert (letter.note, letter.body, letter.certificate) == (note, b"one\ntwo\n\n", "a.b")
    assert part.endswith(letter.signed)


def test_keys_are_those_of_the_library() -> None:
    private = X25519PrivateKey.from_private_bytes(MINE)
    assert bundle.public_of(MINE) == private.public_key().public_bytes_raw()
