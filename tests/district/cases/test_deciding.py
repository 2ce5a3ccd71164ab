"""Decisions about cases are entries where they belong, travel to the sites, and are all undone exactly."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sync_server.district.cases.views import Decided
from tests.district.cases.bench_of import TWIN, Bench
from tests.sync_server.clinics import BAO, LANH, changed, quoted, same_person
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import Flawed
from vaxdesk.registry.tables import event, person
from vaxdesk.registry.visits import data_of

SITES = ("TYT-01", "TYT-02")


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def effective(bench: Bench) -> list[tuple]:
    """Every record, dose and who stands for whom, as effective now."""
    columns = [column for column in person.c if column.name != "stamp"]
    people = bench.rows_of(sa.select(*columns).order_by(person.c.id))
    columns = [event.c[name] for name in ("id", "kind", "person", "day", "voided", "d")]
    doses = bench.rows_of(sa.select(*columns).order_by(event.c.id))
    return [*people, *((*row[:-1], data_of(row[1], row[-1])) for row in doses)]


def test_same_merges_at_both_sites_and_its_undoing_parts_them_again(bench: Bench) -> None:
    one, other = bench.twins()
    case = bench.case("dup_person")
    before = effective(bench)
    made = bench.decided(case, lambda desk: desk.same(why="đã gọi điện"))
    assert same_person(bench.server, one) == {one, other}
    stands = {org: [row["entry"] for row in bench.server.entries(org) if row["ref"] == made.refs[0]] for org in SITES}
    assert [made.refs[0] in quoted(bench.server, org) for org in SITES] == [not stands[org] for org in SITES]
    (entry,) = [*stands["TYT-01"], *stands["TYT-02"]]
    assert (entry["k"], entry["u"]) == ("same", bench.lan.user_no)
    assert bench.kinds() == []
    bench.undone(made.act)
    assert same_person(bench.server, one) == {one}
    assert effective(bench) == before
    assert bench.kinds() == ["dup_person"]
    assert reason(bench.undo(made.act)) is Refusal.ALREADY_VOIDED


def test_different_people_are_proposed_no_more_until_that_is_undone(bench: Bench) -> None:
    bench.twins()
    made = bench.decided(bench.case("dup_person"), lambda desk: desk.differ())
    assert bench.kinds() == []
    bench.undone(made.act)
    assert bench.kinds() == ["dup_person"]


def test_a_field_is_corrected_where_the_record_stands_and_put_back(bench: Bench) -> None:
    one, other = bench.twins()
    bench.here.amend(one, adr="Buôn Dhă")
    bench.send()
    case = bench.case("dup_person")
    before = effective(bench)
    fix = {"job": "Giáo viên", "adr": "Buôn Ky"}
    made = bench.decided(case, lambda desk: desk.correct(one, fields=fix, why="misspelt"))
    assert made.refs[0] in {row["ref"] for row in bench.server.entries("TYT-01")}
    view = bench.view(case)
    mine = {row.id: row for row in view.records}
    assert {id_: row.fields["adr"] for id_, row in mine.items()} == {one: "Buôn Ky", other: ""}
    assert mine[one].changes[-1].written.user == bench.lan.name
    bench.undone(made.act)
    assert [tuple(row) for row in effective(bench)] == before
    assert {row.fields["adr"] for row in bench.view(case).records} == {"Buôn Dhă", ""}


def test_a_correction_that_was_corrected_since_is_not_undone(bench: Bench) -> None:
    one, _ = bench.twins()
    case = bench.case("dup_person")
    made = bench.decided(case, lambda desk: desk.correct(one, fields={"adr": "Buôn Ky"}, why="told"))
    bench.here.amend(one, rev=9, adr="Buôn Tul")
    bench.send()
    assert reason(bench.undo(made.act)) is Refusal.CHANGED_SINCE


@pytest.mark.parametrize(
    ("fields", "why", "refusal"),
    [
        ({"name": LANH.name}, "told", Refusal.NOTHING_CHANGED),
        ({"name": "Khác"}, " ", Refusal.REASON_NEEDED),
        ({"source": "x"}, "told", Refusal.NOTHING_CHANGED),
    ],
)
def test_a_correction_needs_a_reason_and_a_difference(
    bench: Bench, fields: dict[str, str], why: str, refusal: Refusal
) -> None:
    one, _ = bench.twins()
    answer = bench.decide(bench.case("dup_person"), lambda desk: desk.correct(one, fields=fields, why=why))
    assert reason(answer) is refusal


def test_a_correction_that_cannot_be_says_which_field(bench: Bench) -> None:
    one, _ = bench.twins()
    fields = {"name": "", "tel": "12"}
    answer = bench.decide(bench.case("dup_person"), lambda desk: desk.correct(one, fields=fields, why="told"))
    assert isinstance(answer, Flawed)
    assert [one.field for one in answer.flaws] == ["name", "tel"]


def close_doses(bench: Bench) -> tuple[str, str]:
    """One woman, two doses four days apart at two stations."""
    first = bench.here.dose(bench.here.listed(LANH), day="2026-11-20")
    second = bench.there.dose(bench.there.listed(LANH), day="2026-11-24")
    bench.send()
    return first, second


def test_the_day_of_a_dose_is_corrected_and_that_settles_the_case(bench: Bench) -> None:
    first, _ = close_doses(bench)
    case = bench.case("short_interval")
    for day in ("2030-01-01", "mai"):
        answer = bench.decide(case, lambda desk, day=day: desk.correct(first, fields={"day": day}, why="told"))
        assert reason(answer) is Refusal.DOSE_UNREADABLE
    made = bench.decided(case, lambda desk: desk.correct(first, fields={"day": "2026-10-20"}, why="told"))
    assert "short_interval" not in bench.kinds()
    assert made.refs[0] in quoted(bench.server, "TYT-02")
    bench.undone(made.act)
    assert "short_interval" in bench.kinds()


def test_a_dose_is_taken_back_and_restored(bench: Bench) -> None:
    _, second = close_doses(bench)
    case = bench.case("short_interval")
    assert reason(bench.decide(case, lambda desk: desk.void(second, why=""))) is Refusal.REASON_NEEDED
    before = effective(bench)
    made = bench.decided(case, lambda desk: desk.void(second, why="entered_twice"))
    assert "short_interval" not in bench.kinds()
    bench.undone(made.act)
    assert "short_interval" in bench.kinds()
    assert effective(bench) == before


def test_a_case_is_settled_otherwise_with_words_and_opened_again(bench: Bench) -> None:
    close_doses(bench)
    case = bench.case("short_interval")
    for how, why in (("otherwise", " "), ("nonsense", "x")):
        answer = bench.decide(case, lambda desk, how=how, why=why: desk.resolve(how=how, why=why))
        assert reason(answer) is Refusal.REASON_NEEDED
    made = bench.decided(case, lambda desk: desk.resolve(how="checked"))
    assert "short_interval" not in bench.kinds()
    both = [quoted(bench.server, org) for org in ("TYT-01", "TYT-02")]
    assert sum(made.refs[0] in some for some in both) == 1, "it stands in one feed and is quoted into the other"
    view = bench.view(case)
    assert (view.state, view.may) == ("", frozenset())
    bench.undone(made.act)
    assert "short_interval" in bench.kinds()


def test_a_link_by_rule_is_looked_at_or_parted_and_parting_is_undone(bench: Bench) -> None:
    one, other = bench.here.listed(LANH), bench.there.listed(LANH)
    bench.send()
    case = bench.case("linked")
    assert reason(bench.decide(case, lambda desk: desk.same())) is Refusal.ISSUE_GONE
    assert reason(bench.decide(case, lambda desk: desk.unlink(one))) is Refusal.ISSUE_GONE
    made = bench.decided(case, lambda desk: desk.unlink())
    assert same_person(bench.server, one) == {one}
    assert "linked" not in bench.kinds()
    bench.undone(made.act)
    assert same_person(bench.server, one) == {one, other}
    bench.decided(bench.case("linked"), lambda desk: desk.resolve(how="checked"))
    assert "linked" not in bench.kinds()
    assert same_person(bench.server, one) == {one, other}


def test_doses_too_close_because_two_were_linked_are_parted_there(bench: Bench) -> None:
    first, _ = close_doses(bench)
    case = bench.case("short_interval")
    (pair,) = bench.view(case).pairs
    made = bench.decided(case, lambda desk: desk.unlink(pair.id, why="wrong_person"))
    assert "short_interval" not in bench.kinds()
    bench.undone(made.act)
    assert "short_interval" in bench.kinds()
    stranger = bench.here.dose(bench.here.listed(BAO))
    bench.send()
    for ref in (stranger, first, "", "0000000000009.5"):
        assert reason(bench.decide(case, lambda desk, ref=ref: desk.unlink(ref))) is Refusal.ISSUE_GONE


def test_a_link_in_the_feed_of_another_province_is_parted_and_that_undone(bench: Bench) -> None:
    for number, (first, second) in enumerate(((bench.here, bench.far), (bench.far, bench.here))):
        who = changed(LANH, name=f"Lò Thị {'AB'[number]}", doc=f"06619000{1000 + number}", tel=f"09051234{10 + number}")
        one = first.listed(who)
        first.send()
        bench.read()
        other = second.listed(who)
        bench.send()
        (case,) = [row.id for row in bench.rows(kind="linked")]
        made = bench.decided(case, lambda desk: desk.unlink())
        bench.undone(made.act)
        assert same_person(bench.server, one) == {one, other}
        bench.decided(case, lambda desk: desk.resolve(how="checked"))


def test_a_question_waits_at_the_site_and_its_answer_comes_to_the_top(bench: Bench) -> None:
    from vaxdesk.domain.payloads import Answer

    one, _ = bench.twins()
    bench.here.dose(bench.here.listed(BAO))
    bench.send()
    case, unit = bench.case("dup_person"), bench.server.unit("TYT-01").org_no
    until = "2026-11-30"
    today = bench.server.now
    bench.server.now = lambda: 1_795_750_000  # 2026-11-27
    assert bench.kinds() == ["lot_bad", "dup_person"]
    elsewhere = bench.server.unit("TYT-09").org_no
    wrong = bench.decide(case, lambda desk: desk.ask(unit=elsewhere, what="same_person", until=until))
    assert reason(wrong) is Refusal.ISSUE_GONE
    made = bench.decided(case, lambda desk: desk.ask(unit=unit, what="same_person", text="Hỏi mẹ", until=until))
    assert [(row.kind, row.state) for row in bench.rows()] == [("lot_bad", "open"), ("dup_person", "waiting")]
    asked = [row["entry"] for row in bench.server.entries("TYT-01") if row["ref"] == made.refs[0]][0]
    assert asked["d"]["refs"] == [one]
    bench.here.write("answer", Answer(ask=made.refs[0], choice="two_people", text="khác mẹ"), of=one)
    bench.server.now = today
    bench.send()
    assert [(row.kind, row.state) for row in bench.rows()] == [("dup_person", "answered"), ("lot_bad", "open")]
    (question,) = bench.view(case).questions
    assert (question.choice, question.words) == ("two_people", "khác mẹ")
    bench.undone(made.act)
    assert bench.view(case).questions == ()
    assert bench.view(case).state == "open"


def test_nobody_decides_where_they_have_no_right(bench: Bench) -> None:
    one, _ = bench.twins()
    case = bench.case("dup_person")
    far, watcher = bench.staff("minh", "46"), bench.staff("tu", "66", GivenRole.OVERSEE)
    assert bench.view(case, far) is None
    assert reason(bench.decide(case, lambda desk: desk.same(), far)) is Refusal.ISSUE_GONE
    assert bench.view(case, watcher).may == frozenset()
    deeds = (
        lambda desk: desk.same(),
        lambda desk: desk.correct(one, fields={"tel": "0911000222"}, why="told"),
        lambda desk: desk.void(one, why="nhầm"),
        lambda desk: desk.resolve(how="checked"),
        lambda desk: desk.ask(unit=bench.server.unit("TYT-01").org_no, what="same_person", until="2026-12-01"),
    )
    for deed in deeds:
        assert reason(bench.decide(case, deed, watcher)) is Refusal.NO_RIGHT
    made = bench.decided(case, lambda desk: desk.same())
    assert reason(bench.undo(made.act, watcher)) is Refusal.NO_RIGHT
    assert reason(bench.undo(made.act, far)) is Refusal.ISSUE_GONE
    assert reason(bench.undo(made.act + 5)) is Refusal.ISSUE_GONE


def test_a_case_of_two_provinces_is_decided_by_either_but_records_only_changed_at_home(bench: Bench) -> None:
    one, other = bench.here.listed(LANH), bench.far.listed(TWIN)
    bench.send()
    minh = bench.staff("minh", "46")
    case = bench.case("dup_person")
    assert {record.id: record.mine for record in bench.view(case, minh).records} == {one: False, other: True}
    wrong = bench.decide(case, lambda desk: desk.correct(one, fields={"tel": "0911000222"}, why="told"), minh)
    assert reason(wrong) is Refusal.NO_RIGHT
    made = bench.decided(case, lambda desk: desk.same(), minh)
    assert made.refs[0] in {row["ref"] for row in bench.server.entries("TYT-09")}
    assert same_person(bench.server, one) == {one, other}


def test_a_second_click_decides_nothing_and_a_case_in_hand_is_left_alone(bench: Bench) -> None:
    bench.twins()
    case = bench.case("dup_person")
    hoa = bench.staff("hoa", "66")
    with_hoa = bench.decide(case, lambda desk: desk.correct("nothing", fields={}, why="x"), hoa)
    assert reason(with_hoa) is Refusal.ISSUE_GONE
    assert isinstance(bench.decide(case, lambda desk: desk.same()), Decided)
    assert reason(bench.decide(case, lambda desk: desk.same())) is Refusal.ISSUE_GONE
    assert bench.rows() == [], "it is hidden before the readers have seen it"


def test_an_unmerge_after_corrections_from_both_sides_restores_exactly(bench: Bench) -> None:
    one, other = bench.twins()
    bench.here.dose(one, day="2026-10-01")
    bench.there.dose(other, day="2026-11-10")
    bench.send()
    case = bench.case("dup_person")
    before = effective(bench)
    merged = bench.decided(case, lambda desk: desk.same())
    bench.here.amend(one, tel="0900000001")
    bench.there.amend(other, name="Nguyễn Thị Lanh")
    bench.send()
    bench.undone(merged.act)
    after = effective(bench)
    changed_only = {row[0]: row for row in after if row not in before}
    assert len(changed_only) == 1, "the corrections stay with the records for which they were written"
    assert changed(LANH, tel="0900000001").tel in next(iter(changed_only.values()))
