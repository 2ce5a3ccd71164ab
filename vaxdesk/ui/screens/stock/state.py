"""What the store page shows."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.domain.stock.movement import Receipt
from vaxdesk.domain.stock.views import LotRow, Overview


class Tab(StrEnum):
    """Parts of the page."""

    WORDS = nonmember("stock.tab")

    LOTS = "lots"
    RECEIVE = "receive"
    TABLES = "tables"
    COLD = "cold"


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the receipt being written, with the number on its box."""

    receipt: Receipt
    gtin: str = ""


class StockState(msgspec.Struct, frozen=True, kw_only=True):
    """`lot`: reference of the lot picked; `lines`: of the receipt being written; `text`: what is looked for."""

    tab: Tab = Tab.LOTS
    busy: bool = False
    read: bool = False
    seen: Overview = Overview()
    lot: str = ""
    ledger: tuple[LedgerLine, ...] = ()
    lines: tuple[Incoming, ...] = ()
    text: str = ""

    @property
    def row(self) -> LotRow | None:
        """The lot picked."""
        return next((one for one in self.seen.lots if one.lot.id == self.lot), None)

    @property
    def doses(self) -> int:
        """Doses on the receipt being written."""
        return sum(one.receipt.vials * one.receipt.doses_per_vial for one in self.lines)
