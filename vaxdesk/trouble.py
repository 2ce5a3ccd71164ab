"""Known failures of the world outside the program (disk, key, network, printer, camera).

A `Refused` value says "no, because"; a `Trouble` says "the world failed"; anything else that is raised
is a bug. Neither carries words for people: `words` turns the code into a sentence (`trouble.<code>`).
"""

from __future__ import annotations

from enum import StrEnum


class TroubleCode(StrEnum):
    """Closed list of environmental failures; the value is the key of the sentence shown."""

    WRONG_PASSWORD = "wrong_password"
    NO_STORE = "no_store"
    STORE_EXISTS = "store_exists"
    STORE_IN_USE = "store_in_use"
    STORE_CORRUPT = "store_corrupt"
    STORE_NEWER = "store_newer"
    KEYS_UNREADABLE = "keys_unreadable"
    DISK_FULL = "disk_full"
    DISK_FAILED = "disk_failed"
    FILE_UNREADABLE = "file_unreadable"
    FILE_NOT_WRITABLE = "file_not_writable"
    SHEET_UNREADABLE = "sheet_unreadable"
    SHEET_TOO_LARGE = "sheet_too_large"
    NO_LINE = "no_line"
    NOT_OUR_SERVER = "not_our_server"
    LOGIN_WANTED = "login_wanted"
    UPDATE_NEEDED = "update_needed"
    SERVER_REFUSED = "server_refused"
    SERVER_BUSY = "server_busy"
    NOT_ENROLLED = "not_enrolled"
    DEVICE_REVOKED = "device_revoked"
    DEVICE_SUSPENDED = "device_suspended"
    STATION_ERASED = "station_erased"
    ENROL_CODE_REFUSED = "enrol_code_refused"
    NO_CAMERA = "no_camera"
    CAMERA_LOST = "camera_lost"
    NO_SCANNER = "no_scanner"
    SCANNER_LOST = "scanner_lost"
    NO_PRINTER = "no_printer"
    PRINT_FAILED = "print_failed"
    IMAGE_UNREADABLE = "image_unreadable"


class Trouble(Exception):
    """An environmental failure recognised at its source.

    Args:
        code: which failure; decides what the user reads.
        detail: technical text for the log only, free of personal data.
    """

    def __init__(self, code: TroubleCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail
