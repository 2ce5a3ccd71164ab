"""The page as a guard uses it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import qrcode
from playwright.sync_api import Browser, Page, expect

from tests.certificates import vector_parts as p
from tests.district.browser import window

SIZES = {"360": (360, 740), "390": (390, 844), "360 at 200 %": (180, 370)}


@contextmanager
def opened(browser: Browser, url: str, *, size: str = "360", now: int = p.NOW) -> Iterator[Page]:
    """The page at the moment of the vectors, ready to be used without a line."""
    width, height = SIZES[size]
    with window(browser, {"width": width, "height": height}) as page:
        page.clock.set_fixed_time(datetime.fromtimestamp(now, UTC))
        page.goto(url)
        expect(page.locator("#offline")).not_to_be_empty()
        yield page


def give(page: Page, text: str) -> None:
    """Pastes the text of a code and has it checked."""
    page.locator("#with-text").click()
    page.locator("#text").fill(text)
    page.locator("#form button").click()
    expect(page.locator("#verdict")).to_be_visible()


def picture(text: str) -> bytes:
    """A PNG of the code of a text."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=6)
    code.add_data(text, optimize=0)
    kept = io.BytesIO()
    code.make_image().save(kept)
    return kept.getvalue()
