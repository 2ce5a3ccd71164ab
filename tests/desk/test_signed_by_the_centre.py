"""From the dose to the printed signature of the centre, and back after a correction: two stations and a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from pyzbar import pyzbar

from tests.desk.conftest import PASSWORD, QUICK, Clock
from tests.desk.test_vouching import amended, row_of, signed_for, states
from tests.documents.reading import all_text, pictures, squeezed
from tests.issuing.people import in_line, sign, signer
from tests.issuing.people import states as due_states
from tests.servers import RunningServer, running_server
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.certificates.verify import verify
from vaxdesk.desk import certificates, sending, station, trust
from vaxdesk.desk.context import Desk, Done
from vaxdesk.documents.certificate import CertificateContents, render
from vaxdesk.domain import times
from vaxdesk.domain.certificate_reasons import CertificateKind, CertificateReason
from vaxdesk.domain.payloads import CheckIn, Inject, Leave, Lot
from vaxdesk.domain.payloads_cleaning import Verified
from vaxdesk.domain.vouching import VouchState
from vaxdesk.registry.rules import values
from vaxdesk.store.enrolment import Enrolment

Make = Callable[..., str]


@pytest.fixture
def server(tmp_path: Path, desk_clock: Clock) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        running.now = desk_clock
        yield running


@pytest.fixture
def there(tmp_path: Path, desk_clock: Clock) -> Iterator[Desk]:
    """Another station, which checks what it is shown."""
    opened = station.create(
        tmp_path / "there", station="15042", name="Điểm tiêm trường Lê Lợi", user="Hờ A Chứ", login="chu",
        password=PASSWORD, now=desk_clock, cost=QUICK,
    )  # fmt: skip
    yield opened.desk
    opened.desk.store.close()


def joined(desk: Desk, server: RunningServer, unit: str) -> Desk:
    assert isinstance(sending.connect(desk, server.url, server.enrol_code(unit)), Enrolment)
    sending.send_all(desk)
    return desk


def printed(desk: Desk, person: str) -> CertificateContents:
    made = certificates.contents(desk, person)
    assert isinstance(made, CertificateContents)
    return made


def read_back(says: CertificateContents) -> str:
    """The code of the printed sheet, as two readers find it at 150 dpi."""
    (page,) = pictures(render(says, size="A4"), 150)
    one = zxingcpp.read_barcode(page)
    [other] = pyzbar.decode(page, symbols=[pyzbar.ZBarSymbol.QRCODE])
    assert one is not None and one.text == other.data.decode()
    return one.text


def judged(desk: Desk, text: str) -> Verdict:
    return verify(text, trust=trust.trusted(desk), now=trust.moment(desk), values=values())


def dosed(desk: Desk, make_person: Make) -> str:
    """A person with a whole course, identified, vaccinated today and given the site's paper."""
    lanh = make_person(desk)
    with desk.store.writing(user=desk.user.no) as w:
        data = {"name": "Nguyễn Thị Lành", "dob": "1990-01-01", "sex": "F", "doc": "015190001234"}
        w.add("verified", Verified(day=desk.day, result="right", data=data), of=lanh)
        lot = w.add("lot", Lot(product="COM-A", number="FN8122", expiry="2027-01-31"))
        for day in ("2026-08-03", desk.day):
            at = times.at(day, "07:30")
            said = Inject(day=day, at=at, product="COM-A", lot=lot, lot_no="FN8122", expiry="2027-01-31")
            w.add("checkin", CheckIn(day=day, no=1), of=lanh)
            w.add("inject", said, of=lanh)
            w.add("leave", Leave(day=day, at=at + 1800), of=lanh)
    assert isinstance(certificates.issue(desk, lanh), Done)
    return lanh


def test_a_dose_is_signed_for_signed_printed_corrected_and_withdrawn(
    desk: Desk, there: Desk, desk_clock: Clock, server: RunningServer, make_person: Make
) -> None:
    here = joined(desk, server, "TYT-01")
    lanh = dosed(here, make_person)
    assert printed(here, lanh).is_slip
    assert states(here) == {lanh: "open"}
    signed_for(here)
    assert states(here) == {lanh: "unsent"}
    sending.send_all(here)
    assert states(here) == {lanh: "centre"}
    in_line(server)
    assert due_states(server) == {lanh: "vouched"}
    with signer(server) as by:
        assert sign(server, by).signed == 1
        sending.send_all(here)
        row = row_of(here, lanh)
        assert (row.state, row.signed_at) == (VouchState.SIGNED, int(desk_clock()))
        says = printed(here, lanh)
        assert says.centre is not None and not says.is_slip
        assert (says.centre.number, says.centre.series) == (2, 2)
        assert squeezed(f"2/2, đến/until {'/'.join(reversed(says.centre.until.split('-')))}") in all_text(render(says))
        text = read_back(says)
        desk_clock.forward(minutes=90)  # the list of trust is made anew once an hour
        joined(there, server, "TYT-02")
        verdict = judged(there, text)
        assert (verdict.kind, verdict.valid, verdict.reasons) == (CertificateKind.EU_DCC, True, ())
        amended(here, row.doses[0].id, day="2026-11-22")
        assert printed(here, lanh).is_slip, "at once, before anybody has withdrawn anything"
        assert states(here, "2026-11-22") == {lanh: "changed"}
        sending.send_all(here)
        in_line(server)
        assert sign(server, by).withdrawn == 1
        sending.send_all(here)
    assert printed(here, lanh).centre is None
    assert states(here, "2026-11-22") == {lanh: "changed"}
    desk_clock.forward(days=1.2)
    sending.send_all(there)
    assert judged(there, text).reasons == (CertificateReason.REVOKED,)


def test_one_that_has_run_out_is_not_printed_and_the_next_one_is(
    desk: Desk, desk_clock: Clock, server: RunningServer, make_person: Make
) -> None:
    """The year is over at a station that heard of no other yet: the paper is the site's again."""
    here = joined(desk, server, "TYT-01")
    lanh = dosed(here, make_person)
    signed_for(here)
    sending.send_all(here)
    in_line(server)
    with signer(server) as by:
        assert sign(server, by).signed == 1
        sending.send_all(here)
        first = printed(here, lanh)
        ends = row_of(here, lanh).until
        assert first.centre is not None and ends == int(desk_clock()) + 365 * 86_400
        desk_clock.seconds = ends - 1
        sending.send_all(here)
        assert printed(here, lanh).code == first.code
        desk_clock.seconds = ends
        says = printed(here, lanh)
        assert says.centre is None and says.is_slip and says.code != first.code
        assert "HC1:" not in read_back(says)
        in_line(server)
        assert sign(server, by).signed == 1
        sending.send_all(here)
    after = printed(here, lanh)
    assert after.centre is not None and after.code != first.code
    assert (after.centre.number, after.centre.until) == (2, times.day_of(ends + 365 * 86_400))
    assert read_back(after) == after.code
