"""Choosing a picture file."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from vaxdesk.words import say

_FORMATS = "*.png *.jpg *.jpeg *.bmp *.webp"


def chosen(parent: QWidget, title: str) -> str:
    """Asks for a picture; empty where none was chosen."""
    path, _ = QFileDialog.getOpenFileName(parent, title, "", f"{say('kit.scan.image_files')} ({_FORMATS})")
    return path
