"""A real Chromium by Playwright, at a server; every page that it opens is held to what all pages must keep.

No page may have an error or a violation of the content policy, and axe must find nothing (WCAG 2.2 A and AA).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

from tests.district.staffing import PASSWORD, Clerk
from tests.servers import RunningServer

WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
expect.set_options(timeout=30_000)  # ms; a busy machine is slow, not wrong
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser; nothing of Playwright's own is downloaded."""
    with sync_playwright() as player, launched(player.chromium) as browser:
        yield browser


@contextmanager
def launched(kind: BrowserType, *arguments: str) -> Iterator[Browser]:
    """A browser beside the one of the session, started with further arguments."""
    path = shutil.which("chromium")
    assert path, "the tests of the pages need Debian's chromium"
    browser = kind.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", *arguments])
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def window(browser: Browser, size: dict[str, int] | None = None) -> Iterator[Page]:
    """A window of its own, without cookies; at its end it has complained of nothing."""
    context = browser.new_context(viewport=size or WIDE, locale="vi-VN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
        said = [one for one in complaints if "Failed to load resource" not in one]
        assert not said, said
    finally:
        context.close()


def sign_in(page: Page, server: RunningServer, clerk: Clerk, login: str) -> None:
    """Signs a person in whose telephone is `clerk`'s."""
    page.goto(f"{server.url}/district/sign-in")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    entered(page)
    if "/enrol-code" in page.url:
        clerk.secret = page.locator("code").inner_text().replace(" ", "")
    page.locator("#code").fill(clerk.code())
    entered(page)
    assert "code" not in page.url


def entered(page: Page) -> None:
    """Presses Enter and waits for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def is_accessible(page: Page) -> None:
    """Holds the open page to axe.

    Raises:
        AssertionError: what axe found, rule by rule, with the elements.
    """
    # isolated from the page's own policy, which allows no script but the server's
    page.evaluate(_axe())
    found = page.evaluate("async tags => (await axe.run(document, {runOnly: tags})).violations", _RULES)
    told = [f"{one['id']}: {one['help']} - {[node['html'] for node in one['nodes']]}" for one in found]
    assert not told, "\n".join(told)


def fits(page: Page) -> None:
    """Nothing of the page itself is wider than its window; tables scroll by themselves."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
