"""What is sent at once follows the line: it grows where answers are quick and shrinks where there are none."""

from __future__ import annotations

from vaxdesk.sync.pace import FIRST, LEAST_ROOM, MOST_ROOM, FeedDiffers, Pace, TooLarge
from vaxdesk.trouble import Trouble, TroubleCode

LOST = Trouble(TroubleCode.NO_LINE)


def test_quick_answers_let_frames_grow_to_the_limit() -> None:
    pace = Pace()
    firsts = []
    for _ in range(6):
        pace = pace.answered(frames=1, seconds=1.0, size=2000)
        firsts.append(pace.first)
    assert firsts == [200, 400, 800, 1600, 2000, 2000]


def test_slow_answers_and_questions_alone_teach_nothing() -> None:
    assert Pace().answered(frames=2, seconds=8.5, size=2000) == Pace()
    assert Pace(probe=True).answered(frames=0, seconds=0.1, size=2000) == Pace()


def test_a_lost_answer_is_followed_by_a_question_and_small_frames() -> None:
    after = Pace(first=1600).failed(LOST)
    assert (after.probe, after.first, after.room) == (True, FIRST, MOST_ROOM // 2)
    for _ in range(20):
        after = after.failed(LOST)
    assert after.room == LEAST_ROOM
    assert after.answered(frames=0, seconds=1, size=2000).probe is False


def test_too_large_halves_and_does_not_ask() -> None:
    after = Pace().failed(TooLarge(TroubleCode.SERVER_REFUSED))
    assert (after.room, after.probe) == (MOST_ROOM // 2, False)


def test_a_sum_that_does_not_come_out_asks_for_all_bodies_even_after_a_lost_answer() -> None:
    after = Pace().failed(FeedDiffers(TroubleCode.NOT_OUR_SERVER)).failed(LOST)
    assert (after.full, after.probe) == (True, True)
    assert after.answered(frames=1, seconds=1, size=2000).full is False


def test_time_is_spent_on_bytes_only_where_the_line_is_slower_than_that() -> None:
    assert not Pace().fast  # nothing is known of the line
    assert not Pace().answered(frames=1, seconds=1.5, size=5625).fast  # 30 kbit/s
    at_a_cable = Pace().answered(frames=1, seconds=0.02, size=18_000)
    assert at_a_cable.fast
    assert not at_a_cable.failed(Trouble(TroubleCode.NO_LINE)).fast
    assert not at_a_cable.answered(frames=1, seconds=9.0, size=20_000).fast


def test_what_was_too_large_is_not_tried_again() -> None:
    pace = Pace().failed(TooLarge(TroubleCode.SERVER_REFUSED))
    for _ in range(5):
        pace = pace.answered(frames=1, seconds=1.0, size=2000)
        assert pace.room == MOST_ROOM // 2
    assert pace.failed(LOST).answered(frames=1, seconds=1.0, size=2000).room == MOST_ROOM // 2
