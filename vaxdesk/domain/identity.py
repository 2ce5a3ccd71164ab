"""Who stands before the desk: the closed list of answers to a shown card, a typed number or a picked name."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.comparing import FieldDifference
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.domain.scans import Scan, ScanKind
from vaxdesk.domain.views import DoseView, PersonView


class Match(StrEnum):
    """By what a person was found, strongest first."""

    WORDS = nonmember("reception.match")

    ROSTER_CODE = "roster_code"
    CERTIFICATE = "certificate"
    DOCUMENT = "document"
    OLD_DOCUMENT = "old_document"
    INSURANCE = "insurance"
    MASKED_CODE = "masked_code"
    NAME_BIRTH = "name_birth"
    PHONE = "phone"
    PICKED = "picked"


class Via(StrEnum):
    """How a person was recognised at reception, as the check-in entry keeps it."""

    WORDS = nonmember("reception.via")

    CARD = "card"
    BHYT = "bhyt"
    PERSONAL_CODE = "personal_code"
    ROSTER_CODE = "roster_code"
    CERTIFICATE = "certificate"
    TYPED = "typed"
    SEARCH = "search"
    WALK_IN = "walk_in"


_VIA = {
    ScanKind.CITIZEN_CARD_2021: Via.CARD,
    ScanKind.CITIZEN_CARD_2024: Via.CARD,
    ScanKind.BHYT: Via.BHYT,
    ScanKind.PERSONAL_CODE: Via.PERSONAL_CODE,
    ScanKind.EU_DCC: Via.CERTIFICATE,
    ScanKind.SMART_CARD: Via.CERTIFICATE,
    ScanKind.ROSTER_ROW: Via.ROSTER_CODE,
    ScanKind.CERTIFICATE_SLIP: Via.CERTIFICATE,
    ScanKind.TYPED_DOCUMENT: Via.TYPED,
    ScanKind.TYPED_PHONE: Via.TYPED,
}


def via_of(scan: Scan | None) -> Via:
    """The way of recognition that a scan amounts to; without one the person was searched for by hand."""
    return Via.SEARCH if scan is None else _VIA.get(scan.kind, Via.TYPED)


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A person with their place in the day. `listed`: on the day's list; `verified`: what the police found
    (`VerifyResult`), empty when nobody asked them."""

    person: PersonView
    listed: bool = False
    stage: Stage = Stage.WAITING
    outcome: Outcome | None = None
    no: int = 0
    received_at: int = 0
    verified: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """One of several whom a code may mean."""

    presence: Presence
    match: Match


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One person. `check_in` says whether they may be received now, `last_contact` (seconds since 1970, 0 for never)
    how old the knowledge of doses given elsewhere is."""

    presence: Presence
    match: Match
    via: Via
    check_in: Allowed | Refused
    scan: Scan | None = None
    differences: tuple[FieldDifference, ...] = ()
    doses: tuple[DoseView, ...] = ()
    last_contact: int = 0


class Several(msgspec.Struct, frozen=True):
    """More than one may be meant, or one who differs too much from the card to be taken without a look."""

    scan: Scan
    candidates: tuple[Candidate, ...]


class Unknown(msgspec.Struct, frozen=True):
    """Nobody here. `draft` is what a trustworthy read says of the person, `similar` are people of the same name."""

    scan: Scan
    draft: Person
    similar: tuple[Presence, ...] = ()


class Unread(msgspec.Struct, frozen=True):
    """The code names nobody: `scan.outcome` says why and what to do next."""

    scan: Scan


Identified = Found | Several | Unknown | Unread


class Arrival(msgspec.Struct, frozen=True):
    """A person was received: number on the queue slip, reference of the person and of the check-in."""

    no: int
    person: str
    entry: str


class Alike(msgspec.Struct, frozen=True):
    """Registration stopped: these people are already here and may be the same; whoever registers must say."""

    people: tuple[Presence, ...]
