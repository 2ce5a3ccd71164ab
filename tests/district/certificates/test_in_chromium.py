"""Certificates in a real browser: down to a site, to a person, withdrawn and put back; wide, on a phone, at 200 %."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.district.browser import fits, is_accessible, sign_in, window
from tests.district.cases.conftest import FAR
from tests.district.certificates.wards import Wards
from tests.district.databases import on_both_and_sized, url_of
from tests.district.staffing import Clerk, staffed
from tests.issuing.people import of
from tests.servers import TREE, running_server
from tests.sync_server.clinics import read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in


@pytest.fixture
def wards(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Wards]:
    with running_server(tmp_path, url_of(request), tree=(*TREE, *FAR)) as running:
        yield Wards(running)


def is_good(page: Page) -> None:
    is_accessible(page)
    fits(page)


@pytest.mark.timeout(400)  # eleven pages under axe
@on_both_and_sized("wards")
def test_a_certificate_is_found_withdrawn_and_put_back(wards: Wards, browser: Browser, size: dict[str, int]) -> None:
    server = wards.server
    login, clerk = staffed(server, "66", GivenRole.VERIFY), Clerk(server)
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        page.get_by_role("link", name=say_in("vi", "district_certificates.title")).click()
        is_good(page)
        page.get_by_role("link", name="Cư Êbur").click()
        page.get_by_role("link", name=server.unit("TYT-01").name).click()
        is_good(page)
        page.get_by_role("row", name=say_in("vi", "certifying.wait.vouch")).get_by_role("link").click()
        is_good(page)
        page.goto(f"{server.url}/district/certificates/person/{wards.signed}")
        is_good(page)
        _withdraw(page, "Ký nhầm cho người cùng tên")
        read(server)
        page.reload()
        assert page.get_by_text("Ký nhầm cho người cùng tên").is_visible()
        page.get_by_role("button", name="English").click()
        page.goto(f"{server.url}/district/certificates/person/{wards.signed}")
        is_good(page)
        page.get_by_role("button", name=say_in("en", "district_certificates.put_back")).click()
        assert page.get_by_role("status").inner_text() == say_in("en", "district_certificates.was_put_back")
        page.goto(f"{server.url}/district/certificates/{server.unit('24211').org_no}")
        is_good(page)
    clerk.close()
    read(server)
    assert [one.withdrawn for one in of(server, wards.signed)] == [None]


def _withdraw(page: Page, said: str) -> None:
    """By the keyboard alone, from the place where the certificate opens."""
    page.get_by_text(say_in("vi", "district_certificates.withdraw"), exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label(say_in("vi", "certifying.withdrawn.error")).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(said)
    is_good(page)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == say_in("vi", "district_certificates.was_withdrawn")
