"""Why cleaning corrected something, as the entry keeps it."""

from __future__ import annotations

from enum import StrEnum, nonmember


class CleaningReason(StrEnum):
    """Kept under `why` of a correction that did not come from a form."""

    WORDS = nonmember("cleaning.why")

    SPELLING = "spelling"
    NORMAL_FORM = "normal_form"
    MERGED = "merged"
    UNMERGED = "unmerged"
    POLICE = "police"
