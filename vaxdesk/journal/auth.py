"""Signed requests, and the signed answers that a client acts on (sync design 3.2).

    Authorization: VD1 device.t.nonce.sig
    sig = Ed25519(device key, "vaxdesk/1 request" | method, path, device, t, nonce | SHA-256(body))

The body is covered, so the same request works through proxies and TLS terminators. `t` is the device's time in
seconds, corrected by what the server told; the server tolerates ten minutes.
"""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct

from vaxdesk.journal.signing import SIG_BYTES, Sign, from_text, to_text, valid

SCHEME = "VD1"
TOLERANCE = 600
NONCE_BYTES = 12
_NONCE_LENGTH = 16


class BadAuth(ValueError):
    """A header that is no signed request."""


class Claim(Struct, frozen=True):
    """What a header claims; true once `holds`."""

    device: int
    t: int
    nonce: str
    sig: bytes

    def in_time(self, now: float) -> bool:
        """Whether the request was made within the tolerance of the server's time."""
        return abs(now - self.t) <= TOLERANCE

    def holds(self, public: bytes, *, method: str, path: str, digest: bytes) -> bool:
        """Whether the device of that public key signed this request; `digest` is SHA-256 of the body."""
        return valid(public, self.sig, _request(method, path, self.device, self.t, self.nonce, digest))


def header(sign: Sign, device: int, *, t: int, nonce: bytes, method: str, path: str, body: bytes) -> str:
    """The value of `Authorization`; `nonce` is 12 random bytes."""
    text = to_text(nonce)
    sig = sign(_request(method, path, device, t, text, sha256(body).digest()))
    return f"{SCHEME} {device}.{t}.{text}.{to_text(sig)}"


def parse(value: str) -> Claim:
    """Reads a header.

    Raises:
        BadAuth: not of this form.
    """
    scheme, _, rest = value.partition(" ")
    parts = rest.split(".")
    if scheme != SCHEME or len(parts) != 4:
        raise BadAuth("form")
    device, t, nonce, sig = parts
    if not all(number.isascii() and number.isdigit() and len(number) <= 15 for number in (device, t)):
        raise BadAuth("numbers")
    signature = from_text(sig)
    if len(nonce) != _NONCE_LENGTH or len(signature) != SIG_BYTES:
        raise BadAuth("lengths")
    return Claim(int(device), int(t), nonce, signature)


def sign_problem(sign: Sign, error: str, *, nonce: str, time_ms: int) -> str:
    """Signature of an answer that the client acts on (clock, unknown device, revoked), bound to its request."""
    return to_text(sign(_problem(error, nonce, time_ms)))


def problem_is_signed(public: bytes, sig: str, error: str, *, nonce: str, time_ms: int) -> bool:
    """Whether the server of that public key gave this answer to the request of that nonce."""
    return valid(public, from_text(sig), _problem(error, nonce, time_ms))


def _request(method: str, path: str, device: int, t: int, nonce: str, digest: bytes) -> bytes:
    return f"vaxdesk/1 request\n{method}\n{path}\n{device}\n{t}\n{nonce}\n".encode() + digest


def _problem(error: str, nonce: str, time_ms: int) -> bytes:
    return f"vaxdesk/1 problem\n{error}\n{nonce}\n{time_ms}\n".encode()
