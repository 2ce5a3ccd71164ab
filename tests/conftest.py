"""What holds for every test: one time zone, one language, the same examples on each run, no unheard warnings."""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import psutil
import pytest
from hypothesis import settings

from vaxdesk import words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# both are read when Qt and the C library start, so they are set before any test module is imported
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "<+07>-7"  # Viet Nam, spelled so that no time zone files are needed
if hasattr(time, "tzset"):
    time.tzset()

settings.register_profile("vaxdesk", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("vaxdesk")


def pytest_configure(config: pytest.Config) -> None:
    """Names the marker of tests that want a window manager's screen."""
    config.addinivalue_line("markers", "screen: needs an X screen; the test script runs these on a virtual one")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Off screen there is nothing to click on: tests marked `screen` wait for their own run."""
    if os.environ["QT_QPA_PLATFORM"] != "offscreen":
        return
    for item in items:
        if item.get_closest_marker("screen"):
            item.add_marker(pytest.mark.skip(reason="needs an X screen"))


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Every test begins in Vietnamese, whatever the one before it chose."""
    words.use("vi")
    yield
    words.use("vi")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The socket of one PostgreSQL for all tests of a process; each test makes a database of its own there."""
    from tests.postgres import cluster

    with cluster() as socket:
        yield socket


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process: its driver cannot be started twice in one."""
    from tests.district.browser import chromium

    with chromium() as opened:
        yield opened


_SPARE = 200 << 20  # bytes that a process may grow by until its garbage is searched for
_process = psutil.Process()
_held = [0]


@pytest.fixture(autouse=True)
def no_garbage_kept() -> Iterator[None]:
    """Whole worlds hang in cycles, and Python seldom looks for cycles among millions of objects.

    It counts objects, not the files and pages that they hold: a run of all tests came to 12 GB in each worker.
    """
    yield
    if _process.memory_info().rss > _held[0] + _SPARE:
        gc.collect()
        _held[0] = _process.memory_info().rss


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unheard_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless the test listens itself by asking for `caplog`."""
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if listener.heard and "caplog" not in request.fixturenames:
        pytest.fail("logged without being expected:\n" + "\n".join(listener.heard), pytrace=False)
