"""Files for a stick: what else goes over the line, sealed to whoever is to read it (sync design 2.8, decision 0017).

    "VDU1" | kind u8 | parts u16 | to 16 (of SHA-256 of the reader's box key) | parts times: length u32, sealed
    sealed = HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305), info = "vaxdesk/1 bundle" | head | number u16

The head names nobody: whoever finds the stick learns that it holds vaxdesk files, and how large they are. Head and
number are part of the key of each part, so none can be left out, exchanged or brought into another file unnoticed. A
sealed file does not say who made it; what is inside is signed.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from enum import IntEnum, StrEnum, nonmember
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MEDIA = "application/vnd.vaxdesk.bundle.v1"
PATH = "/v1/bundle"
MAX_PARTS = 256
MAX_PART = 16 * 1024 * 1024
MAX_FILE = 32 * 1024 * 1024
MAX_ANSWER = 7 * 1024 * 1024  # of a sealed answer: a desk that carries it reads no more than 8 MiB from a line
_FAMILY, _MAGIC = b"VDU", b"VDU1"
_HEAD = struct.Struct(">4sBH16s")
_LENGTH = struct.Struct(">I")
_NUMBER = struct.Struct(">H")
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class Kind(IntEnum):
    """What a file is."""

    REQUEST = 1  # a station's entries and questions, for the server
    ANSWER = 2  # what the server says to them
    JOIN = 3  # a wish to be enrolled
    JOINED = 4  # the answer to it
    REFUSAL = 5  # the server speaks, but not with this device


class Fault(StrEnum):
    """Why a file cannot be used."""

    WORDS = nonmember("usb.fault")

    NOT_ONE = "not_one"  # no file of ours
    NEWER = "newer"  # of a later version
    CUT = "cut"
    TOO_BIG = "too_big"
    OTHER_KIND = "other_kind"  # a question where an answer is wanted, or the other way round
    NOT_FOR_US = "not_for_us"  # sealed to another server or another PC
    DAMAGED = "damaged"
    NO_KEY = "no_key"  # the server's box key has not come yet
    DOES_NOT_FIT = "does_not_fit"  # an answer to what this PC no longer holds
    NOT_ASKED = "not_asked"  # an answer to a wish to join that was never made, or is settled
    NO_INVITATION = "no_invitation"  # joining by a stick needs the whole of it
    REVOKED = "revoked"  # the server's signed word on this device
    SUSPENDED = "suspended"
    UNKNOWN_DEVICE = "unknown_device"
    OTHER = "other"


class BadBundle(ValueError):
    """A file that cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Cover(msgspec.Struct, frozen=True):
    """What a file shows to everybody: its kind, a short name of the key it is sealed to, its sealed parts."""

    kind: Kind
    to: bytes
    parts: tuple[bytes, ...]

    def is_for(self, box_public: bytes) -> bool:
        """Whether the holder of that box key can open it."""
        return self.to == _name(box_public)


def public_of(private: bytes) -> bytes:
    """The public half of a box key; both raw."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(kind: Kind, parts: Sequence[bytes], box_public: bytes) -> bytes:
    """A file for the holder of a box key.

    Raises:
        ValueError: no parts, too many, or one too large; whoever makes them knows the limits.
    """
    if not 1 <= len(parts) <= MAX_PARTS or max(map(len, parts)) > MAX_PART:
        raise ValueError(f"{len(parts)} parts")
    head = _HEAD.pack(_MAGIC, kind, len(parts), _name(box_public))
    public = X25519PublicKey.from_public_bytes(box_public)
    made = [head]
    for number, part in enumerate(parts):
        sealed = _SUITE.encrypt(part, public, info=_info(head, number))
        made += (_LENGTH.pack(len(sealed)), sealed)
    return b"".join(made)


def look(data: bytes) -> Cover:
    """Reads what a file shows.

    Raises:
        BadBundle: NOT_ONE, NEWER, CUT or TOO_BIG.
    """
    if len(data) > MAX_FILE:
        raise BadBundle(Fault.TOO_BIG)
    if not data.startswith(_MAGIC):
        raise BadBundle(Fault.NEWER if data.startswith(_FAMILY) and len(data) > len(_FAMILY) else Fault.NOT_ONE)
    if len(data) < _HEAD.size:
        raise BadBundle(Fault.CUT)
    _, kind, count, to = _HEAD.unpack_from(data)
    if kind not in tuple(Kind) or not 1 <= count <= MAX_PARTS:
        raise BadBundle(Fault.NEWER)
    parts, at = [], _HEAD.size
    for _ in range(count):
        if at + _LENGTH.size > len(data):
            raise BadBundle(Fault.CUT)
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        if at + length > len(data):
            raise BadBundle(Fault.CUT)
        parts.append(data[at : at + length])
        at += length
    if at != len(data):
        raise BadBundle(Fault.DAMAGED)
    return Cover(Kind(kind), to, tuple(parts))


def unseal(cover: Cover, private: bytes, kinds: Sequence[Kind]) -> list[bytes]:
    """The parts of a file in clear.

    Args:
        private: raw box key of the reader.
        kinds: those that the reader can use.

    Raises:
        BadBundle: OTHER_KIND, NOT_FOR_US or DAMAGED.
    """
    if cover.kind not in kinds:
        raise BadBundle(Fault.OTHER_KIND)
    if not cover.is_for(public_of(private)):
        raise BadBundle(Fault.NOT_FOR_US)
    key = X25519PrivateKey.from_private_bytes(private)
    head = _HEAD.pack(_MAGIC, cover.kind, len(cover.parts), cover.to)
    try:
        return [_SUITE.decrypt(part, key, info=_info(head, number)) for number, part in enumerate(cover.parts)]
    except (InvalidTag, ValueError):
        raise BadBundle(Fault.DAMAGED) from None


def _name(box_public: bytes) -> bytes:
    return sha256(b"vaxdesk/1 box" + box_public).digest()[:16]


def _info(head: bytes, number: int) -> bytes:
    return b"vaxdesk/1 bundle" + head + _NUMBER.pack(number)
