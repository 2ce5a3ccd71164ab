"""A form that comes twice does what it does once: one after the other, at the same time, never for other content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from sync_server.durable.tables_staff import staff_sending
from tests.district.staffing import Clerk, later, staffed
from tests.servers import RunningServer
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

SAID = {"way": "phone", "about": "dose_missing", "name": "Y Brim Niê", "text": "Thiếu mũi 2"}


@pytest.fixture
def clerk(either: RunningServer) -> Iterator[Clerk]:
    made = Clerk(either)
    made.sign_in(staffed(either, "66", GivenRole.VERIFY))
    yield made
    made.close()


def form(clerk: Clerk) -> dict[str, str]:
    """A form as the browser would send it."""
    text = clerk.open("/complaints/new").text
    once = re.findall(r'name="once" value="([\w-]+)"', text)
    assert len(once) == len(set(once)), "each form has a mark of its own"
    return {**SAID, "once": once[0], "csrf": clerk.mark, "unit": str(clerk.server.unit("66").org_no)}


def written(server: RunningServer) -> int:
    return sum(one["entry"]["k"] == "complaint" for one in server.entries("66"))


def test_a_second_click_is_led_to_the_same_place_and_writes_nothing(clerk: Clerk) -> None:
    sent = form(clerk)
    first = clerk.send("/complaints", **sent).url
    assert say_in("vi", "district_complaints.registered") in clerk.text
    assert clerk.send("/complaints", **sent).url == first
    assert say_in("vi", "district_frame.sent_twice") in clerk.text
    assert written(clerk.server) == 1


def test_clicks_at_the_same_time_write_one(clerk: Clerk) -> None:
    sent, start, answers = form(clerk), Barrier(4), []
    url, cookies = f"{clerk.server.url}/district/complaints", clerk.http.cookies.get_dict()

    def send() -> None:
        import requests

        start.wait()
        answers.append(requests.post(url, data=sent, cookies=cookies, timeout=20, allow_redirects=False).status_code)

    clicks = [Thread(target=send) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert answers == [303] * 4 and written(clerk.server) == 1


def test_what_was_changed_or_refused_is_sent_anew(clerk: Clerk) -> None:
    sent = form(clerk)
    assert clerk.send("/complaints", **{**sent, "name": ""}).status_code == 409
    assert clerk.send("/complaints", **{**sent, "name": ""}).status_code == 409, "refused again, with the reason"
    clerk.send("/complaints", **sent)
    clerk.open("/complaints")
    clerk.send("/complaints", **{**sent, "text": "Thiếu cả mũi 1"})
    assert written(clerk.server) == 2, "under one mark, but something else"
    later(clerk.server, 25 * 3600)
    clerk.sign_in("lan@66")
    clerk.send("/complaints", **form(clerk))
    assert len(clerk.server.rows(sa.select(staff_sending))) == 1, "those of yesterday are gone"
