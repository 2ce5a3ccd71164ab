"""`HC1:` texts (hcert-spec 1.x): prefix, Base45, zlib, COSE_Sign1, CWT, certificate, and the same way back."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from vaxdesk.certificates import base45, cose, cwt, dcc
from vaxdesk.certificates.cose import Sign1, Signer
from vaxdesk.certificates.cwt import Claims
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateReason

PREFIX = "HC1:"
MOST_LETTERS = 8192  # the largest code holds 4,296
MOST_INFLATED = 65_536  # bytes; a real one has about 400


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """An opened certificate whose signature nobody has checked yet."""

    envelope: Sign1
    claims: Claims
    certificate: Dcc


def read(text: str) -> Sealed:
    """Opens a text whole.

    Raises:
        Unreadable: with the step at which it is no certificate.
    """
    envelope = cose.read(unwrap(text))
    claims = cwt.read(envelope.payload)
    return Sealed(envelope=envelope, claims=claims, certificate=dcc.read(claims.content))


def unwrap(text: str) -> bytes:
    """The envelope in a text: prefix, Base45 and compression undone.

    Raises:
        Unreadable: NOT_A_CERTIFICATE, LETTERS, COMPRESSION or TOO_LARGE.
    """
    return inflate(base45.behind(PREFIX, text, most=MOST_LETTERS))


def inflate(packed: bytes) -> bytes:
    """What zlib packed; bytes that are no zlib stream are refused, as the specification has it (4.2.1).

    Raises:
        Unreadable: COMPRESSION, or TOO_LARGE before anything larger is made.
    """
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(packed, MOST_INFLATED)
    except zlib.error as error:
        raise Unreadable(CertificateReason.COMPRESSION, str(error)) from None
    if stream.unconsumed_tail:
        raise Unreadable(CertificateReason.TOO_LARGE)
    if not stream.eof or stream.unused_data:
        raise Unreadable(CertificateReason.COMPRESSION, "cut off" if not stream.eof else "more behind it")
    return data


def sign(certificate: Dcc, signer: Signer, *, issuer: str, issued: int, expires: int) -> str:
    """The text of a new certificate; arguments as of `sign_all`."""
    (text,) = sign_all((certificate,), signer, issuer=issuer, issued=issued, expires=expires)
    return text


def sign_all(certificates: Iterable[Dcc], signer: Signer, *, issuer: str, issued: int, expires: int) -> list[str]:
    """The texts of new certificates, in their order.

    Each step is taken for all of them before the next: what one step works with stays close to the processor then,
    and some hundred certificates take two thirds of the time that they take one by one.

    Args:
        issuer: two letters of the country.
        issued, expires: in seconds; the signer's certificate must be valid at both (hcert-spec 3.3.5, 3.3.6), which
            whoever issues looks after.
    """
    plain = [dcc.plain(one) for one in certificates]
    payloads = [cwt.write(one, issuer=issuer, issued=issued, expires=expires) for one in plain]
    envelopes = [cose.sign(one, signer) for one in payloads]
    packed = [zlib.compress(one, 9) for one in envelopes]
    return [PREFIX + base45.encode(one) for one in packed]


def wrap(envelope: bytes) -> str:
    """The text of an envelope."""
    return PREFIX + base45.encode(zlib.compress(envelope, 9))
