"""Binds the readiness page to the desk, this machine and the settings of this PC."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from vaxdesk.desk import readiness
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.readiness.findings import Finding, Item, Light, counts, overall
from vaxdesk.domain.scanner_check import ScannerVerdict
from vaxdesk.settings import Settings
from vaxdesk.ui.camera_eye import CameraEye
from vaxdesk.ui.printing import PaperJob
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.readiness import screen
from vaxdesk.ui.screens.readiness.ports import ReadinessPorts
from vaxdesk.ui.screens.readiness.sentences import is_text, todo_text
from vaxdesk.ui.screens.readiness.state import Machine, Recorded, Tried
from vaxdesk.wiring.following import Following
from vaxdesk.wiring.printing import note, print_ports, scanner_job
from vaxdesk.wiring.session import Session
from vaxdesk.words import language, say


def readiness_screen(
    session: Session, *, settings: Callable[[], Settings], keep: Callable[..., None], following: Following
) -> Screen:
    """The last screen of the office.

    Args:
        settings: of this PC, now. `keep` changes them by name.
        following: the second place of this PC.
    """
    return screen(
        ReadinessPorts(
            days=lambda: _days(session.desk.today()),
            look=session.bind(readiness.look),
            recorded=partial(_recorded, session),
            keep=session.bind(readiness.keep),
            machine=lambda: _machine(session),
            cameras=_cameras,
            try_camera=lambda: _try_camera(settings().camera),
            second_place=lambda: (settings().second_place, following.trouble),
            tried=lambda: _tried(settings().tried),
            keep_tried=lambda tried: keep(tried=_kept(tried)),
            now=lambda: session.desk.now(),
            printing=print_ports(settings=settings, keep=keep),
            test_page=lambda: scanner_job(session),
            sheet=partial(_sheet, session),
        )
    )


def _days(today: str) -> tuple[str, str]:
    return today, (date.fromisoformat(today) + timedelta(days=1)).isoformat()


def _recorded(session: Session, day: str) -> Recorded | None:
    found = readiness.recorded(session.desk, day)
    return Recorded(found.at, found.by) if found else None


def _machine(session: Session) -> Machine:
    import psutil

    power = psutil.sensors_battery()
    free = shutil.disk_usage(session.desk.store.home).free
    return Machine(free, round(power.percent) if power else None, bool(power and power.power_plugged))


def _cameras() -> int:
    from vaxdesk.scanning.camera import cameras

    return len(cameras())


def _try_camera(number: int) -> None:
    """One picture, or Trouble."""
    eye = CameraEye(lambda: number)
    try:
        eye.open()
        eye.look()
    finally:
        eye.close()


def _tried(held: dict[str, str]) -> Tried:
    known = {one.value for one in ScannerVerdict}
    verdict = held.get("verdict", "")
    return Tried(
        printer=held.get("printer", ""),
        scanner=held.get("scanner", ""),
        verdict=ScannerVerdict(verdict) if verdict in known else None,
        camera=held.get("camera", ""),
    )


def _kept(tried: Tried) -> dict[str, str]:
    verdict = tried.verdict.value if tried.verdict else ""
    return {"printer": tried.printer, "scanner": tried.scanner, "verdict": verdict, "camera": tried.camera}


def _sheet(session: Session, day: str, findings: tuple[Finding, ...]) -> PaperJob:
    light = overall(findings)
    whole = say(f"readiness.summary.{light}", n=counts(findings)[light])
    rows = [
        (say(f"{Item.WORDS}.{one.item}"), say(f"{Light.WORDS}.{one.light}"), is_text(one), todo_text(one))
        for one in findings
    ]

    def gather() -> Any:
        from vaxdesk.desk import paper_readiness

        return paper_readiness.sheet(session.desk, day, whole=whole, rows=rows)

    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import readiness as paper

        return paper.render(contents, language=language())

    return PaperJob(
        title=say(f"{Paper.WORDS}.{Paper.READINESS}"),
        file_name=f"{Paper.READINESS}-{day}.pdf",
        gather=gather,
        draw=draw,
        note=partial(note, session, Paper.READINESS),
    )
