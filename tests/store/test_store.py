"""The store keeps exact bytes, commits entry and fold together, and never lets a fact be changed."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from tests.store.conftest import KEY
from vaxdesk.domain.payloads import (
    Aefi,
    Amend,
    Appt,
    CheckIn,
    Inject,
    Leave,
    Lot,
    Person,
    Screen,
    Vial,
    VialClose,
    Void,
)
from vaxdesk.journal import chain, line
from vaxdesk.registry.queries import people, visits
from vaxdesk.registry.tables import registry
from vaxdesk.store import schema
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry, journal, logname
from vaxdesk.store.writer import Gap
from vaxdesk.trouble import Trouble, TroubleCode

DAY = "2026-11-23"


def a_day(store: Store) -> str:
    """A person's whole visit with a correction and a taking-back; returns the person."""
    with store.writing(user=1) as w:
        lot = w.add("lot", Lot(product="AZ", number="ABV1", expiry="2027-01-31", doses_per_vial=10))
        vial = w.add("vial", Vial(lot=lot, no=1, at=1, doses=10))
        one = w.add("person", Person(name="Đặng Thị Hoà", dob="1990", doc="015190001234", tel="0912345678"))
        w.add("appt", Appt(day=DAY, row=4), of=one)
    with store.writing(user=2) as w:
        w.add("checkin", CheckIn(day=DAY, no=1), of=one)
        w.add(
            "screen", Screen(day=DAY, form="qd5785", answers={"1": False}, conclusion="eligible", consent=True), of=one
        )
        w.add(
            "inject",
            Inject(day=DAY, at=5, product="AZ", lot=lot, lot_no="ABV1", expiry="2027-01-31", vial=vial),
            of=one,
        )
        left = w.add("leave", Leave(day=DAY, at=9), of=one)
    with store.writing(user=1) as w:
        w.change("amend", Amend(set={"name": "Đặng Thị Hòa", "tel": ""}, why="card"), of=one)
        w.change("void", Void(v=True, why="nhầm người"), of=left)
        w.change("vialclose", VialClose(wasted=2), of=vial)
    return one


def tables(store: Store) -> dict[str, list]:
    """All rows of the fold; what is still to be looked at (`apart`) depends on how it was folded, not on what."""
    counted = [table for table in registry.sorted_tables if not table.info.get("apart")]
    with store.reading() as conn:
        return {table.name: sorted(map(tuple, conn.execute(sa.select(table))), key=repr) for table in counted}


def test_what_is_rebuilt_equals_what_was_folded_step_by_step(store: Store) -> None:
    a_day(store)
    before = tables(store)
    assert len(before["event"]) == 4
    assert before["visit"][0][2] == "injected"  # the leave was taken back
    store.rebuild()
    assert tables(store) == before


def test_chain_holds_from_the_first_line_and_the_next_run_names_the_last(home: Path, store: Store) -> None:
    a_day(store)
    store.close()
    again = Store(home, KEY)
    with again.writing(user=1) as w:
        w.add("person", Person(name="Lò Văn Páo"))
    with again.reading() as conn:
        logs = list(conn.execute(sa.select(logname).order_by(logname.c.local_no)))
        lines = {row.local_no: [] for row in logs}
        for row in conn.execute(sa.select(entry).order_by(entry.c.local_no, entry.c.seq)):
            lines[row.local_no].append((row.line, row.h))
    again.close()
    assert len(logs) == 2
    for log in logs:
        digest = chain.start(log.log, log.device)
        for made, held in lines[log.local_no]:
            digest = chain.step(digest, made)
            assert digest == held
    opening = line.decode(lines[logs[1].local_no][0][0])
    assert opening.k == "open"
    assert f'"prev":"{logs[0].log}.{logs[0].head_seq}"'.encode() in bytes(opening.d)


def test_a_run_that_saves_nothing_leaves_no_log(store: Store) -> None:
    with store.reading() as conn:
        assert people.count(conn) == 0
        assert conn.execute(sa.select(sa.func.count()).select_from(logname)).scalar() == 0


@pytest.mark.parametrize("statement", ["UPDATE entry SET line = x'00'", "DELETE FROM entry"])
def test_the_journal_itself_refuses_change(store: Store, statement: str) -> None:
    a_day(store)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.changing() as conn:
        conn.exec_driver_sql(statement)


def test_lines_that_name_people_carry_salts_and_no_others(store: Store) -> None:
    a_day(store)
    with store.writing() as w:
        plain = Screen(day=DAY, form="qd5785", answers={}, conclusion="eligible", consent=True)
        named = msgspec.structs.replace(plain, consent_by="mẹ")
        noted = msgspec.structs.replace(plain, notes={"1": "sốt"})
        for screen in (plain, named, noted):
            w.add("screen", screen, of=w.add("person", Person(name="A")))
        w.add("aefi", Aefi(day=DAY, severity="common", onset=1))
    with store.reading() as conn:
        records = [json.loads(text) for text in conn.execute(sa.select(entry.c.line)).scalars()]
    salted = [(record["k"], record["s"]) for record in records if "s" in record]
    assert [kind for kind, _ in salted] == ["person", "amend", "person", "person", "screen", "person", "screen", "aefi"]
    assert len({salt for _, salt in salted}) == 8
    assert {len(salt) for _, salt in salted} == {16}


def test_nothing_is_saved_when_the_block_fails(store: Store) -> None:
    one = a_day(store)
    before = tables(store)
    with pytest.raises(ZeroDivisionError), store.writing(user=1) as w:
        w.add("checkin", CheckIn(day="2026-11-24"), of=one)
        w.flush()
        1 / 0  # noqa: B018
    assert tables(store) == before
    with store.writing(user=1) as w:  # the log goes on without a gap
        w.add("checkin", CheckIn(day="2026-11-24"), of=one)
    with store.reading() as conn:
        assert len(visits.of_person(conn, store.names, one, "2026-11-24")) == 1


def test_file_is_cipher_text_and_a_wrong_key_is_said_calmly(home: Path, store: Store) -> None:
    a_day(store)
    store.close()
    assert b"SQLite format" not in (home / DATABASE).read_bytes()[:100]
    raw = b"".join(path.read_bytes() for path in home.iterdir())
    assert b"015190001234" not in raw
    with pytest.raises(Trouble) as caught:
        Store(home, bytes(32))
    assert caught.value.code is TroubleCode.STORE_CORRUPT


def test_a_file_of_a_newer_program_is_refused(home: Path, store: Store) -> None:
    with store.changing() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(Trouble) as caught:
        Store(home, KEY)
    assert caught.value.code is TroubleCode.STORE_NEWER


def test_migrations_lead_to_the_tables_of_the_code(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    def ours(_table: object, name: str, kind: str, _reflected: bool, _to: object) -> bool:
        return kind != "table" or name in journal.tables

    with store.changing() as conn:
        context = MigrationContext.configure(conn, opts={"include_object": ours})
        assert [change for change in compare_metadata(context, journal) if change[0] != "remove_table"] == []
        assert schema.upgrade(conn) is False


def test_entries_of_another_desk_come_in_once_and_only_without_a_gap(tmp_path: Path, store: Store) -> None:
    (tmp_path / "other").mkdir()
    other = Store(tmp_path / "other", KEY)
    one = a_day(other)
    with other.reading() as conn:
        log = conn.execute(sa.select(logname)).one()
        lines = list(conn.execute(sa.select(entry.c.line).order_by(entry.c.seq)).scalars())
    with pytest.raises(Gap), store.changing() as conn:
        store.take_in(conn, log.log, log.device, 1, lines[1:])
    with store.changing() as conn:
        store.take_in(conn, log.log, log.device, 0, lines[:5])
    with store.changing() as conn:
        store.take_in(conn, log.log, log.device, 3, lines[3:])
    with store.changing() as conn:
        store.take_in(conn, log.log, log.device, 0, lines)
    with store.reading() as mine, other.reading() as theirs:
        assert people.by_ref(mine, store.names, one) == people.by_ref(theirs, other.names, one)
        assert visits.board(mine, store.names, DAY) == visits.board(theirs, other.names, DAY)
        assert mine.execute(sa.select(entry.c.h)).all() == theirs.execute(sa.select(entry.c.h)).all()
    other.close()


def test_a_bad_line_is_kept_noted_and_stops_nothing(store: Store) -> None:
    good = line.encode("person", Person(name="Sùng Thị Mỷ"), t=1)
    lines = [
        b'{"k":"clock","t":1,"d":{"srv":1}}',
        b"not json",
        b'{"k":"person","t":1,"d":{"name":5}}',
        b'{"k":"person","t":1,"d":{"name":"S\xf9ng"}}',
        b'{"k":"p\xf9rson","t":1}',
        good,
        b'{"k":"later","t":1}',
    ]
    with store.changing() as conn:
        store.take_in(conn, "0000000000001", "ab" * 32, 0, lines)
    with store.reading() as conn:
        assert people.count(conn) == 1
        assert list(conn.execute(sa.select(entry.c.line).order_by(entry.c.seq)).scalars()) == lines
        assert (
            conn.exec_driver_sql("SELECT count(*) FROM bad_entry").scalar() == 4
        )  # `clock` is a fact that no table answers for


def test_a_save_cut_short_by_ctrl_c_is_not_saved_and_the_next_one_is(store: Store) -> None:
    def interrupt(*_args: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), store.writing(user=1) as w:
        w.add("person", Person(name="Nguyễn Văn Dở"))
        sa.event.listen(store.engine, "before_cursor_execute", interrupt)
    sa.event.remove(store.engine, "before_cursor_execute", interrupt)
    with store.writing(user=1) as w:
        w.add("person", Person(name="Nguyễn Văn Trọn"))
    with store.reading() as conn:
        assert people.count(conn) == 1


def test_full_disk_is_trouble_and_reading_goes_on(store: Store) -> None:
    one = a_day(store)
    with store.changing() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
    with pytest.raises(Trouble) as caught, store.writing(user=1) as w:
        w.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
        for _ in range(200):
            w.add("person", Person(name="Nguyễn Văn Đầy", note="x" * 500))
    assert caught.value.code is TroubleCode.DISK_FULL
    with store.reading() as conn:
        assert people.by_ref(conn, store.names, one) is not None
    with store.writing(user=1) as w:
        w.conn.exec_driver_sql("PRAGMA max_page_count = 1073741823")
        w.add("person", Person(name="Nguyễn Văn Rộng"))


def test_the_file_can_be_opened_by_the_cipher_library_alone(home: Path, store: Store) -> None:
    a_day(store)
    store.close()
    raw = sqlcipher.connect(str(home / DATABASE))
    raw.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    assert raw.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert raw.execute("SELECT count(*) FROM entry").fetchone()[0] == 12
    raw.close()


def test_asking_for_a_stranger_writes_nothing(store: Store) -> None:
    a_day(store)
    with store.reading() as conn:
        before = conn.exec_driver_sql("SELECT count(*) FROM logname").scalar()
        assert people.by_ref(conn, store.names, "ZZZZZZZZZZZZZ.1") is None
        assert people.by_ref(conn, store.names, "not a reference") is None
        assert visits.person_of_appointment(conn, store.names, "0000000000007.5") == ""
        assert conn.exec_driver_sql("SELECT count(*) FROM logname").scalar() == before
