"""Of people what reports group by, and what lists that name people show."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.domain.report.facts import Whom
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person

_WHOM = ("id", "name", "dob", "sex", "doc", "old_doc", "tel", "grp", "commune", "adr", "district", "province", "voided")
_PEOPLE = sa.select(*(person.c[name] for name in _WHOM)).where(bulk.among(person.c.id, "ids"))


def people(conn: sa.Connection, names: LogNames, ids: Iterable[int]) -> dict[int, Whom]:
    """People by surrogate, those taken back left out; of one who has not arrived here only the reference is known."""
    wanted = set(ids)
    rows = {row.id: row for row in conn.execute(_PEOPLE, {"ids": wanted})} if wanted else {}
    alive = (id_ for id_ in wanted if id_ not in rows or not rows[id_].voided)
    return {id_: _whom(names, id_, rows.get(id_)) for id_ in alive}


def _whom(names: LogNames, id_: int, row: sa.Row | None) -> Whom:
    if row is None:
        return Whom(id=names.ref(id_))
    return Whom(
        id=names.ref(id_),
        name=row.name,
        dob=row.dob,
        sex=row.sex,
        doc=row.doc or row.old_doc,
        tel=row.tel,
        grp=row.grp,
        commune=row.commune,
        hamlet=row.adr.rpartition(",")[2].strip(),
        address=", ".join(part for part in (row.adr, row.commune, row.district, row.province) if part),
    )
