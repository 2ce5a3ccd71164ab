"""Roles x units x deeds: a case is seen by whoever sees below one of its sides, and decided by right alone."""

from __future__ import annotations

from sync_server.district.cases import finding, worklist
from sync_server.district.cases.deciding import RIGHT, Desk
from sync_server.district.cases.views import Decided, Deed
from sync_server.district.who import Node, Who
from sync_server.durable.database import writing
from tests.district.cases.bench_of import TWIN, Bench
from tests.sync_server.clinics import LANH, changed
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act, may, stands_above

UNITS = ("VN", "66", "24211", "TYT-01", "TYT-02", "46", "TYT-09")


class _Undone(Exception):
    """The decision was looked at, and is not to last."""


def somebody(bench: Bench, role: GivenRole, org: str) -> Who:
    unit = bench.server.unit(org)
    node = Node(
        org_no=unit.org_no, path=unit.path, scheme=unit.scheme, code=unit.code, name=unit.name, roles=(role.value,)
    )
    return Who(user_no=100_900, login="x", name="X", nodes=(node,))


def tried(bench: Bench, who: Who, case: str, deed: Deed, record: str) -> object:
    """What comes of a deed; it is rolled back."""
    calls = {
        Deed.SAME: lambda desk: desk.same(),
        Deed.DIFFER: lambda desk: desk.differ(),
        Deed.RESOLVE: lambda desk: desk.resolve(how="checked"),
        Deed.CORRECT: lambda desk: desk.correct(record, fields={"adr": "Buôn Ky"}, why="told"),
        Deed.VOID: lambda desk: desk.void(record, why="nhầm"),
        Deed.ASK: lambda desk: desk.ask(
            unit=bench.server.unit("TYT-01").org_no, what="same_person", until="2026-11-30"
        ),
    }
    found: list[object] = []
    try:
        with writing(bench.server.engine) as conn:
            found.append(calls[deed](Desk(conn, bench.server.server, who, case)))
            raise _Undone
    except _Undone:
        return found[0]


def test_what_each_role_sees_and_decides_at_each_unit(bench: Bench) -> None:
    """The case lies at TYT-01 and TYT-09; what changes the record of TYT-01 needs the right there."""
    bench.server.now = lambda: 1_795_750_000
    record = bench.here.listed(LANH)
    bench.far.listed(TWIN)
    bench.there.dose(bench.there.listed(changed(LANH, name="Vàng A Sếnh", doc="", tel="")))
    bench.send()
    paths = {org: bench.server.unit(org).path for org in UNITS}
    case = bench.case("dup_person")
    sides = (paths["TYT-01"], paths["TYT-09"])
    for role in GivenRole:
        for org in UNITS:
            who = somebody(bench, role, org)
            sees = may([role.value], Act.SEE_BELOW)
            near = any(stands_above(paths[org], side) for side in sides)
            assert (bench.view(case, who) is not None) == (sees and near), (role, org)
            listed = bench.kinds(who) if finding.nodes(who) else []
            assert ("dup_person" in listed) == (sees and near), (role, org)
            assert ("lot_bad" in listed) == (sees and stands_above(paths[org], paths["TYT-02"])), (role, org)
            for deed in set(Deed) - {Deed.UNLINK}:
                at_home = deed in (Deed.CORRECT, Deed.VOID, Deed.ASK)
                reach = stands_above(paths[org], paths["TYT-01"]) if at_home else near
                allowed = sees and near and reach and may([role.value], RIGHT[deed])
                answer = tried(bench, who, case, deed, record)
                assert isinstance(answer, Decided) == allowed, (role, org, deed, answer)
                if isinstance(answer, Refused):
                    wanted = Refusal.NO_RIGHT if sees and near else Refusal.ISSUE_GONE
                    assert answer.reason is wanted, (role, org, deed, answer)


def test_without_any_unit_there_is_nothing(bench: Bench) -> None:
    bench.twins()
    nobody = Who(user_no=1, login="x", name="X", nodes=())
    assert finding.nodes(nobody) == ()
    assert bench.page(nobody) == worklist.Worklist(rows=())
    assert bench.view(bench.case("dup_person"), nobody) is None
