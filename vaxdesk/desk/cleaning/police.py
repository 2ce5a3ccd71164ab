"""Lists for the commune police: who stands on one, the entry that it was handed out, its paper and its workbook."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

import msgspec

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.paper_moment import printed_at
from vaxdesk.documents.police_list import PoliceListContents, PoliceRow
from vaxdesk.domain import own_codes, rights
from vaxdesk.domain.cleaning.police import ListedPerson, ListKind, PoliceListView, kind_of
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.payloads_cleaning import PoliceList
from vaxdesk.domain.places.communes import bare_commune
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import StationView
from vaxdesk.registry.queries import recipients, things, verified

_OF_LOG = 3  # letters of the log in a list's number: two desks without a line must not give one number


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """Who would stand on a list, by hamlet and name; nothing is written yet."""

    commune: str
    kinds: tuple[ListKind, ...]
    people: tuple[ListedPerson, ...]
    commune_code: str = ""
    scheme: str = ""


class HandedOut(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was made: what its paper and its workbook say, with the reference of its entry."""

    entry: str
    contents: PoliceListContents
    people: tuple[ListedPerson, ...]


def gather(desk: Desk, commune: str, kinds: Collection[ListKind]) -> Gathered:
    """People of a commune (by its name in any of its spellings, perhaps empty) who stand on lists of these kinds.

    Beside other work.
    """
    wanted = bare_commune(commune)
    found: list[tuple[tuple[str, str], ListedPerson]] = []
    codes: tuple[str, str] = ("", "")
    with desk.store.reading() as conn:
        shared = recipients.documents_of_several(conn)
        for reference, person in recipients.everyone(conn, desk.store.names):
            if bare_commune(person.commune) != wanted:
                continue
            kind = kind_of(person, today=desk.day, clashes=person.doc in shared)
            if kind in kinds:
                codes = (person.commune_code, person.scheme) if person.commune_code else codes
                found.append(((person.adr, person.name), _listed(reference, kind, person)))
    people = tuple(one for _, one in sorted(found, key=lambda each: (list(kinds).index(each[1].kind), each[0])))
    return Gathered(commune=commune, kinds=tuple(kinds), people=people, commune_code=codes[0], scheme=codes[1])


def hand_out(desk: Desk, gathered: Gathered) -> Done | Refused:
    """Writes that a list was made and gives it its number; `value` is a `HandedOut`."""
    refused = desk.refuses(rights.Act.CLEAN_PEOPLE)
    if refused:
        return refused
    if not gathered.people:
        return Refused(reason=Refusal.NOBODY_LISTED)
    with desk.store.writing(user=desk.user.no) as w:
        count = verified.lists_of_year(w.conn, desk.day[:4]) + 1
        no = f"{count:03d}/{desk.day[:4]}-{w.head.log[-_OF_LOG:]}"
        entry = w.add(
            "policelist",
            PoliceList(
                no=no,
                day=desk.day,
                kinds=[one.value for one in gathered.kinds],
                people=len(gathered.people),
                commune=gathered.commune,
                commune_code=gathered.commune_code,
                scheme=gathered.scheme,
                sha=_digest(gathered.people),
            ),
        )
        w.flush()
        station = things.station(w.conn)
    contents = _contents(desk, station, gathered, no=no, entry=entry)
    return Done(refs=(entry,), kinds=w.kinds, value=HandedOut(entry=entry, contents=contents, people=gathered.people))


def lists(desk: Desk) -> tuple[PoliceListView, ...]:
    """Lists that were handed out, the newest first."""
    with desk.store.reading() as conn:
        return tuple(verified.lists(conn, desk.store.names))


def _listed(reference: str, kind: ListKind, person: Person) -> ListedPerson:
    key = own_codes.hand_text(own_codes.roster_code(reference))
    return ListedPerson(
        key=key, kind=kind, name=person.name, dob=person.dob, sex=person.sex, doc=person.doc, address=person.adr
    )


def _digest(people: tuple[ListedPerson, ...]) -> str:
    """SHA-256 of what the rows say, hex: proves later what was handed out, and tells nobody who it was."""
    return sha256(msgspec.json.encode(people)).hexdigest()


def _contents(desk: Desk, station: StationView, gathered: Gathered, *, no: str, entry: str) -> PoliceListContents:
    code = own_codes.list_code(entry)
    rows = tuple(
        PoliceRow(number=number, **msgspec.structs.asdict(one)) for number, one in enumerate(gathered.people, start=1)
    )
    return PoliceListContents(
        station=station,
        no=no,
        day=desk.day,
        commune=gathered.commune,
        kinds=gathered.kinds,
        rows=rows,
        code=code,
        code_text=own_codes.hand_text(code),
        printed_at=printed_at(desk),
    )
