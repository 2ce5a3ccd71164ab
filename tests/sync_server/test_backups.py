"""A backup counts when it has been brought to life and checked; what is restored is the same server."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from sync_server import keys, sealed_key
from sync_server.cli import main
from sync_server.commands.console import PASSPHRASE
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import feed, segment
from sync_server.keeping import backups, dumps
from sync_server.keeping.backups import NotWhole, Taken
from sync_server.keeping.verifying import Fault
from tests.servers import RunningServer, running_server
from tests.sync_server.pens import Pen

WORDS = "con mèo trèo cây cau"


def take(server: RunningServer, folder: Path, **options: int) -> Taken:
    private = (server.folder / keys.FILE).read_bytes()
    return backups.back_up(server.server, private, folder, WORDS, **options)


def elsewhere(server: RunningServer, tmp_path: Path) -> str:
    """The URL of a database that is not there yet, or empty, on the same cluster."""
    if server.engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path / f'{uuid4().hex}.db'}"
    name = f"t{uuid4().hex}"
    with server.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as conn:
        conn.exec_driver_sql(f"CREATE DATABASE {name}")
    return server.engine.url.set(database=name).render_as_string(hide_password=False)


def safe(server: RunningServer, pen: Pen) -> int:
    return server.rows(sa.select(feed.c.safe).where(feed.c.feed_no == pen.feed))[0].safe


def test_safe_is_what_two_finished_backups_cover(either: RunningServer, tmp_path: Path) -> None:
    pen = Pen(either)
    log_ = pen.log().write(9)
    seen = []
    for end in (3, 5, 7):
        pen.sync(log_.segment(0, end))
        done = take(either, tmp_path / "b")
        assert (done.manifest.entries, done.folder.name.isalnum()) == (end, True)
        seen.append(safe(either, pen))
        assert pen.sync().told.heads[pen.feed].safe == seen[-1]
    assert seen == [0, 1, 2]
    take(either, tmp_path / "b", covered_by=1)
    assert safe(either, pen) == 3
    assert len(list((tmp_path / "b").iterdir())) == 4


def test_what_is_filed_while_the_backup_runs_neither_disturbs_it_nor_counts(
    either: RunningServer, tmp_path: Path
) -> None:
    pen = Pen(either)
    log_ = pen.log().write(60)
    pen.sync(log_.segment(0, 1))
    busy = threading.Thread(target=lambda: [pen.sync(log_.segment(at, at + 1)) for at in range(1, 61)])
    busy.start()
    first = take(either, tmp_path)
    second = take(either, tmp_path)
    busy.join()
    assert 1 <= first.manifest.segments <= second.manifest.segments <= 61
    assert safe(either, pen) == first.manifest.segments
    assert len(either.entries("TYT-01")) == 61


def test_a_backup_that_does_not_hold_is_thrown_away_and_safe_stays(either: RunningServer, tmp_path: Path) -> None:
    pen = Pen(either)
    pen.sync(pen.log().write(2).segment())
    take(either, tmp_path)
    with writing(either.engine) as conn:
        conn.execute(segment.update().values(fh=bytes(32)))
    with pytest.raises(NotWhole) as bad:
        take(either, tmp_path)
    assert {found.fault for found in bad.value.faults} == {Fault.FEED_HASH, Fault.HEAD}
    assert len(list(tmp_path.glob("2*"))) == 1
    assert safe(either, pen) == 0


def test_a_backup_that_lacks_what_the_database_had_is_no_backup(
    either: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replica that lags, a snapshot of yesterday: whole in itself, and yet not what was to be kept."""
    pen = Pen(either)
    log_ = pen.log().write(4)
    pen.sync(log_.segment(0, 2))
    old = take(either, tmp_path / "old")
    pen.sync(log_.segment(2))
    monkeypatch.setattr(dumps, "dump", lambda _engine, target: shutil.copy(old.folder / backups.DATABASE, target))
    with pytest.raises(NotWhole) as bad:
        take(either, tmp_path / "new")
    assert bad.value.faults == []
    assert list((tmp_path / "new").iterdir()) == []


def test_a_restored_server_is_the_same_server(either: RunningServer, tmp_path: Path) -> None:
    pen = Pen(either)
    log_ = pen.log().write(4)
    pen.sync(log_.segment())
    done = take(either, tmp_path / "b")
    url = elsewhere(either, tmp_path)
    backups.put_back(done.folder, url)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "server").mkdir()
    (tmp_path / "other" / "server" / keys.FILE).write_bytes(backups.key_in(done.folder, WORDS))
    with running_server(tmp_path / "other", url) as restored:
        assert restored.key == either.key
        assert restored.entries("TYT-01") == either.entries("TYT-01")
        pen.server = restored
        more = pen.log().write(1)
        assert pen.sync(more.segment()).ok == [(more.name, 2, 2)]
    with pytest.raises(dumps.DumpFailed):
        backups.put_back(done.folder, url)


def test_the_key_in_a_backup_opens_with_its_passphrase_alone(either: RunningServer, tmp_path: Path) -> None:
    done = take(either, tmp_path)
    private = (either.folder / keys.FILE).read_bytes()
    assert backups.key_in(done.folder, WORDS) == private
    assert private.strip() not in (done.folder / backups.KEY).read_bytes()
    with pytest.raises(sealed_key.WrongPassphrase):
        backups.key_in(done.folder, WORDS + " ")
    for damaged in (b"", b"VDK1", b"VDK2" + bytes(80), bytes(100)):
        with pytest.raises(sealed_key.WrongPassphrase):
            sealed_key.unseal(damaged, WORDS)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    code = main([str(one) for one in (*arguments, "--json")])
    return code, json.loads(capsys.readouterr().out)


def test_from_backup_to_restore_by_the_commands(
    either: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE, WORDS)
    pen = Pen(either)
    pen.sync(pen.log().write(3).segment())
    here = ["--database", either.database, "--keys", either.folder]
    code, point = run(capsys, "checkpoint", *here)
    assert (code, point["state"], len(point["digest"])) == (0, "holds", 64)
    assert run(capsys, "checkpoint", "--check", point["digest"], *here)[1]["state"] == "holds"
    assert run(capsys, "checkpoint", "--check", "00" * 32, *here)[0] == 1
    code, made = run(capsys, "backup", tmp_path / "b", *here)
    assert (code, made["entries"] >= 5, made["key"]) == (0, True, either.key)
    assert run(capsys, "verify", *here)[1]["whole"]
    assert run(capsys, "verify", made["backup"], *here)[1]["whole"]
    assert run(capsys, "verify", "--share", "1/1", *here)[1]["error"] == "share"
    there = ["--database", elsewhere(either, tmp_path), "--keys", tmp_path / "keys"]
    monkeypatch.setenv(PASSPHRASE, "wrong")
    assert run(capsys, "restore", made["backup"], *there)[1]["error"] == "passphrase"
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run(capsys, "restore", tmp_path / "nothing", *there)[1]["error"] == "no_backup"
    code, back = run(capsys, "restore", made["backup"], *there)
    assert (code, back["entries"]) == (0, made["entries"])
    assert (tmp_path / "keys" / keys.FILE).stat().st_mode & 0o777 == 0o600
    assert run(capsys, "verify", *there)[1]["whole"]
    with writing(either.engine) as conn:
        conn.execute(segment.update().values(pos=segment.c.pos + 1))
    code, told = run(capsys, "verify", *here)
    assert (code, told["whole"], bool(told["faults"])) == (1, False, True)
    code = main(["verify", "--language", "vi", *map(str, here)])
    assert code == 1
    assert "thiếu vị trí 1" in capsys.readouterr().out


def test_a_damaged_copy_is_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that writes something else than it was given."""
    with running_server(tmp_path) as server:
        pen = Pen(server)
        pen.sync(pen.log().write(200).segment())
        whole = dumps.dump

        def damaged(engine: sa.Engine, target: Path) -> None:
            whole(engine, target)
            with sqlite3.connect(target) as conn:
                (data,) = conn.execute("SELECT data FROM segment WHERE feed_no = ?", (pen.feed,)).fetchone()
                conn.execute("UPDATE segment SET data = ?", (data[:-1] + bytes([data[-1] ^ 1]),))
            conn.close()

        monkeypatch.setattr(dumps, "dump", damaged)
        with pytest.raises(NotWhole):
            take(server, tmp_path / "b")
        with reading(server.engine) as conn:
            assert conn.execute(sa.select(sa.func.max(feed.c.backed))).scalar() == 0
