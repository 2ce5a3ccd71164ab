"""The file that says where the centre's key lies: under a passphrase in it, or in a token; and its certificates.

It lies beside the server's key. What it holds opens nothing without the passphrase, or the PIN of the token. Whoever
loses it makes another key: what the lost one signed goes on to hold, since the list of trust keeps every signer.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sync_server import keys
from vaxdesk.certificates import trust
from vaxdesk.certificates.trust import Key

FILE = "vaxdesk-signer.json"
_VERSION = 1


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where in which token a key lies. `module` is the PKCS#11 library of the token's maker."""

    module: str
    token: str  # label of the token
    key: str  # label of the key in it


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """The key that signs now.

    Args:
        certificates: in DER, all that were ever made for this key or one before it; the last is what it signs under.
        sealed: the private key (PKCS#8) under a passphrase (`sealed_key`); empty where a token has it.
        place: in which token it lies, None where it is sealed here.
    """

    v: int = _VERSION
    certificates: tuple[bytes, ...]
    sealed: bytes = b""
    place: Place | None = None

    @property
    def key(self) -> Key:
        """As the list of trust has it."""
        return trust.key_of(self.certificates[-1])

    @property
    def past(self) -> tuple[Key, ...]:
        """Those before it, the oldest first: what they signed goes on to hold."""
        return tuple(map(trust.key_of, self.certificates[:-1]))

    def lasts(self, until: int) -> bool:
        """Whether its certificate is valid at a time in seconds."""
        end = self.key.until
        return end is None or end.timestamp() >= until


class Damaged(ValueError):
    """The file is there but is none of ours."""


class OfAnotherKey(ValueError):
    """A certificate for another key."""


def read(folder: Path) -> Signer | None:
    """What a folder holds; None for nothing.

    Raises:
        Damaged: no file of ours.
        OSError: it cannot be read.
    """
    path = folder / FILE
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Signer)
        if found.v != _VERSION or not (found.sealed or found.place):
            raise Damaged(path)
        trust.key_of(found.certificates[-1])
    except FileNotFoundError:
        return None
    except (ValueError, IndexError) as error:
        raise Damaged(path) from error
    return found


def write(folder: Path, signer: Signer) -> None:
    """Puts it into the folder, whole or not at all.

    Raises:
        OSError: no room, no right; what was there is as it was.
    """
    keys.put(folder / FILE, msgspec.json.encode(signer).decode())


def certified(signer: Signer, data: bytes) -> Signer:
    """The same key under a certificate that somebody else made for it, in PEM or DER.

    Raises:
        OfAnotherKey: or no certificate at all.
    """
    try:
        found = _read(data)
        same = _public(found) == _public(x509.load_der_x509_certificate(signer.certificates[-1]))
    except ValueError as error:
        raise OfAnotherKey(error) from error
    if not same:
        raise OfAnotherKey
    der = found.public_bytes(Encoding.DER)
    kept = tuple(one for one in signer.certificates if one != der)
    return msgspec.structs.replace(signer, certificates=(*kept, der))


def _read(data: bytes) -> x509.Certificate:
    is_pem = data.lstrip().startswith(b"-----")
    return x509.load_pem_x509_certificate(data) if is_pem else x509.load_der_x509_certificate(data)


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
