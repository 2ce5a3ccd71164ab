"""The page in its states, with synthetic people."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.certificates.checked import Checked, Held
from vaxdesk.certificates.verdict import Facts, Holder, ProvenDose, Verdict
from vaxdesk.domain.certificate_reasons import (
    CertificateCaution,
    CertificateContent,
    CertificateKind,
    CertificateReason,
)
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.refusals import Allowed
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.screens.verify.model import VerifyModel
from vaxdesk.ui.screens.verify.ports import VerifyPorts
from vaxdesk.ui.screens.verify.view import VerifyView

FRESH = Held(day="2026-11-23", days=1, keys=1208, devices=312)
OLD = Held(day="2026-10-20", days=35, keys=1208, devices=312)
LANH = PersonView(id="0000000000001.2", name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234")
OTHER = PersonView(id="0000000000001.3", name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190007777")
_DOSES = (
    ProvenDose(date="2021-09-14", product="EU/1/21/1529", name="Vaxzevria", number=1, series=2, ours="AZ", days=1897),
    ProvenDose(date="2021-12-12", product="EU/1/21/1529", name="Vaxzevria", number=2, series=2, ours="AZ", days=1808),
)
VALID = Verdict(
    kind=CertificateKind.EU_DCC,
    valid=True,
    content=CertificateContent.VACCINATION,
    person=Holder(name="Nguyễn Thị Lành", dob="1990-01-01"),
    doses=_DOSES,
    facts=Facts(country="VN", signer="Bộ Y tế", signer_country="VN", list_days=1),
)
FORGED = Verdict(
    kind=CertificateKind.EU_DCC,
    valid=False,
    content=CertificateContent.VACCINATION,
    reasons=(CertificateReason.SIGNATURE, CertificateReason.EXPIRED),
    person=Holder(name="Nguyễn Hoàng Phương Thảo Tôn Nữ Thị Quỳnh Giao", dob="1985-11-30"),
    doses=_DOSES,
    facts=Facts(country="VN", expires=1_790_000_000, signer="Bộ Y tế", signer_country="VN"),
)
SLIP = Verdict(
    kind=CertificateKind.SLIP,
    valid=False,
    content=CertificateContent.VACCINATION,
    reasons=(CertificateReason.KEY_UNKNOWN,),
    cautions=(CertificateCaution.LIST_OLD, CertificateCaution.PROVISIONAL),
    person=Holder(name="Sùng A Páo", dob="1978"),
    doses=(ProvenDose(date="2026-11-20", product="COM-A", name="Comirnaty", lot="NJ0342A", number=1, days=4),),
    facts=Facts(site="Trạm Y tế xã Hạnh Phúc", list_days=35),
)
UNREADABLE = Verdict(
    kind=CertificateKind.UNKNOWN, valid=False, reasons=(CertificateReason.NOT_A_CERTIFICATE,)
)


def ports(*found: Checked, held: Held | None = FRESH) -> VerifyPorts:
    """Ports that answer with what they are given and save nothing."""
    return VerifyPorts(
        check=lambda _: found,
        held=lambda: held,
        codes=lambda _: ("HC1:",),
        read=lambda _: b"",
        keep=lambda _: True,
        take=lambda *_: Allowed(),
    )


def page(*found: Checked, held: Held | None = FRESH) -> VerifyView:
    """The page after a code was shown, or before."""
    model = VerifyModel(a_room(), ports(*found, held=held))
    view = VerifyView(model)
    view.activate()
    if found:
        model.check("HC1:")
    return view


def _of(verdict: Verdict, *people: PersonView, lacking: int = 0) -> Checked:
    return Checked(
        verdict=verdict,
        people=tuple(Presence(person=one) for one in people),
        lacking={one.id: lacking for one in people},
    )


def _page(*found: Checked, held: Held | None = FRESH) -> Callable[[], VerifyView]:
    return lambda: page(*found, held=held)


def _checking() -> VerifyView:
    view = page()
    view._model.become(busy=True)
    return view


GALLERY = (
    Sample("verify-empty", _page()),
    Sample("verify-no-list", _page(held=None)),
    Sample("verify-checking", _checking),
    Sample("verify-valid", _page(_of(VALID, LANH, lacking=2))),
    Sample("verify-known", _page(_of(VALID, LANH))),
    Sample("verify-several", _page(_of(VALID, LANH, OTHER, lacking=2))),
    Sample("verify-nobody", _page(_of(VALID))),
    Sample("verify-forged", _page(_of(FORGED))),
    Sample("verify-slip", _page(_of(SLIP), held=OLD)),
    Sample("verify-unreadable", _page(_of(UNREADABLE))),
)
