"""A program of its own that reads one workbook from its input and writes the cells to its output, within bounds.

A file from a stranger may unpack to gigabytes or take a reader of workbooks to its limits: then this process ends, and
not the server. It has no database, no keys and no files but its three streams.
"""

from __future__ import annotations

import os
import resource
import sys
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import msgspec
from openpyxl import load_workbook

MEMORY = 512 * 1024 * 1024
SECONDS = 15  # of the processor
MOST_UNPACKED = 48 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, _MOST_LETTERS = 1100, 60, 12, 500
BROKEN = 3  # exit code for whatever is no workbook


def main() -> int:
    """Reads, and ends with 0; any other code means that the file is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        told = msgspec.json.encode(_sheets(sys.stdin.buffer.read()))
    except Exception:  # noqa: BLE001 - whatever a strange file makes of the reader
        return BROKEN
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
    return 0


def _sheets(raw: bytes) -> list[list[list[Any]]]:
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("too large unpacked")
    book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
    bounds = {"max_row": MOST_ROWS, "max_col": MOST_COLUMNS, "values_only": True}
    shown = [one for one in book.worksheets if one.sheet_state == "visible"][:MOST_SHEETS]
    return [[[_cell(cell) for cell in row] for row in sheet.iter_rows(**bounds)] for sheet in shown]


def _cell(value: object) -> Any:
    """A text, a number, or a day as a list of one text."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return [value.isoformat()[:10]]
    if isinstance(value, bool | int | float):
        return value if not isinstance(value, float) or value == value and abs(value) < 1e18 else ""
    return str(value)[:_MOST_LETTERS]


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # nothing of a strange file is cleaned up, which may take as long as reading it
