"""What a screen answers the shell by itself: scans and typing go to whom it names, news only if they concern it."""

from __future__ import annotations

import pytest

from vaxdesk.ui.screen import Change, RawScan, ScanSource, ScreenWidget

CODE = RawScan("015190001234", ScanSource.WEDGE)


class Heard:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def scanned(self, raw: RawScan) -> None:
        self.told.append(raw)

    def searched(self, text: str) -> None:
        self.told.append(("typed", text))

    def submit(self, text: str) -> None:
        self.told.append(("entered", text))

    def look(self) -> None:
        self.told.append("look")


class Stock(ScreenWidget):
    concerns = frozenset((Change.STOCK, Change.DAY))


def test_scans_and_typing_go_to_whom_the_screen_names(qtbot) -> None:
    heard = Heard()
    screen = Stock(finds=heard)
    qtbot.addWidget(screen)
    assert screen.accept_scan(CODE) and screen.search("lò") and screen.submit("lò văn")
    assert heard.told == [CODE, ("typed", "lò"), ("entered", "lò văn")]


def test_a_screen_without_people_takes_neither(qtbot) -> None:
    screen = Stock()
    qtbot.addWidget(screen)
    assert not screen.accept_scan(CODE)
    assert not screen.search("lò")
    assert not screen.submit("lò")


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ({Change.STOCK}, ["look"]),
        ({Change.DAY, Change.STOCK, Change.PEOPLE}, ["look"]),
        ({Change.PEOPLE}, []),
        (set(), []),
    ],
)
def test_news_are_asked_for_only_if_they_concern_the_screen(qtbot, kinds: set[Change], told: list[str]) -> None:
    heard = Heard()
    screen = Stock(look_again=heard.look)
    qtbot.addWidget(screen)
    screen.refresh(frozenset(kinds))
    assert heard.told == told
