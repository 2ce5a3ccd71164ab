"""Intents of the page: check what was shown, take its doses, take a list in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from vaxdesk.certificates.checked import Checked, Held
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, RawScan, Room
from vaxdesk.ui.screens.verify.ports import VerifyPorts
from vaxdesk.ui.screens.verify.state import VerifyState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

_PART = re.compile(r"shc:/(\d+)/(\d+)/", re.IGNORECASE)


class VerifyModel(StateModel[VerifyState]):
    """The page's model."""

    def __init__(self, room: Room, ports: VerifyPorts) -> None:
        super().__init__(VerifyState())
        self._room, self._ports = room, ports
        self._parts: dict[int, str] = {}  # of a SMART Health Card of several codes, by number
        self._total = 0

    def look(self) -> None:
        """Ask how old the list is."""
        self._room.lanes.db.run_newest("verify.list", self._ports.held, self._heard, self._failed)

    def scanned(self, raw: RawScan) -> None:
        """A code was read."""
        text = raw.payload if isinstance(raw.payload, str) else raw.payload.decode("utf-8", "replace")
        self.check(self._whole(text))

    def searched(self, text: str) -> None:
        """Typing is no certificate yet; Enter checks it."""

    def submit(self, text: str) -> None:
        """Enter in the scan box."""
        self.check(text)

    def check(self, *texts: str) -> None:
        """Check texts; what was shown before makes room."""
        given = [one for one in texts if one.strip()]
        if not given:
            return
        self.become(busy=True, found=(), person="")
        self._room.lanes.db.run_newest("verify.check", partial(self._ports.check, given), self._checked, self._failed)

    def check_file(self, path: Path) -> None:
        """Check the codes of a picture, a PDF or a text file."""
        self.become(busy=True, found=(), person="")
        self._room.lanes.paper.run(partial(self._ports.codes, path), self._read, self._failed)

    def pick(self, person: str) -> None:
        """Of several whose record it may be, this one."""
        self.become(person=person)

    def take(self) -> None:
        """Put the doses that the record lacks into it."""
        first, whose = self.state.first, self.state.whose
        if first is None or whose is None or not self.state.lacking or self.state.busy:
            return
        self.become(busy=True)
        name = whose.person.name
        work = partial(self._ports.take, whose.person.id, first.verdict)
        self._room.lanes.db.run(work, partial(self._taken, name), self._failed)

    def take_list(self, path: Path) -> None:
        """Take in the list of trust in a file."""
        self.become(busy=True)
        self._room.lanes.paper.run(partial(self._ports.read, path), self._keep, self._failed)

    def clear(self) -> None:
        """Make room for the next one."""
        self._parts, self._total = {}, 0
        self.become(found=(), person="", busy=False)

    def _whole(self, text: str) -> str:
        """The codes of one card read so far, each on a line; another code begins anew."""
        part = _PART.match(text.strip())
        if part is None or int(part[2]) != self._total:
            self._parts, self._total = {}, int(part[2]) if part else 0
        if part is None:
            return text
        self._parts[int(part[1])] = text.strip()
        return "\n".join(self._parts[number] for number in sorted(self._parts))

    def _heard(self, held: Held | None) -> None:
        self.become(held=held, looked=True)

    def _read(self, texts: Sequence[str]) -> None:
        if not texts:
            self.become(busy=False)
            self._room.notices.warn(say("verify.no_code"))
            return
        self.check(*texts)

    def _checked(self, found: tuple[Checked, ...]) -> None:
        self.become(busy=False, found=found)

    def _taken(self, name: str, answer: Any) -> None:
        first = self.state.first
        if isinstance(answer, Refused):
            self.become(busy=False)
            self._room.notices.warn(refusal_text(answer))
            return
        if first is not None:
            whose = self.state.whose
            known = {**first.lacking, whose.person.id: 0} if whose else first.lacking
            self.become(busy=False, found=(Checked(verdict=first.verdict, people=first.people, lacking=known),))
        self._room.notices.ok(say("verify.taken", n=answer.value, name=name))
        self._room.publish({Change.PEOPLE, Change.VISITS})

    def _keep(self, data: bytes) -> None:
        def kept(is_kept: bool) -> None:
            self.become(busy=False)
            if is_kept:
                self._room.notices.ok(say("verify.list_taken"))
                self.look()
            else:
                self._room.notices.warn(say("verify.list_not_taken"))

        self._room.lanes.db.run(partial(self._ports.keep, data), kept, self._failed)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)
