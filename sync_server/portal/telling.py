"""Telling how one feels after a dose: which doses are open for it, what was told and what came of it, a form as typed.

A row is all that is written (decision 0051); `reading.tellings` makes an entry of it in the feed of the site. Whoever
comes here holds a pass (`passes`), so a dose is only found among those of the record that the pass is for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum, nonmember
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.authority import limits
from sync_server.durable.tables import logname, org
from sync_server.durable.tables_portal import portal_told
from sync_server.portal import rates
from sync_server.portal.codes import TooOften
from sync_server.portal.record import DoseStep, Record, ShownDose
from sync_server.reading import naming
from sync_server.settings import Server
from vaxdesk.domain import told as rules
from vaxdesk.domain.documents import normalise_phone
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Told
from vaxdesk.domain.told import Impact, Sign, ToldView
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.queries import told as queries
from vaxdesk.registry.tables import config, event
from vaxdesk.registry.tables_exchange import held

MOST_WAITING = 40  # reports of one dose that are not entries yet
_ONCE = range(16, 65)  # letters of what a form carries once
_LOG = naming.log_of(config.c.id)
_PHONE = (
    sa.select(config.c.phone)
    .select_from(config)
    .join(logname, logname.c.local_no == _LOG)
    .where(logname.c.feed_no == sa.bindparam("unit"), config.c.phone != "", config.c.voided == 0)
    .order_by(config.c.id.desc())
    .limit(1)
)
_WAITING = (
    sa.select(portal_told)
    .where(bulk.among(portal_told.c.dose, "ids"))
    .where(sa.or_(portal_told.c.said.is_not(None), ~sa.exists().where(held.c.id == portal_told.c.told)))
    .order_by(portal_told.c.at_ms.desc(), portal_told.c.digest)
    .limit(MOST_WAITING)
)


class Fault(StrEnum):
    """What is wrong with a report."""

    WORDS = nonmember("portal_told.fault")

    DAY = "day"
    SIGNS = "signs"
    TEMP = "temp"
    BEGAN = "began"
    IMPACT = "impact"
    TEXT = "text"
    TEL = "tel"


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A dose given at a site, of which one may tell. `days`: of which today, none when the time is over."""

    dose: ShownDose
    unit: int
    place: str
    phone: str
    days: tuple[str, ...]
    last_day: str
    reports: tuple[ToldView, ...] = ()
    on_the_way: int = 0  # that are no entries yet


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was read. `faults` by field."""

    said: Told
    faults: dict[str, Fault]


def doses(conn: sa.Connection, found: Record, *, today: str) -> tuple[Open, ...]:
    """The doses of a record that sites of this server gave, the newest first, with what was told of each."""
    names = naming.names(conn)
    given = [one for one in found.doses if one.step is not DoseStep.TOLD and len(one.day) == 10]
    ids = {one.ref: names.known(one.ref) for one in given}
    feeds = naming.feeds_of(conn, ids.values())
    units = _units(conn, feeds.values())
    told: dict[str, list[ToldView]] = {one.ref: [] for one in given}
    for view in queries.of_doses(conn, names, list(told)):
        told[view.dose].append(view)
    waiting = [row.dose for row in conn.execute(_WAITING, {"ids": list(ids.values())})] if ids else []
    made = [
        Open(
            dose=one, unit=feeds[ids[one.ref]], **units[feeds[ids[one.ref]]], last_day=rules.last_day(one.day),
            days=rules.days_of(one.day, today), reports=tuple(told[one.ref]), on_the_way=waiting.count(ids[one.ref]),
        )
        for one in given
        if feeds.get(ids[one.ref]) in units
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: one.dose.day, reverse=True))


def read(values: dict[str, str], signs: Collection[str], *, of: Open) -> Filled:
    """A form as typed, in normal form and with what is wrong with it."""
    given = {name: clean(values.get(name, "")) for name in ("day", "temp", "began", "hour", "impact", "tel")}
    text = clean(values.get("text", ""))
    if values.get("none") == "yes":
        wrong = {} if given["day"] in of.days else {"day": Fault.DAY}
        return Filled(said=Told(day=given["day"], dose=of.dose.ref), faults=wrong)
    temp, tel = rules.temperature(given["temp"][:10]), normalise_phone(given["tel"][:30]) or ""
    ticked = {one.value for one in Sign if one.value in set(signs)}
    ticked |= {Sign.FEVER.value} if (temp or 0) >= rules.FEVER else set()
    ticked |= {Sign.OTHER.value} if text and not ticked else set()
    hour = given["hour"]
    faults = {
        "day": Fault.DAY if given["day"] not in of.days else None,
        "signs": Fault.SIGNS if not ticked else None,
        "temp": Fault.TEMP if temp is None else None,
        "began": Fault.BEGAN if not of.dose.day <= given["began"] <= given["day"] else None,
        "impact": Fault.IMPACT if given["impact"] not in tuple(Impact) else None,
        "text": Fault.TEXT if len(text) > rules.MOST_LETTERS else None,
        "tel": Fault.TEL if given["tel"] and not tel else None,
    }
    said = Told(
        day=given["day"], dose=of.dose.ref, signs=[one.value for one in Sign if one.value in ticked], temp=temp or 0,
        began=given["began"], hour=int(hour) if hour in tuple(map(str, range(24))) else -1, impact=given["impact"],
        text=text, tel=tel, serious=rules.is_serious(ticked, temp=temp or 0, impact=given["impact"]),
    )  # fmt: skip
    return Filled(said=said, faults={name: wrong for name, wrong in faults.items() if wrong})


def corrected(said: Told, of: Open, replaces: str) -> Told | None:
    """The report as the correction of another one of the same dose; None when that one does not stand any more.

    What was serious and unanswered stays so: a sign that was told is not taken away before somebody has called. A
    telephone that is not typed again stays too; the form does not show it.
    """
    old = next((one for one in of.reports if one.id == replaces), None)
    if old is None:
        return None
    serious = said.serious or (old.serious and not old.settled)
    return msgspec.structs.replace(said, replaces=old.id, serious=serious, tel=said.tel or old.tel)


def tell(conn: sa.Connection, server: Server, said: Told, of: Open, *, who: str, once: str) -> TooOften | None:
    """Writes a report in the caller's transaction; a form that comes again writes nothing.

    Args:
        who: reference of the record that the pass is for; reports are counted by it.
        once: what the form carries, so that it counts once.
    """
    digest = sha256(f"told {who} {once}".encode()).digest()
    if conn.execute(sa.select(portal_told.c.digest).where(portal_told.c.digest == digest)).first() is not None:
        return None
    subject = rates.subject(server, f"told {who}")
    wait = limits.take(conn, server, f"portal told {subject}", rates.TOLD_SUBJECT)
    if wait:
        return TooOften(wait)
    names = naming.names(conn)
    id_ = names.known(of.dose.ref)
    whose = conn.execute(sa.select(event.c.person).where(event.c.id == id_)).scalar_one()
    row = {"digest": digest, "org_no": of.unit, "at_ms": server.now_ms(), "dose": id_, "person": names.ref(whose)}
    insert_new(conn, portal_told, [{**row, "said": msgspec.json.encode(said), "told": 0}])
    return None


def is_once(text: str) -> bool:
    """Whether a text may be what a form carries once."""
    return len(text) in _ONCE


def _units(conn: sa.Connection, feeds: Iterable[int]) -> dict[int, dict[str, str]]:
    """Name and telephone of units."""
    wanted = sorted(set(feeds))
    rows = conn.execute(sa.select(org.c.org_no, org.c.name).where(org.c.org_no.in_(wanted))) if wanted else ()
    return {
        row.org_no: {"place": row.name, "phone": conn.execute(_PHONE, {"unit": row.org_no}).scalar() or ""}
        for row in rows
    }
