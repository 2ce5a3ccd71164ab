"""An organisation on a phone and at a desk: from the first page to the slip, with rows that cannot be taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.district.browser import WIDE, fits, is_accessible, window
from tests.portal.group_lists import form, workbook
from tests.portal.people import codes_sent
from tests.portal.test_corrections_in_chromium import follows, is_good, press
from tests.portal.test_frame_in_chromium import NARROW
from tests.servers import RunningServer
from tests.sync_server.clinics import read
from vaxdesk.words import say_in


def vi(key: str, **facts: object) -> str:
    return say_in("vi", key, **facts)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["phone", "wide"])
def test_from_the_first_page_to_the_slip(
    server: RunningServer, browser: Browser, size: dict[str, int], tmp_path: Path
) -> None:
    read(server)
    path = tmp_path / "danh sach.xlsx"
    path.write_bytes(workbook())
    with window(browser, size) as page:
        page.goto(f"{server.url}/portal/")
        follows(page, vi("portal_group.tile"))
        is_good(page)
        with page.expect_download() as got:
            page.get_by_role("link", name=vi("portal_group.template")).click()
        assert got.value.suggested_filename == "danh-sach.xlsx"
        page.goto(f"{server.url}/portal/schedule/{server.unit('TYT-02').org_no}")
        is_good(page)
        follows(page, vi("portal_group.tile"))
        press(page, vi("portal_register.send_code"))
        assert page.locator(".fault").count() >= 7
        is_good(page)
        for name, value in form(server).items():
            if name in ("kind", "product"):
                page.select_option(f"#{name}", value)
            else:
                page.fill(f"#{name}", value)
        press(page, vi("portal_register.send_code"))
        page.fill("#code", codes_sent(server)[-1]["code"])
        press(page, vi("portal_group.go_on"))
        is_good(page)
        page.set_input_files("#list", path)
        with page.expect_navigation(timeout=90_000):
            page.get_by_role("button", name=vi("portal_group.look")).click()
        is_good(page)
        if size is NARROW:
            page.set_viewport_size({"width": 180, "height": 370})
            fits(page)
            page.set_viewport_size(size)
        press(page, vi("portal_group.confirm", n=2))
        is_good(page)
        page.goto(f"{server.url}/portal/group/mine")
        is_accessible(page)
