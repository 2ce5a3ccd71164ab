"""Servers on both databases, as the tests of the server have them; a token of software."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import softhsm
from tests.sync_server.conftest import clinics, database, either, server

__all__ = ["clinics", "database", "either", "server"]


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The library of a token."""
    with softhsm.token(tmp_path_factory.mktemp("softhsm")) as module:
        yield module
