"""Entry payloads of what people tell after a dose and of what the site did about it; part of the catalogue."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Told(Payload):
    """What somebody, or whoever cares for them, told of one day after a dose; the entry is about the person.

    Written into the feed of the site that gave the dose by the server's own device. Corrected by another one that
    names it, and a `void` of the first.
    """

    day: str
    dose: str  # reference
    signs: list[str] = []  # Sign; none: no reaction that day
    temp: int = 0  # tenths of a degree Celsius, 0 for not measured
    began: str = ""  # ISO day
    hour: int = -1  # of that day, -1 for not known
    impact: str = ""  # Impact
    text: str = ""
    tel: str = ""  # to call back; empty: that of the record
    serious: bool = False  # by the rule of the day on which it was told
    replaces: str = ""  # reference of the report that it corrects


class Called(Payload):
    """The site read what was told, or called about it; the entry is about the same person."""

    told: str  # reference
    result: str  # CallResult
    at: int = 0  # when they were called
    text: str = ""
    aefi: str = ""  # reference of the adverse event that was made of it
