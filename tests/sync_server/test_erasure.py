"""A person is erased by law: nothing of them is left in the server, doses stay, every chain and feed still holds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sync_server import keys
from sync_server.cli import main
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import erased, stray
from sync_server.keeping import backups, dumps
from sync_server.operating import erasure
from sync_server.reading import naming
from sync_server.segments import erasing, hosted, strays
from sync_server.segments.hosted import Note
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, quoted, read, today
from tests.sync_server.erasures import BASIS, erase, everything, holds, line_at, order
from vaxdesk.domain.payloads import Aefi, Decline, Forget, Hcert, Screen, Uncert, Vouch
from vaxdesk.journal import chain, hole
from vaxdesk.journal import segment as segments
from vaxdesk.registry.queries import people

SECRETS = ("Lành", "lanh", "066190001234", "432100091660", "0905123456", "chị Dậu")
_TEXTS = st.binary(min_size=1, max_size=60).filter(lambda one: b"\n" not in one)


@pytest.fixture
def told(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> tuple[Clinic, Clinic, str, str]:
    """Two stations at which one person was: what names her, and what does not; another person at both."""
    here, there = clinics
    who = here.listed(LANH)
    dose = here.dose(who)
    here.write("screen", Screen(day="2026-11-26", form="f", answers={}, notes={"1": "chị Dậu"}), of=who)
    here.write("aefi", Aefi(day="2026-11-26", severity="common", onset=5), of=who)
    here.write("decline", Decline(day="2026-11-26", stage="screen", why="chị Dậu đón về"), of=who)
    here.amend(who, tel="0905123456")
    here.send()
    there.listed(LANH, day=today(either))
    there.listed(BAO, day=today(either))
    there.send()
    read(either)
    assert who in quoted(either, "TYT-02")
    return here, there, who, dose


def test_nothing_is_left_of_a_person_and_all_still_holds(
    either: RunningServer, told: tuple[Clinic, Clinic, str, str]
) -> None:
    here, there, who, dose = told
    before = everything(either)
    assert all(secret in before for secret in SECRETS if secret != "432100091660")
    with reading(either.engine) as conn:
        wanted = erasure.plan(conn, who)
    kinds = sorted(one.kind for one in wanted.going)
    assert kinds.count("person") == len(wanted.people) == 2
    assert {"amend", "screen", "decline", "quote"} < set(kinds) and "aefi" not in kinds and "inject" not in kinds
    assert erase(either, who)
    after = everything(either)
    for secret in SECRETS:
        assert secret not in after
    assert "Bảo" in after
    assert holds(either)
    with reading(either.engine) as conn:
        names = naming.names(conn)
        assert people.search(conn, names, "lanh") == [] == people.search(conn, names, "01234")
        [given] = people.doses(conn, names, who)
        assert given.id == dose
        assert erasure.plan(conn, who).going == ()
    assert erase(either, who) == []


def test_a_signed_certificate_goes_and_that_it_was_vouched_for_and_withdrawn_stays(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    who = here.listed(LANH)
    dose = here.dose(who)
    vouched = here.write("vouch", Vouch(doses=[dose]), of=who)
    here.send()
    signed = Hcert(cert=who, uvci="URN:UVCI:01:VN:KEPT", text="HC1:NAMES", doses=[dose])
    with writing(either.engine) as conn:
        [made] = hosted.write(conn, either.server, here.pen.feed, [Note(kind="hcert", payload=signed, of=who)])
        taken = Note(kind="uncert", payload=Uncert(hcert=made, why="error"))
        [withdrawn] = hosted.write(conn, either.server, here.pen.feed, [taken])
    read(either)
    assert "HC1:NAMES" in everything(either)
    assert erase(either, who)
    assert "HC1:NAMES" not in everything(either)
    assert line_at(either, made).startswith("~")
    assert "vouch" in line_at(either, vouched) and "uncert" in line_at(either, withdrawn)
    assert holds(either)


def test_the_database_file_itself_holds_no_word(
    either: RunningServer, told: tuple[Clinic, Clinic, str, str], tmp_path: Path
) -> None:
    erase(either, told[2])
    erasure.clean(either.engine, whole=True)
    copy = tmp_path / "dump"
    dumps.dump(either.engine, copy)
    if either.engine.dialect.name == "sqlite":
        raw = copy.read_bytes() + Path(str(either.engine.url.database)).read_bytes()
    else:
        told = [dumps._found("pg_restore"), "--file=-", str(copy)]
        raw = subprocess.run(told, check=True, capture_output=True).stdout
    for secret in SECRETS:
        assert secret.encode() not in raw


def test_what_comes_after_the_erasure_is_erased_too(
    either: RunningServer, told: tuple[Clinic, Clinic, str, str]
) -> None:
    here, _there, who, dose = told
    erase(either, who)
    here.amend(who, rev=2, adr="chị Dậu")
    here.write("screen", Screen(day="2026-11-27", form="f", answers={}, consent_by="chị Dậu"), of=who)
    kept = here.amend(dose, lot_no="L2")
    here.send()
    read(either)
    assert "chị Dậu" not in everything(either)
    assert "L2" in line_at(either, kept)
    assert holds(either)


def test_holes_are_filed_where_a_forget_names_them_and_nowhere_else(either: RunningServer) -> None:
    clinic = Clinic(either)
    who = clinic.listed(LANH)
    true = clinic.log.lines[1]
    clinic.log.lines[1] = hole.of(true)
    pulled = clinic.pen.sync(clinic.log.segment())
    assert pulled.no == [(clinic.log.name, "hole", 0)]
    order(either, clinic, who)
    assert clinic.pen.sync(clinic.log.segment()).no == []
    assert line_at(either, who) == hole.of(true).decode()
    assert holds(either)


def test_a_line_that_comes_whole_after_its_erasure_is_filed_as_a_hole(either: RunningServer) -> None:
    clinic = Clinic(either)
    who = clinic.listed(LANH)
    order(either, clinic, who)
    clinic.send()
    assert line_at(either, who).startswith("~")
    assert clinic.pen.sync(clinic.log.segment()).no == []  # once more, as it was: the same entries
    read(either)
    assert "Lành" not in everything(either)
    assert holds(either)


def test_kept_segments_lose_it_as_well(either: RunningServer) -> None:
    clinic, lost = Clinic(either), Clinic(either)
    who = lost.listed(LANH)
    for at_ms in (1, 2):  # before and after the erasure
        with writing(either.engine) as conn:
            strays.keep(conn, lost.log.segment(), device=lost.pen.device, reason="fork", at_ms=at_ms)
        assert ("Lành" in everything(either)) == (at_ms == 1)
        order(either, clinic, who)
        assert "Lành" not in everything(either)
    assert len(either.rows(sa.select(stray.c.id))) == 1


def test_a_station_erases_nobody(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    who = here.listed(LANH)
    here.send()
    there.write("forget", Forget(entries=[who], person=who, basis=BASIS))
    there.send()
    read(either)
    assert "Lành" in everything(either)
    assert either.rows(sa.select(erased)) == []
    with reading(either.engine) as conn:
        assert people.by_ref(conn, naming.names(conn), who).name == LANH.name


def run(server: RunningServer, capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    options = ("--database", server.database, "--keys", server.folder, "--json")
    code = main([str(one) for one in (*arguments, *options)])
    return code, json.loads(capsys.readouterr().out)


def test_the_commands_list_first_and_then_erase(
    either: RunningServer, told: tuple[Clinic, Clinic, str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _here, _there, who, dose = told
    forget = ("forget", "--doc", "066190001234", "--basis")
    assert run(either, capsys, *forget, "theo yêu cầu")[1]["error"] == "no_basis"
    code, found = run(either, capsys, *forget, BASIS)
    assert (code, found["orders"]) == (0, [])
    assert who in found["people"] and dose not in [one["ref"] for one in found["going"]]
    assert "Lành" in everything(either), "nothing was done yet"
    kept = tmp_path / "backups"
    backups.back_up(either.server, (either.folder / keys.FILE).read_bytes(), kept, "mật khẩu dài")
    code, done = run(either, capsys, *forget, BASIS, "--yes")
    assert code == 0 and done["orders"]
    assert "Lành" not in everything(either)
    assert run(either, capsys, *forget, BASIS)[1]["error"] == "no_person"
    backups.back_up(either.server, (either.folder / keys.FILE).read_bytes(), kept, "mật khẩu dài")
    code, listed = run(either, capsys, "erased", "--backups", kept)
    [decision] = listed["decisions"]
    assert (code, decision["basis"], decision["waiting"], decision["overdue"]) == (0, BASIS, 0, False)
    assert len(decision["backups"]) == 1
    code, listed = run(either, capsys, "erased", "--backups", kept, "--kept", "-1")
    assert code == 1 and listed["decisions"][0]["overdue"]


def test_two_people_of_one_number_are_told_apart(
    either: RunningServer, clinics: tuple[Clinic, Clinic], capsys: pytest.CaptureFixture[str]
) -> None:
    here, _ = clinics
    first, second = here.listed(LANH), here.listed(changed(BAO, doc=LANH.doc))
    here.send()
    code, told = run(either, capsys, "forget", "--doc", LANH.doc, "--basis", BASIS)
    assert (code, told["error"]) == (1, "several_people")
    assert run(either, capsys, "forget", "--person", second, "--basis", BASIS, "--yes")[0] == 0
    read(either)
    assert "Bảo" not in everything(either) and "Lành" in everything(either)
    assert first


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=30), st.data())
def test_erasing_any_of_the_lines_keeps_chain_and_signature(texts: list[bytes], data: st.DataObject) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    start = chain.start("0000000000001", key.public_key().public_bytes_raw().hex())
    *_, end = chain.walk(start, texts)
    whole = segments.read(segments.build("0000000000001", key.sign, 0, texts, end))
    gone = data.draw(st.sets(st.integers(1, len(texts))))
    lines = erasing.with_holes(whole.lines, 0, dict.fromkeys(gone, ""))
    sealed = segments.read(segments.seal(whole.log, 0, lines, whole.sig))
    assert segments.verify(sealed, start, key.public_key().public_bytes_raw()) == end
    assert list(chain.walk(start, lines)) == list(chain.walk(start, texts))
    assert hole.alike(lines, texts) == len(texts)
    assert [seq for seq, text in enumerate(lines, 1) if hole.is_hole(text)] == sorted(
        gone | {seq for seq, text in enumerate(texts, 1) if hole.is_hole(text)}
    )
    other = data.draw(st.integers(1, len(texts)))
    forged = erasing.with_holes(whole.lines[: other - 1] + (whole.lines[other - 1] + b"x",), 0, {other: ""})
    assert hole.alike(forged, texts) == other - 1


def test_another_history_of_the_log_keeps_its_entry(either: RunningServer) -> None:
    """Two machines wrote on under one name: the order means the line of one of them."""
    clinic, twin = Clinic(either), Clinic(either)
    who = clinic.listed(LANH)
    twin.log = clinic.pen.log(clinic.log.name)
    twin.listed(BAO)
    order(either, clinic, who, marks=[hole.mark_of(clinic.log.lines[1])])
    assert clinic.pen.sync(twin.log.segment()).no == []
    read(either)
    assert "Bảo" in line_at(either, who)
    assert holds(either)
