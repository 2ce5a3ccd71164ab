"""Pairs of records that may be one person, over everybody or around one: candidates by index, then explained in parts.

Candidates share a document, a telephone and birth date, a name with a birth date that agrees or is a slip away, or a
birth date with a name that is a slip away. Each is found in an index alone, in its order, so that nothing is held of
the many who are like nobody. Pairs that were declared one person, or two, are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import combinations, groupby
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.cleaning.duplicates import Reason, explain
from vaxdesk.domain.cleaning.findings import Alike
from vaxdesk.domain.matching.compared import Compared
from vaxdesk.domain.matching.names import alike
from vaxdesk.domain.names import fold
from vaxdesk.registry import bulk, rules
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import edge

MOST = 60  # records with one number, or one name and birth date: more are a crowd, which is an issue by itself
_MANY = 240  # people of one birth date whose names are compared with each other
_CHUNK = 1000
_FULL = 10  # letters of a full birth date
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9)  # places of its digits
_ROWS = sa.select(person.c.id, person.c.canon, *[person.c[name] for name in Compared._fields]).where(
    bulk.among(person.c.id, "ids"), person.c.voided == 0
)
_one, _other = sa.alias(person), sa.alias(person)
_APART = (
    sa.select(_one.c.canon.label("one"), _other.c.canon.label("other"))
    .select_from(edge)
    .join(_one, _one.c.id == edge.c.a)
    .join(_other, _other.c.id == edge.c.b)
    .where(edge.c.kind == "differ", edge.c.voided == 0)
)
_CROSSED = sa.select(_one.c.id.label("one"), _other.c.id.label("other")).where(
    _one.c.old_doc != "", _one.c.old_doc == _other.c.doc, _one.c.id != _other.c.id
)
_BY_NAME = sa.select(person.c.name_fold, person.c.dob, person.c.id).order_by(person.c.name_fold, person.c.dob)
_BY_BIRTH = (
    sa.select(person.c.dob, person.c.commune, person.c.name_fold, person.c.id)
    .where(person.c.dob != "")
    .order_by(person.c.dob, person.c.commune, person.c.name_fold)
)
_STREAM = {"yield_per": 5000}

Ids = tuple[int, int]


def everywhere(
    conn: sa.Connection, names: LogNames, *, cancelled: Callable[[], bool] = lambda: False
) -> list[Alike] | None:
    """All pairs, the surest first; None when cancelled."""
    wanted: set[Ids] = set()
    for pairs in (_by_number(conn), _crossed(conn), _by_phone(conn), _by_name(conn), _by_birth(conn)):
        for pair in pairs:
            wanted.add(pair)
            if not len(wanted) % _CHUNK and cancelled():
                return None
    found: list[Alike] = []
    apart, ordered = _apart(conn), sorted(wanted)
    for start in range(0, len(ordered), _CHUNK):
        if cancelled():
            return None
        found += _explained(conn, names, ordered[start : start + _CHUNK], apart)
    return sorted(found, key=_surest)


def around(conn: sa.Connection, names: LogNames, reference: str) -> list[Alike]:
    """Pairs of one record with others, the surest first; the work does not grow with how many people there are."""
    me = names.known(reference)
    row = conn.execute(_ROWS, {"ids": [me]}).first()
    if row is None:
        return []
    ids = {*_sharing(conn, row), *_named_alike(conn, row)} - {me}
    pairs = [_pair(me, one) for one in sorted(ids)]
    return sorted(_explained(conn, names, pairs, _apart(conn)), key=_surest)


def _surest(one: Alike) -> tuple[int, int, str, str]:
    return (list(Reason).index(one.reason), -one.score, one.one, one.other)


def _pair(one: int, other: int) -> Ids:
    return (one, other) if one < other else (other, one)


def _explained(
    conn: sa.Connection, names: LogNames, pairs: Collection[Ids], apart: Collection[frozenset[int]]
) -> Iterator[Alike]:
    rows = {row.id: row for row in conn.execute(_ROWS, {"ids": list({one for pair in pairs for one in pair})})}
    told: set[frozenset[int]] = set()
    judge = rules.judge()
    for a, b in pairs:
        one, other = rows.get(a), rows.get(b)
        if one is None or other is None:
            continue
        people = frozenset((one.canon, other.canon))
        if len(people) < 2 or people in apart or people in told:
            continue
        why = explain(Compared(*one[2:]), Compared(*other[2:]), judge)
        if why is not None:
            told.add(people)
            yield Alike(names.ref(a), names.ref(b), why.reason, why.score)


def _apart(conn: sa.Connection) -> set[frozenset[int]]:
    return {frozenset(row) for row in conn.execute(_APART)}


def _by_number(conn: sa.Connection) -> Iterator[Ids]:
    yield from _shared(conn, (person.c.doc,))
    yield from _shared(conn, (person.c.old_doc,))


def _by_phone(conn: sa.Connection) -> Iterator[Ids]:
    """Full birth dates only: a year and a telephone are a family."""
    yield from _shared(conn, (person.c.tel, person.c.dob), sa.func.length(person.c.dob) == _FULL)


def _shared(conn: sa.Connection, columns: tuple[sa.Column, ...], *more: sa.ColumnElement[bool]) -> Iterator[Ids]:
    """Pairs of records that say the same in some columns, the first of which is known."""
    count = sa.func.count()
    query = sa.select(*columns).where(columns[0] != "", *more).group_by(*columns).having(count.between(2, MOST))
    for values in conn.execute(query).all():
        same = [column == value for column, value in zip(columns, values, strict=True)]
        yield from _pairs(conn.execute(sa.select(person.c.id).where(*same)).scalars())


def _crossed(conn: sa.Connection) -> Iterator[Ids]:
    """The old number of one is still the number of another."""
    for row in conn.execute(_CROSSED, execution_options=_STREAM):
        yield _pair(row.one, row.other)


def _by_name(conn: sa.Connection) -> Iterator[Ids]:
    """One name, and birth dates that agree or are a slip away."""
    rows = conn.execute(_BY_NAME, execution_options=_STREAM)
    for name, group in groupby(rows, key=lambda row: row.name_fold):
        members = [(row.dob, row.id) for row in group]
        if name and len(members) > 1:
            yield from _near_births(members)


def _near_births(members: Iterable[tuple[str, int]]) -> Iterator[Ids]:
    exact: dict[str, list[int]] = defaultdict(list)
    in_year: dict[str, list[int]] = defaultdict(list)
    vague: dict[str, list[int]] = defaultdict(list)
    for dob, id_ in members:
        (in_year if len(dob) == _FULL else vague)[dob[:4]].append(id_)
        for key in slips(dob):
            exact[key].append(id_)
    for ids in exact.values():
        if len(ids) <= MOST:
            yield from _pairs(ids)
    for year, ids in vague.items():
        others = in_year.get(year, ())
        if len(ids) + len(others) <= MOST:
            yield from _pairs(ids)
            yield from (_pair(one, other) for one in ids for other in others)


def slips(dob: str) -> frozenset[str]:
    """Keys of which two full birth dates share one where they are one, turned, or one digit apart; none of a year."""
    if len(dob) < _FULL:
        return frozenset()
    turned = f"{dob[:5]}{dob[8:]}-{dob[5:7]}"
    return frozenset({min(dob, turned), *(f"{dob[:at]}_{dob[at + 1 :]}" for at in _DIGITS)})


def _near(mine: str, theirs: str) -> bool:
    if len(mine) < _FULL or len(theirs) < _FULL:
        return mine[:4] == theirs[:4]
    return not slips(mine).isdisjoint(slips(theirs))


def _by_birth(conn: sa.Connection) -> Iterator[Ids]:
    """One birth date and names that are a slip away; within a commune where many share the date, such as a year."""
    rows = conn.execute(_BY_BIRTH, execution_options=_STREAM)
    for _, of_date in groupby(rows, key=lambda row: row.dob):
        members = list(of_date)
        if len(members) <= _MANY:
            yield from _slips(members)
        else:
            for _, of_place in groupby(members, key=lambda row: row.commune):
                some = list(of_place)
                if len(some) <= _MANY:
                    yield from _slips(some)


def _slips(members: list[Any]) -> Iterator[Ids]:
    """Pairs whose names differ a little; one name was looked for before."""
    for one, other in combinations(members, 2):
        if one.name_fold != other.name_fold and alike(one.name_fold, other.name_fold):
            yield _pair(one.id, other.id)


def _pairs(ids: Iterable[int]) -> Iterator[Ids]:
    for a, b in combinations(ids, 2):
        yield _pair(a, b)


def _sharing(conn: sa.Connection, row: Any) -> Iterator[int]:
    """Who carries one of the numbers of a record, or its telephone and full birth date."""
    for number in {row.doc, row.old_doc} - {""}:
        for column in (person.c.doc, person.c.old_doc):
            yield from conn.execute(sa.select(person.c.id).where(column == number).limit(MOST)).scalars()
    if row.tel and len(row.dob) == _FULL:
        same = sa.select(person.c.id).where(person.c.tel == row.tel, person.c.dob == row.dob).limit(MOST)
        yield from conn.execute(same).scalars()


def _named_alike(conn: sa.Connection, row: Any) -> Iterator[int]:
    name = fold(row.name)
    same = sa.select(person.c.id, person.c.dob).where(person.c.name_fold == name)
    yield from (one.id for one in conn.execute(same) if _near(row.dob, one.dob))
    if not row.dob:
        return
    born = sa.select(person.c.id, person.c.name_fold).where(person.c.dob == row.dob)
    near = conn.execute(born.limit(_MANY + 1)).all()
    if len(near) > _MANY:
        near = conn.execute(born.where(person.c.commune == row.commune).limit(_MANY)).all()
    yield from (one.id for one in near if alike(name, one.name_fold))
