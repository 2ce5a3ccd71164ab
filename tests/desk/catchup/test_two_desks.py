"""One stack typed at two desks at once, joined by the server or by a cable: one sum, one state in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from tests.desk.catchup.test_catchup_desk import THEN, announced, doses, reason
from tests.desk.day import saved
from tests.lan.cables import Cable
from tests.lan.desks import HERE, LanDesk, free_port, same, until
from tests.lan.talk import exchange
from tests.servers import RunningServer
from vaxdesk.desk import issues
from vaxdesk.desk.catchup import rechecking, settling, sheets, stacks
from vaxdesk.desk.context import Desk
from vaxdesk.domain.catchup.checking import Reread
from vaxdesk.domain.catchup.sheet import Reaction, Sheet
from vaxdesk.domain.catchup.stack import StackView
from vaxdesk.domain.catchup.twice import shared, twice
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Person, User
from vaxdesk.domain.refusals import Refusal
from vaxdesk.domain.views import UserView
from vaxdesk.store import kv

PEOPLE = tuple(
    Person(name=f"Lò Văn {name}", dob=f"19{70 + at}-03-12", sex="M", doc=f"0140850067{at:02d}")
    for at, name in enumerate(("Páo", "Sênh", "Tủa", "Vàng", "Chư", "Dế", "Giàng", "Hờ"))
)
MAI = UserView(no=1, name="Lò Thị Mai", login="mai", roles=(Role.LEAD.value,))
TONG = UserView(no=2, name="Sùng A Tống", login="tong", roles=(Role.DATA_ENTRY.value,))
Joined = tuple[Desk, Desk, Callable[[], None]]


def desk_of(station: LanDesk, user: UserView, pc: str) -> Desk:
    with station.store.changing() as conn:
        kv.put(conn, "pc", pc.encode())
    return Desk(station.store, user, THEN)


@pytest.fixture
def both(server: RunningServer, tmp_path: Path) -> Iterator[tuple[LanDesk, LanDesk]]:
    made = LanDesk(tmp_path / "one", server), LanDesk(tmp_path / "two", server)
    yield made
    for one in made:
        one.line.close()
        one.close()


@pytest.fixture(params=["server", "neighbours"])
def joined(request: pytest.FixtureRequest, both: tuple[LanDesk, LanDesk]) -> Joined:
    """Two desks, and what joins them: each sends to the server and fetches, or they talk with each other."""
    one, two = both
    desks = desk_of(one, MAI, "BAN-1"), desk_of(two, TONG, "BAN-2")

    def by_server() -> None:
        for station in (one, two, one):
            station.sync()
        assert same(one, two)

    return *desks, by_server if request.param == "server" else lambda: exchange(*desks)


def by_cable(one: LanDesk, two: LanDesk, port: int) -> None:
    """Plugged in until both hold the same, by a cable that somebody stumbles over once."""
    one.plug_in(port, calls=())
    cable = Cable(tcp_port(one), (1200,))
    two.plug_in(port, calls=(), typed=[(HERE, cable.port)])
    try:
        until(lambda: same(one, two))
        assert cable.cuts == 1
    finally:
        for station in (one, two):
            station.pull_out()
        cable.close()


def tcp_port(station: LanDesk) -> int:
    until(lambda: station.node.state.listening)
    return int(station.node.state.listening.partition(":")[2])


def listed(desk: Desk) -> list[str]:
    with desk.store.writing(user=desk.user.no) as w:
        return [w.add("person", one) for one in PEOPLE]


def type_in(desk: Desk, stack: StackView, people: list[str], **said: object) -> list[str]:
    """Types sheets as the grid numbers them; the entries."""
    made = []
    for person in people:
        no = max((row.sheet for row in sheets.typed(desk, stack.id)), default=0) + 1
        made.append(saved(sheets.save(desk, stack.id, person, Sheet(**said), no=no)).value.entry)
    return made


def begun(joined: Joined) -> tuple[StackView, list[str]]:
    """A stack announced at the first desk, and eight people, known to both."""
    one, _, meet = joined
    stack, people = announced(one, sheets=8), listed(one)
    meet()
    return stack, people


def test_each_sees_the_sum_and_whose_number_is_whose(joined: Joined) -> None:
    one, two, meet = joined
    stack, people = begun(joined)
    type_in(one, stack, people[:3])
    type_in(two, stack, people[3:5])
    meet()
    for desk, other in ((one, "BAN-2"), (two, "BAN-1")):
        (seen,) = stacks.stacks(desk)
        assert (seen.typed, seen.missing, seen.twice) == (5, 3, 0)
        rows = sheets.typed(desk, stack.id)
        assert shared(rows) == (1, 2)
        assert {row.desk for row in rows} == {"", other}
        assert len({(row.sheet, row.desk) for row in rows}) == 5
    no = max(row.sheet for row in sheets.typed(two, stack.id)) + 1
    assert saved(sheets.save(two, stack.id, people[5], Sheet(), no=no)).value.sheet == 4
    assert reason(sheets.save(two, stack.id, people[0], Sheet(), no=5)) is Refusal.SHEET_TYPED


def test_a_sheet_typed_twice_the_same_is_one_again_wherever_it_is_settled(joined: Joined) -> None:
    one, two, meet = joined
    stack, people = begun(joined)
    type_in(one, stack, people[:2])
    type_in(two, stack, people[1:3])
    meet()
    pairs = [twice(sheets.typed(desk, stack.id)) for desk in (one, two)]
    for desk, (pair,) in zip((one, two), pairs, strict=True):
        (seen,) = stacks.stacks(desk)
        assert (seen.typed, seen.missing, seen.twice) == (3, 5, 1)
        assert (pair.stands.person.id, len(pair.versions)) == (people[1], 1)
        assert len(doses(desk, people[1])) == 2
        while issues.look(desk)[0]:
            pass
        assert issues.counts(desk)[IssueKind.DUP_INJECTION] == 1
    assert pairs[0][0].stands.entry == pairs[1][0].stands.entry
    for desk, (pair,) in zip((one, two), pairs, strict=True):  # both, before they hear of each other
        assert saved(settling.settle(desk, stack.id, pair.extra[0].entry)).value.entry == pair.stands.entry
    meet()
    for desk in (one, two):
        (seen,) = stacks.stacks(desk)
        assert (seen.typed, seen.twice) == (3, 0)
        assert [one.id for one in doses(desk, people[1])] == [pairs[0][0].stands.entry]
        while issues.look(desk)[0]:
            pass
        assert IssueKind.DUP_INJECTION not in issues.counts(desk)
        assert reason(settling.settle(desk, stack.id, pairs[0][0].stands.entry)) is Refusal.SHEET_ONCE


def test_by_a_cable_that_breaks_it_is_the_same(both: tuple[LanDesk, LanDesk]) -> None:
    one, two = desk_of(both[0], MAI, "BAN-1"), desk_of(both[1], TONG, "BAN-2")
    port = free_port()
    stack, people = announced(one, sheets=8), listed(one)
    by_cable(*both, port)
    type_in(one, stack, people[:4])
    type_in(two, stack, people[3:6])
    by_cable(*both, port)
    seen = [stacks.stacks(desk)[0] for desk in (one, two)]
    assert [(one.typed, one.missing, one.twice) for one in seen] == [(6, 2, 1)] * 2
    for desk in (one, two):
        saved(settling.settle(desk, stack.id, twice(sheets.typed(desk, stack.id))[0].stands.entry))
    by_cable(*both, port)
    left = [[row.entry for row in sheets.typed(desk, stack.id)] for desk in (one, two)]
    assert left[0] == left[1]
    assert [stacks.stacks(desk)[0].twice for desk in (one, two)] == [0, 0]


def test_two_that_say_otherwise_are_decided_by_the_paper(joined: Joined) -> None:
    one, two, meet = joined
    stack, people = begun(joined)
    mine = type_in(one, stack, people[:1], reaction=Reaction.COMMON)[0]
    other = type_in(two, stack, people[:1], lot_no="FL9", reaction=Reaction.COMMON)[0]
    meet()
    (pair,) = twice(sheets.typed(one, stack.id))
    assert {row.entry for row in pair.versions} == {mine, other}
    row = saved(settling.settle(one, stack.id, other)).value
    assert (row.lot_no, row.reaction) == ("FL9", "common")
    meet()
    for desk in (one, two):
        (left,) = sheets.typed(desk, stack.id)
        assert (left.entry, left.lot_no, left.reaction) == (row.entry, "FL9", "common")
        assert [one.lot for one in doses(desk, people[0])] == ["FL9"]


def test_decided_otherwise_at_each_desk_it_is_seen_again_and_never_lost(joined: Joined) -> None:
    one, two, meet = joined
    stack, people = begun(joined)
    mine = type_in(one, stack, people[:1])[0]
    other = type_in(two, stack, people[:1], lot_no="FL9")[0]
    meet()
    saved(settling.settle(one, stack.id, mine))
    saved(settling.settle(two, stack.id, other))
    meet()
    for _ in range(2):  # what is left, once or twice, comes to one
        for pair in twice(sheets.typed(one, stack.id)):
            saved(settling.settle(one, stack.id, pair.stands.entry))
        meet()
    left = [sheets.typed(desk, stack.id) for desk in (one, two)]
    assert [row.entry for row in left[0]] == [row.entry for row in left[1]]
    assert len(left[0]) == 1
    assert stacks.stacks(two)[0].typed == 1


def test_each_reads_again_what_the_other_typed(joined: Joined) -> None:
    one, two, meet = joined
    stack, people = begun(joined)
    type_in(one, stack, people[:5])
    type_in(two, stack, people[5:])
    assert reason(rechecking.sample(two, stack.id)) is Refusal.CHECK_BY_TYPIST
    meet()
    asked = {}
    for desk, theirs, other in ((one, people[5:], "BAN-2"), (two, people[:5], "BAN-1")):
        sample = asked[desk] = rechecking.sample(desk, stack.id)
        names = {PEOPLE[people.index(one)].name for one in theirs}
        assert {read.name for read in sample} == names
        assert {read.desk for read in sample} == {other}
    wrong = [Reread(entry=read.entry, who="0000", what="FK1234") for read in asked[one]]
    assert saved(rechecking.check(one, stack.id, wrong)).value.sample == 3
    assert msgspec.structs.replace(stacks.stacks(one)[0].check, id="", t=0).partial
    rows = {row.entry: row for row in sheets.typed(two, stack.id)}
    right = [Reread(entry=read.entry, who=rows[read.entry].person.doc, what="FK1234") for read in asked[two]]
    assert saved(rechecking.check(two, stack.id, right)).value.sample == 5
    meet()
    for desk in (one, two):
        check = stacks.stacks(desk)[0].check
        assert (check.sample, check.wrong, check.partial) == (8, 3, False)


def test_one_person_under_two_numbers_checks_nothing_of_their_own(joined: Joined) -> None:
    one, two, meet = joined
    stack, people = begun(joined)
    with one.store.writing(user=1) as w:
        w.add("user", User(no=1, name=MAI.name, login="mai", roles=list(MAI.roles)))
        w.add("user", User(no=7, name="LÒ THỊ MAI", login="mai.lo", roles=list(MAI.roles)))
    type_in(one, stack, people[:2])
    meet()
    again = UserView(no=7, name="LÒ THỊ MAI", login="mai.lo", roles=MAI.roles)
    assert reason(rechecking.sample(two.as_user(again), stack.id)) is Refusal.CHECK_BY_TYPIST
    assert len(rechecking.sample(two, stack.id)) == 2
