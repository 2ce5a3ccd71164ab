"""Every paper as it is printed: the samples, the longest names and addresses, blank forms, both languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from hashlib import shake_256

from msgspec.structs import replace

from tests.certificates.issuing import DAY, NOW, SHOT, SLIP, UVCI
from tests.certificates.test_slip import signed as signed_slip
from vaxdesk.assets import resources
from vaxdesk.certificates import cose, hcert
from vaxdesk.certificates.dcc import Dcc, Name
from vaxdesk.certificates.names import latin
from vaxdesk.documents import (
    aefi_form,
    certificate,
    checklist,
    day_seal,
    labels,
    plan_invitations,
    plan_session,
    plan_slips,
    plan_tasks,
    police_list,
    readiness,
    roster,
    scanner_sheet,
    screening,
    stock_count,
    stock_ledger,
    stock_minutes,
    stock_temps,
)
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.screening_contents import SAMPLE_CHILD, PriorDose
from vaxdesk.domain.aefi import load_aefi
from vaxdesk.domain.seal import SealHead
from vaxdesk.domain.sealing import MOST_LOGS

LONG_NAME = "Nguyễn Hoàng Phương Thảo Tôn Nữ Thị Quỳnh Giao Ngọc"
LONG_ADDRESS = (
    "Số 128/45/7 ngách 12, ngõ 345 đường Điện Biên Phủ kéo dài, tổ dân phố số 12, khu tái định cư Nậm Păm, thôn Háng "
    "Xê Dưới, xã Hạnh Phúc, huyện Trạm Tấu, thị xã Nghĩa Lộ, tỉnh Lào Cai (cạnh Nhà văn hóa)"
)
LONG_STATION = replace(
    STATION,
    name="Trung tâm Y tế khu vực Trạm Tấu - Điểm tiêm chủng lưu động số 3",
    address="Số 128 đường Điện Biên Phủ kéo dài, tổ dân phố 12, khu tái định cư Nậm Păm, thị xã Nghĩa Lộ, tỉnh Lào Cai",
)
LONG_NOTE = " ".join(["Nổi mày đay toàn thân, khó thở, tức ngực, mạch 118 lần/phút, huyết áp 90/60 mmHg."] * 60)

LONG_CERTIFICATE = replace(
    certificate.SAMPLE,
    station=LONG_STATION,
    name=LONG_NAME,
    address=LONG_ADDRESS,
    doses=tuple(
        certificate.CertificateDose(
            slot=slot,
            date=f"2026-0{slot}-1{slot}",
            vaccine="COVID-19 Vaccine (Vero Cell), Inactived",
            lot=f"LOT2026-{slot}",
            place=LONG_STATION.name,
        )
        for slot in range(1, 8)
    ),
)
SLIPPED = replace(certificate.SAMPLE, code=signed_slip(replace(SLIP, doses=SLIP.doses * 3)), is_slip=True)
LONG_SLIPPED = replace(
    LONG_CERTIFICATE,
    code=signed_slip(replace(SLIP, name=LONG_NAME, site=LONG_STATION.name, doses=SLIP.doses * 7)),
    is_slip=True,
)


def _by_the_centre(certified: Dcc = SHOT, *, alg: int = cose.ES256, size: int = 64) -> str:
    """A code as long and as dense as a signed one; its signature holds for nothing, and is the same in each process."""
    signer = cose.Signer(alg, bytes(range(8)), lambda data: shake_256(data).digest(size))
    return hcert.sign(certified, signer, issuer="VN", issued=NOW - DAY, expires=NOW + DAY)


_CENTRE = certificate.CentreSignature(number=3, series=3, until="2027-11-24")
_LONG_NAMED = Name(fn="Nguyễn", gn=LONG_NAME[7:], fnt="NGUYEN", gnt=latin(LONG_NAME[7:]))
CENTRED = replace(certificate.SAMPLE, code=_by_the_centre(), code_text=UVCI, centre=_CENTRE)
LONG_CENTRED = replace(
    LONG_CERTIFICATE, code=_by_the_centre(replace(SHOT, nam=_LONG_NAMED)), code_text=UVCI, centre=_CENTRE
)
RSA_CENTRED = replace(CENTRED, code=_by_the_centre(alg=cose.PS256, size=256))
LONG_ROSTER = replace(
    roster.SAMPLE,
    station=LONG_STATION,
    rows=tuple(replace(row, name=LONG_NAME, address=LONG_ADDRESS) for row in roster.SAMPLE.rows),
)
LONG_SCREENING = replace(
    screening.SAMPLE,
    station=LONG_STATION,
    name=LONG_NAME,
    address=LONG_ADDRESS,
    work="Trường phổ thông dân tộc bán trú tiểu học và trung học cơ sở Xà Hồ",
    remark=LONG_NOTE,
    prior=(PriorDose(vaccine="COVID-19 Vaccine (Vero Cell), Inactived", date="2021"),) * 5,
)
LONG_LABELS = replace(
    labels.SAMPLE,
    labels=tuple(replace(label, name=LONG_NAME) for label in labels.SAMPLE.labels * 7),
)


LONG_SEAL = replace(
    day_seal.SAMPLE,
    station=LONG_STATION,
    sealed_by=LONG_NAME,
    sealed=replace(
        day_seal.SAMPLE.sealed,
        waiting=123_456,
        heads=tuple(SealHead(f"{at:013}", 100_000 + at, f"{at:016x}") for at in range(MOST_LOGS)),
    ),
    lots=tuple(
        day_seal.LotLine(vaccine="COVID-19 Vaccine (Vero Cell), Inactived", lot=f"LOT2026-{at}", doses=10, vials=1)
        for at in range(12)
    ),
    staff=tuple(day_seal.StaffLine(name=LONG_NAME, received=at, screened=at, injected=at) for at in range(14)),
    after=12,
)


LONG_POLICE_LIST = replace(
    police_list.SAMPLE,
    station=LONG_STATION,
    commune="Thị trấn Nông trường Trạm Tấu",
    rows=tuple(replace(row, name=LONG_NAME, address=LONG_ADDRESS) for row in police_list.SAMPLE.rows * 2),
)

LONG_LEDGER = replace(
    stock_ledger.SAMPLE,
    station=LONG_STATION,
    keeper=LONG_NAME,
    lines=tuple(replace(one, partner=LONG_STATION.name, why=LONG_ADDRESS) for one in stock_ledger.SAMPLE.lines * 20),
)


@cache
def aefi_data() -> object:
    """The shipped form of the serious report."""
    return load_aefi((resources() / "forms" / "aefi.toml").read_text(encoding="utf-8"))


def aefi(values: dict[str, str], *, language: str = "vi") -> aefi_form.AefiContents:
    """The whole serious report with some of its fields filled."""
    form = aefi_data()
    sections = aefi_form.sections_of(form, values, language=language)
    return replace(aefi_form.SAMPLE, sections=sections, title=form.title.said(language))


LONG_READINESS = replace(
    readiness.SAMPLE,
    station=LONG_STATION,
    by=LONG_NAME,
    rows=tuple(replace(row, now=LONG_ADDRESS, todo=LONG_ADDRESS) for row in readiness.SAMPLE.rows) * 4,
)
LONG_AEFI = {
    "name": LONG_NAME,
    "dob": "1990",
    "sex": "F",
    "hamlet": LONG_ADDRESS,
    "brand": "COVID-19 Vaccine (Vero Cell), Inactived",
    "events": "anaphylaxis,breathing",
    "description": LONG_NOTE,
    "outcome": "recovering",
}


LONG_INVITATIONS = replace(
    plan_invitations.SAMPLE,
    station=LONG_STATION,
    place=LONG_ADDRESS,
    vaccine="COVID-19 Vaccine (Vero Cell), Inactived",
    slots=tuple(
        replace(one, people=tuple(replace(who, name=LONG_NAME, address=LONG_ADDRESS) for who in one.people * 9))
        for one in plan_invitations.SAMPLE.slots
    ),
)
LONG_SESSION = replace(
    plan_session.SAMPLE,
    station=LONG_STATION,
    place=LONG_ADDRESS,
    note=LONG_NOTE,
    team=tuple(replace(one, name=LONG_NAME) for one in plan_session.SAMPLE.team * 8),
)
LONG_TASKS = replace(
    plan_tasks.SAMPLE,
    station=LONG_STATION,
    tasks=tuple(replace(one, title=LONG_ADDRESS, person=LONG_NAME) for one in plan_tasks.SAMPLE.tasks * 6),
)


def _office(language: str) -> dict[str, Callable[[], bytes]]:
    """Papers of the office half, each with its sample."""
    plans = (plan_invitations, plan_slips, plan_session, plan_tasks)
    papers = (*plans, stock_count, stock_ledger, stock_minutes, stock_temps)
    return {
        f"{paper.__name__.rpartition('.')[2]} {language}": partial(paper.render, paper.SAMPLE, language=language)
        for paper in papers
    }


def _certificates() -> dict[str, Callable[[], bytes]]:
    makers: dict[str, Callable[[], bytes]] = {}
    for size in ("A4", "A5"):
        makers[f"certificate {size}"] = partial(certificate.render, certificate.SAMPLE, size=size)
        makers[f"certificate {size} long"] = partial(certificate.render, LONG_CERTIFICATE, size=size)
        makers[f"certificate {size} slip"] = partial(certificate.render, SLIPPED, size=size)
        makers[f"certificates {size} slip"] = partial(certificate.render_many, (SLIPPED, LONG_SLIPPED), size=size)
        makers[f"certificate {size} centre"] = partial(certificate.render, CENTRED, size=size)
        makers[f"certificate {size} centre rsa"] = partial(certificate.render, RSA_CENTRED, size=size)
        makers[f"certificates {size} centre"] = partial(certificate.render_many, (CENTRED, LONG_CENTRED), size=size)
        many = (certificate.SAMPLE, LONG_CERTIFICATE, certificate.SAMPLE)
        makers[f"certificates {size}"] = partial(certificate.render_many, many, size=size)
    return makers


def _makers() -> dict[str, Callable[[], bytes]]:
    makers = _certificates()
    for language in ("vi", "en"):
        makers[f"roster {language}"] = partial(roster.render, roster.SAMPLE, language=language)
        makers[f"day form {language}"] = partial(roster.render_blank, roster.SAMPLE, language=language)
        makers[f"screening {language}"] = partial(screening.render, screening.SAMPLE, language=language)
        makers[f"screening child {language}"] = partial(screening.render, SAMPLE_CHILD, language=language)
        makers[f"screening blank {language}"] = partial(screening.render_blank, screening.SAMPLE, language=language)
        makers[f"aefi {language}"] = partial(aefi_form.render, aefi_form.SAMPLE, language=language)
        makers[f"aefi blank {language}"] = partial(aefi_form.render, aefi({}, language=language), language=language)
        makers[f"labels {language}"] = partial(labels.render, labels.SAMPLE, language=language)
        makers[f"slip {language}"] = partial(labels.render_slip, labels.SAMPLE_SLIP, language=language)
        makers[f"police list {language}"] = partial(police_list.render, police_list.SAMPLE, language=language)
        makers[f"checklist {language}"] = partial(checklist.render, checklist.SAMPLE, language=language)
        makers[f"seal {language}"] = partial(day_seal.render, day_seal.SAMPLE, language=language)
        makers |= _office(language)
        makers[f"readiness {language}"] = partial(readiness.render, readiness.SAMPLE, language=language)
        sheet = scanner_sheet.contents_for(STATION, language=language, printed_at="2026-11-24T07:05")
        makers[f"scanner sheet {language}"] = partial(scanner_sheet.render, sheet, language=language)
    makers["ledger long"] = partial(stock_ledger.render, LONG_LEDGER)
    makers["roster long"] = partial(roster.render, LONG_ROSTER)
    makers["screening long"] = partial(screening.render, LONG_SCREENING)
    makers["aefi long"] = partial(aefi_form.render, aefi(LONG_AEFI))
    makers["labels long"] = partial(labels.render, LONG_LABELS)
    slip = replace(labels.SAMPLE_SLIP, name=LONG_NAME, station=LONG_STATION)
    makers["invitations long"] = partial(plan_invitations.render, LONG_INVITATIONS)
    makers["invitation slips long"] = partial(plan_slips.render, LONG_INVITATIONS)
    makers["session plan long"] = partial(plan_session.render, LONG_SESSION)
    makers["task plan long"] = partial(plan_tasks.render, LONG_TASKS)
    makers["seal long"] = partial(day_seal.render, LONG_SEAL)
    makers["police list long"] = partial(police_list.render, LONG_POLICE_LIST)
    makers["readiness long"] = partial(readiness.render, LONG_READINESS)
    makers["slip long"] = partial(labels.render_slip, slip)
    return makers


MAKERS = _makers()
NAMES = tuple(MAKERS)


@cache
def made(name: str) -> bytes:
    """The paper of a name, made once for all tests."""
    return MAKERS[name]()
