"""Public keys of the trust list, and whether a signature is theirs. A check never raises."""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from vaxdesk.certificates.cose import EDDSA, ES256, LEAST_RSA, PS256

Public = ec.EllipticCurvePublicKey | rsa.RSAPublicKey | Ed25519PublicKey
_MOST_RSA = 4096  # more costs milliseconds and gives nothing
_COORDINATE = 32
_SHA256 = hashes.SHA256()
_ECDSA = ec.ECDSA(_SHA256)
_PSS = padding.PSS(mgf=padding.MGF1(_SHA256), salt_length=32)
_REMEMBERED = 2048


@lru_cache(_REMEMBERED)
def load(spki: bytes) -> Public | None:
    """The key of a SubjectPublicKeyInfo in DER; None when it is none that may sign certificates."""
    try:
        key = load_der_public_key(spki)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key if isinstance(key.curve, ec.SECP256R1) else None
    if isinstance(key, rsa.RSAPublicKey):
        return key if LEAST_RSA <= key.key_size <= _MOST_RSA else None
    return key if isinstance(key, Ed25519PublicKey) else None


def algorithm(key: Public) -> int:
    """The only algorithm under which a key signs: which one a certificate names has no say."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return ES256
    return PS256 if isinstance(key, rsa.RSAPublicKey) else EDDSA


def signed_by(key: Public, signature: bytes, data: bytes) -> bool:
    """Whether the raw signature of `data` is that of a key."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            return _ecdsa(key, signature, data)
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, _PSS, _SHA256)
        else:
            key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _ecdsa(key: ec.EllipticCurvePublicKey, signature: bytes, data: bytes) -> bool:
    if len(signature) != 2 * _COORDINATE:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_COORDINATE], signature[_COORDINATE:]))
    key.verify(encode_dss_signature(r, s), data, _ECDSA)
    return True


def signed_by_raw(public: bytes, signature: bytes, data: bytes) -> bool:
    """The same for a raw Ed25519 key, as devices of sites and the server have one."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
    except ValueError:
        return False
    return signed_by(key, signature, data)
