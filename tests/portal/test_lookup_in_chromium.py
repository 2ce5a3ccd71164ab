"""The look-up on a phone and at a desk, in both languages: it can be read, used, and is accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.district.browser import WIDE, entered, fits, is_accessible, window
from tests.portal.people import codes_sent
from tests.portal.test_lookup import CODE, Site
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH

PHONE, SMALL, ZOOMED = {"width": 360, "height": 740}, {"width": 180, "height": 370}, {"width": 683, "height": 384}


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_somebody_looks_for_their_own(server: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    site = Site(server)
    site.signs()
    with window(browser, size) as page:
        page.goto(f"{server.url}/portal/lookup")
        is_accessible(page)
        page.get_by_label("Số giấy tờ").fill(LANH.doc)
        page.get_by_label("Ngày sinh").fill("01/02/1990")
        page.get_by_label("Số điện thoại").fill("0905123456")
        entered(page)
        is_accessible(page)
        assert page.evaluate("document.activeElement.id") == "code"
        page.keyboard.type(codes_sent(server)[-1]["code"])
        entered(page)
        assert page.get_by_text("Nguyễn Thị Lành").is_visible()
        assert page.locator("img.code").evaluate("one => one.complete && one.naturalWidth > 0")
        for narrow in (size, SMALL if size is PHONE else ZOOMED):
            page.set_viewport_size(narrow)
            fits(page)
        is_accessible(page)
        for path in (f"v/{CODE}", "lookup/paper"):
            page.goto(f"{server.url}/portal/{path}")
            is_accessible(page)
            fits(page)
