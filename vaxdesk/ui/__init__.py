"""The desk on the screen: Qt Widgets, and nothing of Qt below this floor."""

from __future__ import annotations

import ctypes
import sys

if sys.version_info < (3, 12):
    # PySide 6.12.0 is built as if these were immortal, which they are from Python 3.12 on (PEP 683): every emit() and
    # every void call returns one without taking a reference (6.11 does take it). Before 3.12 some thousand calls end in
    # "Fatal Python error: none_dealloc". So each is given as many references as nobody ever makes calls; the count is
    # the first field of every object.
    for _shared in (None, True, False, NotImplemented, Ellipsis):
        ctypes.c_ssize_t.from_address(id(_shared)).value += 1 << 40
