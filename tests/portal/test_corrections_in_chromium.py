"""Asking for a correction on a phone: with the record open, without one, and with a photo as large as phones take."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Browser, Page

from sync_server.durable.tables_portal import portal_photo
from tests.district.browser import PHONE, fits, is_accessible, sign_in, window
from tests.district.staffing import Clerk, staffed
from tests.district.verify.pleas import paper
from tests.portal.people import Visitor, codes_sent
from tests.portal.requests_sent import CLAIM, TOLD, claim, sent
from tests.portal.test_frame_in_chromium import NARROW
from tests.portal.test_lookup import LANHS, Site
from tests.servers import RunningServer
from tests.sync_server.clinics import read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

ZOOMED = {"width": 180, "height": 370}


def vi(key: str) -> str:
    return say_in("vi", f"portal_correction.{key}")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follows(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def is_good(page: Page) -> None:
    is_accessible(page)
    fits(page)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A photo as phones take them: many dots, more than the server takes, lying on its side."""
    made = tmp_path / "large.jpg"
    noise = Image.effect_noise((1000, 750), 90).resize((4032, 3024))
    exif = Image.Exif()
    exif[0x0112] = 6
    noise.convert("RGB").save(made, quality=95, exif=exif)
    assert made.stat().st_size > 1_000_000
    return made


@pytest.mark.parametrize("size", [ZOOMED], ids=["phone-zoomed"])
def test_with_the_record_open(server: RunningServer, browser: Browser, size: dict[str, int], large: Path) -> None:
    Site(server)
    with window(browser, size) as page:
        page.goto(f"{server.url}/portal/lookup")
        for name, value in LANHS.items():
            page.fill(f"#{name}", value)
        press(page, say_in("vi", "portal_lookup.send_code"))
        page.fill("#code", codes_sent(server)[-1]["code"])
        press(page, say_in("vi", "portal_lookup.look"))
        press(page, vi("report"))
        is_good(page)
        follows(page, "Mũi 1")
        is_good(page)
        press(page, vi("send"))
        assert page.locator(".fault").count() == 2
        is_good(page)
        page.fill("#day", "2026-08-31")
        page.fill("#tel", "0912888777")
        page.set_input_files("#photo-1", large)
        press(page, vi("send"))  # at once: the form waits until the photo is smaller
        assert page.get_by_text(vi("sent")).is_visible()
        is_good(page)
        (held,) = server.rows(sa.select(portal_photo))
        kept = Image.open(BytesIO(bytes(held.data)))
        assert max(kept.size) == kept.size[1] <= 1754, "upright, as the phone held it"
        code = page.locator("p.code").inner_text()
        page.goto(f"{server.url}/portal/correction")
        is_good(page)
        page.fill("#request", code)
        press(page, vi("see"))
        assert page.get_by_text(vi("state.received"), exact=True).is_visible()


def test_without_a_record(server: RunningServer, browser: Browser, large: Path) -> None:
    Site(server)
    with window(browser, NARROW) as page:
        page.goto(f"{server.url}/portal/correction")
        follows(page, vi("without"))
        page.fill("#q", "cu ebur")
        press(page, say_in("vi", "portal_schedule.find"))
        is_good(page)
        follows(page, "Trạm y tế Cư Êbur")
        is_good(page)
        with page.expect_navigation():
            page.locator("a.button.main").click()
        is_good(page)
        for name, value in CLAIM.items():
            page.fill(f"#{name}", value)
        press(page, say_in("vi", "portal_lookup.send_code"))
        is_good(page)
        page.fill("#code", codes_sent(server)[-1]["code"])
        press(page, vi("go_on"))
        is_good(page)
        page.fill("#name", "Lò Văn Bảo")
        page.fill("#day", "2026-08-31")
        page.set_input_files("#photo-1", large)
        press(page, vi("send"))
        assert page.get_by_text(vi("sent")).is_visible()


def test_as_staff_see_it(server: RunningServer, browser: Browser) -> None:
    Site(server)
    visitor, clerk = Visitor(server), Clerk(server)
    claim(visitor, server)
    sent(visitor, "claim", paper(), paper(), **TOLD)
    visitor.close()
    read(server)
    login = staffed(server, "66", GivenRole.VERIFY, name="Trần Thị Lan")
    with window(browser, PHONE) as page:
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/complaints")
        assert page.get_by_text(say_in("vi", "district_complaints.way.portal")).is_visible()
        fits(page)
        follows(page, TOLD["name"])
        photo = page.locator("ul.photos img").first
        photo.scroll_into_view_if_needed()
        photo.evaluate("one => one.decode()")
        is_good(page)
    clerk.close()
