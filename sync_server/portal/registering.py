"""Registering oneself: what must be filled in, a place that nobody else gets, the code to see and cancel it.

A row is all that is written (decision 0045). Whether the person is known already is never looked up here.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, nonmember
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import feed, org
from sync_server.durable.tables_portal import portal_session, portal_signup, portal_slot
from sync_server.portal import places, rates, slip_codes
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.addresses import split_address
from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.days import span
from vaxdesk.domain.documents import normalise_document, normalise_phone
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.registration import PersonFlaw, check_person
from vaxdesk.domain.signups import STANDING, SignupState
from vaxdesk.registry import rules
from vaxdesk.registry.tables import appt
from vaxdesk.registry.tables_plan import plan as plan_

FIELDS = (
    "name", "dob", "sex", "tel", "doc", "bhyt", "job", "grp", "eth", "nat", "adr", "guardian", "guardian_tel",
    "history", "history_text", "dose", "day", "half", "consent", "plan", "slot", "unit",
)  # fmt: skip
GROUPS = tuple(str(no) for no in range(1, 17))  # QĐ 3355/QĐ-BYT
HISTORY = ("yes", "no", "unknown")
HALVES = ("morning", "afternoon", "all_day")
DOSES = ("1", "2", "3", "4")
AHEAD_DAYS = 90
MOST_OF_PHONE = 6  # standing registrations of one telephone: a household
_LONGEST = 200
_NEEDED_OF_CHILD = ("tel", "adr", "grp")  # children are found by who comes with them
_NEEDED = ("tel", "doc", "job", "adr", "grp")


class Fault(StrEnum):
    """What is wrong beside what may be wrong with a person."""

    WORDS = nonmember("portal_register.fault")

    MISSING = "missing"
    NO_CHOICE = "no_choice"
    DAY = "day"
    CONSENT = "consent"


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was read. `faults` by field are keys of sentences."""

    person: Person
    unit: int
    plan: int
    slot: str
    day: str
    faults: dict[str, str]


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """Done. `placed`: with the hour that was wanted; else the station gives one."""

    code: str
    placed: bool


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A registration as whoever has its code sees it. `ref`: its line on the list of the station, once there is one.

    Day and hour are those that the station has now. `off`: it took the line off, or cancelled the session.
    """

    unit: str
    day: str
    slot: str
    cancelled: bool
    ref: str
    off: bool = False


def read(values: dict[str, str], *, today: str) -> Filled:
    """A form as typed, in normal form and with what is wrong with it."""
    given = {name: clean(values.get(name, ""))[:_LONGEST] for name in FIELDS}
    tel, guardian_tel = (normalise_phone(given[name]) or given[name] for name in ("tel", "guardian_tel"))
    person = Person(
        name=given["name"],
        dob=parse_birth(given["dob"]) or given["dob"],
        sex=given["sex"] if given["sex"] in ("M", "F") else "",
        doc=normalise_document(given["doc"]),
        bhyt=normalise_document(given["bhyt"]),
        tel=tel,
        grp=given["grp"] if given["grp"] in GROUPS else "",
        job=given["job"],
        eth=given["eth"],
        nat=given["nat"],
        **split_address(given["adr"], rules.units()),
        guardian=given["guardian"],
        guardian_tel=guardian_tel,
        source="portal",
    )
    plan, unit = (int(given[name]) if _is_number(given[name]) else 0 for name in ("plan", "unit"))
    faults = _faults(given, person, today=today, placed=bool(plan))
    return Filled(person=person, unit=unit, plan=plan, slot=given["slot"][:5], day=given["day"], faults=faults)


def gives_hours(conn: sa.Connection, unit: int) -> bool:
    """Whether a unit is one where people are vaccinated, not one above such: nobody there reads lists of people."""
    return not places.below(conn, unit)


def may_take(conn: sa.Connection, server: Server, tel: str) -> bool:
    """Whether a telephone, which was proven, may register one more person."""
    mine = (portal_signup.c.phone == rates.subject(server, tel), portal_signup.c.state.in_(STANDING))
    ahead = portal_signup.c.day >= times.day_of(server.now())
    found = sa.select(sa.func.count()).select_from(portal_signup).where(*mine, ahead)
    return conn.execute(found).scalar_one() < MOST_OF_PHONE


def register(conn: sa.Connection, server: Server, filled: Filled, *, note: str) -> Registered | None:
    """Writes a registration in the caller's transaction; None when the station or session is no longer there.

    A place that somebody else has taken meanwhile loses nothing but the hour: the station gives another.
    """
    today = times.day_of(server.now())
    session = _session(conn, filled.plan, today) if filled.plan else None
    if filled.plan and session is None:
        return None
    unit, day = (session.org_no, session.day) if session else (filled.unit, filled.day)
    if conn.execute(_UNIT, {"unit": unit}).first() is None or (session is None and not gives_hours(conn, unit)):
        return None
    placed = session is not None and _take(conn, filled.plan, filled.slot)
    code = slip_codes.of_bits(server.rng.getrandbits(slip_codes.BITS))
    person = msgspec.structs.replace(filled.person, note=note[: 4 * _LONGEST])
    row = {
        "digest": _digest(code), "org_no": unit, "state": SignupState.NEW.value, "at_ms": server.now_ms(), "day": day,
        "plan": filled.plan if placed else 0, "slot": filled.slot if placed else "",
        "person": msgspec.json.encode(person), "phone": rates.subject(server, person.tel),
    }  # fmt: skip
    conn.execute(portal_signup.insert(), row)
    return Registered(code=code, placed=placed)


def see(conn: sa.Connection, code: str) -> Seen | None:
    """The registration of a code."""
    wanted = sa.select(portal_signup, org.c.name.label("unit")).join(org, org.c.org_no == portal_signup.c.org_no)
    row = conn.execute(wanted.where(portal_signup.c.digest == _digest(slip_codes.plain(code)))).first()
    if row is None:
        return None
    seen = Seen(unit=row.unit, day=row.day, slot=row.slot, cancelled=row.state not in STANDING, ref=row.ref)
    line = conn.execute(_LINE, {"line": row.line}).first() if row.line else None
    if line is None or seen.cancelled:
        return seen
    off = bool(line.voided or line.replan or line.over)
    return msgspec.structs.replace(seen, day=line.day, slot=line.slot, off=off)


def cancel(conn: sa.Connection, code: str) -> bool:
    """Cancels the registration of a code in the caller's transaction; again changes nothing. False: there is none."""
    mine = portal_signup.c.digest == _digest(slip_codes.plain(code))
    row = conn.execute(sa.select(portal_signup).where(mine).with_for_update()).first()
    if row is None:
        return False
    if row.state in STANDING:
        filed = row.state == SignupState.FILED.value
        state = SignupState.LEAVING if filed else SignupState.CANCELLED
        conn.execute(portal_signup.update().where(mine).values(state=state.value, person=None))
        if not filed:  # else the hour is counted anew when its line is off the list
            own = (portal_slot.c.plan == row.plan, portal_slot.c.slot == row.slot, portal_slot.c.taken > 0)
            conn.execute(portal_slot.update().where(*own).values(taken=portal_slot.c.taken - 1))
    return True


_LINE = (
    sa.select(appt.c.day, appt.c.slot, appt.c.voided, appt.c.replan, sa.func.coalesce(plan_.c.voided, 0).label("over"))
    .outerjoin(plan_, plan_.c.id == appt.c.plan)
    .where(appt.c.id == sa.bindparam("line"))
)
_UNIT = (
    sa.select(org.c.org_no)
    .join(feed, feed.c.feed_no == org.c.org_no)
    .where(org.c.org_no == sa.bindparam("unit"), org.c.active == 1)
)


def _session(conn: sa.Connection, plan: int, today: str) -> sa.Row | None:
    wanted = sa.select(portal_session).where(portal_session.c.plan == plan, portal_session.c.day >= today)
    return conn.execute(wanted).first()


def _take(conn: sa.Connection, plan: int, slot: str) -> bool:
    """Takes a place of an hour, if one is free: one statement, so that two never get the last."""
    own = (portal_slot.c.plan == plan, portal_slot.c.slot == slot)
    share = portal_slot.c.taken < portal_slot.c.quota
    room = portal_slot.c.taken + portal_slot.c.site < portal_slot.c.places
    done = conn.execute(portal_slot.update().where(*own, share, room).values(taken=portal_slot.c.taken + 1))
    return done.rowcount == 1


def _faults(given: dict[str, str], person: Person, *, today: str, placed: bool) -> dict[str, str]:
    found = {
        one.field: f"{PersonFlaw.WORDS}.{one.flaw.value}"
        for one in reversed(check_person(person, today=today))
        if one.is_error or one.flaw is PersonFlaw.GUARDIAN_MISSING
    }
    needed = _NEEDED_OF_CHILD if person.guardian else _NEEDED
    held = {**msgspec.structs.asdict(person), "adr": given["adr"]}  # of which nothing may be left beside its units
    found |= {name: _key(Fault.MISSING) for name in needed if not held[name]}
    closed = {"history": HISTORY, "half": HALVES} if not placed else {"history": HISTORY}
    found |= {name: _key(Fault.NO_CHOICE) for name, known in closed.items() if given[name] not in known}
    if not placed and not _is_ahead(given["day"], today):
        found["day"] = _key(Fault.DAY)
    if given["consent"] != "yes":
        found["consent"] = _key(Fault.CONSENT)
    return found


def _is_ahead(day: str, today: str) -> bool:
    when = span(day)
    if when is None or not when.exact or len(day) != 10:
        return False
    last = date.fromisoformat(today) + timedelta(days=AHEAD_DAYS)
    return today < day <= last.isoformat()


def _key(fault: Fault) -> str:
    return f"{Fault.WORDS}.{fault.value}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _digest(code: str) -> bytes:
    return sha256(f"registration {code}".encode()).digest()
