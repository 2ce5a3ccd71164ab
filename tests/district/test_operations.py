"""The operator's page, and what is told to probes: whom nothing was heard of, what waits, what is not backed up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
import sqlalchemy as sa
from playwright.sync_api import Browser

from sync_server.district import operations
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import device, feed
from sync_server.operating import condition
from sync_server.operating.condition import NotReady
from sync_server.reading import worker
from tests.district.browser import PHONE, WIDE, fits, is_accessible, sign_in, window
from tests.district.staffing import Clerk, later, staffed
from tests.servers import RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.registry.tables import folded

DAY = 86_400


@pytest.fixture
def clerk(server: RunningServer) -> Iterator[Clerk]:
    made = Clerk(server)
    yield made
    made.close()


def test_sites_are_told_by_their_last_contact_with_their_versions(server: RunningServer) -> None:
    first, second = Pen(server), Pen(server, "TYT-02")
    first.sync(first.log().write(3).segment(), app="0.1.0")
    later(server, 2 * DAY)
    second.sync_at(server.now(), app="0.2.0")
    with reading(server.engine) as conn:
        found = operations.sites(conn, ("/",))
        assert [(one.code, one.active, one.versions) for one in found.rows] == [
            ("TYT-01", 1, ("0.1.0",)),
            ("TYT-02", 1, ("0.2.0",)),
        ]
        assert (found.rows[0].filed, found.rows[0].behind) == (1, 1)
        now = server.server.now_ms()
        silent = operations.sites(conn, ("/",), silent_before_ms=now - DAY * 1000)
        assert [one.code for one in silent.rows] == ["TYT-01"]
        assert operations.sites(conn, ()).rows == ()
        (_, here) = [one for one in found.rows]
        path = server.unit("TYT-02").path
        assert [one.org_no for one in operations.sites(conn, (path,)).rows] == [here.org_no]


def test_pages_of_sites_follow_on_each_other(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for org in ("TYT-01", "TYT-02", "24211", "66"):
        Pen(server, org).sync_at(server.now())
        later(server, 120)
    monkeypatch.setattr(operations, "PAGE", 3)
    with reading(server.engine) as conn:
        first = operations.sites(conn, ("/",))
        second = operations.sites(conn, ("/",), after=first.after)
        assert [one.code for one in (*first.rows, *second.rows)] == ["TYT-01", "TYT-02", "24211", "66"]
        assert second.after == ""
        assert operations.sites(conn, ("/",), after="x.y") == first


def test_the_condition_of_the_server_in_numbers(server: RunningServer) -> None:
    pen = Pen(server)
    pen.sync(pen.log().write(3).segment())
    worker.prepare(server.server)
    with reading(server.engine) as conn:
        found = condition.whole(conn, server.server)
        assert (found.devices, found.silent, found.positions, found.unread) == (1, (0, 0, 0), 1, 1)
        assert found.unsafe == 1 and found.bytes > 10_000
    later(server, 11 * 60)
    assert condition.not_ready(server.server) == (NotReady.BEHIND,)
    assert requests.get(f"{server.url}/v1/ready", timeout=5).json()["reason"] == "behind"
    worker.until_idle(server.server)
    assert condition.not_ready(server.server) == ()
    assert requests.get(f"{server.url}/v1/ready", timeout=5).json() == {"ready": True}
    later(server, 4 * DAY)
    with writing(server.engine) as conn:
        conn.execute(feed.update().values(backed=feed.c.head))
    with reading(server.engine) as conn:
        found = condition.whole(conn, server.server)
        assert (found.silent, found.unread, found.unsafe) == ((1, 1, 0), 0, 0)


def test_not_ready_says_why(server: RunningServer) -> None:
    worker.prepare(server.server)
    with writing(server.engine) as conn:
        conn.execute(folded.update().values(version=1))
    assert condition.not_ready(server.server) == (NotReady.FOLD,)
    with writing(server.engine) as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert condition.not_ready(server.server) == (NotReady.SCHEMA,)
    with writing(server.engine) as conn:
        conn.execute(sa.text("DROP TABLE alembic_version"))
        conn.execute(sa.text("DROP TABLE feed"))
    assert condition.not_ready(server.server) == (NotReady.SCHEMA,)
    server.engine.dispose()
    (server.folder / "server.db").write_bytes(b"no database at all, " * 300)
    assert condition.not_ready(server.server) == (NotReady.DATABASE,)


def test_only_an_administrator_sees_the_page_and_only_the_root_the_server(server: RunningServer, clerk: Clerk) -> None:
    Pen(server).sync()
    clerk.sign_in(staffed(server, "66", GivenRole.OVERSEE))
    assert clerk.open("/operations").status_code == 403
    other = Clerk(server)
    other.sign_in(staffed(server, "66", GivenRole.ADMIN, login="quan"))
    assert "Trạm y tế Cư Êbur" in (other.open("/operations") and other.text) and "MB" not in other.text
    top = Clerk(server)
    top.sign_in(staffed(server, "VN", GivenRole.ADMIN, login="tw"))
    assert "MB" in (top.open("/operations") and top.text)
    assert top.open("/operations?silent=x&after=%27").status_code == 200
    for one in (other, top):
        one.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_page_is_accessible_and_fits(server: RunningServer, browser: Browser, size: dict[str, int]) -> None:
    Pen(server).sync()
    with writing(server.engine) as conn:
        conn.execute(device.update().where(device.c.last_seen_ms.is_not(None)).values(app="0.1.0"))
    later(server, 5 * DAY)
    login = staffed(server, "VN", GivenRole.ADMIN)
    with window(browser, size) as page:
        clerk = Clerk(server)
        sign_in(page, server, clerk, login)
        page.goto(f"{server.url}/district/operations")
        is_accessible(page)
        fits(page)
        page.get_by_label("Im lặng").select_option("3")
        page.get_by_role("button", name="Xem").click()
        assert page.get_by_text("5 ngày").is_visible()
        clerk.close()
