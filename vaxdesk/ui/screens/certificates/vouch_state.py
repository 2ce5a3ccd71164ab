"""What the site's signature page shows, and its sentences."""

from __future__ import annotations

import msgspec

from vaxdesk.domain import times
from vaxdesk.domain.certificate_due import CertWait
from vaxdesk.domain.vouching import VouchDay, VouchRow, VouchState
from vaxdesk.ui import written
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

_FACES = {
    VouchState.OPEN: (Tone.ACCENT, "edit"),
    VouchState.CHANGED: (Tone.WAIT, "refresh"),
    VouchState.BLOCKED: (Tone.WAIT, "warn"),
    VouchState.UNSENT: (Tone.NEUTRAL, "disk"),
    VouchState.CENTRE: (Tone.NEUTRAL, "hourglass"),
    VouchState.SIGNED: (Tone.OK, "check-circle"),
    VouchState.WITHDRAWN: (Tone.HARM, "ban"),
    VouchState.EARLY: (Tone.NEUTRAL, "injection"),
}


class VouchingState(msgspec.Struct, frozen=True, kw_only=True):
    """`day` None until it was read; `person` is the one looked at, empty for none."""

    busy: bool = False
    today: str = ""
    now: int = 0
    day: VouchDay | None = None
    person: str = ""

    @property
    def row(self) -> VouchRow | None:
        """The one looked at."""
        return next((one for one in self.rows if one.person.id == self.person), None)

    @property
    def rows(self) -> tuple[VouchRow, ...]:
        """The people of the day."""
        return self.day.rows if self.day else ()

    @property
    def can_sign(self) -> bool:
        """Whether there is something to sign, and the user may."""
        return self.day is not None and self.day.may and bool(self.day.to_sign) and not self.busy

    def beside(self, step: int) -> str:
        """The nearest day after (1) or before (-1) this one on which doses were given; empty for none."""
        if self.day is None:
            return ""
        days = sorted({self.today, *(one for one, _ in self.day.others)})
        found = [one for one in days if (one > self.day.day if step > 0 else one < self.day.day)]
        return (found[0] if step > 0 else found[-1]) if found else ""


def face_of(row: VouchRow) -> ChipFace:
    """The chip of a row; of what the centre signed with its day."""
    tone, icon = _FACES[row.state]
    text = say(f"{VouchState.WORDS}.{row.state.value}")
    if row.state is VouchState.SIGNED:
        text = say("vouching.signed_on", day=_day(row.signed_at))
    return ChipFace(text, tone, icon)


def told(row: VouchRow, *, now: int) -> str:
    """Where somebody's certificate stands, who signed, and what is to be done, in sentences."""
    wait = say(f"{CertWait.WORDS}.{row.wait}") if row.wait else ""
    state = f"vouching.tells.{row.state.value}" if row.doses else "vouching.tells.gone"
    facts = {"wait": wait, "until": _day(row.until)}
    if row.withdrawn is not None:
        facts["why"] = say(f"vouching.withdrawn.{row.withdrawn.value}")
    sentences = [say(state, **facts)]
    if row.wait and row.state in (VouchState.UNSENT, VouchState.CENTRE):
        sentences.append(say("vouching.waits_for", wait=wait))
    if row.vouch:
        by, at = row.by or say("vouching.somebody"), written.moment(row.vouched_at, now=now)
        sentences.append(say("vouching.by", by=by, at=at))
    return " ".join(sentences)


def _day(seconds: int) -> str:
    return written.day(times.day_of(seconds)) if seconds else ""
