"""The board's intents: read what is new, filter by step, outcome and words, open a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from vaxdesk.domain.board_news import BoardNews, board_order
from vaxdesk.domain.completeness import Completeness, Rung
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.names import fold
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import PersonView, VisitRow
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.board.state import BoardState, figures_of
from vaxdesk.ui.state_model import StateModel

Words = tuple[str, tuple[str, ...]]  # folded name with a space before it, numbers in small letters

_NOTHING = BoardNews(day="", mark={}, rows=())


class BoardModel(StateModel[BoardState]):
    """The board of the session's day.

    Args:
        news: `news(mark, day)` tells what changed since; on the db lane.
        meter: how far the people of the day have come; on the db lane.
    """

    def __init__(self, room: Room, *, news: Callable[..., BoardNews], meter: Callable[[], Completeness]) -> None:
        super().__init__(BoardState())
        self._room, self._news, self._meter = room, news, meter
        self._last = _NOTHING
        self._lines: dict[str, VisitRow] = {}
        self._words: dict[str, Words] = {}
        self._rows: tuple[VisitRow, ...] = ()

    def look(self) -> None:
        """Read what changed since the last look."""
        work = partial(_read, self._news, self._meter, self._last)
        self._room.lanes.db.run_newest("board", work, self._heard, self._failed)

    def show_stage(self, stage: Stage | None) -> None:
        """Only people of a step, None for all; an outcome or rung chosen before is let go."""
        self._filter(stage=stage, outcome=None, rung=None)

    def show_outcome(self, outcome: Outcome) -> None:
        """Only people whose day ended so; the same one again shows all."""
        self._filter(stage=None, outcome=None if outcome is self.state.outcome else outcome, rung=None)

    def show_missing(self, rung: Rung) -> None:
        """Only people who did not reach a rung; the same one again shows all."""
        self._filter(stage=None, outcome=None, rung=None if rung is self.state.rung else rung)

    def look_for(self, text: str) -> None:
        """Only people whose name, queue number or a number's end is this."""
        self._filter(query=text)

    def open_first(self) -> None:
        """Open the first person shown."""
        if self.state.shown:
            self.open_person(self.state.shown[0].person.id)

    def open_person(self, person: str) -> None:
        """Go to the page of a person."""
        self._room.go("person", person)

    def _heard(self, read: tuple[BoardNews, dict[str, Words], Completeness]) -> None:
        news, words, ladder = read
        self._last = news
        if news.people is None:
            self._lines, self._words = {}, {}
        for person in news.people or ():
            self._lines.pop(person, None)
        self._lines.update((row.person.id, row) for row in news.rows)
        self._words.update(words)
        if news.people is None or news.people:
            self._rows = tuple(sorted(self._lines.values(), key=board_order))
        self._rows = tuple(_with_sign(row, ladder.states.get(row.person.id)) for row in self._rows)
        rung = self.state.rung if self.state.rung and ladder.missing.get(self.state.rung) else None
        self.become(day=news.day, read=True, figures=figures_of(self._rows), ladder=ladder, rung=rung)
        self.become(shown=self._shown(self.state))

    def _filter(self, **changes: object) -> None:
        self.become(**changes)
        self.become(shown=self._shown(self.state))

    def _shown(self, state: BoardState) -> tuple[VisitRow, ...]:
        words = tuple(fold(state.query).split())
        missing = frozenset(state.ladder.missing.get(state.rung, ())) if state.rung else None
        return tuple(
            row
            for row in self._rows
            if (state.stage is None or row.stage is state.stage)
            and (state.outcome is None or row.outcome is state.outcome)
            and (missing is None or row.person.id in missing)
            and all(_matches(row, self._words[row.person.id], word) for word in words)
        )

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)


def _read(
    news: Callable[..., BoardNews], meter: Callable[[], Completeness], last: BoardNews
) -> tuple[BoardNews, dict[str, Words], Completeness]:
    """On the db lane: what changed, and the words to find it by, so that typing never waits for them."""
    found = news(last.mark, last.day)
    return found, {row.person.id: _words_of(row.person) for row in found.rows}, meter()


def _with_sign(row: VisitRow, sent: Delivery | None) -> VisitRow:
    return row if row.sent is sent else msgspec.structs.replace(row, sent=sent)


def _words_of(person: PersonView) -> Words:
    numbers = (person.doc, person.old_doc, person.bhyt, person.tel)
    return f" {fold(person.name)}", tuple(number.lower() for number in numbers if number)


def _matches(row: VisitRow, words: Words, word: str) -> bool:
    name, numbers = words
    if f" {word}" in name:
        return True
    if not any(letter.isdigit() for letter in word):
        return False
    return str(row.no) == word or any(number.startswith(word) or number.endswith(word) for number in numbers)
