"""What this program prints, and what the certificate desk sees of a person."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.domain.schedule import Upcoming
from vaxdesk.domain.views import DoseView, PersonView


class Paper(StrEnum):
    """Kinds of paper; the value is what a `print` entry keeps under `what`."""

    WORDS = nonmember("printing.paper")

    CERTIFICATE = "certificate"
    ROSTER = "roster"
    DAY_FORM = "day_form"
    SCREENING = "screening"
    AEFI = "aefi"
    LABELS = "labels"
    SLIP = "slip"
    SCANNER = "scanner"
    DAY_SEAL = "day_seal"
    REPORT = "report"
    POLICE_LIST = "police_list"
    INVITATIONS = "invitations"
    INVITATION_SLIPS = "invitation_slips"
    SESSION_PLAN = "session_plan"
    TASK_PLAN = "task_plan"
    STOCK_LEDGER = "stock_ledger"
    STOCK_MINUTES = "stock_minutes"
    STOCK_COUNT = "stock_count"
    TEMPERATURES = "temperatures"
    CHECKLIST = "checklist"
    READINESS = "readiness"


class SheetDose(msgspec.Struct, frozen=True, kw_only=True):
    """A dose in its place 1..7 on the certificate, with its kind and number as the course counts it.

    `product` is the code, empty when not recognised; `vaccine` is the name that the paper says.
    """

    slot: int
    kind: DoseKind
    kind_no: int
    dose: DoseView
    vaccine: str
    place: str
    product: str = ""


class SignedCode(msgspec.Struct, frozen=True, kw_only=True):
    """The centre's certificate as it is printed: `text` is that of the code, `number` of `series` doses.

    `signed_at` and `until` are seconds since 1970.
    """

    text: str
    uvci: str
    number: int
    series: int
    signed_at: int
    until: int


class CertificateSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A person at the certificate desk.

    `left_out` are doses for which the sheet has no place. `may_issue` says whether a certificate is due now; `code`
    and `issued_at` (seconds since 1970) are those of the last one issued, empty and 0 for none; `entry` is its
    reference. `upcoming` is the next appointment. `signed` is the centre's certificate that is printed in the place of
    the site's own code, None until it has come.
    """

    person: PersonView
    doses: tuple[SheetDose, ...] = ()
    left_out: tuple[DoseView, ...] = ()
    may_issue: Allowed | Refused = Allowed()
    code: str = ""
    issued_at: int = 0
    entry: str = ""
    upcoming: Upcoming | None = None
    signed: SignedCode | None = None

    @property
    def printable(self) -> bool:
        """Whether there is a dose to confirm and a certificate that confirms it, now or from before, of whomever."""
        known = bool(self.code) or self.signed is not None
        return bool(self.doses) and (isinstance(self.may_issue, Allowed) or known)
