"""The second place: what was saved after the copy comes back with it, whatever happened to the stick."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.desk.conftest import PASSWORD
from tests.servers import running_server
from tests.stations import Station, all_confirmed, filed
from tests.store.test_backup import a_station
from vaxdesk.desk import entrance
from vaxdesk.domain.payloads import Person
from vaxdesk.store import backup, following
from vaxdesk.store.following import Heads, Place
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry
from vaxdesk.trouble import Trouble, TroubleCode


class Follows:
    """What the desk does after each save, on one thread."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        with store.reading() as conn:
            known, now = following.state(conn), following.heads(conn)
        again = following.resume(store, folder, known)
        self.resumed = again is not None
        if again:
            self.there, self.place = again
        else:
            new, self.place = following.begin(store, folder, known, now)
            self.there = new.heads
            with store.changing() as conn:
                following.note(conn, new)

    there: Heads
    place: Place

    def step(self) -> int:
        with self.store.reading() as conn:
            pieces = following.gather(conn, self.there)
        assert pieces is not None
        if pieces:
            self.place.append(pieces)
            self.there = following.after(self.there, pieces)
        return sum(one.slice.n for one in pieces)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    (tmp_path / "second").mkdir()
    return tmp_path / "second"



def texts(store: Store) -> list[bytes]:
    with store.reading() as conn:
        return sorted(row.line for row in conn.execute(entry.select()))


def add(store: Store, n: int, start: int = 0) -> None:
    for number in range(start, start + n):
        with store.writing(user=1) as w:
            w.add("person", Person(name=f"Người Thứ {number}", doc=f"0151900{number:05}"))


def brought_back(second: Path, home: Path) -> Store:
    (copy,) = second.glob("*.vaxbackup")
    backup.restore(copy, home)
    return entrance.unlock(home, "mai", PASSWORD, quiet=True).store


def test_what_was_saved_after_the_copy_comes_back_with_it(tmp_path: Path, second: Path) -> None:
    desk = a_station(tmp_path / "home", people_in_it=20)
    follows = Follows(desk.store, second)
    add(desk.store, 5)
    assert follows.step() == 5
    assert follows.step() == 0
    add(desk.store, 7, 100)
    assert follows.step() == 7
    held = texts(desk.store)
    desk.store.close()
    again = brought_back(second, tmp_path / "new")
    assert texts(again) == held
    assert list((tmp_path / "new").glob("*.vaxfollow")) == []
    add(again, 1, 500)
    again.close()
    names = [one.read_bytes() for one in second.iterdir()]
    assert not any("Người".encode() in data for data in names), "cipher text"


def test_the_next_run_goes_on_behind_the_same_copy(tmp_path: Path, second: Path) -> None:
    desk = a_station(tmp_path / "home")
    first = Follows(desk.store, second)
    add(desk.store, 3)
    first.step()
    add(desk.store, 2, 50)  # the program ends before these were copied
    desk.store.close()
    store = entrance.unlock(tmp_path / "home", "mai", PASSWORD).store
    follows = Follows(store, second)
    assert follows.resumed
    assert follows.step() == 4, "two people, and the sign-in with the log it opens"
    held = texts(store)
    store.close()
    assert len(list(second.iterdir())) == 3
    again = brought_back(second, tmp_path / "new")
    assert texts(again) == held
    again.close()


def test_another_stick_or_many_files_make_a_new_copy(tmp_path: Path, second: Path) -> None:
    desk = a_station(tmp_path / "home")
    Follows(desk.store, second)
    (tmp_path / "third").mkdir()
    assert not Follows(desk.store, tmp_path / "third").resumed
    for _ in range(20):
        add(desk.store, 1)
        follows = Follows(desk.store, tmp_path / "third")
        assert follows.resumed
        follows.step()
    before = set((tmp_path / "third").iterdir())
    assert not Follows(desk.store, tmp_path / "third").resumed
    after = set((tmp_path / "third").iterdir())
    desk.store.close()
    assert len(before) == 21
    assert len(after) == 1
    assert not before & after, "the older copy and its files are gone"


def test_a_record_cut_at_any_byte_costs_nothing_that_was_whole(tmp_path: Path, second: Path) -> None:
    desk = a_station(tmp_path / "home")
    follows = Follows(desk.store, second)
    add(desk.store, 2)
    follows.step()
    (file,) = second.glob("*.vaxfollow")
    whole = file.stat().st_size
    add(desk.store, 2, 10)
    follows.step()
    data = file.read_bytes()
    key = desk.store.key
    desk.store.close()
    for length in range(whole, len(data)):
        file.write_bytes(data[:length])
        assert sum(one.slice.n for one in following.pieces_in([file], key)) == 2
    for at in range(whole, len(data)):
        file.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert sum(one.slice.n for one in following.pieces_in([file], key)) == 2
    file.write_bytes(data)
    assert sum(one.slice.n for one in following.pieces_in([file], key)) == 4


def test_a_stick_that_was_out_for_a_while_catches_up(tmp_path: Path, second: Path) -> None:
    desk = a_station(tmp_path / "home")
    follows = Follows(desk.store, second)
    add(desk.store, 2)
    follows.step()
    second.rename(tmp_path / "out")
    add(desk.store, 3, 20)
    with pytest.raises(Trouble) as caught:
        follows.step()
    assert caught.value.code is TroubleCode.FILE_NOT_WRITABLE
    (tmp_path / "out").rename(second)
    assert follows.step() == 3
    held = texts(desk.store)
    desk.store.close()
    again = brought_back(second, tmp_path / "new")
    assert texts(again) == held
    again.close()


def test_a_full_stick_is_told_and_goes_on_in_a_new_file(
    tmp_path: Path, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_station(tmp_path / "home")
    follows = Follows(desk.store, second)
    add(desk.store, 2)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(following.os, "fsync", full)
    with pytest.raises(Trouble) as caught:
        follows.place.append(following_pieces(follows))
    monkeypatch.undo()
    assert caught.value.code is TroubleCode.DISK_FULL
    assert follows.step() == 2
    held = texts(desk.store)
    desk.store.close()
    again = brought_back(second, tmp_path / "new")
    assert texts(again) == held
    again.close()


def following_pieces(follows: Follows) -> list[following.Piece]:
    with follows.store.reading() as conn:
        return following.gather(conn, follows.there) or []


def test_a_lost_file_costs_only_its_logs(tmp_path: Path, second: Path) -> None:
    desk = a_station(tmp_path / "home")
    follows = Follows(desk.store, second)
    add(desk.store, 2)
    follows.step()
    desk.store.begin_log()
    follows = Follows(desk.store, second)
    add(desk.store, 3, 30)
    follows.step()
    desk.store.close()
    sorted(second.glob("*.vaxfollow"))[0].unlink()
    again = brought_back(second, tmp_path / "new")
    with again.reading() as conn:
        names = set(conn.exec_driver_sql("SELECT name FROM person").scalars())
    again.close()
    assert names == {"Người Thứ 30", "Người Thứ 31", "Người Thứ 32"}


def test_the_old_pc_and_the_restored_one_both_go_on_and_nothing_is_lost(tmp_path: Path, second: Path) -> None:
    with running_server(tmp_path) as server:
        old = Station(tmp_path / "old", server)
        (tmp_path / "old" / "keys.json").write_text("{}")
        follows = Follows(old.store, second)
        old.write(6)
        old.sync()
        old.write(4)
        follows.step()
        (copy,) = second.glob("*.vaxbackup")
        home = tmp_path / "new"
        backup.restore(copy, home)
        new = object.__new__(Station)
        new.__dict__.update(old.__dict__)
        new.home, new.line, new.pace = home, type(old.line)(), type(old.pace)()
        new.open()
        from vaxdesk.store import catching_up

        assert catching_up.catch_up(new.store).left_out == 0
        before = set(old.lines())
        new.write(3)
        assert not {ref.split(".")[0] for ref in set(new.lines()) - before} & {ref.split(".")[0] for ref in before}
        old.write(5)
        for one in (new, old, new, old):
            one.sync()
        assert all_confirmed(server, old, new)
        assert before <= set(filed(server))
        for one in (old, new):
            one.line.close()
            one.close()
