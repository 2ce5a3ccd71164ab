"""The server's key: made once, for its owner's eyes, never replaced when damaged."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync_server.keys import FILE, BadKeyFile, folder_for, load_or_make
from vaxdesk.journal.signing import valid


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = load_or_make(tmp_path / "keys")
    again = load_or_make(tmp_path / "keys")
    assert first.public == again.public
    assert valid(first.public, again.sign(b"x"), b"x")
    assert stat.S_IMODE((tmp_path / "keys" / FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [FILE]


def test_two_first_starts_at_once_end_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        publics = {key.public for key in threads.map(load_or_make, [tmp_path] * 2)}
    assert len(publics) == 1


def test_a_damaged_key_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("abc")
    with pytest.raises(BadKeyFile):
        load_or_make(tmp_path)
    assert (tmp_path / FILE).read_text() == "abc"


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:////var/lib/vaxdesk/s.db", Path("/var/lib/vaxdesk")),
        ("postgresql://host/db", None),
        ("sqlite://", None),
    ],
)
def test_the_folder_of_the_key(url: str, folder: Path | None) -> None:
    assert folder_for(url) == folder
