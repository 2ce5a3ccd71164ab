"""The page of paper stacks in its states, with synthetic people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QTimer

from vaxdesk.domain.catchup.checking import Difference, Field
from vaxdesk.domain.catchup.judging import Judged
from vaxdesk.domain.catchup.prior import CERTIFICATE, PriorDose
from vaxdesk.domain.catchup.sheet import Happened, Sheet
from vaxdesk.domain.catchup.stack import CheckView, StackView, TypedSheet
from vaxdesk.domain.catchup.twice import Twice
from vaxdesk.domain.catchup.views import Offered, Rechecked, ToRead, Weighed
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.kit.sheet_shot import SheetShot
from vaxdesk.ui.lanes import ManualLane
from vaxdesk.ui.sample_sheet import SampleSheet
from vaxdesk.ui.screens.catchup.model import CatchupModel
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.twice_dialog import AskTwice
from vaxdesk.ui.screens.catchup.view import CatchupView
from vaxdesk.words import say

DAY = "2026-11-20"
LANH = PersonView(
    id="0000000000001.2", name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234", adr="Thôn Cu Vai",
    commune="Xà Hồ", province="Yên Bái",
)  # fmt: skip
PAO = PersonView(
    id="0000000000001.3", name="Lò Văn Páo", dob="1985-09-05", sex="M", doc="014085006789", adr="Bản Nà Sản"
)
LANG = PersonView(id="0000000000001.4", name="Vàng Thị Lang", dob="1972", sex="F", adr="Thôn Suối Giao")
STACK = StackView(
    id="0000000000001.9", day=DAY, product="COM-A", lot_no="FK1234", expiry="2026-12-31", given_by="Tổ 2",
    sheets=40, typed=3,
)  # fmt: skip
STACKS = (
    STACK,
    StackView(
        id="0000000000001.8", day="2021-09-12", product="AZ", here=False, place="Trạm Y tế xã Bản Mù", lot_no="ABX1457",
        sheets=25, typed=25, check=CheckView(id="x", sample=5, wrong=1, user=2, t=0, partial=True),
    ),
    StackView(id="0000000000001.7", day="2026-11-19", product="MOD", sheets=12, typed=13, twice=2, lot_no="040F21A"),
)  # fmt: skip
ROWS = (
    TypedSheet(entry="e.1", person=PAO, sheet=1, lot_no="FK1234", kind="primary", kind_no=2),
    TypedSheet(
        entry="e.2", person=LANG, sheet=2, lot_no="FK1234", kind="primary", kind_no=1,
        warnings=("too_early_interval", "lot_expired"),
    ),
    TypedSheet(entry="e.3", person=LANH, sheet=3, happened=Happened.DEFERRED),
)  # fmt: skip
MINE = msgspec.structs.replace(ROWS[0], twice=True, site="left_deltoid", h="1")
THEIRS = msgspec.structs.replace(MINE, entry="e.9", sheet=2, desk="BAN-TIEM-2", lot_no="FL9901", h="2")
DOUBLED = (THEIRS, *ROWS[1:], MINE)
DOSES = (DoseView(id="a", date="2026-05-20", product="COM-A", lot="FG1234", place="TYT Bản Mù"),)
JUDGED = Judged(kind=DoseKind.PRIMARY, kind_no=2, overall_no=2, ml="0.3", rules="1")
EARLY = msgspec.structs.replace(
    JUDGED, remarks=(TooEarly(until="2026-12-05", recommended_from="2026-12-05", cause=Cause.INTERVAL),)
)
TOLD = (
    PriorDose(date="2021-08-14", product="AZ", place="Bộ Y tế, VN", n=1, source=CERTIFICATE),
    PriorDose(date="2021-11-02", product="AZ", place="Bộ Y tế, VN", n=2, source=CERTIFICATE),
)
SAMPLE = (
    ToRead(entry="e.1", sheet=1, name=PAO.name, desk="BAN-TIEM-2", who=Field.NUMBER, what=Field.LOT),
    ToRead(entry="e.2", sheet=2, name=LANG.name, who=Field.BIRTH, what=Field.LOT),
)
FOUND = Rechecked(
    sample=5,
    differences=(
        Difference(entry="e.2", field=Field.BIRTH, saved="1972", read="1973"),
        Difference(entry="e.2", field=Field.LOT, saved="FK1234", read="FK1243"),
    ),
    rows=(ROWS[1],),
)
_WEIGHED = Weighed(person=LANH, doses=DOSES, answer=Allowed(), judged=JUDGED)
_TWICE = Refused(reason=Refusal.DOSE_ON_RECORD, facts={"product": "COM-A", "day": DAY, "lot": "FG1234"})


class _Saved(msgspec.Struct, frozen=True):
    value: Any
    refs: tuple[str, ...] = ()


def _model(
    weighed: Weighed = _WEIGHED, *, stacks: tuple[StackView, ...] = STACKS, rows: tuple[TypedSheet, ...] = ROWS
) -> CatchupModel:
    names = {"COM-A": "Pfizer", "AZ": "AstraZeneca", "MOD": "Moderna", "VERO": "Vero Cell", "ABD": "Abdala"}
    saved = _Saved(ROWS[0])
    ports = CatchupPorts(
        stacks=lambda: stacks,
        announce=lambda *_: Refused(reason=Refusal.PLACE_MISSING),
        recount=lambda *_, **__: _Saved(STACK),
        typed=lambda _: rows,
        identify=lambda *_, **__: None,
        search=lambda text: tuple(map(_presence, (LANH, LANG))) if text == "la" else (),
        alike=lambda draft: (_presence(LANH),) if draft.name else (),
        weigh=lambda *_: weighed,
        save=lambda *_, **__: saved,
        mark_known=lambda *_, **__: saved,
        take_back=lambda *_, **__: saved,
        mend_lot=lambda *_, **__: saved,
        settle=lambda *_: saved,
        enter=lambda *_, **__: _Saved(LANH.id),
        sample=lambda _: SAMPLE,
        check=lambda *_: _Saved(FOUND),
        told=lambda _: TOLD,
        offer=lambda *_: Offered(person=LANH, doses=DOSES, fresh=TOLD[1:], known=TOLD[:1]),
        take=lambda *_: _Saved(1),
        prepare=lambda _: b"",
        sheet_eye=SampleSheet,
        attach=lambda *_: saved,
        photo=lambda *_: b"",
        today=lambda: "2026-11-23",
        product=lambda code: names.get(code, code),
        products=lambda: tuple(names.items()),
        forms=lambda: (("qd4355", "QĐ 4355"), ("qd5785", "QĐ 5785"), ("qd5002", "QĐ 5002")),
    )
    model = CatchupModel(a_room(), ports)
    model.open()
    return model


def _presence(person: PersonView) -> Presence:
    return Presence(person=person)


def _stacks() -> CatchupView:
    return CatchupView(_model())


def _none() -> CatchupView:
    return CatchupView(_model(stacks=()))


def _head() -> CatchupView:
    model = _model()
    view = CatchupView(model)
    model.new()
    model.edit(msgspec.structs.replace(model.state.draft, here=False, sheets=40))
    model.announce()
    return view


def _typing(weighed: Weighed | None = None, **changes: Any) -> Callable[[], CatchupView]:
    def make() -> CatchupView:
        model = _model(weighed or _WEIGHED)
        view = CatchupView(model)
        model.take_up(STACK)
        if weighed:
            model.typing.searched("la")
        model.typing.become(**changes)
        return view

    return make


def _two_desks() -> CatchupView:
    model = _model(rows=DOUBLED)
    view = CatchupView(model)
    model.take_up(STACK)
    return view


def _settle(row: TypedSheet) -> AskTwice:
    return AskTwice(None, Twice(rows=(MINE, row)), lambda _: None)


def _newcomer() -> CatchupView:
    model = _model()
    view = CatchupView(model)
    model.take_up(STACK)
    model.typing.unknown.emit(Person(name="Sùng A Páo", doc="0150901234"))
    model.newcomer.save()
    return view


def _recheck() -> CatchupView:
    model = _model()
    view = CatchupView(model)
    model.check(STACK)
    return view


def _rechecked() -> CatchupView:
    model = _model()
    view = CatchupView(model)
    model.check(STACK)
    for _ in SAMPLE:
        model.recheck.read("1", "2")
    return view


def _shot(*, taken: bool = False) -> SheetShot:
    lane = ManualLane("eye")
    shot = SheetShot(None, say("catchup.recheck.row", no=1, name=PAO.name), lane, SampleSheet())

    def see() -> None:
        lane.drain()
        if taken:
            shot._view.shoot()
            lane.drain()

    seeing = QTimer(shot)  # as long as it is shown: put into a picture, it is hidden once and opens its camera anew
    seeing.timeout.connect(see)
    seeing.start(0)
    return shot


def _prior() -> CatchupView:
    model = _model()
    view = CatchupView(model)
    model.open(LANH.id)
    return view


_TWO = Sheet(lot_no="FL9901", site="right_deltoid", clock="08:30", dose_no=2)
GALLERY: tuple[Sample, ...] = (
    Sample("catchup-stacks", _stacks),
    Sample("catchup-none", _none),
    Sample("catchup-head", _head),
    Sample("catchup-rows", _typing()),
    Sample("catchup-sheet", _typing(_WEIGHED)),
    Sample("catchup-remarks", _typing(msgspec.structs.replace(_WEIGHED, judged=EARLY), sheet=_TWO)),
    Sample("catchup-twice", _typing(msgspec.structs.replace(_WEIGHED, answer=_TWICE, judged=None, on_record=DOSES[0]))),
    Sample("catchup-offer", _typing(_WEIGHED, offered=Offered(person=LANH, doses=DOSES, fresh=TOLD))),
    Sample("catchup-two-desks", _two_desks),
    question("catchup-settle", partial(_settle, THEIRS)),
    question("catchup-settle-same", partial(_settle, msgspec.structs.replace(THEIRS, lot_no=MINE.lot_no))),
    question("catchup-ask-twice", _two_desks, lambda view: view._ask_twice()),
    Sample("catchup-newcomer", _newcomer),
    question("catchup-shot", _shot),
    question("catchup-shot-taken", partial(_shot, taken=True)),
    question("catchup-ask-shot", _typing(), lambda view: view._shoot(ROWS[0])),
    Sample("catchup-recheck", _recheck),
    Sample("catchup-rechecked", _rechecked),
    Sample("catchup-prior", _prior),
    question("catchup-ask-recount", _typing(), lambda view: view._ask_recount()),
    question("catchup-ask-lot", _typing(_WEIGHED, sheet=_TWO), lambda view: view._ask_unusual("lot")),
    question("catchup-ask-clock", _typing(_WEIGHED, sheet=_TWO), lambda view: view._ask_unusual("clock")),
    question("catchup-ask-row", _typing(), lambda view: view._ask_row(ROWS[0])),
    question("catchup-ask-deferred", _typing(), lambda view: view._ask_row(ROWS[2])),
    question("catchup-photo", _typing(), lambda view: view._show_photo(ROWS[0], SampleSheet().take())),
)
