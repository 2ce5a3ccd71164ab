"""Cold start to a usable window, beside a bare PySide6 window: fresh processes, the two by turns.

    .venv/bin/python tests/bench/bench_start.py [TURNS]

Measured from outside: from starting the process until it says that its first page was painted and takes input. Of
vaxdesk that is the whole command `vaxdesk --home …` on a station that exists, up to the page that asks who signs in.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vaxdesk.desk import station
from vaxdesk.store.keyfile import Cost

TARGET = 2.0
ROOT = Path(__file__).parents[2]

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 720)
window.setCentralWidget(QLabel("vaxdesk"))
window.show()
def told():
    window.repaint()
    print("usable", flush=True)
    app.quit()
QTimer.singleShot(0, told)
app.exec()
"""

VAXDESK = """
import sys
from vaxdesk import cli
def told(window):
    window.repaint()
    print("usable", flush=True)
    window.close()
def open_desk(args):
    from vaxdesk.main import run
    return run(args.home, usable=told)
cli._open_desk = open_desk
sys.exit(cli.main(["--home", sys.argv[1]]))
"""


def seconds(code: str, *words: str, compiled: str) -> float:
    """From the start of a process until it says `usable`; modules are compiled once, as an installation has them."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env
    )
    line = process.stdout.readline()
    took = time.perf_counter() - began
    process.communicate()
    if line != "usable\n":
        raise SystemExit(f"the program did not become usable: {line!r}")
    return took


def main() -> None:
    turns = max(7, int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        made = station.create(
            home, station="TYT-01", name="Trạm Y tế", user="Lò Thị Mai", login="mai",
            password="ban na san 1975", cost=Cost(memory=64, passes=1, lanes=1),
        )  # fmt: skip
        made.desk.store.close()
        for code in (BARE, VAXDESK):
            seconds(code, str(home), compiled=folder)  # both then read from a warm disk, compiled
        bare, desk = [], []
        for _ in range(turns):
            bare.append(seconds(BARE, compiled=folder))
            desk.append(seconds(VAXDESK, str(home), compiled=folder))
    ratios = {name: of(desk) / of(bare) for name, of in (("min", min), ("median", statistics.median))}
    sys.stdout.write(
        f"start to usable window, {turns} turns: "
        f"vaxdesk min {min(desk):.3f} s, median {statistics.median(desk):.3f} s; "
        f"bare PySide6 window min {min(bare):.3f} s, median {statistics.median(bare):.3f} s\n"
        f"ratio of the least {ratios['min']:.2f}, of the medians {ratios['median']:.2f}; target <= {TARGET}\n"
    )


if __name__ == "__main__":
    main()
