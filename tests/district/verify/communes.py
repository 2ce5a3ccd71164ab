"""A commune with people whose identity is right, wrong, or not known, and what its police write into a workbook."""

from __future__ import annotations

import re
from io import BytesIO

from openpyxl import load_workbook

from tests.district.staffing import Clerk
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, read
from vaxdesk.domain.payloads import Person

HERE, ELSEWHERE = "Xã Cư Êbur", "Xã A Lưới"
NO_ID = changed(LANH, name="Nguyễn Thị Lành", doc="", tel="", commune=HERE, adr="Buôn Dhă")
BAD = changed(BAO, name="Lò Văn Bảo", doc="0601234", commune=HERE, adr="Buôn Ky")
SOUND = Person(name="Đặng Thị Mỵ", dob="1979-05-06", sex="F", doc="066179001122", commune=HERE, adr="Buôn Ky")
FOREIGN = Person(name="John Smith", dob="1970-01-01", sex="M", nat="Anh", commune=HERE)
FAR = Person(name="Hồ Văn Xa", dob="1980-02-02", sex="M", commune=ELSEWHERE)


class Commune:
    """People of TYT-01, and one of another province, as the fold has them."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.here, self.far = Clinic(server), Clinic(server, "TYT-09")
        self.no_id, self.bad, self.sound, self.foreign = map(self.here.listed, (NO_ID, BAD, SOUND, FOREIGN))
        self.away = self.far.listed(FAR)
        self.send()

    def send(self) -> None:
        for one in (self.here, self.far):
            one.send()
        read(self.server)


def handed_out(clerk: Clerk, org_no: int, *, place: str = "cu ebur") -> str:
    """Makes a list of all kinds; gives the path of its page."""
    clerk.open(f"/identity/{org_no}")
    clerk.send(f"/identity/{org_no}/lists", place=place, kind=["no_id", "bad_format", "wrong_data"])
    return re.search(r"/identity/lists/\d+", clerk.page.url)[0]


def filled(raw: bytes, rows: dict[str, dict[str, str]]) -> bytes:
    """A workbook as the police hand it back: what they wrote, by the name in the row and the heading."""
    book = load_workbook(BytesIO(raw))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[4]}
    for row in sheet.iter_rows(min_row=5):
        for heading, text in rows.get(row[heads["Họ và tên (trạm)"] - 1].value, {}).items():
            sheet.cell(row[0].row, heads[heading]).value = text
    out = BytesIO()
    book.save(out)
    return out.getvalue()


ANSWERS = {
    NO_ID.name: {"Số định danh đúng": "066190001234", "Kết quả": "Đã sửa"},
    BAD.name: {"Số định danh đúng": "12345", "Ghi chú": "xem lại"},
}
