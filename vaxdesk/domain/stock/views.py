"""Frozen pictures of the store as the store page shows it."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.products import Product
from vaxdesk.domain.stock.awaited import Given
from vaxdesk.domain.stock.balance import LotStand, TableLine
from vaxdesk.domain.stock.cold import Reading, TempState
from vaxdesk.domain.stock.gs1 import Box
from vaxdesk.domain.stock.supply import Warned
from vaxdesk.domain.views import LotView


class Fridge(msgspec.Struct, frozen=True, kw_only=True):
    """A fridge as its last reading says; `today`: readings of the session's day."""

    name: str
    cabinet: str
    last: Reading
    state: TempState
    today: tuple[Reading, ...] = ()


class LotRow(msgspec.Struct, frozen=True, kw_only=True):
    """A lot on the store page. `first`: the one of its product to issue next (first expired, first out).

    `days`: for how many days the doses of its product last, None when nothing was used lately.
    """

    lot: LotView
    stand: LotStand
    first: bool = False
    days: int | None = None


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The store on the session's day. `may_keep`: whoever is signed in may move vaccine.

    `fridge_days`: by product, how many days it lasts out of the freezer; those without a limit are left out.
    `awaited`: allocations from above of which something has not arrived, the oldest first.
    """

    day: str = ""
    lots: tuple[LotRow, ...] = ()
    tables: tuple[TableLine, ...] = ()
    warnings: tuple[Warned, ...] = ()
    fridges: tuple[Fridge, ...] = ()
    products: tuple[Product, ...] = ()
    may_keep: bool = False
    fridge_days: dict[str, int] = {}
    awaited: tuple[Given, ...] = ()


class BoxSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A scanned box. `product` empty: its number is not known yet; `known`: reference of the lot where it is known."""

    box: Box
    product: str = ""
    doses_per_vial: int = 0
    known: str = ""
