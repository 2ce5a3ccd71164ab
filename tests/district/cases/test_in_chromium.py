"""The desk in a real browser: a hundred plain duplicates by one key each, undone by one, accessible and fitting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from sync_server.durable.tables_cases import case_act
from tests.district.browser import PHONE, WIDE, fits, is_accessible, sign_in, window
from tests.district.cases.bench_of import TWIN, Bench
from tests.district.databases import ZOOMED, on_both, url_of
from tests.district.staffing import Clerk, staffed
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import LANH, changed
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

PAIRS = 100
KEYS = 2  # at most, for a case


@pytest.fixture
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    from tests.district.cases.conftest import FAR
    from tests.servers import TREE

    with running_server(tmp_path, url_of(request), tree=(*TREE, *FAR)) as running:
        yield Bench(running)


def pairs(bench: Bench, n: int) -> None:
    """Women who stand in the lists of two stations, written a little otherwise."""
    for number in range(n):
        who = {"tel": f"09051{number:05}", "dob": f"19{60 + number % 40}-0{1 + number % 9}-1{number % 9}"}
        bench.here.listed(changed(LANH, doc="", name=f"Nguyễn Thị Lành {_word(number)}", **who))
        bench.there.listed(changed(TWIN, name=f"Nguyễn Thị Lanh {_word(number)}", **who))
    bench.send()


def _word(number: int) -> str:
    return "".join("abcdefghkl"[int(digit)] for digit in f"{number:03}").title()


def opened(page: Page, server: RunningServer) -> Clerk:
    clerk = Clerk(server)
    sign_in(page, server, clerk, staffed(server, "66", GivenRole.RECONCILE, login="mai"))
    page.goto(f"{server.url}/district/cases")
    return clerk


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


@on_both("bench")
def test_a_hundred_plain_duplicates_take_a_key_each(bench: Bench, browser: Browser) -> None:
    pairs(bench, PAIRS)
    assert bench.kinds() == ["dup_person"] * PAIRS
    with window(browser) as page:
        clerk = opened(page, bench.server)
        press(page, "n")
        seen: set[str] = set()
        keys = 1
        for number in range(PAIRS):
            seen.add(page.url)
            press(page, "2" if number % 10 == 0 else "1")
            keys += 1
        assert len(seen) == PAIRS, "each case opened by itself, and once"
        assert keys <= KEYS * PAIRS and keys == PAIRS + 1
        assert say_in("vi", "district_cases.none") in page.locator("main").inner_text()
        press(page, "u")
        assert page.url.rpartition("/")[2] in {one.rpartition("/")[2] for one in seen}
        clerk.close()
    done = [row.what for row in bench.server.rows(sa.select(case_act).order_by(case_act.c.id))]
    assert done == ["differ" if number % 10 == 0 else "same" for number in range(PAIRS)]
    bench.read()
    assert bench.kinds() == ["dup_person"], "the one that was undone"


@on_both("bench")
def test_a_key_held_down_decides_one_case(bench: Bench, browser: Browser) -> None:
    pairs(bench, 3)
    with window(browser) as page:
        clerk = opened(page, bench.server)
        press(page, "n")
        with page.expect_navigation():
            page.keyboard.down("1")
            page.keyboard.down("1")
        page.keyboard.up("1")
        page.wait_for_load_state()
        clerk.close()
    assert len(bench.server.rows(sa.select(case_act))) == 1


@pytest.mark.parametrize("size", [WIDE, PHONE, ZOOMED], ids=["wide", "phone", "zoomed"])
def test_every_page_is_accessible_and_fits(bench: Bench, browser: Browser, size: dict[str, int]) -> None:
    pairs(bench, 2)
    bench.here.dose(bench.here.listed(changed(LANH, tel="0999999999")), day="2026-11-20")
    bench.there.dose(bench.there.listed(changed(LANH, tel="0999999999")), day="2026-11-24")
    bench.send()
    with window(browser, size) as page:
        clerk = opened(page, bench.server)
        for language in ("vi", "en"):
            page.goto(f"{bench.server.url}/district/cases")
            if language == "en":
                page.get_by_role("button", name="English").click()
            looked(page, say_in(language, "district_cases.title"))
            for kind in ("dup_person", "short_interval", "linked"):
                page.goto(f"{bench.server.url}/district/cases/c/{bench.rows(kind=kind)[0].id}")
                for part in page.locator("details > summary").all():
                    part.click()
                looked(page, "")
            page.goto(f"{bench.server.url}/district/cases?kind=branch")
            looked(page, say_in(language, "district_cases.title"))
            page.goto(f"{bench.server.url}/district/cases/done")
            looked(page, say_in(language, "district_cases.done_title"))
        clerk.close()


def looked(page: Page, title: str) -> None:
    assert title in page.locator("h1").inner_text()
    is_accessible(page)
    fits(page)


@on_both("bench")
def test_the_question_opens_by_its_key_and_goes_out(bench: Bench, browser: Browser) -> None:
    pairs(bench, 1)
    with window(browser) as page:
        clerk = opened(page, bench.server)
        press(page, "n")
        page.keyboard.press("3")
        assert page.locator("#ask").get_attribute("open") is not None
        assert page.evaluate("document.activeElement.name") == "unit_asked"
        page.locator("#text").fill("Hỏi mẹ")
        page.keyboard.type("1")
        with page.expect_navigation():
            page.get_by_role("button", name=say_in("vi", "district_cases.send_question")).click()
        assert say_in("vi", "district_cases.did.ask") in page.locator("main").inner_text()
        clerk.close()
    bench.read()
    assert [one.state for one in bench.rows()] == ["waiting"]
