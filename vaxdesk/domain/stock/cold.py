"""The cold chain: what a fridge must keep, and what a reading means (facts 3.4; ranges are data, `storage.toml`)."""

from __future__ import annotations

import re
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.payloads_stock import UNMEASURED

FREEZES = 0  # tenths of °C: at and below it vaccine that is kept cool may have frozen
_WARMEST, _COLDEST = 500, -1000
_TYPED = re.compile(r"([-−–]?)(\d{1,3})(?:[.,](\d))?(?:\s*°?\s*C)?", re.IGNORECASE)


class Half(StrEnum):
    """The two readings of a day."""

    WORDS = nonmember("stock.half")

    MORNING = "morning"
    AFTERNOON = "afternoon"


class TempState(StrEnum):
    """What a reading means; `stock.cold.do.<value>` says what to do."""

    WORDS = nonmember("stock.cold.state")

    RIGHT = "right"
    COLD = "cold"
    FROZEN = "frozen"
    WARM = "warm"


class Cabinet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of cabinet and the range that it must keep, both ends included, in tenths of °C."""

    key: str
    low: int
    high: int


class Keeping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a product may be kept; `fridge_days`: how long once it stands in a fridge, 0 without limit."""

    code: str
    cabinets: tuple[str, ...]
    fridge_days: int = 0


class Storage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of ranges."""

    cabinet: tuple[Cabinet, ...]
    product: tuple[Keeping, ...]

    def find(self, key: str) -> Cabinet:
        """The cabinet of a kind; of one that the file does not know the first, which is the fridge."""
        return next((one for one in self.cabinet if one.key == key), self.cabinet[0])

    @property
    def fridge_days(self) -> dict[str, int]:
        """How many days products last in a fridge; those without a limit are left out."""
        return {one.code: one.fridge_days for one in self.product if one.fridge_days > 0}

    def keeping(self, product: str) -> Keeping | None:
        """Where a product may be kept; None when the file does not say."""
        return next((one for one in self.product if one.code == product), None)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a fridge; tenths of °C."""

    id: str
    fridge: str
    cabinet: str
    day: str
    at: int
    tenths: int
    low: int = UNMEASURED
    high: int = UNMEASURED
    did: str = ""
    user: int = 0


def load_storage(text: str) -> Storage:
    """The file of ranges.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=Storage)


def judge(cabinet: Cabinet, *values: int) -> TempState:
    """What the worst of some values means; those that nobody measured are left out.

    Freezing counts only where the cabinet is to stay above it, and is worse than warmth: it cannot be seen later.
    """
    known = [one for one in values if one != UNMEASURED]
    coldest, warmest = min(known, default=cabinet.low), max(known, default=cabinet.low)
    if cabinet.low > FREEZES and coldest <= FREEZES:
        return TempState.FROZEN
    if warmest > cabinet.high:
        return TempState.WARM
    return TempState.COLD if coldest < cabinet.low else TempState.RIGHT


def parse_tenths(text: str) -> int | None:
    """Tenths of °C from what people type (`4,5`, `-18`, `5.0 °C`); None when it is no temperature."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, tenth = found.groups()
    tenths = int(whole) * 10 + int(tenth or 0)
    tenths = -tenths if sign else tenths
    return tenths if _COLDEST <= tenths <= _WARMEST else None


def half_of(clock: str) -> Half:
    """Which of the two readings of a day a time `HH:MM` belongs to."""
    return Half.MORNING if clock < "12:00" else Half.AFTERNOON
