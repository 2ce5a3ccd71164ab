"""An organisation and the district in a browser: from the list that was sent to the answer that its code shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sync_server.settings import Settings
from tests.district.browser import PHONE, WIDE, entered, fits, is_accessible, sign_in, window
from tests.district.groups.answers import vi
from tests.district.groups.organisations import Organisation, gives_hours, references
from tests.district.staffing import Clerk, later, staffed
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import Clinic, read, today
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, settings=Settings(sender=f"file:{tmp_path / 'codes'}")) as running:
        read(running)
        yield running


def is_good(page: Page) -> None:
    is_accessible(page)
    fits(page)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def code_shows(page: Page, server: RunningServer, code: str) -> None:
    """The organisation types its code."""
    page.goto(f"{server.url}/portal/group/mine")
    page.fill("#registration", code)
    press(page, say_in("vi", "portal_register.look"))
    is_good(page)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_from_the_list_to_the_answer(server: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    company = Organisation(server)
    code = company.sends()
    company.close()
    later(server, 49 * 3600)
    with window(browser, size) as page:
        sign_in(page, server, Clerk(server), staffed(server, "66", GivenRole.VERIFY))
        with page.expect_navigation():
            page.get_by_role("link", name=vi("menu")).click()
        is_good(page)
        assert page.locator("nav .late").inner_text().split()[0] == "1"
        with page.expect_navigation():
            page.get_by_role("link", name="Công ty Cà phê Êa Tul").click()
        is_good(page)
        page.check("#verdict-refused")
        press(page, vi("send"))
        assert page.get_by_role("alert").inner_text() == vi("fault.reason")
        assert page.locator("#verdict-refused").is_checked()
        is_good(page)
        page.check("#verdict-offered")
        page.fill("#day", today(server, plus=9))
        page.fill("#hour", "07:30")
        assert "Buôn Ky" in page.locator("#place").input_value(), "the place that the organisation named"
        page.fill("#text", "Mang theo thẻ bảo hiểm y tế. Xếp hàng ở cổng số hai.")
        page.focus("#text")
        page.keyboard.press("Tab")
        entered(page)
        assert page.get_by_role("status").inner_text() == vi("answered")
        assert page.locator("nav .late").count() == 0
        is_good(page)
        if size is WIDE:
            page.set_viewport_size({"width": WIDE["width"] // 2, "height": WIDE["height"] // 2})
            fits(page)
            page.set_viewport_size(size)
        code_shows(page, server, code)
        assert page.get_by_text("Xếp hàng ở cổng số hai").is_visible()
        page.go_back()
        page.goto(f"{server.url}/district/groups?show=answered")
        is_good(page)


def test_a_refusal_and_hours_that_the_station_gave(server: RunningServer, browser: Browser) -> None:
    company, other = Organisation(server), Organisation(server)
    refused = company.sends()
    planned = other.sends("TYT-02", name="Trường THPT Buôn Ma Thuột", kind="school", tel="0912345678")
    gives_hours(Clinic(server, "TYT-02"), references(server)[3:5])
    with window(browser, PHONE) as page:
        sign_in(page, server, Clerk(server), staffed(server, "66", GivenRole.VERIFY))
        page.goto(f"{server.url}/district/groups")
        with page.expect_navigation():
            page.get_by_role("link", name="Công ty Cà phê Êa Tul").click()
        page.check("#verdict-refused")
        page.check("#reason-other_unit")
        press(page, vi("send"))
        is_good(page)
        code_shows(page, server, refused)
        assert page.get_by_text(vi("reason.other_unit")).is_visible()
        code_shows(page, server, planned)
        assert page.get_by_text("Nhà văn hóa").is_visible()
        page.goto(f"{server.url}/district/groups?show=answered")
        with page.expect_navigation():
            page.get_by_role("link", name="Trường THPT Buôn Ma Thuột").click()
        is_good(page)
        page.goto(f"{server.url}/district/groups?show=refused")
        is_good(page)
        with page.expect_navigation():
            page.get_by_role("link", name="Công ty Cà phê Êa Tul").click()
        press(page, vi("take_back"))
        assert page.get_by_role("status").inner_text() == vi("taken_back")
        press(page, "English")
        assert page.get_by_role("heading", name=say_in("en", "district_groups.answer")).is_visible()
        is_good(page)
        page.goto(f"{server.url}/district/groups?show=answered")
        is_good(page)
        assert page.get_by_text(say_in("en", "district_groups.waiting", n=1)).is_visible()
    company.close()
    other.close()
