"""Which role may do what: one table for the desk and for the server (decision 0008).

Users made at the station hold a `Role`; users given by the server hold a `GivenRole` at a unit. Units form a tree,
and one rule on their paths decides who stands above whom.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum, nonmember

from vaxdesk.domain.outcomes import DayRole, GivenRole, Role


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
    KEEP_STOCK = "keep_stock"
    MERGE_PEOPLE = "merge_people"
    RESOLVE_ISSUE = "resolve_issue"
    ANSWER_QUESTION = "answer_question"
    ASK_SITE = "ask_site"
    CLEAN_PEOPLE = "clean_people"
    UNLOCK_LEASE = "unlock_lease"
    RECEIVE_PLEA = "receive_plea"
    PLAN_SESSIONS = "plan_sessions"
    SET_TEAM = "set_team"
    KEEP_PLACES = "keep_places"
    ASSESS_SAFETY = "assess_safety"
    REPORT = "report"
    EXPORT_PEOPLE = "export_people"
    SEE_BELOW = "see_below"
    ERASE_PERSON = "erase_person"
    VERIFY_RECORDS = "verify_records"
    GIVE_ROLES = "give_roles"
    MANAGE_DEVICES = "manage_devices"
    MANAGE_UNITS = "manage_units"
    SET_TARGETS = "set_targets"
    ALLOCATE = "allocate"


# Not the station's business: only a role given by the server holds these.
FROM_ABOVE = frozenset(
    {
        Act.SEE_BELOW,
        Act.ASK_SITE,
        Act.ERASE_PERSON,
        Act.VERIFY_RECORDS,
        Act.GIVE_ROLES,
        Act.MANAGE_DEVICES,
        Act.MANAGE_UNITS,
        Act.SET_TARGETS,
        Act.ALLOCATE,
    }
)

_EVERYBODY = {Act.FIND_PERSON, Act.PRINT, Act.SYNC_NOW, Act.SEE_SETTINGS}

_OF_ROLE: dict[str, set[Act]] = {
    Role.RECEPTION: {
        Act.CHECK_IN,
        Act.REGISTER,
        Act.CORRECT_PERSON,
        Act.DECLINE,
        Act.ISSUE_CERTIFICATE,
        Act.VOID_STEP,
        Act.IMPORT_ROSTER,
    },
    Role.SCREENING: {
        Act.SCREEN,
        Act.OVERRIDE_SCREENING,
        Act.DECLINE,
        Act.RECORD_AEFI,
        Act.ASSESS_SAFETY,
        Act.VOID_STEP,
    },
    Role.INJECTION: {
        Act.INJECT,
        Act.OVERRIDE_SCHEDULE,
        Act.DECLINE,
        Act.MANAGE_VIALS,
        Act.MANAGE_LOTS,
        Act.KEEP_STOCK,
        Act.RECORD_AEFI,
        Act.ASSESS_SAFETY,
        Act.VOID_STEP,
    },
    Role.OBSERVATION: {Act.RELEASE, Act.RECORD_AEFI, Act.ISSUE_CERTIFICATE, Act.VOID_STEP},
    Role.DATA_ENTRY: {
        Act.REGISTER,
        Act.CORRECT_PERSON,
        Act.ENTER_LATE,
        Act.IMPORT_ROSTER,
        Act.ISSUE_CERTIFICATE,
        Act.KEEP_PLACES,
        Act.BACKUP,
        Act.REPORT,
        Act.VOID_STEP,
        Act.CLEAN_PEOPLE,
        Act.ANSWER_QUESTION,
    },
    Role.LEAD: set(Act) - FROM_ABOVE,
    DayRole.HEAD: {Act.OPEN_SESSION},
    GivenRole.STOCK: {Act.MANAGE_LOTS, Act.MANAGE_VIALS, Act.KEEP_STOCK, Act.VOID_STEP},
    GivenRole.OVERSEE: {Act.SEE_BELOW},
    GivenRole.RECONCILE: {
        Act.SEE_BELOW,
        Act.CORRECT_PERSON,
        Act.MERGE_PEOPLE,
        Act.RESOLVE_ISSUE,
        Act.ASK_SITE,
        Act.ERASE_PERSON,
        Act.VOID_STEP,
    },
    GivenRole.VERIFY: {Act.VERIFY_RECORDS},
    GivenRole.ADMIN: {
        Act.GIVE_ROLES,
        Act.MANAGE_DEVICES,
        Act.MANAGE_UNITS,
        Act.MANAGE_USERS,
        Act.CHANGE_SETTINGS,
        Act.UNLOCK_LEASE,
    },
    GivenRole.DIRECT: {Act.SEE_BELOW, Act.SET_TARGETS, Act.ALLOCATE},
}

# On a desk a given role opens the pages of these roles of the station.
_STANDS_FOR: dict[str, tuple[str, ...]] = {
    GivenRole.RECORD: (Role.RECEPTION, Role.SCREENING, Role.INJECTION, Role.OBSERVATION, Role.DATA_ENTRY),
    GivenRole.LEAD: (Role.LEAD,),
}
_KNOWN = frozenset(_OF_ROLE) | frozenset(_STANDS_FOR)

_OF_KIND = {
    "checkin": Act.CHECK_IN,
    "decline": Act.DECLINE,
    "screen": Act.SCREEN,
    "inject": Act.INJECT,
    "leave": Act.RELEASE,
    "aefi": Act.RECORD_AEFI,
    "cert": Act.ISSUE_CERTIFICATE,
    "vouch": Act.ISSUE_CERTIFICATE,
    "called": Act.RECORD_AEFI,
    **dict.fromkeys(("hcert", "uncert", "told"), Act.VERIFY_RECORDS),  # by hand; the server itself needs no right
    "history": Act.ENTER_LATE,
    "batch": Act.ENTER_LATE,
    "known": Act.ENTER_LATE,
    "photo": Act.ENTER_LATE,
    "checked": Act.ENTER_LATE,
    "vial": Act.MANAGE_VIALS,
    "vialclose": Act.MANAGE_VIALS,
    "lot": Act.MANAGE_LOTS,
    "person": Act.REGISTER,
    "appt": Act.IMPORT_ROSTER,
    "roster": Act.IMPORT_ROSTER,
    "session": Act.OPEN_SESSION,
    "dayseal": Act.OPEN_SESSION,
    "config": Act.CHANGE_SETTINGS,
    "user": Act.MANAGE_USERS,
    "stock": Act.KEEP_STOCK,
    "count": Act.KEEP_STOCK,
    "temp": Act.KEEP_STOCK,
    "gtin": Act.MANAGE_LOTS,
    "same": Act.MERGE_PEOPLE,
    "differ": Act.MERGE_PEOPLE,
    "resolve": Act.RESOLVE_ISSUE,
    "ask": Act.ASK_SITE,
    "answer": Act.ANSWER_QUESTION,
    "forget": Act.ERASE_PERSON,
    "plea": Act.RECEIVE_PLEA,
    "campaign": Act.PLAN_SESSIONS,
    "plan": Act.PLAN_SESSIONS,
    "task": Act.PLAN_SESSIONS,
    "team": Act.SET_TEAM,
    **dict.fromkeys(("facility", "area", "staff", "unitmap"), Act.KEEP_PLACES),
    "checklist": Act.ASSESS_SAFETY,
    "policelist": Act.CLEAN_PEOPLE,
    "verified": Act.CLEAN_PEOPLE,
    "complaint": Act.VERIFY_RECORDS,
    "target": Act.SET_TARGETS,
    "allocation": Act.ALLOCATE,
    "grant": Act.GIVE_ROLES,
    "revoke": Act.MANAGE_DEVICES,
}


def may(roles: Iterable[str], act: Act) -> bool:
    """Whether one of these roles has the right; a role that this program does not know has none."""
    held = [role for role in station_roles(roles) if role in _KNOWN]
    return bool(held) and (act in _EVERYBODY or any(act in _OF_ROLE.get(role, ()) for role in held))


def station_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """The roles, with those of the station that a given role stands for on a desk."""
    held = tuple(roles)
    return tuple(dict.fromkeys((*held, *(one for role in held for one in _STANDS_FOR.get(role, ())))))


def may_undo(roles: Iterable[str], kind: str) -> bool:
    """Whether an entry of a kind may be taken back: by whoever may make one, or the lead."""
    held = tuple(roles)
    return may(held, Act.VOID_STEP) and may(held, _OF_KIND.get(kind, Act.MANAGE_USERS))


def may_write(roles: Iterable[str], kind: str) -> bool:
    """Whether the roles cover an entry of a kind; what is no act of a right (`signin`, `print`, `clock`) they cover."""
    return kind not in _OF_KIND or may(roles, _OF_KIND[kind])


def stands_above(upper: str, lower: str) -> bool:
    """Whether the unit at path `upper` is the unit at path `lower` or above it; paths read '/1/79/4012/'."""
    return lower.startswith(upper)


def held_at(grants: Iterable[tuple[str, str, str]], units: Collection[str], day: str) -> tuple[str, ...]:
    """Roles that hold at a unit on a day, in a stable order.

    Args:
        grants: (role, unit, last day) of what was given and not taken back; an empty last day is without end.
        units: the unit and those above it, in the form that the grants name units.
    """
    return tuple(sorted({role for role, unit, until in grants if unit in units and (not until or day <= until)}))
