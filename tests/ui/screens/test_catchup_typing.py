"""The grid of a stack: Enter is never lost nor taken for somebody else; what is known is not asked for again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.screens.noting import Noting, Saved, made
from vaxdesk.domain.catchup.views import Weighed
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.refusals import Allowed
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.catchup.gallery import JUDGED, LANG, LANH, ROWS, STACK, STACKS
from vaxdesk.ui.screens.catchup.model import CatchupModel
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.screens.catchup.view import CatchupView

PEOPLE = {LANH.id: LANH, LANG.id: LANG}
_OF_THE_UI = {"product": str, "products": tuple, "forms": tuple, "today": lambda: "2026-11-23"}


def there(person: PersonView) -> Presence:
    return Presence(person=person, listed=True, stage=Stage.WAITING)


def found(text: str) -> tuple[Presence, ...]:
    """`l` is both, `la` Lành alone, `lang` Lang alone."""
    return {"l": (there(LANG), there(LANH)), "la": (there(LANH),), "lang": (there(LANG),)}.get(text, ())


class Bench(Noting):
    def __init__(self, *, manual: bool = True, **answers: Any) -> None:
        usual = {
            "stacks": STACKS,
            "typed": ROWS,
            "search": found,
            "weigh": lambda _stack, person, _sheet: Weighed(
                person=PEOPLE[person], doses=(), answer=Allowed(), judged=JUDGED
            ),
            "save": Saved(value=ROWS[0]),
        }
        super().__init__(manual=manual, **{**usual, **answers})
        ports = {name: self.port(name) for name in CatchupPorts.__dataclass_fields__ if name not in _OF_THE_UI}
        self.model = CatchupModel(self.room, CatchupPorts(**ports, **_OF_THE_UI))
        self.model.take_up(STACK)
        self.grid = self.model.typing
        if manual:
            self.db.drain()


@pytest.fixture
def bench():
    with made(Bench) as make:
        yield make


def whom(here: Bench) -> list[str]:
    return [args[1] for args, _ in here.called("save")]


def test_enter_while_the_person_is_looked_up_saves_once_they_are_there(bench) -> None:
    here = bench()
    here.grid.searched("la")
    here.db.step()  # found; what is on record is still being asked
    assert here.grid.state.settled and here.grid.state.weighed is None
    here.grid.submit("la")
    assert whom(here) == []
    here.db.drain()
    assert whom(here) == [LANH.id]


def test_enter_does_not_save_for_whoever_was_shown_before(bench) -> None:
    here = bench()
    here.grid.searched("lang")
    here.db.drain()
    assert here.grid.state.weighed.person == LANG
    here.grid.searched("la")
    here.db.step()
    assert (here.grid.state.weighed.person, here.grid.state.awaited) == (LANG, True)
    here.grid.submit("la")
    here.grid.go_on()  # by whatever way
    assert whom(here) == []
    here.db.drain()
    assert whom(here) == [LANH.id]


def test_where_there_is_a_choice_enter_waits_to_be_pressed_again(bench) -> None:
    here = bench()
    here.grid.searched("l")
    here.db.step()
    here.grid.submit("l")
    here.db.drain()
    assert whom(here) == []
    here.grid.submit("l")
    here.db.drain()
    assert whom(here) == [LANG.id]


def test_a_confirmation_asks_for_the_stacks_and_not_for_the_rows(bench, qtbot) -> None:
    here = bench(manual=False)
    view = CatchupView(here.model)
    qtbot.addWidget(view)
    asked = len(here.called("stacks")), len(here.called("typed"))
    view.refresh(frozenset((Change.SYNC,)))
    assert (len(here.called("stacks")), len(here.called("typed"))) == (asked[0] + 1, asked[1])
    view.refresh(frozenset((Change.SYNC, Change.USERS, Change.VISITS)))  # other desks have worked too
    assert (len(here.called("stacks")), len(here.called("typed"))) == (asked[0] + 2, asked[1] + 1)


def test_the_next_sheet_stands_behind_the_last_one(bench) -> None:
    here = bench(manual=False)
    assert here.grid.state.no == len(ROWS) + 1
    here.grid.begin(None)
    assert here.grid.state.no == 1
