"""Asking why before something is taken back or somebody leaves; the reason goes on as it is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from vaxdesk.domain.picklists import DeclineReason, UndoReason
from vaxdesk.ui import reasons
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say

Then = Callable[[str], None]  # reason and note as one text, see `reasons.kept`


def ask(question: Confirm, then: Then) -> None:
    """Open a question; `then(why)` follows if the person agrees, nothing if not."""
    question.agreed.connect(lambda reason, note: then(reasons.kept(reason, note)))
    question.open()


def ask_undo(
    parent: QWidget,
    then: Then,
    *,
    title: str,
    text: str,
    agree: str = "",
    measured: bool = False,
    tone: Tone = Tone.WAIT,
) -> None:
    """Why an entry is to be taken back.

    Args:
        agree: what the title calls it, where that is not an undo.
        measured: the entry says what was measured or examined, which may be done again.
    """
    offered = (one for one in UndoReason if measured or one is not UndoReason.MEASURED_AGAIN)
    agree = agree or say("kit.undo")
    ask(Confirm(parent, title, text=text, agree=agree, reasons=reasons.options(offered), tone=tone), then)


def ask_decline(parent: QWidget, then: Then, *, title: str, text: str, agree: str) -> None:
    """Why a person leaves without a dose."""
    ask(Confirm(parent, title, text=text, agree=agree, reasons=reasons.options(DeclineReason)), then)
