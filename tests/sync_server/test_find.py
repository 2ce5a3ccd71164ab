"""`POST /v1/find`: one person, asked exactly; noted, limited across processes, answered under a signature."""

from __future__ import annotations

import json
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import sqlalchemy as sa

from sync_server.authority import access as access_log
from sync_server.authority import limits
from sync_server.authority.limits import FIND_HOUR, MISSES, Rate
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import access
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, quoted, read
from tests.sync_server.pens import Pen
from vaxdesk.journal import auth, finding
from vaxdesk.journal.finding import MEDIA, PATH, Told, Wanted
from vaxdesk.journal.frames import BadFrames, encode
from vaxdesk.journal.signing import to_text


def ask(pen: Pen, body: bytes, *, nonce: bytes = b"", path: str = PATH) -> requests.Response:
    server = pen.server
    header = auth.header(
        pen.private.sign,
        pen.device,
        t=int(server.server.now()),
        nonce=nonce or secrets.token_bytes(12),
        method="POST",
        path=path,
        body=body,
    )
    headers = {"Content-Type": MEDIA, "Authorization": header}
    return requests.post(f"{server.url}{PATH}", data=body, headers=headers, timeout=30)


def find(pen: Pen, **wanted: object) -> Told:
    nonce = secrets.token_bytes(12)
    reply = ask(pen, encode(Wanted(**wanted)), nonce=nonce)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Type"] == MEDIA
    return finding.read(reply.content, server_public=bytes.fromhex(pen.server.key), nonce=to_text(nonce))


@pytest.fixture
def known(either: RunningServer) -> tuple[RunningServer, Pen, str, str]:
    """A server that knows somebody with a dose at one station, and a device of another."""
    clinic = Clinic(either)
    who = clinic.listed(LANH)
    dose = clinic.dose(who)
    clinic.listed(BAO)
    clinic.send()
    read(either)
    return either, Pen(either, "TYT-02"), who, dose


def test_the_answer_is_the_card_and_it_comes_into_the_journal(known: tuple[RunningServer, Pen, str, str]) -> None:
    server, pen, who, dose = known
    told = find(pen, doc="0661 9000 1234")
    [person] = told.people
    assert person.id == who
    assert sorted(one.id for one in person.entries) == sorted([who, dose])
    assert quoted(server, "TYT-02") == sorted([who, dose])
    assert [len(told.people), told.more] == [1, False]
    assert find(pen, doc=LANH.doc).people == told.people
    read(server)
    assert quoted(server, "TYT-02") == sorted([who, dose])


def test_what_happens_later_follows_somebody_who_was_asked_for(known: tuple[RunningServer, Pen, str, str]) -> None:
    server, pen, _who, _dose = known
    find(pen, doc=LANH.doc)
    clinic = Clinic(server)
    later = clinic.dose(_who)
    clinic.send()
    read(server)
    assert later in quoted(server, "TYT-02")


@pytest.mark.parametrize(
    ("wanted", "people"),
    [
        ({"name": "nguyen thi LANH", "dob": "1990-02-01", "tel": "0905 123 456"}, 1),
        ({"name": "nguyen thi lan", "dob": "1990-02-01", "tel": "0905123456"}, 0),
        ({"name": "nguyen thi lanh", "dob": "1990", "tel": "0905123456"}, 0),
        ({"name": "nguyen thi lanh", "dob": "1990-02-01", "tel": "0905123457"}, 0),
        ({"doc": "06619000123"}, 0),
    ],
)
def test_only_what_is_exact_is_found(
    known: tuple[RunningServer, Pen, str, str], wanted: dict[str, str], people: int
) -> None:
    assert len(find(known[1], **wanted).people) == people


@pytest.mark.parametrize(
    "body", [b"{}", b'{"name":"a","dob":"b"}', b"[]", b"\xff", b'{"doc":7}', b'{"doc":"' + b"1" * 300]
)
def test_a_question_that_is_none_is_refused(known: tuple[RunningServer, Pen, str, str], body: bytes) -> None:
    reply = ask(known[1], body)
    assert (reply.status_code, reply.json()["error"]) == (400, "bad_frame")


def test_only_a_signed_request_is_answered(known: tuple[RunningServer, Pen, str, str]) -> None:
    _server, pen, _who, _dose = known
    body = encode(Wanted(doc=LANH.doc))
    assert ask(pen, body, path="/v1/sync").json()["error"] == "bad_sig"
    nonce = secrets.token_bytes(12)
    assert ask(pen, body, nonce=nonce).status_code == 200
    assert ask(pen, body, nonce=nonce).json()["error"] == "replay"
    assert ask(pen, body + b" " * finding.MOST_BYTES).status_code == 413


def test_an_answer_made_up_or_given_to_another_request_is_not_believed(
    known: tuple[RunningServer, Pen, str, str],
) -> None:
    server, pen, _who, _dose = known
    nonce = secrets.token_bytes(12)
    body = ask(pen, encode(Wanted(doc=LANH.doc)), nonce=nonce).content
    public = bytes.fromhex(server.key)
    assert finding.read(body, server_public=public, nonce=to_text(nonce)).people
    for altered, asked in ((body.replace(b"1990", b"1991"), nonce), (body, bytes(12)), (body[:-70], nonce)):
        with pytest.raises(BadFrames):
            finding.read(altered, server_public=public, nonce=to_text(asked))


def test_at_most_five_people_are_shown(server: RunningServer) -> None:
    clinic = Clinic(server)
    for number in range(7):
        clinic.listed(changed(LANH, name=f"Người {number}", doc="B1234567"))
    clinic.send()
    read(server)
    told = find(Pen(server, "TYT-02"), doc="b1234567")
    assert (len(told.people), told.more) == (5, True)


def test_every_look_up_is_noted_under_a_keyed_hash(known: tuple[RunningServer, Pen, str, str]) -> None:
    server, pen, _who, _dose = known
    find(pen, doc=LANH.doc, user=7)
    find(pen, doc="0661-9000-1234", user=8)
    find(pen, doc="066190009999")
    rows = server.rows(sa.select(access).where(access.c.action == "find").order_by(access.c.id))
    assert [(row.device_no, row.user_no, row.result) for row in rows] == [
        (pen.device, 7, "1"),
        (pen.device, 8, "1"),
        (pen.device, None, "0"),
    ]
    first, second, third = (bytes(row.subject_hash) for row in rows)
    assert first == second != third
    with reading(server.engine) as conn:
        assert access_log.check(conn).holds


def test_three_hundred_an_hour_and_no_more_whoever_answers(
    known: tuple[RunningServer, Pen, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, pen, _who, _dose = known
    monkeypatch.setattr("sync_server.exchange.lookup.FIND_HOUR", Rate(12, FIND_HOUR.gain))
    body = encode(Wanted(doc=LANH.doc))
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: ask(pen, body), range(20)))
    codes = sorted(one.status_code for one in replies)
    assert codes == [200] * 12 + [429] * 8
    assert all(1 <= int(one.headers["Retry-After"]) <= 23 for one in replies if one.status_code == 429)
    later = server.server.now() + 16
    server.now = lambda: later
    assert ask(pen, body).status_code == 200
    assert ask(Pen(server), body).status_code == 200
    limited = server.rows(sa.select(access).where(access.c.action == "find", access.c.result == "limit"))
    assert len(limited) == 8


def test_the_limits_are_those_of_the_design() -> None:
    assert FIND_HOUR.most + FIND_HOUR.gain * limits.HOUR == 300
    assert limits.FIND_DAY.most + limits.FIND_DAY.gain * limits.DAY == 1500


def test_twenty_misses_in_a_row_are_told_to_somebody(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    read(server)
    pen = Pen(server)
    for number in range(MISSES - 1):
        find(pen, doc=f"06619000{number:04}")
    assert not caplog.text
    find(pen, doc="066190009999")
    assert f"device {pen.device}: 20 look-ups in a row found nobody" in caplog.text
    assert "066190009999" not in caplog.text
    alerts = server.rows(sa.select(access.c.device_no).where(access.c.action == "find_alert"))
    assert [row.device_no for row in alerts] == [pen.device]


def test_somebody_found_ends_a_row_of_misses(server: RunningServer) -> None:
    with writing(server.engine) as conn:
        for hit in [False] * 19 + [True] + [False] * 19:
            assert not limits.missed(conn, server.server, "x", hit=hit)
        assert limits.missed(conn, server.server, "x", hit=False)
        assert not limits.missed(conn, server.server, "x", hit=False)


def test_before_anything_was_read_it_says_so(server: RunningServer) -> None:
    reply = ask(Pen(server), encode(Wanted(doc=LANH.doc)))
    assert (reply.status_code, json.loads(reply.text)["error"], reply.headers["Retry-After"]) == (503, "busy", "5")
