"""Makes real files for the tests of lists: xlsx, ods, the old binary xls, CSV of any encoding."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook

from vaxdesk.domain.cells import Cell

Sheet = Sequence[Sequence[Cell]]


def write_xlsx(path: Path, sheets: dict[str, Sheet], *, merged: Iterable[str] = (), hidden: str = "") -> Path:
    """A workbook; `merged` ranges are of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def write_csv(path: Path, rows: Sheet, *, separator: str = ",", encoding: str = "utf-8") -> Path:
    """A CSV file; fields with the separator or a line end are quoted."""

    def quoted(cell: Cell) -> str:
        text = "" if cell is None else str(cell)
        return f'"{text}"' if separator in text or "\n" in text else text

    lines = (separator.join(map(quoted, row)) for row in rows)
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def write_ods(path: Path, rows: Sheet) -> Path:
    """An OpenDocument sheet with texts, numbers and dates."""

    def cell(value: Cell) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        if isinstance(value, float | int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if not isinstance(value, str) or not value:
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"/>'
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return path


def write_xls(path: Path, name: str, rows: Sheet, *, merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """The binary format of Excel 97-2003: one sheet, `merged` as (first row, last row, first column, last column)."""
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0)) + _record(0x0022, b"\0\0")
    globals_ += _record(0x00E0, struct.pack("<HH16x", 0, 0)) + _record(0x00E0, struct.pack("<HH16x", 0, 14))
    title = name.encode("latin-1")
    bound = struct.pack("<IHBB", len(globals_) + 4 + 8 + len(title) + 4, 0, len(title), 0) + title
    globals_ += _record(0x0085, bound) + _record(0x000A)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0))
    sheet += b"".join(_xls_cell(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row))
    if merged:
        sheet += _record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<4H", *one) for one in merged))
    path.write_bytes(compound("Workbook", globals_ + sheet + _record(0x000A)))
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _xls_cell(row: int, column: int, cell: Cell) -> bytes:
    if cell is None or cell == "":
        return b""
    if isinstance(cell, str):
        latin = all(ord(c) < 0x100 for c in cell)
        text = cell.encode("latin-1" if latin else "utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(cell), not latin) + text)
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _record(0x0203, struct.pack("<HHHd", row, column, 1, (day - date(1899, 12, 30)).days))
    assert isinstance(cell, float | int)
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))


def compound(name: str, stream: bytes) -> bytes:
    """An OLE compound file that holds one stream."""
    stream += b"\0" * (max(4096 - len(stream), 0) + -max(len(stream), 4096) % 512)
    sectors = len(stream) // 512
    assert sectors + 2 <= 128, "one sector of the allocation table"
    last = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]  # the stream, the directory, the table itself
    table = struct.pack("<128I", *last, *[0xFFFFFFFF] * (128 - len(last)))
    root = _entry("Root Entry", 5, child=1, start=0xFFFFFFFE, size=0)
    directory = root + _entry(name, 2, child=0xFFFFFFFF, start=0, size=len(stream)) + _entry("", 0) * 2
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, sectors, 0, 4096,
        0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )
    header += struct.pack("<109I", sectors + 1, *[0xFFFFFFFF] * 108)
    return header + stream + directory + table


def _entry(name: str, kind: int, *, child: int = 0xFFFFFFFF, start: int = 0, size: int = 0) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    none = 0xFFFFFFFF
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(text), kind, 1, none, none, child, start, size)
