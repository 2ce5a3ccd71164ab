"""Rows of a table taken into a stack: what the grid refuses is refused, and whom it would ask about is asked about."""

from __future__ import annotations

from tests.desk.catchup.test_catchup_desk import announced, another, doses, reason
from vaxdesk.desk.catchup import sheets, taking
from vaxdesk.desk.catchup.taking import Taken
from vaxdesk.desk.context import Desk
from vaxdesk.domain.catchup.listing import Amiss, Fate, Fault, Line
from vaxdesk.domain.catchup.sheet import Happened, Sheet
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refusal, Refused

LANH = {"name": "Nguyễn Thị Lành", "dob": "1990-01-01", "sex": "F", "doc": "015190001234"}


def row(number: int = 2, sheet: Sheet | None = None, no: int = 0, **person: str) -> Line:
    return Line(row=number, no=no, person=Person(**{"name": "", **person}), sheet=sheet or Sheet())


def taken(desk: Desk, stack: str, *rows, **how) -> list[Taken]:
    answer = taking.take(desk, stack, rows, **how)
    assert isinstance(answer, tuple), answer
    return list(answer)


def amiss(one: Taken) -> Amiss | Refusal:
    assert one.fate is Fate.REFUSED
    return one.why.reason if isinstance(one.why, Refused) else one.why.code


def test_who_may_and_into_what(desk: Desk) -> None:
    assert reason(taking.take(another(desk, 2, Role.INJECTION.value), announced(desk).id, [])) is Refusal.NO_RIGHT
    assert reason(taking.take(desk, "0000000000001.9", [])) is Refusal.BATCH_GONE


def test_a_number_with_another_name_is_not_guessed(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    rows = [row(doc=LANH["doc"], **said) for said in ({"name": "Sùng A Tủa"}, {"dob": "1991-01-01"}, {"sex": "M"})]
    for one, column in zip(taken(desk, stack.id, *rows, enter_new=True), ("name", "birth", "sex"), strict=True):
        assert (amiss(one), one.why.facts) == (Amiss.DIFFERS, {"name": LANH["name"], "column": column})
    several = taken(desk, stack.id, row(doc=LANH["doc"], name="Sùng A Tủa", dob="1991-01-01"))
    assert (amiss(several[0]), several[0].why.facts) == (Amiss.SEVERAL, {"names": LANH["name"]})
    assert doses(desk, person) == []


def test_a_new_person_who_may_be_known_is_not_entered(desk: Desk, make_person) -> None:
    stack, _ = announced(desk), make_person(desk)
    like = {"name": "Nguyễn Thị Lanh", "dob": "1990", "sex": "F"}
    for dry in (True, False):
        (one,) = taken(desk, stack.id, row(**like), enter_new=True, dry=dry)
        assert amiss(one) in (Amiss.SEVERAL, Amiss.FLAWED)
    (nameless,) = taken(desk, stack.id, row(doc="015190009999"), enter_new=True)
    assert amiss(nameless) is Amiss.NOBODY


def test_a_new_person_is_entered_once_and_only_when_it_is_meant(desk: Desk) -> None:
    stack = announced(desk)
    lines = [row(**LANH), (3, Fault(code=Amiss.UNREADABLE, facts={"column": "clock", "text": "x"}))]
    told: list[tuple[int, int]] = []
    (looked, _) = taken(desk, stack.id, *lines, enter_new=True, dry=True)
    assert (looked.fate, looked.new, looked.no) == (Fate.SAVED, True, 1)
    assert sheets.typed(desk, stack.id) == ()
    one, other = taken(desk, stack.id, *lines, enter_new=True, progress=lambda *at: told.append(at))
    assert (one.fate, one.new, one.no, amiss(other), told) == (Fate.SAVED, True, 1, Amiss.UNREADABLE, [(2, 2)])
    (again,) = taken(desk, stack.id, row(**LANH), enter_new=True)
    assert (again.fate, again.new, again.no) == (Fate.THERE, False, 1)


def test_rows_are_numbered_after_what_is_typed_or_as_they_say(desk: Desk, make_person) -> None:
    stack = announced(desk)
    people = [make_person(desk, name=f"Lò Văn {name}", doc=f"01408500678{at}", row=at) for at, name in
              enumerate(("Páo", "Sênh", "Tủa"), 1)]  # fmt: skip
    sheets.save(desk, stack.id, people[0], Sheet(), no=4)
    rows = (row(2, doc="014085006782", no=20), row(3, doc="014085006783"))
    assert [one.no for one in taken(desk, stack.id, *rows)] == [20, 21]


def test_what_the_grid_refuses(desk: Desk, make_person) -> None:
    stack = announced(desk, here=False, place="TYT Bản Mù")
    make_person(desk)
    (one,) = taken(desk, stack.id, row(sheet=Sheet(happened=Happened.DEFERRED), doc=LANH["doc"]))
    assert amiss(one) is Refusal.NO_DOSE_THEN
