"""Reception in its states, with synthetic people."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from vaxdesk.domain.comparing import FieldDifference, Weight
from vaxdesk.domain.identity import (
    Arrival,
    Candidate,
    Found,
    Identified,
    Match,
    Presence,
    Several,
    Unknown,
    Unread,
    Via,
)
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.ui.screens.reception.model import ReceptionModel
from vaxdesk.ui.screens.reception.ports import ReceptionPorts
from vaxdesk.ui.screens.reception.view import ReceptionView

NOW = 1_795_400_000
LANH = PersonView(
    id="0000000000001.2", name="Nguyễn Thị Lành", dob="1990", sex="F", doc="", tel="0912345678",
    adr="Thôn Cu Vai", commune="Xã Xà Hồ", district="Huyện Trạm Tấu", province="Tỉnh Yên Bái",
)
HOA = PersonView(id="0000000000001.3", name="Nguyễn Thị Lành Hoà", dob="1987-03-14", sex="F", doc="015187004321")
PAO = PersonView(
    id="0000000000001.4", name="Sùng A Páo", dob="2014-09-05", sex="M", adr="Bản Háng Xê", guardian="Giàng Thị Dở",
    guardian_tel="0987654321",
)
HEN = PersonView(id="0000000000001.5", name="H'Hen Niê", dob="1995-07-21", sex="F", doc="066195007777", adr="Buôn Trấp")
LANG = PersonView(id="0000000000001.6", name="Nguyễn Văn Láng", dob="1962", sex="M", tel="0966111222", adr="Thôn Km 17")
ROWS = (
    Presence(person=LANH, listed=True),
    Presence(person=HOA, listed=True, verified="right", stage=Stage.RECEIVED, no=12, received_at=NOW),
    Presence(person=LANG),
    Presence(person=HEN, listed=True, stage=Stage.DONE, outcome=Outcome.DEFERRED, no=3),
)
CARD = Scan(kind=ScanKind.CITIZEN_CARD_2021, outcome=ScanOutcome.READ, name="Nguyễn Thị Lành", dob="1990-01-01")
TELEX = Scan(kind=ScanKind.CITIZEN_CARD_2021, outcome=ScanOutcome.MANGLED, document="015190001234")
DIFFERENCES = (
    FieldDifference(
        field="dob", card="1990-01-01", record="1990", weight=Weight.FINER, values={"dob": "1990-01-01"}
    ),
    FieldDifference(
        field="doc", card="015190001234", record="", weight=Weight.MISSING, values={"doc": "015190001234"}
    ),
    FieldDifference(
        field="adr", card="Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái", record="Thôn Tà Đằng, xã Bản Mù",
        weight=Weight.SLIGHT, values={"adr": "Thôn Cu Vai"},
    ),
)
DOSES = (
    DoseView(id="a", date="2021-08-14", product="AZ", lot="ABX1234"),
    DoseView(id="b", date="2021-11", product="", product_text="Vaxzevria"),
)
DRAFT = Person(
    name="Sùng A Páo", dob="2014-09-05", sex="M", doc="015090001234", tel="09x", adr="Bản Háng Xê", commune="Xà Hồ"
)


def found(presence: Presence = ROWS[0], **changes: object) -> Found:
    """A person found by a card that agrees with the record."""
    plain = Found(
        presence=presence, match=Match.DOCUMENT, via=Via.CARD, check_in=Allowed(), scan=CARD, doses=DOSES,
        last_contact=NOW - 3 * 86400,
    )
    return msgspec.structs.replace(plain, **changes)


REFUSED = Refused(reason=Refusal.ALREADY_RECEIVED, facts={"no": 12, "at": NOW - 900})
TOLD = {
    "agrees": found(),
    "differs": found(differences=DIFFERENCES),
    "received": found(ROWS[1], check_in=REFUSED, doses=()),
    "mangled": found(scan=TELEX, last_contact=0, doses=()),
    "child": found(Presence(person=PAO, listed=True), doses=()),
    "several": Several(CARD, tuple(Candidate(one, Match.NAME_BIRTH) for one in ROWS[:3])),
    "unknown": Unknown(CARD, Person(name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234"), ROWS[1:2]),
    "unread": Unread(Scan(kind=ScanKind.BHYT, outcome=ScanOutcome.TRUNCATED)),
}


class _Saved(msgspec.Struct, frozen=True):
    value: Arrival
    refs: tuple[str, ...] = ("0000000000001.9",)


def _model(answer: Identified | None = None, *, lately: tuple[Presence, ...] = ROWS[1:2]) -> ReceptionModel:
    saved = _Saved(Arrival(27, LANH.id, "0000000000001.9"))
    ports = ReceptionPorts(
        identify=lambda _, **__: answer,
        look=lambda person, **_: found(next(one for one in ROWS if one.person.id == person), scan=None),
        search=lambda text: ROWS if text == "lanh" else (),
        hides=lambda: True,
        lately=lambda: lately,
        alike=lambda draft: ROWS[:1] if draft.name else (),
        check_in=lambda *_, **__: saved,
        register=lambda *_, **__: saved,
        decline=lambda *_, **__: saved,
        undo=lambda *_, **__: saved,
        today=lambda: "2026-11-23",
        now=lambda: NOW,
        product=lambda code: {"AZ": "AstraZeneca"}.get(code, code),
        next_screen=lambda: "screening",
        print_slip=lambda _: None,
    )
    model = ReceptionModel(a_room(), ports)
    model.open()
    return model


def _scanned(name: str) -> Callable[[], ReceptionView]:
    def make() -> ReceptionView:
        model = _model(TOLD[name])
        view = ReceptionView(model)
        model.scanned(RawScan("x", ScanSource.CAMERA))
        return view

    return make


def _idle() -> ReceptionView:
    return ReceptionView(_model(lately=()))


def _results() -> ReceptionView:
    model = _model()
    view = ReceptionView(model)
    model.searched("lanh")
    return view


def _hidden() -> ReceptionView:
    model = _model()
    view = ReceptionView(model)
    model.searched("phu")
    return view


def _arrived() -> ReceptionView:
    model = _model(TOLD["agrees"])
    view = ReceptionView(model)
    model.scanned(RawScan("x", ScanSource.CAMERA))
    model.check_in()
    return view


def _form() -> ReceptionView:
    model = _model()
    view = ReceptionView(model)
    model.register(DRAFT)
    model.form.save()
    return view


GALLERY: tuple[Sample, ...] = (
    Sample("reception-idle", _idle),
    Sample("reception-results", _results),
    Sample("reception-hidden", _hidden),
    *(Sample(f"reception-{name}", _scanned(name)) for name in TOLD),
    Sample("reception-arrived", _arrived),
    Sample("reception-form", _form),
    question("reception-ask-undo", _arrived, lambda view: view._ask_undo("e.1")),
    question("reception-ask-decline", _scanned("agrees"), lambda view: view._ask_decline()),
)
