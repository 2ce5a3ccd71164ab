"""Workbooks of the police at the server: a file from outside is read within bounds, and written back with results."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from vaxdesk.documents import police_book
from vaxdesk.documents.police_book import Returned, as_text
from vaxdesk.domain.cells import Cell, text_of

MOST_BYTES = 64 * 1024 * 1024  # of a workbook unpacked: a list of 1500 people has one
MOST_ROWS, _MOST_COLUMNS = 5000, 60
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    AttributeError,
    IndexError,
    NotImplementedError,
    SyntaxError,
)  # fmt: skip - whatever openpyxl makes of a strange file
_WIDTH = 50


def read(raw: bytes) -> Returned | None:
    """What the police wrote; None for a file that is no such workbook, or is beyond all bounds."""
    tables = _tables(raw)
    found = (police_book.returned(rows[: police_book.FIRST_LINES], enumerate(rows, 1)) for rows in tables)
    return next((one for one in found if one is not None), None)


def with_results(raw: bytes, told: Sequence[str], *, heading: str) -> bytes:
    """The list as it came back, with what becomes of each row before it; all else stays, so it can be sent again.

    Args:
        told: a sentence for each row of `read`, in the same order.
    """
    for rows in _tables(raw):
        back = police_book.returned(rows[: police_book.FIRST_LINES], enumerate(rows, 1))
        if back is not None:
            said = {back.header: heading, **dict(zip(back.places, told, strict=True))}
            return _written(rows, said)
    return _written([], {})


def _written(rows: list[list[Cell]], said: Mapping[int, str]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.column_dimensions["A"].width = _WIDTH
    for at, cells in enumerate(rows, 1):
        sheet.append([as_text(sheet, said.get(at, "")), *(as_text(sheet, text_of(cell)) for cell in cells)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _tables(raw: bytes) -> list[list[list[Cell]]]:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                return []
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
        try:
            bounds = {"max_row": MOST_ROWS, "max_col": _MOST_COLUMNS, "values_only": True}
            return [[list(row) for row in sheet.iter_rows(**bounds)] for sheet in book.worksheets]
        finally:
            book.close()
    except _BROKEN:
        return []
