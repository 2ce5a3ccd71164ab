"""The security page names tests that exist, so that what it says can be seen to hold."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT

PAGE = ROOT / "vaxdesk" / "SECURITY.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_page_names_exists() -> None:
    named = _NAMED.findall(PAGE.read_text("utf-8"))
    assert len(named) > 60
    for file, test in named:
        text = (ROOT / file).read_text("utf-8")
        assert not test or f"def {test}(" in text, f"{file}::{test}"


def test_every_row_names_a_test() -> None:
    page = PAGE.read_text("utf-8")
    threats, items = page.split("## What threatens")[1].split("### Where")[0].split("## ASVS 5.0")
    for table in (threats, items):
        rows = [row for row in table.splitlines() if row.startswith("| ")][1:]
        assert rows
        assert [row for row in rows if not _NAMED.search(row)] == []
