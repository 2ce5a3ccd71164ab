"""Files of every version that was given out open with this one: all entries, a fold as if made today."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.crash.kills import check_chains
from tests.desk.conftest import PASSWORD
from vaxdesk.desk import board, entrance, reception
from vaxdesk.desk.context import Done
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Person
from vaxdesk.registry import digest
from vaxdesk.store import backup
from vaxdesk.store.store import Store
from vaxdesk.store.tables import journal

FILES = sorted((Path(__file__).parents[1] / "data" / "stores").glob("*.vaxbackup"))
UNCHAINED = "0.1.0-r0001"
WRITTEN = 1_795_400_000  # the clock of whoever made them
DONE, SCREENED, RECEIVED = 6, 3, 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_before_opens_with_everything_in_it(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    backup.restore(file, home)
    desk = entrance.unlock(home, "mai", PASSWORD, now=lambda: WRITTEN + 3600.0).on(times.day_of(WRITTEN))
    with desk.store.reading() as conn:
        if file.stem != UNCHAINED:
            check_chains(conn)
        opened = digest.of(conn, desk.store.names)
        entries = conn.exec_driver_sql("SELECT count(*) FROM entry").scalar()
    desk.store.rebuild()
    with desk.store.reading() as conn:
        assert digest.of(conn, desk.store.names) == opened
    stages = [row.stage for row in board.rows(desk)]
    assert len(stages) == DONE + SCREENED + RECEIVED
    assert stages.count(Stage.RECEIVED) == RECEIVED
    assert entries > 12 * 2 + DONE + SCREENED
    newcomer = Person(name="Lò Văn Páo", dob="1995-09-05", sex="M", doc="066095006789")
    assert isinstance(reception.register(desk, newcomer), Done), "and work goes on in it"
    desk.store.close()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_schema_becomes_that_of_a_new_file(file: Path, tmp_path: Path) -> None:
    home, new = tmp_path / "home", tmp_path / "new"
    backup.restore(file, home)
    new.mkdir()
    key = entrance.unlock(home, "mai", PASSWORD, quiet=True).store
    fresh = Store(new, key.key)
    assert shape(key) == shape(fresh)
    key.close()
    fresh.close()


def shape(store: Store) -> dict[str, object]:
    """Tables with their columns, indexes and triggers."""
    with store.reading() as conn:
        found = sa.inspect(conn)
        tables = {
            name: ([(one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(name)])
            for name in found.get_table_names()
        }
        triggers = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')").all()
    assert set(journal.tables) <= set(tables)
    return {**tables, "triggers": sorted(tuple(one) for one in triggers if one.sql)}
