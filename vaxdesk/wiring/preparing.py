"""Keeps an eye on what is prepared, asked or told: rights of today, roles nobody fills, tasks overdue, what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from vaxdesk.domain.rights import Act as Right
from vaxdesk.domain.rights import may
from vaxdesk.domain.team.need import Gap
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.domain.views import UserView
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Act
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change
from vaxdesk.ui.shell import Shell
from vaxdesk.ui.window import Window
from vaxdesk.wiring.session import Session
from vaxdesk.words import say


class _Found(NamedTuple):
    user: UserView | None
    day: str
    gaps: tuple[Gap, ...]
    late: int
    asked: int  # questions of those above
    serious: int  # reports of the public with serious signs
    open: int  # adverse events and reports that wait, as their page counts them


class Preparing:
    """Badges of the rail, and once a day a word to whoever opens it.

    Args:
        shell: the shell at work, None while there is none.
        compose: builds the shell anew, with a screen open, when what the user holds has changed.
    """

    def __init__(
        self,
        session: Session,
        lanes: Lanes,
        window: Window,
        *,
        shell: Callable[[], Shell | None],
        compose: Callable[[str], None],
    ) -> None:
        self._session, self._lanes, self._window, self._shell, self._compose = session, lanes, window, shell, compose
        self._warned = ""  # the day of the last warning
        self._told = 0  # questions of which somebody was told
        self._called = 0  # serious reports of the public of which somebody was told

    def look(self) -> None:
        """Ask the desk; on the db lane."""
        self._lanes.db.run_newest("preparing", self._ask, self._show)

    def _ask(self) -> _Found:
        from vaxdesk.desk import aefi, authority, questions, telling
        from vaxdesk.desk.plan import campaigns
        from vaxdesk.desk.team import members

        desk = self._session.desk
        with desk.store.reading() as conn:
            user = authority.find(conn, desk.store.names, desk.user.no, desk.now())
        told, serious = telling.waiting(desk)
        return _Found(
            user, desk.day, members.missing(desk), campaigns.late(desk), questions.waiting(desk), serious,
            told + aefi.waiting(desk),
        )  # fmt: skip

    def _show(self, found: _Found) -> None:
        shell = self._shell()
        if shell is None:
            return
        lacking = sum(gap.missing for gap in found.gaps)
        shell.room.badge("plan", str(found.late) if found.late else "", Tone.HARM)
        shell.room.badge("team", str(lacking) if lacking else "", Tone.WAIT)
        held = self._session.user
        shell.room.badge("aefi", str(found.open) if found.open else "", Tone.HARM)
        shell.room.badge("sending", str(found.asked) if found.asked else "", Tone.ACCENT)
        if found.asked > self._told and may(held.roles, Right.ANSWER_QUESTION):
            shell.notices.info(
                say("question.waiting", n=found.asked), Act(say("question.open"), lambda: shell.open("sending"))
            )
        self._told = found.asked
        if lacking and self._warned != found.day and may(held.roles, Right.OPEN_SESSION):
            self._warned = found.day
            shell.notices.warn(missing_text(found.gaps), Act(say("team.open"), lambda: shell.open("team")))
        if found.serious > self._called and may(held.roles, Right.RECORD_AEFI):
            shell.notices.error(
                say("told.task.waiting", n=found.serious), Act(say("told.task.open"), lambda: shell.open("aefi"))
            )
        self._called = found.serious
        if found.user is not None and found.user.no == held.no and found.user.roles != held.roles:
            self._hold(found.user, shell)

    def _hold(self, user: UserView, shell: Shell) -> None:
        """The team of the day gave or ended something: whoever works here goes on with what they hold now."""
        if self._window.covered:
            return  # at the lock page they sign in with it
        self._session.hand_to(self._session.desk.as_user(user))
        self._compose(shell.current)
        now = self._shell()
        if now is not None:
            now.notices.info(say("team.rights_changed"))
            now.publish({Change.USERS})


def missing_text(gaps: tuple[Gap, ...]) -> str:
    """Who is missing today, in words."""
    known = list(TeamRole)
    names = (say(f"{TeamRole.WORDS}.{gap.role}") if gap.role in known else gap.role for gap in gaps)
    parts = (f"{name} ({gap.missing})" for name, gap in zip(names, gaps, strict=True))
    return say("team.warn", roles=", ".join(parts))
