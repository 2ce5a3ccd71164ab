"""Readers go through feeds once, in order, whatever dies between; the folder makes the tables of a desk there."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import msgspec
import pytest
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import cursor
from sync_server.reading import folder, naming, readers, worker
from sync_server.reading.portion import Portion
from sync_server.reading.readers import Reader, Rests, Share
from sync_server.settings import Server, Settings
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import BAO, LANH, Clinic, read
from vaxdesk.journal import ref
from vaxdesk.registry import digest
from vaxdesk.registry import fold as folding
from vaxdesk.registry.queries import people
from vaxdesk.registry.tables import bad_entry, event


class Notebook:
    """A reader that remembers what it was shown and may fail."""

    def __init__(self, *, failing: int = 0, error: type[BaseException] = RuntimeError) -> None:
        self.failing = failing
        self.error = error
        self.tried = 0
        self.widest = 0

    def act(self, conn: sa.Connection, _server: Server, portion: Portion) -> None:
        """Writes down each entry in the reader's transaction, then perhaps dies."""
        shown = [ref.join(one.log, one.a + seq) for one in portion.pieces for seq in range(1, len(one.lines) + 1)]
        conn.exec_driver_sql("CREATE TABLE IF NOT EXISTS shown (entry TEXT)")
        conn.execute(sa.text("INSERT INTO shown VALUES (:entry)"), [{"entry": one} for one in shown])
        self.tried += 1
        if self.tried <= self.failing:
            raise self.error(f"died of {shown[0]}")

    def act_on(self, conn: sa.Connection, server: Server, portions: Sequence[Portion]) -> None:
        """The same of several feeds at once."""
        self.widest = max(self.widest, len(portions))
        for portion in portions:
            self.act(conn, server, portion)

    def reader(self) -> Reader:
        """The reader."""
        return Reader(name="notebook", act=self.act_on)


def shown(server: RunningServer) -> list[str]:
    return [row.entry for row in server.rows(sa.text("SELECT entry FROM shown"))]


def through(server: RunningServer, reader: Reader, share: Share | None = None) -> int:
    return readers.go_through(server.server, reader, share or Share(), Rests())


def doses(server: RunningServer, who: str) -> list[str]:
    with reading(server.engine) as conn:
        return [one.date for one in people.doses(conn, naming.names(conn), who)]


def test_the_folder_makes_people_and_doses_of_the_feed(either: RunningServer) -> None:
    clinic = Clinic(either)
    who = clinic.listed(LANH)
    first = clinic.dose(who, day="2026-10-01")
    clinic.amend(who, name="Nguyễn Thị Lánh")
    clinic.send()
    read(either)
    with reading(either.engine) as conn:
        found = people.by_number(conn, naming.names(conn), LANH.doc)
    assert [(one.id, one.name) for one in found] == [(who, "Nguyễn Thị Lánh")]
    assert doses(either, who) == ["2026-10-01"]
    clinic.void(first)
    clinic.send()
    read(either)
    assert doses(either, who) == []


def test_entries_are_shown_once_and_in_order(either: RunningServer) -> None:
    clinics = [Clinic(either), Clinic(either, "TYT-02")]
    note = Notebook()
    for _ in range(3):
        for clinic in clinics:
            clinic.listed(LANH)
            clinic.send()
        through(either, note.reader())
    for clinic, org in zip(clinics, ("TYT-01", "TYT-02"), strict=True):
        mine = [one for one in shown(either) if one.startswith(clinic.log.name)]
        assert mine == [one["ref"] for one in either.entries(org) if one["ref"].startswith(clinic.log.name)]
    assert through(either, note.reader()) == 0


def test_a_reader_that_dies_amid_a_step_has_done_nothing_of_it(either: RunningServer) -> None:
    clinic = Clinic(either)
    clinic.listed(LANH)
    clinic.send()
    note = Notebook(failing=1, error=KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        through(either, note.reader())
    assert through(either, note.reader()) == 3
    assert len(shown(either)) == 3


def test_a_feed_that_meets_a_bug_rests_and_the_others_go_on(
    either: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    for org in ("TYT-01", "TYT-02"):
        clinic = Clinic(either, org)
        clinic.listed(LANH)
        clinic.send()
    rests, reader = Rests(), Notebook(failing=2).reader()  # together, then alone
    assert readers.go_through(either.server, reader, Share(), rests) == 3
    assert readers.go_through(either.server, reader, Share(), rests) == 0
    assert readers.go_through(either.server, reader, Share(), Rests()) == 3
    assert "RuntimeError" in caplog.text
    assert clinic.log.name not in caplog.text


def test_feeds_are_read_together_and_each_by_itself_where_that_goes_wrong(
    clinics: tuple[Clinic, Clinic], either: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    for one in clinics:
        one.listed(LANH)
        one.send()
    book = Notebook()
    assert through(either, book.reader()) == len(shown(either)) > 2
    assert (book.tried, book.widest) == (2, 2)
    for one in clinics:
        one.listed(BAO)
        one.send()
    before, failing = len(shown(either)), Notebook(failing=2)
    read_on = through(either, failing.reader())
    assert failing.tried == 3 and 0 < read_on < 4, "the first failed in company and alone, the second was read"
    assert len(shown(either)) == before + read_on
    assert "fails" in caplog.text and clinics[0].log.name not in caplog.text


def test_what_comes_while_a_reader_is_idle_is_passed_by(either: RunningServer) -> None:
    clinic, book = Clinic(either), Notebook()
    clinic.listed(LANH)
    clinic.send()
    reader = msgspec.structs.replace(book.reader(), idle=lambda _conn: True)
    assert through(either, reader) == book.tried == 0
    last = clinic.listed(BAO)
    clinic.send()
    assert through(either, msgspec.structs.replace(reader, idle=lambda _conn: False)) == 2
    assert shown(either)[0] == last


def test_many_feeds_share_what_is_read_in_one_step(tmp_path: Path) -> None:
    with running_server(tmp_path, settings=Settings(portion=4)) as server:
        clinics = [Clinic(server), Clinic(server, "TYT-02")]
        for one in clinics:
            for _ in range(3):
                one.listed(LANH)
                one.send()
        book, steps = Notebook(), []
        while read_on := through(server, book.reader()):
            steps.append(read_on)
        assert steps == [6, 4, 4], "whole segments, at least two entries of each feed"
        assert len(set(shown(server))) == len(shown(server)) == 14


def test_large_feeds_are_read_in_small_steps(tmp_path: Path) -> None:
    with running_server(tmp_path, settings=Settings(portion=2)) as server:
        clinic = Clinic(server)
        for _ in range(4):
            clinic.listed(LANH)
            clinic.send()
        steps = 0
        while through(server, Notebook().reader()):
            steps += 1
        assert steps == 4
        assert len(shown(server)) == 9


def test_processes_share_the_feeds_and_disturb_nobody(either: RunningServer) -> None:
    clinics = [Clinic(either), Clinic(either, "TYT-02")]
    worker.prepare(either.server)
    stop = Event()
    with ThreadPoolExecutor(4) as threads:
        shares = [Share(0, 2), Share(1, 2), Share(0, 2), Share(1, 2)]  # two of each, as after a second start
        running = [threads.submit(worker.run, msgspec.structs.replace(either.server), one, stop) for one in shares]
        for number in range(20):
            for clinic in clinics:
                clinic.dose(clinic.listed(LANH if number % 2 else BAO))
                clinic.send()
        stop.set()
        for one in running:
            one.result()
    read(either)
    folded = either.rows(sa.select(event.c.id).where(event.c.kind == "inject"))
    assert len(folded) == 40
    with reading(either.engine) as conn:
        together = digest.of(conn, naming.names(conn))
    refold(either)
    with reading(either.engine) as conn:
        assert digest.of(conn, naming.names(conn)) == together


def refold(server: RunningServer) -> None:
    with writing(server.engine) as conn:
        folding.drop(conn)
    read(server)


def test_what_no_desk_could_have_meant_stops_nothing(either: RunningServer) -> None:
    clinic = Clinic(either)
    for odd in (b"no json \xff", b'{"k":"person","t":1,"d":{"name":7}}', b'{"k":"inject","t":1,"of":"x","d":{}}'):
        clinic.log.raw(odd)
    who = clinic.listed(LANH)
    clinic.dose(who)
    clinic.send()
    read(either)
    assert len(doses(either, who)) == 1
    assert len(either.rows(sa.select(bad_entry))) == 3


def test_an_older_copy_of_the_database_is_read_on_from_where_it_stood(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        clinic = Clinic(server)
        who = clinic.listed(LANH)
        clinic.dose(who, day="2026-10-01")
        clinic.send()
        read(server)
        server.stop()
        shutil.copytree(server.folder, tmp_path / "copy")
        server.start()
        clinic.dose(who, day="2026-11-01")
        clinic.send()
        read(server)
        assert doses(server, who) == ["2026-10-01", "2026-11-01"]
        server.stop()
        shutil.rmtree(server.folder)
        shutil.copytree(tmp_path / "copy", server.folder)
        server.start()
        read(server)
        assert doses(server, who) == ["2026-10-01"]
        clinic.pen.sync(clinic.log.segment())
        read(server)
        assert doses(server, who) == ["2026-10-01", "2026-11-01"]


def test_other_rules_fold_everything_anew(either: RunningServer) -> None:
    clinic = Clinic(either)
    who = clinic.listed(LANH)
    clinic.dose(who)
    clinic.send()
    read(either)
    before = {row.name: row.pos for row in either.rows(sa.select(cursor))}
    with writing(either.engine) as conn:
        conn.execute(folding.folded.update().values(version=0))
    read(either)
    assert len(doses(either, who)) == 1
    assert {row.name: row.pos for row in either.rows(sa.select(cursor))} == before
    assert folder.NAME in before
