"""The small sign beside an entry that says how far it has come; the word and the PC in the tooltip."""

from __future__ import annotations

from vaxdesk.domain.delivery import Delivery, EntryDelivery
from vaxdesk.domain.issues import IssueKind
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.labels import Picture
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

FACES = {
    Delivery.ATTENTION: (Tone.WAIT, "warn"),
    Delivery.SAVED: (Tone.NEUTRAL, "disk"),
    Delivery.SENT: (Tone.ACCENT, "upload"),
    Delivery.CONFIRMED: (Tone.OK, "check-circle"),
}


def delivery_face(state: Delivery) -> ChipFace:
    """The chip of a state."""
    tone, icon = FACES[state]
    return ChipFace(say(f"{Delivery.WORDS}.{state.value}"), tone, icon)


def told(sent: EntryDelivery) -> str:
    """State and PC in one or two sentences."""
    if sent.issues:
        what = "; ".join(say(f"{IssueKind.WORDS}.{kind}") for kind in sent.issues)
        return f"{say('delivery.told.issue', what=what)} {_desk(sent)}"
    return f"{say(f'delivery.told.{sent.state.value}')} {_desk(sent)}"


def desk_beside(sent: EntryDelivery) -> str:
    """The name of another PC, short enough to stand beside a user's name; empty for this one."""
    return say("delivery.desk.short", desk=sent.desk) if sent.desk and not sent.here else ""


def _desk(sent: EntryDelivery) -> str:
    if sent.here:
        return say("delivery.desk.here")
    return say("delivery.desk.other", desk=sent.desk) if sent.desk else say("delivery.desk.unknown")


class DeliverySign(Picture):
    """The icon of a state; hovering tells it in words, and a screen reader reads them."""

    def __init__(self, sent: EntryDelivery, *, size: int = 20) -> None:
        tone, icon = FACES[sent.state]
        super().__init__(icon, tone, size=size)
        word = say(f"{Delivery.WORDS}.{sent.state.value}")
        self.setToolTip(told(sent))
        self.setAccessibleName(word)
        self.setAccessibleDescription(told(sent))
