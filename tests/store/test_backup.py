"""A copy holds everything and opens with any password; a damaged store gives up what it still holds."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from tests.desk.conftest import PASSWORD, QUICK
from vaxdesk.desk import entrance, station
from vaxdesk.desk.context import Desk
from vaxdesk.domain.payloads import Person, Quote
from vaxdesk.journal import line, ref
from vaxdesk.registry.queries import people
from vaxdesk.store import backup, salvage
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry
from vaxdesk.trouble import Trouble, TroubleCode

_ENTRIES_OF_A_PAGE = 50


def a_station(home: Path, *, people_in_it: int = 0) -> Desk:
    opened = station.create(home, station="15041", name="Trạm", user="Mai", login="mai", password=PASSWORD, cost=QUICK)
    with opened.desk.store.writing(user=1) as w:
        for number in range(people_in_it):
            w.add("person", Person(name=f"Người Thứ {number}", doc=f"0151900{number:05}"))
    return opened.desk


def test_copy_comes_back_on_another_machine(tmp_path: Path) -> None:
    desk = a_station(tmp_path / "home", people_in_it=300)
    size = backup.write(desk.store, tmp_path / "copy.vaxbackup")
    assert size == (tmp_path / "copy.vaxbackup").stat().st_size > 100_000
    desk.store.close()
    backup.restore(tmp_path / "copy.vaxbackup", tmp_path / "new")
    again = entrance.unlock(tmp_path / "new", "mai", PASSWORD)
    with again.store.reading() as conn:
        assert people.count(conn) == 300
        assert people.search(conn, again.store.names, "thu 299")[0].doc == "015190000299"
    again.store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.vaxbackup", "home", "new"]


def test_copy_is_cipher_text(tmp_path: Path) -> None:
    desk = a_station(tmp_path / "home", people_in_it=300)
    backup.write(desk.store, tmp_path / "copy")
    desk.store.close()
    assert b"0151900" not in (tmp_path / "copy").read_bytes()


def test_copy_that_fails_leaves_the_older_one(tmp_path: Path) -> None:
    desk = a_station(tmp_path / "home")
    target = tmp_path / "copy"
    backup.write(desk.store, target)
    before = target.read_bytes()
    (tmp_path / "home" / "keys.json").unlink()
    with pytest.raises(Trouble):
        backup.write(desk.store, target)
    desk.store.close()
    assert target.read_bytes() == before


@pytest.mark.parametrize("damage", ["empty", "cut", "text"])
def test_copy_that_is_not_whole_is_refused(tmp_path: Path, damage: str) -> None:
    desk = a_station(tmp_path / "home")
    backup.write(desk.store, tmp_path / "copy")
    desk.store.close()
    data = (tmp_path / "copy").read_bytes()
    (tmp_path / "copy").write_bytes({"empty": b"", "cut": data[: len(data) // 2], "text": b"xin chao"}[damage])
    with pytest.raises(Trouble) as caught:
        backup.restore(tmp_path / "copy", tmp_path / "new")
    assert caught.value.code is TroubleCode.FILE_UNREADABLE
    assert not (tmp_path / "new" / DATABASE).exists()


def test_copy_never_overwrites_a_station(tmp_path: Path) -> None:
    desk = a_station(tmp_path / "home")
    backup.write(desk.store, tmp_path / "copy")
    desk.store.close()
    with pytest.raises(Trouble) as caught:
        backup.restore(tmp_path / "copy", tmp_path / "home")
    assert caught.value.code is TroubleCode.STORE_EXISTS


def test_copy_is_a_plain_archive(tmp_path: Path) -> None:
    desk = a_station(tmp_path / "home")
    backup.write(desk.store, tmp_path / "copy")
    desk.store.close()
    with zipfile.ZipFile(tmp_path / "copy") as archive:
        assert sorted(archive.namelist()) == ["keys.json", "store.db"]


def test_flipped_bytes_cost_only_the_page_they_hit(tmp_path: Path) -> None:
    """Eight damaged pages, one at a time; what lies behind the gap goes on as quotes."""
    desk = a_station(tmp_path / "home", people_in_it=3000)
    with desk.store.reading() as conn:
        lines = {row.seq: row.line for row in conn.execute(sa.select(entry))}
    desk.store.close()
    whole = (tmp_path / "home" / DATABASE).read_bytes()
    lost = []
    for number, page in enumerate(random.Random(7).sample(range(40, len(whole) // 4096), 8)):
        home = tmp_path / f"damaged-{number}"
        home.mkdir()
        data = bytearray(whole)
        data[page * 4096 + 100 * number] ^= 0xFF
        (home / DATABASE).write_bytes(bytes(data))
        result = salvage.salvage(home, desk.store.key, stamp="20261123-0800")
        store = Store(home, desk.store.key)
        with store.reading() as conn:
            saved = said_of(conn)
        store.close()
        assert (home / result.kept).exists()
        assert result.refused == 0
        assert all(lines[seq] == text for seq, text in saved.items()), "never a wrong entry"
        lost.append(len(lines) - len(saved))
    assert max(lost) <= _ENTRIES_OF_A_PAGE, lost


def said_of(conn: sa.Connection) -> dict[int, bytes]:
    """Lines of the first log, under their own numbers or as quotes of them."""
    saved = {row.seq: row.line for row in conn.execute(sa.select(entry).where(entry.c.local_no == 1))}
    for row in conn.execute(sa.select(entry).where(entry.c.local_no != 1)):
        written = line.decode(row.line)
        if written.k == "quote":
            quote = msgspec.json.decode(written.d, type=Quote)
            saved[ref.split(quote.id)[1]] = quote.line.encode()
    return saved


def test_salvaged_station_opens_and_works_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    desk = a_station(home, people_in_it=50)
    desk.store.close()
    salvage.salvage(home, desk.store.key, stamp="x")
    again = entrance.unlock(home, "mai", PASSWORD)
    with again.store.writing(user=1) as w:
        w.add("person", Person(name="Người Mới"))
    with again.store.reading() as conn:
        assert people.count(conn) == 51
    again.store.close()
