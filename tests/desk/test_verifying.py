"""A certificate at the desk: judged by the desk's own list, matched with a record, its doses taken once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.certificates.issuing import DAY, DOSE, NAME, SHOT, SITE, SLIP, key, signed
from tests.certificates.test_slip import signed as slip_of
from tests.desk.conftest import Clock
from vaxdesk.certificates import trust as lists
from vaxdesk.certificates.trust import TrustList
from vaxdesk.desk import verifying
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.certificate_reasons import CertificateReason as R
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import people
from vaxdesk.store import trust_list


@pytest.fixture
def listing(desk: Desk, desk_clock: Clock) -> Desk:
    """A desk that has a list of this day."""
    now = int(desk_clock.seconds)
    about = replace(key("ec"), begins=lists.utc(now - 30 * DAY), until=lists.utc(now + 30 * DAY))
    made = TrustList(made=lists.utc(now - 3600), keys=(about,), devices=(SITE,))
    with desk.store.changing() as conn:
        trust_list.keep(conn, lists.write(made, lambda _: bytes(64)))
    return desk


def shown(desk_clock: Clock, **changes: object) -> str:
    now = int(desk_clock.seconds)
    return signed(replace(SHOT, **changes), issued=now - DAY, expires=now + DAY)


def doses(desk: Desk, person: str) -> list[tuple[str, str]]:
    with desk.store.reading() as conn:
        return [(one.date, one.product) for one in people.doses(conn, desk.store.names, person)]


def test_without_a_list_nobody_is_believed(desk: Desk, desk_clock: Clock) -> None:
    assert verifying.held(desk) is None
    (found,) = verifying.check(desk, [shown(desk_clock)])
    assert (found.verdict.valid, found.verdict.reasons, found.lacking) == (False, (R.KEY_UNKNOWN,), {})


def test_the_doses_of_a_certificate_that_holds_are_taken_once(
    listing: Desk, desk_clock: Clock, make_person: Callable[..., str]
) -> None:
    lanh = make_person(listing)
    make_person(listing, name="Sùng A Páo", doc="015190001235", row=2)
    held = verifying.held(listing)
    assert held is not None and (held.day, held.days, held.keys, held.devices) == ("2026-11-23", 0, 1, 1)
    (found,) = verifying.check(listing, [shown(desk_clock)])
    assert found.verdict.valid
    assert [one.person.id for one in found.people] == [lanh]
    assert found.lacking == {lanh: 1}
    taken = verifying.take(listing, lanh, found.verdict)
    assert isinstance(taken, Done) and taken.value == 1
    assert doses(listing, lanh) == [(DOSE.dt, "COM-A")]
    (again,) = verifying.check(listing, [shown(desk_clock)])
    assert again.lacking == {lanh: 0}
    assert verifying.take(listing, lanh, again.verdict) == Done(value=0)


def test_of_several_with_the_same_name_and_birth_each_is_told(
    listing: Desk, desk_clock: Clock, make_person: Callable[..., str]
) -> None:
    two = {make_person(listing), make_person(listing, doc="015190007777", row=2)}
    (found,) = verifying.check(listing, [shown(desk_clock)])
    assert {one.person.id for one in found.people} == two == set(found.lacking)


def test_another_birth_or_name_is_nobody_here(
    listing: Desk, desk_clock: Clock, make_person: Callable[..., str]
) -> None:
    make_person(listing)
    texts = [
        shown(desk_clock, dob="1991-01-01"),
        shown(desk_clock, nam=replace(NAME, gn="Văn Bảo", gnt="VAN<BAO")),
        shown(desk_clock, dob=""),
    ]
    assert [one.people for one in verifying.check(listing, texts)] == [(), (), ()]


def test_nothing_is_taken_from_what_does_not_hold(
    listing: Desk, desk_clock: Clock, make_person: Callable[..., str]
) -> None:
    lanh = make_person(listing)
    past = signed(issued=int(desk_clock.seconds) - 9 * DAY, expires=int(desk_clock.seconds) - DAY)
    (found,) = verifying.check(listing, [past])
    assert (found.verdict.reasons, found.lacking) == ((R.EXPIRED,), {})
    answer = verifying.take(listing, lanh, found.verdict)
    assert isinstance(answer, Refused) and answer.reason is Refusal.CERTIFICATE_NOT_VALID
    assert doses(listing, lanh) == []


def test_who_may_not_enter_doses_takes_none(
    listing: Desk, desk_clock: Clock, make_person: Callable[..., str]
) -> None:
    lanh = make_person(listing)
    (found,) = verifying.check(listing, [shown(desk_clock)])
    nurse = listing.as_user(replace(listing.user, roles=(Role.OBSERVATION.value,)))
    answer = verifying.take(nurse, lanh, found.verdict)
    assert isinstance(answer, Refused) and answer.reason is Refusal.NO_RIGHT


def test_a_slip_brings_its_lot_and_its_site(
    listing: Desk, desk_clock: Clock, make_person: Callable[..., str]
) -> None:
    lanh = make_person(listing, name=SLIP.name, dob=f"{SLIP.born}")
    (found,) = verifying.check(listing, [slip_of(replace(SLIP, issued=int(desk_clock.seconds) - 60))])
    assert found.verdict.valid, found.verdict
    assert [one.person.id for one in found.people] == [lanh]
    (dose,) = verifying.doses_of(found.verdict)
    assert (dose.lot, dose.place) == (SLIP.doses[0].lot, SLIP.site)


@pytest.mark.parametrize("text", ["", "HC1:", "VXS:%%%", "shc:/1", "\x00", "066190001234", "Nguyễn" * 5000])
def test_whatever_is_shown_is_answered(listing: Desk, text: str) -> None:
    (found,) = verifying.check(listing, [text])
    assert not found.verdict.valid
    assert found.people == ()
