"""Reasons picked from a list, kept as codes and said again in words."""

from __future__ import annotations

from vaxdesk import words
from vaxdesk.domain.picklists import DeclineReason, UndoReason
from vaxdesk.ui import reasons


def test_a_reason_goes_round_with_and_without_a_note() -> None:
    words.use("vi")
    for note in ("", "bé khóc: đợi mẹ"):
        why = reasons.kept(UndoReason.WRONG_PERSON.value, note)
        assert reasons.said(why, DeclineReason, UndoReason) == ": ".join(filter(None, ("Nhầm người", note)))


def test_words_on_no_list_are_shown_as_written() -> None:
    assert reasons.said("máy hỏng: mất điện", UndoReason) == "máy hỏng: mất điện"
    assert reasons.said("", UndoReason) == ""
    assert reasons.kept("", "") == ""


def test_every_reason_is_offered() -> None:
    assert [one.value for one in reasons.options(DeclineReason)] == [one.value for one in DeclineReason]
