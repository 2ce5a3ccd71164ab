"""Entry payloads of what those above set for units; part of the catalogue in `payloads`. None names a person."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Target(Payload):
    """How many people a unit is to reach, or how many live there; stands in the feed of that unit.

    A target is told apart by all fields but `n` and `basis`: of several the latest holds. `n` is corrected by `amend`.
    """

    what: str  # TargetOf
    n: int
    since: str = ""  # ISO, first and last day; both empty for inhabitants
    until: str = ""
    campaign: str = ""  # number of the round as written; empty: none
    product: str = ""  # code; empty: any vaccine
    dose: str = ""  # one of `report.measures.DOSE_KEYS`; empty: any
    basis: str = ""  # number of the paper that sets it


class Allocation(Payload):
    """Doses that a unit is allocated by one above it; stands in the feed of the unit that gets them.

    Everything but `giver` is corrected by `amend`; the server's own device alone writes it.
    """

    giver: str  # the unit that allocates, `SCHEME:CODE`; empty: from outside all units
    product: str  # code
    doses: int
    day: str  # ISO, of the decision
    decision: str  # its number
    lot: str = ""  # number as written; empty: any
    note: str = ""
