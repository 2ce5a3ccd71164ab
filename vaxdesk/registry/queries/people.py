"""Finding people: by reference, by number, by what somebody types; and what is known of their doses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.registry import bulk, words
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import appt, event, person
from vaxdesk.registry.tables_exchange import forgotten
from vaxdesk.registry.visits import data_of, same_people

_COLUMNS = [person.c.id, person.c.voided, *[person.c[name] for name in PERSON_FIELDS]]
_BY_ID = sa.select(*_COLUMNS).where(person.c.id == sa.bindparam("id"))
_MANY = sa.select(*_COLUMNS).where(bulk.among(person.c.id, "ids"))
_ALIVE = person.c.voided == 0
_BY_NUMBER = {
    name: sa.select(person.c.canon).where(person.c[name] == sa.bindparam("number"), _ALIVE).limit(20)
    for name in ("doc", "old_doc", "bhyt", "tel")
}
_BY_NAME = sa.select(person.c.canon).where(
    person.c.name_fold == sa.bindparam("name"), person.c.dob == sa.bindparam("dob"), _ALIVE
)
_NAMES = sa.select(person.c.canon, person.c.name_fold).where(bulk.among(person.c.id, "ids"))
_LISTED = (
    sa.select(person.c.canon)
    .join(appt, appt.c.person == person.c.id)
    .where(appt.c.day == sa.bindparam("day"), appt.c.voided == 0, person.c.voided == 0)
)
_DOSES = (
    sa.select(event)
    .where(bulk.among(event.c.person, "ids"), event.c.kind.in_(("inject", "history")), event.c.voided == 0)
    .order_by(event.c.day, event.c.stamp, event.c.h)
)
_ERASED = sa.select(forgotten.c.id).where(forgotten.c.id == sa.bindparam("id"), forgotten.c.what == "person").limit(1)
_POOL = 100  # candidates that are ranked; more would not fit a screen


def is_erased(conn: sa.Connection, names: LogNames, reference: str) -> bool:
    """Whether the law had a person's data erased."""
    return conn.execute(_ERASED, {"id": names.known(reference)}).first() is not None


def view(names: LogNames, row: Any) -> PersonView:
    """A person row as a frozen picture."""
    values = dict(row._mapping)
    id_, voided = values.pop("id"), values.pop("voided")
    return PersonView(id=names.ref(id_), voided=bool(voided), **{name: values[name] for name in PERSON_FIELDS})


def by_ref(conn: sa.Connection, names: LogNames, reference: str) -> PersonView | None:
    """The person of a reference, voided or not."""
    row = conn.execute(_BY_ID, {"id": names.known(reference)}).first()
    return view(names, row) if row else None


def by_number(conn: sa.Connection, names: LogNames, number: str) -> list[PersonView]:
    """People who carry a document, old document, insurance or phone number exactly, in that order of strength.

    Of several records of one person, the one that stands for them.
    """
    keys = {"number": number}
    return standing(conn, names, [one for query in _BY_NUMBER.values() for one in conn.execute(query, keys).scalars()])


def standing(conn: sa.Connection, names: LogNames, ids: Iterable[int]) -> list[PersonView]:
    """Each of these people once, in the same order."""
    once = list(dict.fromkeys(ids))
    rows = {row.id: row for row in conn.execute(_MANY, {"ids": once})} if once else {}
    return [view(names, rows[id_]) for id_ in once if id_ in rows]


def by_name(conn: sa.Connection, names: LogNames, name: str, dob: str) -> list[PersonView]:
    """People of a name (accents do not matter) and exactly this birth date."""
    return standing(conn, names, conn.execute(_BY_NAME, {"name": fold(name), "dob": dob}).scalars())


def search(conn: sa.Connection, names: LogNames, text: str, *, day: str = "", limit: int = 20) -> list[PersonView]:
    """People for what somebody typed, those on the day's list first, then by how well the name fits.

    Accents, capitals and word order do not matter; every word may be a beginning; digits may be the last ones.
    Of several records of one person, the one that stands for them is shown, whichever was found.
    """
    wanted = fold(text)
    if not wanted:
        return []
    listed = _listed(conn, text, day, limit) if day else set()
    ids = [*listed, *words.find(conn, text, _POOL)]
    ranked = sorted(
        conn.execute(_NAMES, {"ids": ids}) if ids else (),
        key=lambda row: (row.canon not in listed, *_fit(row.name_fold, wanted), row.canon),
    )
    return standing(conn, names, list(dict.fromkeys(row.canon for row in ranked))[:limit])


def _listed(conn: sa.Connection, text: str, day: str, limit: int) -> set[int]:
    """People of the day's list who match: the list is short, so it is read through, which FTS5 could not do faster."""
    query = _LISTED
    for word in fold(text).split():
        matches = sa.literal(" ").concat(person.c.name_fold).contains(" " + word, autoescape=True)
        if word.isdigit():
            numbers = (person.c.doc, person.c.old_doc, person.c.tel, person.c.bhyt)
            tests = [number.startswith(word) for number in numbers]
            if len(word) >= words.TAIL_DIGITS:
                tests += [number.endswith(word) for number in numbers]
            matches = sa.or_(matches, *tests)
        query = query.where(matches)
    return set(conn.execute(query.limit(limit), {"day": day}).scalars())


def _fit(name: str, wanted: str) -> tuple[bool, bool, str]:
    """Sorting key: the whole name first, then given names that begin with what was typed last, then the alphabet."""
    given = name.rpartition(" ")[2]
    return (name != wanted, not given.startswith(wanted.rpartition(" ")[2]), name)


def doses(conn: sa.Connection, names: LogNames, reference: str) -> list[DoseView]:
    """All doses known of a person under any of its records, given here, elsewhere or learned; oldest first."""
    return doses_of(conn, names, same_people(conn, [names.known(reference)]))


def doses_of(conn: sa.Connection, names: LogNames, records: Iterable[int]) -> list[DoseView]:
    """The same of a person all of whose records are known by surrogate."""
    return [dose_view(names, row) for row in conn.execute(_DOSES, {"ids": list(records)})]


def dose_view(names: LogNames, row: Any) -> DoseView:
    """A row of a dose, given or known, as a frozen picture."""
    data = data_of(row.kind, row.d)
    if row.kind == "history":
        return DoseView(
            id=names.ref(row.id),
            date=data["date"],
            product=data["product"],
            product_text=data["product_text"],
            lot=data["lot"],
            place=data["place"],
            kind=data["kind"],
            overall_no=data["n"],
        )
    return DoseView(
        id=names.ref(row.id),
        date=row.day,
        product=data["product"],
        lot=data["lot_no"],
        kind=data["kind"],
        kind_no=data["kind_no"],
        overall_no=data["overall_no"],
        at=data["at"],
        place=row.place or row.origin,
        here=not row.origin,
    )


def many(conn: sa.Connection, names: LogNames, references: Iterable[str]) -> dict[str, PersonView]:
    """People of several references, by reference."""
    ids = [names.known(reference) for reference in references]
    found = (view(names, row) for row in conn.execute(_MANY, {"ids": ids})) if ids else ()
    return {one.id: one for one in found}


def everyone(conn: sa.Connection, names: LogNames) -> Iterator[PersonView]:
    """All people not voided, in no order; for matching a list against the store."""
    rows = conn.execute(sa.select(*_COLUMNS).where(_ALIVE).execution_options(yield_per=5000))
    for row in rows:
        yield view(names, row)


def count(conn: sa.Connection) -> int:
    """How many people are known."""
    return conn.execute(sa.select(sa.func.count()).select_from(person).where(_ALIVE)).scalar_one()
