"""A long list by pages: no gap, no double, late pages of older queries dropped, failures said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QAbstractItemModelTester

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.columns import Column, RowRole
from vaxdesk.ui.kit.paged_model import Page, PagedModel
from vaxdesk.ui.lanes import InlineLane, Lane, ManualLane

COLUMNS = (Column("", str),)


def numbers(total: int) -> Callable[[Any, Any, int], Page]:
    """A source of `query` times 1000 plus 0, 1, 2 … in keyset pages."""

    def source(query: int, cursor: int | None, limit: int) -> Page:
        first = 0 if cursor is None else cursor + 1
        rows = tuple(query * 1000 + n for n in range(first, min(first + limit, total)))
        more = first + limit < total
        return Page(rows, first + limit - 1 if more else None)

    return source


def model(source: Callable[[Any, Any, int], Page], lane: Lane) -> PagedModel:
    made = PagedModel(COLUMNS, source, lane, key=lambda row: row)
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


def rows(of: PagedModel) -> list[int]:
    return [of.index(at, 0).data(RowRole) for at in range(of.rowCount())]


def test_all_pages_give_every_row_once() -> None:
    made = model(numbers(230), InlineLane())
    made.look_for(0)
    pages = 1
    while made.canFetchMore():
        made.fetchMore()
        pages += 1
    assert (rows(made), pages, made.complete) == (list(range(230)), 4, True)


def test_nothing_is_read_before_it_is_asked_for() -> None:
    made = model(numbers(5), InlineLane())
    assert (made.rowCount(), made.canFetchMore()) == (0, False)


def test_one_page_at_a_time() -> None:
    lane = ManualLane()
    made = model(numbers(230), lane)
    made.look_for(0)
    made.fetchMore()
    made.fetchMore()
    assert lane.waiting == 1


def test_a_late_page_of_an_older_query_is_dropped() -> None:
    lane = ManualLane()
    made = model(numbers(3), lane)
    made.look_for(1)
    made.look_for(2)
    lane.drain()
    assert rows(made) == [2000, 2001, 2002]


def test_an_empty_answer_settles() -> None:
    made = model(numbers(0), InlineLane())
    settled: list[int] = []
    made.settled.connect(settled.append)
    made.look_for(1)
    assert (settled, made.complete) == ([0], True)


def test_a_changed_row_is_replaced_in_its_place() -> None:
    made = PagedModel(COLUMNS, lambda *_: Page((("a", 1), ("b", 1))), InlineLane(), key=lambda row: row[0])
    made.look_for("")
    changed: list[int] = []
    made.dataChanged.connect(lambda first, _: changed.append(first.row()))
    assert made.change_row(("b", 2))
    assert not made.change_row(("c", 2))
    assert (made.index(1, 0).data(RowRole), changed) == (("b", 2), [1])


def test_a_failure_ends_the_list_and_is_said() -> None:
    def broken(*_: object) -> Page:
        raise Trouble(TroubleCode.DISK_FAILED)

    made = model(broken, InlineLane())
    heard: list[Err] = []
    made.failed.connect(heard.append)
    made.look_for("")
    assert heard[0].trouble.code is TroubleCode.DISK_FAILED
    assert not made.canFetchMore()
