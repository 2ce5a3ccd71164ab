"""`python -m vaxdesk` is the same door as the command `vaxdesk`."""

from __future__ import annotations

import sys

from vaxdesk.cli import main

sys.exit(main())
