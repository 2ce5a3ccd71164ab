"""Enrolment of a device: the one-time code, the messages, and the certificate that the server signs (sync design 3.2).

A code is 13 random letters of Crockford base32 (65 bits) and one check letter, written in two groups of seven.
The check letter is a weighted sum in GF(32): it finds every wrong letter and every two letters exchanged.
"""

from __future__ import annotations

from base64 import b64encode
from enum import StrEnum, nonmember
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from vaxdesk.journal.ref import ALPHABET
from vaxdesk.journal.signing import KEY_BYTES, Sign, from_text, to_text, valid
from vaxdesk.journal.succession import Texts

CODE_LETTERS = 13
VALID_HOURS = 72
_INVITATION = "VDE1"
_LEFT_OUT = "-"
_MOST_PARTS = 6
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_VALUE = {letter: number for number, letter in enumerate(ALPHABET)}

Hex = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Name = Annotated[str, Meta(max_length=200)]


class Refusal(StrEnum):
    """Why a device is not enrolled."""

    WORDS = nonmember("sync.enrol")

    BAD_CODE = "bad_code"  # mistyped: found before anything is sent
    BAD_ADDRESS = "bad_address"
    UNPROTECTED = "unprotected"  # http to another machine
    UNKNOWN_CODE = "unknown_code"
    EXPIRED = "expired"
    USED = "used"
    TOO_MANY = "too_many"  # wrong codes from this address
    OTHER_UNIT = "other_unit"  # the device already belongs to another unit
    UNIT_CLOSED = "unit_closed"
    BAD_PROOF = "bad_proof"
    BAD_CA = "bad_ca"  # a file of an authority that is none
    WRONG_SERVER = "wrong_server"  # not the server whose key the code came with
    PRACTICE = "practice"  # a practice station joins only the server that was started with it
    OTHER = "other"  # a reason of a later version

    @classmethod
    def read(cls, code: str) -> Refusal:
        """The refusal of a code from the wire."""
        try:
            return cls(code)
        except ValueError:
            return cls.OTHER


class BadCode(ValueError):
    """Text that is no enrolment code: wrong length, letter or check letter."""


def make_code(random: bytes) -> str:
    """A code from at least 13 random bytes."""
    letters = "".join(ALPHABET[byte & 31] for byte in random[:CODE_LETTERS])
    whole = letters + check_letter(letters)
    return f"{whole[:7]}-{whole[7:]}"


def read_code(text: str) -> str:
    """The 14 letters of a code as typed: any case, spaces and dashes, O for 0, I or L for 1.

    Raises:
        BadCode: not a code.
    """
    letters = letters_of(text)
    if len(letters) != CODE_LETTERS + 1:
        raise BadCode("form")
    if letters[-1] != check_letter(letters[:-1]):
        raise BadCode("check")
    return letters


def letters_of(text: str) -> str:
    """The letters of a code as typed by hand; empty when there is one that no code has."""
    letters = text.strip().upper().translate(_READ_AS)
    return letters if all(letter in _VALUE for letter in letters) else ""


def code_digest(letters: str) -> bytes:
    """What the server keeps of a code."""
    return sha256(f"vaxdesk/1 enrol code {letters}".encode()).digest()


class Invitation(Struct, frozen=True):
    """What an operator hands to a station, as text or QR code: `VDE1 address code key ca box`, `-` for one left out."""

    address: str
    code: str
    key: str = ""  # the server's public key in hex
    ca: str = ""  # the only certificate authority to trust: DER in base64url; needs the key before it
    box: str = ""  # the server's X25519 key, base64url: who has no line joins by a file sealed to it

    def text(self) -> str:
        """The invitation as one line."""
        parts = [_INVITATION, self.address, self.code, *(part or _LEFT_OUT for part in (self.key, self.ca, self.box))]
        while parts[-1] == _LEFT_OUT:
            parts.pop()
        return " ".join(parts)

    def box_key(self) -> bytes:
        """The server's X25519 key, raw; empty when there is none."""
        raw = from_text(self.box)
        return raw if len(raw) == KEY_BYTES else b""

    def authority(self) -> str:
        """The authority as PEM; empty when there is none."""
        if not self.ca:
            return ""
        body = b64encode(from_text(self.ca)).decode("ascii")
        lines = [body[at : at + 64] for at in range(0, len(body), 64)]
        return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


def read_invitation(text: str) -> Invitation | None:
    """The invitation in a scanned or pasted text; None when it is none."""
    parts = text.split()
    if not 3 <= len(parts) <= _MOST_PARTS or parts[0] != _INVITATION:
        return None
    return Invitation(*("" if part == _LEFT_OUT else part for part in parts[1:]))


def check_letter(letters: str) -> str:
    """The letter that finds every wrong letter of a code, and every two exchanged."""
    total = 0
    for letter in letters:
        total = _twice(total ^ _VALUE[letter])
    return ALPHABET[total]


def _twice(number: int) -> int:
    """Times x in GF(32) modulo x^5 + x^2 + 1."""
    number <<= 1
    return number ^ 0b100101 if number & 32 else number


class Request(Struct, frozen=True, kw_only=True):
    """`POST /v1/enrol`: `proof` shows that the sender holds the key that it asks a certificate for."""

    code: Annotated[str, Meta(max_length=32)]
    key: Hex  # Ed25519, public
    proof: str
    box: Hex | None = None  # X25519, public, for files on a stick
    name: Name = ""


class Unit(Struct, frozen=True, kw_only=True):
    """The unit of the organisation that a device belongs to; the feed has its number."""

    no: int
    code: str
    name: str
    kind: str = ""
    path: str = ""


class Certificate(Struct, frozen=True, kw_only=True):
    """What the server states of a device; times in ms. Shown to a server that has forgotten the device.

    `unit` is `SCHEME:CODE`: a server that gave the unit's number to another one since must not file there.
    """

    device: int
    org: int
    unit: str
    key: Hex
    not_after: int
    serial: str
    box: Hex | None = None


class Reply(Struct, frozen=True, kw_only=True):
    """Answer to an enrolment: the certificate as signed bytes in text, the unit, and the server's public key.

    `x509` and `ca` say the same in PEM, for TLS with neighbours (`identity`); `box` is the server's X25519 key, for
    files on a stick. All are empty from servers before them.
    `successions` lead from the first key of this server to `server`.
    `dictionaries` are those that it reads: the first push can use one.
    """

    certificate: str
    unit: Unit
    server: Hex
    time: int
    x509: str = ""
    ca: str = ""
    box: str = ""
    successions: Texts = []
    dictionaries: list[int] = []


def prove(sign: Sign, letters: str, key: str) -> str:
    """Proof that the sender of an enrolment holds the key."""
    return to_text(sign(_proof(letters, key)))


def is_proven(request: Request, letters: str) -> bool:
    """Whether the proof of a request holds."""
    return valid(bytes.fromhex(request.key), from_text(request.proof), _proof(letters, request.key))


def certify(sign: Sign, certificate: Certificate) -> str:
    """A certificate as it travels: `payload.signature`, both base64url."""
    payload = msgspec.json.encode(certificate)
    return f"{to_text(payload)}.{to_text(sign(_stated(payload)))}"


def read_certificate(text: str, server: bytes) -> Certificate | None:
    """The certificate that the server of that public key signed; None when it did not."""
    payload, _, sig = text.partition(".")
    raw = from_text(payload)
    if not valid(server, from_text(sig), _stated(raw)):
        return None
    return msgspec.json.decode(raw, type=Certificate)


def _proof(letters: str, key: str) -> bytes:
    return f"vaxdesk/1 enrol\n{letters}\n{key}\n".encode()


def _stated(payload: bytes) -> bytes:
    return b"vaxdesk/1 certificate" + payload
