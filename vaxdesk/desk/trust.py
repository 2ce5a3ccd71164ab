"""The trust list at a desk: taken from a file, kept in the store, asked for when a certificate is verified."""

from __future__ import annotations

from vaxdesk.certificates import trust
from vaxdesk.certificates.trust import BadTrustList, TrustList
from vaxdesk.certificates.trusted import NOTHING, Trusted
from vaxdesk.desk.context import Desk
from vaxdesk.store import enrolment, trust_list
from vaxdesk.store import trust as servers

__all__ = ["keep", "moment", "trusted"]


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
