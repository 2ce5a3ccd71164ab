"""The card on a person's page that says that an erasure was asked for, and by when it is to be answered."""

from __future__ import annotations

from vaxdesk.domain.plea import PleaStatus, PleaView, PleaWay
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.words import known, say

_TONES = {PleaStatus.OPEN: Tone.WAIT, PleaStatus.LATE: Tone.HARM}


class PleaCard(Card):
    """Hidden while nobody asked."""

    def __init__(self) -> None:
        super().__init__(say("plea.title"), margin=16)
        self._status = Label("", Role.STRONG)
        self._by = Label("", Role.SMALL)
        self._next = Label(say("plea.next"), Role.SMALL)
        for label in (self._status, self._by, self._next):
            self.add(label)

    def show_plea(self, plea: PleaView | None, *, now: int) -> None:
        """Show the plea of a person."""
        self.setVisible(plea is not None)
        if plea is None:
            return
        self.set_ground(_TONES.get(plea.status, Tone.ACCENT).value)
        self._status.setText(status_text(plea))
        self._by.setText(_received(plea, now=now))
        self._next.setVisible(plea.waits)


def status_text(plea: PleaView) -> str:
    """How a plea stands, with its days."""
    facts = {"day": written.day(plea.day), "due": written.day(plea.due), "answer": plea.answer}
    return say(f"{PleaStatus.WORDS}.{plea.status.value}", **facts)


def way_text(plea: PleaView) -> str:
    """Who asked, and with which paper."""
    key = f"{PleaWay.WORDS}.{plea.way}"
    way = say(key) if known(key) else plea.way
    return say("plea.with_paper", way=way, paper=plea.paper) if plea.paper else way


def _received(plea: PleaView, *, now: int) -> str:
    by = say("person.by", user=plea.user, moment=written.moment(plea.t, now=now)) if plea.user else ""
    return "  ·  ".join(part for part in (way_text(plea), by) if part)
