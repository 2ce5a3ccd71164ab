"""For whom a certificate is due, what it waits for, and what the centre signs and withdraws; on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sync_server.durable.database import writing
from sync_server.issuing import signing
from sync_server.reading import naming
from tests.issuing.people import (
    FIRST,
    SECOND,
    answered,
    brought,
    dose,
    due,
    identified,
    in_line,
    judged,
    of,
    sign,
    signer,
    states,
)
from tests.issuing.people import vouch as vouch_
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, read
from vaxdesk.certificates import cose
from vaxdesk.domain.certificate_reasons import CertificateReason
from vaxdesk.domain.certification import WithdrawnFor

YEAR_S = 365 * 86_400
Signed = tuple[cose.Signer, Clinic, str, str]


@pytest.fixture
def signed(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> Iterator[Signed]:
    """The open key of the centre, a station, and somebody there for whom it has signed, with their newest dose."""
    who, newest = due(either, clinics[0])
    with signer(either) as by:
        assert sign(either, by).signed == 1
        yield by, clinics[0], who, newest


def test_each_step_waits_for_the_next_and_what_was_signed_holds(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    who = here.write("person", LANH)
    assert brought(either, here) == {}
    dose(here, who, FIRST)
    assert brought(either, here) == {who: "waits course"}
    newest = dose(here, who, SECOND)
    assert brought(either, here) == {who: "waits identity"}
    identified(here, who, result="wrong")
    assert brought(either, here) == {who: "waits identity"}
    identified(here, who)
    assert brought(either, here) == {who: "waits vouch"}
    vouched = vouch_(here, who, newest)
    assert brought(either, here) == {who: "vouched"}
    here.void(vouched)
    assert brought(either, here) == {who: "waits vouch"}
    vouch_(here, who, newest)
    assert brought(either, here) == {who: "vouched"}
    with signer(either) as by:
        assert (sign(either, by).signed, states(either)) == (1, {who: "signed"})
        assert (sign(either, by).looked, sign(either, by).signed) == (0, 0)
    [made] = of(either, who)
    assert (made.dn, made.sd, made.withdrawn, made.cert, len(made.doses)) == (2, 2, None, who, 2)
    verdict = judged(either, made.text)
    assert (verdict.valid, verdict.reasons) == (True, ())
    pulled = here.pen.sync(marks={})  # it comes down to the station
    assert any(made.uvci.encode() in line for body in pulled.bodies.values() for line in body.lines)


def test_what_cannot_be_stated_says_why(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    names = [changed(BAO, name=f"Lò Văn {one}", doc=f"06608500432{at}") for at, one in enumerate(("Ba", "Cả", "Dé"))]
    foreign = changed(BAO, name="Souphanouvong Keo", nat="Lào", doc="PA1234567", dob="1979-04-02")
    vague, listed, other = (here.write("person", one) for one in names)
    here.amend(vague, dob="")
    for who in (vague, other):
        dose(here, who, FIRST, product="COM-A" if who == vague else "NOVA")
        dose(here, who, SECOND, product="COM-A" if who == vague else "NOVA")
    dose(here, listed, FIRST)
    here.history(listed, SECOND)
    abroad = there.write("person", foreign)
    dose(there, abroad, FIRST)
    vouch_(there, abroad, dose(there, abroad, SECOND))
    assert brought(either, here, there) == {
        vague: "waits person", listed: "waits dose", other: "waits product", abroad: "vouched"
    }  # fmt: skip


def test_an_open_case_holds_it_up_until_somebody_answers(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, _ = clinics
    who = here.write("person", LANH)
    dose(here, who, "2026-10-31")
    newest = dose(here, who, SECOND)
    identified(here, who)
    vouch_(here, who, newest)
    assert brought(either, here) == {who: "waits issue"}
    answered(either, here)
    assert brought(either, here) == {who: "vouched"}


def test_a_correction_withdraws_and_signs_anew_and_back_again(either: RunningServer, signed: Signed) -> None:
    by, here, who, _ = signed
    [first] = of(either, who)
    here.amend(who, name="Nguyễn Thị Lãnh")
    assert brought(either, here) == {who: "waits identity"}
    assert (sign(either, by).withdrawn, states(either)) == (1, {who: "waits identity"})
    assert judged(either, first.text).reasons == (CertificateReason.REVOKED,)
    identified(here, who, changed(LANH, name="Nguyễn Thị Lãnh"))
    assert brought(either, here) == {who: "vouched"}
    assert sign(either, by).signed == 1
    here.amend(who, rev=2, name=LANH.name)
    identified(here, who)
    assert brought(either, here) == {who: "waits issue"}  # two corrections of one field
    answered(either, here)
    assert brought(either, here) == {who: "vouched"}
    assert sign(either, by).signed == 1
    found = of(either, who)
    assert sorted(str(one.withdrawn) for one in found) == ["None", "corrected", "corrected"]
    [holds] = [one for one in found if one.withdrawn is None]
    assert judged(either, holds.text).valid
    assert holds.uvci != first.uvci


def test_a_dose_that_is_taken_back_takes_its_certificate_with_it(
    either: RunningServer, clinics: tuple[Clinic, Clinic], signed: Signed
) -> None:
    by, here, who, newest = signed
    there = clinics[1]
    here.void(newest)
    assert brought(either, here) == {who: "waits course"}
    assert sign(either, by).withdrawn == 1
    [gone] = of(either, who)
    assert gone.withdrawn is WithdrawnFor.CORRECTED
    here.void(newest, rev=2, back=True)
    assert brought(either, here) == {who: "vouched"}
    assert sign(either, by).signed == 1
    again = there.write("person", LANH)  # a third dose elsewhere: one person by rule
    third = dose(there, again, "2026-11-24")
    assert set(brought(either, here, there).values()) <= {"waits vouch", "waits issue", "waits identity"}
    assert third


def test_a_dose_corrected_after_the_review_waits_for_another(either: RunningServer, signed: Signed) -> None:
    by, here, who, newest = signed
    corrected = here.amend(newest, day="2026-11-03")
    assert brought(either, here) == {who: "waits vouch"}
    assert (sign(either, by).withdrawn, [one.withdrawn for one in of(either, who)]) == (1, [WithdrawnFor.CORRECTED])
    vouch_(here, who, newest)  # by somebody whose desk had not heard of the correction
    assert brought(either, here) == {who: "waits vouch"}
    vouch_(here, who, newest, seen=(corrected,))
    assert brought(either, here) == {who: "vouched"}
    assert sign(either, by).signed == 1


def test_before_its_year_is_over_it_is_signed_anew_and_the_old_one_runs_out(
    either: RunningServer, signed: Signed
) -> None:
    by, here, who, _ = signed
    [first] = of(either, who)
    start = either.server.now()
    either.now = lambda: start + YEAR_S - 31 * 86_400
    read(either)
    assert signing.step(either.server, by).looked == 0
    either.now = lambda: start + YEAR_S - 28 * 86_400
    read(either)
    done = signing.step(either.server, by)
    assert (done.signed, done.withdrawn) == (1, 1)
    read(either)
    assert signing.step(either.server, by).signed == 0
    new, old = of(either, who)
    assert (old.uvci, old.withdrawn, new.withdrawn) == (first.uvci, WithdrawnFor.EXPIRED, None)
    assert new.exp > first.exp
    assert judged(either, old.text).valid  # the paper in somebody's hand holds until its end
    assert states(either) == {who: "signed"}


def test_what_was_withdrawn_by_hand_stays_so_until_it_would_state_something_else(
    either: RunningServer, signed: Signed
) -> None:
    by, here, who, _ = signed
    [made] = of(either, who)
    with writing(either.engine) as conn:
        one = naming.names(conn).known(made.id)
        said = {"why": WithdrawnFor.ERROR, "user": 100_001, "said": "sai người"}
        assert signing.withdraw(conn, either.server, one, **said)
        assert not signing.withdraw(conn, either.server, one, **said)
    in_line(either)
    assert states(either) == {who: "withdrawn"}
    assert sign(either, by).looked == 0
    assert judged(either, made.text).reasons == (CertificateReason.REVOKED,)
    vouch_(here, who, dose(here, who, "2026-11-25"))
    brought(either, here)
    answered(either, here)
    assert brought(either, here) == {who: "vouched"}
    assert sign(either, by).signed == 1
    assert [one.dn for one in of(either, who) if one.withdrawn is None] == [3]
