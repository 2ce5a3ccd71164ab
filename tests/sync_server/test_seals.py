"""A sealed day's paper against the server: all there, shorter, another history; from letters and from a picture."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from sync_server.cli import main
from sync_server.durable.database import reading
from sync_server.keeping import seals
from sync_server.keeping.seals import LogState
from tests.servers import RunningServer
from tests.sync_server.pens import T0, Log, Pen
from vaxdesk.documents import day_seal
from vaxdesk.domain.payloads import Open
from vaxdesk.domain.seal import Seal, SealHead, texts
from vaxdesk.journal import line, ref


def seal_of(*logs: Log, unit: str = "TYT-01") -> Seal:
    """The seal of logs as they stand under the pens."""
    heads = [SealHead(one.name, len(one.lines), one.hashes[-1].hex()[:16]) for one in logs]
    return Seal(unit=unit, day="2026-11-23", at=T0, people=3, outcomes=3, confirmed=1, waiting=4, heads=tuple(heads))


def after(pen: Pen, before: Log) -> Log:
    """The log of the pen's next run."""
    log = pen.log()
    opened = Open(
        device=pen.public.hex(), station="TYT-01", app="0",
        prev=ref.join(before.name, len(before.lines)), prev_hash=before.hashes[-1].hex(),
    )  # fmt: skip
    log.lines, log.hashes = [], log.hashes[:1]
    return log.raw(line.encode("open", opened, t=T0))


def checked(server: RunningServer, seal: Seal) -> seals.SealCheck:
    with reading(server.engine) as conn:
        return seals.check(conn, seal)


def states(found: seals.SealCheck) -> list[tuple[str, int, LogState, bool]]:
    return [(one.log, one.missing, one.state, one.named) for one in found.logs]


def test_all_there_shorter_absent_and_whole_again(either: RunningServer) -> None:
    pen, table = Pen(either), Pen(either)
    morning, dose = pen.log().write(9), table.log().write(3)
    seal = seal_of(morning, dose)
    assert states(checked(either, seal)) == [
        (morning.name, 10, LogState.ABSENT, True), (dose.name, 4, LogState.ABSENT, True),
    ]  # fmt: skip
    pen.sync(morning.segment(0, 6))
    table.sync(dose.segment())
    found = checked(either, seal)
    assert states(found) == [(morning.name, 4, LogState.SHORTER, True), (dose.name, 0, LogState.ALL, True)]
    assert (found.missing, found.complete, found.different) == (4, False, False)
    pen.sync(morning.segment(6))
    assert checked(either, seal).complete
    morning.write(5)
    pen.sync(morning.segment(10))
    assert checked(either, seal).complete, "what came later does not touch the paper"


def test_the_hash_is_found_inside_a_segment_too(either: RunningServer) -> None:
    pen = Pen(either)
    log = pen.log().write(4)
    seal = seal_of(log)
    log.write(6)
    pen.sync(log.segment())
    assert checked(either, seal).complete
    wrong = replace(seal, heads=(replace(seal.heads[0], h="0123456789abcdef"),))
    found = checked(either, wrong)
    assert (found.different, found.complete, found.logs[0].state) == (True, False, LogState.DIFFERENT)


def test_logs_before_those_named_are_looked_at_too(either: RunningServer) -> None:
    pen = Pen(either)
    first = pen.log().write(4)
    second = after(pen, first).write(2)
    third = after(pen, second).write(1)
    pen.sync(first.segment(0, 2), second.segment(), third.segment())
    found = checked(either, seal_of(third))
    assert states(found) == [(third.name, 0, LogState.ALL, True), (first.name, 3, LogState.SHORTER, False)]
    pen.sync(first.segment(2))
    assert states(checked(either, seal_of(third))) == [(third.name, 0, LogState.ALL, True)]


def test_a_paper_of_another_unit_is_told(either: RunningServer) -> None:
    pen = Pen(either)
    log = pen.log().write(1)
    pen.sync(log.segment())
    assert checked(either, seal_of(log, unit="TYT-02")).logs[0].state is LogState.OTHER_UNIT
    assert checked(either, seal_of(log, unit="the station's own code")).complete


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    code = main(["seal", "check", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_command_reads_letters_a_file_and_a_picture_of_the_page(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pen = Pen(server)
    log = pen.log().write(2)
    pen.sync(log.segment(0, 2))
    seal = seal_of(log)
    pdf, text = tmp_path / "seal.pdf", tmp_path / "scanned.txt"
    pdf.write_bytes(day_seal.render(replace(day_seal.SAMPLE, sealed=seal)))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", pdf, tmp_path / "page"], check=True)
    text.write_text("\n".join(texts(seal)))
    database = ("--database", server.database)
    answers = [run(capsys, given, *database) for given in (*texts(seal), text, tmp_path / "page.png")]
    assert answers[0] == answers[1] == answers[2]
    code, told = answers[0]
    assert (code, told["complete"], told["missing"], told["codes_not_read"]) == (1, False, 1, 0)
    assert (told["unit"], told["day"], told["logs"][0]["state"]) == ("TYT-01", "2026-11-23", "shorter")
    pen.sync(log.segment(2))
    assert run(capsys, text, *database)[0] == 0
    assert main(["seal", "check", str(text), *database, "--language", "en"]) == 0
    assert "the server has everything" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["nothing", "VXS1/A/20261123/1/1.1/1.1.1.1//00000000", "PICTURE"])
def test_what_cannot_be_read_is_said(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    if given == "PICTURE":
        given = str(tmp_path / "not-a-picture.png")
        Path(given).write_bytes(bytes(range(256)))
    code = main(["seal", "check", given, "--database", server.database, "--json"])
    told = capsys.readouterr()
    assert (code, json.loads(told.out)["error"]) == (1, "seal_unreadable")
    assert len(told.err) > 20


def test_a_code_that_was_not_read_is_counted(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    pen = Pen(server)
    logs = [pen.log().write(1) for _ in range(12)]
    pen.sync(*(log.segment() for log in logs))
    first, second = texts(seal_of(*logs))
    code, told = run(capsys, first, "--database", server.database)
    assert (code, told["codes_not_read"], told["fingerprint"], told["missing"]) == (1, 1, "", 0)
    assert run(capsys, first, second, "--database", server.database)[0] == 0
