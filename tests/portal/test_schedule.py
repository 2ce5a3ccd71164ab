"""Sessions by place: what stations have planned, and the places that the portal may give away."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables_portal import portal_session, portal_slot, portal_stale
from sync_server.portal import places, sessions
from sync_server.reading import folder, naming, timetable
from tests.portal.people import Visitor
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import BAO, LANH, Clinic, read, today
from vaxdesk.domain.payloads import Appt, Plan
from vaxdesk.registry.tables import folded

SLOTS = {"07:30": 4, "08:30": 5}


def planned(clinic: Clinic, *, plus: int = 3, **fields: object) -> tuple[str, str]:
    """A session that a station has planned; its reference and day."""
    day = today(clinic.pen.server, plus=plus)
    whole = {"place": "Nhà văn hóa thôn 3", "products": ["COM-A"], "slots": SLOTS, "kinds": ["booster_1"], **fields}
    return clinic.write("plan", Plan(day=day, **whole)), day


def free(server: RunningServer) -> dict[str, int]:
    """Free places by hour of all sessions."""
    return {row.slot: sessions.free_of(row) for row in server.rows(sa.select(portal_slot))}


def test_a_planned_session_is_found_by_its_place(either: RunningServer, visitor: Visitor) -> None:
    clinic = Clinic(either)
    _, day = planned(clinic)
    planned(clinic, plus=-1)
    clinic.send()
    read(either)
    assert "Đắk Lắk" in visitor.open("/schedule").text
    station = either.unit("TYT-01").org_no
    visitor.open(f"/schedule/{either.unit('66').org_no}")
    assert "Trạm y tế Cư Êbur" in visitor.text
    assert "còn 4 chỗ" in visitor.text
    page = visitor.open(f"/schedule/{station}")
    shown = f"{day[8:]}/{day[5:7]}/{day[:4]}"
    assert visitor.text.count(shown) == 1
    assert page.text.count("<h3>") == 1, "what is past is not shown"
    for words in ("Nhà văn hóa thôn 3", "07:30 · còn 2 chỗ", "08:30 · còn 2 chỗ", "Nhắc lại 1"):
        assert words in visitor.text
    assert len(page.content) < 20_000


def test_places_that_the_station_gave_away_are_taken_from_all_and_not_from_the_share(either: RunningServer) -> None:
    clinic = Clinic(either)
    plan, day = planned(clinic, portal=100)
    clinic.send()
    read(either)
    assert free(either) == SLOTS
    lines = [clinic.write("appt", Appt(day=day, slot="07:30", plan=plan), of=clinic.write("person", LANH))]
    lines += [clinic.write("appt", Appt(day=day, slot="07:30", plan=plan), of=clinic.write("person", BAO))]
    clinic.send()
    read(either)
    assert free(either) == {"07:30": 2, "08:30": 5}
    clinic.void(lines[0])
    clinic.amend(plan, portal="20")
    clinic.send()
    read(either)
    assert free(either) == {"07:30": 0, "08:30": 1}
    clinic.amend(plan, rev=2, slots="08:30=10 09:30=2", portal="-7")
    clinic.send()
    read(either)
    assert free(either) == {"08:30": 0, "09:30": 0}, "hours that are no longer planned are gone"


def test_a_session_that_is_cancelled_closed_or_moved_goes_with_it(either: RunningServer) -> None:
    clinic = Clinic(either)
    (cancelled, _), (closed, _), (moved, _) = (planned(clinic, plus=n) for n in (1, 2, 3))
    clinic.send()
    read(either)
    assert len(either.rows(sa.select(portal_session))) == 3
    clinic.void(cancelled)
    clinic.amend(closed, closed=today(either))
    clinic.amend(moved, day=today(either, plus=9))
    clinic.send()
    read(either)
    assert [row.day for row in either.rows(sa.select(portal_session))] == [today(either, plus=9)]
    assert {row.plan for row in either.rows(sa.select(portal_slot))} == {
        row.plan for row in either.rows(sa.select(portal_session))
    }
    clinic.void(cancelled, rev=2, back=True)
    clinic.send()
    read(either)
    assert len(either.rows(sa.select(portal_session))) == 2


def test_days_that_are_none_are_left_out_and_stop_nothing(either: RunningServer) -> None:
    clinic = Clinic(either)
    for day in ("9999", "2030-02-31", "soon", "", "2031-01"):
        clinic.write("plan", Plan(day=day, slots=SLOTS))
    _, day = planned(clinic)
    clinic.send()
    read(either)
    assert [row.day for row in either.rows(sa.select(portal_session))] == [day]


def test_a_fold_made_anew_gives_the_same_timetable(either: RunningServer) -> None:
    clinic = Clinic(either)
    planned(clinic)
    clinic.send()
    read(either)
    query = sa.select(portal_session), sa.select(portal_slot)
    before = [either.rows(one) for one in query]
    with writing(either.engine) as conn:
        conn.execute(folded.update().values(version=0))
        conn.execute(portal_session.delete())
        conn.execute(portal_slot.delete())
    folder.prepare(either.server)
    read(either)
    assert [either.rows(one) for one in query] == before
    assert not either.rows(sa.select(portal_stale))


def test_what_changes_while_a_session_is_brought_in_line_is_looked_at_again(server: RunningServer) -> None:
    clinic = Clinic(server)
    plan, _ = planned(clinic)
    clinic.send()
    read(server)
    with writing(server.engine) as conn:
        id_ = naming.names(conn).known(plan)
        conn.execute(portal_slot.update().values(places=1))
        timetable.bring(conn, [id_], today=today(server))
    assert free(server) == {"07:30": 2, "08:30": 2}


def test_of_no_unit_and_of_no_number_there_is_no_page(server: RunningServer) -> None:
    visitor = Visitor(server)
    for unit in ("9999", "x", "-1", "9" * 30):
        assert visitor.open(f"/schedule/{unit}").status_code == 404
    visitor.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cu ebur", ["Cư Êbur", "Trạm y tế Cư Êbur"]),
        ("CƯ ÊBUR", ["Cư Êbur", "Trạm y tế Cư Êbur"]),
        ("tram dak lak", ["Trạm y tế Cư Êbur"]),
        ("ea le", ["Cư Êbur"]),  # a commune of 2021 that went into the one of this code
        ("ebur cu zz", []),
        ("%", []),
        ("   ", []),
    ],
)
def test_places_are_found_by_what_is_typed(server: RunningServer, typed: str, found: list[str]) -> None:
    with reading(server.engine) as conn:
        shown = [one.name for one in places.search(conn.engine, lambda: conn, typed)]
    assert [name for name in shown if name in ("Cư Êbur", "Trạm y tế Cư Êbur")] == found


def test_what_was_typed_stands_in_the_page_as_text(server: RunningServer) -> None:
    visitor = Visitor(server)
    page = visitor.open("/schedule", q='"><script>x</script>')
    assert "<script>x" not in page.text
    assert page.status_code == 200
    visitor.close()


def test_a_server_without_units_says_so(tmp_path: Path) -> None:
    with running_server(tmp_path, tree=()) as empty:
        visitor = Visitor(empty)
        visitor.open("/schedule")
        assert "Chưa có nơi tiêm nào" in visitor.text
        visitor.close()


def test_a_unit_that_is_no_longer_active_is_left_out(server: RunningServer) -> None:
    row = server.unit("TYT-02")
    with writing(server.engine) as conn:
        conn.execute(sa.text("UPDATE org SET active = 0 WHERE org_no = :no"), {"no": row.org_no})
        assert [one.code for one in places.below(conn, row.parent)] == ["TYT-01"]
