"""The frame of the portal in a real browser: narrow, wide, at 200 %, in both languages, without line or scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.district.browser import WIDE, fits, is_accessible, window
from tests.portal.test_schedule import planned
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from vaxdesk.words import say_in

NARROW = {"width": 360, "height": 740}
SIZES = [NARROW, WIDE, {"width": WIDE["width"] // 2, "height": WIDE["height"] // 2}, {"width": 180, "height": 370}]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "wide", "zoomed", "phone-zoomed"])
def test_pages_are_accessible_and_fit(server: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    clinic = Clinic(server)
    planned(clinic)
    clinic.send()
    read(server)
    station = server.unit("TYT-01").org_no
    with window(browser, size) as page:
        for path in ("/", "/offline", "/nowhere", "/news", "/schedule", "/schedule?q=ea+le", f"/schedule/{station}"):
            page.goto(f"{server.url}/portal{path}")
            is_accessible(page)
            fits(page)
        page.goto(f"{server.url}/portal/")
        with page.expect_navigation():
            page.get_by_role("button", name="English").click()
        assert page.locator("h1").inner_text() == say_in("en", "portal_frame.name")
        is_accessible(page)


def test_without_a_line_the_app_says_so(server: RunningServer, browser: Browser) -> None:
    with window(browser, NARROW) as page:
        page.goto(f"{server.url}/portal/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.context.set_offline(True)
        page.goto(f"{server.url}/portal/nowhere")
        assert page.locator("h1").inner_text() == say_in("vi", "portal_frame.offline.title")
        page.context.set_offline(False)


def test_the_language_is_chosen_without_scripts(server: RunningServer, browser: Browser) -> None:
    context = browser.new_context(viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/portal/")
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
