"""The cleaning page: topics, ticking, pairs by keys, lists and what came back of them."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from vaxdesk.domain.cleaning.findings import Alike
from vaxdesk.domain.cleaning.police import ListKind
from vaxdesk.domain.cleaning.standing import Side
from vaxdesk.domain.own_codes import list_code, roster_code
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.notices import Level
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.ui.screens.cleaning import gallery
from vaxdesk.ui.screens.cleaning.state import Topic
from vaxdesk.ui.screens.cleaning.view import CleaningView
from vaxdesk.words import say

NO = Refused(reason=Refusal.PERSON_GONE)


def shown(qtbot: QtBot, topic: Topic) -> CleaningView:
    view = gallery._view(topic)
    qtbot.addWidget(view, before_close_func=quiet)
    view.show()
    return view


def quiet(view: CleaningView) -> None:
    """Nothing is told any more."""
    while view._model._room.notices.current:
        view._model._room.notices.dismiss()


def rebound(view: CleaningView, **ports: object) -> None:
    """Other answers of the desk from now on."""
    model = view._model
    for one in (model, model.pairs, model.lists):
        one._ports = replace(one._ports, **ports)


def told(view: CleaningView) -> list[tuple[Level, str]]:
    return [(one.level, one.text) for one in view._model._room.notices.history]


def press(view: CleaningView, key: Qt.Key, qtbot: QtBot) -> None:
    qtbot.keyClick(view._body.currentWidget().focusProxy() or view._body.currentWidget(), key)


def test_figures_stand_on_the_topics(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.NUMBERS)
    texts = [tile.text() for tile in view._topics._tiles.values()]
    assert [text.rpartition(" ")[2] for text in texts] == ["24", "16", "3", "66"]
    view._topics._tiles[Topic.LISTS].click()
    assert view._model.state.topic is Topic.LISTS and view._body.currentWidget() is view._lists


def test_space_leaves_a_person_out_and_takes_them_in_again(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.NAMES)
    before = len(view._model.state.agreed(Topic.NAMES))
    table = view._proposals._table.table
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert len(view._model.state.agreed(Topic.NAMES)) == before - 1 and not table.current().taken
    assert say("cleaning.write", n=before - 1) in view._proposals._write.text()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert len(view._model.state.agreed(Topic.NAMES)) == before and table.current().taken


def test_a_doubt_without_a_proposal_cannot_be_ticked(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.NUMBERS)
    table = view._proposals._table.table
    rows = view._proposals._table.model._rows
    table.selectRow(next(at for at, row in enumerate(rows) if not row.doubt.proposals))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert view._model.state.left_out == frozenset()


def test_proposals_are_written_batch_by_batch_and_a_refusal_is_told(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.NAMES)
    starts: list[int] = []
    rebound(view, apply=lambda fixes, start: starts.append(start) or min(start + 6, len(fixes)))
    view._model.apply()
    assert starts == [0, 6, 12] and told(view) == [(Level.OK, say("cleaning.applied", n=16))]
    rebound(view, apply=lambda *_: NO)
    view._model.apply()
    assert told(view)[-1][0] is Level.WARN and view._model.state.total == 0


def test_keys_choose_which_value_stands(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.PAIRS)
    pairs = view._model.pairs
    first = pairs.state.case.differences[0]
    press(view, Qt.Key.Key_Right, qtbot)
    assert pairs.state.chosen[first.field] is Side.RIGHT
    press(view, Qt.Key.Key_Down, qtbot)
    press(view, Qt.Key.Key_Up, qtbot)
    press(view, Qt.Key.Key_Up, qtbot)
    assert pairs.state.cursor == len(pairs.state.case.differences) - 1
    press(view, Qt.Key.Key_Left, qtbot)
    last = pairs.state.case.differences[-1]
    assert pairs.state.chosen[last.field] is Side.LEFT
    view._pairs._grid._tiles[first.field, Side.LEFT].click()
    assert pairs.state.chosen[first.field] is Side.LEFT and pairs.state.cursor == 0


def test_what_was_chosen_goes_with_the_merge_and_u_takes_it_back(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.PAIRS)
    merged, back = [], []
    rebound(view, merge=lambda one, other, chosen: merged.append((one, other, chosen)) or "entry",
            take_back=lambda entry: back.append(entry) or entry)  # fmt: skip
    press(view, Qt.Key.Key_Right, qtbot)
    case = view._model.pairs.state.case
    press(view, Qt.Key.Key_S, qtbot)
    [(one, other, chosen)] = merged
    assert (one, other) == (case.left.id, case.right.id) and chosen[case.differences[0].field] is Side.RIGHT
    assert len(view._model.pairs.state.left) == 2 and told(view)[-1][0] is Level.OK
    press(view, Qt.Key.Key_U, qtbot)
    assert back == ["entry"] and view._model.pairs.state.decided == ()
    press(view, Qt.Key.Key_U, qtbot)
    assert back == ["entry"]


def test_later_puts_a_pair_behind_the_others_and_it_stays_there(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.PAIRS)
    rebound(view, find=lambda _: tuple(Alike(f"a.{n}", f"b.{n}", gallery._case().why.reason, n) for n in range(3)))
    pairs = view._model.pairs
    pairs.look()
    press(view, Qt.Key.Key_Return, qtbot)
    assert [one.score for one in pairs.state.left] == [1, 2, 0]
    pairs.look()
    assert [one.score for one in pairs.state.left] == [1, 2, 0]


def test_pairs_decided_elsewhere_are_passed_over(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.PAIRS)
    rebound(view, case=lambda *_: None)
    press(view, Qt.Key.Key_D, qtbot)
    assert view._model.pairs.state.left == () and view._model.pairs.state.case is None
    assert view._pairs._stack.currentIndex() == 1
    for key in (Qt.Key.Key_S, Qt.Key.Key_D, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Down):
        press(view, key, qtbot)


def test_who_may_not_merge_sees_and_cannot(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.PAIRS)
    rebound(view, may_merge=lambda: False, merge=lambda *_: pytest.fail("merged"))
    view._model.pairs.look()
    assert not view._pairs._same.isEnabled() and not view._pairs._differ.isEnabled()
    press(view, Qt.Key.Key_S, qtbot)


def test_a_merge_of_the_list_is_taken_back(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.PAIRS)
    back: list[str] = []
    rebound(view, take_back=lambda entry: back.append(entry) or NO)
    view._pairs._toggle.click()
    assert view._pairs._stack.currentIndex() == 2
    view._pairs._unmerge.click()
    assert back == ["m"] and told(view)[-1][0] is Level.WARN


def test_kinds_and_commune_decide_who_stands_on_the_list(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.LISTS)
    lists = view._model.lists
    assert (lists.state.commune, lists.state.people) == ("Xà Hồ", 60)
    view._lists._kinds[ListKind.NO_ID].click()
    assert lists.state.people == 19
    view._lists._table.selectRow(1)
    assert (lists.state.commune, lists.state.people) == ("Chiềng Mung", 2)
    rebound(view, hand_out=lambda _: Refused(reason=Refusal.NOBODY_LISTED))
    view._lists._make.click()
    assert lists.state.made is None and told(view)[-1][0] is Level.WARN


def test_nothing_is_written_of_a_file_before_somebody_signed_for_it(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.LISTS)
    taken: list[tuple[tuple[int, ...], str]] = []
    rebound(view, take=lambda _, rows, by, __: taken.append((rows, by)) or len(rows))
    lists = view._model.lists
    lists.read_back("x")
    assert view._body.currentWidget() is view._returned and not view._returned._write.isEnabled()
    table = view._returned._table
    for row in (0, 2, 4):  # taken, doubtful, not possible
        table.selectRow(row)
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert lists.state.taken == {2, 3, 4}
    lists.signed_by("Thiếu tá Hà Văn Bình")
    view._returned._write.click()
    assert taken == [((2, 3, 4), "Thiếu tá Hà Văn Bình")]
    assert lists.state.returned is None and view._body.currentWidget() is view._lists


def test_a_file_that_is_no_list_is_told_and_one_can_be_left(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.LISTS)
    view._model.lists.read_back("x")
    view._returned._leave.click()
    assert view._model.lists.state.returned is None
    rebound(view, look_at=lambda _: Refused(reason=Refusal.LIST_UNKNOWN))
    view._model.lists.read_back("x")
    assert view._model.lists.state.returned is None and told(view)[-1] == (
        Level.WARN, say("refusal.reason.list_unknown"),
    )  # fmt: skip


def test_the_code_of_a_list_leads_to_reading_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    view = shown(qtbot, Topic.NAMES)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("x", ""))
    assert not view.accept_scan(RawScan(roster_code("0000000000001.5"), ScanSource.WEDGE))
    assert view.accept_scan(RawScan(list_code("0000000000001.5").encode(), ScanSource.CAMERA))
    qtbot.waitUntil(lambda: view._model.lists.state.returned is not None)
    assert view._model.state.topic is Topic.LISTS


def test_a_slow_look_is_not_repeated_unasked(qtbot: QtBot) -> None:
    view = shown(qtbot, Topic.NAMES)
    view._model._took = 5.0
    before = view._model.state.survey
    rebound(view, survey=lambda _: msgspec.structs.replace(before, people=5))
    view._model.look_again()
    assert view._model.state.stale and view._model.state.survey is before
    view._again.click()
    assert not view._model.state.stale and view._model.state.survey.people == 5
