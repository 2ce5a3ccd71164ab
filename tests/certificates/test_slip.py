"""Slips of sites: what a device signs, and each way in which a slip does not hold."""

from __future__ import annotations

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from tests.certificates.issuing import DAY, DEVICE, NOW, SITE, SLIP, judged, listed, private
from vaxdesk.certificates import base45, cose, revocation, slip
from vaxdesk.certificates.slip import Slip, SlipDose
from vaxdesk.certificates.trusted import NOTHING
from vaxdesk.domain.certificate_reasons import CertificateCaution as C
from vaxdesk.domain.certificate_reasons import CertificateKind
from vaxdesk.domain.certificate_reasons import CertificateReason as R


def signed(said: Slip = SLIP, *, device: int = SITE.device) -> str:
    return slip.sign(said, DEVICE.sign, device=device)


def odd(payload: bytes, *, version: int = 1, kid: bytes = b"\x01\x11\xeb") -> str:
    envelope = cose.sign(payload, cose.signer(DEVICE, kid), tagged=False)
    return slip.PREFIX + base45.encode(bytes([version]) + envelope)


def test_a_slip_holds_and_is_small() -> None:
    text = signed()
    assert len(base45.decode(text[4:].encode())) <= 240  # bytes; sync design 3.8
    found = judged(text)
    assert (found.kind, found.valid, found.cautions) == (CertificateKind.SLIP, True, (C.PROVISIONAL,))
    assert found.person is not None
    assert (found.person.name, found.person.dob) == ("Nguyễn Thị Lành", "1990")
    (dose,) = found.doses
    assert (dose.ours, dose.lot, dose.days, dose.booster) == ("COM-A", "FN1234", 1, False)
    assert (found.facts.unit, found.facts.device, found.facts.token) == (SITE.unit, 70123, bytes(range(16)).hex())
    assert slip.read(text).slip == SLIP
    assert judged(text.lower() + "\r\n").valid


def test_eight_doses_of_a_long_name() -> None:
    long = replace(SLIP, name="Ặ" * 100, doses=(SlipDose("MOD", "L" * 40, "2022-01-01", "booster", 2),) * 8)
    assert judged(signed(long)).doses[7].booster


@pytest.mark.parametrize(
    ("said", "changes", "reasons"),
    [
        (SLIP, {"devices": ()}, (R.KEY_UNKNOWN,)),
        (SLIP, {"devices": (replace(SITE, key=bytes(32)),)}, (R.SIGNATURE,)),
        (SLIP, {"devices": (replace(SITE, key=b"short"),)}, (R.SIGNATURE,)),
        (SLIP, {"devices": (replace(SITE, key=bytes(32)), SITE)}, ()),
        (SLIP, {"devices": (replace(SITE, until=SLIP.issued - 1),)}, (R.KEY_EXPIRED,)),
        (SLIP, {"devices": (replace(SITE, until=SLIP.issued),)}, ()),
        (replace(SLIP, unit="OLD:99999"), {}, (R.OTHER_SITE,)),
        (SLIP, {"revoked": (revocation.of_token(SLIP.token),)}, (R.REVOKED,)),
        (replace(SLIP, issued=NOW + DAY), {}, (R.NOT_YET,)),
    ],
)
def test_what_a_list_makes_of_a_slip(said: Slip, changes: dict, reasons: tuple[R, ...]) -> None:
    assert judged(signed(said), listed(**changes)).reasons == reasons


def test_nothing_is_believed_without_a_list() -> None:
    found = judged(signed(), NOTHING)
    assert (found.reasons, found.cautions) == ((R.KEY_UNKNOWN,), (C.NO_LIST, C.PROVISIONAL))


def test_another_device_cannot_speak_for_this_one() -> None:
    thief = Ed25519PrivateKey.generate()
    assert judged(slip.sign(SLIP, thief.sign, device=SITE.device)).reasons == (R.SIGNATURE,)


def test_a_slip_signed_in_another_way() -> None:
    envelope = cose.sign(b"", cose.signer(private(), b"\x01\x11\xeb"), tagged=False)
    payload = cose.read(base45.decode(signed()[4:].encode())[1:]).payload
    envelope = cose.sign(payload, cose.signer(private(), b"\x01\x11\xeb"), tagged=False)
    assert judged(slip.PREFIX + base45.encode(b"\1" + envelope)).reasons == (R.ALGORITHM,)


STATED = {1: "A", 2: 1990, 3: [["AZ", "L", "2022-01-01"]], 4: "U", 5: "S", 6: bytes(16), 7: NOW}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("VXS:", R.LETTERS), ("VXS:?", R.LETTERS), ("VXS:ß00", R.LETTERS), ("VXS:" + "0" * 5000, R.TOO_LARGE),
        (odd(cbor2.dumps(STATED), version=2), R.VERSION), ("VXS:" + base45.encode(b"\1\xff"), R.ENVELOPE),
        (odd(cbor2.dumps(STATED), kid=b""), R.ENVELOPE), (odd(cbor2.dumps(STATED), kid=b"123456789"), R.ENVELOPE),
        (odd(b""), R.CONTENT), (odd(cbor2.dumps([1])), R.CONTENT), (odd(cbor2.dumps({})), R.CONTENT),
        (odd(cbor2.dumps(STATED | {1: ""})), R.CONTENT), (odd(cbor2.dumps(STATED | {6: b"short"})), R.CONTENT),
        (odd(cbor2.dumps(STATED | {3: []})), R.CONTENT), (odd(cbor2.dumps(STATED | {3: [["AZ"]]})), R.CONTENT),
        (odd(cbor2.dumps(STATED | {2: "1990"})), R.CONTENT), (odd(cbor2.dumps(STATED | {7: 1.5})), R.CONTENT),
    ],
)
def test_texts_that_are_no_slip(text: str, reason: R) -> None:
    assert judged(text).reasons == (reason,)
