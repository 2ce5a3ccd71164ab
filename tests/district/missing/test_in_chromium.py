"""Missing doses in a real browser: two keys from the list to a question, accessible and fitting in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from sync_server.durable.database import writing
from sync_server.durable.tables import device
from sync_server.durable.tables_missing import gap_ask
from tests.district.browser import PHONE, WIDE, fits, is_accessible, sign_in, window
from tests.district.cases.bench_of import Bench
from tests.district.databases import ZOOMED, on_both, url_of
from tests.district.missing.planted import NOBODY, OPEN, PAPER, SHORT, VIALS, Planted
from tests.district.staffing import Clerk, staffed
from tests.servers import TREE, running_server
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

NOW = times.at("2026-11-27", "09:00")


@pytest.fixture
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    from tests.district.cases.conftest import FAR

    with running_server(tmp_path, url_of(request), tree=(*TREE, *FAR)) as running:
        running.now = lambda: NOW
        made = Bench(running)
        Planted(made.here)
        made.send()
        with writing(running.engine) as conn:
            there = device.c.org_no == running.unit("TYT-02").org_no
            conn.execute(device.update().where(there).values(last_seen_ms=(NOW - 5 * 86_400) * 1000))
        yield made


@on_both("bench")
def test_a_question_takes_a_click_and_a_key(bench: Bench, browser: Browser) -> None:
    login = staffed(bench.server, "66", GivenRole.RECONCILE, login="mai", name="Lê Thị Mai")
    with window(browser) as page:
        clerk = Clerk(bench.server)
        sign_in(page, bench.server, clerk, login)
        page.goto(f"{bench.server.url}/district/missing")
        with page.expect_navigation():  # its keys are there when it is loaded
            page.get_by_role("link", name="Trạm y tế Cư Êbur").click()
        with page.expect_navigation():
            page.keyboard.press("h")
        assert say_in("vi", "district_missing.sent") in page.locator("main").inner_text()
        is_accessible(page)
        clerk.close()
    (asked,) = bench.server.rows(sa.select(gap_ask))
    assert (asked.day, asked.kind, asked.withdrawn_ms) == (PAPER, "stacks", None), "the first that nobody asked about"


@pytest.mark.parametrize("size", [WIDE, PHONE, ZOOMED], ids=["wide", "phone", "zoomed"])
def test_every_page_is_accessible_and_fits(bench: Bench, browser: Browser, size: dict[str, int]) -> None:
    login = staffed(bench.server, "66", GivenRole.RECONCILE, login="mai", name="Lê Thị Mai")
    at = f"{bench.server.url}/district/missing"
    unit = f"{at}/u/{bench.server.unit('TYT-01').org_no}"
    addresses = [at, f"{at}?kind=silent", f"{at}?kind=vials&since=2026-11-01&until=2026-11-02", unit]
    with window(browser, size) as page:
        clerk = Clerk(bench.server)
        sign_in(page, bench.server, clerk, login)
        for language in ("vi", "en"):
            page.goto(at)
            if language == "en":
                page.get_by_role("button", name="English").click()
            for address in (*addresses, *(f"{unit}/{day}" for day in (OPEN, NOBODY, SHORT, VIALS))):
                page.goto(address)
                is_accessible(page)
                fits(page)
        clerk.close()
