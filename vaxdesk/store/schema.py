"""Brings the journal tables of a file to this program's schema; refuses a file from a newer program."""

from __future__ import annotations

from functools import cache
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
    scripts = _scripts()
    at = MigrationContext.configure(conn).get_current_revision()
    if at == scripts.get_current_head():
        return False
    if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
        raise Trouble(TroubleCode.STORE_NEWER, at)
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
    return True


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _scripts() -> ScriptDirectory:
    """The migrations of this program, read once a process."""
    return ScriptDirectory.from_config(_config())
