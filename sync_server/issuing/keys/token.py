"""Keys that never leave a token behind PKCS#11, as keys of `cryptography`: whatever signs with one signs with these.

The library that speaks to tokens is an extra (`hsm`); without it no token is there. A process has one session with a
token at a time, and a token answers one question at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, NoReturn

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from sync_server.issuing.keys.held import Place
from vaxdesk.certificates import cose

try:
    import pkcs11
    from pkcs11 import MGF, Attribute, KeyType, Mechanism, ObjectClass
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
    from pkcs11.util.rsa import encode_rsa_public_key
except ImportError:  # pragma: no cover - an extra
    pkcs11 = None

_HALF = 32
_RSA_BITS = 3072


class NoToken(Exception):
    """The token cannot be used; the text says what it lacks, and never the PIN."""


@contextmanager
def made(place: Place, pin: str, alg: int, *, id_: bytes) -> Iterator[InToken]:
    """A new key in a token, to be used within the block.

    Args:
        id_: random bytes by which the token pairs both halves.
    Raises:
        NoToken: it is not there, does not open, or has a key of that label.
    """
    with _session(place, pin) as session:
        if list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: place.key})):
            raise NoToken(f"key {place.key}: there already")
        named = {"label": place.key, "id": id_, "store": True}
        if alg == cose.ES256:
            curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
            session.create_domain_parameters(KeyType.EC, curve, local=True).generate_keypair(**named)
        else:
            session.generate_keypair(KeyType.RSA, _RSA_BITS, **named)
        yield _found(session, place)


@contextmanager
def opened(place: Place, pin: str) -> Iterator[InToken]:
    """The key of a token, opened by its PIN within the block.

    Raises:
        NoToken: it is not there, does not open, or has no such key.
    """
    with _session(place, pin) as session:
        yield _found(session, place)


@contextmanager
def _session(place: Place, pin: str) -> Iterator[Any]:
    if pkcs11 is None:  # pragma: no cover - an extra
        raise NoToken("python-pkcs11")
    try:
        with pkcs11.lib(place.module).get_token(token_label=place.token).open(user_pin=pin, rw=True) as session:
            yield session
    except (pkcs11.PKCS11Error, RuntimeError) as error:  # the latter where the library itself is not there
        raise NoToken(_text(error)) from error


def _found(session: Any, place: Place) -> InToken:
    key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=place.key)
    public = session.get_key(object_class=ObjectClass.PUBLIC_KEY, label=place.key)
    if key.key_type is KeyType.EC:
        return _EcInToken(key, load_der_public_key(encode_ec_public_key(public)))
    return _RsaInToken(key, load_der_public_key(encode_rsa_public_key(public)))  # PKCS#1, which it reads too


def _text(error: Exception) -> str:
    return type(error).__name__ + (f": {error}" if str(error) else "")


class _InToken:
    """What both kinds share: nothing but signing is ever asked of a token."""

    def __init__(self, key: Any, public: Any) -> None:
        self._key, self._public = key, public
        self._lock = Lock()

    def public_key(self) -> Any:
        """The public half."""
        return self._public

    @property
    def key_size(self) -> int:
        """Bits."""
        return self._public.key_size

    def private_bytes(self, *_given: Any, **_named: Any) -> NoReturn:
        """A key does not leave its token."""
        raise UnsupportedAlgorithm("in a token")

    private_numbers = exchange = decrypt = private_bytes

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: dict) -> Any:
        return self

    def _signed(self, data: bytes, **how: Any) -> bytes:
        with self._lock:
            try:
                return self._key.sign(data, **how)
            except pkcs11.PKCS11Error as error:
                raise NoToken(_text(error)) from error


class _EcInToken(_InToken, ec.EllipticCurvePrivateKey):
    @property
    def curve(self) -> ec.EllipticCurve:
        """P-256."""
        return self._public.curve

    def sign(self, data: bytes, signature_algorithm: Any) -> bytes:
        """An ECDSA signature over SHA-256, in DER."""
        del signature_algorithm  # nothing else is asked for here
        raw = self._signed(_sum(data), mechanism=Mechanism.ECDSA)
        r, s = (int.from_bytes(half, "big") for half in (raw[:_HALF], raw[_HALF:]))
        return encode_dss_signature(r, s)


class _RsaInToken(_InToken, rsa.RSAPrivateKey):
    def sign(self, data: bytes, padding_: Any, algorithm: Any) -> bytes:
        """An RSA signature over SHA-256: PSS for what goes abroad, PKCS#1 where a certificate is signed by itself."""
        del algorithm
        if isinstance(padding_, padding.PSS):
            pss = (Mechanism.SHA256, MGF.SHA256, _HALF)
            return self._signed(data, mechanism=Mechanism.SHA256_RSA_PKCS_PSS, mechanism_param=pss)
        return self._signed(data, mechanism=Mechanism.SHA256_RSA_PKCS)


InToken = _EcInToken | _RsaInToken


def _sum(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()
