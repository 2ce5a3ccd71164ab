"""Registering on a phone, from the place to the slip, and what is said of a form that is not whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.district.browser import fits, is_accessible, window
from tests.portal.people import codes_sent
from tests.portal.registrations import FORM
from tests.portal.test_frame_in_chromium import NARROW
from tests.portal.test_schedule import planned
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("size", [NARROW, {"width": 180, "height": 370}], ids=["phone", "phone-zoomed"])
def test_from_the_place_to_the_slip(server: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    clinic = Clinic(server)
    planned(clinic)
    clinic.send()
    read(server)
    with window(browser, size) as page:
        page.goto(f"{server.url}/portal/schedule/{server.unit('TYT-01').org_no}")
        with page.expect_navigation():
            page.get_by_role("link", name="07:30").click()
        _press(page, "Gửi mã xác nhận")
        assert page.locator(".fault").count() >= 8
        is_accessible(page)
        fits(page)
        for name in ("name", "dob", "tel", "doc", "job", "adr"):
            page.fill(f"#{name}", FORM[name])
        page.select_option("#grp", FORM["grp"])
        for name in ("sex", "history", "consent"):
            page.check(f"input[name={name}][value={FORM[name]}]")
        _press(page, "Gửi mã xác nhận")
        is_accessible(page)
        fits(page)
        page.fill("#code", codes_sent(server)[-1]["code"])
        _press(page, "Đăng ký")
        is_accessible(page)
        fits(page)
        read(server)
        _press(page, "Hiện mã QR")
        assert page.locator("svg.square").is_visible()
        is_accessible(page)
        fits(page)
        page.goto(f"{server.url}/portal/register?unit={server.unit('TYT-01').org_no}")
        is_accessible(page)
        fits(page)
        page.goto(f"{server.url}/portal/registration")
        is_accessible(page)
