"""How grave a reaction is, as chips."""

from __future__ import annotations

from vaxdesk.domain.aefi import SERIOUS_GRADE, Severity, roman
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_FACES = {Severity.COMMON: (Tone.WAIT, "warn"), Severity.SERIOUS: (Tone.HARM, "alarm")}


def severity_face(severity: str) -> ChipFace:
    """Common reaction or serious event."""
    tone, icon = _FACES[Severity(severity)]
    return ChipFace(say(f"clinical.severity.{severity}"), tone, icon)


def grade_face(grade: int) -> ChipFace:
    """The grade of an anaphylaxis; empty for none."""
    if not grade:
        return ChipFace("")
    return ChipFace(say("aefi.case.grade", grade=roman(grade)), Tone.HARM if grade >= SERIOUS_GRADE else Tone.WAIT)
