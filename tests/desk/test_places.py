"""Lists of facilities, areas and staff in a real store: import, mend, save, lock, take out, representatives."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.places import importing, lists
from vaxdesk.domain.headings import HeadingRefusal, HeadingsRefused
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.places.judging import Flaw
from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import Key, PlaceRecord, What
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import UserView
from vaxdesk.registry.queries import places

HEAD = ["Mã cơ sở KCB", "Tên cơ sở", "Tỉnh", "Quận/Huyện", "Xã/Phường", "Người đại diện", "Điện thoại",
        "Cơ sở cấp trên"]
XA_HO = ("Yên Bái", "Trạm Tấu", "Xà Hồ")


def sheet(path: Path, *rows: tuple, head: list[str] | None = None) -> Path:
    book = Workbook()
    book.active.append(head or HEAD)
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def record(what: What = What.FACILITY, *, id: str = "", **values: str) -> PlaceRecord:  # noqa: A002
    return PlaceRecord(what=what, id=id, values={Key(name): text for name, text in values.items()})


def saved(answer: Done | Refused | PlaceRow) -> str:
    assert isinstance(answer, Done), answer
    return answer.value


def facility(desk: Desk, name: str = "Trạm Y tế xã Xà Hồ", code: str = "15041", **values: str) -> str:
    return saved(lists.save(desk, record(name=name, code=code, province="Yên Bái", district="Trạm Tấu", commune="Xà Hồ",
                                         **values)))


def by_name(desk: Desk) -> dict[str, PlaceRecord]:
    return {one.name: one for one in lists.all_of(desk)}


def test_a_list_is_looked_at_mended_and_taken(desk: Desk, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "co so.xlsx",
        ("15042", "Trạm Y tế xã Bản Mù", "Yên Bái", "Trạm Tấu", "Bản Mù", "Hờ A Chứ", "0216 3876 123", "15001"),
        ("15001", "Trung tâm Y tế Trạm Tấu", *XA_HO, "", "", ""),
        ("15O43", "Trạm Y tế xã Pá Hu", "Yên Bái", "Trạm Tấu", "Pá Hu", "", "", ""),
        ("15001", "TTYT Trạm Tấu", *XA_HO, "", "", ""),
    )
    looked = importing.look(desk, path)
    assert not isinstance(looked, HeadingsRefused)
    assert [row.fate for row in looked.rows] == [Fate.TAKEN, Fate.TAKEN, Fate.PROBLEM, Fate.THERE]
    assert lists.all_of(desk) == ()
    looked = importing.mend(desk, looked, 4, {"code": "15043"})
    assert [row.fate for row in looked.rows] == [Fate.TAKEN, Fate.TAKEN, Fate.TAKEN, Fate.THERE]
    answer = importing.take(desk, looked)
    assert isinstance(answer, Done)
    assert answer.value == 3
    found = by_name(desk)
    assert set(found) == {"Trạm Y tế xã Bản Mù", "Trung tâm Y tế Trạm Tấu", "Trạm Y tế xã Pá Hu", "Hờ A Chứ"}
    station = found["Trạm Y tế xã Bản Mù"]
    assert station.refs[Key.PARENT] == found["Trung tâm Y tế Trạm Tấu"].id  # it stood below in the sheet
    assert (station.get(Key.REPRESENTATIVE), station.get(Key.COMMUNE_CODE)) == ("Hờ A Chứ", "04615")
    again = importing.look(desk, path)
    assert [row.fate for row in again.rows][:2] == [Fate.THERE, Fate.THERE]
    assert importing.take(desk, looked).value == 0  # judged anew inside the transaction


def test_a_long_list_is_taken_in_batches_and_only_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    head = ["Họ và tên", "Đơn vị công tác", "Điện thoại"]
    rows = [("Lò Văn Páo", "Trạm không có", f"091234567{n % 2}") for n in range(4)]
    rows += [(f"Giàng A {name}", "15041", "") for name in ("Sử", "Chứ", "Páo", "Dơ", "Chu")]
    looked = importing.look(desk, sheet(tmp_path / "ns.xlsx", *rows, head=head))
    assert [row.fate for row in looked.rows][:4] == [Fate.LOOK, Fate.LOOK, Fate.THERE, Fate.THERE]
    assert importing.take(desk, looked).value == 3
    assert importing.take_all(desk, looked).value == 4
    assert importing.take_all(desk, looked).value == 0
    assert len(lists.all_of(desk)) == 7


def test_two_facilities_that_name_each_other_as_the_one_above(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path / "vong.xlsx", ("15001", "Trung tâm A", *XA_HO, "", "", "15002"),
                 ("15002", "Bệnh viện B", *XA_HO, "", "", "15001"))
    assert importing.take(desk, importing.look(desk, path)).value == 2
    assert sum(Key.PARENT in one.refs for one in lists.all_of(desk)) == 1


def test_staff_are_read_with_their_facility(desk: Desk, tmp_path: Path) -> None:
    station = facility(desk)
    head = ["Họ và tên", "Chức danh", "Đơn vị công tác", "SĐT", "Khóa"]
    path = sheet(tmp_path / "ns.xlsx", ("LÒ THỊ MAI", "Y sĩ", "Trạm y tế xã Xà Hồ", "912345678", ""),
                 ("Hờ A Chứ", "Điều dưỡng", "15041", "", "x"), head=head)
    looked = importing.look(desk, path)
    assert looked.columns.what is What.STAFF
    importing.take(desk, looked)
    with desk.store.reading() as conn:
        [member] = places.staff(conn, desk.store.names)
    assert (member.name, member.facility, member.phone) == ("Lò Thị Mai", station, "0912345678")


def test_a_file_without_a_list_is_refused(desk: Desk, tmp_path: Path) -> None:
    refused = importing.look(desk, sheet(tmp_path / "x.xlsx", head=["Một", "Hai"]))
    assert isinstance(refused, HeadingsRefused)
    assert refused.code is HeadingRefusal.NO_HEADER


def test_a_record_is_corrected_by_an_amend(desk: Desk) -> None:
    reference = facility(desk, phone="02163876123")
    held = by_name(desk)["Trạm Y tế xã Xà Hồ"]
    assert saved(lists.save(desk, held.replaced(name="Trạm Y tế Xà Hồ", phone=""))) == reference
    assert by_name(desk)["Trạm Y tế Xà Hồ"].get(Key.PHONE) == ""
    assert saved(lists.save(desk, by_name(desk)["Trạm Y tế Xà Hồ"])) == reference


def test_who_represents_a_facility_is_one_of_its_staff(desk: Desk) -> None:
    facility(desk, representative="Lò Thị Mai")
    held = by_name(desk)["Trạm Y tế xã Xà Hồ"]
    lists.save(desk, held.replaced(representative="Hờ A Chứ"))
    found = by_name(desk)
    assert found["Trạm Y tế xã Xà Hồ"].get(Key.REPRESENTATIVE) == "Hờ A Chứ"
    assert found["Lò Thị Mai"].get(Key.ROLE) == "medical"
    lists.save(desk, found["Trạm Y tế xã Xà Hồ"].replaced(representative="lò thị mai"))
    found = by_name(desk)
    assert found["Lò Thị Mai"].get(Key.ROLE) == "representative"
    assert len(found) == 3
    lists.save(desk, found["Trạm Y tế xã Xà Hồ"].replaced(representative=""))
    assert by_name(desk)["Trạm Y tế xã Xà Hồ"].get(Key.REPRESENTATIVE) == ""


def test_what_cannot_be_taken_comes_back_judged(desk: Desk) -> None:
    facility(desk)
    nameless = lists.save(desk, record(code="15099"))
    assert isinstance(nameless, PlaceRow)
    assert Flaw.NAME_MISSING in [one.flaw for one in nameless.findings]
    again = lists.save(desk, record(name="TYT xã Xà Hồ", code="15041"))
    assert isinstance(again, PlaceRow)
    assert again.fate is Fate.THERE
    assert len(lists.all_of(desk)) == 1


def test_staff_are_locked_and_unlocked(desk: Desk) -> None:
    station = facility(desk)
    member = saved(lists.save(desk, record(What.STAFF, name="Lò Thị Mai", facility="15041")))
    saved(lists.set_locked(desk, member, locked=True))
    with desk.store.reading() as conn:
        assert places.staff(conn, desk.store.names) == ()
    saved(lists.set_locked(desk, member, locked=False))
    with desk.store.reading() as conn:
        assert len(places.staff(conn, desk.store.names)) == 1
    assert lists.set_locked(desk, station, locked=True).reason is Refusal.PLACE_GONE


def test_a_facility_in_use_stays_and_what_is_out_can_come_back(desk: Desk) -> None:
    station = facility(desk)
    member = saved(lists.save(desk, record(What.STAFF, name="Lò Thị Mai", facility="15041")))
    assert lists.take_out(desk, station, why="gộp").facts == {"n": 1}
    assert lists.take_out(desk, member, why=" ").reason is Refusal.REASON_NEEDED
    saved(lists.take_out(desk, member, why="thôi việc"))
    saved(lists.take_out(desk, station, why="gộp"))
    assert lists.all_of(desk) == ()
    assert lists.take_out(desk, station, why="gộp").reason is Refusal.PLACE_GONE
    held = record(id=station, name="Trạm", code="15041")
    assert lists.save(desk, held).reason is Refusal.PLACE_GONE
    saved(lists.put_back(desk, station))
    assert len(lists.all_of(desk)) == 1


def test_the_lists_are_looked_through_for_what_is_missing(desk: Desk) -> None:
    facility(desk)
    facility(desk, name="Trạm Y tế xã Xà Hồ B", code="")
    found = {row.record.name: [one.flaw for one in row.findings] for row in lists.looked_at(desk)}
    assert found["Trạm Y tế xã Xà Hồ B"] == [Flaw.CODE_MISSING, Flaw.SIMILAR]
    assert lists.check(desk, record(name="Trạm Y tế xã Xà Hồ")).fate is Fate.LOOK


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SCREENING])
def test_only_who_may_keeps_the_lists(desk: Desk, tmp_path: Path, role: Role) -> None:
    other = desk.as_user(UserView(no=2, name="Páo", login="pao", roles=(role.value,)))
    station = facility(desk)
    looked = importing.look(other, sheet(tmp_path / "a.xlsx", ("15042", "Trạm B", *XA_HO, "", "", "")))
    answers = (
        lists.save(other, record(name="Trạm B")),
        lists.take_out(other, station, why="x"),
        lists.put_back(other, station),
        lists.set_locked(other, station, locked=True),
        importing.take(other, looked),
    )
    assert {one.reason for one in answers} == {Refusal.NO_RIGHT}
