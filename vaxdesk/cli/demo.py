"""`vaxdesk demo`: opens the practice station."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from vaxdesk.cli.answers import done, failed
from vaxdesk.cli.options import command
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.ui.window import Window

_SETTLE_MS = 1500


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the command."""
    demo = command(commands, "demo", help="cli.help_demo")
    demo.add_argument("--fresh", action="store_true", help=say("cli.help_fresh"))
    demo.add_argument("--screenshot", type=Path, help=say("cli.help_screenshot"))
    demo.add_argument("--ready", type=Path, help=say("cli.help_ready"))
    demo.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from vaxdesk.main import environment_has_screen, run
    from vaxdesk.wiring.ending import Asked
    from vaxdesk.wiring.practice import Practice, forget

    began = time.monotonic()
    if not environment_has_screen():
        return failed(args, "cli.no_screen", code="no_screen")
    home = args.home / "practice"
    if args.fresh:
        forget(home)
    practice = Practice(home)

    def usable(window: Window) -> None:
        seconds = time.monotonic() - began
        if args.ready:
            args.ready.write_text(f"{seconds:.1f}\n", encoding="utf-8")
        if args.screenshot:
            window.take_picture(args.screenshot, after_ms=_SETTLE_MS)

    with Asked() as asked:  # a request to end that comes while the server starts or stops leaves none behind
        try:
            practice.begin()
            code = 0 if asked.came else run(home, practice=practice, usable=usable, asked=asked)
        finally:
            practice.end()
    return code or done(args, "", {"home": str(home), "server": practice.url})
