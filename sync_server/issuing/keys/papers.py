"""What is written about a key: its certificate, signed by itself, and the request to the national centre for one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from vaxdesk.certificates import trust

_VACCINATION = x509.ObjectIdentifier("1.3.6.1.4.1.1847.2021.1.2")  # what a key may sign (EU DCC, technical annex 4)
_EARLIER = timedelta(hours=1)  # clocks of verifiers differ


def certificate(private: Any, *, serial: int, name: str, country: str, now: int, days: int) -> bytes:
    """A certificate of a key, signed by the key itself, in DER.

    Args:
        name: of the centre, as verifiers show it.
        now: in seconds; it is valid from an hour before.
    """
    subject = _subject(name, country)
    begins = trust.utc(now)
    made = (
        x509.CertificateBuilder(subject, subject, private.public_key(), serial)
        .not_valid_before(begins - _EARLIER)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    return _useful(made).sign(private, hashes.SHA256()).public_bytes(Encoding.DER)


def request(private: Any, certified: bytes) -> bytes:
    """The request for a certificate of a key (PKCS#10, PEM), under the name that the present one bears."""
    subject = x509.load_der_x509_certificate(certified).subject
    made = x509.CertificateSigningRequestBuilder(subject)
    return _useful(made).sign(private, hashes.SHA256()).public_bytes(Encoding.PEM)


def _useful(made: Any) -> Any:
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return made.add_extension(usage, critical=True).add_extension(
        x509.ExtendedKeyUsage([_VACCINATION]), critical=False
    )


def _subject(name: str, country: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, country), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
