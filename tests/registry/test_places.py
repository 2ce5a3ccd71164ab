"""Facilities, areas, staff, chosen units and checklists as the server sees them, on SQLite and on PostgreSQL."""

from __future__ import annotations

import random

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Amend, Area, Checklist, Facility, Person, Staff, UnitMap, Void
from vaxdesk.domain.places.records import Key, What
from vaxdesk.registry.queries import places

A = "0000000000001"


def written() -> Written:
    log = Written(A)
    log.add("facility", Facility(name="Trạm Y tế xã Xà Hồ", code="15041", commune_code="04594", scheme="2021"))  # 1
    log.add("facility", Facility(name="Trung tâm Y tế Trạm Tấu", code="15001"))  # 2
    log.add("amend", Amend(set={"parent": f"{A}.2", "phone": "02163876123"}), of=1, rev=1)  # 3
    log.add("area", Area(name="Thôn Cu Vai", facility=f"{A}.1"))  # 4
    log.add("staff", Staff(name="Lò Thị Mai", facility=f"{A}.1", role="representative", user=1))  # 5
    log.add("staff", Staff(name="Giàng A Sử", area=f"{A}.4", phone="0912345678"))  # 6
    log.add("amend", Amend(set={"locked": "1"}), of=6, rev=1)  # 7
    log.add("staff", Staff(name="Vàng A Páo", facility=f"{A}.2", locked=True))  # 8
    log.add("amend", Amend(set={"locked": "0", "user": "7"}), of=8, rev=1)  # 9
    log.add("staff", Staff(name="Người Đã Thôi"))  # 10
    log.add("void", Void(v=True, why="thôi việc"), of=10, rev=1)  # 11
    log.add("unitmap", UnitMap(from_code="00553", from_scheme="2021", to_code="00541", to_scheme="2025-07", basis="NQ"))
    log.add("unitmap", UnitMap(from_code="00553", from_scheme="2021", to_code="00565", to_scheme="2025-07", basis="NQ",
                               area="Đổng Xuyên"))
    log.add("void", Void(v=True, why="x"), of=12, rev=1)  # 14
    log.add("checklist", Checklist(part="C", day="2026-11-20", answers={"place": "yes"}, form="f"))
    log.add("checklist", Checklist(part="C", day="2026-11-27", answers={"place": "no"}, notes={"place": "dột"}))
    log.add("checklist", Checklist(part="B", day="2026-11-28", answers={}), user=3)
    log.add("amend", Amend(set={"answers": "không phải JSON"}), of=15, rev=1)
    for name, code, scheme in (("Lan", "00553", "2021"), ("Huệ", "00553", "2021"), ("Sen", "00553", "2025-07")):
        log.add("person", Person(name=name, commune_code=code, scheme=scheme, adr=f"Thôn {name}"))
    return log


def test_the_lists_with_their_corrections(base: Fold) -> None:
    base.take(written())
    found = base.ask(places.records)
    by_name = {one.name: one for one in found}
    assert [one.what for one in found] == [What.FACILITY] * 2 + [What.AREA] + [What.STAFF] * 3
    station = by_name["Trạm Y tế xã Xà Hồ"]
    assert (station.id, station.get(Key.PARENT), station.refs[Key.PARENT]) == (f"{A}.1", "15001", f"{A}.2")
    assert (station.get(Key.REPRESENTATIVE), station.get(Key.PHONE)) == ("Lò Thị Mai", "02163876123")
    assert by_name["Thôn Cu Vai"].get(Key.FACILITY) == "15041"
    assert by_name["Giàng A Sử"].get(Key.AREA) == "Thôn Cu Vai"
    assert by_name["Giàng A Sử"].get(Key.LOCKED) == "1"
    assert "Người Đã Thôi" not in by_name


def test_staff_that_may_be_put_in_a_team(base: Fold) -> None:
    base.take(written())
    assert [(one.name, one.user) for one in base.ask(places.staff)] == [("Lò Thị Mai", 1), ("Vàng A Páo", 7)]
    everybody = base.ask(places.staff, locked=True)
    assert [one.name for one in everybody if one.locked] == ["Giàng A Sử"]


def test_choices_and_who_still_lives_in_an_old_commune(base: Fold) -> None:
    base.take(written())
    [(reference, one)] = base.ask(places.maps)
    assert (reference, one.to_code, one.area) == (f"{A}.13", "00565", "Đổng Xuyên")
    assert base.ask(lambda conn, _: places.old_communes(conn)) == {"00553": 2}
    assert [one.name for one in base.ask(places.residents, "00553")] == ["Huệ", "Lan"]


def test_checklists_the_newest_day_first(base: Fold) -> None:
    base.take(written())
    assert [(one.part, one.day) for one in base.ask(places.checklists)] == [
        ("B", "2026-11-28"), ("C", "2026-11-27"), ("C", "2026-11-20"),
    ]  # fmt: skip
    newest, spoilt = base.ask(places.checklists, part="C")
    assert (newest.answers, newest.notes) == ({"place": "no"}, {"place": "dột"})
    assert spoilt.answers == {}


def test_any_order_gives_the_same(base: Fold) -> None:
    log = written()
    base.take(log)
    straight = base.digests()
    for seed in range(8):
        order = [(log, one) for one in log.refs()] * 2
        random.Random(seed).shuffle(order)
        base.empty()
        base.fold(order[:17])
        base.fold(order[17:])
        assert base.digests() == straight, seed
