"""Lists of surrogates as one bound value find their rows by the index, on a table of any size."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry import bulk, fold
from vaxdesk.registry.checks import alike, records
from vaxdesk.registry.queries.carriers import _QUOTED
from vaxdesk.registry.tables import event
from vaxdesk.registry.visits import _OF_PEOPLE, _SAME


def test_nothing_is_scanned_where_an_index_serves() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as conn:
        fold.create(conn)
        by_id = sa.select(event.c.id).where(bulk.among(event.c.id, "ids"))
        for query in (_SAME, _QUOTED, _OF_PEOPLE, by_id, *alike.CROWDED.values(), *records.PAIRS.values()):
            asked = query.params(ids=[], most=1)
            text = str(asked.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True}))
            values = tuple("[]" for _ in range(text.count("?")))
            plan = [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
            assert [step for step in plan if step.startswith("SCAN") and "json_each" not in step] == [], text
    engine.dispose()
