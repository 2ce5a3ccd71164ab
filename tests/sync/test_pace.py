"""What is sent at once follows the line: it grows where answers are quick and shrinks where there are none."""

from __future__ import annotations

from vaxdesk.sync.pace import FIRST, LEAST_ROOM, MOST_ROOM, FeedDiffers, Pace, TooLarge
from vaxdesk.trouble import Trouble, TroubleCode

LOST = Trouble(TroubleCode.NO_LINE)


def test_quick_answers_let_frames_grow_to_the_limit() -> None:
    pace = Pace()
    firsts = []
    for _ in range(6):
        pace = pace.answered(frames=1, seconds=1.0)
        firsts.append(pace.first)
    assert firsts == [200, 400, 800, 1600, 2000, 2000]


def test_slow_answers_and_questions_alone_teach_nothing() -> None:
    assert Pace().answered(frames=2, seconds=8.5) == Pace()
    assert Pace(probe=True).answered(frames=0, seconds=0.1) == Pace()


def test_a_lost_answer_is_followed_by_a_question_and_small_frames() -> None:
    after = Pace(first=1600).failed(LOST)
    assert (after.probe, after.first, after.room) == (True, FIRST, MOST_ROOM // 2)
    for _ in range(20):
        after = after.failed(LOST)
    assert after.room == LEAST_ROOM
    assert after.answered(frames=0, seconds=1).probe is False


def test_too_large_halves_and_does_not_ask() -> None:
    after = Pace().failed(TooLarge(TroubleCode.SERVER_REFUSED))
    assert (after.room, after.probe) == (MOST_ROOM // 2, False)


def test_a_sum_that_does_not_come_out_asks_for_all_bodies_even_after_a_lost_answer() -> None:
    after = Pace().failed(FeedDiffers(TroubleCode.NOT_OUR_SERVER)).failed(LOST)
    assert (after.full, after.probe) == (True, True)
    assert after.answered(frames=1, seconds=1).full is False
