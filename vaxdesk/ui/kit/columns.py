"""Columns of a table: how a row becomes a text or a chip; formatting lives here, not in the models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from vaxdesk.ui import theme
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.words import say

RowRole = Qt.ItemDataRole.UserRole + 1  # the row itself, a frozen view
ChipRole = Qt.ItemDataRole.UserRole + 2  # ChipFace of a cell, or None

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        title: words key of the heading; empty for none.
        text: what a cell says.
        width: pixels, 0 to share the rest.
        right: figures stand at the right.
        strong: written heavier, for the name that the eye looks for.
        chip: face of a chip instead of text.
        spare: left out where letters are large or the window is narrow: it is said elsewhere too, and the others must
            be read.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    right: bool = False
    strong: bool = False
    chip: Callable[[Any], ChipFace | None] | None = None
    spare: bool = False


def cell(columns: Sequence[Column], row: Any, at: int, role: int) -> object:
    """What a cell answers to a Qt role."""
    column = columns[at]
    if role == Qt.ItemDataRole.DisplayRole:
        return "" if column.chip else column.text(row)
    if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        return column.text(row)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if column.right else _LEFT
    if role == Qt.ItemDataRole.FontRole and column.strong:
        return _strong()
    if role == ChipRole and column.chip:
        return column.chip(row)
    return row if role == RowRole else None


def heading(columns: Sequence[Column], at: int, role: int) -> object:
    """What a heading answers to a Qt role."""
    column = columns[at]
    if role == Qt.ItemDataRole.DisplayRole:
        return say(column.title) if column.title else ""
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if column.right else _LEFT
    return None


def _strong() -> QFont:
    return theme.font("body", QFont.Weight.DemiBold)
