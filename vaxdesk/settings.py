"""What this PC is set to: not about people, so it lies in plain text beside the store and is read before sign-in."""

from __future__ import annotations

from pathlib import Path

import msgspec

FILE = "settings.json"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one PC. `mode` is a `DeskMode`; `printer` empty means not chosen yet.

    `lan` lets the desk exchange with neighbours: it listens at `lan_host` (all interfaces) and `lan_port`, and knocks
    at `lan_address`, one or several as typed, besides whoever calls. `second_place` is the folder that each save is
    copied to, empty for none. `table` is the number of the injection table at which this PC stands, 0 for none.
    `tried` holds on which ISO days printer, scanner and camera were last tested by hand.
    `practice`: the data folder is that of a practice station.
    """

    language: str = "vi"
    mode: str = "all"
    stark: bool = False
    scale: float = 1.0
    last_login: str = ""
    printer: str = ""
    camera: int = 0
    scanner_port: str = ""
    lock_minutes: int = 3
    certificate_paper: str = "a5"
    lan: bool = True
    lan_host: str = "0.0.0.0"
    lan_port: int = 47300
    lan_address: str = ""
    second_place: str = ""
    table: int = 0
    tried: dict[str, str] = {}
    practice: bool = False


def load(home: Path) -> Settings:
    """The settings of a data folder; the defaults where there are none or the file is torn."""
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save(home: Path, settings: Settings) -> None:
    """Keeps the settings. Losing them to a power cut loses no data, so they are written plainly."""
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=1))
