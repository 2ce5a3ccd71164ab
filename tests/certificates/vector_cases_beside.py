"""Cases of the vectors: slips of sites and SMART Health Cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cbor2
from msgspec.structs import replace

from tests.certificates import vector_parts as p
from tests.certificates.vector_cases import Case
from tests.certificates.vector_keys import document_signer, private
from tests.certificates.vector_parts import DAY, NOW, claims
from vaxdesk.certificates import cose, shc, slip
from vaxdesk.certificates.slip import SlipDose


def slips_cases() -> Iterator[Case]:
    """Slips of sites."""
    good = p.slip_text()
    yield Case("slip", good)
    yield Case("slip in small letters", good.lower())
    yield Case("slip, year of birth not known", p.slip_text(replace(p.SLIP, born=0)))
    booster = SlipDose("AZ", "ABW12", "2026-11-27", "booster", 1)
    yield Case("slip of three doses", p.slip_text(replace(p.SLIP, doses=(*p.SLIP.doses, booster, booster))))
    strange = SlipDose("NEW", "1", "2026-11-27")
    yield Case("slip of a vaccine that is not known", p.slip_text(replace(p.SLIP, doses=(strange,))))
    yield Case("slip of a device that is not known", p.slip_text(device=5), ("key_unknown",))
    yield Case("slip without a list", good, ("key_unknown",), None)
    yield Case("slip signed by another device", p.slip_text(name="device lost"), ("signature",))
    yield Case("slip of another site", p.slip_text(replace(p.SLIP, unit="OLD:99999")), ("other_site",))
    yield Case("slip after its device's certificate", p.slip_text(name="device lost", device=p.LOST), ("key_expired",))
    yield Case("slip of tomorrow", p.slip_text(replace(p.SLIP, issued=NOW + DAY)), ("not_yet",))
    yield Case("slip taken back", p.slip_text(replace(p.SLIP, token=p.GONE_TOKEN)), ("revoked",))
    yield Case("slip of a later version", p.slip_bytes(b"\x02" + p.envelope(claims())), ("version",))
    yield Case("slip of nothing", slip.PREFIX, ("letters",))
    yield Case("slip with a wrong letter", good[:40] + "_" + good[41:], ("letters",))
    yield Case("slip that is no envelope", p.slip_bytes(b"\x01\x00"), ("envelope",))
    yield Case("slip that names no device", p.slip_bytes(b"\x01" + p.envelope(b"", protected={1: -8})), ("envelope",))
    stated = {1: "A", 2: 1990, 3: [["AZ", "1", "2026-11-27"]], 4: p.UNIT, 5: "", 6: bytes(16), 7: NOW}
    signer = cose.Signer(cose.EDDSA, p.DEVICE.to_bytes(3, "big"), private("device").sign)
    yield Case("slip with the least that it may say", _slip_of(stated, signer))
    yield Case("slip without doses", _slip_of(stated | {3: []}, signer), ("content",))
    yield Case("slip without a name", _slip_of(stated | {1: ""}, signer), ("content",))
    yield Case("slip with half a token", _slip_of(stated | {6: bytes(8)}, signer), ("content",))
    other = replace(document_signer("ec"), kid=b"\1")
    yield Case("slip signed as certificates are", _slip_of(stated, other), ("algorithm",))
    yield Case("slip too long", slip.PREFIX + "0" * 4400, ("too_large",))


def _slip_of(stated: dict[int, Any], signer: cose.Signer) -> str:
    return p.slip_bytes(b"\x01" + cose.sign(cbor2.dumps(stated), signer, tagged=False))


def cards_cases() -> Iterator[Case]:
    """SMART Health Cards."""
    good = shc.digits(p.card())
    yield Case("card", good)
    yield Case("card with a line end", good + "\n")
    yield Case("card of three codes", "\n".join(reversed(p.in_codes(p.card(), 3))))
    yield Case("card of three codes, one missing", "\n".join(p.in_codes(p.card(), 3)[:2]), ("parts_missing",))
    yield Case("card that is not packed", shc.digits(p.card(compress=False)))
    yield Case("card of a dose that was not done", shc.digits(p.card(status="not-done")))
    yield Case("card of a vaccine that is not known", shc.digits(p.card(code="999")))
    yield Case("card with an end", shc.digits(p.card(exp=NOW + 5)))
    yield Case("card run out", shc.digits(p.card(exp=NOW - 5)), ("expired",))
    yield Case("card of tomorrow", shc.digits(p.card(nbf=NOW + DAY)), ("not_yet",))
    yield Case("card of an issuer that is not known", shc.digits(p.card(iss="https://other.example")), ("key_unknown",))
    yield Case("card of a key that is not known", shc.digits(p.card(kid=bytes(32))), ("key_unknown",))
    yield Case("card of another algorithm", shc.digits(p.card(alg="none")), ("algorithm",))
    forged = p.card().rsplit(".", 1)[0] + "." + p.card(nbf=5).rsplit(".", 1)[1]
    yield Case("card with the signature of another", shc.digits(forged), ("signature",))
    yield Case("card with an odd digit", good[:-1], ("letters",))
    yield Case("card of one part", shc.digits("a"), ("envelope",))
    yield Case("card of nothing packed", shc.digits(p.card().split(".")[0] + ".AAAA.AAAA"), ("compression",))
    yield Case("card that is none", shc.digits(p.card(vc={"type": [], "credentialSubject": {}})), ("claims",))
    vc = {"type": ["https://smarthealth.cards#health-card"], "credentialSubject": {}, "rid": "gone"}
    yield Case("card revoked", shc.digits(p.card(vc=vc)), ("revoked",))
