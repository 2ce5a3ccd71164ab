"""Opens SMART Health Cards (`shc:/`) for whoever looks for a person: name, birth and doses, the signature unchecked."""

from __future__ import annotations

import msgspec

from vaxdesk.certificates.meaning import Setting
from vaxdesk.certificates.trusted import NOTHING
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.values import NONE
from vaxdesk.certificates.verdict import ProvenDose
from vaxdesk.certificates.verify_shc import verify_shc
from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.certificate_reasons import CertificateReason
from vaxdesk.domain.names import clean
from vaxdesk.domain.scans import Scan, ScannedDose, ScanOutcome

_NOBODY = Setting(trust=NOTHING, now=0, values=NONE)


def open_card(scan: Scan) -> Scan:
    """Person and doses of a recognised card, outcome UNVERIFIED; TRUNCATED for one code of several. Never raises.

    Args:
        scan: as `read_code` gives it, the payload in its only extra.
    """
    try:
        said = verify_shc(scan.extras[0], _NOBODY)
    except Unreadable as stopped:
        part = stopped.reason is CertificateReason.PARTS_MISSING
        outcome = ScanOutcome.TRUNCATED if part else ScanOutcome.DAMAGED
        return msgspec.structs.replace(scan, outcome=outcome, extras=())
    who = said.person
    return msgspec.structs.replace(
        scan,
        name=clean(who.name) if who else "",
        dob=(parse_birth(who.dob) or "") if who else "",
        doses=tuple(map(_dose, said.doses)),
        extras=(),
    )


def _dose(one: ProvenDose) -> ScannedDose:
    return ScannedDose(
        date=parse_birth(one.date) or "", product=one.product, country=one.country, issuer=one.place or one.issuer
    )
