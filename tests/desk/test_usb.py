"""The stick at the desk: out, back, carried by another, joined by it; and a stick that is pulled out."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync_server.exchange import bundles
from tests.desk.conftest import PASSWORD, QUICK, Clock
from tests.servers import RunningServer, running_server
from vaxdesk.cli import main
from vaxdesk.desk import sending, station, status, usb
from vaxdesk.desk.context import Desk
from vaxdesk.desk.usb import Joined, Package
from vaxdesk.domain.stick import StickAnswer
from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import Fault
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.store import enrolment, files
from vaxdesk.store.files import write_safely
from vaxdesk.trouble import Trouble, TroubleCode

UNIT = "TYT-01"


@pytest.fixture
def server(tmp_path: Path, desk_clock: Clock) -> Iterator[RunningServer]:
    desk_clock.seconds = time.time()
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def other(tmp_path: Path, desk_clock: Clock) -> Iterator[Desk]:
    """A desk of another station."""
    made = station.create(
        tmp_path / "other", station="2", name="Trạm 2", user="Bảo", login="bao", password=PASSWORD, now=desk_clock,
        cost=QUICK,
    ).desk  # fmt: skip
    yield made
    made.store.close()


def packed(answer: object) -> Package:
    assert isinstance(answer, Package), answer
    return answer


def test_out_carried_by_another_station_and_back(
    desk: Desk, other: Desk, server: RunningServer, stick: Path, make_person: Callable[..., str]
) -> None:
    sending.connect(desk, server.url, server.enrol_code(UNIT))
    sending.connect(other, server.url, server.enrol_code("TYT-02"))
    for row in range(1, 20):
        make_person(desk, row=row)
    waits = status.of(desk).waiting
    made = usb.write(packed(usb.prepare(desk)), stick)
    assert (Path(made.file).name, made.entries) == ("vaxdesk-TYT-01-0001.vaxsend", waits)
    assert b"Nguy" not in Path(made.file).read_bytes()
    answer = usb.run_errand(usb.prepare_errand(other), Path(made.file))
    assert isinstance(answer, Path)
    assert sorted(one.name for one in stick.iterdir()) == [
        "vaxdesk-TYT-01-0001.vaxanswer", "vaxdesk-TYT-01-0001.vaxsend",
    ]  # fmt: skip
    found = usb.take(desk, usb.load(answer))
    assert isinstance(found, StickAnswer)
    assert (found.confirmed, found.upto, found.waiting) == (waits, status.of(desk).saved, 0)
    again = usb.take(desk, usb.load(answer))
    assert isinstance(again, StickAnswer)
    assert again.known
    assert usb.take(other, usb.load(answer)) is Fault.NOT_FOR_US
    assert packed(usb.prepare(desk)).name == "vaxdesk-TYT-01-0002.vaxsend"


def test_a_pc_without_any_line_joins_by_stick(desk: Desk, server: RunningServer, stick: Path) -> None:
    made = usb.write(packed(usb.prepare_join(desk, server.invitation(UNIT))), stick)
    answer = bundles.take(server.server, usb.load(Path(made.file)), address="127.0.0.1").answer
    found = usb.take(desk, answer)
    assert found == Joined("Trạm y tế Cư Êbur")
    assert usb.take(desk, answer) is Fault.NOT_ASKED
    with desk.store.reading() as conn:
        joined = enrolment.enrolment(conn)
    assert joined is not None
    assert (joined.url, joined.box) == (server.url, server.server.key.box_public.hex())
    waits = status.of(desk).waiting
    data = usb.write(packed(usb.prepare(desk)), stick)
    back = usb.take(desk, bundles.take(server.server, usb.load(Path(data.file))).answer)
    assert isinstance(back, StickAnswer)
    assert back.confirmed == waits
    assert sending.send_all(desk).confirmed == 0, "and the line, once there is one, goes on from there"


def test_a_wish_that_the_server_refuses_says_why(desk: Desk, other: Desk, server: RunningServer, stick: Path) -> None:
    invitation = server.invitation(UNIT)
    usb.write(packed(usb.prepare_join(other, invitation)), stick)
    for one in stick.iterdir():
        bundles.take(server.server, usb.load(one))
    made = usb.write(packed(usb.prepare_join(desk, invitation)), stick)
    assert usb.take(desk, bundles.take(server.server, usb.load(Path(made.file))).answer) is Refusal.USED


@pytest.mark.parametrize("text", ["", "hello", "0123456-789ABCB", "VDE1 https://x.vn 0123456-789ABCB"])
def test_joining_by_stick_needs_the_whole_invitation(desk: Desk, text: str) -> None:
    assert usb.prepare_join(desk, text) is Fault.NO_INVITATION


def test_before_the_servers_key_has_come_the_desk_says_so(desk: Desk, server: RunningServer) -> None:
    import msgspec

    with pytest.raises(Trouble) as caught:
        usb.prepare(desk)
    assert caught.value.code is TroubleCode.NOT_ENROLLED
    sending.connect(desk, server.url, server.enrol_code(UNIT))
    with desk.store.changing() as conn:  # as a desk that joined before there were files on a stick
        enrolment.enrol(conn, msgspec.structs.replace(enrolment.enrolment(conn), box=""))
    assert usb.prepare(desk) is Fault.NO_KEY
    sending.send_all(desk)
    assert isinstance(usb.prepare(desk), Package), "it came with the next contact"


@pytest.mark.parametrize("data", [b"", b"hello", b"VDU1", b"VDU9" + bytes(60)])
def test_any_file_is_answered_by_a_sentence(desk: Desk, data: bytes) -> None:
    assert isinstance(usb.take(desk, data), Fault)


def test_commands_of_a_station_without_a_line(
    desk: Desk, server: RunningServer, stick: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sending.connect(desk, server.url, server.enrol_code(UNIT))
    home, desk_home = desk.store.home, ["--home", str(desk.store.home)]
    desk.store.close()
    monkeypatch.setenv("VAXDESK_PASSWORD", PASSWORD)
    assert main(["usb", "out", str(stick), *desk_home]) == 0
    (file,) = stick.iterdir()
    assert f"vào {file}" in capsys.readouterr().out
    assert main(["usb", "carry", str(file), *desk_home]) == 0
    assert main(["usb", "in", str(file), *desk_home]) == 1
    assert "không phải loại cần ở đây" in capsys.readouterr().err
    assert main(["usb", "in", str(file.with_suffix(".vaxanswer")), *desk_home]) == 0
    assert "đã xác nhận" in capsys.readouterr().out
    assert main(["usb", "out", str(stick / "gone"), *desk_home]) == 1
    assert home.exists()


# ---- a stick that is pulled out, or is full --------------------------------------------------------------------

_WRITER = """
import sys
from pathlib import Path
from vaxdesk.store.files import write_safely
path = Path(sys.argv[1])
number = 0
while True:
    number += 1
    write_safely(path, bytes([number % 251]) * 3_000_000)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""
_LIMITED = """
import resource, signal, sys
from pathlib import Path
from vaxdesk.store.files import write_safely
from vaxdesk.trouble import Trouble
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    write_safely(Path(sys.argv[1]), b"n" * 100_000)
except Trouble as trouble:
    sys.stdout.write(trouble.code.value)
"""


def test_killed_while_writing_leaves_the_old_file_or_the_new_one(stick: Path) -> None:
    rng, path = random.Random(17), stick / "a.vaxsend"
    for _ in range(8):
        child = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        child.stdout.readline()
        time.sleep(rng.uniform(0, 0.05))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        data = path.read_bytes()
        assert len(data) == 3_000_000
        assert len(set(data)) == 1, "never half of one and half of the other"


@pytest.mark.parametrize("room", [0, 1, 4096, 99_999])
def test_a_write_that_the_system_ends_at_any_byte_leaves_the_old_file(stick: Path, room: int) -> None:
    path = stick / "a.vaxsend"
    path.write_bytes(b"o" * 500)
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(path), str(room)], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == TroubleCode.DISK_FAILED.value
    assert path.read_bytes() == b"o" * 500
    assert [one.name for one in stick.iterdir()] == ["a.vaxsend"], "no rest of the new one"


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EIO, TroubleCode.DISK_FAILED),
        (errno.ENOSPC, TroubleCode.DISK_FULL),
        (errno.EROFS, TroubleCode.FILE_NOT_WRITABLE),
    ],
)
def test_a_fault_of_the_system_at_any_step_leaves_the_old_file(
    stick: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, code: TroubleCode
) -> None:
    path = stick / "a.vaxsend"
    path.write_bytes(b"old")

    def fails(*_args: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path if step == "replace" else files.os, step, fails)
    with pytest.raises(Trouble) as caught:
        write_safely(path, b"new")
    monkeypatch.undo()
    assert caught.value.code is code
    assert path.read_bytes() == b"old"


def test_what_was_cut_on_the_stick_is_never_taken_for_whole(desk: Desk, server: RunningServer, stick: Path) -> None:
    sending.connect(desk, server.url, server.enrol_code(UNIT))
    data = Path(usb.write(packed(usb.prepare(desk)), stick).file).read_bytes()
    answer = bundles.take(server.server, data).answer
    for length in range(0, len(answer), 7):
        assert usb.take(desk, answer[:length]) in (Fault.CUT, Fault.NOT_ONE, Fault.NEWER)
    assert status.of(desk).waiting > 0
    assert bundle.look(answer)
