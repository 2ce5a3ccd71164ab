"""The frame in a real browser: signing in by keyboard, in both languages, wide, on a phone and at 200 %."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.district.browser import entered, fits, is_accessible, sign_in, window
from tests.district.databases import on_both, on_both_and_sized
from tests.district.staffing import Clerk, staffed
from tests.servers import RunningServer
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in


@on_both_and_sized("server")
def test_every_step_of_the_way_in_is_accessible_and_fits(
    server: RunningServer, browser: Browser, size: dict[str, int]
) -> None:
    login = staffed(server, "66", GivenRole.OVERSEE, once=True)
    with window(browser, size) as page:
        page.goto(f"{server.url}/district/")
        seen = []
        for fill in (
            {"#login": login, "#password": "sai rồi"},
            {"#password": "hoa ban trang 24"},
            {"#password": "mưa nguồn chớp bể", "#again": "mưa nguồn chớp bể"},
        ):
            is_accessible(page)
            fits(page)
            seen.append(page.title())
            for css, text in fill.items():
                page.locator(css).fill(text)
            entered(page)
        clerk = Clerk(server)
        clerk.secret = page.locator("code").inner_text().replace(" ", "")
        is_accessible(page)
        fits(page)
        page.locator("#code").fill(clerk.code())
        entered(page)
        assert "/board/" in page.url, "the first place of the menu"
        is_accessible(page)
        fits(page)
        page.goto(f"{server.url}/district/units")
        is_accessible(page)
        fits(page)
        page.get_by_role("button", name="English").click()
        assert page.locator("h1").inner_text() == say_in("en", "district_frame.menu.units")
        is_accessible(page)
        page.get_by_role("link", name="Đắk Lắk").click()
        assert page.locator("h1").inner_text() == "Đắk Lắk"
        page.goto(f"{server.url}/district/units/{server.unit('VN').org_no}")
        assert page.locator("h1").inner_text() == say_in("en", "district_frame.error.404.title")
        is_accessible(page)
        clerk.close()


@on_both("server")
def test_one_who_is_known_comes_in_with_password_and_code(server: RunningServer, browser: Browser) -> None:
    login = staffed(server, "24211", GivenRole.RECONCILE)
    clerk = Clerk(server)
    with window(browser) as page:
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/units")
        assert page.get_by_role("link", name="Cư Êbur").is_visible()
        assert not page.get_by_role("link", name="Đắk Lắk").is_visible()
        cookies = page.context.cookies()
        assert all(one["httpOnly"] and one["sameSite"] == "Lax" for one in cookies)
    clerk.close()
