"""Telling how one feels, on a phone: by thumb, by keyboard, without scripts, in both languages, at 200 %."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.district.browser import PHONE, WIDE, entered, fits, is_accessible, window
from tests.portal.tellings import MILD, Patient, said
from tests.portal.test_lookup import CODE
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, read
from vaxdesk.words import say_in

SMALL, ZOOMED = {"width": 360, "height": 740}, {"width": 180, "height": 370}


def _opens(page: Page, who: Patient) -> None:
    page.goto(f"{who.server.url}/portal/lookup/paper")
    page.get_by_label(say_in("vi", "portal_lookup.field.code")).fill(CODE)
    page.get_by_label(say_in("vi", "portal_lookup.field.born")).fill("01/02/1990")
    page.get_by_label(say_in("vi", "portal_lookup.field.last")).fill(LANH.doc[-4:])
    entered(page)


def _is_good(page: Page) -> None:
    is_accessible(page)
    fits(page)


@pytest.mark.parametrize("size", [SMALL, PHONE, WIDE], ids=["small", "phone", "wide"])
def test_a_serious_report_by_keyboard(server: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    who = Patient(server)
    with window(browser, size) as page:
        _opens(page, who)
        page.get_by_role("link", name=said("tile")).click()
        _is_good(page)
        page.locator("main ul a").first.click()
        _is_good(page)
        assert page.get_by_role("link", name=said("call_115")).is_visible()
        page.get_by_label(say_in("vi", "told.sign.breathing")).focus()
        page.keyboard.press("Space")
        page.get_by_label(said("field.temp")).fill("39,4")
        page.get_by_label(said("field.temp")).press("Enter")
        page.wait_for_load_state()
        is_accessible(page)  # how bad was not chosen
        assert page.get_by_text(said("fault.impact")).is_visible()
        assert page.get_by_label(say_in("vi", "told.sign.breathing")).is_checked()
        page.get_by_label(say_in("vi", "told.impact.daily")).check()
        for narrow in (ZOOMED, size):
            page.set_viewport_size(narrow)
            fits(page)
        page.get_by_role("button", name=said("send")).click()
        _is_good(page)
        assert page.get_by_text(said("is_serious")).is_visible()
        read(server)
        page.get_by_role("link", name=said("see_answer")).click()
        _is_good(page)
        assert page.get_by_text(said("state.unread")).is_visible()
        page.get_by_role("button", name="English").click()
        page.wait_for_load_state()
        is_accessible(page)
        assert page.get_by_text(said("state.unread", "en")).is_visible()
        page.get_by_role("link", name=said("correct", "en")).click()
        is_accessible(page)
        assert page.get_by_label(said("field.temp", "en")).input_value() == "39,4"
        page.get_by_role("button", name=said("send", "en")).click()
        assert page.get_by_text(said("is_serious", "en")).is_visible()


def test_it_works_without_scripts(server: RunningServer, browser: Browser) -> None:
    who = Patient(server)
    context = browser.new_context(java_script_enabled=False, viewport=SMALL, locale="vi-VN")
    page = context.new_page()
    _opens(page, who)
    page.goto(f"{server.url}/portal/told/{who.dose}")
    page.get_by_role("button", name=said("none_today")).click()
    assert page.get_by_text(said("none_sent")).is_visible()
    page.goto(f"{server.url}/portal/told/{who.dose}")
    for sign in MILD["signs"]:
        page.get_by_label(say_in("vi", f"told.sign.{sign}"), exact=True).check()
    page.get_by_label(say_in("vi", "told.impact.mild")).check()
    page.get_by_role("button", name=said("send")).click()
    assert page.get_by_text(said("gets_worse")).is_visible()
    read(server)
    assert [one["entry"]["d"].get("signs", []) for one in who.entries()] == [[], ["fever", "local"]]
    context.close()


def test_after_28_days_the_page_says_whom_to_call(server: RunningServer, browser: Browser) -> None:
    who = Patient(server)
    with window(browser, SMALL) as page:
        _opens(page, who)
        page.goto(f"{server.url}/portal/told/{who.old}")
        _is_good(page)
        assert page.get_by_role("button", name=said("send")).count() == 0
