"""A certificate withdrawn by hand, and put back: entries of the server's own device, by the number of whoever did."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.district.certificates import person
from sync_server.district.certificates.counts import RIGHT
from sync_server.district.certificates.person import CertRow, PersonPage
from sync_server.district.who import Who
from sync_server.durable.tables_issuing import cert_due
from sync_server.issuing import signing
from sync_server.reading import naming
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.certificate_due import CertState
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries.certifiable import BY_RULE

BY_HAND = tuple(one for one in WithdrawnFor if one not in BY_RULE)
MOST_LETTERS = 300


def withdraw(
    conn: sa.Connection, server: Server, who: Who, ref: str, cert: str, *, why: str, said: str
) -> Refused | None:
    """Withdraws a certificate in the caller's transaction: by an entry, and on the list of trust at once.

    Args:
        ref: the person.
        cert: reference of the certificate.
        why: one of `BY_HAND`.
        said: the reason in words.

    Returns:
        Refused ISSUE_GONE for none of one's units, NO_RIGHT where the certificate stands at a unit that is none,
        NOTHING_CHANGED for one that no longer holds, NOT_YET_READ for one that was withdrawn a moment ago; or what is
        wrong with the reason.
    """
    found = _found(conn, server, who, ref, cert)
    if isinstance(found, Refused):
        return found
    _, one = found
    if one.gone is not None:
        return Refused(reason=Refusal.NOTHING_CHANGED)
    if why not in BY_HAND or not said.strip():
        return Refused(reason=Refusal.REASON_NEEDED)
    if len(said) > MOST_LETTERS:
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_LETTERS})
    id_ = naming.names(conn).known(cert)
    given = {"why": WithdrawnFor(why), "user": who.user_no, "said": said.strip()}
    return None if signing.withdraw(conn, server, id_, **given) else Refused(reason=Refusal.NOT_YET_READ)


def put_back(conn: sa.Connection, server: Server, who: Who, ref: str, cert: str) -> Refused | None:
    """Takes the withdrawal by hand of a certificate back while that still states what is so.

    Returns:
        Refused as above; CHANGED_SINCE where by now it would state something else.
    """
    found = _found(conn, server, who, ref, cert)
    if isinstance(found, Refused):
        return found
    page, one = found
    if one.gone is None or not one.gone.by_hand:
        return Refused(reason=Refusal.NOTHING_CHANGED)
    if page.state is not CertState.WITHDRAWN:
        return Refused(reason=Refusal.CHANGED_SINCE)
    id_ = naming.names(conn).known(cert)
    return None if signing.put_back(conn, server, id_, user=who.user_no) else Refused(reason=Refusal.NOT_YET_READ)


def _found(
    conn: sa.Connection, server: Server, who: Who, ref: str, cert: str
) -> tuple[PersonPage, CertRow] | Refused:
    """The certificate, with the person's row of the index locked: the centre's workers judge nobody meanwhile."""
    page = person.of(conn, who, ref, today=times.day_of(server.now()))
    one = page.find(cert) if page is not None else None
    if page is None or one is None:
        return Refused(reason=Refusal.ISSUE_GONE)
    if not who.may(RIGHT, one.path):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT.value})
    canon = naming.names(conn).known(page.ref)
    conn.execute(sa.select(cert_due.c.canon).where(cert_due.c.canon == canon).with_for_update())
    return page, one
