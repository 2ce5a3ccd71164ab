"""The device certificate once more as X.509, for TLS between the desks of a station (sync design 2.8, 3.2).

The server's key is the authority. Everything in both certificates follows from that key and from what the server
states of the device: serials and dates are reckoned, not drawn, so that a server put back from a backup is the same
authority, and nothing has to be kept. Validity begins in 2020: a desk whose clock went back to 1980 is no less ours,
and whether a certificate has run out is asked of the server's signed time, never of a client's clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, unquote

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vaxdesk.journal.enrolment import Certificate

_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # RFC 5280 4.1.2.5: no well-defined end
_SERIAL_BYTES = 16
_URI = "urn:vaxdesk:device"


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk shows to its neighbours, in PEM: its certificate, and the authority that signed it."""

    x509: str
    ca: str


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who a certificate says that a desk is. `unit` is `SCHEME:CODE`, `key` hex, `not_after` in ms."""

    device: int
    feed: int
    unit: str
    key: str
    not_after: int


def credentials(private: Ed25519PrivateKey, stated: Certificate) -> Credentials:
    """The X.509 certificates of a device; `private` is the server's key."""
    issuer = _authority(private.public_key())
    ca = _base(issuer, issuer, private.public_key(), seed=b"authority", until=_NEVER)
    ca = ca.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    ca = ca.add_extension(_usage(certificates=True), critical=True)
    ca = ca.add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    return Credentials(x509=_pem(_device(private, issuer, stated), private), ca=_pem(ca, private))


def read(certificate: bytes, server: bytes) -> Identity | None:
    """Who a certificate in PEM or DER names; None when the server of that public key has not signed it."""
    found = _load(certificate)
    if found is None or not _signed(found, server):
        return None
    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        device, feed, unit = _parts(names.get_values_for_type(x509.UniformResourceIdentifier)[0])
        key = found.public_key()
    except (x509.ExtensionNotFound, ValueError, IndexError):
        return None
    if not isinstance(key, Ed25519PublicKey):
        return None
    until = int(found.not_valid_after_utc.timestamp() * 1000)
    return Identity(device=device, feed=feed, unit=unit, key=key.public_bytes_raw().hex(), not_after=until)


def is_authority(ca: str, server: bytes) -> bool:
    """Whether a PEM text is the authority of the server of that public key."""
    found = _load(ca.encode())
    if found is None or not _signed(found, server):
        return False
    key = found.public_key()
    return isinstance(key, Ed25519PublicKey) and key.public_bytes_raw() == server


def _device(private: Ed25519PrivateKey, issuer: x509.Name, stated: Certificate) -> x509.CertificateBuilder:
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(stated.key))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"vaxdesk {stated.device}")])
    until = max(datetime.fromtimestamp(stated.not_after // 1000, UTC), _BEGIN)
    built = _base(issuer, subject, public, seed=msgspec.json.encode(stated), until=until)
    uri = f"{_URI}:{stated.device}:{stated.org}:{quote(stated.unit, safe='')}"
    ends = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH])
    built = built.add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), critical=True)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    built = built.add_extension(_usage(certificates=False), critical=True)
    built = built.add_extension(ends, critical=False)
    issuing = x509.AuthorityKeyIdentifier.from_issuer_public_key(private.public_key())
    return built.add_extension(issuing, critical=False)


def _base(
    issuer: x509.Name, subject: x509.Name, public: Ed25519PublicKey, *, seed: bytes, until: datetime
) -> x509.CertificateBuilder:
    drawn = sha256(b"vaxdesk/1 x509 serial" + public.public_bytes_raw() + seed).digest()[:_SERIAL_BYTES]
    serial = int.from_bytes(drawn, "big") | 1  # never zero
    built = x509.CertificateBuilder(issuer, subject, public, serial)
    return built.not_valid_before(_BEGIN).not_valid_after(until)


def _authority(public: Ed25519PublicKey) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"vaxdesk {public.public_bytes_raw().hex()[:16]}")])


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(built: x509.CertificateBuilder, private: Ed25519PrivateKey) -> str:
    return built.sign(private, None).public_bytes(Encoding.PEM).decode("ascii")


def _load(data: bytes) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(data) if data.startswith(b"-") else x509.load_der_x509_certificate(data)
    except (ValueError, x509.InvalidVersion):
        return None


def _signed(found: x509.Certificate, server: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(server).verify(found.signature, found.tbs_certificate_bytes)
    except (InvalidSignature, ValueError):
        return False
    return True


def _parts(uri: str) -> tuple[int, int, str]:
    """Device, feed and unit named in a certificate.

    Raises:
        ValueError: another URI.
    """
    base, device, feed, unit = uri.rsplit(":", 3)
    if base != _URI:
        raise ValueError(uri)
    return int(device), int(feed), unquote(unit)
