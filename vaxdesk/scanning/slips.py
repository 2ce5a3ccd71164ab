"""The slip of a site, opened for whoever looks for a person: the certificate it stands for, name, year of birth."""

from __future__ import annotations

import msgspec

from vaxdesk.certificates import slip
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.names import clean
from vaxdesk.domain.own_codes import name_of_token
from vaxdesk.domain.scans import Scan, ScanOutcome


def open_slip(scan: Scan) -> Scan:
    """The person whom a recognised slip names; whether it holds is for `certificates.verify` to say."""
    try:
        said = slip.read(scan.extras[0]).slip
    except Unreadable:
        return msgspec.structs.replace(scan, outcome=ScanOutcome.DAMAGED, extras=())
    born = f"{said.born:04}" if said.born else ""
    return msgspec.structs.replace(scan, name=clean(said.name), dob=born, ref=name_of_token(said.token), extras=())
