"""The person page in its states, with synthetic people."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.cleaning.police import VerifiedView, VerifyResult
from vaxdesk.domain.delivery import Delivery, EntryDelivery
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.person_record import FieldChange, PastDay, PastEvent, PersonRecord
from vaxdesk.domain.plea import PleaStatus, PleaView, PleaWay
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import DoseView, EventView, PersonView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screens.person.model import PersonModel
from vaxdesk.ui.screens.person.plea_dialog import PleaDialog
from vaxdesk.ui.screens.person.ports import PersonPorts
from vaxdesk.ui.screens.person.view import PersonPage

DAY = "2026-11-23"
NOW = 1_795_400_000
LANH = PersonView(
    id="0000000000001.2", name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234", old_doc="060812345",
    bhyt="HN2151234567890", tel="0912345678", grp="9", job="Nông dân", eth="Kinh", adr="Thôn Cu Vai",
    commune="Xã Xà Hồ", district="Huyện Trạm Tấu", province="Tỉnh Yên Bái",
)
SAVED = EntryDelivery(state=Delivery.SAVED, here=True)
SENT = EntryDelivery(state=Delivery.SENT, here=True)
ELSEWHERE = EntryDelivery(state=Delivery.CONFIRMED, desk="BAN-TIEP-DON")
REFUSED = EntryDelivery(state=Delivery.ATTENTION, here=True, verdict="not_yours")
NO = Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": "inject", "id": "x"})


def event(kind: str, minutes: int, *, voided: bool = False, day: str = DAY, **data: object) -> EventView:
    """One entry of the day, so many minutes ago."""
    return EventView(
        id=f"0000000000001.{minutes}", kind=kind, person=LANH.id, day=day, t=NOW - minutes * 60, user=1,
        voided=voided, data=data,
    )


TODAY = PastDay(
    DAY,
    (
        PastEvent(
            event=event("inject", 8, product="AZ", lot_no="ABX1234"), user="Hờ A Chứ", undo=Allowed(), sent=SAVED
        ),
        PastEvent(
            event=event("screen", 15, conclusion="eligible"), user="Bs. Cầm Thị Hương", undo=NO, sent=SENT,
            true_t=NOW - 86400 - 15 * 60,
        ),
        PastEvent(event=event("checkin", 22, no=27, via="card"), user="Lò Thị Mai", undo=NO, sent=ELSEWHERE),
        PastEvent(
            event=event("checkin", 25, voided=True, no=26, via="search"), user="Lò Thị Mai", undo=NO,
            undone_at=NOW - 24 * 60, undone_by="Lò Thị Mai", undone_why="wrong_person",
            sent=REFUSED,
        ),
    ),
)
EARLIER = PastDay(
    "2026-11-20",
    (
        PastEvent(
            event=event("decline", 4400, day="2026-11-20", why="no_time"), user="Lò Thị Mai", undo=Allowed()
        ),
        PastEvent(event=event("checkin", 4410, day="2026-11-20", no=3, via="search"), user="Lò Thị Mai", undo=NO),
    ),
)
DOSES = (
    DoseView(id="a", date="2021-08-14", product="AZ", lot="ABX0099", place="15041"),
    DoseView(id="b", date="2026-11-23", product="AZ", lot="ABX1234", here=True),
)
CHANGES = (
    FieldChange(field="doc", before="", after="015190001234", t=NOW - 22 * 60, user="Lò Thị Mai", why="card"),
    FieldChange(
        field="name", before="Nguyễn Thị Lánh", after="Nguyễn Thị Lành", t=NOW - 86400 * 3, user="Sùng Thị Mỷ",
        why="misspelt",
    ),
)
INJECTED = PersonRecord(
    presence=Presence(person=LANH, listed=True, stage=Stage.INJECTED, outcome=Outcome.VACCINATED, no=27),
    check_in=NO, decline=NO, days=(TODAY, EARLIER), doses=DOSES, changes=CHANGES, entered_at=NOW - 86400 * 4,
    last_contact=NOW - 86400 * 2,
)
FRESH = PersonRecord(
    presence=Presence(person=msgspec.structs.replace(LANH, bhyt="", old_doc="", grp="", job="", eth=""), listed=True),
    check_in=Allowed(), decline=Refused(reason=Refusal.NOT_RECEIVED), entered_at=NOW - 86400,
)

ASKED = msgspec.structs.replace(
    INJECTED, may_plead=False,
    plea=PleaView(
        id="0000000000001.90", person=LANH.id, day="2026-11-20", due="2026-11-24", way="letter", paper="12/2026",
        status=PleaStatus.OPEN, t=NOW - 86400 * 3, user="Sùng Thị Mỷ",
    ),
)  # fmt: skip

_POLICE = FieldChange(
    field="doc", before="0601234", after="015190001234", t=NOW - 86400, user="Lò Thị Mai", why="police",
    evidence="003/2026-7K2 #12 · Thiếu tá Hà Văn Bình · 9f3c5a71e0b2",
)  # fmt: skip
VERIFIED = msgspec.structs.replace(
    INJECTED, changes=(_POLICE, *CHANGES[1:]),
    verified=VerifiedView(id="v", person=LANH.id, day="2026-11-22", result=VerifyResult.CORRECTED),
    days=(TODAY, PastDay("2026-11-22", (
        PastEvent(event=event("verified", 1440, day="2026-11-22", result="corrected", by="Thiếu tá Hà Văn Bình"),
                  user="Lò Thị Mai", undo=Allowed()),
    ))),
)  # fmt: skip
VERIFIED_BEFORE = msgspec.structs.replace(
    VERIFIED, verified=msgspec.structs.replace(VERIFIED.verified, result=VerifyResult.CHANGED)
)

_NOBODY = Presence(person=PersonView(id=LANH.id, name=""), stage=Stage.INJECTED, no=27)
ERASED = msgspec.structs.replace(INJECTED, presence=_NOBODY, changes=(), erased=True)


def page(record: PersonRecord | None) -> tuple[PersonModel, PersonPage]:
    """A page that shows a record."""
    ports = PersonPorts(
        record=lambda _: record,
        correct=lambda *_, **__: None,
        check_in=lambda *_, **__: None,
        decline=lambda *_, **__: None,
        withdraw=lambda *_, **__: None,
        undo=lambda *_, **__: None,
        plead=lambda *_, **__: None,
        today=lambda: DAY,
        now=lambda: NOW,
        product=lambda code: {"AZ": "AstraZeneca"}.get(code, code),
        may_enter_late=lambda: True,
        next_screen=lambda stage: {Stage.INJECTED: "observation"}.get(stage, ""),
        print_slip=lambda _: None,
    )
    model = PersonModel(a_room(), ports)
    view = PersonPage(model)
    model.open(LANH.id if record else "")
    return model, view


def _editing() -> PersonPage:
    model, view = page(INJECTED)
    model.edit()
    model.change(msgspec.structs.replace(model.state.draft, tel="09", name=""))
    model.save()
    return view


def _asking() -> PleaDialog:
    dialog = PleaDialog(None, name=LANH.name, today=DAY)
    dialog.way.set_value(PleaWay.LETTER.value)
    dialog.paper.set_value("đơn số 12")
    dialog.paper.edited.emit("")
    return dialog


GALLERY: tuple[Sample, ...] = (
    Sample("person-injected", lambda: page(INJECTED)[1]),
    Sample("person-fresh", lambda: page(FRESH)[1]),
    Sample("person-editing", _editing),
    Sample("person-asked", lambda: page(ASKED)[1]),
    question("person-asking", _asking),
    question("person-ask-plea", lambda: page(INJECTED)[1], lambda view: view._ask_plea()),
    question("person-ask-undo", lambda: page(INJECTED)[1], lambda view: view._ask_undo_entry(TODAY.events[0].event.id)),
    question("person-ask-decline", lambda: page(INJECTED)[1], lambda view: view._ask_decline()),
    question("person-ask-withdraw", lambda: page(INJECTED)[1], lambda view: view._ask_withdraw()),
    Sample("person-verified", lambda: page(VERIFIED)[1]),
    Sample("person-verified-before", lambda: page(VERIFIED_BEFORE)[1]),
    Sample("person-erased", lambda: page(ERASED)[1]),
    Sample("person-none", lambda: page(None)[1]),
)
