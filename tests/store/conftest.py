"""A real SQLCipher file with a raw key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaxdesk.store.store import Store

KEY = bytes(range(32))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store(home, KEY, now=lambda: 1_795_400_000)
    yield opened
    opened.close()
