"""News for the public: written by whoever directs, shown by place on its days, as plain text, taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sync_server.district import news
from sync_server.district.news import Fault, News
from sync_server.durable.tables_portal import portal_news
from tests.district.staffing import Clerk, later, staffed
from tests.portal.people import Visitor
from tests.servers import RunningServer
from tests.sync_server.clinics import today
from vaxdesk.domain.outcomes import GivenRole

DAY = 86_400


@pytest.fixture
def clerk(either: RunningServer) -> Iterator[Clerk]:
    made = Clerk(either)
    made.sign_in(staffed(either, "66", GivenRole.DIRECT))
    yield made
    made.close()


def publish(clerk: Clerk, unit: str, **fields: str) -> None:
    number = clerk.server.unit(unit).org_no
    day = today(clerk.server)
    whole = {"title": "Đợt tiêm mới", "text": "Dòng một\r\n\r\n\r\nDòng hai", "from_day": day, "until_day": day}
    clerk.open(f"/news/{number}")
    clerk.send(f"/news/{number}", **{**whole, **fields})


def test_news_stand_at_their_unit_and_below_on_their_days(
    clerk: Clerk, either: RunningServer, visitor: Visitor
) -> None:
    until = today(either, plus=2)
    publish(clerk, "24211", until_day=until)
    assert "Đã đăng tin" in clerk.text
    publish(clerk, "66", title="Chưa đến ngày", from_day=today(either, plus=1), until_day=until)
    below, above = (f"/schedule/{either.unit(org).org_no}" for org in ("TYT-01", "66"))
    assert "Đợt tiêm mới" in visitor.open(below).text
    assert "Dòng một\n\nDòng hai" in visitor.page.text
    assert "Chưa đến ngày" not in visitor.page.text
    assert "Đợt tiêm mới" not in visitor.open(above).text
    assert "Đợt tiêm mới" in visitor.open("/news").text
    later(either, DAY)
    assert "Chưa đến ngày" in visitor.open(below).text
    later(either, 4 * DAY)
    assert "Đợt tiêm mới" not in visitor.open(below).text + visitor.open("/news").text


def test_news_are_taken_back_and_kept(clerk: Clerk, either: RunningServer, visitor: Visitor) -> None:
    publish(clerk, "TYT-01")
    (row,) = either.rows(sa.select(portal_news))
    clerk.send(f"/news/{either.unit('TYT-02').org_no}/take-back", no=str(row.no))
    assert "Đợt tiêm mới" in visitor.open("/news").text, "it is another unit's"
    clerk.open(f"/news/{row.org_no}")
    clerk.send(f"/news/{row.org_no}/take-back", no=str(row.no))
    assert "Đợt tiêm mới" not in visitor.open("/news").text
    (kept,) = either.rows(sa.select(portal_news))
    assert (kept.title, kept.gone_by) == (row.title, row.user_no)


def test_what_is_written_is_never_run(clerk: Clerk, visitor: Visitor) -> None:
    publish(clerk, "66", title="<b>x</b>", text="<script>alert(1)</script> https://example.org")
    page = visitor.open("/news").text
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert 'href="https://example.org' not in page


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"title": " "}, Fault.TITLE),
        ({"title": "x" * 121}, Fault.TITLE),
        ({"text": "\n \n"}, Fault.TEXT),
        ({"text": "x" * 3001}, Fault.TEXT),
        ({"until_day": "2026-11-30"}, Fault.DAYS),
        ({"until_day": ""}, Fault.DAYS),
        ({"until_day": "2028-12-01"}, Fault.DAYS),
        ({"from_day": "2026-12-09"}, Fault.DAYS),
        ({"from_day": "x"}, Fault.DAYS),
    ],
)
def test_what_is_missing_or_too_long_is_said(fields: dict[str, str], found: Fault) -> None:
    whole = {"title": "T", "text": "a", "from_day": "2026-12-01", "until_day": "2026-12-05"}
    assert news.read({**whole, **fields}, today="2026-12-01") is found
    assert news.read({**whole, "from_day": ""}, today="2026-12-01") == News(**whole)
