"""Reports of the public as the district sees them: what waits, how soon it was answered, nothing of other units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from sync_server.district import telling
from sync_server.durable.database import reading, writing
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.district.browser import PHONE, WIDE, fits, is_accessible, sign_in, window
from tests.district.databases import BOTH, url_of
from tests.district.staffing import Clerk, staffed
from tests.district.test_every_page import FAR
from tests.servers import TREE, RunningServer, running_server
from tests.sync_server.clinics import LANH, Clinic, changed, read, today
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Called, Told, Void
from vaxdesk.domain.told import CALL_WITHIN, DAYS
from vaxdesk.words import say_in

HOUR, DAY = 3600, 86_400


class Site:
    """A station with somebody who got a dose, of whom reports come at chosen moments."""

    def __init__(self, server: RunningServer, org: str, name: str) -> None:
        self.server, self.clinic = server, Clinic(server, org)
        self.who = self.clinic.listed(changed(LANH, name=name, doc=""))
        self.dose = self.clinic.dose(self.who, day=today(server, plus=-2))
        self.clinic.send()
        read(server)

    def told(self, *, at: float, signs: tuple[str, ...] = ("local",), serious: bool = False, **more: object) -> str:
        """A report, written at a moment by the server's own device."""
        real, said = self.server.now, Told(
            day=today(self.server), dose=self.dose, signs=list(signs), serious=serious, **more
        )  # fmt: skip
        self.server.now = lambda: at
        with writing(self.server.engine) as conn:
            [made] = hosted.write(
                conn, self.server.server, self.clinic.pen.feed, [Note(kind="told", payload=said, of=self.who)]
            )
        self.server.now = real
        return made

    def called(self, ref: str, result: str, *, at: float) -> str:
        """The site did something about a report."""
        return self.clinic.write("called", Called(told=ref, result=result, at=int(at)), of=self.who)

    def send(self) -> None:
        self.clinic.send()
        read(self.server)


@pytest.fixture(params=BOTH)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, url_of(request), tree=(*TREE, *FAR)) as running:
        yield running


def _figures(server: RunningServer, org: str, now: float) -> telling.Figures:
    with reading(server.engine) as conn:
        return telling.figures(conn, (server.unit(org).path,), now=int(now))


def test_figures_are_what_counting_one_by_one_gives(server: RunningServer) -> None:
    rng, now = Random(51), server.server.now()
    sites = [Site(server, org, name) for org, name in (("TYT-01", "Y Brim"), ("TYT-09", "Khuất Kín Mít"))]
    known: dict[str, list[tuple[float, bool, bool, list[tuple[str, float]], bool]]] = {"TYT-01": [], "TYT-09": []}
    for site, facts in zip(sites, known.values(), strict=True):
        for _ in range(14):
            at = int(now - rng.choice((1, 20 * HOUR, 30 * HOUR, 20 * DAY, (DAYS + 3) * DAY)) - rng.randrange(600))
            signs, serious = rng.random() < 0.8, rng.random() < 0.4
            ref = site.told(at=at, signs=("local",) if signs else (), serious=signs and serious)
            calls = [(rng.choice(("unreached", "nothing", "read")), at + rng.choice((60, 2 * DAY)))
                     for _ in range(rng.randrange(3))]  # fmt: skip
            for result, when in calls:
                site.called(ref, result, at=when)
            gone = rng.random() < 0.2
            if gone:
                site.clinic.write("void", Void(v=True, why="portal"), of=ref, rev=1)
            facts.append((at, signs, signs and serious, calls, gone))
        site.send()
    for org, facts in known.items():
        stand = [one for one in facts if not one[4]]
        these = [one for one in stand if one[0] >= now - DAYS * DAY]
        done = [[(result, when) for result, when in one[3] if result != "unreached"] for one in stand]
        open_ = [one for one, calls in zip(stand, done, strict=True) if one[2] and not calls]
        soon = [one for one in these if one[1]
                and any(result != "unreached" and when <= one[0] + CALL_WITHIN for result, when in one[3])]  # fmt: skip
        assert _figures(server, org, now) == telling.Figures(
            reports=len(these), signs=sum(one[1] for one in these), soon=len(soon),
            serious=sum(one[2] for one in these), waiting=len(open_),
            late=sum(one[0] < now - CALL_WITHIN for one in open_),
        )  # fmt: skip
        assert len(these) > 3 and open_ and soon, "or it proves nothing"


def test_the_list_names_who_waits_and_whom_to_ask_and_nobody_of_other_units(server: RunningServer) -> None:
    near, far = Site(server, "TYT-01", "Lò Thị Lanh"), Site(server, "TYT-09", "Khuất Kín Mít")
    now = server.server.now()
    first = near.told(at=now - 2 * DAY, signs=("faint",), serious=True, text="ngất ở chợ", tel="0987000111")
    near.told(at=now - HOUR, signs=("local",))
    far.told(at=now - HOUR, signs=("breathing",), serious=True)
    near.called(first, "unreached", at=now - DAY)
    near.send()
    far.send()
    clerk = Clerk(server)
    clerk.sign_in(staffed(server, "66", GivenRole.VERIFY))
    clerk.open("/told")
    for text in ("Lò Thị Lanh", "0987000111", "ngất ở chợ", say_in("vi", "told.sign.faint"),
                 say_in("vi", "district_told.over_a_day"), say_in("vi", "told.result.unreached"),
                 say_in("vi", "district_told.waiting", n="1")):  # fmt: skip
        assert text in clerk.text, text
    assert "Khuất Kín Mít" not in clerk.page.text and say_in("vi", "told.sign.local") not in clerk.text
    assert say_in("vi", "told.sign.local") in clerk.open("/told?show=others&after=x.y").text
    near.called(first, "nothing", at=now)
    near.send()
    assert say_in("vi", "district_told.empty") in clerk.open("/told").text
    clerk.close()
    looker = Clerk(server)
    looker.sign_in(staffed(server, "66", GivenRole.OVERSEE, login="xem"))
    assert looker.open("/told").status_code == 403
    looker.open(f"/board/{server.unit('66').org_no}/reactions")
    assert say_in("vi", "district_told.figures", n="2", signs="2", soon="0") in looker.text
    assert "Lò Thị Lanh" not in looker.page.text and "/district/told" not in looker.page.text
    live = f"{server.url}/district/board/{server.unit('66').org_no}/reactions/live"
    tag = {"If-None-Match": looker.http.get(live, timeout=20).headers["ETag"]}
    assert looker.http.get(live, headers=tag, timeout=20).status_code == 304
    near.told(at=server.server.now())
    read(server)
    assert looker.http.get(live, headers=tag, timeout=20).status_code == 200, "a page that is open hears of it"
    looker.close()


@pytest.fixture
def loud(tmp_path: Path) -> Iterator[RunningServer]:
    """A station with three serious reports, one of them older than a day."""
    with running_server(tmp_path) as server:
        site, now = Site(server, "TYT-01", "Lò Thị Lanh"), server.server.now()
        for n in range(3):
            site.told(at=now - n * 20 * HOUR, signs=("faint", "fever"), serious=True, temp=395, impact="daily")
        site.send()
        yield server


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_the_page_in_a_browser(loud: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    with window(browser, size) as page:
        sign_in(page, loud, Clerk(loud), staffed(loud, "66", GivenRole.VERIFY))
        page.goto(f"{loud.url}/district/told")
        is_accessible(page)
        fits(page)
        assert page.get_by_text(say_in("vi", "district_told.late", n=1)).is_visible()
        if size is WIDE:
            page.set_viewport_size({"width": WIDE["width"] // 2, "height": WIDE["height"] // 2})
            fits(page)


def test_the_dashboard_in_a_browser(loud: RunningServer, browser: Browser) -> None:
    with window(browser, WIDE) as page:
        sign_in(page, loud, Clerk(loud), staffed(loud, "66", GivenRole.OVERSEE))
        page.goto(f"{loud.url}/district/board/{loud.unit('66').org_no}/reactions")
        is_accessible(page)
        fits(page)
        assert page.get_by_text(say_in("vi", "district_told.waiting", n=3)).is_visible()
