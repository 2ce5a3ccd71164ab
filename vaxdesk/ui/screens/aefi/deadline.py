"""How long until a serious event must be investigated, in words and tone."""

from __future__ import annotations

from vaxdesk.domain.after_injection import AefiCase
from vaxdesk.ui import written
from vaxdesk.words import say

_HOUR = 3600


def left_text(case: AefiCase, *, now: int) -> str:
    """`Còn 22 giờ 10 phút để điều tra`, or how long it is overdue; empty for a common or a concluded case."""
    if case.deadlines is None or not case.open:
        return ""
    seconds = case.deadlines.investigate_by - now
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return say("aefi.deadline.left" if seconds >= 0 else "aefi.deadline.over", hours=hours, minutes=minutes)


def whole_text(case: AefiCase, *, now: int) -> str:
    """Both deadlines with their moments."""
    if case.deadlines is None or not case.open:
        return ""
    investigate = written.moment(case.deadlines.investigate_by, now=now)
    council = written.moment(case.deadlines.council_by, now=now)
    left = left_text(case, now=now)
    return "\n".join((left, say("aefi.deadline.by", investigate=investigate, council=council)))
