"""`vaxdesk demo`: the practice station with a sync server of its own on this machine, both ended with the window."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

import msgspec

from vaxdesk import settings
from vaxdesk.desk import door, entrance, practice, practising, sending
from vaxdesk.desk.context import Desk
from vaxdesk.store.enrolment import Enrolment, enrolment
from vaxdesk.trouble import Trouble

_UNITS = (
    "code,name,kind,parent,scheme\n"
    "VN,Việt Nam,country,,\n"
    "14,Tỉnh Sơn La,province,:VN,2025-07\n"
    "TH,Xã Thực Hành,commune,14,2025-07\n"
    "TH-0001,Trạm Y tế xã Thực Hành,station,2025-07:TH,\n"
)
_ANSWER_S = 30


class Practice:
    """Makes the practice station at the first start of a day, and its server.

    Args:
        home: data folder of the station; the server's lies beside it.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._folder = home.parent / f"{home.name}-server"
        self._server: subprocess.Popen[str] | None = None
        self.url = ""

    @property
    def keys(self) -> tuple[str, str]:
        """PIN and password that open the practice station."""
        return practice.PIN, practice.PASSWORD

    def begin(self) -> None:
        """Start the server on the port of the time before, if that is free."""
        self._folder.mkdir(parents=True, exist_ok=True)
        held = settings.load(self.home)
        settings.save(self.home, msgspec.structs.replace(held, lan=False, practice=True))  # it concerns nobody
        port_file = self._folder / "port"
        port = port_file.read_text().strip() if port_file.exists() else "0"
        for candidate in (port, "0"):
            told = self._serve(candidate)
            if told:
                self.url = told["listening"]
                port_file.write_text(self.url.rpartition(":")[2])
                return

    def end(self) -> None:
        """Stop the server; one that does not answer is stopped all the same."""
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(timeout=_ANSWER_S)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait(timeout=_ANSWER_S)
        self._server.stdout.close()
        self._server = None

    def unlock(self) -> Desk:
        """Open the station, made anew when it is of another day; runs on the db lane."""
        desk = self._open()
        if self.url:
            self._join(desk)
        return desk

    def _open(self) -> Desk:
        if door.exists(self.home):
            try:
                desk = entrance.unlock(self.home, practice.LOGIN, practice.PASSWORD)
            except Trouble:
                desk = None
            if desk is not None and practising.made_on(desk.store) == desk.day:
                return desk
            if desk is not None:
                desk.store.close()
            self._set_aside()
        return practice.make(self.home)

    def _set_aside(self) -> None:
        """The people of the practice station do not exist, so yesterday's may go."""
        for path in self.home.iterdir():
            if path.name.startswith(("store.", "keys.")):
                path.unlink()

    def _join(self, desk: Desk) -> None:
        with desk.store.reading() as conn:
            held = enrolment(conn)
        if held is None or held.url != self.url:
            units = self._folder / "units.csv"
            units.write_text(_UNITS, encoding="utf-8")
            self._command("org", "import", str(units))
            code = json.loads(self._command("enrol", "--org", "TH-0001"))["code"]
            answer = sending.connect(desk, self.url, code)
            if not isinstance(answer, Enrolment):
                raise RuntimeError(f"the practice server refuses: {answer}")

    def _serve(self, port: str) -> dict[str, str] | None:
        log = (self._folder / "server.log").open("a", encoding="utf-8")
        self._server = subprocess.Popen(
            [*self._base("serve"), "--listen", f"127.0.0.1:{port}", "--json"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,  # Ctrl+C in the terminal is for the desk, which then ends the server itself
        )
        log.close()
        line = _first_line(self._server.stdout)
        if not line or "listening" not in line:
            self._server.wait(timeout=_ANSWER_S)
            self._server = None
            return None
        return json.loads(line)

    def _command(self, *words: str) -> str:
        done = subprocess.run(
            [*self._base(*words), "--json"], check=True, capture_output=True, text=True, timeout=_ANSWER_S
        )
        return done.stdout

    def _base(self, *words: str) -> list[str]:
        database = f"sqlite:///{self._folder / 'server.db'}"
        return [sys.executable, "-m", "sync_server", *words, "--database", database, "--keys", str(self._folder)]


def _first_line(stream: IO[str] | None) -> str:
    return stream.readline() if stream is not None else ""


def forget(home: Path) -> None:
    """Throw the practice station and its server away."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(home.parent / f"{home.name}-server", ignore_errors=True)
