"""Allocations in a real browser: readable in both languages at any width, made and corrected by keyboard."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.district.browser import entered, fits, is_accessible, sign_in, window
from tests.district.databases import on_both_and_sized
from tests.district.staffing import Clerk, staffed
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Lot, Stock


@on_both_and_sized("server")
def test_units_are_allocated_vaccine_and_it_is_corrected(
    server: RunningServer, browser: Browser, size: dict[str, int]
) -> None:
    station, clerk = Clinic(server), Clerk(server)
    lot = station.write("lot", Lot(product="COM-A", number="FK1", expiry="2027-06-30", doses_per_vial=6))
    station.write("stock", Stock(lot=lot, doses=120, reason="receipt", day="2026-11-22", vials=20), rev=1)
    station.send()
    read(server)
    login = staffed(server, "66", GivenRole.DIRECT)
    unit, above = server.unit("24211").org_no, server.unit("66").org_no
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/board/{unit}/stock?period=all")
        with page.expect_navigation():
            page.get_by_role("link", name="Phân bổ vắc xin").click()
        is_accessible(page)
        allocated(page)
        read(server)
        page.reload()
        corrected(page)
        read(server)
        for language in ("vi", "en"):
            if language == "en":
                page.get_by_role("button", name="English").click()
            for path in (f"allocations/{unit}", f"board/{unit}/stock?period=all", f"board/{above}/stock?period=all"):
                page.goto(f"{server.url}/district/{path}")
                is_accessible(page)
                fits(page)
        page.goto(f"{server.url}/district/board/{unit}/stock?period=all")
        expect(page.get_by_role("row", name="Trạm y tế Cư Êbur 300 120 180")).to_be_visible()
    clerk.close()


def allocated(page: Page) -> None:
    """Fills the form in, wrong at first."""
    page.get_by_label("Vắc xin", exact=True).select_option(label="Pfizer")
    page.get_by_label("Số quyết định").fill("12/QĐ-SYT")
    page.get_by_label("Số lô").fill("FK1")
    page.get_by_label("Số liều cho Điểm tiêm trường Lê Lợi").fill("1.5")
    page.get_by_label("Số liều cho Trạm y tế Cư Êbur").fill("3.000")
    entered(page)
    expect(page.get_by_role("alert")).to_contain_text("Điểm tiêm trường Lê Lợi: ")
    is_accessible(page)
    page.get_by_label("Số liều cho Điểm tiêm trường Lê Lợi").fill("50")
    page.get_by_label("Vắc xin cho Điểm tiêm trường Lê Lợi").select_option(label="AstraZeneca")
    page.get_by_label("Số quyết định").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã ghi phân bổ: 2 dòng")


def corrected(page: Page) -> None:
    """A naught too many is taken away."""
    with page.expect_navigation():
        page.get_by_role("link", name="Sửa – Trạm y tế Cư Êbur, Pfizer, 3.000 liều").press("Enter")
    is_accessible(page)
    page.locator("#doses-new").fill("300")
    entered(page)
