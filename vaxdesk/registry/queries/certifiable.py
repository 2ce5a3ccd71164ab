"""What decides whether a certificate of the centre is due for some people, by the fold: the same at both ends.

The server judges by it what to sign, the desk what it may vouch for and what still waits (decisions 0039, 0049).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import msgspec
import sqlalchemy as sa

from vaxdesk.certificates import hcert as texts
from vaxdesk.certificates import making
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain import certificate_due as due
from vaxdesk.domain.certificate_due import CertWait
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.cleaning.police import VerifyResult, is_foreigner
from vaxdesk.domain.course import Course, course
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.registry import bulk, forgetting, rules
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import courses, verified
from vaxdesk.registry.queries.courses import NOTHING
from vaxdesk.registry.tables import change, person
from vaxdesk.registry.tables_certificates import hcert, uncert, vouch
from vaxdesk.registry.tables_exchange import held, issue, issue_ref, resolve

BY_RULE = (WithdrawnFor.CORRECTED, WithdrawnFor.EXPIRED)
_PEOPLE = sa.select(person.c.id, *[person.c[name] for name in PERSON_FIELDS]).where(
    bulk.among(person.c.id, "ids"), person.c.voided == 0
)
_VOUCHES = (
    sa.select(vouch)
    .join(held, held.c.id == vouch.c.id)
    .where(bulk.among(vouch.c.person, "ids"), vouch.c.voided == 0)
    .order_by(vouch.c.stamp, held.c.h)
)
_CORRECTED = sa.select(change.c.obj, change.c.id).where(bulk.among(change.c.obj, "ids"), change.c.kind == "amend")
_CERTS = (
    sa.select(hcert.c.id, hcert.c.person, hcert.c.uvci, hcert.c.text, hcert.c.exp, hcert.c.stamp)
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


class Cert(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of the centre as the fold has it.

    Args:
        exp, t: seconds; until when it holds, when it was signed.
        states: what its text says; None where that states no single vaccination.
        why: it no longer holds, empty while it does.
    """

    id: int
    uvci: str
    text: str
    exp: int
    t: int
    states: Dcc | None
    why: str = ""

    @property
    def digest(self) -> bytes:
        """A sum of what it states, whatever its identifier."""
        return making.digest(self.states) if self.states is not None else b""

    @property
    def is_gone_by_hand(self) -> bool:
        """Whether somebody withdrew it, and no rule; a word of a later program is somebody's."""
        return bool(self.why) and self.why not in BY_RULE


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """What a site stands for, by surrogate of its entry; `cert` is the slip or 0, `t` seconds.

    `lapsed`: one of these doses was corrected in a way that whoever vouched had not read.
    """

    id: int
    cert: int
    doses: tuple[str, ...]
    t: int
    user: int
    lapsed: bool


class Facts(msgspec.Struct, kw_only=True):
    """What is known of a person under all records; `vouches` the oldest first, `certs` that holds longest first."""

    record: Person | None = None
    course: Course | None = None
    identified: bool = False
    blocked: bool = False
    vouches: list[Reviewed] = []
    certs: list[Cert] = []

    @property
    def vouched(self) -> dict[str, int]:
        """The slip, or 0, by reference of each dose that a site stands for as it is now."""
        return {dose: one.cert for one in self.vouches if not one.lapsed for dose in one.doses}


def of_people(
    conn: sa.Connection, names: LogNames, members: Mapping[int, Collection[int]], *, day: date
) -> dict[int, Facts]:
    """By surrogate of the record that stands.

    Args:
        members: all records of each, by the one that stands.
        day: doses after it lie ahead.
    """
    of = {one: canon for canon, some in members.items() for one in some}
    gone = {of[one] for one in forgetting.gone(conn, list(of))}
    found = {canon: Facts() for canon in members}
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
    _add_vouches(conn, names, of, found)
    _add_certs(conn, of, found)
    _add_blocks(conn, names, of, found)
    return found


def stated(facts: Facts) -> tuple[CertWait | None, Dcc | None]:
    """What a certificate would state of somebody, or what keeps anything from being stated."""
    if facts.record is None or facts.course is None:
        return CertWait.PERSON, None
    missing = due.unstated(rules.issuing(), facts.record, facts.course)
    made = None if missing else making.stated(facts.record.name, facts.record.dob, facts.course, rules.values())
    return missing or (None if made else CertWait.PERSON), made


def corrections(conn: sa.Connection, names: LogNames, doses: Collection[str]) -> dict[str, set[int]]:
    """Surrogates of all corrections of some doses, by reference of the dose."""
    ids = {names.known(one): one for one in doses}
    found: dict[str, set[int]] = {one: set() for one in doses}
    for row in conn.execute(_CORRECTED, {"ids": [one for one in ids if one]}) if ids else ():
        found[ids[row.obj]].add(row.id)
    return found


def has_lapsed(names: LogNames, row: sa.Row, corrected: Mapping[str, set[int]]) -> bool:
    """Whether a dose of a row of `vouch` was corrected in a way that whoever vouched had not read."""
    seen = {names.known(one) for one in references(row.seen)}
    return any(corrected[dose] - seen for dose in references(row.doses))


def _identified(who: Person, result: VerifyResult | None) -> bool:
    """A passport is enough for a foreigner (CV 8938)."""
    return bool(who.doc) if is_foreigner(who) else result is not None and result.settles


def _add_vouches(conn: sa.Connection, names: LogNames, of: Mapping[int, int], found: Mapping[int, Facts]) -> None:
    rows = conn.execute(_VOUCHES, {"ids": list(of)}).all()
    corrected = corrections(conn, names, {dose for row in rows for dose in references(row.doses)})
    for row in rows:
        lapsed = has_lapsed(names, row, corrected)
        made = Reviewed(
            id=row.id, cert=row.cert, doses=references(row.doses), t=row.stamp, user=row.user, lapsed=lapsed
        )
        found[of[row.person]].vouches = [*found[of[row.person]].vouches, made]


def _add_certs(conn: sa.Connection, of: Mapping[int, int], found: Mapping[int, Facts]) -> None:
    rows = conn.execute(_CERTS, {"ids": list(of)}).all()
    gone = _whys(conn, [row.id for row in rows])
    for row in rows:
        made = Cert(
            id=row.id, uvci=row.uvci, text=row.text, exp=row.exp, t=row.stamp, states=_read(row.text),
            why=gone.get(row.id, ""),
        )  # fmt: skip
        found[of[row.person]].certs = [*found[of[row.person]].certs, made]


def _read(text: str) -> Dcc | None:
    try:
        found = texts.read(text).certificate
        return found if len(found.v) == 1 else None
    except (Unreadable, ValueError):
        return None


def _whys(conn: sa.Connection, ids: list[int]) -> dict[int, str]:
    """Why each is withdrawn; by hand counts before what a rule said."""
    whys: dict[int, str] = {}
    for row in conn.execute(_WITHDRAWN, {"ids": ids}) if ids else ():
        if row.hcert not in whys or row.why not in BY_RULE:
            whys[row.hcert] = row.why
    return whys


def _add_blocks(conn: sa.Connection, names: LogNames, of: Mapping[int, int], found: Mapping[int, Facts]) -> None:
    objects = dict(of)
    for canon, facts in found.items():
        for one in facts.course.given if facts.course else ():
            objects[names.known(one.dose.id)] = canon
    for obj in conn.execute(_BLOCKED, {"ids": list(objects)}).scalars():
        found[objects[obj]].blocked = True


def references(text: str) -> tuple[str, ...]:
    """References that a column holds, joined by commas."""
    return tuple(filter(None, text.split(",")))


