"""The board read narrowly says the same as the board read whole."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import board, corrections, reception, undo
from vaxdesk.desk.context import Desk
from vaxdesk.desk.news import board_news
from vaxdesk.domain.board_news import BoardNews, board_order
from vaxdesk.domain.payloads import Appt, Person, Void
from vaxdesk.domain.views import VisitRow

Make = Callable[..., str]


class Screen:
    """Keeps rows as the board's screen does."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.news = BoardNews(day="", mark={}, rows=())
        self.rows: dict[str, VisitRow] = {}

    def look(self) -> frozenset[str] | None:
        self.news = board_news(self.desk, self.news.mark, self.news.day)
        if self.news.people is None:
            self.rows = {}
        for gone in self.news.people or ():
            self.rows.pop(gone, None)
        self.rows.update((row.person.id, row) for row in self.news.rows)
        assert tuple(sorted(self.rows.values(), key=board_order)) == board.rows(self.desk)
        return self.news.people


def test_only_the_people_touched_are_read_again(desk: Desk, make_person: Make) -> None:
    one, two, three = (make_person(desk, row=row, doc=f"01519000000{row}") for row in (1, 2, 3))
    screen = Screen(desk)
    assert screen.look() is None
    assert screen.look() == frozenset()
    arrival = reception.check_in(desk, two).value
    assert screen.look() == {two}
    undo.void(desk, arrival.entry, why="wrong_person")
    corrections.correct(desk, three, changes={"name": "Nguyễn Thị Lan"}, why="misspelt")
    assert screen.look() == {two, three}
    walk_in = reception.register(desk, Person(name="Lò Văn Páo", dob="2005", sex="M")).value.person
    assert screen.look() == {walk_in}
    with desk.store.writing() as w:
        line = w.add("appt", Appt(day=desk.day, row=77), of=walk_in)
    assert screen.look() == {walk_in}
    with desk.store.writing() as w:
        w.change("void", Void(v=True, why="wrong_entry"), of=line)
        w.change("void", Void(v=True, why="entered_twice"), of=one)
    assert screen.look() == {one, walk_in}
    assert one not in screen.rows


def test_another_day_and_a_flood_are_read_whole(desk: Desk, make_person: Make) -> None:
    screen = Screen(desk)
    screen.look()
    make_person(desk)
    screen.desk = desk.on("2026-11-24")
    assert screen.look() is None
    assert screen.rows == {}
    with desk.store.writing() as w:
        for row in range(150):
            w.add("appt", Appt(day="2026-11-24", row=row), of=w.add("person", Person(name=f"Lò {row}")))
    assert screen.look() is None
    assert len(screen.rows) == 150
