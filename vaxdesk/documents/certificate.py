"""'Giấy xác nhận đã tiêm vắc xin COVID-19' in two languages: one sheet, one dose into it, or a thousand in one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from vaxdesk.documents import qr
from vaxdesk.documents.certificate_frame import baseline, draw_frame, value_at, value_indent
from vaxdesk.documents.certificate_plan import PLANS, SECTIONS, Plan
from vaxdesk.documents.dates import day
from vaxdesk.documents.pen import Align, Box, Pen
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.sheet import FOOT, Sheets, footer
from vaxdesk.domain.views import StationView
from vaxdesk.words import LANGUAGES, say_in

_FRAME = "certificate"
_LONG = 500  # letters


class CertificateDose(msgspec.Struct, frozen=True, kw_only=True):
    """One dose in its slot 1..7 (see `slot_for`); `date` is ISO."""

    slot: int
    date: str
    vaccine: str
    lot: str = ""
    place: str = ""


class CentreSignature(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre signed: dose `number` of a series, until when it holds (ISO day)."""

    number: int
    series: int
    until: str


class CertificateContents(msgspec.Struct, frozen=True, kw_only=True):
    """What one certificate says. Dates ISO, perhaps partial; `sex` M, F or empty.

    `code` is the text of the QR, `code_text` the same for reading aloud and typing; without them it is a draft.
    `is_slip`: the code is a statement signed by the site's PC, and the paper says so. `centre`: the code is that of the
    centre (`HC1:`), `code_text` its identifier (UVCI).
    """

    station: StationView
    name: str
    dob: str = ""
    sex: str = ""
    document: str = ""
    phone: str = ""
    address: str = ""
    doses: tuple[CertificateDose, ...] = ()
    code: str = ""
    code_text: str = ""
    is_slip: bool = False
    centre: CentreSignature | None = None
    printed_at: str = ""


def slot_for(kind: str, kind_no: int) -> int | None:
    """Slot of a dose by its kind (`primary`, `additional`, `booster`) and number in the kind; None: no slot left."""
    first = 1
    for section, count in SECTIONS:
        if section == kind:
            return first + kind_no - 1 if 1 <= kind_no <= count else None
        first += count
    return None


def render(contents: CertificateContents, *, size: str = "A4", only_slot: int | None = None) -> bytes:
    """One certificate as PDF.

    Args:
        contents: what to print.
        size: `A4` or `A5`.
        only_slot: 1..7 prints the values of that dose alone, in the very place where the full sheet has them, to be
            printed into a sheet that is already stamped.
    """
    plan = PLANS[size]
    sheets = Sheets(plan.page, title=say_in("vi", "paper.certificate.title"))
    if only_slot is None:
        _prepare(sheets, plan)
        _page(sheets, plan, contents=contents, make=qr.make)
    else:
        _dose(sheets.pen, plan, dose=next(dose for dose in contents.doses if dose.slot == only_slot))
    sheets.end_page()
    return sheets.close()


def render_many(certificates: Iterable[CertificateContents], *, size: str = "A4") -> bytes:
    """Certificates one a page in one file; typeface and printed frame are stored once."""
    plan = PLANS[size]
    sheets = Sheets(plan.page, title=say_in("vi", "paper.certificate.title"))
    _prepare(sheets, plan)
    for contents in certificates:
        _page(sheets, plan, contents=contents, make=qr.make_fast)
        sheets.end_page()
    return sheets.close()


def _prepare(sheets: Sheets, plan: Plan) -> None:
    sheets.canvas.beginForm(_FRAME)
    draw_frame(sheets.pen, plan)
    sheets.canvas.endForm()


def _page(
    sheets: Sheets, plan: Plan, *, contents: CertificateContents, make: Callable[..., qr.Code]
) -> None:
    pen = sheets.pen
    sheets.canvas.doForm(_FRAME)
    _identity(pen, plan, contents=contents)
    for dose in contents.doses:
        _dose(pen, plan, dose=dose)
    _code(pen, plan, contents=contents, make=make)
    foot = Box(plan.margin, 0, plan.width, plan.page[1] - FOOT + 1)
    footer(pen, foot, station=contents.station, printed_at=contents.printed_at, page=1, pages=1)


def _code(pen: Pen, plan: Plan, *, contents: CertificateContents, make: Callable[..., qr.Code]) -> None:
    """The pattern with its letters below it; in its place on a draft that it holds for nothing."""
    if contents.is_slip or contents.centre:
        _signed(pen, plan, code=make(contents.code, level=_level(contents)), says=_says(contents))
        return
    (x, y), quiet = plan.code_at, plan.code * 0.16
    if contents.code:
        pen.code(make(contents.code), plan.code_at, side=plan.code)
        below = Box(x - quiet, y + plan.code + quiet, plan.code + 2 * quiet, 6)
        pen.write(qr.halves(contents.code_text), below, style=plan.fine, align=Align.CENTRE)
    else:
        instead = Box(x - quiet, y + plan.code * 0.3, plan.code + 2 * quiet, plan.code / 2)
        draft = "\n".join(say_in(language, "paper.certificate.draft") for language in LANGUAGES)
        pen.write(draft, instead, style=plan.fine, align=Align.CENTRE)


def _level(contents: CertificateContents) -> str:
    """A long code of the centre (RSA) has less spare than others: its modules would be too small here to be read."""
    return "L" if contents.centre and len(contents.code) > _LONG else "M"


def _says(contents: CertificateContents) -> str:
    """What stands below a signed code: its letters, who signed it, in both languages."""
    letters = qr.halves(contents.code_text)
    if contents.centre is None:
        return "\n".join((letters, *_both("paper.certificate.slip")))
    number, until, by = ("/".join(_both(f"paper.certificate.{key}")) for key in ("number", "until", "centre"))
    of = f"{number} {contents.centre.number}/{contents.centre.series}"
    return "\n".join((letters, f"{of}, {until} {day(contents.centre.until)}", by))


def _both(key: str) -> tuple[str, ...]:
    return tuple(say_in(language, key) for language in LANGUAGES)


def _signed(pen: Pen, plan: Plan, *, code: qr.Code, says: str) -> None:
    """A statement that the site's PC or the centre has signed: its pattern, larger than a bare code, and what it is."""
    column, quiet = plan.slip_column, code.quiet(plan.slip)
    x, y = column.x + (column.width - plan.slip) / 2, column.y + quiet
    pen.code(code, (x, y), side=plan.slip)
    top = y + plan.slip + quiet
    pen.write(says, Box(column.x, top, column.width, column.foot - top), style=plan.below, align=Align.CENTRE)


def _identity(pen: Pen, plan: Plan, *, contents: CertificateContents) -> None:
    sexes = (say_in(language, f"paper.sex.{contents.sex}") for language in LANGUAGES) if contents.sex else ()
    values = {
        "name": contents.name,
        "sex": "/".join(sexes),
        "dob": day(contents.dob),
        "document": contents.document,
        "phone": contents.phone,
    }
    for key, value in values.items():
        at, width = value_at(plan, key)
        pen.line(value, at, style=plan.value, width=width)
    at, width = value_at(plan, "address")
    indent = at[0] - plan.identity.x
    top = at[1] - plan.value.size * 0.34
    box = Box(plan.identity.x, top, plan.identity.width, plan.identity.foot - top)
    pen.write(contents.address, box, style=plan.value, indent=indent)


def _dose(pen: Pen, plan: Plan, *, dose: CertificateDose) -> None:
    slot = plan.slots()[dose.slot - 1]
    left, right = plan.left(slot), plan.right(slot)
    x = left.x + value_indent(plan)
    for line, value in enumerate((day(dose.date), dose.vaccine, dose.lot), start=2):
        pen.line(value, (x, baseline(plan, slot, line=line)), style=plan.value, width=left.right - 1.5 - x)
    unit = Box(right.x + 1.5, baseline(plan, slot, line=1) + plan.step * 0.2, right.width - 3, plan.step * 1.9)
    pen.write(dose.place, unit, style=plan.value)


SAMPLE = CertificateContents(
    station=STATION,
    name="Nguyễn Thị Lành",
    dob="1990-01-01",
    sex="F",
    document="015190001234",
    phone="0912345678",
    address="Thôn Cu Vai, xã Hạnh Phúc, tỉnh Lào Cai",
    doses=(
        CertificateDose(slot=1, date="2021-09-14", vaccine="COVID-19 Vaccine AstraZeneca", lot="NJ0342A",
                        place="Trạm Y tế xã Hạnh Phúc"),
        CertificateDose(slot=2, date="2021-12-07", vaccine="COVID-19 Vaccine AstraZeneca", lot="NK0115",
                        place="Trạm Y tế xã Hạnh Phúc"),
        CertificateDose(slot=5, date="2026-11-24", vaccine="COVID-19 Vaccine Comirnaty (Pfizer)", lot="FN8122",
                        place="Trung tâm Y tế khu vực Trạm Tấu, điểm tiêm lưu động Trường tiểu học Xà Hồ"),
    ),
    code="VXC:31415926535897932384626433832795028841920",
    code_text="VXC:0BJ6K42M7XQ9T2B4H8FZWND5RA-20",
    printed_at="2026-11-24T09:40",
)  # fmt: skip
