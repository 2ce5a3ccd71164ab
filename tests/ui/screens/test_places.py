"""The page of facilities, units and safety with ports that answer by hand: refusals, faulty files, what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from tests.ui.screens.noting import Noting
from vaxdesk.domain.places.checklist import Part
from vaxdesk.domain.places.judging import Finding, Flaw
from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import Key, PlaceRecord, What
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.places.gallery import _FILE, _ROWS, _ports
from vaxdesk.ui.screens.places.model import PlacesModel
from vaxdesk.ui.screens.places.ports import PlacesPorts, Unread
from vaxdesk.ui.screens.places.record_form import RecordForm
from vaxdesk.ui.screens.places.state import Tab
from vaxdesk.ui.screens.places.view import PlacesView

NO_RIGHT = Refused(reason=Refusal.NO_RIGHT, facts={"act": "keep_places"})


@pytest.fixture
def noting() -> Iterator[Noting]:
    made = Noting(manual=False)
    yield made
    while made.notices.current:
        made.notices.dismiss()
    made.room.lanes.close()


def model(noting: Noting, tab: Tab = Tab.FACILITY, **answers: Any) -> PlacesModel:
    noting.answers |= answers
    ports = _ports(_ROWS)
    parts = {}
    for name in ("lists", "units", "safety"):
        held = getattr(ports, name)
        parts[name] = replace(held, **{key: noting.port(key) for key in answers if hasattr(held, key)})
    made = PlacesModel(noting.room, PlacesPorts(**parts))
    made.show(tab)
    return made


def told(noting: Noting) -> str:
    return noting.notices.current.text if noting.notices.current else ""


def test_a_record_is_saved_and_the_others_hear_of_it(noting: Noting) -> None:
    page = model(noting, save="A.9")
    page.lists.begin()
    page.lists.save({"name": "Trạm Y tế xã Túc Đán"})
    [((record,), _)] = noting.called("save")
    assert (record.what, record.name) == (What.FACILITY, "Trạm Y tế xã Túc Đán")
    assert page.lists.state.filling is None
    assert frozenset((Change.PLACES,)) in noting.published


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (NO_RIGHT, "quyền"),
        (PlaceRow(row=0, record=PlaceRecord(what=What.FACILITY), fate=Fate.THERE), "Đã có mục này"),
        (PlaceRow(row=0, record=PlaceRecord(what=What.FACILITY), fate=Fate.PROBLEM,
                  findings=(Finding(Flaw.NAME_MISSING, Key.NAME),)), "chữ đỏ"),
    ],
    ids=["no right", "there", "faulty"],
)  # fmt: skip
def test_what_is_not_saved_stays_in_the_form(noting: Noting, answer: Any, says: str) -> None:
    page = model(noting, save=answer)
    page.lists.begin()
    page.lists.save({"name": "x"})
    assert page.lists.state.filling is not None
    assert not page.lists.state.busy
    assert says in told(noting)


def test_trouble_leaves_the_page_free(noting: Noting) -> None:
    page = model(noting, save=Trouble(TroubleCode.DISK_FULL))
    page.lists.begin()
    page.lists.save({"name": "x"})
    assert not page.lists.state.busy
    assert told(noting)


def test_a_file_without_a_list_says_why(noting: Noting, qtbot: QtBot) -> None:
    page = model(noting, look=Unread("places.refusal.no_header"))
    view = PlacesView(page)
    qtbot.addWidget(view)
    page.lists.choose("x.xlsx")
    assert page.lists.state.importing is None
    assert view._list._refused.text()


def test_a_row_that_is_still_faulty_stays_in_the_form(noting: Noting) -> None:
    faulty = next(row for row in _FILE.rows if row.fate is Fate.PROBLEM)
    page = model(noting, mend=_FILE)
    page.lists.choose("x.xlsx")
    page.lists.open(faulty)
    page.lists.save({"code": "vẫn sai"})
    [((looked, row, values), _)] = noting.called("mend")
    assert (looked, row, values) == (_FILE.looked, faulty.row, {"code": "vẫn sai"})
    assert page.lists.state.filling.row == faulty.row
    fine = tuple(msgspec.structs.replace(one, fate=Fate.TAKEN) for one in _FILE.rows)
    noting.answers["mend"] = msgspec.structs.replace(_FILE, rows=fine)
    page.lists.save({"code": "15044"})
    assert page.lists.state.filling is None
    assert page.lists.state.importing.to_take == len(_FILE.rows)


def test_an_import_that_is_refused_takes_nothing(noting: Noting) -> None:
    page = model(noting, take=NO_RIGHT)
    page.lists.choose("x.xlsx")
    page.lists.take_in()
    assert page.lists.state.importing.taken == -1
    assert "quyền" in told(noting)


def test_what_is_taken_out_can_be_put_back_from_the_notice(noting: Noting) -> None:
    page = model(noting, take_out="A.1", put_back="A.1")
    page.lists.take_out(_ROWS[0].record, "trùng")
    noting.notices.current.act.do()
    assert [name for name, _, _ in noting.calls] == ["take_out", "put_back"]
    noting.answers["take_out"] = Refused(reason=Refusal.PLACE_IN_USE, facts={"n": 4})
    page.lists.take_out(_ROWS[0].record, "trùng")
    assert "4" in told(noting)


def test_search_knows_no_marks(noting: Noting) -> None:
    page = model(noting)
    page.lists.search("ban mu")
    assert [row.record.name for row in page.lists.state.shown] == ["Trạm Y tế xã Bản Mù"]


def test_people_are_brought_over_batch_by_batch(noting: Noting) -> None:
    left = [500, 12]
    gone = Refused(reason=Refusal.UNIT_NOT_CHOSEN)
    page = model(noting, Tab.UNITS, bring_over=lambda _: left.pop(0) if left else gone)
    page.units.bring_over()
    assert len(noting.called("bring_over")) == 3
    assert "512" in told(noting)
    noting.notices.dismiss()
    page.units.become(busy=False)
    page.units.bring_over()
    assert "Chưa chọn" in told(noting)


def test_a_choice_without_a_basis_is_refused_in_words(noting: Noting) -> None:
    page = model(noting, Tab.UNITS, choose=Refused(reason=Refusal.REASON_NEEDED))
    page.units.fill(chosen="00541")
    page.units.choose()
    assert "lý do" in told(noting)
    assert page.units.state.chosen == "00541"


def test_the_administrative_part_begins_with_the_facts_of_the_station(noting: Noting) -> None:
    page = model(noting, Tab.SAFETY, fill_in=Refused(reason=Refusal.CHECKLIST_UNFINISHED, facts={"n": 4}))
    page.safety.begin(Part.A)
    assert page.safety.state.answers["phone"] == "0216 3876 123"
    page.safety.save()
    assert "4" in told(noting)
    assert page.safety.state.part is Part.A


def test_a_renamed_commune_loses_the_code_of_the_old_one(qtbot: QtBot) -> None:
    form = RecordForm(What.FACILITY)
    qtbot.addWidget(form)
    form.show_record(_ROWS[0].record)
    assert form.values()["commune_code"] == "04594"
    form._fields[Key.COMMUNE].set_value("Bản Mù")
    values = form.values()
    assert (values["commune_code"], values["scheme"]) == ("", "")
    form._fields[Key.COMMUNE_CODE].set_value("04615")
    assert form.values()["commune_code"] == "04615"


def test_a_kind_that_no_list_knows_is_kept(qtbot: QtBot) -> None:
    form = RecordForm(What.FACILITY)
    qtbot.addWidget(form)
    form.show_record(_ROWS[0].record.replaced(kind="Nhà hộ sinh"))
    assert form.values()["kind"] == "Nhà hộ sinh"
