"""The site's signature under the doses of a day: who waits, signing, what was changed since, taking it back."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.conftest import Clock
from vaxdesk.desk import issues, sealing, undo, vouching
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Amend, Cert, History, Inject, Person, Same, Vouch
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import UserView
from vaxdesk.domain.vouching import VouchRow, VouchState
from vaxdesk.registry.queries import certified

Make = Callable[..., str]
FIRST = "2026-08-03"


def given(desk: Desk, person: str, *, day: str = "", product: str = "COM-A", lot: str = "FN8122") -> str:
    """A dose given here."""
    on = day or desk.day
    said = Inject(
        day=on, at=times.at(on, "09:00"), product=product, lot="", lot_no=lot, expiry="2027-01-31", kind="primary"
    )
    with desk.store.writing(user=desk.user.no) as w:
        return w.add("inject", said, of=person)


def whole(desk: Desk, make: Make, *, row: int = 1, **who: str) -> tuple[str, str]:
    """Somebody whose primary course is complete with the dose of today; the person and that dose."""
    name = who.pop("name", f"Lò Thị {'ABCDEGHIKLMN'[row]}ương")
    person = make(desk, row=row, name=name, doc=f"01519000{row:04}", dob=who.pop("dob", f"19{50 + row}-03-05"), **who)
    with desk.store.writing(user=desk.user.no) as w:
        w.add("history", History(date=FIRST, product="COM-A", source="paper"), of=person)
    return person, given(desk, person)


def states(desk: Desk, day: str = "") -> dict[str, str]:
    return {
        one.person.id: f"{one.state.value} {one.wait}".strip() for one in vouching.day(desk, day).rows
    }  # fmt: skip


def row_of(desk: Desk, person: str) -> VouchRow:
    [found] = [one for one in vouching.day(desk).rows if one.person.id == person]
    return found


def signed_for(desk: Desk, *rows: VouchRow, day: str = "") -> Done:
    done = vouching.vouch(desk, day or desk.day, rows or vouching.day(desk).to_sign)
    assert isinstance(done, Done)
    return done


def vouches(desk: Desk, person: str) -> list[tuple[tuple[str, ...], str, bool]]:
    with desk.store.reading() as conn:
        return [(one.doses, one.cert, one.lapsed) for one in certified.vouches(conn, desk.store.names, person)]


def amended(desk: Desk, entry: str, **fields: str) -> None:
    with desk.store.writing(user=desk.user.no) as w:
        w.change("amend", Amend(set=fields, why="gõ nhầm"), of=entry)


def test_those_of_the_day_are_listed_and_one_key_signs_for_the_clean_ones(desk: Desk, make_person: Make) -> None:
    one, dose = whole(desk, make_person)
    two, _ = whole(desk, make_person, row=2)
    first_dose = make_person(desk, row=3, name="Giàng A Tủa", doc="015190000300")
    given(desk, first_dose)
    unnamed, _ = whole(desk, make_person, row=4, dob="")
    with desk.store.writing(user=desk.user.no) as w:
        slip = w.add("cert", Cert(day=desk.day, code="A" * 26, doses=[dose]), of=one)
    assert states(desk) == {one: "open", two: "open", first_dose: "early course", unnamed: "blocked person"}
    done = signed_for(desk)
    assert (len(done.refs), done.value) == (2, {})
    assert vouches(desk, one) == [((dose,), slip, False)]
    after = states(desk)
    assert after == {
        one: "unsent identity", two: "unsent identity", first_dose: "early course", unnamed: "blocked person"
    }
    found = row_of(desk, one)
    assert (found.by, found.vouched_at, found.signed_at) == ("Lò Thị Mai", desk.now(), 0)
    assert signed_for(desk).refs == ()


def test_an_open_issue_is_cleared_up_first(desk: Desk, make_person: Make) -> None:
    one, _ = whole(desk, make_person)
    given(desk, one, lot="FN8123")
    while issues.look(desk, most=10)[0]:
        pass
    assert states(desk) == {one: "blocked issue"}
    assert signed_for(desk, row_of(desk, one)).value == {one: VouchState.BLOCKED}


def test_a_dose_corrected_after_the_signature_comes_back(desk: Desk, make_person: Make) -> None:
    one, dose = whole(desk, make_person)
    signed_for(desk)
    amended(desk, dose, lot_no="FN9999")
    assert states(desk) == {one: "changed"}
    [(_, _, lapsed)] = vouches(desk, one)
    assert lapsed
    assert len(signed_for(desk).refs) == 1
    assert states(desk) == {one: "unsent identity"}
    assert [lapsed for _, _, lapsed in vouches(desk, one)].count(False) == 1


def test_a_signature_for_what_was_not_shown_is_not_written(desk: Desk, make_person: Make) -> None:
    one, dose = whole(desk, make_person)
    shown = vouching.day(desk).to_sign
    amended(desk, dose, product="COM-C")
    done = signed_for(desk, *shown)
    assert (done.refs, done.value) == ((), {one: VouchState.OPEN})
    assert len(signed_for(desk).refs) == 1


def test_a_correction_of_which_the_signature_knew_nothing_lapses_it(desk: Desk, make_person: Make) -> None:
    """Two desks: one corrects, the other signs before it has heard of that."""
    one, dose = whole(desk, make_person)
    amended(desk, dose, lot_no="FN9999")
    with desk.store.writing(user=desk.user.no) as w:
        w.add("vouch", Vouch(doses=[dose]), of=one)
    assert states(desk) == {one: "changed"}


def test_a_dose_taken_back_after_the_signature_is_shown_until_that_is_taken_back(
    desk: Desk, make_person: Make
) -> None:
    one, dose = whole(desk, make_person)
    signed_for(desk)
    assert isinstance(undo.void(desk, dose, why="nhầm người"), Done)
    found = row_of(desk, one)
    assert (found.state, found.doses, found.to_sign) == (VouchState.CHANGED, (), False)
    assert signed_for(desk, found).refs == ()
    assert isinstance(vouching.take_back(desk, one, found.vouch, why="mũi tiêm đã hủy"), Done)
    assert states(desk) == {}


def test_taken_back_it_waits_again(desk: Desk, make_person: Make) -> None:
    one, _ = whole(desk, make_person)
    signed_for(desk)
    entry = row_of(desk, one).vouch
    assert vouching.take_back(desk, one, entry, why=" ") == Refused(reason=Refusal.REASON_NEEDED)
    assert isinstance(vouching.take_back(desk, one, entry, why="ký nhầm"), Done)
    assert states(desk) == {one: "open"}
    assert vouching.take_back(desk, one, entry, why="lần nữa") == Refused(reason=Refusal.ALREADY_VOIDED)


def test_whoever_may_not_issue_sees_and_signs_nothing(desk: Desk, make_person: Make) -> None:
    one, _ = whole(desk, make_person)
    nurse = desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(Role.INJECTION.value,)))
    seen = vouching.day(nurse)
    assert (len(seen.rows), seen.may) == (1, False)
    for answer in (vouching.vouch(nurse, desk.day, seen.rows), vouching.take_back(nurse, one, "x.1", why="thử")):
        assert isinstance(answer, Refused)
        assert answer.reason is Refusal.NO_RIGHT


def test_other_days_that_wait_are_named_and_a_later_dose_moves_somebody(
    desk: Desk, desk_clock: Clock, make_person: Make
) -> None:
    one, _ = whole(desk, make_person)
    two, _ = whole(desk, make_person, row=2)
    desk_clock.forward(days=1)
    later = desk.on("2026-11-24")
    assert vouching.day(later).others == ((desk.day, 2),)
    given(later, one)
    assert list(states(later)) == [one]
    assert vouching.day(later).others == ((desk.day, 1),)
    assert list(states(later, desk.day)) == [two]
    signed_for(later, *vouching.day(later, desk.day).to_sign, day=desk.day)
    assert vouching.day(later).others == ((desk.day, 0),)
    desk_clock.forward(days=vouching.LOOK_BACK)
    assert vouching.day(later).others == (), "one who waits longer is looked up by the day"


def test_the_end_of_the_day_counts_who_waits(desk: Desk, make_person: Make) -> None:
    _, dose = whole(desk, make_person)
    whole(desk, make_person, row=2)
    assert sealing.day_end(desk).unvouched == 2
    signed_for(desk)
    assert sealing.day_end(desk).unvouched == 0
    amended(desk, dose, lot_no="FN9999")
    assert sealing.day_end(desk).unvouched == 1


def test_of_two_records_of_one_person_there_is_one_row(desk: Desk, make_person: Make) -> None:
    one, dose = whole(desk, make_person)
    found = row_of(desk, one).person
    with desk.store.writing(user=desk.user.no) as w:
        other = w.add("person", Person(name=found.name, dob=found.dob, sex="F", doc=found.doc))
        w.add("same", Same(a=one, b=other))
    [row] = vouching.day(desk).rows
    assert [one.id for one in row.doses] == [dose]
    assert len(signed_for(desk).refs) == 1
    assert [one.state for one in vouching.day(desk).rows] == [VouchState.UNSENT]
