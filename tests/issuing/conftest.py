"""Servers on both databases, as the tests of the server have them."""

from __future__ import annotations

from tests.sync_server.conftest import clinics, database, either, server

__all__ = ["clinics", "database", "either", "server"]
