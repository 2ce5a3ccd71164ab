"""Every kind of the catalogue can be folded, by a row of its table where it has one."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from tests.store.conftest import KEY
from vaxdesk.domain.payloads import KINDS
from vaxdesk.journal import line
from vaxdesk.registry.tables import registry
from vaxdesk.store.store import Store

_PLAIN = {str: "", int: 0, bool: False, list[str]: [], dict[str, str]: {}, dict[str, bool]: {}}


@pytest.mark.parametrize("kind", KINDS)
def test_the_barest_entry_of_each_kind_is_folded(tmp_path: Path, kind: str) -> None:
    fields = msgspec.structs.fields(KINDS[kind])
    payload = KINDS[kind](**{one.name: _PLAIN[one.type] for one in fields if one.required})
    store = Store(tmp_path, KEY)
    lines = [line.encode(kind, payload, t=1, of=1, rev=1), line.encode("person", KINDS["person"](name="Lan"), t=2)]
    with store.changing() as conn:
        store.take_in(conn, "0000000000001", "ab" * 32, 0, lines)
    with store.reading() as conn:
        people = conn.execute(sa.select(registry.tables["person"].c.name)).scalars().all()
    store.close()
    assert "Lan" in people
