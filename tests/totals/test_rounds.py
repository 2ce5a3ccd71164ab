"""Doses of a round, whatever the day: who is of it, and what moves with a session that goes to another round."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.district.board import periods, seeing
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import logname
from sync_server.totals import asked, rounds, run
from tests.plans import explained
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, read
from tests.totals.counted import is_whole, kept
from vaxdesk.domain.payloads import Appt, Campaign, Plan
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_plan import plan as sessions

FIRST, SECOND, LATER = "2026-11-10", "2026-11-24", "2099-01-05"
CHI = changed(LANH, name="Vi Thị Chi", doc="066190009999", dob="1991-01-01")


def campaign(clinic: Clinic, no: str) -> str:
    return clinic.write("campaign", Campaign(no=no, name=f"Đợt {no}"))


def session(clinic: Clinic, drive: str, day: str, places: int = 20) -> str:
    return clinic.write("plan", Plan(day=day, campaign=drive, slots={"07:30": places}))


def on_list(clinic: Clinic, plan: str, day: str, who: str) -> str:
    return clinic.write("appt", Appt(day=day, plan=plan), of=who)


def told(server: RunningServer, unit: str, round_no: str, *names: str) -> tuple[int, ...]:
    """Figures of a round, whatever the day."""
    with reading(server.engine) as conn:
        found = asked.sums(conn, orgs.find(conn, unit).org_no, until="9999-12-31", round_no=round_no)
    return tuple(found[name] for name in names or ("listed", "vaccinated"))


def test_a_round_is_its_sessions_lists_and_who_else_came_while_all_were_of_it(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    one, other = clinics
    plan = session(one, campaign(one, " 3 "), FIRST)
    lanh = one.write("person", LANH)
    on_list(one, plan, FIRST, lanh)
    one.dose(lanh, day=FIRST)
    one.dose(one.write("person", BAO), day=FIRST)  # off the street
    two = session(other, campaign(other, "3"), SECOND)
    session(other, "", SECOND)  # vaccinations of every week, the same day
    chi = other.write("person", CHI)
    on_list(other, two, SECOND, chi)
    other.dose(chi, day=SECOND)
    other.dose(other.listed(changed(BAO, doc="066085001111", name="Giàng A Páo"), day=SECOND), day=SECOND)
    for clinic in clinics:
        clinic.send()
    read(either)
    assert told(either, "TYT-01", "3") == (1, 2), "who came off the street is of the only round of the day"
    assert told(either, "TYT-02", "3") == (1, 1), "where sessions differ only the list tells"
    assert told(either, ":VN", "3", "doses", "places", "sites") == (3, 40, 2)
    assert told(either, ":VN", "", "doses", "places", "sites") == (4, 60, 2)
    with reading(either.engine) as conn:
        lots = asked.lots(conn, orgs.find(conn, ":VN").org_no, until="9999-12-31", round_no="3")
        assert sum(one["doses"] for one in lots.values()) == 3
    assert is_whole(either)


def test_what_is_planned_moves_with_the_session_the_round_and_the_person(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    clinic, _ = clinics
    three, four = campaign(clinic, "3"), campaign(clinic, "4")
    plan = session(clinic, three, FIRST)
    lanh = clinic.write("person", LANH)
    line = on_list(clinic, plan, FIRST, lanh)
    clinic.dose(lanh, day=FIRST)
    clinic.dose(clinic.write("person", BAO), day=FIRST)

    def now() -> tuple[tuple[int, ...], ...]:
        clinic.send()
        read(either)
        assert is_whole(either)
        return tuple(told(either, "66", no, "vaccinated", "places") for no in ("3", "4", "5"))

    assert now() == ((2, 20), (0, 0), (0, 0))
    clinic.void(plan)
    plan = session(clinic, four, FIRST)
    clinic.void(line)
    line = on_list(clinic, plan, FIRST, lanh)
    assert now() == ((0, 0), (2, 20), (0, 0)), "a session of another round in its place takes the doses of the day"
    clinic.amend(four, no="5")
    assert now() == ((0, 0), (0, 0), (2, 20)), "a round that is called otherwise"
    clinic.amend(plan, day=SECOND)
    assert now() == ((0, 0), (0, 0), (1, 20)), "on another day: who came off the street is of no round any more"
    clinic.void(line)
    assert now() == ((0, 0), (0, 0), (0, 20)), "who is taken off the list"
    clinic.void(line, rev=2, back=True)
    clinic.void(plan)
    assert now() == ((0, 0), (0, 0), (0, 0)), "a session that is taken back"
    clinic.void(plan, rev=2, back=True)
    clinic.void(four)
    assert now() == ((0, 0), (0, 0), (0, 0)), "a round that is taken back"
    assert told(either, "66", "", "vaccinated") == (2,), "the doses themselves were never touched"
    assert not [key for key in kept(either) if key[0] == "tally" and key[2]], "no row of a round is left"


def test_the_chooser_offers_the_latest_rounds_and_knows_their_days(server: RunningServer) -> None:
    clinic = Clinic(server)
    for no, days in (("1", ["2025-03-01"]), ("3", [FIRST, SECOND, LATER]), ("2", ["2026-02-01"])):
        drive = campaign(clinic, no)
        for day in days:
            session(clinic, drive, day)
        clinic.dose(clinic.write("person", changed(LANH, doc=f"06619000000{no}")), day=days[0])
    clinic.send()
    read(server)
    unit = server.unit("66")
    with reading(server.engine) as conn:
        assert seeing.rounds(conn, unit, periods.of({}, SECOND)) == ("3", "2", "1")
        assert seeing.rounds(conn, unit, periods.of({"round": " xx"}, SECOND)) == ("3", "2", "1", "XX")
        assert asked.rounds(conn, unit.org_no, 2) == ("3", "2")
        found = seeing.all_of_round(conn, unit, periods.of({"round": "3"}, SECOND))
        assert (found.since, found.until, found.stands) == (FIRST, LATER, SECOND)
        assert found.everything == periods.Period(
            choice=found.choice, since=FIRST, until=SECOND, today=SECOND
        ), "vaccine is told to this day, not to one that is still to come"
        none = seeing.all_of_round(conn, unit, periods.of({"round": "9"}, SECOND))
        assert (none.since, none.until) == (SECOND, SECOND)


@pytest.mark.parametrize("query", [{"period": "week"}, {"since": SECOND, "until": SECOND}])
def test_days_of_a_round_may_be_chosen(query: dict[str, str]) -> None:
    found = periods.of({"round": "2026-2/b", **query}, SECOND)
    assert (found.round_no, found.until) == ("2026-2/B", SECOND)
    assert found.since == (SECOND if "since" in query else "2026-11-18")


def test_counted_anew_it_is_the_same(server: RunningServer) -> None:
    clinic = Clinic(server)
    plan = session(clinic, campaign(clinic, "3"), FIRST)
    on_list(clinic, plan, FIRST, clinic.write("person", LANH))
    clinic.send()
    read(server)
    found = kept(server)
    assert any(key[0] == "tally" and key[2] == "3" for key in found)
    with writing(server.engine) as conn:
        run.anew(conn)
    read(server)
    assert kept(server) == found


def test_sessions_of_some_units_are_found_without_reading_those_of_all_others(either: RunningServer) -> None:
    read(either)  # makes the tables of the fold
    logs = range(1000, 3000)
    empty = {column.name: 0 if isinstance(column.type, sa.Integer) else "" for column in sessions.c}
    with writing(either.engine) as conn:
        conn.execute(logname.insert(), [{"local_no": no, "log_id": no, "feed_no": no} for no in logs])
        rows = [{**empty, "id": no << SEQ_BITS | 1 + n, "day": f"2026-03-{n + 1:02}"} for no in logs for n in range(9)]
        conn.execute(sessions.insert(), rows)
        conn.exec_driver_sql("ANALYZE")
        wanted = {"feeds": list(range(1500, 1510)), "days": ["2026-03-02", "2026-03-05"]}
        assert len(conn.execute(rounds._SESSIONS, wanted).all()) == 20
        steps = explained(conn, rounds._SESSIONS, wanted)
    if either.engine.dialect.name == "sqlite":
        assert any("plan_" in step and "rowid>? AND rowid<?" in step for step in steps), steps
    else:
        [found] = [step for step in steps if "Index Cond" in step and "day" in step]
        assert "id >=" in found and "id <=" in found, steps
