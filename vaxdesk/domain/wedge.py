"""Tells the key presses of a keyboard-wedge scanner from those of a person, by their pace.

A scanner presses a key every 1 to 40 ms and ends with CR, LF, CR LF or Tab, or just falls silent; a quick typist needs
60 ms and more. Pure: times come in with the keys. Input methods send backspaces and several letters at once.
"""

from __future__ import annotations

import msgspec

BACKSPACE = "\b"
_ENDS = "\r\n\t"


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """What counts as a scanner; the site's scanner test may set slower ones. Times in milliseconds."""

    mean_gap: int = 40
    pause: int = 120  # longer silence ends a burst
    least_keys: int = 6
    least_letters: int = 3  # different ones: a held-down key repeats at scanner pace
    certain_after: int = 4  # keys at pace, from which on the keys are kept from the widget that has the focus


class Burst(msgspec.Struct, frozen=True, kw_only=True):
    """One scan that came as keys. `leaked` first keys were let through before the pace was certain."""

    text: str
    keys: int
    lasted: int  # ms
    end: str = ""  # CR, LF or Tab; empty when silence ended it
    leaked: int = 0


class BurstDetector:
    """Fed with every key of the window. After each `feed`, `swallows` says whether to keep the key from the widgets."""

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self._finished_at: int | None = None
        self._last = 0
        self._reset(0)

    def feed(self, at: int, text: str) -> Burst | None:
        """Takes the text of one key (or what an input method committed) at `at` ms; a finished burst comes back."""
        if self._keys and at - self._last > self._pace.pause:
            self._reset(at)
        found = None
        for letter in text:
            if letter in _ENDS:
                found = self._finish(at, letter) or found
            else:
                self._take(at, letter)
        return found

    def flush(self, at: int) -> Burst | None:
        """To be called by a timer: a burst that ended in silence, else None."""
        if not self._keys or at - self._last <= self._pace.pause:
            return None
        return self._finish(at, "")

    def swallows(self, at: int, text: str) -> bool:
        """Whether a key just fed belongs to a scan; also the LF after a CR that ended one."""
        after_end = self._finished_at is not None and at - self._finished_at <= self._pace.pause
        return self._certain or (after_end and text != "" and set(text) <= set(_ENDS))

    def _take(self, at: int, letter: str) -> None:
        if not self._keys:
            self._reset(at)
        self._keys += 1
        self._last = at
        if letter == BACKSPACE:
            del self._letters[-1:]
        else:
            self._letters.append(letter)
        if not self._certain:
            self._certain = self._keys > self._pace.certain_after and self._at_pace()
            self._leaked = self._keys - 1

    def _at_pace(self) -> bool:
        return self._last - self._first <= self._pace.mean_gap * (self._keys - 1)

    def _finish(self, at: int, end: str) -> Burst | None:
        text, keys, lasted, at_pace = "".join(self._letters), self._keys, self._last - self._first, self._at_pace()
        leaked = self._leaked
        self._reset(at)
        if not at_pace or keys < self._pace.least_keys or len(set(text)) < self._pace.least_letters:
            return None
        self._finished_at = at
        return Burst(text=text, keys=keys, lasted=lasted, end=end, leaked=leaked)

    def _reset(self, at: int) -> None:
        self._letters: list[str] = []
        self._keys = 0
        self._leaked = 0
        self._certain = False
        self._first = at
