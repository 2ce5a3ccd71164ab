"""The list: within one's units alone, by harm and age, a page at a time, each case in one person's hands at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from sync_server.district.cases import acts, claims, finding, worklist
from sync_server.district.cases.worklist import Wanted
from sync_server.durable.database import reading, writing
from sync_server.durable.tables_cases import case_act, case_claim
from tests.district.cases.bench_of import TWIN, Bench
from tests.sync_server.clinics import BAO, LANH, changed
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Amend

HOUR_MS = 3_600_000


def many(bench: Bench, n: int = 7) -> None:
    """People of one station without a lot, and a pair of two stations."""
    for number in range(n):
        bench.here.dose(bench.here.listed(changed(BAO, name=f"Lò Văn Thứ {number}", doc="", tel="")))
    bench.twins()


def test_one_sees_the_cases_of_ones_units_and_counts_of_them(bench: Bench) -> None:
    many(bench, 2)
    bench.far.dose(bench.far.listed(BAO))
    bench.send()
    far, country = bench.staff("minh", "46"), bench.staff("cuc", "VN", GivenRole.OVERSEE)
    assert bench.kinds() == ["lot_bad", "lot_bad", "dup_person"]
    assert bench.kinds(far) == ["lot_bad"]
    assert sorted(bench.kinds(country)) == ["dup_person", "lot_bad", "lot_bad", "lot_bad"]
    assert bench.kinds(kind="dup_person") == ["dup_person"]
    assert bench.kinds(nodes=(bench.server.unit("TYT-02").org_no,)) == ["dup_person"]
    assert bench.kinds(state="waiting") == []
    assert [one.units for one in bench.rows(kind="dup_person")] in (
        [("Trạm y tế Cư Êbur", "Điểm tiêm trường Lê Lợi")], [("Điểm tiêm trường Lê Lợi", "Trạm y tế Cư Êbur")]
    )  # fmt: skip
    with reading(bench.server.engine) as conn:
        both = (bench.server.unit("TYT-01").org_no, bench.server.unit("TYT-02").org_no)
        assert worklist.counts(conn, finding.nodes(bench.lan)) == {("open", "lot_bad"): 2, ("open", "dup_person"): 1}
        assert worklist.counts(conn, both) == {("open", "lot_bad"): 2, ("open", "dup_person"): 1}
    assert len(bench.rows(nodes=both)) == 3, "a case of two units is listed once"


def test_pages_join_without_gap_or_repetition(bench: Bench) -> None:
    many(bench)
    whole = [one.id for one in bench.rows()]
    assert len(whole) == 8 == len(set(whole))
    for size in (1, 3, 8):
        assert [one.id for one in bench.rows(size=size)] == whole
    wrong = ("x", "open.dup_person.x.y", "open.nothing.1.a", f"open.lot_bad.{10**20}.a", "open.lot_bad.1.")
    for nonsense in wrong:
        assert [one.id for one in bench.page(after=nonsense).rows] == whole


def test_the_choice_of_units_goes_down_step_by_step_and_never_beside_ones_own(bench: Bench) -> None:
    def offered(org: str, chosen: str = "") -> list[str]:
        with reading(bench.server.engine) as conn:
            number = bench.server.unit(chosen).org_no if chosen else 0
            rows = worklist.choice(conn, [bench.server.unit(org).path], number, most=50)
            return sorted(row.code for row in rows)

    assert offered("66") == ["24211", "66"]
    assert offered("66", "24211") == ["24211", "66", "TYT-01", "TYT-02"]
    assert offered("VN", "TYT-01") == ["24211", "46", "66", "TYT-01", "VN"]
    assert offered("66", "46") == ["24211", "66"]


def test_older_cases_come_first_within_a_kind(bench: Bench) -> None:
    bench.here.dose(bench.here.listed(changed(BAO, doc="")))
    bench.send()
    old = [one.id for one in bench.rows()]
    began = bench.server.now
    bench.server.now = lambda: began() + 60
    bench.here.dose(bench.here.listed(changed(BAO, name="Lò Văn Mới", doc="", tel="")))
    bench.send()
    assert [one.id for one in bench.rows()][0:1] == old


def test_a_claim_is_one_persons_until_it_runs_out(bench: Bench) -> None:
    bench.twins()
    case = bench.case("dup_person")
    now = bench.server.server.now_ms()
    with writing(bench.server.engine) as conn:
        assert claims.take(conn, case, 1, now_ms=now)
        assert not claims.take(conn, case, 2, now_ms=now)
        assert claims.take(conn, case, 1, now_ms=now + 60_000), "whoever has it may go on"
        assert not claims.take(conn, case, 2, now_ms=now + claims.LASTS_MS)
        assert claims.take(conn, case, 2, now_ms=now + claims.LASTS_MS + 60_000)
        claims.let_go(conn, case, 1)
        assert claims.of(conn, case, now_ms=now).user_no == 2
        claims.let_go(conn, case, 2)
        assert claims.of(conn, case, now_ms=now) is None
        claims.take(conn, case, 2, now_ms=now)
        claims.sweep(conn, now_ms=now + HOUR_MS)
    assert bench.rows_of(sa.select(case_claim)) == []


def test_several_take_the_next_case_at_once_and_nobody_the_same(bench: Bench) -> None:
    many(bench)
    nodes = finding.nodes(bench.lan)

    def take(user_no: int) -> str:
        with writing(bench.server.engine) as conn:
            wanted = Wanted(nodes=nodes, free_for=user_no)
            return claims.take_next(conn, wanted, user_no, now_ms=bench.server.server.now_ms())

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(take, range(1, 9)))
    assert len(set(taken)) == 8 and "" not in taken
    assert take(99) == ""
    mine = bench.rows(mine=3)
    assert [one.id for one in mine] == [taken[2]]
    assert mine[0].claim.user_no == 3
    assert take(3) == taken[2], "one's own case comes first, when its time is not over"


def test_nobody_waits_for_whoever_takes_a_case_at_the_same_moment(bench: Bench) -> None:
    """They may be waiting for a feed that is locked here: on PostgreSQL that would be a circle."""
    bench.twins()
    case = bench.case("dup_person")
    now = bench.server.server.now_ms()
    if bench.server.engine.dialect.name == "postgresql":
        with writing(bench.server.engine) as first, writing(bench.server.engine) as second:
            assert claims.take(first, case, 1, now_ms=now)
            assert not claims.take(second, case, 2, now_ms=now)
    with writing(bench.server.engine) as conn:
        taken = claims.take(conn, case, 1, now_ms=now)
        assert taken
        assert not claims.take(conn, case, 2, now_ms=now)


def test_what_waits_for_a_site_is_not_the_next_case(bench: Bench) -> None:
    bench.twins()
    case, unit = bench.case("dup_person"), bench.server.unit("TYT-01").org_no
    until = "2026-11-30"
    bench.server.now = lambda: 1_795_750_000
    bench.decided(case, lambda desk: desk.ask(unit=unit, what="same_person", until=until))
    with writing(bench.server.engine) as conn:
        wanted = Wanted(nodes=finding.nodes(bench.lan), free_for=1)
        assert claims.take_next(conn, wanted, 1, now_ms=bench.server.server.now_ms()) == ""


def test_acts_are_kept_settled_and_marked_as_undone(bench: Bench) -> None:
    bench.twins()
    case = bench.case("dup_person")
    made = bench.decide(case, lambda desk: desk.same())
    (row,) = bench.server.rows(sa.select(case_act))
    assert (row.settled, row.undone_ms) == (0, None)
    bench.read()
    with reading(bench.server.engine) as conn:
        (act,) = acts.of_user(conn, bench.lan.user_no)
        assert (act.settled, act.undone, act.what, act.name) == (True, False, "same", bench.lan.name)
        assert acts.of_user(conn, bench.lan.user_no, before=act.no) == []
        assert acts.last(conn, bench.lan.user_no) == made.act == act.no
    bench.undone(made.act)
    with reading(bench.server.engine) as conn:
        assert acts.last(conn, bench.lan.user_no) == 0
        assert acts.of_case(conn, case)[0].undone


def test_an_act_that_changes_nothing_of_its_case_is_settled_after_a_minute(bench: Bench) -> None:
    one, other = bench.here.listed(LANH), bench.there.listed(LANH)
    first, second = (bench.here.write("amend", Amend(set={"adr": text}, why="x"), of=one, rev=1) for text in "AB")
    bench.send()
    case = bench.case("field_conflict")
    (pair,) = bench.view(case).pairs
    bench.decided(case, lambda desk: desk.unlink(pair.id))
    assert "field_conflict" not in bench.kinds(), "nothing says yet that it is still open"
    began = bench.server.now
    bench.server.now = lambda: began() + 70
    bench.there.amend(other, adr="C")
    bench.send()
    assert "field_conflict" in bench.kinds()
    bench.decided(case, lambda desk: desk.resolve(how="checked"))
    assert first != second and "field_conflict" not in bench.kinds()


def test_a_case_shows_all_of_it(bench: Bench) -> None:
    from vaxdesk.domain.payloads import Clock, User

    server_now = int(bench.server.server.now())
    bench.here.write("user", User(no=3, name="Y tá Hoa"))
    one, other = bench.twins()
    bench.here.write("clock", Clock(srv=server_now))
    first = bench.here.dose(one, day="2026-10-01")
    bench.here.dose(one, day="2026-10-10")
    bench.there.history(other, "2026", product="AZ")
    bench.here.void(first)
    bench.here.amend(one, adr="Buôn Dhă")
    bench.send()
    view = bench.view(bench.case("dup_person"))
    assert (view.kind, view.state, view.facts["by"]) == ("dup_person", "open", "phone")
    records = {row.id: row for row in view.records}
    assert {row.letter for row in records.values()} == {"A", "B"}
    assert (records[one].written.user, records[one].written.unit) == ("Y tá Hoa", "Trạm y tế Cư Êbur")
    assert records[one].written.received_ms > 0
    assert abs(records[one].written.true_t - server_now) < 3600, "the clock of this run was another"
    assert records[other].written.true_t == 0
    assert records[one].changes[0].fields == {"adr": "Buôn Dhă"}
    rows = {row.name: row for row in view.fields}
    assert rows["name"].differs and rows["name"].part == "near"
    assert not rows["doc"].differs and rows["doc"].part == "unknown"
    assert rows["dob"].part == "agrees"
    told = {name: (row.level, row.weight) for name, row in rows.items() if row.level}
    assert told["name"] == ("marks", "much") and told["dob"] == ("same", "some") and "doc" not in told
    assert view.explanation.score > 50
    doses = [(row.day, row.voided, row.days, row.letter == records[one].letter) for row in view.doses]
    assert doses == [("2026", False, -1, False), ("2026-10-01", True, -1, True), ("2026-10-10", False, -1, True)]
    assert view.may == {"same", "differ", "correct", "void", "resolve", "ask"}
    assert view.claim is None and view.acts == () and view.questions == ()


def test_intervals_and_what_the_case_is_about_are_marked(bench: Bench) -> None:
    first = bench.here.dose(bench.here.listed(LANH), day="2026-11-20")
    second = bench.there.dose(bench.there.listed(LANH), day="2026-11-24")
    bench.send()
    view = bench.view(bench.case("short_interval"))
    assert [(row.id, row.days, row.least, row.meant) for row in view.doses] == [
        (first, -1, 0, True), (second, 4, 21, True)
    ]  # fmt: skip
    (pair,) = view.pairs
    assert (pair.kind, pair.by_rule, {pair.a, pair.b}) == ("same", True, {"A", "B"})
    assert {row.together for row in view.records} == {("A",), ("B",)}
    assert TWIN.name not in str(bench.rows()), "the list names nobody"


def test_a_case_without_people_shows_its_entries(bench: Bench) -> None:
    who = bench.here.listed(changed(BAO, tel="0900000009"))
    bench.here.amend(who, rev=1, adr="Buôn A")
    bench.there.send()
    bench.here.write("amend", {"set": 5}, of=who, rev=2)
    bench.send()
    view = bench.view(bench.case("bad_entry"))
    assert view.records == () and [one.kind for one in view.entries] == ["amend"]
    assert view.may == {"resolve", "ask"}
