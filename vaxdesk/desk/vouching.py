"""The site's signature under the doses of a day: who waits for it, signing, taking it back (QĐ 5772/QĐ-BYT, 0049)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import lease, signed
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.certificate_due import CertWait
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.delivery import NOWHERE, Delivery, LogStanding, state_of
from vaxdesk.domain.payloads import Void, Vouch
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.vouching import VouchDay, VouchRow, VouchState
from vaxdesk.domain.vouching import state_of as standing_of
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries import certifiable, certified, people, things
from vaxdesk.registry.queries import vouching as queries
from vaxdesk.registry.queries.certifiable import Cert, Facts, Reviewed
from vaxdesk.registry.visits import same_people
from vaxdesk.store import delivery

LOOK_BACK = 14  # days before and with today that are looked through for people who still wait
_SEQ = (1 << SEQ_BITS) - 1
_ORDER = list(VouchState)


class _Known(msgspec.Struct, frozen=True):
    """What the rows of a day rest on."""

    users: dict[int, str]
    logs: dict[int, LogStanding]
    now: int


def day(desk: Desk, on: str = "") -> VouchDay:
    """The people who were given a dose here on a day, by default the session's, and how their certificates stand.

    Whoever was given another dose since, here or elsewhere, stands on the day of that one.
    """
    day = on or desk.day
    with desk.store.reading() as conn:
        rows = _rows(desk, conn, day)
        others = [(one, _waiting(_rows(desk, conn, one))) for one in _days(desk, conn) if one != day]
    may = desk.refuses(rights.Act.ISSUE_CERTIFICATE) is None
    return VouchDay(day=day, rows=rows, others=tuple(others), may=may)


def waiting(desk: Desk, conn: sa.Connection, day: str) -> int:
    """How many of a day wait for the site's signature, inside the caller's transaction."""
    return _waiting(_rows(desk, conn, day))


def vouch(desk: Desk, day: str, rows: Iterable[VouchRow]) -> Done | Refused:
    """Signs for people as they were shown; `refs` are the new entries.

    Whoever is signed for already, or whose doses are no longer those shown, is left out: `value` maps these references
    to the state they are in now, None for who is no longer on the day.
    """
    refused = desk.refuses(rights.Act.ISSUE_CERTIFICATE)
    if refused:
        return refused
    refs, left_out = [], {}
    with desk.store.writing(user=desk.user.no) as w:
        now = {one.person.id: one for one in _rows(desk, w.conn, day)}
        wanted = list({one.person.id: one for one in rows}.values())
        seen = certifiable.corrections(w.conn, w.names, {dose.id for one in wanted for dose in one.doses})
        ids = same_people(w.conn, [w.names.known(one.person.id) for one in wanted])
        slips = _slips(queries.slips(w.conn, list(ids)), ids)
        for one in wanted:
            found = now.get(one.person.id)
            if found is None or not found.to_sign or found.doses != one.doses:
                left_out[one.person.id] = found.state if found else None
                continue
            entry = Vouch(
                cert=w.names.ref(slips.get(w.names.known(one.person.id), 0)),
                doses=[dose.id for dose in one.doses],
                seen=[w.names.ref(id_) for dose in one.doses for id_ in sorted(seen[dose.id])],
            )
            refs.append(w.add("vouch", entry, of=one.person.id))
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=left_out)


def take_back(desk: Desk, person: str, vouch: str, *, why: str) -> Done | Refused:
    """Takes the site's signature back; what the centre signed by it goes on to hold until somebody withdraws it.

    Returns:
        Refused NO_RIGHT, REASON_NEEDED, or ALREADY_VOIDED when it no longer stands.
    """
    refused = desk.refuses(rights.Act.ISSUE_CERTIFICATE, rights.Act.VOID_STEP, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        if vouch not in {one.id for one in certified.vouches(w.conn, w.names, person)}:
            return Refused(reason=Refusal.ALREADY_VOIDED)
        reference = w.change("void", Void(v=True, why=why.strip()), of=vouch)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)


def _days(desk: Desk, conn: sa.Connection) -> list[str]:
    last = max(desk.day, desk.today())
    first = date.fromisoformat(last) - timedelta(days=LOOK_BACK)
    return queries.days(conn, first=first.isoformat(), last=last)


def _waiting(rows: Iterable[VouchRow]) -> int:
    return sum(one.to_sign or one.state is VouchState.CHANGED for one in rows)


def _rows(desk: Desk, conn: sa.Connection, day: str) -> tuple[VouchRow, ...]:
    names = desk.store.names
    given = queries.given_on(conn, day)
    stands = same_people(conn, list(given))
    doses: dict[int, dict[str, bool]] = {}
    for who, some in given.items():
        doses.setdefault(stands[who], {}).update({names.ref(id_): whole for id_, whole in some.items()})
    facts = signed.facts_of(desk, conn, list(doses))
    shown = people.many(conn, names, [names.ref(one) for one in doses])
    may_see = {one.id for one in lease.shown(desk, conn, list(shown.values())) if not one.voided}
    numbers = {one.id >> SEQ_BITS for some in facts.values() for one in some.vouches}
    known = _Known({one.no: one.name for one in things.users(conn)}, delivery.standings(conn, numbers), desk.now())
    rows = [
        _row(desk, shown[names.ref(one)], facts[one], some, known)
        for one, some in doses.items()
        if names.ref(one) in may_see
    ]
    found = [row for row in rows if row is not None]
    return tuple(sorted(found, key=lambda row: (_ORDER.index(row.state), row.person.name, row.person.id)))


def _row(desk: Desk, who: Any, facts: Facts, doses: Mapping[str, bool], known: _Known) -> VouchRow | None:
    """A person's row; None where another day has it, or nothing of the day stands and nobody signed for it.

    Args:
        doses: of the day, and whether each still stands.
    """
    given = facts.course.given if facts.course else ()
    newest = given[-1].dose.id if given else ""
    mine = [one for one in facts.vouches if set(one.doses) & set(doses)]
    latest = mine[-1] if mine else None
    if not doses.get(newest):
        return _gone(desk, who, doses, latest, known)
    vouched = newest in facts.vouched
    lapsed = latest is not None and not vouched
    missing, _ = certifiable.stated(facts)
    wait = missing or (CertWait.ISSUE if facts.blocked else None)
    held, away = signed.that_holds(facts, now=known.now), signed.gone_by_hand(facts)
    state = standing_of(
        wait=wait, vouched=vouched, lapsed=lapsed, sent=latest is not None and _is_sent(latest, known),
        signed=held is not None, by_hand=away is not None,
    )  # fmt: skip
    waits = wait or (CertWait.IDENTITY if not facts.identified else None)
    told = waits if state in (VouchState.BLOCKED, VouchState.EARLY, VouchState.CENTRE, VouchState.UNSENT) else None
    return VouchRow(
        person=who,
        doses=tuple(one.dose for one in given if one.dose.id in doses),
        state=state,
        wait=told.value if told else "",
        **_signatures(desk, latest, held, away if state is VouchState.WITHDRAWN else None, known),
    )


def _gone(
    desk: Desk, who: Any, doses: Mapping[str, bool], latest: Reviewed | None, known: _Known
) -> VouchRow | None:
    """Who was signed for, and whose dose of the day was taken back since."""
    if latest is None or any(doses.get(one) for one in latest.doses):
        return None
    signatures = _signatures(desk, latest, None, None, known)
    return VouchRow(person=who, doses=(), state=VouchState.CHANGED, **signatures)


def _signatures(
    desk: Desk, latest: Reviewed | None, held: Cert | None, away: Cert | None, known: _Known
) -> dict[str, Any]:
    """Who signed when, at the site and at the centre."""
    found: dict[str, Any] = {}
    if latest is not None:
        by = known.users.get(latest.user, "")
        found |= {"vouch": desk.store.names.ref(latest.id), "vouched_at": latest.t, "by": by}
    if held is not None:
        found |= {"signed_at": held.t, "until": held.exp}
    if away is not None:
        words = {one.value for one in WithdrawnFor}
        found |= {"withdrawn": WithdrawnFor(away.why) if away.why in words else WithdrawnFor.WITHDRAWN}
    return found


def _is_sent(one: Reviewed, known: _Known) -> bool:
    log = known.logs.get(one.id >> SEQ_BITS, NOWHERE)
    return state_of(log, one.id & _SEQ) in (Delivery.SENT, Delivery.CONFIRMED)


def _slips(found: Mapping[int, int], stands: Mapping[int, int]) -> dict[int, int]:
    """The paper of each person, by the record that stands."""
    return {stands[who]: paper for who, paper in found.items()}
