"""A model of observation with ports that note what they are asked, on a clock that the test moves."""

from __future__ import annotations

from typing import Any

import msgspec

from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.payloads import Leave
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.lanes import InlineLane, Lanes, ManualLane
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.observation.gallery import DAY, NOW
from vaxdesk.ui.screens.observation.model import ObservationModel
from vaxdesk.ui.screens.observation.ports import ObservationPorts

ENTRY = "0000000000001.9"


class Saved(msgspec.Struct, frozen=True):
    value: Any
    refs: tuple[str, ...] = (ENTRY,)


class Bench:
    """A model of some people at half past nine."""

    def __init__(self, *people: Watched, manual: bool = False) -> None:
        self.people = people
        self.now = NOW
        self.reads = 0
        self.asked: list[tuple[str, dict]] = []
        self.answer: Any = None
        self.found: Any = None
        self.badges: list[tuple[str, Tone]] = []
        self.published: list[frozenset[Change]] = []
        self.went: list[tuple] = []
        self.heard: list[str] = []
        self.notices = Notices()
        self.db = ManualLane() if manual else InlineLane()
        room = Room(
            lanes=Lanes(db=self.db, net=InlineLane(), paper=InlineLane(), eye=InlineLane(), lan=InlineLane()),
            notices=self.notices,
            publish=lambda kinds: self.published.append(frozenset(kinds)),
            go=lambda *where: self.went.append(where),
            badge=lambda _, text, tone: self.badges.append((text, tone)),
        )
        ports = ObservationPorts(
            watching=self._watching,
            release=self._release,
            identify=lambda *_, **__: self.found,
            undo=lambda entry, *, why: self._undo(entry, why),
            now=lambda: self.now,
            product=str,
        )
        nothing = ReactionPorts(form=dict, suspect=_gone, report=_gone, now=lambda: self.now)
        self.model = ObservationModel(room, ports, nothing)
        for name in ("rang", "early_wanted", "state_wanted", "undo_wanted"):
            getattr(self.model, name).connect(lambda *_, n=name: self.heard.append(n))
        self.model.open()

    def seconds(self, count: int) -> None:
        for _ in range(count):
            self.now += 1
            self.model.tick()

    def _watching(self) -> tuple[Watched, ...]:
        self.reads += 1
        return self.people

    def _release(self, person: str, **how: str) -> Any:
        self.asked.append((person, how))
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is not None:
            return self.answer
        self.people = tuple(one for one in self.people if one.id != person)
        return Saved(Leave(day=DAY, at=self.now, state=how["state"] or "well"))

    def _undo(self, entry: str, why: str) -> Any:
        self.asked.append((entry, {"why": why}))
        return self.answer or Saved(None)


def _gone(*_: object) -> Refused:
    return Refused(reason=Refusal.PERSON_GONE)
