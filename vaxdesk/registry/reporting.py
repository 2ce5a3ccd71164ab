"""A report answered: the questions asked of the tables, then the pure rules. The same on a desk and at the server."""

from __future__ import annotations

from collections import Counter

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.report import campaign, coverage, daily, reactions, session, stock
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.daily import Day
from vaxdesk.domain.report.facts import Attendance, StockLine, Unit
from vaxdesk.domain.report.naming import Naming, naming
from vaxdesk.domain.report.session import Session, Worker
from vaxdesk.domain.report.table import Report, ReportKind, Said
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.registry import rules
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import report as queries
from vaxdesk.registry.queries import seals, team, working
from vaxdesk.registry.queries import stock as sheets
from vaxdesk.registry.queries.home import Home


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A report with what its other forms need: names by key, the visits, the key of the unit that reports."""

    report: Report
    names: Naming
    rows: tuple[Attendance, ...] = ()
    unit: str = ""


def _place(role: str) -> int:
    roles = list(TeamRole)
    return roles.index(role) if role in roles else len(roles)


class Reporter:
    """Answers for one unit and those below it.

    Args:
        home: whose entries count.
        units: all units that may be named, the one that reports first.
    """

    def __init__(self, conn: sa.Connection, log_names: LogNames, home: Home, units: tuple[Unit, ...]) -> None:
        self._conn, self._log_names, self._home = conn, log_names, home
        self._units = units
        self._names = naming(rules.schedule(), units)

    def answer(self, asked: Asked) -> Answer:
        """The report that is asked for."""
        makers = {
            ReportKind.DAILY: self._daily,
            ReportKind.CAMPAIGN: self._campaign,
            ReportKind.STOCK: self._stock,
            ReportKind.AEFI: self._reactions,
            ReportKind.SESSION: self._session,
            ReportKind.COVERAGE: self._coverage,
        }
        report, rows = makers[asked.kind](asked)
        return Answer(report=report, names=self._names, rows=rows, unit=self._units[0].key)

    @property
    def _unit(self) -> str:
        return self._units[0].name

    def _rows(self, since: str, until: str) -> tuple[Attendance, ...]:
        return queries.attendances(self._conn, self._log_names, self._home, since=since, until=until)

    def _day(self, asked: Asked) -> Day:
        between = {"since": asked.first, "until": asked.until}
        lost: Counter[tuple[str, str]] = Counter()
        for one in self._books(**between):
            lost[(one.unit, one.product)] += one.wasted + one.disposed
        return Day(
            lost=dict(lost),
            rows=self._rows(**between),
            vials=queries.vials(self._conn, self._log_names, self._home, **between),
            symptoms=tuple(rules.aefi().symptom),
        )

    def _daily(self, asked: Asked) -> tuple[Report, tuple[Attendance, ...]]:
        day = self._day(asked)
        form = rules.report(ReportKind.DAILY)
        return daily.daily(form, asked, day, self._names, unit=self._unit), day.rows

    def _campaign(self, asked: Asked) -> tuple[Report, tuple[Attendance, ...]]:
        rows = self._rows(asked.first, asked.until)
        form = rules.report(ReportKind.CAMPAIGN)
        every = (*self._before(asked), *rows)
        return campaign.campaign(form, asked, every, self._names, unit=self._unit), rows

    def _before(self, asked: Asked) -> tuple[Attendance, ...]:
        """Earlier rounds: whole visits where one vaccine is asked for, else who came and whether they got a dose."""
        if asked.product:
            rows = self._rows(asked.before, asked.first)
            return tuple(row for row in rows if row.day < asked.first)
        between = {"since": asked.before, "until": asked.first}
        return queries.earlier(self._conn, self._log_names, self._home, **between)

    def _stock(self, asked: Asked) -> tuple[Report, tuple[Attendance, ...]]:
        rows = self._rows(asked.first, asked.until)
        books = self._books(since=asked.first, until=asked.until)
        return stock.stock(rules.report(ReportKind.STOCK), asked, books, rows, self._names, unit=self._unit), rows

    def _books(self, *, since: str, until: str) -> list[StockLine]:
        """Each lot of the units over some days."""
        lines = sheets.sheet(self._conn, self._log_names, since, until)
        return [stock.of(unit, line) for line in lines if (unit := self._written_in(line.lot))]

    def _reactions(self, asked: Asked) -> tuple[Report, tuple[Attendance, ...]]:
        day = self._day(asked)
        form = rules.report(ReportKind.AEFI)
        made = reactions.line_list(form, asked, day.rows, day.vials, self._names, unit=self._unit, aefi=rules.aefi())
        return made, day.rows

    def _session(self, asked: Asked) -> tuple[Report, tuple[Attendance, ...]]:
        one = msgspec.structs.replace(asked, since="")
        day = self._day(one)
        of_day = [seal for seal in seals.seals(self._conn, self._log_names) if self._sealed_here(seal, one.until)]
        latest = of_day[-1] if of_day else None
        users = working.user_names(self._conn, self._home)
        unit = self._units[0]
        held = Session(
            day=day,
            team=self._team(one.until, users),
            work=working.entered(self._conn, self._home, one.until),
            seal=seals.as_seal(latest, unit.code.rpartition(":")[2]) if latest else None,
            sealed_by=users.get((unit.key, latest.user), "") if latest else "",
        )
        return session.minutes(rules.report(ReportKind.SESSION), one, held, self._names, unit=self._unit), day.rows

    def _team(self, day: str, users: dict[tuple[str, int], str]) -> tuple[Worker, ...]:
        """Those of the unit's team who were not taken out of it before the day."""
        key = self._units[0].key
        mine = [one for one in team.of_day(self._conn, self._log_names, day) if self._written_in(one.id) == key]
        return tuple(
            Worker(
                name=one.name or users.get((key, one.user), str(one.user)),
                role=Said(f"team.role.{one.role}") if one.role in tuple(TeamRole) else one.role,
                from_at=one.from_at,
                until_at=one.until_at,
            )
            for one in sorted(mine, key=lambda one: (_place(one.role), one.from_at))
            if not one.over
        )

    def _written_in(self, reference: str) -> str:
        """Key of the unit whose log an entry stands in."""
        return self._home.unit_of(self._log_names.known(reference) >> SEQ_BITS)

    def _sealed_here(self, seal: seals.DaySealView, day: str) -> bool:
        return seal.day == day and self._written_in(seal.id) == self._units[0].key

    def _coverage(self, asked: Asked) -> tuple[Report, tuple[Attendance, ...]]:
        people = queries.listed(self._conn, self._log_names, self._home, since=asked.since, until=asked.until)
        form = rules.report(ReportKind.COVERAGE)
        made = coverage.coverage(form, asked, people, self._names, unit=self._unit, schedule=rules.schedule())
        return made, ()
