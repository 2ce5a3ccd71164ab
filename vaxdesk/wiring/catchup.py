"""The page of paper stacks bound to the session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vaxdesk.desk import identify, pictures, reception
from vaxdesk.desk.catchup import newcomers, photos, prior, rechecking, settling, sheets, stacks
from vaxdesk.settings import Settings
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.catchup import screen
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.ui.sheet_eye import SheetEye
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session
from vaxdesk.words import known, say


def catchup_screen(session: Session, *, settings: Callable[[], Settings]) -> Screen:
    """The screen of the rail's office half.

    Args:
        settings: of this PC, now: which camera looks at sheets.
    """
    return screen(
        CatchupPorts(
            stacks=session.bind(stacks.stacks),
            announce=session.bind(stacks.announce),
            recount=session.bind(stacks.recount),
            typed=session.bind(sheets.typed),
            identify=session.bind(identify.identify),
            search=session.bind(identify.search),
            alike=session.bind(reception.alike),
            weigh=session.bind(sheets.weigh),
            save=session.bind(sheets.save),
            mark_known=session.bind(sheets.mark_known),
            take_back=session.bind(sheets.take_back),
            mend_lot=session.bind(sheets.mend_lot),
            settle=session.bind(settling.settle),
            enter=session.bind(newcomers.enter),
            sample=session.bind(rechecking.sample),
            check=session.bind(rechecking.check),
            told=prior.of_certificate,
            offer=session.bind(prior.offer),
            take=session.bind(prior.take),
            prepare=lambda path: pictures.prepared(Path(path)),
            sheet_eye=lambda: SheetEye(lambda: settings().camera),
            attach=session.bind(photos.attach),
            photo=session.bind(photos.photo),
            today=lambda: session.desk.today(),
            product=product_name,
            products=lambda: tuple((one.code, product_name(one.code)) for one in stacks.products()),
            forms=lambda: tuple((one, _form(one)) for one in stacks.forms()),
        )
    )


def _form(code: str) -> str:
    key = f"catchup.form.{code}"
    return say(key) if known(key) else code
