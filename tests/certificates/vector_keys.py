"""Keys of the published vectors: made from words that everybody can read here, so they are worth nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from vaxdesk.certificates.cose import ES256, Private, Signer, raw_signature, signer

_WORDS = b"vaxdesk test vectors, FOR TESTS ONLY: "
_E = 65537
_HALF_BITS = 1024
_ECDSA = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


def kid(name: str) -> bytes:
    """The identifier of a key, as certificates name it."""
    return sha256(spki(private(name))).digest()[:8]


def document_signer(name: str) -> Signer:
    """Who signs with the key of that name; an ES256 signature is the same each time, a PS256 one is not."""
    found = private(name)
    if isinstance(found, ec.EllipticCurvePrivateKey):
        return Signer(ES256, kid(name), lambda data: raw_signature(found.sign(data, _ECDSA)))
    return signer(found, kid(name))


def spki(key: Private) -> bytes:
    """The public key in DER."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@cache
def private(name: str) -> Private:
    """The key of a name: `rsa…` is RSA of 2048 bits, `device…` and `server…` Ed25519, any other P-256."""
    if name.startswith("rsa"):
        return _rsa(name)
    seed = _drawn(name, 0)
    if name.startswith(("device", "server")):
        return Ed25519PrivateKey.from_private_bytes(seed)
    return ec.derive_private_key(int.from_bytes(seed, "big"), ec.SECP256R1())


def _drawn(name: str, no: int) -> bytes:
    return sha256(_WORDS + f"{name} {no}".encode()).digest()


def _rsa(name: str) -> rsa.RSAPrivateKey:
    p, q = _primes(name)
    d = pow(_E, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(
        p=p, q=q, d=d, dmp1=d % (p - 1), dmq1=d % (q - 1), iqmp=pow(q, -1, p),
        public_numbers=rsa.RSAPublicNumbers(_E, p * q),
    )  # fmt: skip
    return numbers.private_key()


def _primes(name: str) -> tuple[int, int]:
    found = [number for number, _ in zip(_prime_numbers(name), range(2), strict=False)]
    return max(found), min(found)


def _prime_numbers(name: str) -> Iterator[int]:
    at = 0
    while True:
        drawn = b"".join(_drawn(name, at + part) for part in range(_HALF_BITS // 256))
        at += _HALF_BITS // 256
        candidate = int.from_bytes(drawn, "big") | 3 << (_HALF_BITS - 2) | 1
        if candidate % _E != 1 and all(pow(base, candidate - 1, candidate) == 1 for base in (2, 3, 5, 7, 11)):
            yield candidate
