"""Names of vaccines for the screens, from the schedule in use and in the language in use."""

from __future__ import annotations

from vaxdesk.desk import rules
from vaxdesk.words import language


def product_name(code: str) -> str:
    """The short name of a product; a code that the schedule does not know is shown as it is."""
    found = rules.schedule().find(code)
    return found.short.said(language()) if found else code
