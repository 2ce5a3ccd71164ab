"""A stack of paper at the desk: announced, typed, mended, taken back, checked by somebody else."""

from __future__ import annotations

import pytest

from tests.desk.day import saved
from vaxdesk.desk import board, certificates, observation
from vaxdesk.desk.catchup import newcomers, prior, rechecking, sheets, stacks
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.domain.catchup.checking import Field, Reread
from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.domain.catchup.sheet import Happened, Reaction, Sheet
from vaxdesk.domain.catchup.stack import StackView
from vaxdesk.domain.identity import Alike
from vaxdesk.domain.outcomes import Outcome, Role, Stage
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.payloads_catchup import Batch
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import Flawed
from vaxdesk.domain.views import UserView
from vaxdesk.registry.queries import people, things

THEN = "2026-11-10"


def announced(desk: Desk, **changes: object) -> StackView:
    values = {"day": THEN, "product": "COM-A", "lot_no": "fk1234", "expiry": "2026-12", "sheets": 3, **changes}
    return saved(stacks.announce(desk, Batch(**values))).value


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def doses(desk: Desk, person: str):
    with desk.store.reading() as conn:
        return people.doses(conn, desk.store.names, person)


def lots(desk: Desk):
    with desk.store.reading() as conn:
        return things.lots(conn, desk.store.names)


def another(desk: Desk, no: int = 2, *roles: str) -> Desk:
    return desk.as_user(UserView(no=no, name="Sùng A Tống", login="tong", roles=roles or (Role.DATA_ENTRY.value,)))


def test_a_stack_is_announced_in_one_form_and_counted_anew(desk: Desk) -> None:
    stack = announced(desk, given_by=" Mai  ")
    assert (stack.lot_no, stack.expiry, stack.given_by, stack.missing) == ("FK1234", "2026-12-31", "Mai", 3)
    assert saved(stacks.recount(desk, stack.id, sheets=5)).value.sheets == 5
    assert [one.sheets for one in stacks.stacks(desk)] == [5]
    assert reason(stacks.recount(desk, stack.id, sheets=0)) is Refusal.SHEETS_WRONG
    assert reason(stacks.recount(desk, "0000000000001.9", sheets=4)) is Refusal.BATCH_GONE


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"day": "2026-11-24"}, Refusal.BATCH_DAY),
        ({"day": "2026-11"}, Refusal.BATCH_DAY),
        ({"day": "x"}, Refusal.BATCH_DAY),
        ({"product": "XYZ"}, Refusal.PRODUCT_UNKNOWN),
        ({"here": False}, Refusal.PLACE_MISSING),
        ({"expiry": "soon"}, Refusal.EXPIRY_UNREADABLE),
        ({"sheets": 0}, Refusal.SHEETS_WRONG),
        ({"sheets": 5001}, Refusal.SHEETS_WRONG),
    ],
)
def test_what_no_stack_is_announced_with(desk: Desk, changes: dict, refusal: Refusal) -> None:
    values = {"day": THEN, "product": "COM-A", "sheets": 3, **changes}
    assert reason(stacks.announce(desk, Batch(**values))) is refusal


def test_only_who_enters_late_may(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    nurse = another(desk, 2, Role.INJECTION.value)
    assert reason(stacks.announce(nurse, Batch(day=THEN, product="COM-A", sheets=1))) is Refusal.NO_RIGHT
    assert reason(stacks.recount(nurse, stack.id, sheets=1)) is Refusal.NO_RIGHT
    assert reason(sheets.save(nurse, stack.id, person, Sheet(), no=1)) is Refusal.NO_RIGHT
    assert reason(sheets.mark_known(nurse, stack.id, person, no=1)) is Refusal.NO_RIGHT
    assert reason(sheets.take_back(nurse, stack.id, why="x")) is Refusal.NO_RIGHT
    assert reason(sheets.mend_lot(nurse, stack.id, lot_no="A", why="x")) is Refusal.NO_RIGHT
    assert reason(rechecking.sample(nurse, stack.id)) is Refusal.NO_RIGHT
    assert reason(prior.take(nurse, person, [])) is Refusal.NO_RIGHT
    assert reason(newcomers.enter(nurse, Person(name="Lò Thị Dở"))) is Refusal.NO_RIGHT


def test_a_sheet_becomes_a_dose_of_its_day(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk, listed=False)
    weighed = sheets.weigh(desk, stack.id, person, Sheet())
    row = saved(sheets.save(desk, stack.id, person, Sheet(), no=1)).value
    assert (row.sheet, row.lot_no, row.kind_no, row.doubtful) == (1, "FK1234", weighed.judged.kind_no, False)
    (dose,) = doses(desk, person)
    assert (dose.date, dose.at, dose.here) == (THEN, times.at(THEN, "12:00"), True)
    (lot,) = lots(desk)
    assert (lot.number, lot.expiry, lot.doses_given) == ("FK1234", "2026-12-31", 1)
    (seen,) = board.rows(desk.on(THEN))
    assert (seen.stage, seen.outcome) == (Stage.DONE, Outcome.VACCINATED)
    assert observation.observing(desk.on(THEN)) == ()
    assert stacks.stacks(desk)[0].typed == 1


def test_exceptions_of_a_sheet(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    sheet = Sheet(lot_no="fl 99", expiry="2026-10", clock="8h30", dose_no=2, site="right_deltoid",
                  reaction=Reaction.SERIOUS)
    row = saved(sheets.save(desk, stack.id, person, sheet, no=1)).value
    assert (row.lot_no, row.site, row.reaction, row.doubtful) == ("FL 99", "right_deltoid", "serious", True)
    assert row.warnings == ("lot_expired", "number_differs")
    (dose,) = doses(desk, person)
    assert (dose.at, dose.overall_no) == (times.at(THEN, "08:30"), 2)
    other = make_person(desk, name="Lò Văn Páo", doc="014085006789", row=2)
    assert reason(sheets.save(desk, stack.id, other, Sheet(clock="25:00"), no=2)) is Refusal.TIME_UNREADABLE


@pytest.mark.parametrize(
    ("happened", "outcome"),
    [(Happened.DEFERRED, Outcome.DEFERRED), (Happened.CONTRAINDICATED, Outcome.CONTRAINDICATED),
     (Happened.DECLINED, Outcome.DECLINED)],
)  # fmt: skip
def test_a_sheet_without_a_dose(desk: Desk, make_person, happened: Happened, outcome: Outcome) -> None:
    stack, person = announced(desk, form="qd5785"), make_person(desk, listed=False)
    row = saved(sheets.save(desk, stack.id, person, Sheet(happened=happened), no=1)).value
    assert row.happened is happened
    (seen,) = board.rows(desk.on(THEN))
    assert seen.outcome is outcome
    elsewhere = announced(desk, here=False, place="TYT Bản Mù")
    other = make_person(desk, name="Lò Văn Páo", doc="014085006789")
    assert reason(sheets.save(desk, elsewhere.id, other, Sheet(happened=happened), no=1)) is Refusal.NO_DOSE_THEN


def test_a_stack_of_elsewhere_goes_into_the_history(desk: Desk, make_person) -> None:
    stack, person = announced(desk, here=False, place="TYT Bản Mù"), make_person(desk)
    row = saved(sheets.save(desk, stack.id, person, Sheet(), no=1)).value
    (dose,) = doses(desk, person)
    assert (dose.date, dose.lot, dose.place, dose.here) == (THEN, "FK1234", "TYT Bản Mù", False)
    assert (row.lot_no, lots(desk)) == ("FK1234", [])


def test_a_dose_on_record_is_shown_and_not_entered_twice(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    saved(prior.take(desk, person, [PriorDose(date=THEN, product="COM-A", lot="FK1")]))
    weighed = sheets.weigh(desk, stack.id, person, Sheet())
    assert weighed.on_record.lot == "FK1"
    answer = sheets.save(desk, stack.id, person, Sheet(), no=1)
    assert reason(answer) is Refusal.DOSE_ON_RECORD
    assert answer.facts == {"product": "COM-A", "day": THEN, "lot": "FK1"}
    row = saved(sheets.mark_known(desk, stack.id, person, no=1)).value
    assert row.known
    assert len(doses(desk, person)) == 1
    assert stacks.stacks(desk)[0].missing == 2
    assert reason(sheets.mark_known(desk, stack.id, person, no=2)) is Refusal.SHEET_TYPED
    other = make_person(desk, name="Lò Văn Páo", doc="014085006789", row=2)
    assert reason(sheets.mark_known(desk, stack.id, other, no=2)) is Refusal.NO_DOSE_THEN


def test_the_same_sheet_twice_is_one(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    saved(sheets.save(desk, stack.id, person, Sheet(happened=Happened.DECLINED), no=4))
    answer = sheets.save(desk, stack.id, person, Sheet(), no=5)
    assert (reason(answer), answer.facts) == (Refusal.SHEET_TYPED, {"sheet": 4})


def test_a_sheet_is_taken_back_with_its_reaction(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    row = saved(sheets.save(desk, stack.id, person, Sheet(reaction=Reaction.COMMON), no=1)).value
    assert reason(sheets.take_back(desk, row.entry, why=" ")) is Refusal.REASON_NEEDED
    assert len(saved(sheets.take_back(desk, row.entry, why="wrong_person")).refs) == 2
    assert (doses(desk, person), sheets.typed(desk, stack.id)) == ([], ())
    assert reason(sheets.take_back(desk, row.entry, why="wrong_person")) is Refusal.ALREADY_VOIDED
    assert reason(sheets.take_back(desk, person, why="wrong_person")) is Refusal.OTHER_VISIT


@pytest.mark.parametrize("here", [True, False])
def test_a_wrong_lot_is_mended_by_a_new_entry(desk: Desk, make_person, here: bool) -> None:
    stack = announced(desk, here=here, place="TYT Bản Mù")
    person = make_person(desk)
    row = saved(sheets.save(desk, stack.id, person, Sheet(reaction=Reaction.COMMON), no=1)).value
    assert reason(sheets.mend_lot(desk, row.entry, lot_no=" ", why="x")) is Refusal.LOT_NUMBER_MISSING
    assert reason(sheets.mend_lot(desk, row.entry, lot_no="A", why="")) is Refusal.REASON_NEEDED
    again = saved(sheets.mend_lot(desk, row.entry, lot_no="fk 4321", expiry="2027-01", why="wrong_entry")).value
    assert (again.lot_no, again.sheet) == ("FK 4321", 1)
    assert again.reaction == ("common" if here else "")
    assert [one.lot for one in doses(desk, person)] == ["FK 4321"]
    assert {lot.number: lot.doses_given for lot in lots(desk)} == ({"FK1234": 0, "FK 4321": 1} if here else {})
    assert reason(sheets.mend_lot(desk, row.entry, lot_no="A", why="x")) is Refusal.OTHER_VISIT


def test_a_newcomer_is_entered_without_being_received(desk: Desk) -> None:
    draft = Person(name="Vàng A Sếnh", dob="1978-03-12", sex="M", doc="015078004321")
    person = saved(newcomers.enter(desk, draft)).value
    assert board.rows(desk) == ()
    assert isinstance(newcomers.enter(desk, draft), Alike)
    saved(newcomers.enter(desk, draft, not_these={person}))
    assert isinstance(newcomers.enter(desk, Person(name="")), Flawed)


def test_a_certificate_is_due_after_a_dose_on_paper(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    saved(sheets.save(desk, stack.id, person, Sheet(), no=1))
    sheet = certificates.sheet(desk, person)
    assert not isinstance(sheet, Refused)


def test_nobody_checks_their_own_typing(desk: Desk, make_person) -> None:
    stack, person = announced(desk), make_person(desk)
    assert reason(rechecking.sample(another(desk), stack.id)) is Refusal.NOTHING_TO_CHECK
    saved(sheets.save(desk, stack.id, person, Sheet(), no=1))
    assert reason(rechecking.sample(desk, stack.id)) is Refusal.CHECK_BY_TYPIST
    assert reason(rechecking.check(desk, stack.id, [])) is Refusal.CHECK_BY_TYPIST


def test_a_sample_is_read_again_blind(desk: Desk, make_person) -> None:
    stack = announced(desk, sheets=7)
    for no in range(1, 8):
        person = make_person(desk, name=f"Lò Văn {no}", doc=f"01408500678{no}", row=no)
        saved(sheets.save(desk, stack.id, person, Sheet(), no=no))
    second = another(desk)
    asked = rechecking.sample(second, stack.id)
    assert len(asked) == 5
    read = [Reread(entry=one.entry, who=f"678{one.sheet}", what="FK1234") for one in asked[1:]]
    found = saved(rechecking.check(second, stack.id, [*read, Reread(entry=asked[0].entry, who="0000", what="FK1234")]))
    assert [one.field for one in found.value.differences] == [Field.NUMBER]
    assert [one.entry for one in found.value.rows] == [asked[0].entry]
    check = stacks.stacks(desk)[0].check
    assert (check.sample, check.wrong, check.user) == (5, 1, 2)
    again = saved(rechecking.check(second, stack.id, read)).value
    assert [one.field for one in again.differences] == [Field.NUMBER, Field.LOT]


def test_prior_doses_are_offered_and_taken_once(desk: Desk, make_person) -> None:
    person = make_person(desk)
    told = (PriorDose(date="2021-08-14", product="AZ", n=1), PriorDose(date="2021-11-01", product="AZ", n=2))
    saved(prior.take(desk, person, told[:1]))
    offered = prior.offer(desk, person, told)
    assert (offered.fresh, offered.known) == (told[1:], told[:1])
    assert saved(prior.take(desk, person, told)).value == 1
    assert [one.date for one in doses(desk, person)] == ["2021-08-14", "2021-11-01"]
    assert reason(prior.offer(desk, "0000000000001.99", told)) is Refusal.PERSON_GONE
