"""The centre's certificate of a person, as far as this desk holds it (decision 0039)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from vaxdesk.certificates import making
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.desk.context import Desk
from vaxdesk.domain.papers import SignedCode
from vaxdesk.registry import rules
from vaxdesk.registry.queries import certifiable
from vaxdesk.registry.queries.certifiable import Cert, Facts
from vaxdesk.registry.visits import same_people


def facts_of(desk: Desk, conn: sa.Connection, people: Collection[int]) -> dict[int, Facts]:
    """What is known of some people, by each of these surrogates, as of the session's day or the clock's, if later."""
    group = same_people(conn, people)
    members: dict[int, set[int]] = defaultdict(set)
    for one, canon in group.items():
        members[canon].add(one)
    day = date.fromisoformat(max(desk.day, desk.today()))
    found = certifiable.of_people(conn, desk.store.names, members, day=day)
    return {one: found[group[one]] for one in people}


def that_holds(facts: Facts, *, now: int) -> Cert | None:
    """The certificate to be shown: not withdrawn, not run out, and saying what the record says.

    What says something else is withdrawn by the next sync; until then it must not stand beside the corrected record.
    """
    made = _made(facts)
    standing = (one for one in facts.certs if not one.why and one.exp > now)
    return next((one for one in standing if made and one.states and making.agree(one.states, made)), None)


def gone_by_hand(facts: Facts) -> Cert | None:
    """The certificate that somebody withdrew though it says what the record says; none is signed in its place."""
    made = _made(facts)
    gone = (one for one in facts.certs if one.is_gone_by_hand)
    return next((one for one in gone if made and one.states and making.agree(one.states, made)), None)


def code_of(desk: Desk, conn: sa.Connection, person: str) -> SignedCode | None:
    """What of it is printed; None where there is none that holds."""
    id_ = desk.store.names.known(person)
    found = that_holds(facts_of(desk, conn, [id_])[id_], now=desk.now()) if id_ else None
    if found is None or found.states is None:
        return None
    (dose,) = found.states.v
    return SignedCode(
        text=found.text, uvci=found.uvci, number=dose.dn, series=dose.sd, signed_at=found.t, until=found.exp
    )


def _made(facts: Facts) -> Dcc | None:
    """Also of a dose that was given elsewhere, for which this site never signs."""
    if facts.record is None or facts.course is None:
        return None
    return making.stated(facts.record.name, facts.record.dob, facts.course, rules.values())
