"""Somebody who asks for a correction at the portal: with the record open, and without one."""

from __future__ import annotations

import re

from tests.district.staffing import Clerk
from tests.portal.people import Visitor, codes_sent
from tests.portal.test_lookup import LANHS
from tests.servers import RunningServer
from vaxdesk.words import say_in

CALL = {"tel": "0912 888 777"}
CLAIM = {"number": "066085004321", "born": "30/11/1985", "tel": "0905 777 888"}
TOLD = {"name": "Lò Văn Bảo", "what": "missing", "day": "2026-09-01", "product": "COM-A", "lot": "FL0001"}
_CODE = re.compile(r'<p class="code">([0-9A-Z ]+)</p>')


def choose(visitor: Visitor) -> str:
    """Opens one's record and tells that something is wrong: what may be is asked next; gives the page."""
    visitor.open("/lookup")
    visitor.send("/lookup", **LANHS)
    visitor.send("/lookup/code", code=codes_sent(visitor.server)[-1]["code"])
    visitor.send("/correction/open")
    return visitor.page.text


def ask(visitor: Visitor, *photos: bytes, what: str = "name", dose: str = "", **fields: str) -> str:
    """Fills the form of an open record in and sends it; gives the code of the request, empty when there is none."""
    visitor.open("/correction/new", what=what, **({"dose": dose} if dose else {}))
    return sent(visitor, "new", *photos, **{**CALL, **fields})


def claim(visitor: Visitor, server: RunningServer, org: str = "TYT-01", **changed: str) -> None:
    """Proves a telephone for a request without an open record: the form is shown next."""
    visitor.open("/correction/who", unit=str(server.unit(org).org_no))
    visitor.send("/correction/who", **{**CLAIM, **changed})
    visitor.send("/correction/code", code=codes_sent(server)[-1]["code"])


def sent(visitor: Visitor, to: str, *photos: bytes, **fields: str) -> str:
    """Sends the form that is open."""
    names = [f"photo-{at}" for at in range(1, 5)]
    given = dict(zip(names, photos, strict=False))
    files = {name: (f"{name}.jpg" if name in given else "", given.get(name, b""), "image/jpeg") for name in names}
    visitor.send(f"/correction/{to}", files=files, **fields)
    found = _CODE.search(visitor.page.text)
    return found.group(1) if found else ""


def follow(visitor: Visitor, code: str) -> str:
    """Looks what became of a request; gives the words of the page."""
    visitor.open("/correction")
    visitor.send("/correction/state", request=code)
    return visitor.text


def said(key: str, **facts: object) -> str:
    """A sentence of these pages."""
    return say_in("vi", f"portal_correction.{key}", **facts)


def refs(clerk: Clerk) -> list[str]:
    """The complaints that wait, as staff see them."""
    return re.findall(r'/complaints/c/([^"/]+)"', clerk.open("/complaints").text)
