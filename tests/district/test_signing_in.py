"""The way in: password, one of one's own, the second factor; what is refused, and that nothing tells why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sync_server import cli
from sync_server.authority import access as access_log
from sync_server.district import factor
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import access
from sync_server.durable.tables_staff import staff_factor, staff_session
from sync_server.operating import giving
from sync_server.reading import worker
from tests.district.staffing import PASSWORD, Clerk, later, staffed
from tests.servers import RunningServer
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in


@pytest.fixture
def clerk(server: RunningServer) -> Iterator[Clerk]:
    made = Clerk(server)
    yield made
    made.close()


def test_the_first_time_a_telephone_is_enrolled_and_from_then_on_asked(server: RunningServer, clerk: Clerk) -> None:
    login = staffed(server, "66", GivenRole.OVERSEE)
    assert clerk.sign_in(login).status_code == 200
    assert "Trần Thị Lan" in clerk.text and "Đắk Lắk" in clerk.text
    clerk.send("/sign-out")
    assert clerk.page.url.endswith("/sign-in")
    clerk.open("/units")
    assert "/sign-in" in clerk.page.url
    later(server, 60)
    clerk.open("/sign-in")
    clerk.send("/sign-in", login=login, password=PASSWORD)
    assert clerk.page.url.endswith("/code")
    assert clerk.send("/code", code=clerk.code()).status_code == 200
    assert "/board" in clerk.page.url


def test_a_code_counts_once_and_near_its_time_alone(server: RunningServer, clerk: Clerk) -> None:
    login = staffed(server, "66", GivenRole.OVERSEE)
    clerk.sign_in(login)
    used = clerk.code()
    other = Clerk(server)
    other.open("/sign-in")
    other.send("/sign-in", login=login, password=PASSWORD)
    assert other.send("/code", code=used).status_code == 400, "it was used for the enrolment"
    later(server, 90)
    assert other.send("/code", code=used).status_code == 400, "and is too old now"
    assert other.send("/code", code="abcdef").status_code == 400
    assert other.send("/code", code=clerk.code()).status_code == 200
    other.close()


@pytest.mark.parametrize("login", ["lan@66", "nobody@66", ""])
def test_nothing_tells_an_unknown_login_from_a_wrong_password(server: RunningServer, clerk: Clerk, login: str) -> None:
    staffed(server, "66", GivenRole.OVERSEE)
    clerk.open("/sign-in")
    came = clerk.send("/sign-in", login=login, password="not the password")
    assert came.status_code == 400 and say_in("vi", "district_entry.wrong") in clerk.text
    assert not server.rows(sa.select(staff_session))


def test_wrong_passwords_are_counted_and_the_right_one_must_wait_too(server: RunningServer, clerk: Clerk) -> None:
    login = staffed(server, "66", GivenRole.OVERSEE)
    clerk.open("/sign-in")
    codes = [clerk.send("/sign-in", login=login, password="wrong again").status_code for _ in range(7)]
    assert codes == [400] * 6 + [429]
    assert clerk.send("/sign-in", login=login, password=PASSWORD).status_code == 429
    later(server, 301)
    assert clerk.send("/sign-in", login=login, password=PASSWORD).status_code == 200
    results = [row.result for row in server.rows(sa.select(access).where(access.c.action == "sign_in"))]
    assert sorted(results) == ["enrol", "limit", "limit", *["wrong"] * 6]
    with reading(server.engine) as conn:
        assert access_log.check(conn).holds


def test_a_password_for_one_use_is_replaced_before_anything_else(server: RunningServer, clerk: Clerk) -> None:
    login = staffed(server, "66", GivenRole.OVERSEE, once=True)
    clerk.open("/sign-in")
    clerk.send("/sign-in", login=login, password=PASSWORD)
    assert clerk.page.url.endswith("/new-password")
    clerk.open("/units")
    assert clerk.page.url.endswith("/new-password"), "every other page leads back"
    assert clerk.send("/new-password", password="ngan", again="ngan").status_code == 400
    assert clerk.send("/new-password", password="mưa nguồn chớp bể", again="mưa nguồn").status_code == 400
    clerk.send("/new-password", password="mưa nguồn chớp bể", again="mưa nguồn chớp bể")
    assert clerk.page.url.endswith("/enrol-code")
    worker.until_idle(server.server)
    other = Clerk(server)
    other.open("/sign-in")
    assert other.send("/sign-in", login=login, password=PASSWORD).status_code == 400
    assert other.send("/sign-in", login=login, password="mưa nguồn chớp bể").url.endswith("/enrol-code")
    other.close()


def test_what_was_taken_back_holds_no_more_at_the_next_click(server: RunningServer, clerk: Clerk) -> None:
    login = staffed(server, "66", GivenRole.OVERSEE)
    clerk.sign_in(login)
    with writing(server.engine) as conn:
        giving.ungrant(conn, server.server, login, server.unit("66"), role=GivenRole.OVERSEE)
    assert clerk.open("/units").status_code == 403
    clerk.open("/")
    assert say_in("vi", "district_frame.no_right.title") in clerk.text
    with writing(server.engine) as conn:
        giving.close_user(conn, server.server, login)
    assert "/sign-in" in clerk.open("/units").url


def test_a_session_ends_by_itself(server: RunningServer, clerk: Clerk) -> None:
    clerk.sign_in(staffed(server, "66", GivenRole.OVERSEE))
    for _ in range(3):
        later(server, 25 * 60)
        assert clerk.open("/units").url.endswith("/units")
    later(server, 31 * 60)
    assert "/sign-in" in clerk.open("/units").url
    clerk.sign_in("lan@66")
    for _ in range(29):
        later(server, 25 * 60)
        clerk.open("/units")
    assert "/sign-in" in clerk.page.url, "no session lasts longer than a day's work"


def test_a_form_without_its_mark_or_from_elsewhere_does_nothing(server: RunningServer, clerk: Clerk) -> None:
    clerk.sign_in(staffed(server, "66", GivenRole.OVERSEE))
    for form in ({"csrf": ""}, {"csrf": "0" * 64}):
        assert clerk.send("/sign-out", **form).status_code == 403
    clerk.open("/units")
    url = f"{server.url}/district/sign-out"
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert clerk.http.post(url, data={"csrf": clerk.mark}, headers=headers, timeout=5).status_code == 403
    assert clerk.open("/units").url.endswith("/units")
    assert clerk.http.post(url, data=iter([b"x"]), timeout=5).status_code == 411


def test_the_secret_lies_sealed_and_is_shown_only_before_it_is_confirmed(server: RunningServer, clerk: Clerk) -> None:
    login = staffed(server, "66", GivenRole.OVERSEE)
    clerk.sign_in(login)
    (row,) = server.rows(sa.select(staff_factor))
    assert clerk.secret.encode() not in bytes(row.secret)
    with writing(server.engine) as conn, pytest.raises(ValueError):
        factor.offered(conn, server.server, row.user_no)
    cli.main(["user", "new-phone", "--user", login, "--database", server.database, "--keys", str(server.folder)])
    assert "/sign-in" in clerk.open("/units").url, "whoever has the telephone is out"
    other = Clerk(server)
    other.open("/sign-in")
    assert other.send("/sign-in", login=login, password=PASSWORD).url.endswith("/enrol-code")
    other.close()


@pytest.mark.parametrize("where", ["//x.example", "https://x.example", "/district/../x", "/usb", "/district/\\x"])
def test_one_is_sent_on_only_within_the_pages(clerk: Clerk, where: str) -> None:
    clerk.open("/sign-in")
    answer = clerk.send("/language", follow=False, language="en", back=where)
    assert answer.headers["location"] == "/district"

