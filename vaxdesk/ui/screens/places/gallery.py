"""Samples of the page of facilities, areas, staff, units and safety."""

from __future__ import annotations

from typing import Any

import msgspec

from vaxdesk.assets import resources
from vaxdesk.domain.payloads import UnitMap
from vaxdesk.domain.places.checklist import Due, DueState, Part, Safety, load_checklist
from vaxdesk.domain.places.communes import Communes
from vaxdesk.domain.places.judging import Finding, Flaw
from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import Key, PlaceRecord, What
from vaxdesk.domain.places.units import OldCommune, choice_of
from vaxdesk.domain.places.views import CheckedList, Resident
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screens.places.form_part import FormPart
from vaxdesk.ui.screens.places.model import PlacesModel
from vaxdesk.ui.screens.places.ports import ListPorts, PlacesPorts, SafetyPorts, UnitPorts
from vaxdesk.ui.screens.places.state import Importing, Tab
from vaxdesk.ui.screens.places.view import PlacesView

_COMMUNES = ("Xà Hồ", "Bản Mù", "Pá Hu", "Phình Hồ", "Tà Xi Láng", "Làng Nhì", "Trạm Tấu", "Bản Công")


def _facility(number: int, *, row: int = 0) -> PlaceRow:
    commune = _COMMUNES[number % len(_COMMUNES)]
    values = {
        Key.NAME: f"Trạm Y tế xã {commune}",
        Key.CODE: f"{15041 + number}",
        Key.COMMUNE: commune,
        Key.COMMUNE_CODE: "04594",
        Key.SCHEME: "2021",
        Key.PROVINCE: "Yên Bái",
        Key.DISTRICT: "Trạm Tấu",
        Key.KIND: "station",
        Key.PHONE: "02163876123",
        Key.REPRESENTATIVE: "Hờ A Chứ",
    }
    fate, findings = Fate.TAKEN, ()
    if number == 1:
        fate, findings = Fate.LOOK, (Finding(Flaw.SIMILAR, Key.NAME, other="15048 · Trạm Y tế Bản Mù"),)
    elif number == 2:
        said = "Xã Pá Hu (04606, 2021), Xã Xà Hồ (04594, 2021)"
        fate = Fate.LOOK
        findings = (Finding(Flaw.UNIT_NAME_DIFFERS, Key.COMMUNE_CODE, "04606", other=said),)
    elif number == 3 and row:
        values[Key.CODE] = "15O44"
        fate, findings = Fate.PROBLEM, (Finding(Flaw.CODE_SHAPE, Key.CODE, "15O44"),)
    record = PlaceRecord(what=What.FACILITY, id=f"A.{number + 1}", values=values)
    there = number == 4 and row
    return PlaceRow(row=row, record=record, fate=Fate.THERE if there else fate, findings=findings,
                    of_row=2 if there else 0)  # fmt: skip


def _staff(number: int) -> PlaceRow:
    names = ("Lò Thị Mai", "Hờ A Chứ", "Cầm Thị Hương", "Giàng A Sử", "Vàng A Páo")
    values = {Key.NAME: names[number % 5], Key.TITLE: "Y sĩ", Key.FACILITY: "15041", Key.PHONE: f"091234567{number}"}
    if number == 3:
        values[Key.LOCKED] = "1"
    return PlaceRow(row=0, record=PlaceRecord(what=What.STAFF, id=f"B.{number + 1}", values=values), fate=Fate.TAKEN)


_ROWS = (*(_facility(number) for number in range(8)), *(_staff(number) for number in range(5)))
_FILE = Importing(file="Danh sách cơ sở huyện Trạm Tấu.xlsx", what=What.FACILITY,
                  rows=tuple(_facility(number, row=number + 2) for number in range(8)))  # fmt: skip


def _communes() -> tuple[OldCommune, ...]:
    listed = Communes((resources() / "units" / "communes.tsv").read_text(encoding="utf-8"))
    part = UnitMap(from_code="00553", from_scheme="2021", to_code="00565", to_scheme="2025-07",
                   basis="Trưởng thôn Đổng Xuyên", area="Đổng Xuyên")  # fmt: skip
    return (
        OldCommune(code="00553", people=214, choice=choice_of("00553", communes=listed), maps=(("A.9", part),)),
        OldCommune(code="04594", people=1873, choice=choice_of("04594", communes=listed)),
        OldCommune(code="99999", people=3),
    )


_PEOPLE = tuple(
    Resident(id=f"C.{number}", name="Nguyễn Thị Lành", address=address)
    for number, address in enumerate(("Thôn An Đà", "Thôn Cự Đà", "Thôn Đổng Xuyên", "Xóm Vàng"))
)


def _safety() -> Safety:
    form = load_checklist((resources() / "checklists" / "qd3518.toml").read_text(encoding="utf-8"))
    yes = {item.key: "yes" for item in form.part[Part.C].item}
    return Safety(
        form=form,
        day="2026-11-28",
        due={
            Part.A: Due(DueState.CHANGED),
            Part.B: Due(DueState.TODAY, "2026-11-28"),
            Part.C: Due(DueState.OVERDUE, "2026-11-27"),
        },
        done=(
            CheckedList(id="D.3", part="C", day="2026-11-20", answers={**yes, "cold_chain": "no", "infection": "na"},
                        notes={"cold_chain": "Máy phát hỏng, đã báo huyện"}, user=1),
            CheckedList(id="D.2", part="C", day="2026-11-13", answers=yes, user=1),
            CheckedList(id="D.1", part="A", day="2026-11-13", answers={"name": "Trạm Y tế xã Xà Hồ"}, user=1),
        ),
        names={1: "Lò Thị Mai"},
        facts={"name": "Trạm Y tế xã Xà Hồ", "code": "15041", "address": "Thôn Cu Vai", "phone": "0216 3876 123"},
    )  # fmt: skip


def _ports(rows: tuple[PlaceRow, ...]) -> PlacesPorts:
    def nothing(*_: Any) -> Any:
        return ""

    lists = ListPorts(
        looked_at=lambda: rows,
        check=lambda record: PlaceRow(row=0, record=record, fate=Fate.TAKEN),
        save=nothing,
        lock=nothing,
        take_out=nothing,
        put_back=nothing,
        look=lambda *_: _FILE,
        mend=lambda *_: _FILE,
        take=lambda _: 7,
        write_result=nothing,
        write_list=lambda *_: 0,
        may_keep=lambda: True,
    )
    units = UnitPorts(waiting=_communes if rows else lambda: (), people_of=lambda _: _PEOPLE, choose=nothing,
                      bring_over=lambda _: 0)  # fmt: skip
    return PlacesPorts(lists=lists, units=units,
                       safety=SafetyPorts(stands=_safety, fill_in=nothing, print_list=nothing))  # fmt: skip


def _model(tab: Tab = Tab.FACILITY, rows: tuple[PlaceRow, ...] = _ROWS) -> PlacesModel:
    model = PlacesModel(a_room(), _ports(rows))
    model.show(tab)
    return model


def _form(number: int) -> PlacesView:
    model = _model()
    model.lists.open(_ROWS[number])
    return PlacesView(model)


def _staff_form() -> PlacesView:
    model = _model(Tab.STAFF)
    model.lists.open(_staff(3))
    return PlacesView(model)


def _file(*, taken: bool = False, mending: bool = False) -> PlacesView:
    model = _model()
    model.lists.choose("x.xlsx")
    if taken:
        model.lists.become(importing=msgspec.structs.replace(_FILE, taken=7))
    if mending:
        model.lists.open(_FILE.rows[3])
    return PlacesView(model)


def _units() -> PlacesView:
    model = _model(Tab.UNITS)
    model.units.fill(chosen="00541", area="Đổng Xuyên", basis="NQ 19/NQ-HĐND")
    return PlacesView(model)


def _checklist(part: Part, **answers: str) -> PlacesView:
    model = _model(Tab.SAFETY)
    model.safety.begin(part)
    for key, answer in answers.items():
        model.safety.answer(key, answer)
    return PlacesView(model)


def _seen() -> PlacesView:
    model = _model(Tab.SAFETY)
    model.safety.see(_safety().done[0])
    return PlacesView(model)


GALLERY: tuple[Sample, ...] = (
    Sample("places-first", lambda: PlacesView(_model(rows=()))),
    Sample("places-facilities", lambda: PlacesView(_model())),
    Sample("places-staff", lambda: PlacesView(_model(Tab.STAFF))),
    Sample("places-form", lambda: _form(2)),
    Sample("places-staff-form", _staff_form),
    question("places-ask-out", lambda: _form(0), lambda view: view.findChild(FormPart)._ask_out()),
    Sample("places-file", _file),
    Sample("places-mending", lambda: _file(mending=True)),
    Sample("places-taken", lambda: _file(taken=True)),
    Sample("places-units", _units),
    Sample("places-safety", lambda: PlacesView(_model(Tab.SAFETY))),
    Sample("places-checklist", lambda: _checklist(Part.C, place="yes", people="no")),
    Sample("places-administrative", lambda: _checklist(Part.A)),
    Sample("places-seen", _seen),
)
