"""The tree of units: any order of rows, both file forms, twice the same is nothing, bad files change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_server.authority import access, orgs
from sync_server.authority.orgs import BadUnits, Fault, Imported, UnitRow
from sync_server.durable.database import open_engine, reading, writing
from sync_server.durable.tables import feed, org
from sync_server.operating import org_acts
from tests.ready import ready_file

CSV = """code,name,kind,parent,scheme
TYT-01,Trạm y tế,station,2025-07:24211,
24211,Cư Êbur,commune,66,2025-07
66,Đắk Lắk,province,,2025-07
66,Đắk Lắk (2021),province,,2021
"""
SEMICOLONS = "\ufeffcode;name;kind;parent;scheme\n66;Đắk Lắk;province;;2025-07\n24211;Cư Êbur;commune;66;2025-07\n"
TOML = """
[[org]]
code = "66"
name = "Đắk Lắk"
kind = "province"
scheme = "2025-07"
[[org]]
code = "24211"
name = "Cư Êbur"
kind = "commune"
parent = "66"
scheme = "2025-07"
"""


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    made = open_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[sa.Engine]:
    made = open_engine(ready_file(tmp_path / "o.db"))
    yield made
    made.dispose()


def put(engine: sa.Engine, rows: list[UnitRow]) -> Imported:
    with writing(engine) as conn:
        return orgs.take_in(conn, rows)


def tree(engine: sa.Engine) -> dict[str, list[str]]:
    """Names from the root down, by `scheme:code`."""
    with reading(engine) as conn:
        rows = conn.execute(sa.select(org)).all()
    names = {row.org_no: row.name for row in rows}
    return {f"{row.scheme}:{row.code}": [names[int(no)] for no in row.path.strip("/").split("/")] for row in rows}


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_children_before_parents_and_codes_in_two_lists(engine: sa.Engine, tmp_path: Path) -> None:
    rows = orgs.read_file(written(tmp_path, "orgs.csv", CSV))
    assert put(engine, rows) == Imported(units=4, added=4, changed=0)
    assert tree(engine) == {
        ":TYT-01": ["Đắk Lắk", "Cư Êbur", "Trạm y tế"],
        "2025-07:24211": ["Đắk Lắk", "Cư Êbur"],
        "2025-07:66": ["Đắk Lắk"],
        "2021:66": ["Đắk Lắk (2021)"],
    }
    with reading(engine) as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(feed)).scalar_one() == 4
        assert orgs.find(conn, "2021:66").name == "Đắk Lắk (2021)"
        with pytest.raises(BadUnits) as bad:
            orgs.find(conn, "66")
        assert bad.value.fault is Fault.AMBIGUOUS


def test_the_same_file_again_changes_nothing_and_a_new_name_is_one_change(engine: sa.Engine, tmp_path: Path) -> None:
    rows = orgs.read_file(written(tmp_path, "orgs.csv", CSV))
    put(engine, rows)
    before = tree(engine)
    assert put(engine, rows) == Imported(units=4, added=0, changed=0)
    assert tree(engine) == before
    renamed = orgs.read_file(written(tmp_path, "new.csv", CSV.replace("Trạm y tế", "Trạm y tế xã")))
    assert put(engine, renamed) == Imported(units=4, added=0, changed=1)


def test_numbers_follow_from_the_codes_so_that_a_new_database_gives_the_same(tmp_path: Path) -> None:
    rows = orgs.read_file(written(tmp_path, "orgs.csv", CSV))
    seen = []
    for name, order in (("a", rows), ("b", list(reversed(rows)))):
        engine = open_engine(ready_file(tmp_path / f"{name}.db"))
        put(engine, order)
        with reading(engine) as conn:
            seen.append({(row.scheme, row.code): row.org_no for row in conn.execute(sa.select(org))})
        engine.dispose()
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.toml", TOML), ("b.csv", SEMICOLONS)],
    ids=["toml", "csv with BOM and semicolons"],
)
def test_both_forms_of_file(tmp_path: Path, name: str, text: str) -> None:
    assert orgs.read_file(written(tmp_path, name, text)) == [
        UnitRow(code="66", name="Đắk Lắk", kind="province", scheme="2025-07"),
        UnitRow(code="24211", name="Cư Êbur", kind="commune", parent="66", scheme="2025-07"),
    ]


def unit(code: str, parent: str = "") -> UnitRow:
    return UnitRow(code=code, name=code, kind="unit", parent=parent)


def test_a_unit_moves_with_all_below_it(local: sa.Engine) -> None:
    put(local, [unit("A"), unit("B"), unit("C", "A"), unit("D", "C"), unit("E", "D")])
    put(local, [unit("E", "C"), unit("C", "B")])
    assert {code: path for code, path in tree(local).items()} == {
        ":A": ["A"],
        ":B": ["B"],
        ":C": ["B", "C"],
        ":D": ["B", "C", "D"],
        ":E": ["B", "C", "E"],
    }


@pytest.mark.parametrize(
    ("rows", "fault", "row"),
    [
        pytest.param([unit("X"), unit("X")], Fault.TWICE, 2, id="twice"),
        pytest.param([unit("X"), unit("Y", "nowhere")], Fault.NO_PARENT, 2, id="no parent"),
        pytest.param([unit("X", "Y"), unit("Y", "X")], Fault.CIRCLE, 1, id="circle in the file"),
        pytest.param([unit("A", "C")], Fault.CIRCLE, 0, id="circle with what is there"),
    ],
)
def test_a_bad_tree_changes_nothing(local: sa.Engine, rows: list[UnitRow], fault: Fault, row: int) -> None:
    put(local, [unit("A"), unit("B", "A"), unit("C", "B")])
    before = tree(local)
    with pytest.raises(BadUnits) as bad:
        put(local, rows)
    assert (bad.value.fault, bad.value.row) == (fault, row)
    assert tree(local) == before


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.csv", "mã,tên\n1,2\n", Fault.NO_COLUMNS),
        ("b.csv", "code,name,kind\n66,,province\n", Fault.EMPTY_FIELD),
        ("c.toml", "org = 5", Fault.NO_COLUMNS),
        ("d.toml", "[[org]", Fault.UNREADABLE),
        ("e.toml", "org = [1]", Fault.NO_COLUMNS),
        ("f.csv", "code,name,kind\na:b,x,y\n", Fault.EMPTY_FIELD),
    ],
    ids=["no such columns", "no name", "no tables", "no toml", "no table", "colon in a code"],
)
def test_files_that_are_none(tmp_path: Path, name: str, text: str, fault: Fault) -> None:
    with pytest.raises(BadUnits) as bad:
        orgs.read_file(written(tmp_path, name, text))
    assert bad.value.fault is fault


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadUnits) as bad:
        orgs.read_file(tmp_path / "nothing.csv")
    assert bad.value.fault is Fault.UNREADABLE


BOTH_LISTS = [
    UnitRow(code="66", name="Đắk Lắk (2021)", kind="province", scheme="2021"),
    UnitRow(code="24211", name="Cư Êbur (2021)", kind="commune", parent="66", scheme="2021"),
    UnitRow(code="66", name="Đắk Lắk", kind="province", scheme="2025-07", old="2021:66 2021:54"),
    UnitRow(
        code="24133", name="Buôn Ma Thuột", kind="ward", parent="66", scheme="2025-07", old="2021:24118 2021:24121"
    ),
    UnitRow(code="24154", name="Ea Kao", kind="ward", parent="66", scheme="2025-07", old="2021:24118"),
]


def test_old_codes_lead_to_the_units_that_carry_them(engine: sa.Engine) -> None:
    """Facts 7.3: one old commune may have gone into several new ones; then a person chooses."""
    assert put(engine, BOTH_LISTS).added == 5
    assert put(engine, BOTH_LISTS) == Imported(units=5, added=0, changed=0)
    with reading(engine) as conn:
        assert orgs.find(conn, "2021:24121").name == "Buôn Ma Thuột"
        assert orgs.find(conn, "2021:66").name == "Đắk Lắk (2021)"  # a unit of its own goes before a carried code
        assert {one.name for one in orgs.successors(conn, "2021", "24118")} == {"Buôn Ma Thuột", "Ea Kao"}
        with pytest.raises(BadUnits) as bad:
            orgs.find(conn, "2021:24118")
        assert bad.value.fault is Fault.SPLIT
        assert orgs.carried(conn, orgs.find(conn, "24133").org_no) == ["2021:24118", "2021:24121"]


def test_a_unit_of_the_old_list_may_stand_under_one_of_the_new(engine: sa.Engine) -> None:
    put(engine, BOTH_LISTS)
    with writing(engine) as conn:
        moved = orgs.find(conn, "2021:24211")
        org_acts.move(conn, moved, orgs.find(conn, "2025-07:66"), at_ms=5)
        again = orgs.find(conn, "2021:24211")
        assert (again.org_no, again.parent) == (moved.org_no, orgs.find(conn, "2025-07:66").org_no)
        assert access.check(conn).rows == 1
    assert tree(engine)["2021:24211"] == ["Đắk Lắk", "Cư Êbur (2021)"]
    with reading(engine) as conn:
        names = [(one.depth, one.name) for one in org_acts.listed(conn, orgs.find(conn, "2025-07:66"))]
        assert names[0] == (0, "Đắk Lắk")
        assert set(names[1:]) == {(1, "Buôn Ma Thuột"), (1, "Ea Kao"), (1, "Cư Êbur (2021)")}


def test_a_unit_is_not_moved_below_itself_nor_closed_over_open_ones(local: sa.Engine) -> None:
    put(local, [unit("A"), unit("B", "A"), unit("C", "B")])
    with writing(local) as conn:
        top, bottom = orgs.find(conn, "A"), orgs.find(conn, "C")
        with pytest.raises(BadUnits) as bad:
            org_acts.move(conn, top, bottom, at_ms=5)
        assert bad.value.fault is Fault.CIRCLE
        with pytest.raises(BadUnits) as bad:
            org_acts.close(conn, top, at_ms=5)
        assert bad.value.fault is Fault.NOT_EMPTY
        for code in ("C", "B", "A"):
            org_acts.close(conn, orgs.find(conn, code), at_ms=5)
        assert not any(one.active for one in org_acts.listed(conn))


def test_old_codes_name_their_list(tmp_path: Path) -> None:
    with pytest.raises(BadUnits) as bad:
        orgs.read_file(written(tmp_path, "g.csv", "code,name,kind,old\n66,x,y,54\n"))
    assert bad.value.fault is Fault.OLD_CODE
    rows = orgs.read_file(
        written(tmp_path, "h.toml", '[[org]]\ncode = "1"\nname = "x"\nkind = "y"\nold = ["2021:54", "2021:66"]')
    )
    assert rows[0].carried == [("2021", "54"), ("2021", "66")]
