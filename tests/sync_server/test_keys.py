"""The server's key: made once, for its owner's eyes, never replaced when damaged."""

from __future__ import annotations

import json
import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server.cli import main
from sync_server.commands.console import PASSPHRASE
from sync_server.keys import FILE, BadKeyFile, folder_for, load, load_or_make, rotated, write
from vaxdesk.journal import province, succession
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


def test_a_file_of_one_key_is_read_as_ever_and_what_hangs_on_it_stays_through_rotations(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("07" * 32 + "\n")
    before = load_or_make(tmp_path)
    for _ in range(2):
        write(path, rotated(load(path), Ed25519PrivateKey.generate(), now_ms=1000, overlap_ms=10))
    after = load_or_make(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [FILE]
    assert after.generations[0] == before.public
    assert len({*after.generations}) == 3
    assert valid(after.public, after.sign(b"x"), b"x")
    assert not valid(before.public, after.sign(b"x"), b"x")
    lasting = ("hosted_public", "leases", "subjects")
    assert [getattr(after, name) for name in lasting] == [getattr(before, name) for name in lasting]
    assert after.authority.private_bytes_raw() == before.authority.private_bytes_raw()
    steps = succession.follow(before.public.hex(), after.untold(""))
    assert [told.new for _, told in steps] == [one.hex() for one in after.generations[1:]]
    assert after.untold(after.public.hex()[:16]) == []
    assert len(after.untold(after.generations[1].hex()[:16])) == 1


@pytest.mark.parametrize("spoil", ["swap", "drop", "other"])
def test_a_file_whose_statements_do_not_lead_from_key_to_key_is_damaged(tmp_path: Path, spoil: str) -> None:
    load_or_make(tmp_path)
    path = tmp_path / FILE
    for _ in range(2):
        write(path, rotated(load(path), Ed25519PrivateKey.generate(), now_ms=1000, overlap_ms=10))
    first, second, third = path.read_text().splitlines()
    lines = {"swap": [first, third, second], "drop": [first, third], "other": ["08" * 32, second, third]}[spoil]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(BadKeyFile):
        load(path)


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    apart = arguments[0] == "recover"
    where = [] if apart else ["--database", f"sqlite:///{tmp_path / 'here' / 'server.db'}"]
    code = main([*arguments, *where, "--json", "--language", "en"])
    return code, json.loads(capsys.readouterr().out)


def test_keys_go_into_the_safe_and_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE, "mưa rừng tháng bảy")
    safe, early = str(tmp_path / "safe"), str(tmp_path / "early")
    assert run(capsys, tmp_path, "keys", "export", early)[0] == 0
    made = run(capsys, tmp_path, "keys", "rotate", "--overlap", "0")[1]
    assert made["number"] == 2
    assert run(capsys, tmp_path, "keys", "export", safe)[0] == 0
    assert run(capsys, tmp_path, "keys", "export", safe)[0] == 1, "a file in the safe is not written over"
    content = (tmp_path / "safe").read_bytes()
    assert load_or_make(tmp_path / "here").authority.private_bytes_raw().hex().encode() not in content
    shown = run(capsys, tmp_path, "keys", "show")[1]
    assert [one["key"] for one in shown["keys"]][-1] == made["key"]
    assert run(capsys, tmp_path, "keys", "import", early)[1]["key"] == made["key"], "nothing is taken away"
    (tmp_path / "here" / FILE).unlink()
    assert run(capsys, tmp_path, "keys", "import", early)[1]["key"] == shown["keys"][0]["key"]
    assert run(capsys, tmp_path, "keys", "import", safe)[1]["key"] == made["key"]
    assert run(capsys, tmp_path, "keys", "show")[1] == shown
    monkeypatch.setenv(PASSPHRASE, "something else")
    assert run(capsys, tmp_path, "keys", "import", safe) == (1, {"error": "passphrase"})
    monkeypatch.setenv(PASSPHRASE, "mưa rừng tháng bảy")
    (tmp_path / "here" / FILE).write_text("07" * 32)
    assert run(capsys, tmp_path, "keys", "import", safe)[1]["error"] == "other_key"


def test_the_province_answers_a_question_with_a_key_that_is_not_on_the_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE, "mưa rừng tháng bảy")
    file = str(tmp_path / "province")
    made = run(capsys, tmp_path, "recovery", "key", file)[1]
    assert load_or_make(tmp_path / "here").recovery == made["recovery"]
    pair = province.draw(bytes.fromhex(made["recovery"]), secrets.token_bytes)
    assert run(capsys, tmp_path, "recover", "--key", file, *pair.question.split())[1]["answer"] == pair.answer
    scanned = province.scannable(pair.question)
    assert run(capsys, tmp_path, "recover", "--key", file, scanned)[1]["answer"] == pair.answer
    rows = pair.question.split()
    rows[2] = ("1" if rows[2][0] == "0" else "0") + rows[2][1:]
    assert run(capsys, tmp_path, "recover", "--key", file, *rows) == (1, {"error": "question_row", "row": 3})
    assert run(capsys, tmp_path, "recover", "--key", file, *rows[:3])[1]["error"] == "question"
