"""Somebody with a dose of these days, at the portal, who tells how they feel."""

from __future__ import annotations

from typing import Any

from tests.portal.people import Visitor
from tests.portal.test_lookup import CODE, Site
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, today
from vaxdesk.words import say_in

MILD = {"signs": ["local", "fever"], "temp": "38,2", "impact": "mild", "text": "đau tay", "tel": "0912 000 111"}
SERIOUS = {"signs": ["breathing"], "impact": "daily", "text": "", "tel": ""}


class Patient:
    """Lành, who got a dose two days ago and one long ago; her browser holds a pass."""

    def __init__(self, server: RunningServer) -> None:
        self.server, self.site = server, Site(server)
        self.day = today(server, plus=-2)
        self.dose = self.site.clinic.dose(self.site.lanh, day=self.day)
        self.old = self.site.clinic.dose(self.site.lanh, day=today(server, plus=-40))
        self.site.send()
        self.visitor = Visitor(server)
        self.opens()

    def opens(self) -> None:
        """Proves herself by her paper."""
        self.visitor.open("/lookup/paper")
        self.visitor.send("/lookup/paper", code=CODE, born="1/2/1990", last=LANH.doc[-4:])
        assert self.visitor.page.url.endswith("/lookup/mine")

    def tells(self, dose: str = "", *, correct: str = "", **fields: Any) -> int:
        """Sends a report about today; the status of the answer."""
        path = f"/told/{dose or self.dose}"
        self.visitor.open(path, **({"correct": correct} if correct else {}))
        now = today(self.server)
        return self.visitor.send(path, **{"none": "", "day": now, "began": now, "hour": "", **fields}).status_code

    def entries(self) -> list[dict[str, Any]]:
        """What of it is in the feed of the site."""
        return [one for one in self.server.entries("TYT-01") if one["entry"]["k"] == "told"]


def said(key: str, language: str = "vi", **facts: Any) -> str:
    return say_in(language, f"portal_told.{key}", **facts)
