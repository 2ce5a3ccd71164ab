"""The trust list at a desk: fetched from the server or taken from a file, kept in the store, asked when one verifies.

`due` and `keep` run on the db lane, `fetch` on the net lane. A list is asked for once a day, and the line may fail: it
ages visibly (decision 0036).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from vaxdesk.certificates import trust
from vaxdesk.certificates.trust import BadTrustList, TrustList
from vaxdesk.certificates.trusted import NOTHING, Trusted
from vaxdesk.desk.context import Desk
from vaxdesk.journal import trust_line
from vaxdesk.store import enrolment, trust_list
from vaxdesk.store import trust as servers
from vaxdesk.store.enrolment import Enrolment

if TYPE_CHECKING:
    from vaxdesk.sync.http import Link

__all__ = ["Errand", "due", "fetch", "keep", "moment", "taken", "trusted"]

_FRESH_S = 86_400
_OK = 200


class Errand(msgspec.Struct, frozen=True):
    """A list to be fetched: who asks, and the tag of the one that is held, empty for none."""

    who: Enrolment
    tag: str


def due(desk: Desk) -> Errand | None:
    """What is to be fetched: nothing before a server is joined, nor while the list that is held is of this day."""
    with desk.store.reading() as conn:
        who, held = enrolment.enrolment(conn), trust_list.find(conn)
    if who is None:
        return None
    if held is not None and 0 <= moment(desk) - trust.read_unsigned(held).made.timestamp() < _FRESH_S:
        return None
    return Errand(who, "" if held is None else trust_line.tag(held))


def fetch(link: Link, errand: Errand) -> bytes | None:
    """The newer list as it came, not yet believed; None when there is none.

    Raises:
        Trouble: NO_LINE, NOT_OUR_SERVER.
    """
    headers = {"If-None-Match": errand.tag} if errand.tag else {}
    reply = link.get(trust_line.path(errand.who.feed), headers=headers)
    return reply.body if reply.status == _OK and reply.media == trust_line.MEDIA else None


def keep(desk: Desk, data: bytes) -> TrustList:
    """Takes in a list that this station's server signed, from whatever hand it came.

    Raises:
        BadTrustList: no list, not of this server, or older than the one that is kept.
        Trouble: NOT_ENROLLED, since then nobody's signature is known.
    """
    with desk.store.changing() as conn:
        listed = trust.read(data, servers.generations(enrolment.joined(conn)))
        held = trust_list.find(conn)
        if held is not None and listed.made < trust.read_unsigned(held).made:
            raise BadTrustList("older")
        trust_list.keep(conn, data)
    return listed


def taken(desk: Desk, data: bytes) -> bool:
    """Takes in what came from the line; False when it is no newer list of this station's server."""
    try:
        keep(desk, data)
    except BadTrustList:
        return False
    return True


def trusted(desk: Desk) -> Trusted:
    """Whom this desk believes; nobody while it has no list."""
    with desk.store.reading() as conn:
        held = trust_list.find(conn)
    return NOTHING if held is None else Trusted(trust.read_unsigned(held))


def moment(desk: Desk) -> int:
    """The time to judge by, in seconds: the device's clock, put right by what the server last told of it."""
    with desk.store.reading() as conn:
        heard = enrolment.contact(conn)
    return desk.now() + (int(heard.offset) if heard else 0)
