"""Samples of the roster page."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.payloads import Person
from vaxdesk.domain.roster import Flaw, Remark, RowProblem, RowResult, RowStatus, RowWarning, Sameness
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.screens.roster.model import RosterModel, RosterPorts, tabs_of
from vaxdesk.ui.screens.roster.state import Imported, Preview, Step, Tab
from vaxdesk.ui.screens.roster.view import RosterView
from vaxdesk.words import say

_NAMES = ("Nguyễn Thị Lành", "Lò Văn Páo", "Sùng Thị Mỷ", "Bùi Thị Ắng", "Trần Văn Đạt", "H'Hen Niê Kdăm")


def _rows() -> tuple[RowResult, ...]:
    rows = []
    for number in range(9, 60):
        name = _NAMES[number % len(_NAMES)]
        person = Person(name=name, dob=f"19{50 + number % 50}-03-1{number % 9}", doc=f"0151900{number:05}")
        status, extra = RowStatus.ACCEPTED, {}
        if number == 10:
            extra = {"warnings": (Remark(RowWarning.BIRTH_YEAR_ONLY, "C"),)}
        elif number == 11:
            status = RowStatus.PROBLEM
            extra = {"problems": (Flaw(RowProblem.BIRTH_UNREADABLE, "C", "31/02/19xx"),)}
        elif number == 12:
            status, extra = RowStatus.DUPLICATE, {"same": Sameness.SAME_DOCUMENT, "of_row": 9}
        elif number == 13:
            status = RowStatus.KNOWN
            extra = {"warnings": (Remark(RowWarning.DOCUMENT_SEX, "H", text="015190000013"),)}
        rows.append(RowResult(row=number, status=status, name=name, person=person, **extra))
    return tuple(rows)


def _preview() -> Preview:
    rows = _rows()
    counts = {Tab.ALL: len(rows)}
    for row in rows:
        for tab in tabs_of(row):
            counts[tab] = counts.get(tab, 0) + 1
    return Preview(
        file="Danh sách xã Xà Hồ đợt 3.xlsx",
        shape=say("roster.shape.template"),
        rows=rows,
        counts=counts,
        to_take=49,
        people=49,
        prior_doses=31,
        charsets=(say("roster.charset.tcvn3"),),
    )


def _view(*, lists: bool = False, **changes: Any) -> RosterView:
    earlier = tuple(
        Imported(
            file=f"Danh sách đợt {number}.xlsx",
            day=f"2026-11-{10 + number}",
            rows=320,
            accepted=311,
            problems=4,
            duplicates=5,
            stamp=1_795_000_000 + number * 86400,
        )
        for number in range(3)
    )
    ports = RosterPorts(
        look=lambda *_: None,
        begin=lambda _: "",
        take=lambda *_: 0,
        write_result=lambda *_: None,
        write_template=lambda _: None,
        imported=lambda: earlier if lists else (),
        day=lambda: "2026-11-23",
    )
    model = RosterModel(a_room(), ports)
    model.look()
    model.become(**changes)
    return RosterView(model)


GALLERY: tuple[Sample, ...] = (
    Sample("roster-first", _view),
    Sample("roster-earlier", lambda: _view(lists=True)),
    Sample("roster-refused", lambda: _view(refused="roster.refusal.birth_heading_missing", refused_row=7)),
    Sample("roster-reading", lambda: _view(step=Step.READING, done=41_500, total=100_008)),
    Sample("roster-preview", lambda: _view(step=Step.PREVIEW, preview=_preview())),
    Sample("roster-problems", lambda: _view(step=Step.PREVIEW, preview=_preview(), tab=Tab.PROBLEM)),
    Sample("roster-taking", lambda: _view(step=Step.TAKING, preview=_preview(), done=20, total=49)),
    Sample("roster-done", lambda: _view(step=Step.DONE, preview=_preview())),
)
