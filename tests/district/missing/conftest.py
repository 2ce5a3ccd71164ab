"""The bench of the reconciliation desk, on both databases."""

from __future__ import annotations

from tests.district.cases.conftest import bench, either

__all__ = ["bench", "either"]
