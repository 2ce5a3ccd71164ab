"""Sample states of the injection table."""

from __future__ import annotations

from functools import cache

import msgspec

from vaxdesk.assets import resources
from vaxdesk.domain import visit
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.outcomes import DoseKind, Stage
from vaxdesk.domain.products import Schedule, load_schedule
from vaxdesk.domain.refusals import Allowed, Note, Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.step_views import InjectionSheet, Stock
from vaxdesk.domain.stock.gs1 import Box
from vaxdesk.domain.stock.views import BoxSeen
from vaxdesk.domain.views import DoseView, EventView, LotView, PersonView, VialView, VisitRow
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screens.injection.model import InjectionModel
from vaxdesk.ui.screens.injection.ports import InjectionPorts
from vaxdesk.ui.screens.injection.view import InjectionView

TODAY, NOW = "2026-11-23", 1_795_410_000
LANH = PersonView(
    id="p1", name="Nguyễn Thị Lành", dob="1990-01-31", sex="F", doc="015190001234", tel="0912345678", commune="Xà Hồ"
)
_WAITING = ("Lò Văn Páo", "Hờ A Chứ", "Vàng Thị Sua", "Bùi Thị Ắng")
_DOSES = (DoseView(id="d1", date="2026-08-14", product="COM-A", lot="FK0099", kind="primary", kind_no=1),)
_LOT = LotView(id="l1", product="COM-A", number="FK1234", expiry="2026-12-31", doses_per_vial=6, vials_opened=3,
               thawed="2026-11-05", fridge_days=31)
_LATER = LotView(id="l2", product="COM-A", number="FP8290", expiry="2027-03-31", doses_per_vial=6, fridge_days=31)
_OTHER = LotView(id="l3", product="AZ", number="ABX5567", expiry="2026-12-05", doses_per_vial=10, vials_opened=1)
_VIAL = VialView(id="v3", lot=_LOT, no=3, opened_at=NOW - 5400, doses=6, given=2)
_OLD = VialView(id="v1", lot=_OTHER, no=1, opened_at=NOW - 21_900, doses=10, given=7)
_BOX = BoxSeen(box=Box(gtin="08934673573399", lot="FK1234", expiry="2027-06-30"), product="COM-A", doses_per_vial=6)
STAFF = ("Sùng Thị Mỷ", "Giàng A Dê")


@cache
def _schedule() -> Schedule:
    return load_schedule((resources() / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8"))


def _name(code: str) -> str:
    found = _schedule().find(code)
    return found.short.vi if found else code


def _due(kind_no: int = 2, notes: tuple[Note, ...] = ()) -> Due:
    return Due(kind=DoseKind.PRIMARY, kind_no=kind_no, overall_no=kind_no, ml="0.3", rules="x", notes=notes)


def a_sheet(**changes: object) -> InjectionSheet:
    """A person who was screened, with vaccine on the table."""
    event = EventView(id="e1", kind="checkin", person="p1", day=TODAY, t=NOW, user=1, voided=False, data={"no": 12})
    passed = {"conclusion": "eligible", "consent": True}
    screen = EventView(id="e2", kind="screen", person="p1", day=TODAY, t=NOW, user=1, voided=False, data=passed)
    sheet = InjectionSheet(
        person=LANH,
        visit=visit.fold((event, screen), person="p1", day=TODAY),
        doses=_DOSES,
        allowed=Allowed(),
        product="COM-A",
        judged=_due(),
        stock=Stock(
            lots=(_OTHER, _LOT, _LATER),
            vials=(_OLD, _VIAL),
            products=tuple(_schedule().product),
            closes={"v1": NOW - 300, "v3": NOW + 16_200},
            usable=frozenset(("v3", "l1", "l2")),
        ),
        vial=_VIAL,
        lot=_LOT,
        draw=Allowed(),
        staff=STAFF,
        last_contact=NOW - 7200,
    )
    return msgspec.structs.replace(sheet, **changes)


def a_queue() -> tuple[VisitRow, ...]:
    """People who may be injected."""
    named = enumerate(_WAITING)
    more = tuple(PersonView(id=f"q{at}", name=name, dob=f"19{70 + at * 5}", sex="M") for at, name in named)
    return tuple(
        VisitRow(person=one, day=TODAY, stage=Stage.SCREENED, no=12 + at, conclusion="eligible")
        for at, one in enumerate((LANH, *more))
    )


def _model(sheet: InjectionSheet | Refused | None) -> InjectionModel:
    def nothing(*_: object, **__: object) -> None:
        return None

    ports = InjectionPorts(
        queue=a_queue if sheet else tuple,
        sheet=lambda _, **__: sheet,
        give=nothing,
        decline=nothing,
        undo=nothing,
        add_lot=nothing,
        open_vial=nothing,
        close_vial=nothing,
        box=nothing,
        identify=nothing,
        search=lambda _: (),
        user=lambda: STAFF[0],
        today=lambda: TODAY,
        now=lambda: NOW,
        product=_name,
    )
    model = InjectionModel(a_room(), ports)
    model.open()
    return model


def _met(**changes: object) -> InjectionView:
    model = _model(a_sheet(**changes))
    model.meet("p1")
    return InjectionView(model)


def _empty() -> InjectionView:
    return InjectionView(_model(None))


def _called() -> InjectionView:
    return InjectionView(_model(a_sheet()))


def _due_now() -> InjectionView:
    return _met()


def _notes() -> InjectionView:
    mixed = Note(code=Notice.MIXED, facts={"product": "COM-A", "given": "AZ"}, needs_reason=True)
    soon = Note(code=Notice.VIAL_CLOSING_SOON, facts={"no": 3, "minutes": 12})
    stock = msgspec.structs.replace(a_sheet().stock, closes={"v1": NOW - 300, "v3": NOW + 720})
    judged = _due(notes=(mixed,))
    return _met(judged=judged, draw=Allowed(notes=(soon,)), last_contact=NOW - 3 * 86400, stock=stock)


def _early() -> InjectionView:
    return _met(judged=TooEarly(until="2026-12-05", recommended_from="2026-12-05", cause=Cause.INTERVAL))


def _refused() -> InjectionView:
    return _met(judged=Refused(reason=Refusal.MIXING, facts={"product": "COM-A", "given": "VERO"}))


def _twice() -> InjectionView:
    facts = {"product": "COM-A", "lot": "FK1234", "at": NOW}
    return _met(allowed=Refused(reason=Refusal.ALREADY_INJECTED, facts=facts), last_contact=0)


def _no_vaccine() -> InjectionView:
    bare = Stock(products=tuple(_schedule().product))
    return _met(product="", judged=None, stock=bare, vial=None, lot=None, draw=None, doses=(), last_contact=0)


GALLERY = (
    Sample("injection-empty", _empty),
    Sample("injection-called", _called),
    Sample("injection-due", _due_now),
    Sample("injection-notes", _notes),
    Sample("injection-early", _early),
    Sample("injection-refused", _refused),
    Sample("injection-twice", _twice),
    Sample("injection-no-vaccine", _no_vaccine),
    question("injection-ask-lot", _no_vaccine, lambda view: view._ask_lot()),
    question("injection-ask-box", _due_now, lambda view: view._ask_lot(_BOX)),
    question("injection-ask-close", _due_now, lambda view: view._ask_close("v3")),
    question("injection-ask-close-over", _due_now, lambda view: view._ask_close("v1")),
    question("injection-ask-decline", _due_now, lambda view: view._ask_decline()),
    question("injection-ask-undo", _due_now, lambda view: view._ask_undo("e3", LANH.name)),
)
