"""The dashboard in a real browser: readable in both languages at any width, by keyboard, and live."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.district.browser import PHONE, WIDE, fits, is_accessible, sign_in, window
from tests.district.databases import ZOOMED, on_both
from tests.district.staffing import Clerk, staffed
from tests.report_day import HandMade
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, read, today
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Campaign, Plan
from vaxdesk.words import say_in

SECTIONS = ("progress", "targets", "people", "stock", "reactions", "data")


@pytest.mark.parametrize("size", [WIDE, PHONE, ZOOMED], ids=["wide", "phone", "zoomed"])
def test_every_section_is_accessible_and_fits_in_both_languages(
    server: RunningServer, browser: Browser, size: dict[str, int]
) -> None:
    station, clerk = Clinic(server), Clerk(server)
    HandMade(station.write, "2026-11-26")
    drive = station.write("campaign", Campaign(no="3", name="Đợt 3"))
    station.write("plan", Plan(day="2026-11-26", campaign=drive, slots={"07:30": 30}))
    station.send()
    read(server)
    login = staffed(server, "66", GivenRole.OVERSEE)
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        for language in ("vi", "en"):
            if language == "en":
                page.get_by_role("button", name="English").click()
            for section in SECTIONS:
                for query in ("since=2026-11-26&until=2026-11-26", "round=3", "since=2020-01-01&until=2020-01-02"):
                    page.goto(f"{server.url}/district/board/{server.unit('66').org_no}/{section}?{query}")
                    name = say_in(language, f"district_board.section.{section}")
                    expect(page.locator("nav.tabs").get_by_text(name)).to_have_attribute("aria-current", "page")
                    is_accessible(page)
                    fits(page)
    clerk.close()


@on_both("server")
def test_down_the_tree_by_keyboard_and_up_again(server: RunningServer, browser: Browser) -> None:
    station, clerk = Clinic(server), Clerk(server)
    HandMade(station.write, "2026-11-26")
    station.send()
    read(server)
    login = staffed(server, "66", GivenRole.OVERSEE)
    with window(browser) as page:
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/board?")
        page.goto(f"{page.url.partition('?')[0]}/progress?since=2026-11-26&until=2026-11-26")
        for name in ("Cư Êbur", "Trạm y tế Cư Êbur"):
            link = page.get_by_role("row").get_by_role("link", name=name, exact=True)
            link.focus()
            with page.expect_navigation():
                page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text(name)
        expect(page.get_by_text("người đã tiêm, trên 22 lượt được gọi")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("link", name="Đắk Lắk").click()
        tile = page.locator("svg.tiles a", has_text="Trạm y tế Cư")
        expect(tile).to_have_attribute("aria-label", "Trạm y tế Cư Êbur: đã tiêm 16 trên 22 lượt được gọi")
        tile.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Trạm y tế Cư Êbur")
    clerk.close()


@on_both("server")
def test_an_open_page_shows_a_new_dose_by_itself(server: RunningServer, browser: Browser) -> None:
    station, clerk, day = Clinic(server), Clerk(server), today(server)
    login = staffed(server, "66", GivenRole.OVERSEE)
    with window(browser) as page:
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/board/{server.unit('66').org_no}/progress?period=today")
        card = page.locator(".card").first
        expect(card.locator(".big")).to_have_text("0")
        station.dose(station.listed(LANH, day=day), day=day)
        station.send()
        read(server)
        expect(card.locator(".big")).to_have_text("1")
        expect(page.locator("#fresh")).to_contain_text("Cập nhật lúc")
        server.stop()
        expect(page.locator("#fresh")).to_contain_text("Mất liên lạc")
        server.start()
        expect(page.locator("#fresh")).to_contain_text("Cập nhật lúc")
    clerk.close()
