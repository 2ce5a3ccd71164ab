"""A sending page whose figures and answers a test writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from vaxdesk.desk.context import Done
from vaxdesk.domain.sealing import DayEnd
from vaxdesk.ui.sample_sheet import SampleSheet
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.sending.gallery import CASES, DAY, OPEN, PEOPLE, STICK
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.ports import SendingPorts
from vaxdesk.ui.screens.sending.state import Figures
from vaxdesk.ui.screens.sending.view import SendingView

NOW = 1_795_420_000
FIGURES = Figures(
    enrolled=True,
    server="https://dongbo.example.vn",
    saved=10,
    waiting=0,
    waiting_since=0,
    waiting_bytes=0,
    last_contact=NOW - 60,
    refused=(),
    now=NOW,
)


def a_model(room: Room, figures: Figures = FIGURES, **ports: Any) -> tuple[SendingModel, list]:
    done: list = []
    given = SimpleNamespace(unit_name="Trạm Xà Hồ")
    made = {
        "read": lambda: figures,
        "send_now": lambda: done.append("send"),
        "ask": lambda address, code: done.append((address, code)) or SimpleNamespace(),
        "carry": lambda _: given,
        "keep": lambda kept: done.append(kept),
        "people": lambda wanted: tuple(one for one in PEOPLE if one.id in wanted),
        "cases": lambda kind: CASES.get(kind, ()),
        "resolve": lambda issue, **how: done.append((issue, how)) or Done(refs=("ANSWER.1",)),
        "reopen": lambda answer: done.append(("reopen", answer)),
        "answer": lambda question, **how: done.append((question, how)) or Done(refs=("ANSWER.2",)),
        "prepare": lambda _: SampleSheet().take(),
        "sheet_eye": SampleSheet,
        "take_back": lambda answer: done.append(("take back", answer)),
        "days": lambda: (DAY, "2026-11-22"),
        "day_end": lambda day: DayEnd(day=day or DAY, ladder=OPEN, waiting=9),
        "seal": lambda day: done.append(("seal", day)),
        "print_seal": lambda day: done.append(("print", day)),
        "unlock": lambda code: done.append(("unlock", code)) or SimpleNamespace(value=4),
        "product": str,
        "stick": STICK,
        **ports,
    }
    return SendingModel(room, SendingPorts(**made)), done


def shown(qtbot, model: SendingModel) -> SendingView:
    view = SendingView(model)
    qtbot.addWidget(view)
    view.show()
    view.activate()
    return view
