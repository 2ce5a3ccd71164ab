"""Lists of surrogates as one bound value find their rows by the index, on a table of any size."""

from __future__ import annotations

import sqlalchemy as sa

from tests.plans import explained
from vaxdesk.registry import bulk, fold
from vaxdesk.registry.checks import alike, records
from vaxdesk.registry.checks.doses import _OF_LOTS
from vaxdesk.registry.queries.carriers import _QUOTED
from vaxdesk.registry.queries.pleas import _STANDING
from vaxdesk.registry.queries.things import _DRAWN, _GIVEN
from vaxdesk.registry.tables import event
from vaxdesk.registry.visits import _OF_PEOPLE, _SAME

_ANY = {"ids": [], "most": 1}


def test_nothing_is_scanned_where_an_index_serves() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as conn:
        fold.create(conn)
        by_id = sa.select(event.c.id).where(bulk.among(event.c.id, "ids"))
        for query in (_SAME, _QUOTED, _OF_PEOPLE, by_id, *alike.CROWDED.values(), *records.PAIRS.values()):
            plan = explained(conn, query, _ANY)
            assert [step for step in plan if step.startswith("SCAN") and "json_each" not in step] == [], str(query)
    engine.dispose()


def test_what_few_steps_have_is_found_by_an_index_of_those_alone() -> None:
    engine = sa.create_engine("sqlite://")
    wanted = {_GIVEN: "ix_event_lot", _DRAWN: "ix_event_vial", _OF_LOTS: "ix_event_lot", _STANDING: "ix_event_plea"}
    with engine.begin() as conn:
        fold.create(conn)
        for query, index in wanted.items():
            assert any(index in step for step in explained(conn, query, _ANY)), str(query)
    engine.dispose()
