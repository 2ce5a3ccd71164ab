"""An organisation at the portal: its form, workbooks of people, and all steps to what is found in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook

from sync_server.portal_pages import frame
from tests.portal.people import Visitor, codes_sent
from tests.servers import RunningServer
from tests.sync_server.clinics import today

_CODE = re.compile(r'<p class="code">([0-9A-Z ]+)</p>')
TEMPLATE = Path(frame.__file__).parent / "static" / "danh-sach.xlsx"
PEOPLE = (
    {"B": "Nguyễn Thị Lành", "C": "01/02/1990", "D": "1", "G": "0905123456", "H": "066190001234"},
    {"B": "Lò Văn Bảo", "C": "30/11/1985", "D": "0", "G": "12"},
    {"B": "H'Bia Êban", "C": "hôm qua", "D": "1"},
    {"B": "Nguyễn Thị Lành", "C": "01/02/1990", "D": "1", "G": "0905123456", "H": "066190001234"},
)
HEAD = 8  # rows of the template above its people


def workbook(rows: Iterable[dict[str, str]] = PEOPLE) -> bytes:
    """The template as it is downloaded, filled in: by the letter of the column."""
    book = load_workbook(TEMPLATE)
    sheet = book.worksheets[0]
    for at, row in enumerate(rows, HEAD + 1):
        for column, text in row.items():
            sheet[f"{column}{at}"] = text
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def form(server: RunningServer) -> dict[str, str]:
    """What a factory fills in."""
    return {
        "name": "Công ty Cà phê Êa Tul", "kind": "factory", "adr": "Buôn Ky, Xã Cư Êbur", "people": "40",
        "contact": "Trần Văn Quản", "tel": "0905 666 777", "from_day": today(server, plus=5),
        "until_day": today(server, plus=9), "product": "COM-A", "text": "Ca sáng",
    }  # fmt: skip


def begin(visitor: Visitor, server: RunningServer, org: str = "TYT-02", **changed: str) -> None:
    """The form and the code: the file is asked next."""
    visitor.open("/group", unit=str(server.unit(org).org_no))
    visitor.send("/group", **{**form(server), **changed})
    visitor.send("/group/code", code=codes_sent(server)[-1]["code"])


def look(visitor: Visitor, raw: bytes) -> str:
    """Has a list checked; gives the words of the page."""
    visitor.send("/group/list", files={"list": ("danh sach.xlsx", raw)})
    return visitor.text


def confirm(visitor: Visitor) -> str:
    """Sends the list; gives the code of the registration, empty when there is none."""
    visitor.send("/group/confirm")
    found = _CODE.search(visitor.page.text)
    return found.group(1) if found else ""
