"""Targets for what people bring: WHO's sets, what is told on of a certificate, workbooks, forms of the public."""

from __future__ import annotations

import asyncio
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import cbor2
import msgspec
from starlette.requests import Request

from sync_server.browsing import sent
from sync_server.portal import registering
from vaxdesk.certificates import cbor, ddcc, hcert, ips, statement
from vaxdesk.certificates.trusted import NOTHING
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.verify import verify
from vaxdesk.desk.cleaning import book
from vaxdesk.domain.headings import Columns
from vaxdesk.registry.rules import fhir, naming, values
from vaxdesk.scanning import reading
from vaxdesk.sheets import typed_sheets
from vaxdesk.sheets.opening import OpenedList, open_list
from vaxdesk.trouble import Trouble

_ASIDE = ThreadPoolExecutor(1)  # in the main thread of the tests the driver of browsers leaves a loop standing
_FOLDER = Path(tempfile.mkdtemp(prefix="vaxdesk-fuzz-"))
_TYPES = (b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x")
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
                   'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><workbookPr date1904="1"/><sheets>'
                       '<sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" '
                                  f'Type="{_OFFICE}/worksheet" Target="worksheets/a.xml"/></Relationships>',
}  # fmt: skip


def sets_of_who(data: bytes) -> None:
    """Any CBOR under WHO's claim is a verdict and a scan; sets that are read can be written, and read as the same."""
    payload = _claims(b"\x03" + data)
    text = hcert.wrap(cbor2.dumps([cbor2.dumps({1: -7, 4: bytes(8)}), {}, payload, bytes(64)]))
    found = verify(text, trust=NOTHING, now=1_660_000_000, values=values())
    assert not found.valid and found.reasons
    msgspec.json.encode(found)
    reading.read(text, today="2026-11-26")
    try:
        sets = ddcc.read(cbor.decode(data))
    except (Unreadable, ValueError):
        return
    assert ddcc.read(ddcc.plain(sets)) == sets


def what_is_told_on(data: bytes) -> None:
    """Of whatever a certificate says, documents for others are made, and WHO's are such as are read."""
    for payload in (data, _claims(b"\x01" + data)):
        text = hcert.wrap(cbor2.dumps([b"", {}, payload, b""]))
        told = statement.of_verdict(verify(text, trust=NOTHING, now=1_660_000_000, values=values()), text)
        if told is None:
            continue
        bundle = ips.bundle(told, naming(), fhir())
        assert len(bundle["entry"]) >= 3 + len(told.doses)
        msgspec.json.encode(bundle)
        sets = ddcc.sets(told, naming())
        assert not sets or ddcc.read(ddcc.plain(sets)) == sets


def a_list(data: bytes) -> None:
    """A file, bare or as the sheet of a workbook of 1904, is a list or is refused; all its rows can be gone through."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, text in _PARTS.items():
            made.writestr(name, text)
        made.writestr("xl/worksheets/a.xml", data)
    for raw in (data, packed.getvalue()):
        path = _FOLDER / "list.xlsx"
        path.write_bytes(raw)
        for read in (_roster, book.read_list, typed_sheets.read_typed):
            try:
                read(path)
            except Trouble:
                continue


def a_form(data: bytes) -> None:
    """A body under any of the two types is a form or is refused; what is filled in is read with its faults."""
    for kind in _TYPES:
        visit = _Sent()
        if not _ASIDE.submit(asyncio.run, sent.taken_in(visit, _request(kind, data))).result():  # type: ignore[arg-type]
            given = {**{name: "" for name in registering.FIELDS}, **visit.form}
            for one in (given, {**given, **dict(zip(registering.FIELDS, visit.form.values(), strict=False))}):
                filled = registering.read(one, today="2026-11-26")
                msgspec.json.encode(filled.person)
                assert filled.faults or one["consent"] == "yes"


class _Sent:
    """What a form is taken into."""

    def __init__(self) -> None:
        self.form: dict[str, str] = {}
        self.many: dict[str, list[str]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}


def _request(kind: bytes, body: bytes) -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": [(b"content-type", kind)]}
    scope["app"] = None  # as within an application: what is no form becomes its refusal
    return Request(scope, receive)


def _claims(inside: bytes) -> bytes:
    return b"\xa2\x01\x62VN\x39\x01\x03\xa1" + inside


def _roster(path: Path) -> None:
    found = open_list(path)
    if isinstance(found, OpenedList):
        assert isinstance(found.columns, Columns)
        assert sum(1 for _ in found.table.rows()) == found.table.height
