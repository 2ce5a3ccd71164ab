"""Brings the journal tables of a file to this program's schema; refuses a file from a newer program."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from vaxdesk.trouble import Trouble, TroubleCode


def upgrade(conn: sa.Connection) -> bool:
    """Runs what is missing inside the caller's transaction; tells whether anything was.

    Raises:
        Trouble: STORE_NEWER, a newer program has worked on the file.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    scripts = ScriptDirectory.from_config(config)
    at = MigrationContext.configure(conn).get_current_revision()
    if at == scripts.get_current_head():
        return False
    if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
        raise Trouble(TroubleCode.STORE_NEWER, at)
    command.upgrade(config, "head")
    return True
