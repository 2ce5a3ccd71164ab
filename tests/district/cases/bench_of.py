"""Stations with cases between them, and people who decide about them without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from sync_server.district import who as users
from sync_server.district.cases import finding, opening, undoing, worklist
from sync_server.district.cases.deciding import Desk
from sync_server.district.cases.views import Answer, CaseView, Decided
from sync_server.district.cases.worklist import Wanted
from sync_server.district.who import Who
from sync_server.durable.database import reading, writing
from sync_server.operating import giving
from sync_server.reading import naming
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.registry import digest

TWIN = changed(LANH, doc="", name="Nguyễn Thị Lanh")


class Bench:
    """A server with three stations and somebody at the desk of the province."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.here, self.there, self.far = (Clinic(server, org) for org in ("TYT-01", "TYT-02", "TYT-09"))
        self.lan = self.staff("lan", "66")

    def staff(self, login: str, org: str, role: GivenRole = GivenRole.RECONCILE) -> Who:
        """Somebody with a role at a unit."""
        with writing(self.server.engine) as conn:
            wanted = giving.NewUser(login=login, name=f"{login.title()} {org}", password="hoa ban trang 24")
            number = giving.add_user(conn, self.server.server, self.server.unit(org), wanted, role=role)
        return self.who(number)

    def who(self, number: int) -> Who:
        with reading(self.server.engine) as conn:
            found = users.find(conn, number, day=times.day_of(self.server.server.now()))
        assert found is not None
        return found

    def send(self) -> None:
        """All stations send, and the readers read."""
        for clinic in (self.here, self.there, self.far):
            clinic.send()
        read(self.server)

    def read(self) -> None:
        read(self.server)

    def twins(self) -> tuple[str, str]:
        """Two records of one woman at two stations, so unlike that no rule links them."""
        one, other = self.here.listed(LANH), self.there.listed(TWIN)
        self.send()
        return one, other

    def rows(self, who: Who | None = None, **wanted: Any) -> list[worklist.CaseRow]:
        """The list of somebody, all pages of it."""
        found: list[worklist.CaseRow] = []
        after = ""
        while True:
            page = self.page(who, after=after, **wanted)
            found += page.rows
            after = page.more
            if not after:
                return found

    def page(self, who: Who | None = None, **wanted: Any) -> worklist.Worklist:
        asked = Wanted(nodes=wanted.pop("nodes", finding.nodes(who or self.lan)), **wanted)
        with reading(self.server.engine) as conn:
            return worklist.page(conn, asked, now_ms=self.server.server.now_ms())

    def kinds(self, who: Who | None = None, **wanted: Any) -> list[str]:
        return [one.kind for one in self.rows(who, **wanted)]

    def case(self, kind: str) -> str:
        """The only case of a kind."""
        (found,) = [one.id for one in self.rows() if one.kind == kind]
        return found

    def view(self, case: str, who: Who | None = None) -> CaseView | None:
        with reading(self.server.engine) as conn:
            return opening.of(conn, who or self.lan, case, now_ms=self.server.server.now_ms())

    def decide(self, case: str, deed: Callable[[Desk], Answer], who: Who | None = None) -> Answer:
        with writing(self.server.engine) as conn:
            return deed(Desk(conn, self.server.server, who or self.lan, case))

    def decided(self, case: str, deed: Callable[[Desk], Answer], who: Who | None = None) -> Decided:
        """The same, read by the readers; a refusal is an error."""
        answer = self.decide(case, deed, who)
        assert isinstance(answer, Decided), answer
        self.read()
        return answer

    def undo(self, act: int, who: Who | None = None) -> Answer:
        with writing(self.server.engine) as conn:
            return undoing.undo(conn, self.server.server, who or self.lan, act)

    def undone(self, act: int, who: Who | None = None) -> None:
        answer = self.undo(act, who)
        assert isinstance(answer, Decided), answer
        self.read()

    def rows_of(self, query: sa.Select) -> list[tuple]:
        return [tuple(row) for row in self.server.rows(query)]

    def digests(self) -> dict[str, str]:
        """What the fold says, table by table."""
        with reading(self.server.engine) as conn:
            return digest.tables(conn, naming.names(conn))
