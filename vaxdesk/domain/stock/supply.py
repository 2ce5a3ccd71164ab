"""How long the vaccine lasts, what will expire, and what a lot may not be used for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.vials import FIRST_BAD_VVM

LOOK_BACK = 14  # days over which use is averaged
LOW_DAYS = 3  # fewer days of stock than this are a warning
SOON_DAYS = 30  # a lot that expires within so many days is a warning


class SupplyWarning(StrEnum):
    """What the lead should know of the store; the facts of the sentence behind each."""

    WORDS = nonmember("stock.warning")

    LOW = "low"  # product, doses, days
    EXPIRES_SOON = "expires_soon"  # lot, expiry, doses
    EXPIRED = "expired"  # lot, expiry, doses
    LOCKED = "locked"  # lot, doses
    VVM = "vvm"  # lot, vvm, doses
    NEGATIVE = "negative"  # lot, place, doses
    NOT_RETURNED = "not_returned"  # lot, place, doses
    COUNT_DIFFERS = "count_differs"  # lot, place, doses
    COUNT_LATER = "count_later"  # lot, place, doses, day of the count, off: what the count found really
    TEMPERATURE = "temperature"  # place, temp
    NO_READING = "no_reading"  # place


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """A warning with its facts and the lot that it is about, if any."""

    code: SupplyWarning
    facts: dict[str, str] = {}
    lot: str = ""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Doses of a lot that lie in the station, with what decides about their use."""

    lot: str
    product: str
    number: str
    expiry: str
    doses: int
    used_lately: int = 0
    locked: str = ""
    vvm: int = 0


def first_day(day: str) -> str:
    """The first of the `LOOK_BACK` days that end the day before."""
    return (date.fromisoformat(day) - timedelta(days=LOOK_BACK)).isoformat()


def days_left(doses: int, used: int) -> int | None:
    """For how many days doses last at the average use of the last fourteen; None when nothing was used."""
    return doses * LOOK_BACK // used if used > 0 else None


def usable(lot: Held, day: str) -> bool:
    """Whether doses of a lot may be used on a day."""
    return lot.expiry >= day and not lot.locked and lot.vvm < FIRST_BAD_VVM



def warnings(lots: Iterable[Held], day: str) -> list[Warned]:
    """What is low, expires soon, has expired or may not be used; lots of which nothing is left say nothing."""
    held = [one for one in lots if one.doses > 0]
    soon = (date.fromisoformat(day) + timedelta(days=SOON_DAYS)).isoformat()
    found = [warned for one in held if (warned := _of_lot(one, day, soon))]
    return found + _low(list(lots), day)


def _of_lot(lot: Held, day: str, soon: str) -> Warned | None:
    facts = {"lot": lot.number, "doses": str(lot.doses)}
    if lot.expiry < day:
        return Warned(code=SupplyWarning.EXPIRED, facts={**facts, "expiry": lot.expiry}, lot=lot.lot)
    if lot.locked:
        return Warned(code=SupplyWarning.LOCKED, facts=facts, lot=lot.lot)
    if lot.vvm >= FIRST_BAD_VVM:
        return Warned(code=SupplyWarning.VVM, facts={**facts, "vvm": str(lot.vvm)}, lot=lot.lot)
    if lot.expiry <= soon:
        return Warned(code=SupplyWarning.EXPIRES_SOON, facts={**facts, "expiry": lot.expiry}, lot=lot.lot)
    return None


def _low(lots: list[Held], day: str) -> list[Warned]:
    """Products whose usable doses last fewer than `LOW_DAYS` days."""
    found = []
    for product in dict.fromkeys(one.product for one in lots):
        mine = [one for one in lots if one.product == product]
        doses = sum(max(0, one.doses) for one in mine if usable(one, day))
        left = days_left(doses, sum(one.used_lately for one in mine))
        if left is not None and left < LOW_DAYS:
            facts = {"product": product, "doses": str(doses), "days": str(left)}
            found.append(Warned(code=SupplyWarning.LOW, facts=facts))
    return found
