"""Every screen of the desk, in the order of the rail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vaxdesk.settings import Settings
from vaxdesk.ui.screen import Screen
from vaxdesk.wiring.aefi import aefi_screen
from vaxdesk.wiring.board import board_screen
from vaxdesk.wiring.catchup import catchup_screen
from vaxdesk.wiring.certificates import certificates_screen
from vaxdesk.wiring.charts import charts_screen
from vaxdesk.wiring.cleaning import cleaning_screen
from vaxdesk.wiring.following import Following
from vaxdesk.wiring.injection import injection_screen
from vaxdesk.wiring.lan import LanExchange
from vaxdesk.wiring.loop import SendingLoop
from vaxdesk.wiring.observation import observation_screen
from vaxdesk.wiring.paper_desk import PaperDesk
from vaxdesk.wiring.person import person_screen
from vaxdesk.wiring.places import places_screen
from vaxdesk.wiring.plan import plan_screen
from vaxdesk.wiring.readiness import readiness_screen
from vaxdesk.wiring.reception import reception_screen
from vaxdesk.wiring.report import report_screen
from vaxdesk.wiring.roster import roster_screen
from vaxdesk.wiring.screening import screening_screen
from vaxdesk.wiring.sending import sending_screen
from vaxdesk.wiring.session import Session
from vaxdesk.wiring.settings import settings_screen
from vaxdesk.wiring.stock import stock_screen
from vaxdesk.wiring.team import team_screen
from vaxdesk.wiring.verify import verify_screen


def all_of(
    session: Session,
    *,
    loop: SendingLoop,
    lan: LanExchange,
    papers: PaperDesk,
    settings: Callable[[], Settings],
    keep: Callable[..., None],
    apply: Callable[[dict[str, Any]], None],
    following: Following,
) -> tuple[Screen, ...]:
    """All screens, each bound to the session; which are offered is decided by mode and roles.

    Args:
        settings: of this PC, now. `keep` changes them quietly, `apply` lets the change take hold.
    """

    def mode() -> str:
        return settings().mode

    return (
        board_screen(session),
        reception_screen(session, mode=mode, print_slip=papers.slip, fetch=loop.fetch),
        screening_screen(session, mode=mode),
        injection_screen(session, settings=settings),
        observation_screen(session),
        certificates_screen(session, settings=settings, keep=keep),
        aefi_screen(session, print_report=papers.aefi),
        *_office(session, papers=papers, settings=settings, keep=keep, following=following),
        person_screen(session, mode=mode, print_slip=papers.slip),
        roster_screen(session),
        sending_screen(session, loop=loop, lan=lan, print_seal=papers.day_seal, settings=settings),
        settings_screen(session, settings=settings, apply=apply, following=following),
    )


def _office(
    session: Session,
    *,
    papers: PaperDesk,
    settings: Callable[[], Settings],
    keep: Callable[..., None],
    following: Following,
) -> tuple[Screen, ...]:
    """What comes before and after the session, in the order of its keys."""
    return (
        plan_screen(session, print_paper=papers.plan),
        team_screen(session),
        cleaning_screen(session, settings=settings, keep=keep),
        stock_screen(session, papers=papers),
        catchup_screen(session, settings=settings),
        report_screen(session, settings=settings, keep=keep),
        charts_screen(session),
        places_screen(session, print_list=papers.checklist),
        readiness_screen(session, settings=settings, keep=keep, following=following),
        verify_screen(session),
    )
