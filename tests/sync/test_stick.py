"""Stations without any line: files go out on a stick, answers come back, in any order and any number of times."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from sync_server.durable import tables
from sync_server.durable.database import writing
from sync_server.exchange import bundles
from sync_server.exchange.bundles import Outcome
from tests.servers import RunningServer, running_server
from tests.stations import Station, all_confirmed, filed
from vaxdesk import __version__
from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import BadBundle, Fault, Kind
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds
from vaxdesk.sync import stick
from vaxdesk.sync.stick import ReadBack

Make = Callable[..., Station]


def written(desk: Station, number: int = 1) -> bytes:
    """The file that a station writes to its stick."""
    with desk.store.reading() as conn:
        joined = shelf.enrolment(conn)
        drafts = stick.outgoing(conn, joined, now=desk.now(), app=__version__)
    return stick.sealed(
        drafts, joined, desk.store.signer().sign, box=desk.store.box(), file=number, now=desk.now(),
        nonce=secrets.token_bytes,
    )  # fmt: skip


def brought(server: RunningServer, data: bytes) -> Outcome:
    return bundles.take(server.server, data)


def read(desk: Station, data: bytes) -> ReadBack:
    with desk.store.reading() as conn:
        joined = shelf.enrolment(conn)
    return stick.settle(desk.store, stick.opened(data, desk.store.box(), joined), joined)


def there_and_back(desk: Station, server: RunningServer) -> ReadBack:
    return read(desk, brought(server, written(desk)).answer)


def newest(desk: Station) -> int:
    with desk.store.reading() as conn:
        return feeds.newest(conn, shelf.enrolment(conn).feed)


def test_two_stations_work_for_days_without_a_line_and_confirm_by_stick(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    for _day in range(4):
        for one in (desk, neighbour):
            one.restart()
            one.write(120)
    assert desk.waiting() > 480
    went = brought(server, written(desk))
    assert (went.kind, went.filed, went.refused) == (Kind.ANSWER, desk.waiting(), ())
    back = read(desk, went.answer)
    assert back.confirmed == went.filed
    assert desk.waiting() == 0
    assert there_and_back(neighbour, server).taken == went.filed
    assert there_and_back(desk, server).taken > 480
    assert all_confirmed(server, desk, neighbour)


def test_nothing_waits_and_the_file_brings_what_others_wrote(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    neighbour.write(30)
    neighbour.sync()
    back = there_and_back(desk, server)
    assert (back.confirmed, back.taken, back.known) == (0, 31, False)
    assert there_and_back(desk, server).taken == 0


def test_the_same_file_and_the_same_answer_again_change_nothing(server: RunningServer, desk: Station) -> None:
    desk.write(50)
    file = written(desk)
    first, second = brought(server, file), brought(server, file)
    assert first.filed == second.filed == 51
    assert read(desk, first.answer).confirmed == 51
    assert read(desk, second.answer).confirmed == 0
    again = read(desk, first.answer)
    assert (again.confirmed, again.taken, again.known) == (0, 0, True)
    assert all_confirmed(server, desk)


@pytest.mark.parametrize("order", ["old first", "new first"])
def test_stick_and_line_in_any_order(server: RunningServer, desk: Station, neighbour: Station, order: str) -> None:
    desk.write(20)
    early = brought(server, written(desk, 1)).answer
    desk.write(20)
    late_file = written(desk, 2)
    desk.sync()
    neighbour.write(10)
    neighbour.sync()
    desk.write(5)
    late = brought(server, late_file).answer
    before, waits = newest(desk), desk.waiting()
    for answer in (early, late) if order == "old first" else (late, early):
        read(desk, answer)
        assert newest(desk) >= before, "an old answer takes nothing back"
        assert desk.waiting() == waits
    assert newest(desk) > before
    desk.sync()
    neighbour.sync()
    assert all_confirmed(server, desk, neighbour)


def test_an_old_answer_neither_renews_the_contact_nor_the_clock(server: RunningServer, desk: Station) -> None:
    desk.write()
    answer = brought(server, written(desk)).answer
    desk.sync()
    with desk.store.reading() as conn:
        before = shelf.contact(conn)
    assert read(desk, answer).known
    with desk.store.reading() as conn:
        assert shelf.contact(conn) == before


def test_a_weeks_old_answer_renews_the_contact_as_of_then(server: RunningServer, desk: Station) -> None:
    desk.sync()
    with desk.store.reading() as conn:
        offset = shelf.contact(conn).offset
    answer = brought(server, written(desk)).answer
    real, desk.now = desk.now, lambda: real() + 7 * 86400
    back = read(desk, answer)
    with desk.store.reading() as conn:
        heard = shelf.contact(conn)
    assert heard.server_ms == back.server_ms
    assert abs(heard.offset - offset) <= 1, "the week under way is not taken for a wrong clock"
    assert abs(heard.t - real()) < 60


def test_a_file_a_year_under_way_with_a_clock_of_1980_is_filed(server: RunningServer, desk: Station) -> None:
    real = desk.now
    desk.now = lambda: 315_532_800.0
    desk.write(3)
    file = written(desk)
    desk.now = real
    server.now = lambda: real() + 370 * 86400
    went = brought(server, file)
    assert went.filed == 4
    assert read(desk, went.answer).confirmed == 4


def test_what_waits_beyond_one_part_goes_in_several(
    server: RunningServer, desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        desk.restart()
        desk.write(400)
    monkeypatch.setattr(stick, "_ROOM", 20_000)
    file = written(desk)
    assert len(bundle.look(file).parts) > 3
    assert brought(server, file).filed == desk.waiting()
    assert there_and_back(desk, server).confirmed == 1203
    assert all_confirmed(server, desk)


def test_an_answer_in_pages_is_read_to_its_end(
    server: RunningServer, desk: Station, neighbour: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        neighbour.restart()
        neighbour.write(300)
        neighbour.sync()
    monkeypatch.setattr(stick, "_WANTED_BACK", 3000)
    answer = brought(server, written(desk)).answer
    assert len(bundle.look(answer).parts) > 1
    back = read(desk, answer)
    assert (back.taken, back.more) == (1806, False)


def test_an_answer_that_is_full_says_that_more_is_to_come(
    server: RunningServer, desk: Station, neighbour: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        neighbour.restart()
        neighbour.write(300)
        neighbour.sync()
    monkeypatch.setattr(bundles, "_ROOM", 2500)
    monkeypatch.setattr(stick, "_WANTED_BACK", 1000)
    first = there_and_back(desk, server)
    assert first.more
    taken = first.taken
    for _ in range(10):
        back = there_and_back(desk, server)
        taken += back.taken
        if not back.more:
            break
    assert taken == 1806


def test_a_neighbours_entries_go_in_the_file_of_whoever_carries_them(
    server: RunningServer, desk: Station, neighbour: Station
) -> None:
    neighbour.write(12)
    neighbour.sync()
    desk.sync()
    with writing(server.engine) as conn:  # the server is put back to nothing
        for table in (tables.segment, tables.log):
            conn.execute(table.delete())
        conn.execute(tables.feed.update(), {"head": 0, "fh": bytes(32), "part_pos": 0, "safe": 0})
    desk.write(2)
    answer = there_and_back(desk, server)
    assert newest(desk) <= answer.upto
    there_and_back(desk, server)
    assert desk.lines() == filed(server)


def test_a_revoked_pc_is_told_and_what_it_held_is_kept_for_review(server: RunningServer, desk: Station) -> None:
    desk.write(9)
    file = written(desk)
    with writing(server.engine) as conn:
        conn.execute(tables.device.update(), {"status": "revoked", "revoked_from_ms": 0})
    went = brought(server, file)
    assert (went.kind, went.refused) == (Kind.REFUSAL, ("revoked",))
    assert len(server.rows(sa.select(tables.stray))) == 1
    with pytest.raises(BadBundle) as caught:
        read(desk, went.answer)
    assert caught.value.fault is Fault.REVOKED
    assert filed(server) == {}


def test_files_for_another_server_and_answers_for_another_pc_say_so(
    server: RunningServer, desk: Station, neighbour: Station, tmp_path
) -> None:
    (tmp_path / "other").mkdir()
    with running_server(tmp_path / "other") as other, pytest.raises(BadBundle) as caught:
        brought(other, written(desk))
    assert caught.value.fault is Fault.NOT_FOR_US
    with pytest.raises(BadBundle) as caught:
        read(neighbour, brought(server, written(desk)).answer)
    assert caught.value.fault is Fault.NOT_FOR_US
    with pytest.raises(BadBundle) as caught:
        read(desk, written(desk))
    assert caught.value.fault is Fault.OTHER_KIND


def test_an_answer_to_what_the_pc_no_longer_holds_is_refused_and_changes_nothing(
    server: RunningServer, desk: Station, tmp_path
) -> None:
    copy = desk.copied(tmp_path / "copy")
    desk.write(4)
    desk.sync()
    desk.write(4)
    answer = brought(server, written(desk)).answer
    desk.replaced_by(copy)
    before = desk.lines()
    with pytest.raises(BadBundle) as caught:
        read(desk, answer)
    assert caught.value.fault is Fault.DOES_NOT_FIT
    assert desk.lines() == before
    assert there_and_back(desk, server).taken == 9
    assert all_confirmed(server, desk)


def test_who_wrote_a_file_is_proven_by_its_signature_alone(server: RunningServer, desk: Station) -> None:
    """Whoever finds a stick can seal a file of his own to the server, but not sign it."""
    from sync_server.exchange.problems import Denied

    desk.write()
    parts = bundle.unseal(bundle.look(written(desk)), server.server.key.box, (Kind.REQUEST,))
    forged = bundle.seal(Kind.REQUEST, [parts[0][:-1] + bytes([parts[0][-1] ^ 1])], server.server.key.box_public)
    with pytest.raises(Denied):
        brought(server, forged)
    swapped = parts[0].replace(bundle.public_of(desk.store.box()).hex().encode(), b"ab" * 32)
    with pytest.raises(Denied):
        brought(server, bundle.seal(Kind.REQUEST, [swapped], server.server.key.box_public))
