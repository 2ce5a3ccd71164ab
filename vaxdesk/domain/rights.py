"""Which role may do what at the station."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember

from vaxdesk.domain.outcomes import Role


class Act(StrEnum):
    """What a right is needed for."""

    WORDS = nonmember("clinical.act")

    FIND_PERSON = "find_person"
    CHECK_IN = "check_in"
    REGISTER = "register"
    CORRECT_PERSON = "correct_person"
    SCREEN = "screen"
    OVERRIDE_SCREENING = "override_screening"
    DECLINE = "decline"
    INJECT = "inject"
    OVERRIDE_SCHEDULE = "override_schedule"
    MANAGE_VIALS = "manage_vials"
    RELEASE = "release"
    RECORD_AEFI = "record_aefi"
    ISSUE_CERTIFICATE = "issue_certificate"
    VOID_STEP = "void_step"
    ENTER_LATE = "enter_late"
    IMPORT_ROSTER = "import_roster"
    PRINT = "print"
    SYNC_NOW = "sync_now"
    SEE_SETTINGS = "see_settings"
    BACKUP = "backup"
    OPEN_SESSION = "open_session"
    MANAGE_LOTS = "manage_lots"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_USERS = "manage_users"


_EVERYBODY = {Act.FIND_PERSON, Act.PRINT, Act.SYNC_NOW, Act.SEE_SETTINGS}

_OF_ROLE: dict[Role, set[Act]] = {
    Role.RECEPTION: {
        Act.CHECK_IN,
        Act.REGISTER,
        Act.CORRECT_PERSON,
        Act.DECLINE,
        Act.ISSUE_CERTIFICATE,
        Act.VOID_STEP,
        Act.IMPORT_ROSTER,
    },
    Role.SCREENING: {Act.SCREEN, Act.OVERRIDE_SCREENING, Act.DECLINE, Act.RECORD_AEFI, Act.VOID_STEP},
    Role.INJECTION: {
        Act.INJECT,
        Act.OVERRIDE_SCHEDULE,
        Act.DECLINE,
        Act.MANAGE_VIALS,
        Act.MANAGE_LOTS,
        Act.RECORD_AEFI,
        Act.VOID_STEP,
    },
    Role.OBSERVATION: {Act.RELEASE, Act.RECORD_AEFI, Act.ISSUE_CERTIFICATE, Act.VOID_STEP},
    Role.DATA_ENTRY: {
        Act.REGISTER,
        Act.CORRECT_PERSON,
        Act.ENTER_LATE,
        Act.IMPORT_ROSTER,
        Act.ISSUE_CERTIFICATE,
        Act.BACKUP,
        Act.VOID_STEP,
    },
    Role.LEAD: set(Act),
}

_OF_KIND = {
    "checkin": Act.CHECK_IN,
    "decline": Act.DECLINE,
    "screen": Act.SCREEN,
    "inject": Act.INJECT,
    "leave": Act.RELEASE,
    "aefi": Act.RECORD_AEFI,
    "cert": Act.ISSUE_CERTIFICATE,
    "history": Act.ENTER_LATE,
    "vial": Act.MANAGE_VIALS,
    "vialclose": Act.MANAGE_VIALS,
    "lot": Act.MANAGE_LOTS,
    "person": Act.REGISTER,
    "appt": Act.IMPORT_ROSTER,
}


def may(roles: Iterable[str], act: Act) -> bool:
    """Whether one of these roles has the right; the lead has all, a role that this program does not know has none."""
    held = [Role(role) for role in roles if role in set(Role)]
    return any(act in _EVERYBODY or act in _OF_ROLE[role] for role in held)


def may_undo(roles: Iterable[str], kind: str) -> bool:
    """Whether an entry of a kind may be taken back: by whoever may make one, or the lead."""
    held = tuple(roles)
    made_by = _OF_KIND.get(kind, Act.MANAGE_USERS)
    return may(held, Act.VOID_STEP) and may(held, made_by)
