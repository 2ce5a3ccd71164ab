"""A reception model with ports that note what they are asked and answer what a test wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from vaxdesk.domain.identity import Arrival, Found
from vaxdesk.ui.lanes import InlineLane, Lanes, ManualLane
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.screen import Change, RawScan, Room, ScanSource
from vaxdesk.ui.screens.reception.gallery import LANH, NOW, REFUSED, ROWS, found
from vaxdesk.ui.screens.reception.model import ReceptionModel
from vaxdesk.ui.screens.reception.ports import ReceptionPorts

CODE = RawScan("code", ScanSource.WEDGE)


class Saved(msgspec.Struct, frozen=True):
    value: Any
    refs: tuple[str, ...] = ("0000000000001.9",)


class Bench:
    """A model with ports that note what they are asked."""

    def __init__(self, answer: Any = None, *, inline: bool = True) -> None:
        self.calls: list[tuple[str, tuple, dict]] = []
        self.answers: dict[str, Any] = {
            "identify": answer,
            "look": lambda person, **_: _look(person),
            "search": lambda text: tuple(row for row in ROWS if text in row.person.name.lower()),
            "lately": (ROWS[1],),
            "alike": (),
            "check_in": Saved(Arrival(27, LANH.id, "0000000000001.9")),
            "register": Saved(Arrival(28, "0000000000001.8", "0000000000001.9")),
            "decline": Saved(LANH.id),
            "undo": Saved(LANH.id),
        }
        self.published: list[frozenset[Change]] = []
        self.went: list[tuple] = []
        self.notices = Notices()
        lane = InlineLane() if inline else ManualLane()
        self.db = lane
        room = Room(
            lanes=Lanes(db=lane, net=InlineLane(), paper=InlineLane(), eye=InlineLane(), lan=InlineLane()),
            notices=self.notices,
            publish=lambda kinds: self.published.append(frozenset(kinds)),
            go=lambda *where: self.went.append(where),
            badge=lambda *_: None,
        )
        ports = {name: self._port(name) for name in self.answers}
        self.ports = ReceptionPorts(
            **ports, today=lambda: "2026-11-23", now=lambda: NOW, next_screen=lambda: "screening"
        )
        self.model = ReceptionModel(room, self.ports)
        self.model.open()
        if not inline:
            lane.drain()

    def _port(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append((name, args, kwargs))
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer(*args, **kwargs) if callable(answer) else answer

        return call

    def asked(self, name: str) -> list[tuple[tuple, dict]]:
        return [(args, kwargs) for called, args, kwargs in self.calls if called == name]


def _look(person: str) -> Found | None:
    row = next((one for one in ROWS if one.person.id == person), None)
    if row is None:
        return None
    return found(row, check_in=REFUSED if row.no else found().check_in, scan=None, differences=())
