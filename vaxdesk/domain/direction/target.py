"""Targets of units: which there are, what is done towards each, and what is wrong with one that is set.

Inhabitants from 18 years on are `popOverEighteen` of the public statistics (facts 6.4): what has been given since the
beginning is counted against them. Any other target has days, and what was done on them counts.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.payloads_direction import Target
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.report.measures import DOSE_KEYS
from vaxdesk.domain.totals import figures, spans
from vaxdesk.domain.totals.share import Sums

MOST = 200_000_000  # people
MOST_LETTERS = 40  # of a round's number
MOST_BASIS = 80
INHABITANT_DOSES = ("primary_1", "primary_2", "booster_1")  # of which coverage is told; those that the portal tells
_BETWEEN = "|"


class TargetOf(StrEnum):
    """What the number of a target is of."""

    WORDS = nonmember("district_targets.what")

    REACH = "reach"
    ADULTS = "adults"
    INHABITANTS = "inhabitants"

    @property
    def has_days(self) -> bool:
        """Whether it is for some days, and not a number of people who live there."""
        return self is TargetOf.REACH


class Line(msgspec.Struct, frozen=True, order=True):
    """Which target it is: the same line of several units is one row of a table, and adds up."""

    until: str
    since: str
    what: TargetOf
    campaign: str
    product: str
    dose: str

    @property
    def key(self) -> str:
        """The line as a text."""
        return _BETWEEN.join((self.until, self.since, self.what.value, self.campaign, self.product, self.dose))

    def with_dose(self, dose: str) -> Line:
        """The same people, and what was done for them by one kind of dose."""
        return msgspec.structs.replace(self, dose=dose)


def line_of(said: Target) -> Line | None:
    """The line of an entry; None for what no program of ours writes."""
    if said.what not in list(TargetOf) or not 0 < said.n <= MOST or said.dose not in ("", *DOSE_KEYS):
        return None
    what = TargetOf(said.what)
    if not what.has_days:
        return Line("", "", what, "", "", "")
    if not (spans.is_day(said.since) and spans.is_day(said.until) and said.since <= said.until):
        return None
    return Line(said.until, said.since, what, round_of(said.campaign), figures.product(said.product), said.dose)


def read(key: str) -> Line:
    """The line of a text that `Line.key` made."""
    until, since, what, campaign, product, dose = key.split(_BETWEEN)
    return Line(until, since, TargetOf(what), campaign, product, dose)


def round_of(number: str) -> str:
    """The number of a round, as it is the same however somebody typed it."""
    return "".join(number.split()).upper().replace(_BETWEEN, "-")[:MOST_LETTERS]


def done(sums: Sums, line: Line) -> int:
    """How many are reached by the figures of a line's days: people vaccinated, or doses where a kind is named.

    Nobody gets the same kind of dose twice, so doses of one kind are people.
    """
    if not line.dose:
        return sums[figures.named("product", line.product, "vaccinated")] if line.product else sums["vaccinated"]
    parts = (figures.parts(name) for name in sums)
    mine = (part for part in parts if part[0] == "dose" and part[2] == line.dose and line.product in ("", part[1]))
    return sum(sums[figures.named(*part)] for part in mine)


def check(said: Target, *, products: Collection[str]) -> Refused | None:
    """What is wrong with a target as it was filled in.

    Args:
        products: codes that may be named.
    """
    if said.what not in list(TargetOf):
        return Refused(reason=Refusal.REASON_NEEDED)
    if not 0 < said.n <= MOST:
        return Refused(reason=Refusal.NO_NUMBER, facts={"most": MOST})
    for text, most in ((said.campaign, MOST_LETTERS), (said.basis, MOST_BASIS)):
        if len(text) > most:
            return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": most})
    if not TargetOf(said.what).has_days:
        return None
    unreadable = next((day for day in (said.since, said.until) if not spans.is_day(day)), None)
    if unreadable is not None:
        return Refused(reason=Refusal.DAY_UNREADABLE, facts={"day": unreadable})
    if said.since > said.until:
        return Refused(reason=Refusal.DAYS_TURNED)
    if said.product and said.product not in products:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": said.product})
    return None if said.dose in ("", *DOSE_KEYS) else Refused(reason=Refusal.DOSE_UNKNOWN, facts={"dose": said.dose})
