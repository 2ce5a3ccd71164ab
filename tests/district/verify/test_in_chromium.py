"""The desk for identities in a real browser: a list goes out and comes back by clicks; wide, on a phone, at 200 %."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.district.browser import fits, is_accessible, sign_in, window
from tests.district.cases.conftest import FAR
from tests.district.databases import on_both_and_sized, url_of
from tests.district.staffing import Clerk, staffed
from tests.district.verify import pleas
from tests.district.verify.communes import ANSWERS, Commune, filled
from tests.servers import TREE, RunningServer, running_server
from tests.sync_server.clinics import read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

PICTURES = os.environ.get("VAXDESK_PICTURES", "")


@pytest.fixture
def commune(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Commune]:
    with running_server(tmp_path, url_of(request), tree=(*TREE, *FAR)) as running:
        yield Commune(running)


def is_good(page: Page, name: str) -> None:
    is_accessible(page)
    fits(page)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def saved(page: Page, label: str) -> bytes:
    with page.expect_download() as waited:
        page.get_by_role("link", name=label).click()
    return Path(waited.value.path()).read_bytes()


@on_both_and_sized("commune")
def test_a_list_goes_out_and_comes_back(
    commune: Commune, browser: Browser, tmp_path: Path, size: dict[str, int]
) -> None:
    server: RunningServer = commune.server
    login, clerk, at = staffed(server, "66", GivenRole.VERIFY), Clerk(server), f"{size['width']}"
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        page.get_by_role("link", name=say_in("vi", "district_identity.title")).click()
        is_good(page, f"unit-{at}")
        page.get_by_role("button", name=say_in("vi", "district_identity.hand_out")).click()
        is_good(page, f"list-{at}")
        back = tmp_path / "tra-lai.xlsx"
        back.write_bytes(filled(saved(page, say_in("vi", "district_identity.book")), ANSWERS))
        page.get_by_label(say_in("vi", "district_identity.file")).set_input_files(back)
        page.get_by_role("button", name=say_in("vi", "district_identity.look")).click()
        is_good(page, f"returned-{at}")
        page.get_by_label(say_in("vi", "cleaning.returned.by")).fill("Thiếu tá Hà Văn Bình")
        page.get_by_role("button", name=say_in("vi", "district_identity.take")).click()
        assert page.get_by_role("status").inner_text() == say_in("vi", "district_identity.taken", n=1)
        is_good(page, f"taken-{at}")
        read(server)
        page.get_by_role("button", name="English").click()
        page.goto(f"{server.url}/district/identity/person/{commune.no_id}")
        assert page.get_by_text("Thiếu tá Hà Văn Bình").first.is_visible()
        is_good(page, f"person-en-{at}")
        page.goto(f"{server.url}/district/identity/{server.unit('66').org_no}")
        is_good(page, f"unit-en-{at}")
        page.get_by_role("link", name="1", exact=True).first.click()
        is_good(page, f"people-en-{at}")
    clerk.close()


@on_both_and_sized("commune")
def test_a_site_is_asked_about_a_complaint_and_its_photo_is_seen(
    commune: Commune, browser: Browser, size: dict[str, int]
) -> None:
    server: RunningServer = commune.server
    login, clerk, at = staffed(server, "66", GivenRole.VERIFY), Clerk(server), f"{size['width']}"
    photo = pleas.paper()
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        other = Clerk(server)
        other.sign_in(staffed(server, "66", GivenRole.VERIFY, login="hoa"))
        ref = pleas.registered(other, commune)
        other.close()
        page.goto(f"{server.url}/district/complaints/c/{ref}")
        is_good(page, f"complaint-ask-{at}")
        page.get_by_label(say_in("vi", "district_complaints.ask.what")).select_option("paper_photo")
        page.get_by_role("button", name=say_in("vi", "district_complaints.ask.send")).click()
        assert page.get_by_role("status").inner_text() == say_in("vi", "district_complaints.ask.sent")
        read(server)
        (question,) = [one["ref"] for one in server.entries("TYT-01") if one["entry"]["k"] == "ask"]
        pleas.answered(commune, ref, question, photo, choice="pictured")
        page.reload()
        seen = page.get_by_role("img", name=say_in("vi", "question.photo.title"))
        seen.scroll_into_view_if_needed()
        # not wait_for_function: it asks again by an eval of its own, which the page's policy refuses
        expect(seen).to_have_js_property("naturalWidth", 900)
        is_good(page, f"complaint-photo-{at}")
        page.get_by_role("button", name="English").click()
        page.goto(f"{server.url}/district/complaints/c/{ref}")
        assert page.get_by_text(say_in("en", "question.choice.pictured")).is_visible()
        is_good(page, f"complaint-photo-en-{at}")
        page.goto(f"{server.url}/district/complaints")
        is_good(page, f"complaints-answered-{at}")
    clerk.close()


@on_both_and_sized("commune")
def test_a_complaint_is_registered_and_rejected(commune: Commune, browser: Browser, size: dict[str, int]) -> None:
    server: RunningServer = commune.server
    login, clerk, at = staffed(server, "66", GivenRole.VERIFY), Clerk(server), f"{size['width']}"
    with window(browser, size) as page:
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/complaints")
        page.get_by_role("link", name=say_in("vi", "district_complaints.new")).click()
        is_good(page, f"complaint-new-{at}")
        page.get_by_label(say_in("vi", "cleaning.field.name")).fill("Y Brim Niê")
        page.get_by_role("button", name=say_in("vi", "district_complaints.register")).click()
        read(server)
        page.goto(f"{server.url}/district/complaints")
        is_good(page, f"complaints-{at}")
        page.get_by_role("link", name="Y Brim Niê").click()
        is_good(page, f"complaint-{at}")
        page.get_by_label(say_in("vi", "district_complaints.do.rejected")).check()
        page.get_by_label(say_in("vi", "district_complaints.reason.photo_blurred")).check()
        page.get_by_role("button", name=say_in("vi", "district_complaints.send")).click()
        read(server)
        page.get_by_role("button", name="English").click()
        page.goto(f"{server.url}/district/complaints?show=rejected")
        page.get_by_role("link", name="Y Brim Niê").click()
        assert page.get_by_text(say_in("en", "district_complaints.reason.photo_blurred")).is_visible()
        is_good(page, f"complaint-en-{at}")
    clerk.close()
