"""Lets `python -m sync_server` stand for `vaxdesk-server`."""

from __future__ import annotations

import sys

from sync_server.cli import main

sys.exit(main())
