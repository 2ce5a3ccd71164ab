"""Nothing is signed twice, for whoever the law had forgotten, or by half a fold; any order comes to the same."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables_issuing import cert_due, issued, withdrew
from sync_server.durable.tables_trust import withdrawn
from sync_server.issuing import signing
from sync_server.operating import erasure
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.issuing import people
from tests.issuing.people import (
    FIRST,
    SECOND,
    answered,
    brought,
    dose,
    due,
    identified,
    in_line,
    judged,
    of,
    served,
    sign,
    signer,
    states,
)
from tests.issuing.people import vouch as vouch_
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read
from vaxdesk.domain.certificate_reasons import CertificateReason
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.payloads import Void
from vaxdesk.registry import tables as registry_tables


def test_nothing_is_signed_twice_by_many_or_before_the_fold_has_it_or_after_a_failure(
    either: RunningServer, clinics: tuple[Clinic, Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = clinics
    everybody = []
    for at in range(12):
        one = changed(LANH, name=f"Lò Thị {'ABCDEGHIKLMN'[at]}ương", doc=f"0661900{at:05}", dob=f"19{50 + at}-03-05")
        everybody.append(served((here, there)[at % 2], changed(one, tel=""))[0])
    assert set(brought(either, here, there).values()) == {"vouched"}
    with signer(either) as by:
        written = hosted.write

        def cut(*given: object) -> list[str]:
            written(*given)  # type: ignore[arg-type]
            raise OSError("the machine goes down")

        monkeypatch.setattr(hosted, "write", cut)
        with pytest.raises(OSError, match="goes down"):
            signing.step(either.server, by)
        monkeypatch.setattr(hosted, "write", written)
        assert either.rows(sa.select(issued)) == []
        with ThreadPoolExecutor(3) as pool:
            done = list(pool.map(lambda _: signing.step(either.server, by, most=4), range(6)))
        assert sum(one.signed for one in done) == 12
        with writing(either.engine) as conn:  # the index was brought in line before the fold saw the entries
            conn.execute(cert_due.update().values(todo=1))
        assert signing.step(either.server, by).signed == 0
        in_line(either)
        with writing(either.engine) as conn:
            conn.execute(cert_due.update().values(todo=1))
        assert signing.step(either.server, by) == signing.Done(0, 0, 12)
    assert [len(of(either, who)) for who in everybody] == [1] * 12


def test_a_fold_made_anew_withdraws_and_signs_nothing(
    either: RunningServer, clinics: tuple[Clinic, Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = clinics
    who = here.write("person", LANH)
    dose(here, who, FIRST)
    here.send()
    again = there.write("person", LANH)
    newest = dose(there, again, SECOND)
    identified(there, again)
    vouch_(there, again, newest)
    [stands] = brought(either, there)
    with signer(either) as by:
        assert sign(either, by).signed == 1
        fold_made_anew(either, monkeypatch)
        assert states(either) == {stands: "signed"}
        assert signing.step(either.server, by).looked == 0
    assert len(of(either, stands)) == 1


def test_what_a_restore_forgot_is_withdrawn_again_once_its_entries_are_back(
    either: RunningServer, clinics: tuple[Clinic, Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    who, _ = due(either, clinics[0])
    with signer(either) as by:
        assert sign(either, by).signed == 1
        [one] = of(either, who)
        with writing(either.engine) as conn:
            id_ = naming.names(conn).known(one.id)
            assert signing.withdraw(conn, either.server, id_, why=WithdrawnFor.ERROR, user=3, said="sai người")
        in_line(either)
        with writing(either.engine) as conn:  # a backup from before it: the entries come back, the notes do not
            conn.execute(withdrew.delete())
            conn.execute(withdrawn.delete())
        assert judged(either, one.text).reasons == ()
        fold_made_anew(either, monkeypatch)
        assert judged(either, one.text).reasons == (CertificateReason.REVOKED,)
        with writing(either.engine) as conn:
            assert not signing.withdraw(conn, either.server, id_, why=WithdrawnFor.ERROR, user=3, said="again")
            assert signing.put_back(conn, either.server, id_, user=3)
        in_line(either)
        assert judged(either, one.text).reasons == ()
        assert either.rows(sa.select(withdrew)) == []


def test_a_withdrawal_that_was_taken_back_elsewhere_leaves_the_list(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    """A restore may bring both entries back one after the other: what the last one says counts in the end."""
    who, _ = due(either, clinics[0])
    with signer(either) as by:
        sign(either, by)
        [one] = of(either, who)
        with writing(either.engine) as conn:
            id_ = naming.names(conn).known(one.id)
            assert signing.withdraw(conn, either.server, id_, why=WithdrawnFor.ERROR, user=3, said="sai người")
        in_line(either)
        [gone] = [row.ref for row in either.rows(sa.select(withdrew))]
        with writing(either.engine) as conn:
            note = Note(kind="void", payload=Void(v=True, why="wrong_entry"), of=gone, rev=1)
            hosted.write(conn, either.server, clinics[0].pen.feed, [note])
        assert judged(either, one.text).reasons == (CertificateReason.REVOKED,)
        in_line(either)
        assert judged(either, one.text).reasons == ()


def fold_made_anew(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the rules of the fold: everything is read again."""
    monkeypatch.setattr(registry_tables, "FOLD_VERSION", registry_tables.FOLD_VERSION + 1)
    monkeypatch.setattr("vaxdesk.registry.fold.FOLD_VERSION", registry_tables.FOLD_VERSION)
    read(server)


def test_nothing_is_signed_for_whom_the_law_had_forgotten(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    who, _ = due(either, here)
    with signer(either) as by:
        erasure.carry_out(either.server, who, basis="12/QĐ")
        in_line(either)
        assert set(states(either).values()) <= {"waits person", "waits course"}
        assert signing.step(either.server, by).signed == 0
    with reading(either.engine) as conn:
        assert conn.execute(sa.select(issued)).all() == []


def test_any_order_of_entries_comes_to_the_same(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    """Many people, whose entries arrive in pieces in any order: the index is always what a recount makes of it."""
    here, _ = clinics
    chance = random.Random(6)
    written = [
        changed(LANH, name=f"Vàng Thị {'ABCDEG'[at]}a", doc=f"0661900{at:05}", tel="", dob=f"19{60 + at}-07-09")
        for at in range(6)
    ]
    people_ = [here.write("person", one) for one in written]
    made: list[str] = []
    with signer(either) as by:
        for turn in range(10):
            for who in chance.sample(people_, 3):
                what = chance.choice(("dose", "dose", "verify", "void", "name"))
                if what == "dose":
                    made.append(dose(here, who, f"2026-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}"))
                    vouch_(here, who, made[-1])
                elif what == "verify":
                    here.write("verified", people.Verified(day="2026-11-20", result="right"), of=who)
                elif what == "void" and made:
                    here.void(chance.choice(made), rev=turn + 1, back=chance.random() < 0.3)
                else:
                    here.amend(who, rev=turn + 1, name=f"Vàng Thị {'HIKLMN'[chance.randrange(6)]}a")
            brought(either, here)
            answered(either, here)
            brought(either, here)
            sign(either, by)
            assert signing.step(either.server, by).looked == 0
    for who in people_:
        assert sum(one.withdrawn is None for one in of(either, who)) <= 1
    assert "signed" in states(either).values()
