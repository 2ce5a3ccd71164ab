"""The files of the district's desk: its style sheets and scripts, and the fonts of the station's program."""

from __future__ import annotations

from pathlib import Path

from sync_server.browsing.statics import Statics
from sync_server.pages.visit import HOME
from vaxdesk.assets import resources

FILES = Statics(HOME, Path(__file__).parent / "static", resources() / "fonts")
