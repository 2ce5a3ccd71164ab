"""Photos of sheets: kept small, in a log of their own, sent behind everything else, erased with the person."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import sqlalchemy as sa

from tests.desk.catchup.test_catchup_desk import announced, another, reason
from tests.desk.day import saved
from tests.servers import running_server
from tests.stations import Station, filed
from vaxdesk.desk import pictures
from vaxdesk.desk.catchup import photos, sheets
from vaxdesk.desk.context import Desk
from vaxdesk.domain.catchup.sheet import Sheet
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import CheckIn, Person
from vaxdesk.domain.payloads_catchup import Photo
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.tables import event
from vaxdesk.scanning.sheet_photo import MOST_BYTES, grey_jpeg
from vaxdesk.store import feeds, logs
from vaxdesk.store.asides import behind_everything
from vaxdesk.store.attaching import attaching


def picture(path: Path, *, high: int = 3000, wide: int = 2200) -> Path:
    """Something like a written sheet under a lamp: lines, letters, and the noise of a cheap camera."""
    noise = np.random.default_rng(3).normal(0, 14, (high, wide, 3))
    sheet = np.clip(225 + noise, 0, 255).astype(np.uint8)
    for at in range(120, high - 60, 90):
        cv2.putText(sheet, "Lo Thi Do 015190001234 FK1234", (60, at), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (40, 30, 30), 3)
    cv2.imwrite(str(path), sheet)
    return path


def test_a_photo_is_made_grey_and_small(tmp_path: Path) -> None:
    made = grey_jpeg(picture(tmp_path / "sheet.png").read_bytes())
    assert 20_000 < len(made) <= MOST_BYTES
    back = cv2.imdecode(np.frombuffer(made, np.uint8), cv2.IMREAD_UNCHANGED)
    assert back.ndim == 2
    assert grey_jpeg(b"") == grey_jpeg(b"no picture") == b""
    small = grey_jpeg(picture(tmp_path / "small.png", high=200, wide=150).read_bytes())
    assert cv2.imdecode(np.frombuffer(small, np.uint8), cv2.IMREAD_UNCHANGED).shape == (200, 150)


def test_a_photo_lies_beside_its_sheet(desk: Desk, make_person, tmp_path: Path) -> None:
    stack, person = announced(desk), make_person(desk)
    row = saved(sheets.save(desk, stack.id, person, Sheet(), no=1)).value
    made = pictures.prepared(picture(tmp_path / "sheet.png"))
    assert photos.photo(desk, person, row.entry) == b""
    done = saved(photos.attach(desk, row.entry, made))
    assert len(done.refs) == -(-len(made) // 11_000)
    assert photos.photo(desk, person, row.entry) == made
    other = pictures.prepared(picture(tmp_path / "other.png", high=900))
    saved(photos.attach(desk, row.entry, other))
    assert photos.photo(desk, person, row.entry) == other
    assert len({one.partition(".")[0] for one in done.refs} | {row.entry.partition(".")[0]}) == 2
    with desk.store.reading() as conn:
        assert max(conn.execute(sa.select(sa.func.length(event.c.d)).where(event.c.kind == "photo")).scalars()) < 300
        assert done.refs[0].partition(".")[0] not in [one.log for one in logs.of_station(conn)]
    assert sheets.typed(desk, stack.id) == (row,)


def test_what_no_photo_is_kept_of(desk: Desk, make_person, tmp_path: Path) -> None:
    stack, person = announced(desk), make_person(desk)
    row = saved(sheets.save(desk, stack.id, person, Sheet(), no=1)).value
    assert reason(photos.attach(another(desk, 2, Role.INJECTION.value), row.entry, b"x")) is Refusal.NO_RIGHT
    assert reason(photos.attach(desk, person, b"x")) is Refusal.OTHER_VISIT
    (tmp_path / "x.png").write_bytes(b"x")
    assert pictures.prepared(tmp_path / "x.png") == Refused(reason=Refusal.NO_PICTURE)


@pytest.fixture
def two(tmp_path: Path):
    with running_server(tmp_path) as server:
        station = Station(tmp_path / "desk", server)
        yield station, server
        station.close()


def test_photos_go_behind_everything_else(two) -> None:
    station, server = two
    with station.store.writing(user=1) as w:
        person = w.add("person", Person(name="Lò Thị Dở"))
    with attaching(station.store, user=1) as w:
        for part in range(1, 4):
            piece = Photo(day="2026-11-20", entry=person, whole="ab", part=part, parts=3, data="A" * 14000)
            w.add("photo", piece, of=person)
    with station.store.writing(user=1) as w:
        w.add("checkin", CheckIn(day="2026-11-23", no=1), of=person)
    with station.store.reading() as conn:
        first, *_, last = behind_everything(conn, feeds.unsent(conn))
        assert first.head_seq == 3
        assert last.head_seq == 4
        assert feeds.waiting(conn).bytes_estimate > 3 * 14000
    station.sync()
    assert station.waiting() == 0
    kinds = [text.split('"k":"')[1].split('"')[0] for text in filed(server).values()]
    assert kinds.count("photo") == 3
    order = [one["ref"].partition(".")[0] for one in server.entries("TYT-01")]
    assert order.index(last.log) > max(at for at, log in enumerate(order) if log == first.log)

    # another start goes on with the log of its own run, and names the right one as the log before
    station.restart()
    station.write()
    with station.store.reading() as conn:
        assert [one.before for one in logs.of_station(conn)][-1] == first.log
    station.sync()
    assert station.waiting() == 0
