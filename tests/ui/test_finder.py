"""Finding a person by scan and by typing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from vaxdesk.domain.identity import Candidate, Found, Match, Presence, Several, Unknown, Unread, Via
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Allowed
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.finder import Finder
from vaxdesk.ui.gallery import a_room
from vaxdesk.ui.lanes import ManualLane
from vaxdesk.ui.screen import RawScan, ScanSource

LANH, PAO = (Presence(person=PersonView(id=id_, name=name)) for id_, name in (("p1", "Lành"), ("p2", "Páo")))
CARD = Scan(kind=ScanKind.CITIZEN_CARD_2021, outcome=ScanOutcome.READ, name="Nguyễn Thị Lành")
LABEL = Scan(kind=ScanKind.LOT, outcome=ScanOutcome.READ, ref="0000000000001.9")
BOX = Scan(kind=ScanKind.GS1, outcome=ScanOutcome.VACCINE_BOX)
RAW = RawScan("x", ScanSource.WEDGE)


class Bench:
    def __init__(self, answer: Any = None) -> None:
        self.lane = ManualLane()
        room = a_room()
        self.notices = room.notices
        self.heard: list[tuple[str, Any]] = []
        finder = Finder(
            replace(room, lanes=replace(room.lanes, db=self.lane)),
            identify=lambda _, **__: answer,
            search=lambda text: tuple(one for one in (LANH, PAO) if text in one.person.name.lower()),
        )
        for name in ("met", "listed", "vaccine"):
            getattr(finder, name).connect(lambda value, name=name: self.heard.append((name, value)))
        self.finder = finder
        self._lanes = room.lanes

    def close(self) -> None:
        self.notices.dismiss()
        self.lane.close()
        self._lanes.close()


@pytest.fixture
def bench() -> Iterator[Any]:
    made: list[Bench] = []

    def make(answer: Any = None) -> Bench:
        made.append(Bench(answer))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize(
    ("answer", "heard", "said"),
    [
        (Found(presence=LANH, match=Match.DOCUMENT, via=Via.CARD, check_in=Allowed()), [("met", "p1")], ""),
        (
            Several(CARD, (Candidate(LANH, Match.NAME_BIRTH), Candidate(PAO, Match.NAME_BIRTH))),
            [("listed", (LANH, PAO))],
            "nhiều người",
        ),
        (Unknown(CARD, Person(name="")), [], "Nguyễn Thị Lành"),
        (Unknown(LABEL, Person(name="")), [("vaccine", LABEL)], ""),
        (Unread(BOX), [("vaccine", BOX)], ""),
    ],
    ids=["found", "several", "unknown", "label", "box"],
)
def test_scans(bench, answer: Any, heard: list, said: str) -> None:
    here = bench(answer)
    here.finder.scanned(RAW)
    here.lane.drain()
    assert here.heard == heard
    assert said in (here.notices.current.text if here.notices.current else "")
    assert bool(here.notices.current) is bool(said)


def test_typing_lists_people_and_ends_with_an_empty_text(bench) -> None:
    here = bench()
    for text in ("p", "páo"):
        here.finder.searched(text)
    here.lane.drain()
    here.finder.searched("")
    assert here.heard == [("listed", (PAO,)), ("listed", None)]


def test_enter_before_the_answer_takes_the_first_when_it_comes(bench) -> None:
    here = bench()
    here.finder.searched("páo")
    here.finder.submit("páo")
    assert here.heard == []
    here.lane.drain()
    assert here.heard[-1] == ("met", "p2")


def test_nobody_found_is_said(bench) -> None:
    here = bench()
    here.finder.submit("xyz")
    here.lane.drain()
    assert "xyz" in here.notices.current.text
