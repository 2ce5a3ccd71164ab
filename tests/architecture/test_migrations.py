"""Migrations are one chain: two that were made side by side under one number would leave no database to be made."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

FOLDERS = ("sync_server/migrations/versions", "vaxdesk/store/migrations/versions")


def said(path: Path) -> dict[str, str | None]:
    """What a migration says of its place."""
    found = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.Assign)]
    names = ("revision", "down_revision")
    return {one.targets[0].id: ast.literal_eval(one.value) for one in found if one.targets[0].id in names}


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_migration_follows_the_one_before(folder: str) -> None:
    files = sorted((ROOT / folder).glob("r*.py"))
    assert len(files) > 1
    before = None
    for path in files:
        told = said(path)
        assert told == {"revision": path.name[1:5], "down_revision": before}, path.name
        before = told["revision"]
