"""Doses of elsewhere as a certificate or a paper tells of them, and which of them a record lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from vaxdesk.domain.products import Schedule, recognise_product
from vaxdesk.domain.scans import Scan
from vaxdesk.domain.views import DoseView

CERTIFICATE, PAPER = "certificate", "paper"

# Marketing authorisations of the value set `vaccines-covid-19-names` (EU value sets 1.14; Vero Cell of Viet Nam is
# BBIBP-CorV of Beijing, and older certificates name it by the maker's process). The child's form shares the number.
_PRODUCTS = {
    "EU/1/21/1529": "AZ",
    "EU/1/20/1528": "COM-A",
    "EU/1/20/1507": "MOD",
    "EU/1/20/1525": "JAN",
    "BBIBP-CorV": "VERO",
    "Hayat-Vax": "HAY",
    "Sputnik-V": "SPUT",
    "Abdala": "ABD",
}


class PriorDose(msgspec.Struct, frozen=True, kw_only=True):
    """A dose to be taken into the history. `product` is a code of the schedule, empty where it is not recognised."""

    date: str  # ISO, may be partial
    product: str = ""
    product_text: str = ""
    lot: str = ""
    place: str = ""
    n: int = 0
    source: str = PAPER


def of_scan(schedule: Schedule, scan: Scan) -> tuple[PriorDose, ...]:
    """Doses of a certificate (EU DCC format), undated ones left out; the issuer stands for the place."""
    return tuple(
        PriorDose(
            date=one.date,
            product=_product(schedule, one.product),
            product_text=one.product,
            place=", ".join(part for part in (one.issuer, one.country) if part),
            n=one.number,
            source=CERTIFICATE,
        )
        for one in scan.doses
        if one.date
    )


def fresh(doses: Iterable[PriorDose], on_record: Iterable[DoseView]) -> Iterator[PriorDose]:
    """Those of the doses whose day, or part of a day, no dose on record has; each day once."""
    days = [one.date for one in on_record]
    for dose in doses:
        if not any(_overlap(dose.date, day) for day in days):
            days.append(dose.date)
            yield dose


def _overlap(one: str, other: str) -> bool:
    """Whether two dates, of which one may be a mere year or month, may be the same day."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _product(schedule: Schedule, code: str) -> str:
    found = _PRODUCTS.get(code, "")
    return found if schedule.find(found) else recognise_product(schedule, code) or ""
