"""Targets in a real browser: readable in both languages at any width, set and seen by keyboard."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.district.browser import entered, fits, is_accessible, sign_in, window
from tests.district.databases import on_both_and_sized
from tests.district.staffing import Clerk, staffed
from tests.report_day import HandMade
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from vaxdesk.domain.outcomes import GivenRole


@on_both_and_sized("server")
def test_a_target_is_set_and_seen_beside_what_is_done(
    server: RunningServer, browser: Browser, size: dict[str, int]
) -> None:
    station, clerk = Clinic(server), Clerk(server)
    HandMade(station.write, "2026-11-26")
    station.send()
    read(server)
    login = staffed(server, "66", GivenRole.DIRECT)
    unit = server.unit("24211").org_no
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/board/{unit}/targets?period=all")
        with page.expect_navigation():
            page.get_by_role("link", name="Đặt chỉ tiêu").click()
        is_accessible(page)
        page.get_by_label("Số người", exact=True).fill("40")
        page.get_by_label("Từ ngày").fill("2026-11-01")
        page.get_by_label("Đến hết ngày").fill("2026-11-30")
        page.get_by_label("Số văn bản").fill("12/KH-UBND")
        entered(page)
        expect(page.get_by_role("status")).to_contain_text("Đã ghi chỉ tiêu")
        read(server)
        page.reload()
        expect(page.get_by_role("cell", name="12/KH-UBND")).to_be_visible()
        for language in ("vi", "en"):
            if language == "en":
                page.get_by_role("button", name="English").click()
            above = server.unit("66").org_no
            for path in (f"targets/{unit}", f"board/{unit}/targets?period=all", f"board/{above}/targets"):
                page.goto(f"{server.url}/district/{path}")
                is_accessible(page)
                fits(page)
        expect(page.get_by_role("row", name="Cư Êbur 40 16")).to_be_visible()
    clerk.close()
