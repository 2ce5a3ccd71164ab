"""What to do now, across the page: who may leave, who is overdue, who reacted."""

from __future__ import annotations

from collections.abc import Sequence

from vaxdesk.domain.after_injection import Watched
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.observation.state import Call, ObservationState
from vaxdesk.ui.screens.observation.tile import span
from vaxdesk.words import say

_SIGNS = {
    Call.NOBODY: ("observation", Tone.NEUTRAL),
    Call.NEXT: ("clock", Tone.NEUTRAL),
    Call.DUE: ("bell", Tone.OK),
    Call.OVERDUE: ("alarm", Tone.HARM),
    Call.REACTION: ("aefi", Tone.HARM),
}
_NAMED = 6


class Banner(Card):
    """Follows the state; its colour never comes without icon and words."""

    def __init__(self) -> None:
        super().__init__(ground="sunk", margin=14)
        self._sign = Picture("clock", Tone.NEUTRAL, size=28)
        self._text = Label("", Role.STRONG)
        line = row(self._sign, self._text, spacing=14)
        line.setStretch(1, 1)
        self.body.addLayout(line)

    def show_state(self, state: ObservationState) -> None:
        """Show what to do."""
        self.setVisible(state.call is not Call.NOBODY)
        icon, tone = _SIGNS[state.call]
        self.set_ground("sunk" if tone is Tone.NEUTRAL else tone.value)
        self._sign.show_icon(icon, tone)
        self._text.setText(banner_text(state))


def banner_text(state: ObservationState) -> str:
    """The sentences of the banner: a serious reaction first, and still who may leave."""
    if state.call is Call.NOBODY:
        return say("observation.call.nobody")
    if state.call is Call.NEXT:
        first = state.people[0]
        return say("observation.call.next", left=span(first.clock(state.now).remaining), no=first.row.no)
    people = {Call.REACTION: state.reacting, Call.OVERDUE: state.overdue, Call.DUE: state.over}
    called = [one for one in (Call.REACTION, Call.OVERDUE, Call.DUE) if people[one]]
    if Call.OVERDUE in called:
        called = [one for one in called if one is not Call.DUE]
    return "\n".join(
        say(f"observation.call.{one.value}", n=len(people[one]), who=_numbers(people[one])) for one in called
    )


def _numbers(people: Sequence[Watched]) -> str:
    numbers = ", ".join(str(one.row.no) for one in people[:_NAMED])
    return f"{numbers}, …" if len(people) > _NAMED else numbers
