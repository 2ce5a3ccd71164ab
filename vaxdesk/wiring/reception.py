"""Reception bound to the session."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import identify, lease, reception, undo
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.screen import DeskMode, Screen
from vaxdesk.ui.screens.reception import screen
from vaxdesk.ui.screens.reception.ports import ElsewherePorts, ReceptionPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session

NEXT = "screening"


def reception_screen(
    session: Session,
    *,
    mode: Callable[[], str] = lambda: DeskMode.ALL,
    print_slip: Callable[[PersonView], None] | None = None,
    fetch: Callable[[], None] | None = None,
) -> Screen:
    """The reception screen.

    Args:
        mode: what this desk is used for (`DeskMode`); a desk that does all goes on to screening by one key.
        print_slip: prints a slip with the queue number, None where there is none.
        fetch: begins a round with the server, None where the server is not asked about people.
    """
    searching = _Searching(session)
    return screen(
        ReceptionPorts(
            identify=session.bind(identify.identify),
            look=session.bind(identify.look),
            search=searching.search,
            hides=lambda: searching.hides,
            lately=session.bind(identify.lately),
            alike=session.bind(reception.alike),
            check_in=session.bind(reception.check_in),
            register=session.bind(reception.register),
            decline=session.bind(reception.decline),
            undo=session.bind(undo.void),
            today=lambda: session.desk.day,
            now=lambda: session.desk.now(),
            product=product_name,
            next_screen=lambda: NEXT if mode() == DeskMode.ALL else "",
            print_slip=print_slip,
            elsewhere=_elsewhere(session, fetch) if fetch else None,
        )
    )


class _Searching:
    """Searches on the db lane, and notes when nobody was found whether that may be for the lease."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.hides = False

    def search(self, text: str) -> tuple[Presence, ...]:
        """People for what was typed."""
        found = identify.search(self._session.desk, text)
        self.hides = not found and lease.hides(self._session.desk)
        return found


def _elsewhere(session: Session, fetch: Callable[[], None]) -> ElsewherePorts:
    from vaxdesk.desk import lookup

    return ElsewherePorts(
        ask=lambda doc: lookup.ask(session.desk, doc=doc),
        carry=lambda parcel: lookup.pictures(lookup.carry(parcel)),
        fetch=fetch,
    )
