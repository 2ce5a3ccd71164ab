"""Through the window: a practice station says so everywhere, its exercises check themselves, its papers are stamped."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.documents.reading import page_texts
from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, WallClock, desktop
from vaxdesk import settings
from vaxdesk.desk import practice
from vaxdesk.domain.exercises.book import Topic
from vaxdesk.domain.names import fold
from vaxdesk.ui import theme
from vaxdesk.ui.palette import CALM, practising
from vaxdesk.ui.practice.band import PracticeBand
from vaxdesk.ui.print_preview import PrintPreview
from vaxdesk.ui.screens.certificates.state import DayPaper


def test_a_trainee_passes_the_first_exercise(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, clock = tmp_path / "practice", WallClock()
    practice.make(home, now=clock).store.close()
    settings.save(home, msgspec.structs.replace(settings.load(home), practice=True))
    paper = tmp_path / "paper.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(paper), ""))
    with desktop(qtbot, home, now=clock) as pc:
        acts.sign_in(pc, practice.PASSWORD)
        band = pc.shell.findChild(PracticeBand)
        pc.until(lambda: band._model.state.topic is Topic.RECEIVE)
        assert band._sign.text() == "THỰC HÀNH" and band.isVisible()
        assert theme.palette() == practising(CALM)

        pc.front()
        target = band._model.state.target
        pc.press(Qt.Key.Key_F2)
        pc.type(fold(target.name))
        pc.until(lambda: pc.state("reception").settled and _shown(pc) == target.person)
        pc.press(ENTER)
        pc.until(lambda: band._model.state.is_passed)
        assert band._next.isVisible() and band._all.words == "Đạt 1/10 bài"

        pc.click(band._next)
        pc.until(lambda: band._model.state.topic is Topic.NUMBER)
        pc.press(Qt.Key.Key_F8)
        pc.view("certificates")._model.print_paper(DayPaper.SCANNER)
        preview = pc.asked(PrintPreview)
        pc.press(Qt.Key.Key_S, CONTROL)
        pc.answered(preview)
    assert all("THỰC HÀNH" in page for page in page_texts(paper.read_bytes()))


def _shown(pc: Desktop) -> str:
    """Whom one Enter at reception would receive: highlighted, and already looked up."""
    state = pc.state("reception")
    lit, found = state.highlighted, state.found
    return found.presence.person.id if lit and found and lit.person.id == found.presence.person.id else ""
