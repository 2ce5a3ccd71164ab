"""The trust list: whose signatures count, which devices of sites, what was revoked. JSON, signed by the server.

The file has two lines. The first is the list as JSON and what is signed, byte for byte; the second is the signature
in base64url. So people and scripts read it as it is, and a verifier in a browser needs no parser of its own.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from vaxdesk.certificates import public_keys
from vaxdesk.certificates.cose import NAMES

VERSION = 1
MOST_BYTES = 16 * 1024 * 1024
KID_BYTES = 8
AGEING_DAYS, OLD_DAYS = 7, 30  # warned from then on; then every answer says on how old a list it rests
_PURPOSE = b"vaxdesk/1 trust"
_USES = {"1": "t", "2": "v", "3": "r"}
_OIDS = ("1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1.")  # the second was a misprint and is in use


class Key(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key whose certificates count.

    Args:
        kid: as certificates name it: 8 bytes for EU ones, the SHA-256 of the key for SMART Health Cards.
        alg: `ES256` or `PS256`; for people, since the kind of the key decides.
        spki: the public key, SubjectPublicKeyInfo in DER.
        country: two letters.
        use: what it may sign of `v`, `t` and `r`; empty for all.
        begins, until: when it is valid, None for no bound.
        name: who it belongs to, as shown.
        issuer: the `iss` address of a SMART Health Card's issuer; such a key counts for those cards alone.
    """

    kid: bytes
    alg: str
    spki: bytes
    country: str = ""
    use: tuple[str, ...] = ()
    begins: datetime | None = msgspec.field(name="from", default=None)
    until: datetime | None = None
    name: str = ""
    issuer: str = ""


class Site(msgspec.Struct, frozen=True, array_like=True):
    """A device of a site that may sign slips; an array in JSON, since there are 20,000.

    Args:
        device: its number, which slips name.
        key: Ed25519, raw.
        unit: `SCHEME:CODE`.
        until: last second of its certificate, 0 for none.
        name: of the site.
    """

    device: int
    key: bytes
    unit: str
    until: int = 0
    name: str = ""


class TrustList(msgspec.Struct, frozen=True, kw_only=True):
    """What a verifier believes. `revoked` holds first bytes of SHA-256 sums (`revocation`), 10 ours, 16 the EU's."""

    v: int = VERSION
    made: datetime
    keys: tuple[Key, ...] = ()
    devices: tuple[Site, ...] = ()
    revoked: tuple[bytes, ...] = ()


class BadTrustList(ValueError):
    """A file that is no trust list, is damaged, or is not signed by the server that it should be from."""


def write(listed: TrustList, sign: Callable[[bytes], bytes]) -> bytes:
    """The file of a list; `sign` is the server's Ed25519 key."""
    text = msgspec.json.encode(listed)
    signature = urlsafe_b64encode(sign(_PURPOSE + text)).rstrip(b"=")
    return text + b"\n" + signature + b"\n"


def read(data: bytes, servers: Iterable[bytes]) -> TrustList:
    """The list in a file that one of these servers signed; raw public keys.

    Raises:
        BadTrustList: see there.
    """
    text, signature = _lines(data)
    if not any(public_keys.signed_by_raw(server, signature, _PURPOSE + text) for server in servers):
        raise BadTrustList("signature")
    return _decoded(text)


def read_unsigned(data: bytes) -> TrustList:
    """The list in a file that somebody vouches for who gives it, signed or not.

    Raises:
        BadTrustList: no list.
    """
    return _decoded(data.split(b"\n", 1)[0] if data.count(b"\n") == 2 else data)


def age_days(listed: TrustList, now: int) -> int:
    """Whole days since the list was made, at a time in seconds; below 0 when that lies ahead."""
    return int((now - listed.made.timestamp()) // 86_400)


def key_of(certificate: bytes) -> Key:
    """The key of a document signer's certificate in DER or PEM, with what it may sign and from when until when.

    Raises:
        ValueError: no certificate, or a key that may sign none.
    """
    is_pem = certificate.lstrip().startswith(b"-----")
    found = x509.load_pem_x509_certificate(certificate) if is_pem else x509.load_der_x509_certificate(certificate)
    spki = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key = public_keys.load(spki)
    if key is None:
        raise ValueError("no key for certificates")
    return Key(
        kid=sha256(found.public_bytes(Encoding.DER)).digest()[:KID_BYTES],
        alg=NAMES[public_keys.algorithm(key)],
        spki=spki,
        country=_attribute(found, NameOID.COUNTRY_NAME).upper(),
        use=_uses(found),
        begins=found.not_valid_before_utc,
        until=found.not_valid_after_utc,
        name=_attribute(found, NameOID.COMMON_NAME),
    )


def utc(seconds: int) -> datetime:
    """A time of lists from seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def _uses(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    oids = [one.dotted_string for one in usage]
    named = {_USES[oid[len(base) :]] for oid in oids for base in _OIDS if oid[len(base) :] in _USES and base in oid}
    return tuple(sorted(named))


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    values = certificate.subject.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def _lines(data: bytes) -> tuple[bytes, bytes]:
    text, _, rest = data.partition(b"\n")
    try:
        return text, urlsafe_b64decode(rest.strip() + b"==")
    except ValueError:
        raise BadTrustList("signature") from None


def _decoded(text: bytes) -> TrustList:
    if len(text) > MOST_BYTES:
        raise BadTrustList("size")
    try:
        listed = msgspec.json.decode(text, type=TrustList)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadTrustList(type(error).__name__) from None
    if listed.v != VERSION or listed.made.tzinfo is None:
        raise BadTrustList("version")
    return listed
