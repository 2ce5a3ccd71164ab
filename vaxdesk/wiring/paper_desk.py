"""Papers that other screens ask for by one press: queue slip, screening sheet, report on a reaction."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.views import PersonView
from vaxdesk.settings import Settings
from vaxdesk.ui.printing import PaperJob, Printing
from vaxdesk.ui.screen import Room
from vaxdesk.wiring.plan_papers import plan_job
from vaxdesk.wiring.printing import (
    aefi_job,
    checklist_job,
    count_job,
    day_seal_job,
    ledger_job,
    minutes_job,
    print_ports,
    screening_job,
    slip_job,
    temperatures_job,
)
from vaxdesk.wiring.session import Session


class PaperDesk:
    """Prints on the printer that this PC remembers; the first time, and for forms, a preview is shown.

    Args:
        room: what the shell gives to screens, once there is a shell.
        settings: of this PC, now. `keep` changes them by name.
    """

    def __init__(
        self,
        session: Session,
        *,
        room: Callable[[], Room],
        settings: Callable[[], Settings],
        keep: Callable[..., None],
    ) -> None:
        self._session, self._room = session, room
        self._ports = print_ports(settings=settings, keep=keep)
        self._running: list[Printing] = []

    def slip(self, person: PersonView) -> None:
        """The slip with the number in the queue."""
        self._start(slip_job(self._session, person), look=False)

    def screening(self, person: PersonView) -> None:
        """The screening sheet with the consent, filled as far as known."""
        self._start(screening_job(self._session, person), look=True)

    def aefi(self, event: str) -> None:
        """The report on a serious reaction."""
        self._start(aefi_job(self._session, event), look=True)

    def day_seal(self, day: str) -> None:
        """The page of a sealed day."""
        self._start(day_seal_job(self._session, day), look=True)

    def plan(self, kind: str, reference: str) -> None:
        """A paper of a planned session, or the task plan of a campaign."""
        self._start(plan_job(self._session, kind, reference), look=True)

    def ledger(self, lot: str) -> None:
        """The ledger of a lot."""
        self._start(ledger_job(self._session, lot), look=True)

    def minutes(self, day: str) -> None:
        """The minutes of disposal of a day."""
        self._start(minutes_job(self._session, day), look=True)

    def count_sheet(self, place: str) -> None:
        """The sheet of a stock-take."""
        self._start(count_job(self._session, place), look=True)

    def temperatures(self, fridge: str) -> None:
        """The month of a fridge."""
        self._start(temperatures_job(self._session, fridge), look=True)

    def checklist(self, reference: str) -> None:
        """A filled-in part of the safety self-assessment."""
        self._start(checklist_job(self._session, reference), look=True)

    def _start(self, job: PaperJob, *, look: bool) -> None:
        printing = Printing(self._room(), self._ports)
        self._running.append(printing)  # it lives until the paper is printed or left

        def ended(*_: object) -> None:
            if printing in self._running:
                self._running.remove(printing)

        printing.finished.connect(ended)
        printing.left.connect(ended)
        printing.start(job, look=look)
