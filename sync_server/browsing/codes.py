"""A QR code as the path of an SVG picture: no file, no style, nothing that the content policy has to allow."""

from __future__ import annotations

import re

import msgspec

from vaxdesk.documents import qr

_DARK = re.compile("1+")


class Square(msgspec.Struct, frozen=True):
    """`size` modules a side with the quiet zone; `path` draws the dark ones."""

    size: int
    path: str


def square(text: str) -> Square:
    """The code of a text."""
    code = qr.make_fast(text)
    runs = ((row, run) for row, cells in enumerate(code.rows) for run in _DARK.finditer(cells))
    path = "".join(
        f"M{run.start() + qr.QUIET} {row + qr.QUIET}h{run.end() - run.start()}v1H{run.start() + qr.QUIET}z"
        for row, run in runs
    )
    return Square(code.modules + 2 * qr.QUIET, path)


def picture(text: str) -> bytes:
    """The code of a text as an SVG file, dark on white whatever page it stands on."""
    made = square(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {made.size} {made.size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{made.size}v{made.size}H0z"/><path d="{made.path}"/></svg>'
    ).encode()
