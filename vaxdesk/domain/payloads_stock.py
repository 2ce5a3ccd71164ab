"""Entry payloads about lots, vials, stock and the cold chain; part of the catalogue in `payloads`.

Doses and vials are whole numbers. Places are the store (`""`) and tables (`table:1`, `domain.stock.places`).
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload

UNMEASURED = -9999  # tenths of °C below the absolute zero: nobody looked


class Lot(Payload):
    """A vaccine lot known to the station. `locked`, `vvm` and `thawed` change by `amend`.

    Boxes of one number that thawed on different days are lots of their own (`domain.thaw`).
    """

    product: str
    number: str
    expiry: str  # ISO day; last day of use
    doses_per_vial: int = 0
    maker: str = ""
    vials: int = 0
    locked: str = ""  # why it may not be used (`LockReason: note`); empty: it may
    vvm: int = 0  # stage of the vaccine vial monitor 1..4; 0: none, or nobody looked
    thawed: str = ""  # ISO day on which it came out of the freezer; "frozen": not yet; empty: nobody said


class Vial(Payload):
    """A vial was opened (or diluted)."""

    lot: str
    no: int
    at: int
    doses: int
    place: str = ""  # from which it was taken
    day: str = ""


class VialClose(Payload):
    """A vial was finished or thrown away; `wasted` doses with a reason (facts 3.4)."""

    wasted: int = 0
    why: str = ""
    day: str = ""


class Stock(Payload):
    """Doses moved into or out of a place; balances are sums, so order does not matter."""

    lot: str
    doses: int  # above 0 in, below 0 out
    reason: str  # domain.stock.movement.MoveReason
    place: str = ""
    why: str = ""
    day: str = ""  # ISO; empty: before all days
    vials: int = 0  # whole vials among the doses, never below 0
    paper: str = ""  # number of the delivery note or the minutes
    partner: str = ""  # from whom, or to whom outside the station
    move: str = ""  # reference of the other half, or of the count that it puts right; written before this one
    vvm: int = 0  # stage at that moment
    temp: int = UNMEASURED  # tenths of °C in the box at that moment


class Count(Payload):
    """A stock-take: so many doses were seen; the difference is an entry of its own (`stock`, reason adjust).

    Written, like `stock`, with a revision of the lot (`registry.queries.stock.next_rev`); `moves` is the number of
    movements of the lot at the place that the counting desk knew, so that one it did not know is noticed.
    `knew`: of each log the last dose of the lot, or closing of a vial of it, of that day that it knew (references);
    None: it does not say, and what comes later is not told from what was there (`registry.queries.counted`).
    """

    lot: str
    seen: int
    place: str = ""
    moves: int = 0
    book: int = 0  # doses that should have been there by what the counting desk knew
    day: str = ""
    why: str = ""
    knew: list[str] | None = None


class Temp(Payload):
    """The thermometer of a fridge was read; tenths of °C. `low` and `high` since the last reading, where it shows them.

    `did`: what was done when it was out of range.
    """

    fridge: str  # its name at the station
    day: str
    at: int
    tenths: int
    cabinet: str = "fridge"  # which range it must keep, `domain.stock.cold`
    low: int = UNMEASURED
    high: int = UNMEASURED
    did: str = ""


class Gtin(Payload):
    """What the number on a maker's boxes stands for: asked once, then known. Of several the highest revision holds."""

    gtin: str
    product: str
    doses_per_vial: int = 0
    maker: str = ""
