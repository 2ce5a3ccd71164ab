"""Routing when something dies, comes back, or is large: nothing is brought twice, nothing is left out."""

from __future__ import annotations

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import msgspec
import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.reading import delivery, worker
from sync_server.reading.readers import Rests, Share
from sync_server.settings import Server
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import DAY, LANH, Clinic, changed, quoted, quotes, read, same_person, today
from vaxdesk.domain.matching.compared import Compared
from vaxdesk.domain.matching.judge import Judge, Match, Verdict
from vaxdesk.domain.payloads import Quote
from vaxdesk.journal import branch, line, segment
from vaxdesk.registry.tables import folded

DAY_SECONDS = 86_400


def test_a_rescue_by_a_desk_travels_as_the_entry(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    lost = here.pen.log()
    lost.raw(line.encode("person", LANH, t=1))
    name = branch.name(lost.name, lost.hashes[2])
    text, h = lost.lines[1].decode(), lost.hashes[2].hex()
    here.write("quote", Quote(id=f"{lost.name}.2", h=h, line=text, branch=name, a=1))
    here.send()
    there.listed(LANH, day=today(either))
    there.send()
    read(either)
    [brought] = [one for one in quotes(either, "TYT-02") if one.branch]
    assert (brought.id, brought.branch, brought.a, brought.line) == (f"{lost.name}.2", name, 1, text)
    assert same_person(either, f"{name}.2") > {f"{name}.2"}


def test_a_reader_that_dies_before_its_commit_brings_nothing_twice(
    either: RunningServer, clinics: tuple[Clinic, Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = clinics
    known = here.listed(LANH)
    dose = here.dose(known)
    there.listed(LANH, day=today(either))
    here.send()
    there.send()
    worker.prepare(either.server)
    whole = delivery.bring

    def dies(*given: object, **how: object) -> object:
        whole(*given, **how)
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery, "bring", dies)
    with pytest.raises(KeyboardInterrupt):
        worker.until_idle(either.server)
    assert quoted(either, "TYT-01") == quoted(either, "TYT-02") == []
    monkeypatch.undo()
    read(either)
    assert {known, dose} <= set(quoted(either, "TYT-02"))


def test_a_feed_that_cannot_be_served_rests_and_the_others_are_served(
    either: RunningServer,
    clinics: tuple[Clinic, Clinic],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for one in clinics:
        one.listed(LANH, day=today(either))
        one.send()
    worker.prepare(either.server)
    whole, barred = delivery.bring, either.unit("TYT-01").org_no

    def fails(conn: sa.Connection, server: Server, feed_no: int, *given: object, **how: object) -> object:
        if feed_no == barred:
            raise RuntimeError
        return whole(conn, server, feed_no, *given, **how)

    monkeypatch.setattr(delivery, "bring", fails)
    worker.until_idle(either.server)
    assert quoted(either, "TYT-01") == [] and len(quoted(either, "TYT-02")) == 1
    assert "delivery" in caplog.text and "RuntimeError" in caplog.text
    monkeypatch.undo()
    worker.until_idle(either.server)
    assert len(quoted(either, "TYT-01")) == 2, "what is the same person elsewhere, and that it is"


def test_processes_beside_each_other_bring_everything_once(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    worker.prepare(either.server)
    stop = Event()
    with ThreadPoolExecutor(4) as threads:
        shares = [Share(0, 2), Share(1, 2), Share(0, 2), Share(1, 2)]
        apart = [msgspec.structs.replace(either.server, logs={}) for _ in shares]
        running = [threads.submit(worker.run, one, share, stop) for one, share in zip(apart, shares, strict=True)]
        known = []
        for number in range(12):
            person = changed(LANH, doc=f"0661900012{number:02}")
            known.append(here.listed(person))
            here.dose(known[-1])
            here.send()
            there.listed(person, day=today(either))
            there.send()
        stop.set()
        for one in running:
            one.result()
    read(either)
    assert set(known) <= set(quoted(either, "TYT-02"))
    assert len(quoted(either, "TYT-02")) >= 24
    assert len(quoted(either, "TYT-01")) >= 12


def test_a_server_put_back_brings_again_only_what_does_not_come_back(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        here, there = Clinic(server), Clinic(server, "TYT-02")
        known = here.listed(LANH)
        here.dose(known)
        here.send()
        server.stop()
        shutil.copytree(server.folder, tmp_path / "copy")
        server.start()
        there.listed(LANH, day=today(server))
        there.send()
        read(server)
        before = quoted(server, "TYT-02")
        own = there.pen.sync().bodies
        brought = [one for (feed, _), one in own.items() if feed == there.pen.feed and one.log != there.log.name]
        server.stop()
        shutil.rmtree(server.folder)
        shutil.copytree(tmp_path / "copy", server.folder)
        server.start()
        assert quoted(server, "TYT-02") == []
        back = [segment.seal(one.log, one.a, one.lines, one.sig) for one in brought]
        assert there.pen.sync(*back, there.log.segment()).no == []
        read(server)
        assert quoted(server, "TYT-02") == before


def test_a_fold_made_anew_is_waited_for(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    known = here.listed(LANH)
    here.send()
    there.listed(LANH, day=today(either))
    there.send()
    read(either)
    before = quoted(either, "TYT-01"), quoted(either, "TYT-02")
    with writing(either.engine) as conn:
        conn.execute(folded.update().values(version=0))
    worker.prepare(either.server)
    assert delivery.go_through(either.server, Share(), Rests()) == 0
    dose = here.dose(known)
    here.send()
    read(either)
    assert quoted(either, "TYT-01") == before[0]
    assert quoted(either, "TYT-02") == sorted([*before[1], dose])


def test_a_list_of_five_hundred_is_brought_in_a_few_steps(server: RunningServer) -> None:
    here, there = Clinic(server), Clinic(server, "TYT-02")
    people_ = [changed(LANH, doc=f"06619000{number:04}") for number in range(500)]
    for clinic, day in ((here, DAY), (there, today(server))):
        for number, one in enumerate(people_, 1):
            who = clinic.listed(one, day=day)
            if clinic is here:
                clinic.dose(who)
            if number % 100 == 0:
                clinic.send()
        read(server) if clinic is here else None
    statements: list[str] = []
    sa.event.listen(server.engine, "before_cursor_execute", lambda _c, _u, text, *_r: statements.append(text))
    while worker.bring(server.server, Share(), Rests()):
        continue
    assert len(quoted(server, "TYT-02")) == 1000 + len(
        [one for one in server.entries("TYT-01") if one["entry"]["k"] == "same"]
    )
    assert len([one for one in statements if not one.startswith("UPDATE person")]) < 500  # these are the fold's
    statements.clear()
    read(server)  # what is left are checks, totals, identities, certificates, sessions
    assert 0 < len(statements) < 1500  # of some 1,500 entries of a thousand records and their doses
    assert max(Counter(statements).values()) < 100, "none is asked person by person"


@pytest.mark.parametrize("letter", ['"', "đ"])
def test_an_entry_as_long_as_any_travels_too(
    either: RunningServer, clinics: tuple[Clinic, Clinic], letter: str
) -> None:
    here, there = clinics
    who = here.listed(LANH, day=today(either))
    room = (line.MAX_LINE - 300) // 2
    long = here.amend(who, address=letter * room)
    assert len(here.log.lines[-1]) > line.MAX_LINE - 400
    here.send()
    there.listed(LANH, day=today(either))
    there.send()
    read(either)
    [brought] = [one for one in quotes(either, "TYT-02") if one.id == long]
    assert brought.line.encode() == here.log.lines[-1]
    there.send()


def test_one_number_filled_down_a_list_is_not_compared_name_by_name(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Verdict] = []
    compare = Judge.compare

    def spied(judge: Judge, one: Compared, other: Compared) -> Match:
        asked.append((match := compare(judge, one, other)).verdict)
        return match

    monkeypatch.setattr(Judge, "compare", spied)
    here, there = Clinic(server), Clinic(server, "TYT-02")
    for number in range(60):
        here.listed(changed(LANH, name=f"Nguyễn Thị Lành {number}"))
    there.listed(changed(LANH, name="Nguyen Thi Lanh 7"))
    here.send()
    there.send()
    worker.prepare(server.server)
    while worker.bring(server.server, Share(), Rests()):
        continue
    assert asked == [Verdict.SURE]  # not 61 x 60 / 2
