"""The first window loads nothing heavy: databases, cameras, papers and the network come when they are used."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "sqlalchemy", "sqlcipher3", "alembic", "cv2", "numpy", "reportlab", "requests", "urllib3", "zxingcpp", "pyzbar",
    "openpyxl", "python_calamine", "PIL", "qrcode", "serial", "argon2", "cryptography", "cbor2", "PySide6.QtPdf",
    "PySide6.QtPrintSupport", "PySide6.QtNetwork", "PySide6.QtTest",
)
_LOAD = """
import sys
import vaxdesk.ui.shell, vaxdesk.ui.window, vaxdesk.ui.crash, vaxdesk.ui.idle, vaxdesk.ui.camera_eye
import vaxdesk.ui.screens.setup.view, vaxdesk.ui.screens.sign_in.view
import vaxdesk.ui.screens.lock.view, vaxdesk.ui.screens.trouble.view
print(" ".join(sorted(name for name in sys.argv[1:] if name in sys.modules)))
"""


def test_the_first_window_loads_nothing_heavy() -> None:
    ended = subprocess.run([sys.executable, "-c", _LOAD, *HEAVY], capture_output=True, text=True, timeout=60)
    assert (ended.stdout.strip(), ended.stderr) == ("", "")


def test_the_check_would_notice() -> None:
    source = "import sys, numpy\nprint(*(name for name in sys.argv[1:] if name in sys.modules))"
    ended = subprocess.run([sys.executable, "-c", source, *HEAVY], capture_output=True, text=True, timeout=60)
    assert ended.stdout.strip() == "numpy"
