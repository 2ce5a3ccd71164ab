"""Every sentence of a page is worded, with the facts that it gives; no page has a script or a style of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

from tests.architecture.test_words import facts, general, sentences
from tests.architecture.tree import ROOT, listed

_PAGES = ROOT / "sync_server"
_FILES = sorted(path for one in ("pages", "portal_pages") for path in (_PAGES / one / "templates").rglob("*.html"))

_BARRED = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|javascript:|\|\s*safe\b|autoescape false")


def _calls(text: str) -> Iterator[nodes.Call]:
    for call in Environment().parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "say":
            yield call


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(_PAGES)))
def test_a_page_says_only_what_has_words(path) -> None:
    known, wrong = sentences("vi"), []
    for call in _calls(path.read_text(encoding="utf-8")):
        key = call.args[0]
        if isinstance(key, nodes.Const):
            given = {one.key for one in call.kwargs}
            if key.value not in known:
                wrong.append(f"line {call.lineno}: {key.value} has no words")
            elif call.dyn_kwargs is None and facts(general(known[key.value])) - given:
                wrong.append(f"line {call.lineno}: {key.value} lacks {facts(general(known[key.value])) - given}")
        elif isinstance(key, nodes.Mod) and isinstance(key.left, nodes.Const):
            shape = re.compile(re.sub(r"%[sd]", "[^.]+", re.escape(key.left.value).replace(r"\%", "%")))
            if not any(shape.fullmatch(one) for one in known):
                wrong.append(f"line {call.lineno}: nothing like {key.left.value}")
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(_PAGES)))
def test_a_page_has_no_script_and_no_style_of_its_own(path) -> None:
    """The content policy would not run them; and what people wrote is never marked as safe."""
    text = path.read_text(encoding="utf-8")
    found = _BARRED.findall(text)
    outside = re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]*", text)
    assert not found + outside, listed([*found, *outside])
