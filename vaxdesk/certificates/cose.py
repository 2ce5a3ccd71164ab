"""COSE_Sign1 (RFC 9052): one signature over one payload, as HCERT and our slip use it. No clock, no trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from cbor2 import CBORTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from vaxdesk.certificates import cbor
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateReason

ES256, PS256, EDDSA = -7, -37, -8
NAMES = {ES256: "ES256", PS256: "PS256", EDDSA: "EdDSA"}
_ALG, _KID = 1, 4
_TAG = 18
_CWT = 61
_CONTEXT = "Signature1"
_COORDINATE = 32
Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | Ed25519PrivateKey


class Signer(msgspec.Struct, frozen=True):
    """Who signs: `sign` takes the bytes to be signed and gives the raw signature (for ES256 r and s, 32 bytes each).

    A token behind PKCS#11 is one of these, so is a key in a file (`signer`).
    """

    alg: int
    kid: bytes
    sign: Callable[[bytes], bytes]


class Sign1(msgspec.Struct, frozen=True, kw_only=True):
    """An opened envelope, its signature not yet checked. `alg` 0 and `kid` empty when it names none."""

    protected: bytes
    payload: bytes
    signature: bytes
    alg: int
    kid: bytes

    @property
    def signed(self) -> bytes:
        """The bytes that the signature covers."""
        return to_be_signed(self.protected, self.payload)


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure (RFC 9052 4.4) of an envelope without external data."""
    return cbor.encode([_CONTEXT, protected, b"", payload])


def read(data: bytes) -> Sign1:
    """Opens an envelope, tagged or not.

    Raises:
        Unreadable: ENVELOPE.
    """
    try:
        parts = cbor.decode(data)
        for tag in (_CWT, _TAG):
            parts = parts.value if isinstance(parts, CBORTag) and parts.tag == tag else parts
        protected, unprotected, payload, signature = parts
        shielded = cbor.decode(protected) if protected else {}
    except (ValueError, TypeError) as error:
        raise Unreadable(CertificateReason.ENVELOPE, type(error).__name__) from None
    if not (_maps(shielded, unprotected) and _strings(protected, payload, signature)):
        raise Unreadable(CertificateReason.ENVELOPE, "parts")
    head = cbor.numbered(unprotected) | cbor.numbered(shielded)  # both may stand there, the protected one counts
    alg, kid = head.get(_ALG), head.get(_KID)
    return Sign1(
        protected=protected,
        payload=payload,
        signature=signature,
        alg=alg if isinstance(alg, int) else 0,
        kid=kid if isinstance(kid, bytes) else b"",
    )


def sign(payload: bytes, signer: Signer, *, tagged: bool = True) -> bytes:
    """The envelope of a payload, algorithm and key in its protected header."""
    protected = cbor.encode({_ALG: signer.alg, _KID: signer.kid})
    parts = [protected, {}, payload, signer.sign(to_be_signed(protected, payload))]
    return cbor.encode(CBORTag(_TAG, parts) if tagged else parts)


def signer(private: Private, kid: bytes) -> Signer:
    """Who signs with a key that lies in memory.

    Raises:
        ValueError: a curve or a size that no verifier takes.
    """
    if isinstance(private, Ed25519PrivateKey):
        return Signer(EDDSA, kid, private.sign)
    if isinstance(private, rsa.RSAPrivateKey):
        if private.key_size < LEAST_RSA:
            raise ValueError("RSA key too short")
        return Signer(PS256, kid, lambda data: private.sign(data, _PSS, _SHA256))
    if not isinstance(private.curve, ec.SECP256R1):
        raise ValueError("not P-256")
    return Signer(ES256, kid, lambda data: raw_signature(private.sign(data, _ECDSA)))


def raw_signature(der: bytes) -> bytes:
    """An ECDSA signature as COSE and JOSE write it: r and s, 32 bytes each."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")


LEAST_RSA = 2048
_SHA256 = hashes.SHA256()
_ECDSA = ec.ECDSA(_SHA256)
_PSS = padding.PSS(mgf=padding.MGF1(_SHA256), salt_length=32)


def _maps(*parts: Any) -> bool:
    return all(isinstance(part, Mapping) for part in parts)  # inside a tag they come as frozen ones


def _strings(*parts: Any) -> bool:
    return all(isinstance(part, bytes) for part in parts)
