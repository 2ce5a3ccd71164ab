"""One question to a site about what does not add up on a day: asked once while it stands, withdrawn by `void`.

The question is an entry `ask` in the site's feed, its answer `answer` of the site (decision 0029). `gap_ask` says which
entry asks about which finding; whether it was answered or withdrawn, the fold says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.district import scope
from sync_server.district.missing import silence, things
from sync_server.district.missing.views import Finding, Question
from sync_server.district.who import Who
from sync_server.durable.tables import given_user
from sync_server.durable.tables_missing import gap, gap_ask
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.cases.question import AskWhat, due
from vaxdesk.domain.payloads import Ask, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act
from vaxdesk.domain.totals.gaps import OF_PEOPLE, GapKind
from vaxdesk.registry import bulk, registers
from vaxdesk.registry.queries import questions
from vaxdesk.registry.tables_cases import ask

_MOST_REFS = 20  # people whom a question names by their entries
_ASKED = (
    sa.select(gap_ask, given_user.c.name)
    .outerjoin(given_user, given_user.c.user_no == gap_ask.c.user_no)
    .where(bulk.among(gap_ask.c.issue, "ids"), gap_ask.c.withdrawn_ms.is_(None))
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question went out, or was withdrawn; `ref` is the entry."""

    ref: str


def issue_of(feed_no: int, day: str, kind: GapKind) -> str:
    """How questions name a finding, hex: the same finding has the same name for ever."""
    return sha256(f"gap {feed_no} {day} {kind.value}".encode()).hexdigest()[:32]


def with_questions(conn: sa.Connection, found: Sequence[Finding]) -> list[Finding]:
    """The findings with the questions about them that were not withdrawn."""
    ids = {issue_of(one.org_no, one.day, one.kind): one for one in found}
    asked = _questions(conn, list(ids))
    return [msgspec.structs.replace(one, question=asked.get(issue)) for issue, one in ids.items()]


def counts(conn: sa.Connection, units: Sequence[int], *, since: str, until: str) -> dict[int, tuple[int, int]]:
    """By unit: questions about some days that stand, and how many of these have an answer."""
    query = sa.select(gap_ask.c.feed_no, gap_ask.c.issue).where(
        gap_ask.c.feed_no.in_(units), gap_ask.c.day.between(since, until), gap_ask.c.withdrawn_ms.is_(None)
    )
    unit_of = {row.issue: row.feed_no for row in conn.execute(query)}
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for issue, question in _questions(conn, list(unit_of)).items():
        asked, answered = found[unit_of[issue]]
        found[unit_of[issue]] = asked + 1, answered + question.answered
    return found


def send(
    conn: sa.Connection, server: Server, who: Who, *, unit: int, day: str, kind: GapKind, text: str
) -> Asked | Refused | None:
    """Asks a site, in the caller's transaction.

    Args:
        text: the prepared sentence, in the language of the sites.

    Returns:
        None where none of one's units has such a finding; Refused NO_RIGHT, or ALREADY_ASKED while a question about it
        stands.
    """
    row = scope.unit(conn, who.paths(Act.SEE_BELOW), unit)
    if row is None or not _is_found(conn, server, unit, day, kind):
        return None
    if not who.may(Act.ASK_SITE, row.path):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": Act.ASK_SITE.value})
    issue = issue_of(unit, day, kind)
    row_of = {"issue": issue, "feed_no": unit, "day": day, "kind": kind.value}
    nobody = {"ref": "", "user_no": 0, "at_ms": 0, "withdrawn_ms": 0}
    bulk.insert_new(conn, gap_ask, [{**row_of, **nobody}])  # so that one of two who ask at once waits for the other
    if _stands(conn, issue):
        return Refused(reason=Refusal.ALREADY_ASKED)
    people = things.records_at(conn, unit, day, kind, most=_MOST_REFS) if kind in OF_PEOPLE else []
    until = due(times.day_of(server.now()))
    said = Ask(issue=issue, what=AskWhat.MISSING.value, text=text, refs=people, until=until)
    (ref,) = hosted.write(conn, server, unit, [Note(kind="ask", payload=said, user=who.user_no)])
    now = {"ref": ref, "user_no": who.user_no, "at_ms": server.now_ms(), "withdrawn_ms": None}
    conn.execute(gap_ask.update().where(gap_ask.c.issue == issue).values(**now))
    return Asked(ref=ref)


def withdraw(
    conn: sa.Connection, server: Server, who: Who, *, unit: int, day: str, kind: GapKind
) -> Asked | Refused | None:
    """Takes a question back that nobody has answered.

    Returns:
        None where there is none about a finding of one's units; Refused NO_RIGHT, NOT_YET_READ while the readers have
        not come to it, QUESTION_GONE when it was answered.
    """
    row = scope.unit(conn, who.paths(Act.SEE_BELOW), unit)
    issue = issue_of(unit, day, kind)
    asked = _locked(conn, issue) if row is not None else None
    if row is None or asked is None or asked.withdrawn_ms is not None:
        return None
    if not who.may(Act.ASK_SITE, row.path):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": Act.ASK_SITE.value})
    names = naming.names(conn)
    id_ = names.known(asked.ref)
    if not id_ or conn.execute(sa.select(ask.c.id).where(ask.c.id == id_)).first() is None:
        return Refused(reason=Refusal.NOT_YET_READ)
    view = questions.by_ref(conn, names, asked.ref)
    if view is None or view.answer:
        return Refused(reason=Refusal.QUESTION_GONE)
    void = Void(v=True, why=UndoReason.WRONG_ENTRY.value)
    note = Note(kind="void", payload=void, of=asked.ref, rev=registers.next_rev(conn, id_), user=who.user_no)
    (ref,) = hosted.write(conn, server, unit, [note])
    conn.execute(gap_ask.update().where(gap_ask.c.issue == issue).values(withdrawn_ms=server.now_ms()))
    return Asked(ref=ref)


def _is_found(conn: sa.Connection, server: Server, unit: int, day: str, kind: GapKind) -> bool:
    if kind is GapKind.SILENT:
        return silence.day_of_unit(conn, unit, now_ms=server.now_ms()) == day
    if day >= times.day_of(server.now()):
        return False
    query = sa.select(gap.c.n).where(gap.c.feed_no == unit, gap.c.day == day, gap.c.kind == kind.value).limit(1)
    return conn.execute(query).first() is not None


def _stands(conn: sa.Connection, issue: str) -> bool:
    """Whether somebody has asked and the site has not answered."""
    row = _locked(conn, issue)
    if row is None or row.withdrawn_ms is not None:
        return False
    view = questions.by_ref(conn, naming.names(conn), row.ref)
    return view is None or not view.answer


def _locked(conn: sa.Connection, issue: str) -> sa.Row | None:
    return conn.execute(sa.select(gap_ask).where(gap_ask.c.issue == issue).with_for_update()).first()


def _questions(conn: sa.Connection, issues: Sequence[str]) -> dict[str, Question]:
    rows = conn.execute(_ASKED, {"ids": list(issues)}).all() if issues else []
    names = naming.names(conn)
    views = questions.by_refs(conn, names, [row.ref for row in rows])
    return {
        row.issue: Question(
            ref=row.ref, user_no=row.user_no, name=row.name or "", at_ms=row.at_ms, view=views.get(row.ref)
        )
        for row in rows
    }  # fmt: skip
