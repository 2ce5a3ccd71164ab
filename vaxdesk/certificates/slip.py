"""The slip of a site: a statement signed by the device that wrote it down, printed before the certificate is there.

`VXS:` and Base45 of a byte for the version and a COSE_Sign1 (EdDSA) whose key identifier is the device's number. It
names the person by name and year of birth alone and is as small as it can be, about 230 bytes (sync design 3.8).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from vaxdesk.certificates import base45, cbor, cose
from vaxdesk.certificates.cose import EDDSA, Sign1, Signer
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateReason

PREFIX = "VXS:"
VERSION = 1
TOKEN_BYTES = 16
MOST_LETTERS = 4296
MOST_DOSES = 8
_MOST_DEVICE_BYTES = 8


class SlipDose(msgspec.Struct, frozen=True, array_like=True):
    """A dose: code of our schedule, lot, ISO day, kind (`primary`, `additional`, `booster`) and number in the kind."""

    product: Annotated[str, Meta(max_length=16)]
    lot: Annotated[str, Meta(max_length=40)]
    day: Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
    kind: Annotated[str, Meta(max_length=12)] = ""
    kind_no: Annotated[int, Meta(ge=0, le=99)] = 0


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """What a slip states.

    Args:
        name: of the person. born: year, 0 when not known.
        unit: `SCHEME:CODE` of the site, which must be that of the device; site: its name.
        token: 128 random bits, the code of the certificate's entry, never derived from the person.
        issued: in seconds.
    """

    name: Annotated[str, Meta(min_length=1, max_length=100)] = msgspec.field(name="1")
    born: Annotated[int, Meta(ge=0, le=9999)] = msgspec.field(name="2")
    doses: Annotated[tuple[SlipDose, ...], Meta(min_length=1, max_length=MOST_DOSES)] = msgspec.field(name="3")
    unit: Annotated[str, Meta(max_length=60)] = msgspec.field(name="4")
    site: Annotated[str, Meta(max_length=100)] = msgspec.field(name="5")
    token: Annotated[bytes, Meta(min_length=TOKEN_BYTES, max_length=TOKEN_BYTES)] = msgspec.field(name="6")
    issued: Annotated[int, Meta(ge=0, le=253_402_300_799)] = msgspec.field(name="7")


class SealedSlip(msgspec.Struct, frozen=True, kw_only=True):
    """An opened slip whose signature nobody has checked yet."""

    envelope: Sign1
    device: int
    slip: Slip


def sign(slip: Slip, sign: Callable[[bytes], bytes], *, device: int) -> str:
    """The text of a slip; `sign` is the device's Ed25519 key, `device` the number on its certificate."""
    payload = cbor.encode({int(key): value for key, value in msgspec.to_builtins(slip, builtin_types=(bytes,)).items()})
    kid = device.to_bytes(max(1, (device.bit_length() + 7) // 8), "big")
    envelope = cose.sign(payload, Signer(EDDSA, kid, sign), tagged=False)
    return PREFIX + base45.encode(bytes([VERSION]) + envelope)


def read(text: str) -> SealedSlip:
    """Opens a slip.

    Raises:
        Unreadable: with the step at which it is none.
    """
    data = base45.behind(PREFIX, text, most=MOST_LETTERS)
    if data[:1] != bytes([VERSION]):
        raise Unreadable(CertificateReason.VERSION if data else CertificateReason.LETTERS)
    envelope = cose.read(data[1:])
    if not 1 <= len(envelope.kid) <= _MOST_DEVICE_BYTES:
        raise Unreadable(CertificateReason.ENVELOPE, "device")
    return SealedSlip(
        envelope=envelope, device=int.from_bytes(envelope.kid, "big"), slip=_stated(envelope.payload)
    )


def _stated(payload: bytes) -> Slip:
    try:
        claims: Any = cbor.decode(payload)
        return msgspec.convert({str(key): value for key, value in claims.items()}, Slip, builtin_types=(bytes,))
    except (msgspec.ValidationError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable(CertificateReason.CONTENT, type(error).__name__) from None
