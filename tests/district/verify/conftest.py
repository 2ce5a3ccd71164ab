"""Servers on both databases, with a station below the commune, and one of another province."""

from __future__ import annotations

from tests.district.cases.conftest import either

__all__ = ["either"]
