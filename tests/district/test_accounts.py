"""Administrators manage users of their units, and never anybody whose rights reach farther than theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from sync_server.durable.database import writing
from sync_server.operating import giving
from sync_server.reading import worker
from tests.district.browser import PHONE, WIDE, fits, is_accessible, sign_in, window
from tests.district.staffing import PASSWORD, Clerk, staffed
from tests.servers import RunningServer
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

Make = Callable[[], Clerk]


@pytest.fixture
def clerk_of(server: RunningServer) -> Iterator[Make]:
    made: list[Clerk] = []

    def make() -> Clerk:
        made.append(Clerk(server))
        return made[-1]

    yield make
    for one in made:
        one.close()


def admin(server: RunningServer, clerk: Clerk, org: str = "66", login: str = "quan") -> Clerk:
    clerk.sign_in(staffed(server, org, GivenRole.ADMIN, login=login, name="Ngô Văn Quản"))
    return clerk


def number(clerk: Clerk, name: str) -> str:
    """The number of an account in the list."""
    clerk.open("/accounts")
    found = re.search(rf'accounts/(\d+)">{name}<', clerk.page.text)
    return found.group(1) if found else ""


def test_a_new_user_signs_in_with_the_password_told_once(server: RunningServer, clerk_of: Make) -> None:
    boss = admin(server, clerk_of())
    boss.open("/accounts")
    unit = server.unit("24211").org_no
    boss.send("/accounts", name="Lò Thị Mai", login="mai", unit=unit, role="reconcile")
    password = re.search(r"<code>([a-z0-9-]+)</code>", boss.page.text).group(1)
    assert "mai@24211" in boss.text
    assert password not in boss.open("/accounts").text and "Lò Thị Mai" in boss.text
    worker.until_idle(server.server)
    new = clerk_of()
    new.open("/sign-in")
    assert new.send("/sign-in", login="mai@24211", password=password).url.endswith("/new-password")
    new.send("/new-password", password="mưa nguồn chớp bể", again="mưa nguồn chớp bể")
    assert new.page.url.endswith("/enrol-code")
    entries = [one for one in server.entries("24211") if one["entry"]["k"] in ("user", "grant")]
    assert all(one["entry"]["u"] > 100_000 for one in entries), "each act says who wanted it"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"login": "hai ba"}, "login_form"),
        ({"login": ""}, "login_form"),
        ({"name": " "}, "name_missing"),
        ({"role": "king"}, "role"),
        ({"unit": "1"}, "unit"),
        ({"unit": "x"}, "unit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    server: RunningServer, clerk_of: Make, fields: dict[str, str], why: str
) -> None:
    boss = admin(server, clerk_of())
    boss.open("/accounts")
    good = {"name": "Lò Thị Mai", "login": "mai", "unit": str(server.unit("24211").org_no), "role": "oversee"}
    assert boss.send("/accounts", **{**good, **fields}).status_code == 400
    assert say_in("vi", f"district_accounts.no.{why}") in boss.text
    assert f'value="{fields.get("login", "mai")}"' in boss.page.text
    if why == "unit":
        boss.send("/accounts", **good)
        boss.open("/accounts")
        assert boss.send("/accounts", **good).status_code == 400
        assert say_in("vi", "district_accounts.no.login_taken") in boss.text


def test_roles_are_given_and_taken_back_and_hold_at_once(server: RunningServer, clerk_of: Make) -> None:
    boss, other = admin(server, clerk_of()), clerk_of()
    other.sign_in(staffed(server, "24211", GivenRole.OVERSEE, login="mai", name="Lò Thị Mai"))
    assert other.open("/accounts").status_code == 403
    user, unit = number(boss, "Lò Thị Mai"), server.unit("24211").org_no
    boss.open(f"/accounts/{user}")
    boss.send(f"/accounts/{user}/grant", unit=unit, role="admin")
    assert say_in("vi", "district_accounts.said_granted", name="Lò Thị Mai") in boss.text
    assert other.open("/accounts").status_code == 200
    boss.send(f"/accounts/{user}/take-back", unit=unit, role="admin")
    assert other.open("/accounts").status_code == 403
    assert boss.send(f"/accounts/{user}/take-back", unit=unit, role="admin").status_code == 400
    boss.open(f"/accounts/{user}")
    boss.send(f"/accounts/{user}/close")
    assert "/sign-in" in other.open("/units").url
    other.open("/sign-in")
    assert other.send("/sign-in", login="mai@24211", password=PASSWORD).status_code == 400


def test_nobody_reaches_rights_that_are_not_below_their_own(server: RunningServer, clerk_of: Make) -> None:
    """Whoever sets another's password can act as them."""
    boss = admin(server, clerk_of(), "24211")
    staffed(server, "66", GivenRole.ADMIN, login="tinh", name="Cao Hơn")
    staffed(server, "24211", GivenRole.OVERSEE, login="mai", name="Lò Thị Mai")
    assert number(boss, "Lò Thị Mai") and not number(boss, "Cao Hơn")
    user = number(boss, "Lò Thị Mai")
    with writing(server.engine) as conn:
        giving.grant(conn, server.server, "mai@24211", server.unit("66"), role=GivenRole.OVERSEE)
    assert not number(boss, "Lò Thị Mai"), "she holds something above: she is no longer theirs to manage"
    for act in ("once", "phone", "close", "grant", "take-back"):
        boss.open("/accounts")
        assert boss.send(f"/accounts/{user}/{act}").status_code == 404
    assert boss.open(f"/accounts/{user}").status_code == 404 and boss.open("/accounts/x").status_code == 404


def test_nobody_shuts_themselves_out(server: RunningServer, clerk_of: Make) -> None:
    boss = admin(server, clerk_of())
    own, unit = number(boss, "Ngô Văn Quản"), server.unit("66").org_no
    for act in ("once", "phone", "close"):
        boss.open("/accounts")
        assert boss.send(f"/accounts/{own}/{act}").status_code == 400
    boss.open("/accounts")
    assert boss.send(f"/accounts/{own}/take-back", unit=unit, role="admin").status_code == 400
    assert say_in("vi", "district_accounts.no.own") in boss.text


def test_ones_own_password_is_changed_with_the_one_before(server: RunningServer, clerk_of: Make) -> None:
    boss = admin(server, clerk_of())
    new = {"password": "mưa nguồn chớp bể", "again": "mưa nguồn chớp bể"}
    boss.open("/own")
    short = {"before": PASSWORD, "password": "a", "again": "a"}
    for wrong in ({**new, "before": "x"}, {**new, "before": PASSWORD, "again": "y"}, short):
        assert boss.send("/own", **wrong).status_code == 400
    assert boss.send("/own", before=PASSWORD, **new).url.endswith("/own")
    assert say_in("vi", "district_accounts.changed_own") in boss.text
    assert boss.open("/accounts").status_code == 200, "this session goes on"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_are_accessible_and_fit(server: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    login = staffed(server, "66", GivenRole.ADMIN)
    staffed(server, "24211", GivenRole.OVERSEE, login="mai", name="Lò Thị Mai")
    clerk = Clerk(server)
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        page.get_by_role("link", name=say_in("vi", "district_accounts.title")).click()
        is_accessible(page)
        fits(page)
        page.get_by_label("Tìm theo tên").fill("mai")
        page.get_by_role("button", name="Xem").click()
        page.get_by_role("link", name="Lò Thị Mai").click()
        is_accessible(page)
        fits(page)
        page.get_by_role("button", name="Cấp mật khẩu một lần").click()
        is_accessible(page)
        fits(page)
        page.get_by_role("link", name="Trần Thị Lan").click()
        is_accessible(page)
        fits(page)
    clerk.close()
