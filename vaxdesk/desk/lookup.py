"""Looking one person up at the server, when there is a line: the three steps, so that no thread holds the store.

    parcel = lookup.ask(desk, doc="066190001234")          db lane; or name=, dob=, tel= together
    told = lookup.carry(parcel)                            net lane
    found = lookup.pictures(told)                          anywhere: touches neither store nor line

What was found comes into the journal with the next round of sending, by which the person can then be received under
`Elsewhere.person.id`; the server brings it by itself. `look_up` does all of it straight through.
"""

from __future__ import annotations

import msgspec

from vaxdesk.desk import sending
from vaxdesk.desk.context import Desk
from vaxdesk.domain.documents import normalise_document
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.journal.finding import Told, Wanted
from vaxdesk.journal.signing import Sign
from vaxdesk.registry import glance
from vaxdesk.registry.queries import people
from vaxdesk.store import enrolment
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A question with what the net lane needs to carry it."""

    who: Enrolment
    wanted: Wanted
    sign: Sign
    offset: float


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the server knows them, with all doses under any of their records."""

    person: PersonView
    doses: tuple[DoseView, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Who was found, at most five; `more`: there are further people and the question has to be narrower."""

    found: tuple[Elsewhere, ...]
    more: bool


def ask(desk: Desk, *, doc: str = "", name: str = "", dob: str = "", tel: str = "") -> Parcel | Refused:
    """Draws a question up: a document number alone, or name, birth date and phone together.

    Refused: NO_RIGHT, NOT_EXACT.

    Raises:
        Trouble: NOT_ENROLLED.
    """
    refused = desk.refuses(Act.FIND_PERSON)
    if refused is not None:
        return refused
    wanted = Wanted(doc=normalise_document(doc)[:40], name=name, dob=dob, tel=tel, user=desk.user.no)
    if not wanted.whole:
        return Refused(reason=Refusal.NOT_EXACT)
    with desk.store.reading() as conn:
        who, heard = enrolment.joined(conn), enrolment.contact(conn)
    return Parcel(who=who, wanted=wanted, sign=desk.store.signer().sign, offset=heard.offset if heard else 0.0)


def carry(parcel: Parcel) -> Told:
    """Asks the server; the answer bears its signature.

    Raises:
        Trouble: the line failed, or SERVER_BUSY: this PC has asked too often.
    """
    with Link(parcel.who.url, ca=parcel.who.ca) as link:
        return Exchange(link, parcel.who, parcel.sign, offset=parcel.offset).find(parcel.wanted)


def pictures(told: Told) -> Answer:
    """The people in an answer, folded by the same rules as what is kept."""
    found = []
    for one in told.people:
        with glance.of(one.entries) as (conn, names):
            person = people.by_ref(conn, names, one.id)
            if person is not None:
                found.append(Elsewhere(person=person, doses=tuple(people.doses(conn, names, one.id))))
    return Answer(found=tuple(found), more=told.more)


def look_up(desk: Desk, *, doc: str = "", name: str = "", dob: str = "", tel: str = "") -> Answer | Refused:
    """Asks, and takes what was found into the journal; straight through, for the command line.

    Raises:
        Trouble: NOT_ENROLLED, or the line failed.
    """
    parcel = ask(desk, doc=doc, name=name, dob=dob, tel=tel)
    if isinstance(parcel, Refused):
        return parcel
    answer = pictures(carry(parcel))
    if answer.found:
        sending.send_all(desk, why="find")
    return answer
