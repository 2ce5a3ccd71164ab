"""What the centre signed of a person, and withdrew, goes to every site that holds the person, and nowhere else."""

from __future__ import annotations

import importlib

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from sync_server.durable.database import writing
from sync_server.durable.tables import delivered, interest, owed
from sync_server.durable.tables_issuing import issued
from sync_server.operating import erasure
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, quoted, quotes, read, same_person, today
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Hcert, Same, Uncert, Void
from vaxdesk.journal import line

DAY_SECONDS = 86_400


def centre(server: RunningServer, clinic: Clinic, kind: str, payload: Payload, *, of: str = "", rev: int = 0) -> str:
    """The centre writes into the feed of a station."""
    with writing(server.engine) as conn:
        [made] = hosted.write(conn, server.server, clinic.pen.feed, [Note(kind=kind, payload=payload, of=of, rev=rev)])
    read(server)
    return made


def signed(server: RunningServer, clinic: Clinic, who: str, *, text: str = "HC1:NAMES") -> str:
    return centre(server, clinic, "hcert", Hcert(cert=who, uvci="URN:UVCI:01:VN:A#B", text=text), of=who)


def withdrawn(server: RunningServer, clinic: Clinic, cert: str) -> str:
    return centre(server, clinic, "uncert", Uncert(hcert=cert, why="error"))


def put_back(server: RunningServer, clinic: Clinic, gone: str, *, rev: int = 1, back: bool = True) -> str:
    return centre(server, clinic, "void", Void(v=back, why="wrong_entry"), of=gone, rev=rev)


def known_at_both(server: RunningServer, here: Clinic, there: Clinic) -> tuple[str, str]:
    """One person on the lists of two stations, linked."""
    known, again = here.listed(LANH, day=today(server)), there.listed(LANH, day=today(server))
    here.send()
    there.send()
    read(server)
    assert same_person(server, known) == {known, again}
    return known, again


def test_a_certificate_its_withdrawal_and_what_takes_that_back_go_where_the_person_is_held(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known, _ = known_at_both(either, here, there)
    stranger = here.listed(BAO)
    here.send()
    cert = signed(either, here, known)
    other = signed(either, here, stranger)
    assert cert in quoted(either, "TYT-02") and other not in quoted(either, "TYT-02")
    assert cert not in quoted(either, "TYT-01")
    gone = withdrawn(either, here, cert)
    assert gone in quoted(either, "TYT-02")
    back = put_back(either, here, gone)
    assert back in quoted(either, "TYT-02")
    assert not {gone, back} & set(quoted(either, "TYT-01"))
    before = len(either.entries("TYT-02"))
    read(either)
    assert len(either.entries("TYT-02")) == before
    assert either.rows(sa.select(owed)) == []


def test_a_site_that_lists_the_person_later_gets_all_of_it(either: RunningServer) -> None:
    here, there, late = Clinic(either), Clinic(either, "TYT-02"), Clinic(either, "TYT-02")
    known = here.listed(LANH)
    here.send()
    cert = signed(either, here, known)
    gone = withdrawn(either, here, cert)
    back = put_back(either, here, gone)
    second = signed(either, here, known, text="HC1:SECOND")
    assert quoted(either, "TYT-02") == []
    there.listed(LANH, day=today(either))
    there.send()
    read(either)
    assert {known, cert, gone, back, second} <= set(quoted(either, "TYT-02"))
    late.listed(LANH, day=today(either))
    late.send()
    read(either)
    assert quoted(either, "TYT-02").count(cert) == 1


def test_a_withdrawal_follows_after_the_time_in_which_the_site_holds_the_person(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    """Also where it and what takes it back are read at once."""
    here, there = clinics
    known, _ = known_at_both(either, here, there)
    cert = signed(either, here, known)
    start = either.server.now()
    either.now = lambda: start + 200 * DAY_SECONDS
    later = signed(either, here, known, text="HC1:LATER")
    with writing(either.engine) as conn:
        note = Note(kind="uncert", payload=Uncert(hcert=cert, why="error"))
        [gone] = hosted.write(conn, either.server, here.pen.feed, [note])
        taken = Note(kind="void", payload=Void(v=True, why="wrong_entry"), of=gone, rev=1)
        [back] = hosted.write(conn, either.server, here.pen.feed, [taken])
    read(either)
    assert {cert, gone, back} <= set(quoted(either, "TYT-02"))
    assert later not in quoted(either, "TYT-02")


def test_after_a_merge_both_hold_it_and_after_it_is_undone_the_withdrawal_still_comes(either: RunningServer) -> None:
    here, there, above = Clinic(either), Clinic(either, "TYT-02"), Clinic(either, "66")
    known = here.listed(changed(LANH, doc=""), day=today(either))
    again = there.listed(changed(LANH, doc="", name="Nguyễn Thị Lanh"), day=today(either))
    for one in (here, there):
        one.send()
    cert = signed(either, here, known)
    assert quoted(either, "TYT-02") == []
    merge = above.write("same", Same(a=known, b=again, why="cùng một người"))
    above.send()
    read(either)
    assert cert in quoted(either, "TYT-02")
    above.void(merge)
    above.send()
    read(either)
    assert same_person(either, known) == {known}
    second = signed(either, here, known, text="HC1:SECOND")
    assert second not in quoted(either, "TYT-02")
    gone = withdrawn(either, here, cert)
    assert gone in quoted(either, "TYT-02")


def test_what_comes_back_after_a_restore_brings_its_withdrawal_too(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    """The quote of a certificate comes back behind the withdrawal, and the site is to hold the person no more."""
    here, there = clinics
    known, _ = known_at_both(either, here, there)
    cert = signed(either, here, known)
    with writing(either.engine) as conn:  # as in a backup from before it was quoted: neither is known to be there
        conn.execute(interest.delete())
        conn.execute(delivered.delete())
    gone = withdrawn(either, here, cert)
    assert gone not in quoted(either, "TYT-02")
    [quote] = [one for one in quotes(either, "TYT-02") if one.id == cert]
    with writing(either.engine) as conn:  # what the own device wrote is filed again
        hosted.write(conn, either.server, there.pen.feed, [Note(kind="quote", payload=quote)])
    read(either)
    assert gone in {one.id for one in quotes(either, "TYT-02")}


def test_an_erasure_takes_it_along_wherever_it_went(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    known, _ = known_at_both(either, here, there)
    cert = signed(either, here, known)
    withdrawn(either, here, cert)
    assert "HC1:NAMES" in "".join(one["line"] for one in either.entries("TYT-02"))
    assert erasure.carry_out(either.server, known, basis="12/QĐ")
    for org in ("TYT-01", "TYT-02"):
        assert "HC1:NAMES" not in "".join(one["line"] for one in either.entries(org))


def test_no_station_takes_the_quote_of_one_back(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    known, _ = known_at_both(either, here, there)
    cert = signed(either, here, known)
    [at] = [one["ref"] for one in either.entries("TYT-02") if f'"id":"{cert}"' in one["line"]]
    for number, of in enumerate((cert, at)):
        log = there.pen.log().write(1)
        log.raw(line.encode("void", Void(v=True, why="x"), t=number + 1, of=of, rev=7))
        assert there.pen.sync(log.segment()).no == [(log.name, "not_yours", 0)]


@pytest.mark.parametrize("signs", [True, False])
def test_what_was_signed_before_this_version_goes_there_at_once(
    either: RunningServer, clinics: tuple[Clinic, Clinic], signs: bool
) -> None:
    known_at_both(either, *clinics)
    with writing(either.engine) as conn:
        if signs:
            conn.execute(issued.insert(), {"canon": 1, "state": b"", "ref": "1.1", "at_ms": 0})
        step = importlib.import_module("sync_server.migrations.versions.r0032_travelling")
        with Operations.context(MigrationContext.configure(conn)):
            step.downgrade()
            step.upgrade()
    assert {row.served for row in either.rows(sa.select(interest.c.served))} == {0 if signs else 1}
