"""New files come whole, whatever moment the power goes; what was there is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.desk.conftest import PASSWORD, QUICK
from vaxdesk.desk import door, entrance, station
from vaxdesk.store import keyfile, replacing
from vaxdesk.store.beginning import beginning
from vaxdesk.trouble import Trouble, TroubleCode


def old(home: Path) -> Path:
    home.mkdir()
    for name in ("store.db", "store.db-wal", "keys.json"):
        (home / name).write_text(f"old {name}")
    return home


def new(home: Path) -> None:
    making = replacing.begin(home)
    for name in ("store.db", "keys.json"):
        (making / name).write_text(f"new {name}")


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_new_files_come_and_old_ones_are_kept(tmp_path: Path) -> None:
    home = old(tmp_path / "home")
    before = texts(home)
    new(home)
    kept = replacing.put(home, aside="before")
    assert texts(home) == {"store.db": "new store.db", "keys.json": "new keys.json"}
    assert texts(kept) == before, "the log that belongs to the old database is not left to the new one"
    new(home)
    assert replacing.put(home, aside="before").name == "before-1"
    assert texts(kept) == before


@pytest.mark.parametrize("steps", range(6))
def test_what_was_cut_short_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """The power goes after so many renames; the next start finds the old station or the new one."""
    home = old(tmp_path / "home")
    before = texts(home)
    new(home)
    real, done = os.replace, []

    def cut(path: Path, to: Path) -> Path:
        if len(done) == steps:
            raise KeyboardInterrupt
        done.append(path)
        real(path, to)
        return to

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            replacing.put(home, aside="before")
    replacing.finish(home)
    if not steps:
        assert texts(home) == before
        return
    assert texts(home) == {"store.db": "new store.db", "keys.json": "new keys.json"}
    assert texts(home / "before") == before
    assert sorted(path.name for path in home.iterdir()) == ["before", "keys.json", "store.db"]


def test_a_station_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(KeyboardInterrupt), beginning(home):
        (home / keyfile.FILE).write_text("{}")
        (home / keyfile.DATABASE).write_text("half")
        raise KeyboardInterrupt
    assert not door.exists(home)
    with pytest.raises(Trouble) as caught:
        entrance.unlock(home, "mai", PASSWORD)
    assert caught.value.code is TroubleCode.NO_STORE
    made = station.create(home, station="15041", name="Trạm", user="Mai", login="mai", password=PASSWORD, cost=QUICK)
    made.desk.store.close()
    assert door.exists(home)
    entrance.unlock(home, "mai", PASSWORD).store.close()
