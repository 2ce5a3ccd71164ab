"""One's own record on a phone: kept for a family, seen without a line, sealed by a PIN, renewed, removed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.district.browser import fits, is_accessible, window
from tests.portal.people import Visitor
from tests.portal.test_lookup import LANHS, Site, looks
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, changed
from vaxdesk.words import say_in

PHONE, SMALL = {"width": 360, "height": 740}, {"width": 180, "height": 370}
CHILD = changed(LANH, name="Lò Thị Bé", dob="2016-05-06", doc="066216001234", tel="", guardian_tel=LANH.tel)
CHILDS = {"number": CHILD.doc, "born": "06/05/2016", "tel": LANH.tel}
PIN = "hoa ban 54"
LONG = 60_000  # ms: a key is reckoned from a PIN by the least of the browser's threads
# every row of the phone's database, as text: bytes as letters
_RAW = """async () => {
  const given = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
  const base = await given(indexedDB.open("vaxdesk-own"));
  const rows = await given(base.transaction("people").objectStore("people").getAll());
  base.close();
  const letters = new TextDecoder("latin1");
  return JSON.stringify(rows, (_, value) => value instanceof ArrayBuffer ? letters.decode(value) : value);
}"""


_SPEAKS = """async () => {
  await navigator.serviceWorker.ready;
  const one = async path => {
    const kept = await caches.match(path);
    return kept && kept.headers.get("Content-Language") === document.documentElement.lang;
  };
  while (!(await one("/portal/app") && await one("/portal/offline"))) await new Promise(later => setTimeout(later, 50));
}"""
_KEPT_LATE = """async () => {
  const cache = await caches.open((await caches.keys())[0]);
  const headers = { "Content-Type": "text/html", "Content-Language": "vi" };
  for (const path of ["/portal/app", "/portal/offline"])
    await cache.put(path, new Response("<html lang=vi><h1>Ứng dụng</h1></html>", { headers }));
}"""


def said(key: str, language: str = "vi", **facts: str) -> str:
    return say_in(language, f"portal_app.{key}", **facts)


@pytest.fixture
def site(server: RunningServer) -> Site:
    found = Site(server)
    found.signs()
    found.clinic.listed(CHILD)
    found.send()
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with window(browser, PHONE) as opened:
        yield opened


def let_in(page: Page, site: Site, typed: dict[str, str]) -> None:
    """The browser is given the pass of a look-up, and opens the app."""
    visitor = Visitor(site.server)
    looks(visitor, typed)
    held = visitor.http.cookies["vaxdesk-look"]
    visitor.close()
    page.context.add_cookies([{"name": "vaxdesk-look", "value": held, "domain": "127.0.0.1", "path": "/portal"}])
    page.goto(f"{site.server.url}/portal/app")


def keeps(page: Page, site: Site, typed: dict[str, str], *, pin: str = "") -> None:
    let_in(page, site, typed)
    if pin:
        page.get_by_label(said("pin_wish")).fill(pin)
    page.get_by_role("button", name=said("keep"), exact=True).dblclick()  # as hands do that are not sure


def names(page: Page) -> list[str]:
    return page.locator("details.own summary").all_inner_texts()


def told(page: Page, sentence: str) -> None:
    expect(page.locator("[data-at=told]")).to_have_text(sentence, timeout=LONG)


def alone(page: Page) -> None:
    """The line is gone, once all is kept in the language of the page, and the app is opened anew."""
    page.evaluate(_SPEAKS)
    page.context.set_offline(True)
    page.reload()


def test_a_family_is_kept_and_seen_without_a_line(page: Page, site: Site) -> None:
    let_in(page, site, LANHS)
    expect(page.locator("[data-at=offer-name]")).to_have_text(LANH.name)
    is_accessible(page)
    page.get_by_role("button", name=said("keep"), exact=True).click()
    told(page, said("kept", name=LANH.name))
    keeps(page, site, CHILDS)
    told(page, said("kept", name=CHILD.name))
    assert names(page) == [CHILD.name, LANH.name]
    alone(page)
    expect(page.locator("details.own")).to_have_count(2)
    assert names(page) == [CHILD.name, LANH.name]
    assert page.get_by_text(said("offline")).is_visible()
    page.locator("summary").last.click()
    lanh = page.locator("details.own").last
    assert lanh.get_by_text("01/09/2026").is_visible() and lanh.get_by_text(said("year", year="1990")).is_visible()
    assert lanh.locator("button.show").count() == 3
    for size in (PHONE, SMALL):
        page.set_viewport_size(size)
        fits(page)
    is_accessible(page)
    page.set_viewport_size(PHONE)
    lanh.locator("button.show").last.click()
    expect(page.locator("dialog.big")).to_be_visible()
    assert page.locator("dialog.big svg").bounding_box()["width"] > 300
    is_accessible(page)
    page.keyboard.press("Escape")
    page.goto(f"{site.server.url}/portal/lookup")
    assert page.locator("h1").inner_text() == say_in("vi", "portal_frame.offline.title")
    page.context.set_offline(False)


def test_a_pin_seals_what_is_kept(page: Page, site: Site) -> None:
    keeps(page, site, LANHS, pin=PIN)
    told(page, said("kept", name=LANH.name))
    raw = page.evaluate(_RAW)
    assert '"sealed"' in raw and '"plain"' not in raw and "Lành" not in raw and "HC1" not in raw
    alone(page)
    field = page.get_by_label(said("pin"), exact=True)
    expect(field).to_be_focused()
    assert names(page) == []
    is_accessible(page)
    for typed in ("hoa ban 55", "hoa ban 56"):
        field.fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator("#lock-wrong")).to_have_text(said("wrong"), timeout=LONG)
        expect(field).to_be_editable()
    is_accessible(page)
    field.fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("summary")).to_have_text(LANH.name, timeout=LONG)
    page.context.set_offline(False)


def test_a_pin_that_is_set_later_seals_everybody(page: Page, site: Site) -> None:
    keeps(page, site, LANHS)
    told(page, said("kept", name=LANH.name))
    keeps(page, site, CHILDS)
    told(page, said("kept", name=CHILD.name))
    assert "Lành" in page.evaluate(_RAW), "without a PIN it lies open, as the page says"
    page.get_by_label(said("pin_set")).fill(PIN)
    page.get_by_role("button", name=said("pin_do")).click()
    told(page, said("locked"))
    assert "Lành" not in page.evaluate(_RAW) and page.evaluate(_RAW).count('"sealed"') == 2
    page.reload()
    page.get_by_role("button", name=said("clear")).first.click()
    page.get_by_role("button", name=said("yes"), exact=True).click()
    told(page, said("cleared"))
    assert page.evaluate(_RAW) == "[]"
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_text(said("empty"), exact=True)).to_be_visible()


def test_one_is_removed_and_the_other_stays(page: Page, site: Site) -> None:
    for typed, one in ((LANHS, LANH), (CHILDS, CHILD)):
        keeps(page, site, typed)
        told(page, said("kept", name=one.name))
    page.context.clear_cookies()
    remove = page.get_by_role("button", name=f"{said('remove')} {CHILD.name}")
    remove.click()
    is_accessible(page)
    page.get_by_role("button", name=said("no")).click()
    assert len(names(page)) == 2
    remove.click()
    page.get_by_role("button", name=said("yes"), exact=True).click()
    told(page, said("removed", name=CHILD.name))
    page.reload()
    expect(page.locator("summary")).to_have_text(LANH.name)


def test_what_is_kept_is_brought_in_line_after_a_look_up(page: Page, site: Site) -> None:
    keeps(page, site, LANHS)
    told(page, said("kept", name=LANH.name))
    site.clinic.dose(site.lanh, day="2026-10-20")
    site.send()
    page.context.clear_cookies()
    page.reload()
    expect(page.locator("summary")).to_have_text(LANH.name)
    assert page.get_by_text("20/10/2026").count() == 0, "without a pass nothing comes"
    let_in(page, site, LANHS)
    told(page, said("renewed", name=LANH.name))
    assert page.get_by_text("20/10/2026").is_visible() and len(names(page)) == 1


def test_the_page_without_a_record_in_both_languages(server: RunningServer, page: Page) -> None:
    page.goto(f"{server.url}/portal/app")
    expect(page.get_by_text(said("empty"), exact=True)).to_be_visible()
    is_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    expect(page.get_by_text(said("empty", "en"), exact=True)).to_be_visible()
    is_accessible(page)
    for size in (PHONE, SMALL):
        page.set_viewport_size(size)
        fits(page)
    alone(page)
    assert page.locator("h1").inner_text() == said("title", "en"), "kept in the language that was chosen last"
    page.context.set_offline(False)


def test_what_was_kept_before_the_language_was_chosen_speaks_it_as_well(server: RunningServer, page: Page) -> None:
    """The worker of a first visit may end its keeping after the visitor has gone on in English."""
    page.goto(f"{server.url}/portal/app")
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    page.evaluate(_SPEAKS)
    page.evaluate(_KEPT_LATE)
    page.goto(f"{server.url}/portal/")
    alone(page)
    for path, title in (("app", said("title", "en")), ("nowhere", say_in("en", "portal_frame.offline.title"))):
        page.goto(f"{server.url}/portal/{path}")
        assert page.locator("h1").inner_text() == title
    page.context.set_offline(False)


def test_a_kept_person_is_seen_in_english_without_a_line(page: Page, site: Site) -> None:
    let_in(page, site, LANHS)
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    expect(page.locator("[data-at=offer-name]")).to_have_text(LANH.name)
    page.get_by_role("button", name=said("keep", "en"), exact=True).click()
    told(page, said("kept", "en", name=LANH.name))
    alone(page)
    expect(page.locator("summary")).to_have_text(LANH.name)
    assert page.locator("html").get_attribute("lang") == "en"
    for sentence in (said("offline", "en"), said("year", "en", year="1990")):
        expect(page.get_by_text(sentence)).to_be_visible()
    seen = page.locator("main").inner_text()
    for key in ("offline", "keep", "remove", "clear", "pin_do"):
        assert said(key) not in seen, "nothing is left in the other language"
    for size in (PHONE, SMALL):
        page.set_viewport_size(size)
        fits(page)
    is_accessible(page)
    page.set_viewport_size(PHONE)
    page.locator("button.show").last.click()
    expect(page.locator("dialog.big")).to_be_visible()
    is_accessible(page)
    page.keyboard.press("Escape")
    page.context.set_offline(False)
    page.reload()
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_text(said("year", year="1990"))).to_be_visible()
