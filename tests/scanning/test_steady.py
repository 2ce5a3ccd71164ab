"""Agreeing frames and the rest after a reading."""

from __future__ import annotations

from vaxdesk.scanning.steady import Steady

A, B = b"a", b"b"


def test_needs_agreeing_frames_in_a_row() -> None:
    steady = Steady(frames=3, cooldown=1000)
    assert [steady.feed(at, shown) for at, shown in enumerate(([A], [A], [], [A], [A], [A], [A]))] == [
        [], [], [], [], [], [A], []
    ]


def test_a_code_held_in_view_comes_once() -> None:
    steady = Steady(frames=2, cooldown=1000)
    assert sum(len(steady.feed(at, [A])) for at in range(0, 60_000, 33)) == 1


def test_counts_again_after_it_was_away() -> None:
    steady = Steady(frames=2, cooldown=1000)
    film = [(0, [A]), (33, [A]), (66, []), (900, [A]), (933, [A]), (966, []), (1933, [A]), (1966, [A])]
    # at 900 it had been away for too short a time
    assert [at for at, shown in film if steady.feed(at, shown)] == [33, 1966]


def test_another_code_needs_no_rest() -> None:
    steady = Steady(frames=2, cooldown=1000)
    steady.feed(0, [A])
    assert steady.feed(33, [A]) == [A]
    steady.feed(66, [B])
    assert steady.feed(99, [B]) == [B]


def test_two_codes_in_one_frame() -> None:
    steady = Steady(frames=2)
    steady.feed(0, [A, B])
    assert steady.feed(33, [B, A]) == [B, A]


def test_forget_lets_the_same_code_count_at_once() -> None:
    steady = Steady(frames=1, cooldown=1000)
    assert steady.feed(0, [A]) == [A]
    steady.forget()
    assert steady.feed(33, [A]) == [A]
