"""What a browser sends: refused unread where it is too large or from elsewhere, or read within bounds (ASVS 4.2, 5.2).

Text that no database holds, with NUL or halves of letters, is refused as a whole: nobody types it, and PostgreSQL would
fail on it only later. Every function gives the status to refuse with, 0 for what is well.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from sync_server.browsing.visitor import Visitor

MOST_FORM = 8 * 1024 * 1024  # a list of a commune as a spreadsheet; of somebody who may send files
MOST_WORDS = 64 * 1024  # of anybody: login and password
_FIELDS = 2000
_FILES = 4
_BAD, _FROM_ELSEWHERE, _NO_LENGTH, _TOO_LARGE = 400, 403, 411, 413
_MOST_DIGITS = 15
# What is wrong with a form is told to whoever sent it; the log is not theirs to write into.
logging.getLogger("python_multipart").setLevel(logging.ERROR)


def wrong_address(visit: Visitor) -> int:
    """Of an address with text that is none."""
    return 0 if _is_text([visit.path, *visit.query, *visit.query.values(), *visit.part.values()]) else _BAD


def unread(request: Request) -> int:
    """Of a form that need not be read to know."""
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return _NO_LENGTH
    if len(length) > _MOST_DIGITS or int(length) > MOST_FORM:
        return _TOO_LARGE
    return 0 if _is_own(request) else _FROM_ELSEWHERE


def size(request: Request) -> int:
    """Bytes of a form that was not refused unread."""
    return int(request.headers["content-length"])


async def taken_in(visit: Visitor, request: Request) -> int:
    """Reads a form into the visit; files whole."""
    try:
        fields = await request.form(max_files=_FILES, max_fields=_FIELDS, max_part_size=MOST_FORM)
    except (HTTPException, ClientDisconnect, ValueError):  # no form, cut off, or in letters that do not exist
        return _BAD
    for name, value in fields.multi_items():
        if isinstance(value, UploadFile):
            visit.files[name] = (value.filename or "", await value.read())
        else:
            visit.form[name] = value
            visit.many.setdefault(name, []).append(value)
    await fields.close()
    values = (value for some in visit.many.values() for value in some)
    return 0 if _is_text([*visit.many, *values, *visit.files, *(name for name, _ in visit.files.values())]) else _BAD


def _is_text(given: Iterable[str]) -> bool:
    whole = "".join(given)
    try:
        whole.encode()
    except UnicodeEncodeError:  # one half of a letter of UTF-16
        return False
    return "\0" not in whole


def _is_own(request: Request) -> bool:
    """Whether a form was sent from a page of this server, by what browsers say of it."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")
