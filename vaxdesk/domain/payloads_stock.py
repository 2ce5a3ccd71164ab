"""Entry payloads about lots and vials; part of the catalogue in `payloads`."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Lot(Payload):
    """A vaccine lot known to the station."""

    product: str
    number: str
    expiry: str  # ISO day; last day of use
    doses_per_vial: int = 0
    maker: str = ""
    vials: int = 0


class Vial(Payload):
    """A vial was opened (or diluted)."""

    lot: str
    no: int
    at: int
    doses: int


class VialClose(Payload):
    """A vial was finished or thrown away; `wasted` doses with a reason (facts 3.4)."""

    wasted: int = 0
    why: str = ""


class Stock(Payload):
    """Doses moved into or out of a place; balances are sums, so order does not matter."""

    lot: str
    doses: int  # above 0 in, below 0 out
    reason: str  # receipt, issue, return, transfer, dispose, adjust
    place: str = ""
    why: str = ""


class Count(Payload):
    """A stock-take: so many doses were seen; the difference is an entry of its own (`stock`, reason adjust).

    Written, like `stock`, with a revision of the lot (`registry.queries.stock.next_rev`); `moves` is the number of
    movements of the lot at the place that the counting desk knew, so that one it did not know is noticed.
    """

    lot: str
    seen: int
    place: str = ""
    moves: int = 0
    moves: int = 0  # movements of that lot at that place which the counter's PC knew
