"""What the page of reports needs of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.report.asked import Asked, Format
from vaxdesk.ui.printing import PrintPorts
from vaxdesk.ui.screens.report.state import Face, Round


@dataclass(frozen=True)
class ReportPorts:
    """What the page needs.

    Args:
        answer: `answer(asked)`: what is given out later, or Refused; paper lane.
        face: what of it is shown; paper lane.
        rounds: campaigns of the plan, newest first; db lane.
        products: (code, name) of the vaccines in use.
        may: whether the user may have an answer in a format; db lane; None or Refused.
        render: `render(contents, format)`: bytes of a file; paper lane.
        save: `save(bytes, path)`; paper lane.
        note: `note(asked, pages=, copies=)`: the report was given out; db lane.
        file_name: a name for the file of a format.
        day: the session's day.
        printing: the printers of this PC.
    """

    answer: Callable[[Asked], Any | Refused]
    face: Callable[[Any], Face]
    rounds: Callable[[], tuple[Round, ...]]
    products: Callable[[], tuple[tuple[str, str], ...]]
    may: Callable[[Asked, Format], Refused | None]
    render: Callable[[Any, Format], bytes]
    save: Callable[[bytes, Path], None]
    note: Callable[..., Any]
    file_name: Callable[[Asked, Format], str]
    day: Callable[[], str]
    printing: PrintPorts
