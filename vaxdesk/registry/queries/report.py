"""What reports are reckoned from, in a handful of queries whatever the number of people: no question a person.

A unit's report counts what was written there: what a quote brought of elsewhere is left out, so that a dose counts once
in the country. On a desk everything written here is the station's; the server says which logs it asks for and to which
unit each belongs (`Home`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain import times
from vaxdesk.domain import visit as rules
from vaxdesk.domain.aefi import Severity
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.report.facts import LATE, Attendance, Drawn, Given, Listed, Reaction, Whom
from vaxdesk.domain.views import DoseView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import whom
from vaxdesk.registry.queries.home import Home, log_of
from vaxdesk.registry.queries.people import dose_view
from vaxdesk.registry.tables import appt, change, event, lot, person, vial

_AGAINST = frozenset({Conclusion.CONTRAINDICATED, Conclusion.DEFER, Conclusion.REFER})
_plain = msgspec.json.Decoder(dict[str, Any]).decode
_CANON = sa.func.coalesce(person.c.canon, event.c.person)
_STEP = (
    sa.select(event.c.id, event.c.kind, event.c.stamp, event.c.h, event.c.d, event.c.day, event.c.lot, event.c.vial,
              _CANON.label("person"))
    .outerjoin(person, person.c.id == event.c.person)
    .where(event.c.kind.in_(rules.KINDS), event.c.voided == 0, event.c.origin == "")
)  # fmt: skip
_STEPS = _STEP.where(event.c.day >= sa.bindparam("since"), event.c.day <= sa.bindparam("until"))
_STEPS_OF = _STEP.where(bulk.among(event.c.person, "ids"))
_LINE = (
    sa.select(appt.c.id, appt.c.day, appt.c.row, appt.c.product, person.c.canon.label("person"))
    .join(person, person.c.id == appt.c.person)
    .where(appt.c.voided == 0)
)
_LINES = _LINE.where(appt.c.day >= sa.bindparam("since"), appt.c.day <= sa.bindparam("until"))
_LINES_OF = _LINE.where(bulk.among(appt.c.person, "ids"))
_BEFORE = (
    sa.select(_CANON.label("whom"), log_of(event.c.id).label("log"), sa.func.max(event.c.day).label("day"),
              sa.func.max(sa.case((event.c.kind == "inject", 1), else_=0)).label("injected"))
    .outerjoin(person, person.c.id == event.c.person)
    .where(event.c.day >= sa.bindparam("since"), event.c.day < sa.bindparam("until"), event.c.kind.in_(rules.KINDS),
           event.c.voided == 0, event.c.origin == "")
    .group_by("whom", "log")
)  # fmt: skip
_LISTED_BEFORE = (
    sa.select(person.c.canon.label("whom"), log_of(appt.c.id).label("log"), sa.func.max(appt.c.day).label("day"),
              sa.literal(0).label("injected"))
    .join(person, person.c.id == appt.c.person)
    .where(appt.c.voided == 0, appt.c.day >= sa.bindparam("since"), appt.c.day < sa.bindparam("until"))
    .group_by("whom", "log")
)  # fmt: skip
_FROM_VIAL = (
    sa.select(event.c.vial, sa.func.count().label("n"))
    .where(event.c.kind == "inject", event.c.voided == 0, event.c.vial != 0)
    .group_by(event.c.vial)
)
_VIALS = (
    sa.select(vial.c.id, vial.c.no, vial.c["at"].label("opened"), vial.c.doses, vial.c.closed, vial.c.wasted,
              vial.c.lot, lot.c.product, lot.c.number, lot.c.expiry)
    .join(lot, lot.c.id == vial.c.lot)
    .where(vial.c.voided == 0, vial.c["at"] >= sa.bindparam("since"), vial.c["at"] < sa.bindparam("until"))
)  # fmt: skip
_LISTED = sa.select(appt.c.id, person.c.canon.label("person")).join(person, person.c.id == appt.c.person).where(
    appt.c.voided == 0, person.c.voided == 0
)  # fmt: skip
_DOSES = (
    sa.select(event, person.c.canon.label("canon"))
    .join(person, person.c.id == event.c.person)
    .where(bulk.among(person.c.canon, "ids"), event.c.kind.in_(("inject", "history")), event.c.voided == 0)
)
_CHANGED = (
    sa.select(change.c.obj, change.c.stamp, change.c.d)
    .where(bulk.among(change.c.obj, "ids"), change.c.kind == "amend")
    .order_by(change.c.rev, change.c.h)
)
_DAY = 86400


def attendances(conn: sa.Connection, names: LogNames, home: Home, *, since: str, until: str) -> tuple[Attendance, ...]:
    """Everyone on a list or with an entry on these days, one row a person, day and unit; by day and number."""
    made = _made(conn, names, home, (_STEPS, _LINES), {"since": since, "until": until}).values()
    return tuple(sorted(made, key=lambda one: (one.day, one.unit, one.no == 0, one.no, one.row, one.who.id)))


Key = tuple[str, int, str]  # unit, person, day


def attendances_of(conn: sa.Connection, names: LogNames, home: Home, people: Iterable[int]) -> dict[Key, Attendance]:
    """Every day of some people, by unit, the record that stands, and day.

    Args:
        people: surrogates, all records of each person among them.
    """
    ids = list(people)
    return _made(conn, names, home, (_STEPS_OF, _LINES_OF), {"ids": ids}) if ids else {}


def _made(
    conn: sa.Connection, names: LogNames, home: Home, queries: tuple[sa.Select, sa.Select], given: dict[str, Any]
) -> dict[Key, Attendance]:
    """What two queries, of steps and of list lines, come to."""
    found = _Found(defaultdict(list), {})
    steps, lines = queries
    for row in conn.execute(home.among(steps, event.c.id), given):
        found.steps[(home.unit_of(row.id >> SEQ_BITS), row.person, row.day)].append(row)
    for row in conn.execute(home.among(lines, appt.c.id).order_by(appt.c.row.desc(), appt.c.id), given):
        found.lines[(home.unit_of(row.id >> SEQ_BITS), row.person, row.day)] = row
    keys = set(found.steps) | set(found.lines)
    people = whom.people(conn, names, {one for _, one, _ in keys})
    rows = [row for some in found.steps.values() for row in some]
    beside = _Beside(
        _lots(conn, {row.lot for row in rows if row.lot}),
        _raised(conn, {row.id for row in rows if row.kind == "aefi"}),
    )
    return {key: _attendance(names, key, found, people[key[1]], beside) for key in keys if key[1] in people}


@dataclass(frozen=True)
class _Found:
    steps: dict[Key, list[sa.Row]]
    lines: dict[Key, sa.Row]


@dataclass(frozen=True)
class _Beside:
    """Lots by surrogate; when reactions were raised to serious ones, by surrogate."""

    lots: dict[int, sa.Row]
    raised: dict[int, int]


def _lots(conn: sa.Connection, ids: set[int]) -> dict[int, sa.Row]:
    query = sa.select(lot.c.id, lot.c.number, lot.c.expiry).where(bulk.among(lot.c.id, "ids"))
    return {row.id: row for row in conn.execute(query, {"ids": ids})} if ids else {}


def _raised(conn: sa.Connection, ids: set[int]) -> dict[int, int]:
    """When somebody first raised a reaction to a serious one; those told so at once are left out."""
    found: dict[int, int] = {}
    for row in conn.execute(_CHANGED, {"ids": ids}) if ids else ():
        if _plain(row.d).get("set", {}).get("severity") == Severity.SERIOUS:
            found.setdefault(row.obj, row.stamp)
    return found


def _attendance(names: LogNames, key: Key, found: _Found, who: Whom, beside: _Beside) -> Attendance:
    unit, _, day = key
    rows, line = found.steps.get(key, []), found.lines.get(key)
    steps = [(row, rules.Step(names.ref(row.id), row.kind, row.stamp, row.h, _plain(row.d))) for row in rows]
    now = rules.summary(step for _, step in steps)
    doses = [_given(names, row, step, beside.lots) for row, step in steps if step.kind == "inject"]
    reactions = [_reaction(step, beside.raised.get(row.id, step.t)) for row, step in steps if step.kind == "aefi"]
    return Attendance(
        who=who,
        unit=unit,
        day=day,
        stage=now.stage,
        outcome=now.outcome,
        no=now.no,
        row=line.row if line else 0,
        listed=line is not None,
        received=any(step.kind == "checkin" for _, step in steps),
        refused=now.conclusion in _AGAINST or any(step.kind == "decline" for _, step in steps),
        planned=line.product if line else "",
        doses=tuple(sorted(doses, key=lambda dose: (dose.at, dose.id))),
        reactions=tuple(sorted(reactions, key=lambda one: (one.onset, one.id))),
    )


def _given(names: LogNames, row: sa.Row, step: rules.Step, lots: dict[int, sa.Row]) -> Given:
    data, known = step.data, lots.get(row.lot)
    return Given(
        id=step.id,
        product=data["product"],
        lot=names.ref(row.lot),
        lot_no=known.number if known else data.get("lot_no", ""),
        expiry=known.expiry if known else data.get("expiry", ""),
        kind=data.get("kind", ""),
        kind_no=data.get("kind_no", 0),
        at=data.get("at", 0),
        vial=names.ref(row.vial),
        site=data.get("site", ""),
        route=data.get("route", ""),
        ml=data.get("ml", ""),
        late=data.get("source") == LATE,
    )


def _reaction(step: rules.Step, known_at: int) -> Reaction:
    data = step.data
    return Reaction(
        id=step.id,
        severity=data["severity"],
        onset=data["onset"],
        t=known_at,
        symptoms=tuple(data.get("symptoms", ())),
        grade=data.get("grade", 0),
        treatment=data.get("treatment", ""),
        outcome=data.get("outcome", "") or data.get("form", {}).get("outcome", ""),
        note=data.get("note", ""),
        inject=data.get("inject", ""),
    )


def earlier(conn: sa.Connection, names: LogNames, home: Home, *, since: str, until: str) -> tuple[Attendance, ...]:
    """Who was listed or came before a day, once a unit, with one dose if there were any; what they were is left out.

    Rounds of years are many entries, of which a report wants no more than this.
    """
    between = {"since": since, "until": until}
    found: dict[tuple[str, int], tuple[str, int]] = {}
    for query, id_ in ((_BEFORE, event.c.id), (_LISTED_BEFORE, appt.c.id)):
        for row in conn.execute(home.among(query, id_), between):
            key = home.unit_of(row.log), row.whom
            day, injected = found.get(key, ("", 0))
            found[key] = max(day, row.day), max(injected, row.injected)
    people = whom.people(conn, names, {one for _, one in found})
    return tuple(
        Attendance(who=people[one], unit=unit, day=day, doses=(Given(id="", product=""),) if injected else ())
        for (unit, one), (day, injected) in sorted(found.items())
        if one in people
    )


def vials(conn: sa.Connection, names: LogNames, home: Home, *, since: str, until: str) -> tuple[Drawn, ...]:
    """Vials opened on these days with the doses given from each until now; by lot and number."""
    between = {"since": times.at(since, "00:00"), "until": times.at(until, "00:00") + _DAY}
    rows = conn.execute(home.among(_VIALS, vial.c.id), between).all()
    given = {row.vial: row.n for row in conn.execute(home.among(_FROM_VIAL, event.c.id))} if rows else {}
    made = (
        Drawn(
            unit=home.unit_of(row.id >> SEQ_BITS),
            day=times.day_of(row.opened),
            product=row.product,
            lot=names.ref(row.lot),
            lot_no=row.number,
            expiry=row.expiry,
            no=row.no,
            doses=row.doses,
            given=given.get(row.id, 0),
            said=row.wasted,
            closed=bool(row.closed),
        )
        for row in rows
    )
    return tuple(sorted(made, key=lambda one: (one.unit, one.lot_no, one.no, one.day)))


def listed(conn: sa.Connection, names: LogNames, home: Home, *, since: str = "", until: str) -> tuple[Listed, ...]:
    """People of the lists of some days, each once a unit, with every dose known of them wherever it was given.

    Args:
        since: empty: all lists up to `until`.
    """
    query = home.among(_LISTED, appt.c.id).where(appt.c.day >= since, appt.c.day <= until)
    pairs = {(home.unit_of(row.id >> SEQ_BITS), row.person) for row in conn.execute(query)}
    ids = {one for _, one in pairs}
    people = whom.people(conn, names, ids)
    doses: dict[int, list[DoseView]] = defaultdict(list)
    for row in conn.execute(_DOSES, {"ids": ids}) if ids else ():
        doses[row.canon].append(dose_view(names, row))
    made = (Listed(who=people[one], unit=unit, doses=tuple(doses[one])) for unit, one in pairs if one in people)
    return tuple(sorted(made, key=lambda one: (one.unit, one.who.id)))
