"""Small order in every file: no addresses in locks, no places of one machine, no notes left for later."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, files, listed, modules, shown, texts

LOCKS = sorted(ROOT.glob("requirements*.lock"))
# written in two halves, so that this file does not find itself
_LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
_PLACES = re.compile(r"/wo" r"rk/|/ro" r"ot/|/tmp" r"/w/|/ho" r"me/\w+/")
_REGISTRIES = re.compile(r"pypi" r"\.org|python" r"hosted|npm" r"js\.(org|com)")
_MARKED = (".lock", "LICENSE", "OFL.txt", "vendor/qr/decode.js")  # texts of others


def _found(pattern: re.Pattern[str], *, passing: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}:{number} {line.strip()[:80]}"
        for name, text in texts()
        if not name.endswith(passing or ("\0",))
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [_LATER, _PLACES, _REGISTRIES], ids=["later", "places", "registries"])
def test_no_text_holds(pattern: re.Pattern[str]) -> None:
    found = _found(pattern, passing=_MARKED)
    assert not found, listed(found)


def test_no_tabs() -> None:
    found = _found(re.compile("\t"), passing=(*_MARKED, ".csv", ".tsv"))
    assert not found, listed(found)


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (_LATER, "# TO" + "DO later"),
        (_PLACES, "cd /wo" + "rk/main"),
        (_PLACES, "open('/ro" + "ot/x')"),
        (_REGISTRIES, "https://pypi" + ".org/simple"),
    ],
)
def test_what_is_planted_is_noticed(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)


@pytest.mark.parametrize("lock", LOCKS, ids=shown)
def test_locks_name_no_address_and_every_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_there_is_a_lock_for_the_desk_the_server_and_the_tests() -> None:
    assert [lock.name for lock in LOCKS] == ["requirements-dev.lock", "requirements-server.lock", "requirements.lock"]


def test_licences_are_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert all((ROOT / name).is_file() for name in project["license-files"])


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    first = {name: (ast.get_docstring(tree) or "").split("\n")[0] for name, tree in modules(*PACKAGES)}
    mute = [name for name, line in first.items() if not line.endswith(".")]
    assert not mute, listed(mute)


@pytest.mark.parametrize("script", files("installer", suffix=".sh"), ids=shown)
def test_scripts_are_plain_shell(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True, timeout=10)
