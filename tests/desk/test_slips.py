"""The certificate of a joined site carries a slip that others verify by the list of their server."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
import pytest

from sync_server.reading import worker
from tests.desk.conftest import Clock
from tests.servers import RunningServer
from vaxdesk.certificates.verify import verify
from vaxdesk.desk import certificates, identify, sending, slips, trust, undo
from vaxdesk.desk.context import Desk, Done
from vaxdesk.documents.certificate import CertificateContents
from vaxdesk.domain import own_codes
from vaxdesk.domain.certificate_reasons import CertificateKind, CertificateReason
from vaxdesk.domain.identity import Found, Match, Several, Unread
from vaxdesk.domain.own_codes import read_own_code
from vaxdesk.domain.payloads import CheckIn, History, Inject, Leave
from vaxdesk.domain.scans import ScanOutcome
from vaxdesk.registry.rules import values
from vaxdesk.scanning.reading import read

Make = Callable[..., str]


def with_dose(desk: Desk, person: str, *, no: int = 1) -> None:
    """Received, vaccinated and released today."""
    with desk.store.writing(user=desk.user.no) as w:
        w.add("checkin", CheckIn(day=desk.day, no=no), of=person)
        dose = Inject(
            day=desk.day, at=desk.now(), product="COM-A", lot="", lot_no="FN8122", expiry="2027-01-31", kind="primary",
            kind_no=1, overall_no=1,
        )
        w.add("inject", dose, of=person)
        w.add("leave", Leave(day=desk.day, at=desk.now() + 1800), of=person)


def known(desk: Desk, person: str, date: str, source: str) -> None:
    """A dose of elsewhere."""
    with desk.store.writing(user=desk.user.no) as w:
        w.add("history", History(date=date, product="COM-A", place="Bệnh viện Bạch Mai", source=source), of=person)


def issued(desk: Desk, person: str) -> CertificateContents:
    assert isinstance(certificates.issue(desk, person), Done)
    return printed(desk, person)


def printed(desk: Desk, person: str) -> CertificateContents:
    made = certificates.contents(desk, person)
    assert isinstance(made, CertificateContents)
    return made


def test_a_slip_holds_by_the_list_of_the_server(joined: Desk, make_person: Make) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    says = issued(joined, lanh)
    assert says.is_slip
    found = verify(says.code, trust=trust.trusted(joined), now=trust.moment(joined), values=values())
    assert (found.kind, found.valid, found.reasons) == (CertificateKind.SLIP, True, ())
    assert found.person is not None
    assert (found.person.name, found.person.dob) == ("Nguyễn Thị Lành", "1990")
    assert [(one.date, one.lot, one.number) for one in found.doses] == [(joined.day, "FN8122", 1)]
    assert found.facts.site == "Trạm Y tế xã Xà Hồ"


def test_printing_again_gives_the_same_slip(joined: Desk, desk_clock: Clock, make_person: Make) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    first = issued(joined, lanh).code
    desk_clock.seconds += 3600
    assert printed(joined, lanh).code == first
    assert [one.code for one in certificates.contents_of_all(joined, [lanh])] == [first]


def test_the_slip_finds_the_person_again_and_the_hand_text_too(joined: Desk, make_person: Make) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    says = issued(joined, lanh)
    for code in (says.code, says.code.encode(), says.code.lower(), says.code_text):
        found = identify.identify(joined, code)
        assert isinstance(found, Found)
        assert (found.presence.person.id, found.match) == (lanh, Match.CERTIFICATE)
    own = read_own_code(says.code_text)
    assert own is not None and own.ref == read(says.code).ref


def test_a_slip_of_elsewhere_is_looked_for_by_its_name(joined: Desk, make_person: Make) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    says = issued(joined, lanh)
    assert isinstance(undo.void(joined, certificates.sheet(joined, lanh).entry, why="in nhầm"), Done)
    found = identify.identify(joined, says.code)
    assert isinstance(found, (Found, Several)), "the year of birth and the name are hers"


@pytest.mark.parametrize("damage", [lambda text: text[:-6], lambda text: text[:40], lambda text: text[:4] + "%%%"])
def test_a_damaged_slip_is_said_to_be_one(joined: Desk, make_person: Make, damage: Callable[[str], str]) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    answer = identify.identify(joined, damage(issued(joined, lanh).code))
    assert isinstance(answer, Unread)
    assert answer.scan.outcome is ScanOutcome.DAMAGED


def test_a_site_that_no_server_knows_prints_the_bare_code(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    with_dose(desk, lanh)
    says = issued(desk, lanh)
    assert (says.is_slip, says.code[:4]) == (False, "VXC:")


@pytest.mark.parametrize("source", ["list", "paper", "certificate", "self"])
def test_a_dose_of_elsewhere_is_never_stated(joined: Desk, make_person: Make, source: str) -> None:
    lanh = make_person(joined)
    known(joined, lanh, "2021-09-14", source)
    assert not issued(joined, lanh).is_slip
    pao = make_person(joined, name="Sùng A Páo", doc="015190001235", row=2)
    known(joined, pao, "2021-09-14", source)
    with_dose(joined, pao, no=2)
    says = issued(joined, pao)
    assert len(says.doses) == 2, "the paper shows both"
    found = verify(says.code, trust=trust.trusted(joined), now=trust.moment(joined), values=values())
    assert [(one.date, one.place) for one in found.doses] == [(joined.day, "Trạm Y tế xã Xà Hồ")]


def test_a_slip_whose_certificate_was_taken_back_no_longer_holds(
    joined: Desk, make_person: Make, desk_clock: Clock, server: RunningServer
) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    says = issued(joined, lanh)
    assert isinstance(undo.void(joined, certificates.sheet(joined, lanh).entry, why="in nhầm"), Done)
    sending.send_all(joined)
    worker.prepare(server.server)
    worker.until_idle(server.server)
    desk_clock.seconds += 90_000
    server.now = lambda: time.time() + 90_000
    sending.send_all(joined)
    found = verify(says.code, trust=trust.trusted(joined), now=trust.moment(joined), values=values())
    assert found.reasons == (CertificateReason.REVOKED,)


@pytest.mark.parametrize("code", ["Z" * 26, "", "abc", "0" * 25])
def test_a_certificate_with_a_made_up_code_is_no_slip(joined: Desk, make_person: Make, code: str) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    assert own_codes.certificate_token(code) is None
    with joined.store.reading() as conn:
        make = slips.maker(joined, conn, site="Trạm")
        made = certificates.sheet(joined, lanh)
        assert make is not None and make(msgspec.structs.replace(made, code=code)) == ""


def test_a_draft_is_no_slip(joined: Desk, make_person: Make) -> None:
    lanh = make_person(joined)
    with_dose(joined, lanh)
    draft = certificates.contents(joined, lanh, draft=True)
    assert isinstance(draft, CertificateContents)
    assert (draft.code, draft.is_slip) == ("", False)
