"""An invitation as a code: read back from the picture and the terminal, and enough to join over TLS."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from sync_server.joining import invitations
from tests.servers import running_server
from tests.tls_certificates import made_certificate
from vaxdesk.journal import enrolment
from vaxdesk.journal.enrolment import Invitation
from vaxdesk.journal.signing import to_text
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.store import Store
from vaxdesk.sync import enrol

LARGE = Invitation(
    "https://dongbo.yte-daklak.example.vn:8443", "ABCDEFG-HJKMNPQ", "ab" * 32, to_text(bytes(range(250)) * 2)
)


def test_a_picture_is_read_back_letter_by_letter(tmp_path: Path) -> None:
    path = tmp_path / "code.png"
    invitations.save(LARGE.text(), path)
    (found,) = zxingcpp.read_barcodes(Image.open(path))
    assert found.text == LARGE.text()
    assert enrolment.read_invitation(found.text) == LARGE


def test_a_page_is_read_back_too(tmp_path: Path) -> None:
    path = tmp_path / "code.pdf"
    invitations.save(LARGE.text(), path)
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", path, tmp_path / "page"], check=True)
    (found,) = zxingcpp.read_barcodes(Image.open(tmp_path / "page.png"))
    assert found.text == LARGE.text()


def test_the_terminal_shows_the_same_code() -> None:
    lines = invitations.drawn(LARGE.text()).splitlines()
    rows = [
        [0 if letter in dark else 255 for letter in line for _ in range(4)]
        for line in lines
        for dark in ("▄ ", "▀ ")  # upper half, lower half
        for _ in range(4)
    ]
    picture = Image.new("L", (len(rows[0]), len(rows)))
    picture.putdata([dot for row in rows for dot in row])
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == LARGE.text()


def test_what_is_scanned_is_all_a_station_needs_to_join_over_tls(tmp_path: Path) -> None:
    files = made_certificate(tmp_path, datetime.now(UTC))
    with running_server(tmp_path, tls=files) as server:
        authority = invitations.authority(files[0])
        text = Invitation(server.url, server.enrol_code("TYT-01"), server.key, authority).text()
        wish = enrol.check("", text)
        assert isinstance(wish, enrol.Wish)
        assert wish.ca.split() == files[0].read_text().split()
        store = Store(_home(tmp_path), bytes(32))
        signer = store.signer()
        joined = enrol.enrol(wish, key=signer.public_key().public_bytes_raw().hex(), sign=signer.sign, name="PC 1")
        store.close()
        assert isinstance(joined, Enrolment)
        assert joined.ca == wish.ca


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pem"
    path.write_text("nothing")
    with pytest.raises(invitations.BadAuthority):
        invitations.authority(path)
    with pytest.raises(invitations.BadAuthority):
        invitations.authority(tmp_path / "missing.pem")


def _home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home
