"""True outlives any number of emitted signals (PySide 6.12.0 loses a reference to it with each)."""

from __future__ import annotations

import subprocess
import sys

_MANY_SIGNALS = """
import vaxdesk.ui
from PySide6.QtCore import QObject, Signal

class Teller(QObject):
    told = Signal(str)

teller = Teller()
for _ in range(200_000):
    teller.told.emit("")
print("still here")
"""


def test_a_day_of_signals_does_not_end_the_program() -> None:
    ended = subprocess.run([sys.executable, "-c", _MANY_SIGNALS], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "still here", "")
