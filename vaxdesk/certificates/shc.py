"""SMART Health Cards (`shc:/`): digits to a JWS (ES256, raw DEFLATE), the claims and the FHIR bundle in it.

Cards of several codes (`shc:/2/3/…`, deprecated since 2022) are given line by line, in any order.
"""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Meta

from vaxdesk.certificates.trust import Key
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateReason

PREFIX = "shc:/"
MOST_INFLATED = 1 << 19  # a patient summary has some 100 kB
_MOST_LETTERS = 1 << 17
_MOST_PARTS = 64
_WHOLE = re.compile(r"shc:/(?:([1-9]\d?)/([1-9]\d?)/)?((?:\d\d)+)", re.IGNORECASE | re.ASCII)
_FIRST_LETTER = 45  # a pair of digits is the code of a letter less this
_TYPE = "https://smarthealth.cards#health-card"


class Header(msgspec.Struct, frozen=True):
    """Of the JWS: algorithm, key, compression."""

    alg: str
    kid: str
    zip: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """`vc` of the claims."""

    types: tuple[str, ...] = msgspec.field(name="type")
    subject: dict[str, Any] = msgspec.field(name="credentialSubject")
    rid: Annotated[str, Meta(max_length=64)] = ""


class CardClaims(msgspec.Struct, frozen=True, kw_only=True):
    """Who issued it (`iss`, an address), from when and until when it counts, in seconds."""

    iss: Annotated[str, Meta(max_length=2000)]
    nbf: float
    vc: Card
    exp: float | None = None


class SealedCard(msgspec.Struct, frozen=True, kw_only=True):
    """An opened card whose signature nobody has checked yet; `signed` is what it covers."""

    header: Header
    claims: CardClaims
    signature: bytes
    signed: bytes

    @property
    def kid(self) -> bytes:
        """The key's identifier as lists hold it."""
        return _unbase64(self.header.kid) or b""

    @property
    def resources(self) -> list[dict[str, Any]]:
        """The resources of the bundle."""
        bundle = self.claims.vc.subject.get("fhirBundle")
        entries = bundle.get("entry") if isinstance(bundle, dict) else None
        found = [one.get("resource") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
        return [one for one in found if isinstance(one, dict)]


def read(text: str) -> SealedCard:
    """Opens the text of one code, or of all codes of a card, each on a line.

    Raises:
        Unreadable: with the step at which it is no card.
    """
    return open_jws(join(text))


def join(text: str) -> str:
    """The JWS in the digits of one code or several.

    Raises:
        Unreadable: NOT_A_CERTIFICATE, LETTERS, PARTS_MISSING or TOO_LARGE.
    """
    if len(text) > _MOST_LETTERS:
        raise Unreadable(CertificateReason.TOO_LARGE)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [_WHOLE.fullmatch(line) for line in lines]
    if not parts or not lines[0].lower().startswith(PREFIX):
        raise Unreadable(CertificateReason.NOT_A_CERTIFICATE)
    found: dict[int, str] = {}
    totals = set()
    for part in parts:
        if part is None:
            raise Unreadable(CertificateReason.LETTERS)
        found[int(part[1] or 1)] = part[3]
        totals.add(int(part[2] or 1))
    total = totals.pop()
    if totals or set(found) != set(range(1, total + 1)) or total > _MOST_PARTS:
        raise Unreadable(CertificateReason.PARTS_MISSING)
    return _letters("".join(found[at] for at in range(1, total + 1)))


def open_jws(jws: str) -> SealedCard:
    """Opens a compact JWS.

    Raises:
        Unreadable: ENVELOPE, COMPRESSION, TOO_LARGE or CLAIMS.
    """
    parts = jws.split(".")
    pieces = [_unbase64(part) for part in parts]
    if len(parts) != 3 or None in pieces:
        raise Unreadable(CertificateReason.ENVELOPE)
    head, packed, signature = (piece or b"" for piece in pieces)
    try:
        header = msgspec.json.decode(head, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unreadable(CertificateReason.ENVELOPE, "header") from None
    payload = _inflate(packed) if header.zip == "DEF" else packed
    try:
        claims = msgspec.json.decode(payload, type=CardClaims)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(CertificateReason.CLAIMS, type(error).__name__) from None
    if _TYPE not in claims.vc.types:
        raise Unreadable(CertificateReason.CLAIMS, "type")
    return SealedCard(
        header=header, claims=claims, signature=signature, signed=f"{parts[0]}.{parts[1]}".encode("ascii")
    )


def digits(jws: str) -> str:
    """The text of a code for a JWS that fits one."""
    return PREFIX + "".join(f"{ord(letter) - _FIRST_LETTER:02d}" for letter in jws)


def keys_of(jwks: bytes, issuer: str, *, country: str = "", name: str = "") -> tuple[Key, ...]:
    """The keys of an issuer's published set (`jwks.json`) for the trust list; such as are not for cards are left out.

    Args:
        issuer: its address as cards name it, without a slash at the end.
    Raises:
        ValueError: no set of keys, or a key that names itself wrongly.
    """
    found = []
    for one in msgspec.json.decode(jwks, type=_KeySet).keys:
        if (one.kty, one.use, one.alg, one.crv) != ("EC", "sig", "ES256", "P-256"):
            continue
        thumb = sha256(f'{{"crv":"P-256","kty":"EC","x":"{one.x}","y":"{one.y}"}}'.encode()).digest()
        if urlsafe_b64encode(thumb).rstrip(b"=").decode() != one.kid:
            raise ValueError(one.kid)
        point = b"\x04" + (_unbase64(one.x) or b"") + (_unbase64(one.y) or b"")
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        found.append(Key(kid=thumb, alg="ES256", spki=spki, country=country, name=name, issuer=issuer))
    return tuple(found)


class _Jwk(msgspec.Struct, frozen=True):
    kty: str = ""
    use: str = ""
    alg: str = ""
    crv: str = ""
    kid: str = ""
    x: str = ""
    y: str = ""


class _KeySet(msgspec.Struct, frozen=True):
    keys: tuple[_Jwk, ...]


def _letters(pairs: str) -> str:
    codes = [int(pairs[at : at + 2]) + _FIRST_LETTER for at in range(0, len(pairs), 2)]
    if max(codes) > 0x7E:
        raise Unreadable(CertificateReason.LETTERS)
    return bytes(codes).decode("ascii")


def _inflate(packed: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        data = stream.decompress(packed, MOST_INFLATED)
    except zlib.error as error:
        raise Unreadable(CertificateReason.COMPRESSION, str(error)) from None
    if stream.unconsumed_tail:
        raise Unreadable(CertificateReason.TOO_LARGE)
    if not stream.eof:
        raise Unreadable(CertificateReason.COMPRESSION, "cut off")
    return data


def _unbase64(text: str) -> bytes | None:
    """Base64url without padding; None when it is none."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        return None
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
