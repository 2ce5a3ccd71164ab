"""The door for the desk: any payload, whatever brought it, to one Scan."""

from __future__ import annotations

from vaxdesk.domain.codes import read_code
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.scanning.decode import Decoded
from vaxdesk.scanning.hc1 import open_certificate
from vaxdesk.scanning.slips import open_slip
from vaxdesk.scanning.smart import open_card

_FIRST = (
    ScanKind.ROSTER_ROW, ScanKind.CITIZEN_CARD_2024, ScanKind.CITIZEN_CARD_2021, ScanKind.BHYT,
    ScanKind.PERSONAL_CODE, ScanKind.CERTIFICATE_SLIP, ScanKind.EU_DCC,
    ScanKind.SMART_CARD,
)


def read(payload: str | bytes, *, keyed: bool = False, today: str = "") -> Scan:
    """Reads a payload as `read_code` does and opens vaccine passports, SMART Health Cards and slips; never raises.

    Args:
        keyed: it came through key presses or a serial cable.
        today: ISO day of the station.
    """
    scan = read_code(payload, keyed=keyed, today=today)
    if scan.kind is ScanKind.EU_DCC:
        return open_certificate(scan)
    if scan.kind is ScanKind.SMART_CARD:
        return open_card(scan)
    return open_slip(scan) if scan.kind is ScanKind.CERTIFICATE_SLIP and scan.extras else scan


def read_all(codes: list[Decoded], *, today: str = "") -> list[Scan]:
    """Every code of one picture, the one that names a person best first; a picture without any is NOTHING_FOUND."""
    if not codes:
        return [Scan(kind=ScanKind.UNKNOWN, outcome=ScanOutcome.NOTHING_FOUND)]
    scans = [read(code.data, today=today) for code in codes]
    return sorted(scans, key=lambda scan: _FIRST.index(scan.kind) if scan.kind in _FIRST else len(_FIRST))
