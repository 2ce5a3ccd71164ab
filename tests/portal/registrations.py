"""Somebody who registers online: the form as people fill it in, and all steps to the slip."""

from __future__ import annotations

import re

from tests.portal.people import Visitor, codes_sent
from tests.servers import RunningServer

FORM = {
    "name": "Nguyễn Thị Lành", "dob": "01/02/1990", "sex": "F", "tel": "0905 123 456", "doc": "066190001234",
    "job": "Làm ruộng", "grp": "16", "adr": "Thôn 3, Xã Cư Êbur, Tỉnh Đắk Lắk", "history": "no", "consent": "yes",
}
_CODE = re.compile(r'<p class="code">([0-9A-Z ]+)</p>')


def send_form(visitor: Visitor, where: dict[str, str], **fields: str) -> None:
    """Fills the form in and sends it: the code is asked for next."""
    visitor.open("/register", **where)
    visitor.send("/register", **{**FORM, **fields})


def prove(visitor: Visitor, server: RunningServer) -> str:
    """Types the newest code that was sent; gives the code of the registration, empty when there is none."""
    visitor.send("/register/confirm", code=codes_sent(server)[-1]["code"])
    found = _CODE.search(visitor.page.text)
    return found.group(1) if found else ""


def register(visitor: Visitor, server: RunningServer, where: dict[str, str], **fields: str) -> str:
    """All steps."""
    send_form(visitor, where, **fields)
    return prove(visitor, server)
