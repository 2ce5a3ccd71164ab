"""Complaints about records: registered by hand, answered within 48 hours, each an entry at the unit it is about.

Where nobody knows the facility it stands at the district or province that took it (facts 8.4). Every answer is a
correction (`amend`) of the complaint with the number of whoever gave it, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.district import keyset, scope
from sync_server.district.cases import writers
from sync_server.district.cases.changing import taken_out
from sync_server.district.cases.views import Written
from sync_server.district.who import Who
from sync_server.durable.tables import org
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.complaints.clock import Clock, clock, overdue_before
from vaxdesk.domain.complaints.complaint import (
    ComplaintState,
    ComplaintWay,
    RejectReason,
    check_answer,
    check_new,
)
from vaxdesk.domain.payloads import Amend, Complaint
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import change
from vaxdesk.registry.tables_cleaning import complaint

RIGHT = Act.VERIFY_RECORDS
PAGE = 50
OPEN = tuple(one.value for one in ComplaintState if one.waits)
_LOG = naming.log_of(complaint.c.id)
_CHANGES = (
    sa.select(change.c.id, change.c.d)
    .where(change.c.obj == sa.bindparam("obj"), change.c.kind == "amend")
    .order_by(change.c.rev.desc(), change.c.h.desc(), change.c.log.desc())
)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint; `clock` runs while it waits, `doses` as they were told."""

    ref: str
    said: Complaint
    state: ComplaintState
    reasons: tuple[RejectReason, ...]
    clock: Clock | None
    person: str
    unit: str
    path: str
    feed_no: int


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was given: what was set, by whom."""

    fields: dict[str, str]
    why: str
    written: Written | None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Complaints of some units, the longest waiting first. `more` leads to the next page."""

    rows: tuple[View, ...]
    waiting: int
    overdue: int
    more: str


def register(
    conn: sa.Connection,
    server: Server,
    who: Who,
    unit: sa.Row,
    *,
    said: Complaint,
    products: Collection[str],
    of: str = "",
) -> str | Refused:
    """Writes a complaint at a unit, in the caller's transaction; gives its reference.

    Args:
        of: reference of the person whom it is about, where the record was found.
    """
    if not who.may(RIGHT, unit.path):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT.value})
    now = int(server.now())
    today = times.day_of(now)
    wrong = check_new(said, today=today, products=products)
    if said.way == ComplaintWay.PORTAL:  # those say that the public wrote them itself
        wrong = Refused(reason=Refusal.REASON_NEEDED)
    if wrong:
        return wrong
    made = msgspec.structs.replace(said, day=today, at=now, state=ComplaintState.NEW.value)
    note = Note(kind="complaint", payload=made, of=of, user=who.user_no)
    return hosted.write(conn, server, unit.org_no, [note])[0]


def answer(
    conn: sa.Connection, server: Server, who: Who, ref: str, *, state: str, reasons: Sequence[str], text: str
) -> str | Refused:
    """Answers a complaint that waits; gives the reference of the answer.

    Returns:
        Refused ISSUE_GONE for none of one's units, or one that is answered; what `check_answer` finds.
    """
    found = find(conn, who, ref, now=int(server.now()))
    if found is None or not found.state.waits:
        return Refused(reason=Refusal.ISSUE_GONE)
    wrong = check_answer(state, reasons=reasons, text=text)
    if wrong:
        return wrong
    given = reasons if state == ComplaintState.REJECTED else ()
    values = {"state": state, "reasons": ",".join(dict.fromkeys(given)), "answer": text.strip()}
    id_ = naming.names(conn).known(ref)
    prior = {name: held for name in values if (held := registers.holder(conn, id_, name))}
    said = Amend(set=values, prior=prior, why=state)
    note = Note(kind="amend", payload=said, of=ref, rev=registers.next_rev(conn, id_), user=who.user_no)
    return hosted.write(conn, server, found.feed_no, [note])[0]


def undo(conn: sa.Connection, server: Server, who: Who, ref: str) -> str | Refused:
    """Takes the latest answer back: the complaint stands as before it."""
    found = find(conn, who, ref, now=int(server.now()))
    if found is None:
        return Refused(reason=Refusal.ISSUE_GONE)
    names = naming.names(conn)
    latest = conn.execute(_CHANGES, {"obj": names.known(ref)}).first()
    if latest is None or found.state is ComplaintState.NEW:
        return Refused(reason=Refusal.NOTHING_CHANGED)
    note = taken_out(conn, names, names.ref(latest.id), why=UndoReason.WRONG_ENTRY.value)
    if note is None:
        return Refused(reason=Refusal.CHANGED_SINCE)
    return hosted.write(conn, server, found.feed_no, [msgspec.structs.replace(note, user=who.user_no)])[0]


def listed(conn: sa.Connection, paths: Sequence[str], *, states: Sequence[str], now: int, after: str = "") -> Page:
    """Complaints at or below some paths in some states.

    Args:
        now: seconds since 1970.
        after: `more` of the page before.
    """
    mine = (complaint.c.voided == 0, _LOG.in_(scope.logs_below(paths)))
    query = sa.select(complaint).where(*mine, complaint.c.state.in_(states)).order_by(complaint.c.at, complaint.c.id)
    at = _place(after)
    if at:
        query = query.where(sa.tuple_(complaint.c.at, complaint.c.id) > sa.tuple_(*at))
    rows = conn.execute(query.limit(PAGE + 1)).all()
    views = _views(conn, naming.names(conn), rows[:PAGE], now)
    late = sa.func.sum(sa.case((complaint.c.at < overdue_before(now), 1), else_=0))
    waiting, overdue = conn.execute(sa.select(sa.func.count(), late).where(*mine, complaint.c.state.in_(OPEN))).one()
    more = f"{rows[PAGE - 1].at}.{rows[PAGE - 1].id}" if len(rows) > PAGE else ""
    return Page(rows=tuple(views), waiting=waiting, overdue=overdue or 0, more=more)


def find(conn: sa.Connection, who: Who, ref: str, *, now: int) -> View | None:
    """A complaint of one's units; None for any other."""
    names = naming.names(conn)
    wanted = sa.select(complaint).where(complaint.c.id == names.known(ref), complaint.c.voided == 0)
    rows = conn.execute(wanted).all()
    found = next(iter(_views(conn, names, rows, now)), None)
    return found if found is not None and who.may(RIGHT, found.path) else None


def steps(conn: sa.Connection, ref: str) -> list[Step]:
    """The answers of a complaint, the latest first, taken back or not."""
    names = naming.names(conn)
    rows = conn.execute(_CHANGES, {"obj": names.known(ref)}).all()
    written = writers.of(conn, names, [row.id for row in rows])
    said = [(row.id, msgspec.json.decode(row.d, type=Amend)) for row in rows]
    return [Step(fields=one.set, why=one.why, written=written.get(id_)) for id_, one in said]


def registered(conn: sa.Connection, ref: str) -> Written | None:
    """Who wrote a complaint down."""
    names = naming.names(conn)
    return writers.of(conn, names, [names.known(ref)]).get(names.known(ref))


def _views(conn: sa.Connection, names: LogNames, rows: Sequence[sa.Row], now: int) -> list[View]:
    feeds = naming.feeds_of(conn, [row.id for row in rows])
    wanted = sa.select(org).where(org.c.org_no.in_(set(feeds.values())))
    units = {row.org_no: row for row in conn.execute(wanted)}
    return [_view(names, row, units[feeds[row.id]], now) for row in rows if feeds.get(row.id) in units]


def _view(names: LogNames, row: sa.Row, unit: sa.Row, now: int) -> View:
    texts = {name: getattr(row, name) for name in Complaint.__struct_fields__ if name != "doses"}
    state = ComplaintState(row.state) if row.state in list(ComplaintState) else ComplaintState.NEW
    return View(
        ref=names.ref(row.id),
        said=Complaint(**texts, doses=msgspec.json.decode(row.doses, type=list[dict[str, str]])),
        state=state,
        reasons=tuple(RejectReason(one) for one in row.reasons.split(",") if one in list(RejectReason)),
        clock=clock(row.at, now) if state.waits else None,
        person=names.ref(row.person) if row.person else "",
        unit=unit.name,
        path=unit.path,
        feed_no=unit.org_no,
    )


def _place(after: str) -> tuple[int, int] | None:
    at, _, id_ = (keyset.number(one) for one in after.partition("."))
    return (at, id_) if at is not None and id_ is not None else None
