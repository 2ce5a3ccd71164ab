"""What the certificates screen shows."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.papers import CertificateSheet, Paper
from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.domain.views import VisitRow


class DayPaper(StrEnum):
    """Papers of the day that are not about one person."""

    WORDS = nonmember("certificates.paper")

    ROSTER = "roster"
    DAY_FORM = "day_form"
    LABELS = "labels"
    SCREENING_ADULT = "screening_adult"
    SCREENING_CHILD = "screening_child"
    SCANNER = "scanner"

    @property
    def what(self) -> Paper:
        """As the print entry keeps it."""
        screening = self in (DayPaper.SCREENING_ADULT, DayPaper.SCREENING_CHILD)
        return Paper.SCREENING if screening else Paper(self.value)


class CertificatesState(msgspec.Struct, frozen=True, kw_only=True):
    """`queue` are those who wait, `found` whom the search found (None: nobody is searched for); `slot` is the dose
    picked on the sheet, 0 for none; `papers`, `vouching`: the papers of the day, or the site's signature, are shown
    instead."""

    busy: bool = False
    today: str = ""
    now: int = 0
    size: str = "a5"
    papers: bool = False
    vouching: bool = False
    queue: tuple[VisitRow, ...] = ()
    found: tuple[Presence, ...] | None = None
    person: str = ""
    sheet: CertificateSheet | None = None
    slot: int = 0

    @property
    def of_people(self) -> bool:
        """Whether certificates are shown, one person at a time."""
        return not (self.papers or self.vouching)

    @property
    def rows(self) -> tuple[VisitRow | Presence, ...]:
        """What the list at the left shows."""
        return self.queue if self.found is None else self.found

    @property
    def due(self) -> bool:
        """Whether printing issues a certificate."""
        return self.sheet is not None and isinstance(self.sheet.may_issue, Allowed) and bool(self.sheet.doses)

    @property
    def refused(self) -> Refused | None:
        """Why nothing can be printed for the person shown."""
        if self.sheet is None or self.sheet.printable or isinstance(self.sheet.may_issue, Allowed):
            return None
        return self.sheet.may_issue
