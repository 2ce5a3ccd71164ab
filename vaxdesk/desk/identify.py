"""Finds the person whom a shown card, a scanned code or a typed number means, and compares card and record."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa

from vaxdesk.desk import lease, rules
from vaxdesk.desk.context import Desk
from vaxdesk.domain import permission, registration
from vaxdesk.domain import visit as visits
from vaxdesk.domain.comparing import another_person, compare
from vaxdesk.domain.documents import DocumentKind, document_kind
from vaxdesk.domain.identity import (
    Candidate,
    Found,
    Identified,
    Match,
    Presence,
    Several,
    Unknown,
    Unread,
    via_of,
)
from vaxdesk.domain.likeness import births_agree
from vaxdesk.domain.scans import Scan, ScanKind
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people
from vaxdesk.registry.queries import visits as queries
from vaxdesk.registry.queries.presences import lately_received, namesakes, presences
from vaxdesk.scanning.reading import read
from vaxdesk.store import enrolment

_SIMILAR = 8


def identify(desk: Desk, scan: str | bytes | Scan, *, keyed: bool = False) -> Identified:
    """Whom a code means.

    Args:
        scan: the text or bytes as they arrived, or a read code.
        keyed: it came as key presses or over a cable, so letters may have suffered.
    """
    if not isinstance(scan, Scan):
        scan = read(scan, keyed=keyed, today=desk.day)
    if not scan.outcome.names_a_person:
        return Unread(scan)
    with desk.store.reading() as conn:
        return _identified(desk, conn, scan)


def look(desk: Desk, person: str, *, scan: Scan | None = None) -> Found | None:
    """One person picked by hand, compared with the card that led there; None when the reference is unknown."""
    with desk.store.reading() as conn:
        found = people.by_ref(conn, desk.store.names, person)
        if found is None or found.voided:
            return None
        if scan is None and not lease.shown(desk, conn, [found]):
            return None
        return _found(desk, conn, presences(conn, desk.store.names, desk.day, [found])[0], Match.PICKED, scan)


def search(desk: Desk, text: str, *, limit: int = 20) -> tuple[Presence, ...]:
    """People for what somebody types, those on the day's list first."""
    with desk.store.reading() as conn:
        found = lease.shown(desk, conn, people.search(conn, desk.store.names, text, day=desk.day, limit=limit))
        return tuple(presences(conn, desk.store.names, desk.day, found))


def lately(desk: Desk, *, limit: int = 12) -> tuple[Presence, ...]:
    """Who was received last, the latest first."""
    with desk.store.reading() as conn:
        names = desk.store.names
        wanted = lately_received(conn, names, desk.day, limit=limit)
        known = people.many(conn, names, wanted)
        return tuple(presences(conn, names, desk.day, [known[one] for one in wanted if one in known]))


def last_contact(conn: sa.Connection) -> int:
    """When the district was last heard from, seconds since 1970; 0 for never. Doses given elsewhere since then
    cannot be known here."""
    heard = enrolment.contact(conn)
    return heard.t if heard else 0


def _identified(desk: Desk, conn: sa.Connection, scan: Scan) -> Identified:
    names = desk.store.names
    match, meant = _meant(conn, names, scan)
    if match is Match.PHONE:  # says who somebody is, not that they stand here
        meant = lease.shown(desk, conn, meant)
    if not meant:
        similar = lease.shown(desk, conn, namesakes_of(conn, names, scan))[:_SIMILAR]
        draft = registration.draft_from(scan, rules.units())
        return Unknown(scan, draft, tuple(presences(conn, names, desk.day, similar)))
    stood = presences(conn, names, desk.day, meant)
    stood.sort(key=lambda one: not one.listed)
    sure = len(stood) == 1 and not another_person(compare(scan, stood[0].person, rules.units()))
    if sure and not _only_likely(scan, stood[0].person, match):
        return _found(desk, conn, stood[0], match, scan)
    return Several(scan, tuple(Candidate(one, match) for one in stood))


def _found(desk: Desk, conn: sa.Connection, presence: Presence, match: Match, scan: Scan | None) -> Found:
    names, person = desk.store.names, presence.person
    visit = visits.fold(queries.of_person(conn, names, person.id, desk.day), person=person.id, day=desk.day)
    return Found(
        presence=presence,
        match=match,
        via=via_of(scan),
        check_in=permission.may_check_in(visit),
        scan=scan,
        differences=compare(scan, person, rules.units()) if scan else (),
        doses=tuple(people.doses(conn, names, person.id)),
        last_contact=last_contact(conn),
    )


def _meant(conn: sa.Connection, names: LogNames, scan: Scan) -> tuple[Match, list[PersonView]]:
    """The strongest evidence that finds anybody decides; weaker evidence adds nobody."""
    for match, finder in _FINDERS:
        found = [one for one in finder(conn, names, scan) if not one.voided]
        if found:
            return match, found
    return Match.PICKED, []


def _only_likely(scan: Scan, person: PersonView, match: Match) -> bool:
    """Name and year alone may be a namesake's: the whole birth date must be known on both sides, and no number
    of one kind may differ. A masked code that finds a record without a number is no more than likely either."""
    if match is not Match.NAME_BIRTH:
        return False
    whole = len(scan.dob) == 10 and scan.dob == person.dob
    return not whole or _numbers_differ(scan.document, person)


def _numbers_differ(document: str, person: PersonView) -> bool:
    kinds = {document_kind(number): number for number in (person.old_doc, person.doc) if number}
    return bool(document) and kinds.get(document_kind(document), document) != document


def _by_own_code(conn: sa.Connection, names: LogNames, scan: Scan) -> list[PersonView]:
    if scan.kind is not ScanKind.ROSTER_ROW:
        return []
    reference = queries.person_of_appointment(conn, names, scan.ref) or scan.ref
    found = people.by_ref(conn, names, reference)
    return [found] if found else []


def _by_certificate(conn: sa.Connection, names: LogNames, scan: Scan) -> list[PersonView]:
    if scan.kind is not ScanKind.CERTIFICATE_SLIP:
        return []
    found = people.by_ref(conn, names, queries.person_of_certificate(conn, names, scan.ref))
    return [found] if found else []


def _by_numbers(numbers: Callable[[Scan], Iterable[str]], *fields: str) -> Callable[..., list[PersonView]]:
    """A finder of people who carry one of these numbers of a scan in one of these fields."""

    def find(conn: sa.Connection, names: LogNames, scan: Scan) -> list[PersonView]:
        found: dict[str, PersonView] = {}
        for number in filter(None, numbers(scan)):
            for one in people.by_number(conn, names, number):
                if number in (getattr(one, field) for field in fields):
                    found.setdefault(one.id, one)
        return list(found.values())

    return find


def _by_insurance(conn: sa.Connection, names: LogNames, scan: Scan) -> list[PersonView]:
    """The card's number whole, or its last ten characters, which alone are the person's (facts 1.2)."""
    if document_kind(scan.bhyt) is not DocumentKind.BHYT:
        return []
    tail = scan.bhyt[-10:]
    return [one for one in people.search(conn, names, tail) if one.bhyt[-10:] == tail]


def _by_mask(conn: sa.Connection, names: LogNames, scan: Scan) -> list[PersonView]:
    if not (scan.suffix and scan.name and scan.dob):
        return []
    return [
        one
        for one in namesakes_of(conn, names, scan)
        if one.doc.endswith(scan.suffix) or one.old_doc.endswith(scan.suffix)
    ]


def namesakes_of(conn: sa.Connection, names: LogNames, scan: Scan) -> list[PersonView]:
    """People of the name and birth year that a code shows, as far as its letters and the dates allow."""
    if not (scan.name and scan.dob):
        return []
    found = namesakes(conn, names, scan.name, scan.dob[:4])
    return [one for one in found if births_agree(one.dob, scan.dob)]


_FINDERS: tuple[tuple[Match, Callable[[sa.Connection, LogNames, Scan], list[PersonView]]], ...] = (
    (Match.ROSTER_CODE, _by_own_code),
    (Match.CERTIFICATE, _by_certificate),
    (Match.DOCUMENT, _by_numbers(lambda scan: (scan.document,), "doc")),
    (Match.OLD_DOCUMENT, _by_numbers(lambda scan: (scan.document, scan.old_document), "doc", "old_doc")),
    (Match.INSURANCE, _by_insurance),
    (Match.MASKED_CODE, _by_mask),
    (Match.NAME_BIRTH, namesakes_of),
    # A telephone belongs to a family: it says something only where nothing else was read.
    (Match.PHONE, _by_numbers(lambda scan: () if scan.name else (scan.tel,), "tel")),
)
