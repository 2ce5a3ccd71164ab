"""What a person sees of a bug: what happened, what is safe, a number to say on the telephone."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.crash import CrashReport
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say


class CrashDialog(QDialog):
    """Opened with `open()`; nothing of the screen behind it is touched."""

    def __init__(self, report: CrashReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("shell.crash.title"))
        self.setMinimumWidth(620)
        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addWidget(Label(say("shell.crash.title"), Role.SECTION))
        texts.addWidget(Label(say("shell.crash.what")))
        texts.addWidget(Label(say("shell.crash.again"), Role.SOFT))
        number = Label(say("shell.crash.number", number=report.number), Role.STRONG)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts.addWidget(number)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Picture("warn", Tone.WAIT, size=36), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        on = Button(say("shell.crash.on"), Kind.PRIMARY, keys="Esc")
        on.clicked.connect(self.accept)
        foot = QHBoxLayout()
        if report.file:
            folder = QUrl.fromLocalFile(str(report.file.parent))
            look = Button(say("shell.crash.folder"), Kind.QUIET, icon="folder")
            look.clicked.connect(lambda: QDesktopServices.openUrl(folder))
            foot.addWidget(look)
        foot.addStretch(1)
        foot.addWidget(on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(18)
        layout.addLayout(head)
        layout.addLayout(foot)
        on.setFocus()
