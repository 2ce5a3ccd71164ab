"""Checks of records of people: twice the same person, one document with two names, contradicting corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.matching.compared import Compared
from vaxdesk.domain.matching.judge import Match, Verdict
from vaxdesk.domain.matching.levels import Level
from vaxdesk.domain.matching.names import TWO
from vaxdesk.domain.payloads import Amend
from vaxdesk.registry import bulk, rules
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
    by: sa.select(_one.c.id, _other.c.id, _one.c.canon, _other.c.canon, *[
        side.c[name] for side in (_one, _other) for name in Compared._fields
    ]).where(_TWO, sharing)
    for by, sharing in alike.ALIKE.items()
}  # fmt: skip
LEFT = slice(4, 4 + len(Compared._fields))
RIGHT = slice(LEFT.stop, None)
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
    judge = rules.judge()
    found: dict[frozenset[int], _Pair] = {}
    seen: set[frozenset[int]] = set()
    for by, some in alike.comparable(conn, ids).items():
        for row in conn.execute(PAIRS[by], {"ids": list(some)}) if some else ():
            records, both = frozenset(row[:2]), frozenset(row[2:4])
            if records in seen or both in apart:
                continue
            seen.add(records)
            pair = _Pair(judge.compare(Compared(*row[LEFT]), Compared(*row[RIGHT])), by)
            if pair.kind is not None and (both not in found or found[both].rank < pair.rank):
                found[both] = pair
    return [pair.finding(both) for both, pair in found.items()]


class _Pair(NamedTuple):
    """Two records compared. Of several records of the same two people the pair that says most is told."""

    match: Match
    by: str

    @property
    def kind(self) -> IssueKind | None:
        """One number with two names is told as that, however likely it is one person, and whose number it may be."""
        one_number = self.match.levels["doc"] is Level.SAME
        if self.match.levels["doc"] in (Level.SAME, Level.WEAK) and self.match.levels["name"] in TWO:
            return IssueKind.SAME_CCCD_DIFF_NAME
        if self.match.verdict is not Verdict.NONE:
            return IssueKind.DUP_PERSON
        return IssueKind.SAME_CCCD_DIFF_NAME if one_number else None

    @property
    def rank(self) -> tuple[bool, float, str, str]:
        """The same wherever it is asked: no surrogate counts."""
        return (self.kind is IssueKind.DUP_PERSON, self.match.bits, self.match.said, self.by)

    def finding(self, both: frozenset[int]) -> Finding:
        refs = tuple(sorted(both))
        match = self.match
        facts = {"by": self.by, "score": str(match.score), "verdict": match.verdict.value, "levels": match.said}
        return Finding(kind=self.kind or IssueKind.DUP_PERSON, refs=refs, about=refs, facts=facts)



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
