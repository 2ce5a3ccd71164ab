"""What may be said of a segment: the closed list that server, client and words share (sync design 2.7)."""

from __future__ import annotations

from enum import StrEnum, nonmember


class Verdict(StrEnum):
    """Why a segment was not filed."""

    WORDS = nonmember("sync.verdict")

    GAP = "gap"  # starts after the head that the server holds
    FORK = "fork"  # the log has another history on the server
    TAKEN = "taken"  # the name of the log belongs to another device
    NOT_YOURS = "not_yours"  # another unit's log, a device unknown to the server, or what only the centre may write
    BAD_SIG = "bad_sig"
    TOO_BIG = "too_big"
    BAD_FRAME = "bad_frame"
    HOLE = "hole"  # an erased entry that no known `forget` names
    OTHER = "other"  # a reason of a later version, unknown to this program

    @classmethod
    def read(cls, code: str) -> Verdict:
        """The verdict of a code from the wire."""
        try:
            return cls(code)
        except ValueError:
            return cls.OTHER


class BadSegment(ValueError):
    """Bytes that are no acceptable segment."""

    def __init__(self, verdict: Verdict, detail: str = "") -> None:
        super().__init__(f"{verdict.value}: {detail}" if detail else verdict.value)
        self.verdict = verdict
