"""A report is reckoned on the paper lane, beside the saves, and given out from what was shown."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.report.asked import Asked, Axis, Format
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.printing import PaperJob, Printing
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.report.ports import ReportPorts
from vaxdesk.ui.screens.report.state import Face, ReportState, Round
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say

OF_ONE_DAY = frozenset({ReportKind.SESSION})  # these ask for no first day
OF_A_ROUND = frozenset({ReportKind.CAMPAIGN, ReportKind.DAILY})  # these name the round


class ReportModel(StateModel[ReportState]):
    """The page's model."""

    def __init__(self, room: Room, ports: ReportPorts) -> None:
        super().__init__(ReportState(until=ports.day()))
        self._room, self._ports = room, ports
        self._contents: Any = None
        self._round_given = False
        self._printing = Printing(room, ports.printing)

    @property
    def asked(self) -> Asked:
        """The question as it stands."""
        s = self.state
        return Asked(
            kind=s.kind,
            until=s.until,
            since="" if s.kind in OF_ONE_DAY else s.since,
            campaign=s.campaign if s.kind in OF_A_ROUND else "",
            product=s.product,
            axis=s.axis,
        )

    def look(self) -> None:
        """Ask anew, with the rounds there are now."""
        self._room.lanes.db.run_newest("rounds", self._ports.rounds, self._rounds, self._failed)
        self._ask()

    def choose(self, kind: ReportKind) -> None:
        """Another report; the days stay."""
        self.become(kind=kind)
        self._ask()

    def set_days(self, since: str, until: str) -> None:
        """Other days; an empty first one means one day."""
        self.become(since=since, until=until)
        self._ask()

    def set_campaign(self, no: str) -> None:
        """The round by its number; a planned one brings its days along."""
        self._round_given = True
        found = next((one for one in self.state.rounds if one.no == no.strip()), None)
        planned = found is not None and found.since and found.until and self.state.kind is ReportKind.CAMPAIGN
        days = {"since": found.since, "until": found.until} if planned else {}
        self.become(campaign=no.strip(), **days)
        self._ask()

    def set_product(self, code: str) -> None:
        """Only one vaccine, or all with an empty code."""
        self.become(product=code)
        self._ask()

    def set_axis(self, axis: Axis) -> None:
        """By what coverage is shown."""
        self.become(axis=axis)
        self._ask()

    def print_(self) -> None:
        """Print what is shown, after a look at it."""
        if self._contents is None:
            return
        contents, asked = self._contents, self.asked
        job = PaperJob(
            title=self.state.face.title if self.state.face else "",
            file_name=self._ports.file_name(asked, Format.PDF),
            gather=lambda: self._ports.may(asked, Format.PDF) or contents,
            draw=lambda found: self._ports.render(found, Format.PDF),
            note=partial(self._ports.note, asked),
        )
        self._printing.start(job, look=True)

    def save(self, path: Path, format_: Format) -> None:
        """Write what is shown as a file."""
        if self._contents is None:
            return
        contents, asked = self._contents, self.asked

        def allowed(refused: Refused | None) -> None:
            if refused is not None:
                self._room.notices.warn(refusal_text(refused))
                return
            self._room.lanes.paper.run(write, written, self._room.notices.failed)

        def write() -> None:
            self._ports.save(self._ports.render(contents, format_), path)

        def written(_: None) -> None:
            note = partial(self._ports.note, asked)
            self._room.lanes.db.run(note, lambda _: self._saved(path), self._room.notices.failed)

        self._room.lanes.db.run(lambda: self._ports.may(asked, format_), allowed, self._room.notices.failed)

    def file_name(self, format_: Format) -> str:
        """A name for what is shown."""
        return self._ports.file_name(self.asked, format_)

    def products(self) -> tuple[tuple[str, str], ...]:
        """Vaccines by code and name."""
        return self._ports.products()

    def _saved(self, path: Path) -> None:
        self._room.notices.ok(say("report.page.saved", file=path.name))
        self._room.publish({Change.PAPER})

    def _ask(self) -> None:
        asked = self.asked
        wrong = not _is_day(asked.until) or not _is_day(asked.first) or asked.first > asked.until
        self.become(wrong=wrong, busy=not wrong, refused="")
        if not wrong:
            self._room.lanes.paper.run_newest("report", partial(self._answer, asked), self._answered, self._failed)

    def _answer(self, asked: Asked) -> tuple[Any, Face | None]:
        """On the paper lane, which reads beside the saves: a round of a large station takes seconds."""
        found = self._ports.answer(asked)
        return found, None if isinstance(found, Refused) else self._ports.face(found)

    def _answered(self, answer: tuple[Any, Face | None]) -> None:
        found, face = answer
        refused = refusal_text(found) if isinstance(found, Refused) else ""
        self._contents = None if refused else found
        self.become(busy=False, face=face, refused=refused)

    def _rounds(self, rounds: tuple[Round, ...]) -> None:
        """A daily report bears the number of the round that its day is in, until somebody writes another."""
        self.become(rounds=rounds)
        on = self.state.until
        running = next((one.no for one in rounds if one.since and one.since <= on <= (one.until or on)), "")
        if running and not self.state.campaign and not self._round_given:
            self.become(campaign=running)
            self._ask()

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
