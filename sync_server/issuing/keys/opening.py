"""Makes the centre's key, and opens it: of both kinds, so that whoever signs need not know which it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from random import Random
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from sync_server import sealed_key
from sync_server.issuing.keys import papers, token
from sync_server.issuing.keys.held import OfAnotherKey, Place, Signer
from vaxdesk.certificates import cose

ALGORITHMS = {cose.NAMES[one]: one for one in (cose.ES256, cose.PS256)}
_RSA_BITS = 3072
_SERIAL_BITS, _ID_BYTES = 127, 8


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A key to be made.

    Args:
        alg: of `ALGORITHMS`.
        name, country: of whoever signs, as verifiers show it; two letters.
        days: for which its certificate is valid.
        place: the token; None for a key under a passphrase.
    """

    alg: int
    name: str
    country: str
    days: int
    place: Place | None = None


def make(wanted: Wanted, words: str, *, rng: Random, now: int, before: Signer | None = None) -> Signer:
    """A new key with a certificate that it signed itself.

    Args:
        words: the passphrase, or the PIN of the token.
        before: the key that it takes the place of; only its certificates are kept.
    Raises:
        token.NoToken: see there.
    """
    serial = rng.getrandbits(_SERIAL_BITS) | 1
    said = {"serial": serial, "name": wanted.name, "country": wanted.country, "now": now, "days": wanted.days}
    past = before.certificates if before else ()
    if wanted.place is not None:
        with token.made(wanted.place, words, wanted.alg, id_=rng.randbytes(_ID_BYTES)) as private:
            return Signer(certificates=(*past, papers.certificate(private, **said)), place=wanted.place)
    private = _made(wanted.alg)
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Signer(
        certificates=(*past, papers.certificate(private, **said)), sealed=sealed_key.seal(der, words)
    )


@contextmanager
def opened(signer: Signer, words: str) -> Iterator[ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey]:
    """The private key, open within the block.

    Raises:
        sealed_key.WrongPassphrase: it does not open.
        token.NoToken: see there.
        OfAnotherKey: the token has another key under that label.
    """
    with _opened(signer, words) as private:
        if private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != signer.key.spki:
            raise OfAnotherKey
        yield private


@contextmanager
def signing(signer: Signer, words: str) -> Iterator[cose.Signer]:
    """What signs certificates within the block; raises as `opened`."""
    with opened(signer, words) as private:
        yield cose.signer(private, signer.key.kid)


def _opened(signer: Signer, words: str) -> AbstractContextManager[Any]:
    if signer.place is not None:
        return token.opened(signer.place, words)
    return nullcontext(load_der_private_key(sealed_key.unseal(signer.sealed, words), None))


def _made(alg: int) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    if alg == cose.ES256:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
