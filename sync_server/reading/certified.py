"""Judges where the certificates of some people stand by the fold as it is: the same for the index and for who signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa

from sync_server.reading import naming
from vaxdesk.certificates import making
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.domain import certificate_due as due
from vaxdesk.domain import times
from vaxdesk.domain.certificate_due import CertState, CertWait
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.cleaning.police import VerifyResult, is_foreigner
from vaxdesk.domain.course import Course, course
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.registry import bulk, forgetting, rules
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import courses, verified
from vaxdesk.registry.queries.courses import NOTHING
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_certificates import hcert, uncert, vouch
from vaxdesk.registry.tables_exchange import issue, issue_ref, resolve
from vaxdesk.registry.visits import same_people

_DAY_S = 86_400
_BY_RULE = (WithdrawnFor.CORRECTED, WithdrawnFor.EXPIRED)
_PEOPLE = sa.select(person.c.id, *[person.c[name] for name in PERSON_FIELDS]).where(
    bulk.among(person.c.id, "ids"), person.c.voided == 0
)
_VOUCHES = (
    sa.select(vouch.c.person, vouch.c.cert, vouch.c.doses)
    .where(bulk.among(vouch.c.person, "ids"), vouch.c.voided == 0)
    .order_by(vouch.c.stamp, vouch.c.id)
)
_CERTS = (
    sa.select(hcert.c.id, hcert.c.person, hcert.c.uvci, hcert.c.text, hcert.c.exp)
    .where(bulk.among(hcert.c.person, "ids"), hcert.c.voided == 0)
    .order_by(hcert.c.exp.desc(), hcert.c.id)
)
_WITHDRAWN = sa.select(uncert.c.hcert, uncert.c.why).where(bulk.among(uncert.c.hcert, "ids"), uncert.c.voided == 0)
_BLOCKED = (
    sa.select(issue_ref.c.obj)
    .join(issue, issue.c.id == issue_ref.c.issue)
    .where(bulk.among(issue_ref.c.obj, "ids"), issue.c.kind.in_([one.value for one in rules.issuing().blocking]))
    .where(~sa.exists().where(resolve.c.issue == issue.c.id, resolve.c.voided == 0))
)


class Cert(msgspec.Struct, frozen=True):
    """A certificate of the centre as the fold has it; `why` it no longer holds, empty while it does."""

    id: int
    uvci: str
    exp: int
    digest: bytes
    why: str

    @property
    def is_gone_by_hand(self) -> bool:
        """Whether somebody withdrew it, and no rule; a word of a later program is somebody's."""
        return bool(self.why) and self.why not in _BY_RULE


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where the certificates of one person stand.

    Args:
        canon: the record that stands.
        unit: number of the unit where the newest dose stands, else the record; 0 where nobody knows.
        why: empty unless it waits.
        stated: what is to be signed now, None for nothing.
        about: the slip that the site gave, else 0.
        doses: references of what it rests on.
        holds: the certificate that holds, 0 for none.
        renews: the one whose year is nearly over, 0 for none.
        stale: those that state something else by now.
        known: all that were ever signed, by surrogate.
        due_on: ISO day on which it is another though nothing comes; empty for none.
    """

    canon: int
    unit: int
    state: CertState
    why: str
    stated: Dcc | None
    about: int
    doses: tuple[str, ...]
    holds: int
    renews: int
    stale: tuple[Cert, ...]
    known: tuple[int, ...]
    due_on: str

    @property
    def is_to_do(self) -> bool:
        """Whether the centre has to sign or withdraw something."""
        return self.stated is not None or bool(self.stale)


class _Facts(msgspec.Struct, kw_only=True):
    """What is known of a person."""

    record: Person | None = None
    course: Course | None = None
    identified: bool = False
    blocked: bool = False
    vouched: dict[str, int] = {}  # slip by reference of a dose
    certs: list[Cert] = []


def judge(conn: sa.Connection, names: LogNames, people: Collection[int], *, now: float) -> dict[int, Standing | None]:
    """By surrogate, of each of these people and of all their records: where it stands.

    None for a record that stands for nobody, and for a person of whom there is nothing to say.
    """
    group = same_people(conn, people)
    members: dict[int, set[int]] = defaultdict(set)
    for one, canon in group.items():
        members[canon].add(one)
    day = date.fromisoformat(times.day_of(now))
    facts = _facts(conn, names, members, day)
    units = naming.feeds_of(conn, {*members, *_newest(names, facts.values())})
    found: dict[int, Standing | None] = dict.fromkeys(group)
    for canon, one in facts.items():
        found[canon] = _standing(names, canon, one, units, now=now)
    return found


def _facts(conn: sa.Connection, names: LogNames, members: Mapping[int, set[int]], day: date) -> dict[int, _Facts]:
    of = {one: canon for canon, some in members.items() for one in some}
    gone = {of[one] for one in forgetting.gone(conn, list(of))}
    found = {canon: _Facts() for canon in members}
    for id_, *values in conn.execute(_PEOPLE, {"ids": list(members)}):
        if id_ not in gone:
            found[id_].record = Person(**dict(zip(PERSON_FIELDS, values, strict=True)))
    refs = {names.ref(canon): canon for canon, one in found.items() if one.record is not None}
    had = courses.of_many(conn, names, refs)
    results = verified.results(conn, list(refs.values()))
    for reference, canon in refs.items():
        who = found[canon].record or Person(name="")
        doses = had.get(reference, NOTHING).doses
        found[canon].course = course(rules.schedule(), doses, dob=who.dob, day=day)
        found[canon].identified = _identified(who, results.get(canon))
    _add_vouches(conn, of, found)
    _add_certs(conn, of, found)
    _add_blocks(conn, names, of, found)
    return found


def _identified(who: Person, result: VerifyResult | None) -> bool:
    """A passport is enough for a foreigner (CV 8938)."""
    return bool(who.doc) if is_foreigner(who) else result is not None and result.settles


def _add_vouches(conn: sa.Connection, of: Mapping[int, int], found: dict[int, _Facts]) -> None:
    for row in conn.execute(_VOUCHES, {"ids": list(of)}):
        facts = found[of[row.person]]
        facts.vouched = {**facts.vouched, **dict.fromkeys(filter(None, row.doses.split(",")), row.cert)}


def _add_certs(conn: sa.Connection, of: Mapping[int, int], found: dict[int, _Facts]) -> None:
    rows = conn.execute(_CERTS, {"ids": list(of)}).all()
    gone = _whys(conn, [row.id for row in rows])
    for row in rows:
        made = Cert(row.id, row.uvci, row.exp, making.digest_of(row.text), gone.get(row.id, ""))
        found[of[row.person]].certs = [*found[of[row.person]].certs, made]


def _whys(conn: sa.Connection, ids: list[int]) -> dict[int, str]:
    """Why each is withdrawn; by hand counts before what a rule said."""
    whys: dict[int, str] = {}
    for row in conn.execute(_WITHDRAWN, {"ids": ids}) if ids else ():
        if row.hcert not in whys or row.why not in _BY_RULE:
            whys[row.hcert] = row.why
    return whys


def _add_blocks(conn: sa.Connection, names: LogNames, of: Mapping[int, int], found: dict[int, _Facts]) -> None:
    objects = dict(of)
    for canon, facts in found.items():
        for one in facts.course.given if facts.course else ():
            objects[names.known(one.dose.id)] = canon
    for obj in conn.execute(_BLOCKED, {"ids": list(objects)}).scalars():
        found[objects[obj]].blocked = True


def _newest(names: LogNames, facts: Iterable[_Facts]) -> Iterable[int]:
    return [names.known(one.course.last.dose.id) for one in facts if one.course and one.course.last]


def _standing(names: LogNames, canon: int, facts: _Facts, units: Mapping[int, int], *, now: float) -> Standing | None:
    given = facts.course.given if facts.course else ()
    if not given and not facts.certs:
        return None
    rule = rules.issuing()
    missing = _unstated(facts)
    made = None if missing or facts.record is None or facts.course is None else _made(facts.record, facts.course)
    missing = missing or (None if made else CertWait.PERSON)
    sum_ = making.digest(made) if made else b""
    standing = [one for one in facts.certs if not one.why and one.exp > now]
    held = next((one for one in standing if made and one.digest == sum_), None)
    newest = given[-1].dose.id if given else ""
    wait = missing or due.unsigned(
        identified=facts.identified, blocked=facts.blocked, vouched=newest in facts.vouched
    )
    renewed_from = held.exp - rule.renew_days * _DAY_S if held else 0
    is_ending = held is not None and renewed_from <= now
    by_hand = made is not None and any(one.is_gone_by_hand and one.digest == sum_ for one in facts.certs)
    signs = wait is None and not by_hand and (held is None or is_ending)
    return Standing(
        canon=canon,
        unit=units.get(names.known(newest) if newest else canon, units.get(canon, 0)),
        state=_state(held, signs=signs, by_hand=by_hand, waits=wait is not None),
        why=wait.value if wait and held is None and not by_hand else "",
        stated=made if signs else None,
        about=facts.vouched.get(newest, 0),
        doses=tuple(one.dose.id for one in given),
        holds=held.id if held else 0,
        renews=held.id if held and signs else 0,
        stale=tuple(one for one in standing if one is not held),
        known=tuple(sorted(one.id for one in facts.certs)),
        due_on=_due_on(facts.course, held, renewed_from if held and not is_ending else None),
    )


def _unstated(facts: _Facts) -> CertWait | None:
    if facts.record is None or facts.course is None:
        return CertWait.PERSON
    return due.unstated(rules.issuing(), facts.record, facts.course)


def _made(who: Person, taken: Course) -> Dcc | None:
    return making.stated(who.name, who.dob, taken, rules.values())


def _state(held: Cert | None, *, signs: bool, by_hand: bool, waits: bool) -> CertState:
    if held is not None:
        return CertState.SIGNED
    if by_hand:
        return CertState.WITHDRAWN
    return CertState.WAITS if waits or not signs else CertState.VOUCHED


def _due_on(taken: Course | None, held: Cert | None, renewed_from: int | None) -> str:
    """The day of a dose that lies ahead, or the one after the certificate is to be signed anew, or after its end."""
    days = [one.date for one in taken.later] if taken else []
    if held is not None:
        last = date.fromisoformat(times.day_of(held.exp if renewed_from is None else renewed_from))
        days.append((last + timedelta(days=1)).isoformat())
    return min(days, default="")
