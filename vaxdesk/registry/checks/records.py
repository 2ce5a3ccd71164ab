"""Checks of records of people: twice the same person, one document with two names, contradicting corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.likeness import Bond, compare
from vaxdesk.domain.payloads import Amend, Person
from vaxdesk.registry import bulk
from vaxdesk.registry.checks import alike
from vaxdesk.registry.checks.finding import Finding
from vaxdesk.registry.tables import change
from vaxdesk.registry.tables_exchange import edge

KINDS = (IssueKind.DUP_PERSON, IssueKind.SAME_CCCD_DIFF_NAME)
_one, _other = alike.one, alike.other
_TWO = sa.and_(
    bulk.among(_one.c.id, "ids"), _one.c.canon != _other.c.canon, _one.c.voided == 0, _other.c.voided == 0
)
PAIRS = {
    by: sa.select(_one, *[column.label(f"other_{column.name}") for column in _other.c]).where(_TWO, sharing)
    for by, sharing in alike.ALIKE.items()
}
_DIFFER = tuple(
    sa.select(_one.c.canon, _other.c.canon.label("other"))
    .select_from(edge)
    .join(_one, _one.c.id == edge.c.a)
    .join(_other, _other.c.id == edge.c.b)
    .where(edge.c.kind == "differ", edge.c.voided == 0, bulk.among(side.c.id, "ids"))
    for side in (_one, _other)
)
_CHANGES = sa.select(change).where(bulk.among(change.c.obj, "ids"), change.c.kind == "amend").order_by(change.c.id)


def people(conn: sa.Connection, ids: Collection[int]) -> list[Finding]:
    """Records that may be one person, or share a document that can be of one only; declared pairs are left out.

    A record is compared with `alike.MOST` others at most by each likeness: a crowd is an issue by itself (`crowds`).
    """
    apart = {frozenset(row) for query in _DIFFER for row in conn.execute(query, {"ids": ids})}
    found: dict[frozenset[int], Finding] = {}
    for by, query in PAIRS.items():
        few = set(ids) - set(alike.crowded(conn, by, ids))
        for row in conn.execute(query, {"ids": list(few)}) if few else ():
            pair = frozenset((row.canon, row.other_canon))
            kind = _judge(by, row)
            if kind is not None and pair not in apart:
                both = tuple(sorted(pair))
                found.setdefault(pair, Finding(kind=kind, refs=both, about=both, facts={"by": by}))
    return list(found.values())


def _judge(by: str, row: sa.Row) -> IssueKind | None:
    one = Person(**{name: getattr(row, name) for name in _COMPARED})
    other = Person(**{name: getattr(row, f"other_{name}") for name in _COMPARED})
    bond = compare(one, other).bond
    if by == "doc":
        return IssueKind.SAME_CCCD_DIFF_NAME if bond is Bond.CLASH else IssueKind.DUP_PERSON
    return IssueKind.DUP_PERSON if bond is Bond.SAME else None


_COMPARED = ("name", "dob", "sex", "doc", "old_doc", "bhyt", "tel", "adr", "commune", "commune_code")


def fields(conn: sa.Connection, objects: Collection[int]) -> list[Finding]:
    """Corrections of one field that did not know of each other and say different things."""
    by_field: dict[tuple[int, str], list[tuple[sa.Row, Amend]]] = defaultdict(list)
    for row in conn.execute(_CHANGES, {"ids": objects}):
        said = msgspec.json.decode(row.d, type=Amend)
        for name in said.set:
            by_field[row.obj, name].append((row, said))
    return [one for (obj, name), said in sorted(by_field.items()) for one in _leaves(obj, name, said)]


def _leaves(obj: int, name: str, said: list[tuple[sa.Row, Amend]]) -> Iterator[Finding]:
    """`prior` makes a tree: what nobody corrected further is a leaf."""
    corrected = {amend.prior.get(name, "") for _, amend in said}
    leaves = [(row, amend.set[name]) for row, amend in said if row.h.hex()[:8] not in corrected]
    if len({value for _, value in leaves}) > 1:
        refs = (obj, *sorted(row.id for row, _ in leaves))
        yield Finding(kind=IssueKind.FIELD_CONFLICT, refs=refs, about=(obj,), part=name, facts={"field": name})
