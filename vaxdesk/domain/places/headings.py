"""Finds the header of a sheet of facilities, areas or staff, and what each of its columns holds (facts 5.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from vaxdesk.domain.cells import text_of
from vaxdesk.domain.header_rows import Range, heading_paths
from vaxdesk.domain.heading_words import Field, field_of, plain
from vaxdesk.domain.headings import HeadingRefusal, HeadingsRefused, Rows, is_numbering
from vaxdesk.domain.places.records import FIELDS, Key, What

_FIRST_ROWS = 30
_DEEPEST = 2
_LEAST = 2  # headings that must be known before a row is taken for a header at all

_FACILITY = r"co so(?: (?:y te|tiem chung|kcb|kham chua benh|kham benh chua benh|tiem))?"
_SHARED = {
    Field.PROVINCE: Key.PROVINCE,
    Field.PROVINCE_CODE: Key.PROVINCE_CODE,
    Field.DISTRICT: Key.DISTRICT,
    Field.DISTRICT_CODE: Key.DISTRICT_CODE,
    Field.COMMUNE: Key.COMMUNE,
    Field.COMMUNE_CODE: Key.COMMUNE_CODE,
    Field.PHONE: Key.PHONE,
}
_UNIT_RULES = (
    (Key.PROVINCE_CODE, r"matinh|(?:tinh|thanh pho|tinh thanh pho) ma(?: .*)?"),
    (Key.DISTRICT_CODE, r"mahuyen|maquan|(?:huyen|quan|quan huyen) ma(?: .*)?"),
    (Key.COMMUNE_CODE, r"maxa|maphuong|(?:xa|phuong|xa phuong)(?: thi tran)? ma(?: .*)?"),
    (Key.PROVINCE, r"tentinh|tinh ten"),
    (Key.DISTRICT, r"tenhuyen|huyen ten|quan huyen ten"),
    (Key.COMMUNE, r"tenxa|xa ten|xa phuong(?: thi tran)? ten"),
    (Key.SCHEME, r"danh muc(?: don vi)?(?: hanh chinh)?|he ma|bo ma|scheme|list of units"),
)
_WORK = r"(?:ma |ten )?" + _FACILITY + r"(?: .*)?"
_HAMLET = r"dia ban(?: co so)?|thon(?: ban)?|ban|buon|ap|xom|khom|to(?: dan pho)?|khu pho|tdp"
_FULL_NAME = r"ho(?: va)?(?: chu| ten)?(?: dem)?(?: va)? ten(?: .*)?"
_RULES: dict[What, tuple[tuple[Key, str], ...]] = {
    What.FACILITY: (
        (Key.PARENT, rf"{_FACILITY} (?:cha|cap tren|quan ly|truc thuoc)|don vi (?:cap tren|chu quan|quan ly)"),
        (Key.PARENT, r"co ?so ?y ?te ?cha|truc thuoc|parent(?: facility)?"),
        (Key.CODE, rf"ma {_FACILITY}|macoso|ma kcb|ma csyt|ma(?: so)?|ma don vi|(?:facility )?code"),
        (Key.NAME, rf"(?:ten )?(?:{_FACILITY}|don vi|tram(?: y te)?|csyt)|tencoso|facility(?: name)?|name"),
        (Key.KIND, r"loai(?: hinh)?(?: co so| don vi)?(?: .*)?|hinh thuc|kind|type"),
        (Key.REPRESENTATIVE, r"(?:ho ten )?(?:nguoi )?(?:dai dien|dung dau|phu trach)(?: .*)?"),
        (Key.REPRESENTATIVE, r"nguoidaidien|representative"),
        (Key.ADDRESS, rf"dia ?chi(?: .*)?|diachicoso|dia chi {_FACILITY}|(?:facility )?address"),
    ),
    What.AREA: (
        (Key.FACILITY, rf"{_WORK}|tram(?: y te)?|facility|health station"),
        (Key.NAME, rf"(?:ten )?(?:{_HAMLET})(?: .*)?|area(?: name)?|hamlet|name"),
    ),
    What.STAFF: (
        (Key.FACILITY, rf"{_WORK}|don vi(?: cong tac)?|noi (?:cong tac|lam viec)|tram(?: y te)?|facility"),
        (Key.AREA, r"(?:ten )?dia ban(?: .*)?|thon(?: .*)?|to(?: dan pho)?|area"),
        (Key.NAME, rf"{_FULL_NAME}|(?:ten )?(?:nhan vien|can bo|nhan su)|ten|full name|staff(?: name)?|name"),
        (Key.EMAIL, r"e ?mail|thu dien tu|dia chi e ?mail|hop thu"),
        (Key.TITLE, r"chuc (?:vu|danh)(?: .*)?|trinh do(?: .*)?|chuyen mon|title|position"),
        (Key.ROLE, r"vai tro|nhiem vu|quyen|role"),
        (Key.USER, r"so (?:nguoi dung|tai khoan)|user(?: no| number)?"),
        (Key.LOCKED, r"(?:da |bi )?khoa|trang thai khoa|locked"),
    ),
}
_COMPILED = {
    what: tuple((key, re.compile(pattern)) for key, pattern in (*rules, *_UNIT_RULES) if key in FIELDS[what])
    for what, rules in _RULES.items()
}


class PlaceColumns(msgspec.Struct, frozen=True, kw_only=True):
    """What each column of a sheet holds; columns and rows count from 0, `result` is where results go."""

    what: What
    header: int
    first: int
    at: dict[Key, int]
    result: int


def recognise(
    head: Rows, *, what: What | None = None, merged: Sequence[Range] = ()
) -> PlaceColumns | HeadingsRefused:
    """What the columns of a sheet hold.

    Args:
        head: the first rows of the sheet from row 1 on, cells as read.
        what: which list it is; None: the one that its headings fit best.
        merged: merged ranges where the reader knows them.
    """
    texts = [[text_of(cell) if isinstance(cell, str) else "" for cell in row] for row in head]
    if not any(text_of(cell) for row in head for cell in row):
        return HeadingsRefused(HeadingRefusal.EMPTY_SHEET)
    wanted = (what,) if what else tuple(What)
    places = [
        (row, depth) for row in range(min(len(texts), _FIRST_ROWS)) for depth in range(1, _DEEPEST + 1)
        if any(texts[row]) and row + depth <= len(texts)
    ]
    found = [one for row, depth in places for kind in wanted if (one := _read(texts, row, depth, kind, merged))]
    best = max(found, key=lambda one: (Key.NAME in one.at, len(one.at), -(one.first - one.header)), default=None)
    if best is None or len(best.at) < _LEAST:
        return HeadingsRefused(HeadingRefusal.NO_HEADER)
    if Key.NAME not in best.at:
        return HeadingsRefused(HeadingRefusal.NAME_HEADING_MISSING, row=best.header + 1)
    numbered = best.first < len(head) and is_numbering(head[best.first])
    return msgspec.structs.replace(best, first=best.first + 1) if numbered else best


def _read(texts: list[list[str]], row: int, depth: int, what: What, merged: Sequence[Range]) -> PlaceColumns | None:
    paths = heading_paths(texts, row, depth=depth, merged=merged)
    at: dict[Key, int] = {}
    result = len(paths)
    for column, path in enumerate(paths):
        words = tuple(plain(text) for text in path)
        if words and field_of(words[-1]) is Field.RESULT:
            result = column
            continue
        key = _key(words, what) if words else None
        if key is not None:
            at.setdefault(key, column)
    return PlaceColumns(what=what, header=row, first=row + depth, at=at, result=result) if at else None


def _key(words: tuple[str, ...], what: What) -> Key | None:
    for text in dict.fromkeys((" ".join(words), words[-1])):
        found = next((key for key, pattern in _COMPILED[what] if pattern.fullmatch(text)), None)
        if found is None:
            shared = field_of(text)
            found = _SHARED.get(shared) if shared else None
        if found in FIELDS[what]:
            return found
    return None
