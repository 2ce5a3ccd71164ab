"""Movements of vaccine: why doses came into a place or left it (facts 5.5)."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.payloads_stock import UNMEASURED


class MoveReason(StrEnum):
    """Why doses moved. Issue and return are pairs inside the station, adjust is what a stock-take found; thaw is a pair
    of two lots of one number: out of the freezer, into the fridge."""

    WORDS = nonmember("stock.move")

    RECEIPT = "receipt"
    ISSUE = "issue"
    RETURN = "return"
    TRANSFER = "transfer"
    RETURN_UP = "return_up"
    DISPOSE = "dispose"
    ADJUST = "adjust"
    THAW = "thaw"


class LockReason(StrEnum):
    """Why a lot may not be used for the time being or for good."""

    WORDS = nonmember("stock.lock_reason")

    RECALLED = "recalled"
    REACTION = "reaction"
    COLD_CHAIN = "cold_chain"
    PAPERS = "papers"
    OTHER_LOCK = "other_lock"


LEAVES = frozenset({MoveReason.TRANSFER, MoveReason.RETURN_UP, MoveReason.DISPOSE})
MOST_DOSES = 1_000_000  # of one movement: more is a slip of the keys
WORST_VVM = 4  # stages of the vaccine vial monitor are 1..4; `domain.vials.FIRST_BAD_VVM` is where use ends


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what came from above: a lot and how much of it.

    `expiry` ISO, a day or a month; `vvm` stage 1..4, 0 where the product carries none; `thawed` as `Lot.thawed`, asked
    for where its days in a fridge count.
    """

    product: str
    number: str
    expiry: str
    vials: int
    doses_per_vial: int = 0  # 0: what is usual with the product
    vvm: int = 0
    thawed: str = ""


class ReceiptHead(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for all lines of a receipt. `temp`: tenths of °C in the box at arrival."""

    paper: str = ""
    partner: str = ""
    day: str = ""  # ISO; empty: the session's
    temp: int = UNMEASURED


class MoveView(msgspec.Struct, frozen=True, kw_only=True):
    """One movement as the ledger shows it; `pair` the other half of an issue or return, `t` when it was entered."""

    id: str
    lot: str
    place: str
    doses: int
    reason: str
    day: str = ""
    vials: int = 0
    paper: str = ""
    partner: str = ""
    why: str = ""
    pair: str = ""
    vvm: int = 0
    temp: int = UNMEASURED
    t: int = 0
    user: int = 0
    voided: bool = False
