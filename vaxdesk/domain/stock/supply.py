"""How long the vaccine lasts, what will expire, and what a lot may not be used for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain import thaw
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
    THAW_OVER = "thaw_over"  # lot, until, doses
    THAW_SOON = "thaw_soon"  # lot, until, doses
    THAW_UNKNOWN = "thaw_unknown"  # lot, doses
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
    """Doses of a lot that lie in the station, with what decides about their use.

    `fridge_until`: the last ISO day of use after the thaw, empty without a limit; `thaw_unknown`: there is a limit,
    and nobody said when it thawed.
    """

    lot: str
    product: str
    number: str
    expiry: str
    doses: int
    used_lately: int = 0
    locked: str = ""
    vvm: int = 0
    fridge_until: str = ""
    frozen: bool = False
    thaw_unknown: bool = False

    @property
    def until(self) -> str:
        """The last ISO day of use."""
        return min(self.expiry, self.fridge_until or self.expiry)


def first_day(day: str) -> str:
    """The first of the `LOOK_BACK` days that end the day before."""
    return (date.fromisoformat(day) - timedelta(days=LOOK_BACK)).isoformat()


def days_left(doses: int, used: int) -> int | None:
    """For how many days doses last at the average use of the last fourteen; None when nothing was used."""
    return doses * LOOK_BACK // used if used > 0 else None


def usable(lot: Held, day: str) -> bool:
    """Whether doses of a lot may be used on a day, if need be after a thaw."""
    return lot.until >= day and not lot.locked and lot.vvm < FIRST_BAD_VVM


def warnings(lots: Iterable[Held], day: str) -> list[Warned]:
    """What is low, ends soon, has ended or may not be used; lots of which nothing is left say nothing."""
    held = [one for one in lots if one.doses > 0]
    found = [warned for one in held if (warned := _of_lot(one, day))]
    return found + _low(list(lots), day)


def _of_lot(lot: Held, day: str) -> Warned | None:
    facts = {"lot": lot.number, "doses": str(lot.doses)}
    ends = _ends(lot, day)
    if lot.until < day:
        return ends
    if lot.locked:
        return Warned(code=SupplyWarning.LOCKED, facts=facts, lot=lot.lot)
    if lot.vvm >= FIRST_BAD_VVM:
        return Warned(code=SupplyWarning.VVM, facts={**facts, "vvm": str(lot.vvm)}, lot=lot.lot)
    if ends is None and lot.thaw_unknown:
        return Warned(code=SupplyWarning.THAW_UNKNOWN, facts=facts, lot=lot.lot)
    return ends


def _ends(lot: Held, day: str) -> Warned | None:
    """That a lot has ended or ends soon: by its thaw where that is earlier, else by its expiry."""
    facts = {"lot": lot.number, "doses": str(lot.doses)}
    if lot.until != lot.expiry:
        code = SupplyWarning.THAW_OVER if lot.until < day else SupplyWarning.THAW_SOON
        near = lot.until <= _after(day, thaw.SOON_DAYS)
        return Warned(code=code, facts={**facts, "until": lot.until}, lot=lot.lot) if near else None
    code = SupplyWarning.EXPIRED if lot.expiry < day else SupplyWarning.EXPIRES_SOON
    near = lot.expiry <= _after(day, SOON_DAYS)
    return Warned(code=code, facts={**facts, "expiry": lot.expiry}, lot=lot.lot) if near else None


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


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
