"""Registering the people of an organisation: form, judged list as a draft, confirmed, seen and cancelled by a code.

A row is all that is written; a reader makes a list of the station of it (`reading.groups`, decision 0052).
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, nonmember
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.authority import limits
from sync_server.durable.tables import org
from sync_server.durable.tables_portal import portal_group
from sync_server.portal import corrections, passes, rates, registering, slip_codes
from sync_server.portal.codes import TooOften
from sync_server.portal.lists import Judged
from sync_server.reading import group_lines
from sync_server.reading.group_lines import Placed
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.documents import normalise_phone
from vaxdesk.domain.group_requests import GroupAnswer, GroupAsk
from vaxdesk.domain.names import clean
from vaxdesk.domain.signups import STANDING, SignupState
from vaxdesk.registry import rules

PURPOSE = "group"
FIELDS = ("unit", "name", "kind", "adr", "people", "contact", "tel", "from_day", "until_day", "product", "text")
LIFE_MS = 60 * 60_000  # of a pass, and of a draft that nobody confirms
MOST_SAID = 5000  # people that a form may name
_LONGEST = 200
_NEEDED = ("name", "adr", "contact")


class Kind(StrEnum):
    """What the organisation is."""

    WORDS = nonmember("portal_group.kind")

    FACTORY = "factory"
    SCHOOL = "school"
    OFFICE = "office"
    MARKET = "market"
    RELIGIOUS = "religious"
    OTHER = "other"


class GroupFault(StrEnum):
    """What is wrong with the form."""

    WORDS = nonmember("portal_group.fault")

    MISSING = "missing"
    NO_CHOICE = "no_choice"
    PEOPLE = "people"
    PHONE = "phone"
    DAY = "day"
    UNTIL = "until"


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was read; `faults` by field are keys of sentences."""

    given: dict[str, str]
    tel: str
    faults: dict[str, str]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A registration as whoever has its code sees it: what staff answered, and what hours the station has given."""

    name: str
    unit: str
    day: str
    people: int
    state: SignupState
    answer: GroupAnswer | None
    answered_ms: int
    placed: tuple[Placed, ...]


def read(values: dict[str, str], *, today: str) -> Filled:
    """A form as typed, in normal form and with what is wrong with it."""
    given = {name: clean(values.get(name, ""))[:_LONGEST] for name in FIELDS}
    found = {name: GroupFault.MISSING for name in _NEEDED if not given[name]}
    if given["kind"] not in list(Kind):
        found["kind"] = GroupFault.NO_CHOICE
    if not (given["people"].isascii() and given["people"].isdigit() and 0 < int(given["people"][:9]) <= MOST_SAID):
        found["people"] = GroupFault.PEOPLE
    tel = normalise_phone(given["tel"]) or ""
    if not tel:
        found["tel"] = GroupFault.PHONE
    last = (date.fromisoformat(today) + timedelta(days=registering.AHEAD_DAYS)).isoformat()
    if not _is_between(given["from_day"], today, last):
        found["from_day"] = GroupFault.DAY
    elif not _is_between(given["until_day"], today, last) or given["until_day"] < given["from_day"]:
        found["until_day"] = GroupFault.UNTIL
    faults = {name: f"{GroupFault.WORDS}.{one.value}" for name, one in found.items()}
    return Filled(given=given, tel=tel, faults=faults)


def unit(conn: sa.Connection, number: int) -> sa.Row | None:
    """A unit where people are vaccinated, so that somebody there reads lists."""
    found = corrections.unit(conn, number)
    return found if found is not None and registering.gives_hours(conn, number) else None


def open_pass(conn: sa.Connection, server: Server, tel: str) -> str:
    """A pass for whoever proved the telephone of the form."""
    return passes.open_for(conn, server, rates.subject(server, f"{PURPOSE} {tel}"), purpose=PURPOSE, life_ms=LIFE_MS)


def is_open(conn: sa.Connection, server: Server, held: str, tel: str) -> bool:
    """Whether a pass is that of this telephone."""
    return passes.subject(conn, server, held, purpose=PURPOSE) == rates.subject(server, f"{PURPOSE} {tel}")


def draft(conn: sa.Connection, server: Server, filled: Filled, judged: Judged, *, note: str) -> str | TooOften:
    """Keeps the people of a list until they are confirmed, for an hour; gives the code.

    Args:
        note: what the station reads beside each of them.
    """
    wait = limits.take(conn, server, f"portal groups {rates.subject(server, filled.tel)}", rates.GROUPS_SUBJECT)
    if wait:
        return TooOften(wait)
    now = server.now_ms()
    old = (portal_group.c.state == SignupState.DRAFT.value, portal_group.c.at_ms < now - LIFE_MS)
    conn.execute(portal_group.delete().where(*old))
    code = slip_codes.of_bits(server.rng.getrandbits(slip_codes.BITS))
    work = filled.given["name"]
    people = [
        msgspec.structs.replace(
            one, work=one.work or work, source="portal", note="; ".join(part for part in (one.note, note) if part)
        )
        for one in judged.people
    ]
    row = {
        "digest": _digest(code), "org_no": int(filled.given["unit"]), "state": SignupState.DRAFT.value, "at_ms": now,
        "day": filled.given["from_day"], "name": work, "people": len(people), "said": msgspec.json.encode(people),
        "asked": msgspec.json.encode(_asked(filled, judged)),
    }  # fmt: skip
    conn.execute(portal_group.insert(), row)
    return code


def _asked(filled: Filled, judged: Judged) -> GroupAsk:
    """What staff see of the request beside its people."""
    names = ("kind", "adr", "contact", "until_day", "product", "text")
    return GroupAsk(
        **{name: filled.given[name] for name in names}, tel=filled.tel, said=int(filled.given["people"]),
        flawed=len(judged.flawed), repeated=len(judged.repeated),
    )  # fmt: skip


def confirm(conn: sa.Connection, server: Server, code: str) -> bool:
    """Has the list of a draft go to the station, once; again changes nothing. False: the draft is no longer there."""
    mine = portal_group.c.digest == _digest(slip_codes.plain(code))
    row = conn.execute(sa.select(portal_group).where(mine).with_for_update()).first()
    if row is None:
        return False
    if row.state != SignupState.DRAFT.value:
        return True
    if row.at_ms < server.now_ms() - LIFE_MS or row.day < times.day_of(server.now()) or unit(conn, row.org_no) is None:
        return False
    conn.execute(portal_group.update().where(mine).values(state=SignupState.NEW.value, at_ms=server.now_ms()))
    return True


def see(conn: sa.Connection, code: str) -> Seen | None:
    """The registration of a code; a draft is none."""
    wanted = sa.select(portal_group, org.c.name.label("unit")).join(org, org.c.org_no == portal_group.c.org_no)
    mine = (portal_group.c.digest == _digest(slip_codes.plain(code)), portal_group.c.state != SignupState.DRAFT.value)
    row = conn.execute(wanted.where(*mine)).first()
    if row is None:
        return None
    answered = group_lines.standing_answer(conn, row.answer_no)
    stands = row.state == SignupState.FILED.value
    return Seen(
        name=row.name, unit=row.unit, day=row.day, people=row.people, state=SignupState(row.state),
        answer=group_lines.said(answered) if answered else None, answered_ms=answered.at_ms if answered else 0,
        placed=group_lines.placed(conn, row.line, row.people) if stands else (),
    )  # fmt: skip


def cancel(conn: sa.Connection, code: str) -> None:
    """Cancels the registration of a code in the caller's transaction; again changes nothing."""
    mine = portal_group.c.digest == _digest(slip_codes.plain(code))
    row = conn.execute(sa.select(portal_group).where(mine).with_for_update()).first()
    if row is not None and row.state in STANDING:
        filed = row.state == SignupState.FILED.value
        state = SignupState.LEAVING if filed else SignupState.CANCELLED
        conn.execute(portal_group.update().where(mine).values(state=state.value, said=None, asked=None))


def product_name(code: str) -> str:
    """The name of the vaccine that was asked for; empty for none."""
    found = rules.schedule().find(code)
    return found.name if found else ""


def _is_between(day: str, after: str, last: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day and after < day <= last
    except ValueError:
        return False


def _digest(code: str) -> bytes:
    return sha256(f"group {code}".encode()).digest()
