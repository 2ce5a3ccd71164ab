"""The records that a case concerns, their fields beside each other, and how alike two of them are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.district.cases.views import FieldRow
from vaxdesk.domain.cleaning import duplicates
from vaxdesk.domain.cleaning.duplicates import Explanation
from vaxdesk.domain.matching.levels import Level, weight_of
from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.domain.views import PersonView
from vaxdesk.registry import rules
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries.concerned import people_of
from vaxdesk.registry.queries.people import many
from vaxdesk.registry.visits import same_people

MOST = 6  # records beside each other; more would fit no screen
_CODES = frozenset(("province_code", "district_code", "commune_code", "scheme"))  # beside their names they say little


def concerned(conn: sa.Connection, objects: Collection[int]) -> tuple[int, ...]:
    """Records that some entries are, or are about, and those that are the same people; first those named."""
    named = people_of(conn, objects)
    others = sorted(set(same_people(conn, named)) - set(named)) if named else []
    return tuple([*named, *others][:MOST])


def shown(conn: sa.Connection, names: LogNames, ids: Sequence[int]) -> list[PersonView]:
    """These records, in this order."""
    found = many(conn, names, [names.ref(one) for one in ids])
    return [found[names.ref(one)] for one in ids if names.ref(one) in found]


def fields(records: Sequence[PersonView], explanation: Explanation | None) -> tuple[FieldRow, ...]:
    """Every field that one of the records knows, with what differs."""
    rows = []
    for name in PERSON_FIELDS:
        values = tuple(getattr(one, name) for one in records)
        if any(values) and name not in _CODES:
            known = {value for value in values if value}
            differs = len(known) > 1
            part = explanation.parts[name].value if explanation and name in explanation.parts else ""
            row = FieldRow(name=name, values=values, differs=differs, part=part)
            rows.append(_weighed(row, explanation) if explanation else row)
    return tuple(rows)


def _weighed(row: FieldRow, explanation: Explanation) -> FieldRow:
    """The row with its level and what that weighs, where the field was compared."""
    level = explanation.levels.get(row.name, Level.UNKNOWN)
    if level is Level.UNKNOWN:
        return row
    weight = weight_of(explanation.bits.get(row.name, 0.0))
    return msgspec.structs.replace(row, level=level.value, weight=weight.value)


def explained(records: Iterable[PersonView]) -> Explanation | None:
    """Why two records may be one person; None where they are not two, or too little speaks for it."""
    two = list(records)
    return duplicates.explain(*two, rules.judge()) if len(two) == 2 else None
