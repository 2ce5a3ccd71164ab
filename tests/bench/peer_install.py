"""Gets the peers of the benches by name into a scratch folder; nothing of theirs enters the project.

The folder (`VAXDESK_PEERS`, else `vaxdesk-peers` beside other temporary files) is kept, so a second run needs no line.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_POUCH = ("pouchdb", "express-pouchdb", "express", "pouchdb-adapter-memory")
_KINTO = ("kinto[postgresql]",)
_SPLINK = ("splink",)
_CWT = ("cwt",)
_LONGEST = 600  # seconds


class NotHad(Exception):
    """A peer cannot be had here; says why."""


def folder() -> Path:
    """Where the peers lie."""
    found = Path(os.environ.get("VAXDESK_PEERS") or Path(tempfile.gettempdir()) / "vaxdesk-peers")
    found.mkdir(parents=True, exist_ok=True)
    return found


def pouch() -> Path:
    """The folder whose `node_modules` hold PouchDB and express-pouchdb.

    Raises:
        NotHad: no node, or no packages.
    """
    home = folder() / "pouch"
    if not shutil.which("node") or not shutil.which("npm"):
        raise NotHad("PouchDB: node and npm are not installed (apt: nodejs npm)")
    if not all((home / "node_modules" / name / "package.json").exists() for name in _POUCH):
        home.mkdir(exist_ok=True)
        _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), *_POUCH], "PouchDB")
    return home


def kinto() -> Path:
    """The `bin` folder of an environment of its own that holds Kinto.

    Raises:
        NotHad: it cannot be installed.
    """
    return _environment("kinto", _KINTO, "Kinto")


def splink() -> Path:
    """The `bin` folder of an environment of its own that holds splink, with DuckDB.

    Raises:
        NotHad: it cannot be installed.
    """
    return _environment("splink", _SPLINK, "splink")


def cwt() -> Path:
    """The `bin` folder of an environment of its own that holds cwt.

    Raises:
        NotHad: it cannot be installed.
    """
    return _environment("cwt", _CWT, "cwt")


def _environment(name: str, packages: tuple[str, ...], what: str) -> Path:
    """The programs of an environment with packages; one that was left half made is made anew."""
    home = folder() / name
    programs, whole = home / "bin", home / "whole"
    if not whole.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(home)], what)
        _run([str(programs / "pip"), "install", "--quiet", *packages], what)
        whole.touch()
    return programs


def _run(command: list[str], what: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHad(f"{what}: {type(error).__name__}") from error
    if done.returncode:
        raise NotHad(f"{what}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
