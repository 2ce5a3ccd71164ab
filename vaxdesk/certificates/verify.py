"""The one door: any text that somebody shows as a certificate, to a verdict. Never raises, whatever the text."""

from __future__ import annotations

from vaxdesk.certificates import hcert, shc, slip
from vaxdesk.certificates.meaning import Setting
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.values import NONE, Values
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.certificates.verify_hcert import verify_hcert
from vaxdesk.certificates.verify_shc import verify_shc
from vaxdesk.certificates.verify_slip import verify_slip
from vaxdesk.domain.certificate_reasons import CertificateKind, CertificateReason

_DOORS = (
    (hcert.PREFIX, CertificateKind.EU_DCC, verify_hcert),
    (slip.PREFIX, CertificateKind.SLIP, verify_slip),
    (shc.PREFIX.upper(), CertificateKind.SMART, verify_shc),
)
_ENDS = "\r\n\t\x00\x02\x03\ufeff"


def verify(text: str, *, trust: Trusted, now: int, values: Values = NONE) -> Verdict:
    """Whether a certificate holds, and what it says.

    Args:
        text: as read from a code: spaces mean something, only line ends are cut off. Several codes of one SMART
            Health Card stand each on a line.
        now: in seconds, from a clock that can be believed: the desk's corrected time, or the server's.
        values: tells which vaccines are ours.
    """
    body = text.strip(_ENDS)
    found = next(((kind, door) for prefix, kind, door in _DOORS if body[: len(prefix)].upper() == prefix), None)
    if found is None:
        return Verdict(
            kind=CertificateKind.UNKNOWN, valid=False, reasons=(CertificateReason.NOT_A_CERTIFICATE,)
        )
    kind, door = found
    setting = Setting(trust=trust, now=now, values=values)
    try:
        return door(body, setting)
    except Unreadable as stopped:
        return Verdict(kind=kind, valid=False, reasons=(stopped.reason,), facts=setting.facts())
