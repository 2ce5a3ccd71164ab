"""Registrations that people made themselves on the server's public pages: where each stands."""

from __future__ import annotations

from enum import StrEnum


class SignupState(StrEnum):
    """What is still to be done with a registration."""

    DRAFT = "draft"  # of an organisation: shown to it and not confirmed
    NEW = "new"  # to be written into the feed of the station
    FILED = "filed"
    LEAVING = "leaving"  # cancelled; its line is still to be taken off the list
    CANCELLED = "cancelled"
    REFUSED = "refused"  # of an organisation: by staff, who can take that back


STANDING = (SignupState.NEW.value, SignupState.FILED.value)
