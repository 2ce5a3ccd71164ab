"""Questions from above and their answers: those that wait at a site, those about an issue, and one by its reference."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from vaxdesk.domain.cases.question import QuestionView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_cases import answer, ask
from vaxdesk.registry.tables_exchange import held

_ANSWERED = sa.select(answer.c.id).where(answer.c.ask == ask.c.id, answer.c.voided == 0).exists()
_STANDING = sa.select(ask).where(ask.c.voided == 0)
# of several answers the one with the largest hash: no clock is read
_ANSWERS = (
    sa.select(answer)
    .join(held, held.c.id == answer.c.id)
    .where(bulk.among(answer.c.ask, "ids"), answer.c.voided == 0)
    .order_by(held.c.h)
)


def waiting(conn: sa.Connection, names: LogNames, *, limit: int = 200) -> list[QuestionView]:
    """Questions that nobody has answered, the one due first before."""
    query = _STANDING.where(~_ANSWERED).order_by(ask.c.until, ask.c.id).limit(limit)
    return _views(conn, names, conn.execute(query).all())


def answered(conn: sa.Connection, names: LogNames, *, limit: int = 20) -> list[QuestionView]:
    """Questions that were answered, those asked last first."""
    query = _STANDING.where(_ANSWERED).order_by(ask.c.stamp.desc(), ask.c.id.desc()).limit(limit)
    return _views(conn, names, conn.execute(query).all())


def of_issue(conn: sa.Connection, names: LogNames, issue: str) -> list[QuestionView]:
    """Questions about an issue that were not withdrawn, in the order of their asking."""
    query = _STANDING.where(ask.c.issue == issue).order_by(ask.c.stamp, ask.c.id)
    return _views(conn, names, conn.execute(query).all())


def by_ref(conn: sa.Connection, names: LogNames, reference: str) -> QuestionView | None:
    """A question that stands; None when it was withdrawn or is not held."""
    rows = conn.execute(_STANDING.where(ask.c.id == names.known(reference))).all()
    return next(iter(_views(conn, names, rows)), None)


def about(conn: sa.Connection, names: LogNames, references: Collection[str]) -> list[QuestionView]:
    """Questions about some people or complaints that were not withdrawn, in the order of their asking."""
    ids = [names.known(one) for one in references]
    query = _STANDING.where(bulk.among(ask.c.person, "ids")).order_by(ask.c.stamp, ask.c.id)
    return _views(conn, names, conn.execute(query, {"ids": ids}).all()) if ids else []


def by_refs(conn: sa.Connection, names: LogNames, references: Collection[str]) -> dict[str, QuestionView]:
    """Those of several questions that stand, by reference."""
    ids = [names.known(one) for one in references]
    rows = conn.execute(_STANDING.where(bulk.among(ask.c.id, "ids")), {"ids": ids}).all() if ids else []
    return {one.id: one for one in _views(conn, names, rows)}


def count(conn: sa.Connection) -> int:
    """How many questions wait for an answer."""
    return conn.execute(sa.select(sa.func.count()).select_from(ask).where(ask.c.voided == 0, ~_ANSWERED)).scalar_one()


def _views(conn: sa.Connection, names: LogNames, rows: Collection[sa.Row]) -> list[QuestionView]:
    found = conn.execute(_ANSWERS, {"ids": [row.id for row in rows]}) if rows else ()
    answers = {row.ask: row for row in found}
    return [_view(names, row, answers.get(row.id)) for row in rows]


def _view(names: LogNames, row: sa.Row, said: sa.Row | None) -> QuestionView:
    asked = {
        "id": names.ref(row.id),
        "issue": row.issue,
        "what": row.what,
        "text": row.text,
        "refs": tuple(one for one in row.refs.split(",") if one),
        "person": names.ref(row.person),
        "until": row.until,
        "photos": row.photos,
        "t": row.stamp,
        "asked_by": row.user,
    }
    if said is None:
        return QuestionView(**asked)
    return QuestionView(
        **asked,
        answer=names.ref(said.id),
        choice=said.choice,
        words=said.text,
        pictures=tuple(one for one in said.pictures.split(",") if one),
        answered_t=said.stamp,
        answered_by=said.user,
    )
