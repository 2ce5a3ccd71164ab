"""Injection against a real store: what is proposed, what is refused, and that no second dose is possible."""

from __future__ import annotations

import msgspec
import pytest

from tests.desk.conftest import Clock
from tests.desk.day import Make, healthy, injected, pfizer, received, saved, screened
from vaxdesk.desk import board, injection, reception, screening, stock, undo
from vaxdesk.desk.context import Desk
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.outcomes import DoseKind, Role, Stage
from vaxdesk.domain.payloads import History
from vaxdesk.domain.refusals import Allowed, Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.step_views import Handling, InjectionSheet
from vaxdesk.domain.views import UserView


def sheet(desk: Desk, person: str, **chosen: str) -> InjectionSheet:
    answer = injection.sheet(desk, person, **chosen)
    assert isinstance(answer, InjectionSheet), answer
    return answer


def had(desk: Desk, person: str, day: str, product: str) -> None:
    with desk.store.writing(user=1) as w:
        w.add("history", History(date=day, product=product), of=person)


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def test_the_sheet_proposes_vaccine_and_dose(desk: Desk, make_person: Make) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    seen = sheet(desk, lanh)
    assert seen.ready
    assert seen.product == "COM-A"
    assert seen.lot is not None
    assert seen.lot.id == lot
    assert seen.vial is None
    assert isinstance(seen.judged, Due)
    assert (seen.judged.kind, seen.judged.kind_no, seen.judged.ml) == (DoseKind.PRIMARY, 1, "0.3")
    assert seen.staff == ("Lò Thị Mai",)
    assert seen.last_contact == 0


def test_the_oldest_open_vial_comes_first_and_another_may_be_chosen(
    desk: Desk, make_person: Make, desk_clock: Clock
) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    first = saved(stock.open_vial(desk, lot)).value
    desk_clock.forward(minutes=5)
    second = saved(stock.open_vial(desk, lot)).value
    proposed, chosen = sheet(desk, lanh), sheet(desk, lanh, vial=second)
    assert proposed.vial is not None
    assert proposed.vial.id == first
    assert chosen.vial is not None
    assert chosen.vial.id == second


@pytest.mark.parametrize("opened", ["AZ", "COM-A"])
@pytest.mark.parametrize(("before", "proposed"), [("COM-A", "COM-A"), ("AZ", "AZ")])
def test_the_vaccine_the_person_may_get_is_proposed_before_the_one_that_is_open(
    desk: Desk, make_person: Make, opened: str, before: str, proposed: str
) -> None:
    lanh = screened(desk, make_person)
    lots = {"COM-A": pfizer(desk), "AZ": saved(stock.add_lot(desk, product="AZ", number="A1", expiry="2026-12")).value}
    saved(stock.open_vial(desk, lots[opened]))
    had(desk, lanh, "2026-05-01", before)
    seen = sheet(desk, lanh)
    assert seen.ready
    assert not seen.needs_reason
    assert seen.product == proposed
    assert (seen.vial is not None) is (opened == proposed)


def test_what_is_refused_is_shown_when_nothing_else_is_at_hand_or_when_it_was_chosen(
    desk: Desk, make_person: Make
) -> None:
    lanh = screened(desk, make_person)
    nano = saved(stock.add_lot(desk, product="VERO", number="V1", expiry="2026-12")).value
    had(desk, lanh, "2026-05-01", "COM-A")
    assert sheet(desk, lanh).product == "VERO"
    assert reason(sheet(desk, lanh).judged) is Refusal.MIXING
    pfizer(desk)
    assert sheet(desk, lanh).product == "COM-A"
    assert reason(sheet(desk, lanh, lot=nano).judged) is Refusal.MIXING


def test_a_vial_that_was_open_too_long_is_not_proposed_and_not_drawn_from(
    desk: Desk, make_person: Make, desk_clock: Clock
) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    vial = saved(stock.open_vial(desk, lot)).value
    desk_clock.forward(minutes=6 * 60 + 1)
    assert sheet(desk, lanh).vial is None
    chosen = sheet(desk, lanh, vial=vial)
    assert not chosen.ready
    assert reason(chosen.draw) is Refusal.VIAL_TOO_LONG_OPEN
    assert reason(injection.give(desk, lanh, vial=vial)) is Refusal.VIAL_TOO_LONG_OPEN


def test_without_vaccine_the_sheet_says_so(desk: Desk, make_person: Make) -> None:
    lanh = screened(desk, make_person)
    seen = sheet(desk, lanh)
    assert not seen.ready
    assert seen.judged is None
    assert sheet(desk, lanh, product="COM-A").draw == Refused(reason=Refusal.NO_VACCINE)
    assert injection.give(desk, lanh) == Refused(reason=Refusal.NO_VACCINE)
    assert injection.give(desk, lanh, vial="0000000000000.77") == Refused(reason=Refusal.NO_VACCINE)


def test_a_dose_is_kept_with_everything_a_paper_needs(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    desk_clock.forward(minutes=30)
    how = Handling(site="right_deltoid", route="sc", prepared_by="Giàng A Dê", given_by="Sùng Thị Mỷ")
    dose = saved(injection.give(desk, lanh, lot=lot, how=how)).value
    assert (dose.product, dose.lot, dose.lot_no, dose.expiry, dose.ml) == ("COM-A", lot, "FK1234", "2026-12-31", "0.3")
    assert (dose.site, dose.route, dose.prepared_by, dose.given_by) == (
        "right_deltoid", "sc", "Giàng A Dê", "Sùng Thị Mỷ",
    )  # fmt: skip
    assert (dose.kind, dose.kind_no, dose.overall_no, dose.at) == ("primary", 1, 1, int(desk_clock()))
    assert dose.vial == stock.of(desk).vials[0].id
    row = board.rows(desk, only=[lanh])[0]
    assert (row.stage, row.injected_at, row.product) == (Stage.INJECTED, dose.at, "COM-A")


def test_two_presses_give_one_dose_and_open_one_vial(desk: Desk, make_person: Make) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    saved(injection.give(desk, lanh, lot=lot))
    again = injection.give(desk, lanh, lot=lot)
    assert reason(again) is Refusal.ALREADY_INJECTED
    seen = stock.of(desk)
    assert [vial.given for vial in seen.vials] == [1]
    assert reason(sheet(desk, lanh).allowed) is Refusal.ALREADY_INJECTED


def test_what_is_refused_opens_no_vial(desk: Desk, make_person: Make) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    had(desk, lanh, "2026-11-20", "COM-A")
    assert isinstance(injection.give(desk, lanh, lot=lot), TooEarly)
    assert stock.of(desk).vials == ()


@pytest.mark.parametrize(
    ("day", "product", "expected"),
    [
        ("2026-11-10", "COM-A", TooEarly),
        ("2026-08-01", "COM-A", Due),
        ("2026-11-23", "COM-A", Refusal.INJECTED_SAME_DAY),
        ("2026-09-01", "VERO", Refusal.MIXING),
    ],
    ids=["too-early", "due", "same-day-elsewhere", "mixing"],
)
def test_doses_given_before_decide(
    desk: Desk, make_person: Make, day: str, product: str, expected: type | Refusal
) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    had(desk, lanh, day, product)
    judged = sheet(desk, lanh).judged
    given = injection.give(desk, lanh, lot=lot)
    if isinstance(expected, Refusal):
        assert reason(judged) is expected
        assert reason(given) is expected
    elif expected is Due:
        assert isinstance(judged, Due)
        assert judged.kind_no == 2
        saved(given)
    else:
        assert isinstance(judged, TooEarly)
        assert judged.cause is Cause.INTERVAL
        assert given == judged


def test_a_notice_that_asks_for_a_reason_gets_one(desk: Desk, make_person: Make) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    had(desk, lanh, "2026-07-01", "AZ")
    seen = sheet(desk, lanh)
    assert seen.needs_reason
    assert injection.give(desk, lanh, lot=lot) == Refused(reason=Refusal.REASON_NEEDED)
    assert stock.of(desk).vials == ()
    dose = saved(injection.give(desk, lanh, lot=lot, how=Handling(why=" Người tiêm đồng ý "))).value
    assert dose.why == "Người tiêm đồng ý"
    assert Notice.MIXED in dose.warnings


def test_the_order_of_the_day_holds(desk: Desk, make_person: Make) -> None:
    lot = pfizer(desk)
    assert reason(injection.give(desk, make_person(desk, doc="1"), lot=lot)) is Refusal.NOT_RECEIVED
    assert reason(injection.give(desk, received(desk, make_person, doc="2"), lot=lot)) is Refusal.NOT_SCREENED
    ill = received(desk, make_person, doc="3")
    screen = healthy(desk, ill)
    saved(screening.save(desk, ill, msgspec.structs.replace(screen, answers={**screen.answers, "2": True})))
    assert reason(injection.give(desk, ill, lot=lot)) is Refusal.SCREENED_DEFERRED
    gone = screened(desk, make_person, doc="4")
    saved(reception.decline(desk, gone, why="afraid"))
    assert reason(injection.give(desk, gone, lot=lot)) is Refusal.DECLINED


def test_the_queue_is_who_may_be_injected(desk: Desk, make_person: Make) -> None:
    received(desk, make_person, doc="1")
    lanh = screened(desk, make_person, doc="2")
    assert [row.person.id for row in injection.queue(desk)] == [lanh]
    saved(injection.give(desk, lanh, lot=pfizer(desk)))
    assert injection.queue(desk) == ()


def test_an_undone_dose_frees_the_person_and_the_vial(desk: Desk, make_person: Make) -> None:
    lanh, entry = injected(desk, make_person)
    saved(undo.void(desk, entry, why="wrong_person"))
    assert sheet(desk, lanh).allowed == Allowed()
    assert stock.of(desk).vials[0].given == 0
    saved(injection.give(desk, lanh, vial=stock.of(desk).vials[0].id))


def test_a_vial_gives_its_doses_then_one_more_with_a_notice_then_none(desk: Desk, make_person: Make) -> None:
    vial = saved(stock.open_vial(desk, pfizer(desk))).value
    for number in range(7):
        person = screened(desk, make_person, doc=f"01519000001{number}")
        dose = saved(injection.give(desk, person, vial=vial)).value
        assert (Notice.EXTRA_DOSE in dose.warnings) is (number == 6)
    last = screened(desk, make_person, doc="015190000019")
    assert reason(injection.give(desk, last, vial=vial)) is Refusal.VIAL_EMPTY
    assert sheet(desk, last).vial is None


def test_who_may_not_inject_sees_why(desk: Desk, make_person: Make) -> None:
    lanh, lot = screened(desk, make_person), pfizer(desk)
    other = desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(Role.SCREENING.value,)))
    refused = Refused(reason=Refusal.NO_RIGHT, facts={"act": "inject"})
    assert sheet(other, lanh).allowed == refused
    assert injection.give(other, lanh, lot=lot) == refused
    assert reason(injection.sheet(desk, "0000000000000.77")) is Refusal.PERSON_GONE
