from __future__ import annotations

import pytest

from vaxdesk.domain.outcomes import GivenRole, Role
from vaxdesk.domain.rights import FROM_ABOVE, Act, held_at, may, may_undo, may_write, stands_above, station_roles

TABLE = {
    Act.FIND_PERSON: "RSIOD",
    Act.CHECK_IN: "R",
    Act.REGISTER: "RD",
    Act.CORRECT_PERSON: "RD",
    Act.SCREEN: "S",
    Act.OVERRIDE_SCREENING: "S",
    Act.DECLINE: "RSI",
    Act.INJECT: "I",
    Act.OVERRIDE_SCHEDULE: "I",
    Act.MANAGE_VIALS: "I",
    Act.RELEASE: "O",
    Act.RECORD_AEFI: "SIO",
    Act.ISSUE_CERTIFICATE: "ROD",
    Act.VOID_STEP: "RSIOD",
    Act.ENTER_LATE: "D",
    Act.IMPORT_ROSTER: "RD",
    Act.PRINT: "RSIOD",
    Act.SYNC_NOW: "RSIOD",
    Act.SEE_SETTINGS: "RSIOD",
    Act.BACKUP: "D",
    Act.OPEN_SESSION: "",
    Act.MANAGE_LOTS: "I",
    Act.CHANGE_SETTINGS: "",
    Act.MANAGE_USERS: "",
    Act.KEEP_STOCK: "I",
    Act.MERGE_PEOPLE: "",
    Act.RESOLVE_ISSUE: "",
    Act.UNLOCK_LEASE: "",
    Act.RECEIVE_PLEA: "",
    Act.PLAN_SESSIONS: "",
    Act.SET_TEAM: "",
    Act.KEEP_PLACES: "D",
    Act.ASSESS_SAFETY: "SI",
    Act.REPORT: "D",
    Act.EXPORT_PEOPLE: "",
    Act.CLEAN_PEOPLE: "D",
    Act.ANSWER_QUESTION: "D",
    **dict.fromkeys(FROM_ABOVE, ""),
}
# w record, l lead, s stock, o oversee, c reconcile, v verify, a admin, d direct
GIVEN = {
    **{act: "wl" for act in Act if set(TABLE[act]) & set("RSIOD")},
    **dict.fromkeys((Act.FIND_PERSON, Act.PRINT, Act.SYNC_NOW, Act.SEE_SETTINGS), "wlsocvad"),
    Act.VOID_STEP: "wlsc",
    Act.CORRECT_PERSON: "wlc",
    Act.MANAGE_LOTS: "wls",
    Act.MANAGE_VIALS: "wls",
    Act.KEEP_STOCK: "wls",
    Act.OPEN_SESSION: "l",
    Act.CHANGE_SETTINGS: "la",
    Act.MANAGE_USERS: "la",
    Act.MERGE_PEOPLE: "lc",
    Act.RESOLVE_ISSUE: "lc",
    Act.UNLOCK_LEASE: "la",
    Act.RECEIVE_PLEA: "l",
    Act.PLAN_SESSIONS: "l",
    Act.SET_TEAM: "l",
    Act.EXPORT_PEOPLE: "l",
    Act.SEE_BELOW: "ocd",
    Act.ASK_SITE: "c",
    Act.ERASE_PERSON: "c",
    Act.VERIFY_RECORDS: "v",
    Act.GIVE_ROLES: "a",
    Act.MANAGE_DEVICES: "a",
    Act.MANAGE_UNITS: "a",
    Act.SET_TARGETS: "d",
    Act.ALLOCATE: "d",
}
LETTER = {
    Role.RECEPTION: "R",
    Role.SCREENING: "S",
    Role.INJECTION: "I",
    Role.OBSERVATION: "O",
    Role.DATA_ENTRY: "D",
}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(LETTER))
def test_what_each_role_may(role, act):
    assert may([role], act) is (LETTER[role] in TABLE[act])


@pytest.mark.parametrize("act", list(Act))
def test_the_lead_may_everything_at_the_station_and_nobody_nothing(act):
    assert may(["lead"], act) is (act not in FROM_ABOVE)
    assert not may([], act)
    assert not may(["astronaut"], act)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(GivenRole))
def test_what_each_given_role_may(role, act):
    letter = dict(zip(GivenRole, "wlsocvad", strict=True))[role]
    assert may([role], act) is (letter in GIVEN[act])


def test_a_given_role_opens_the_pages_of_the_station():
    assert station_roles(["record", "oversee"]) == (
        "record",
        "oversee",
        "reception",
        "screening",
        "injection",
        "observation",
        "data_entry",
    )
    assert station_roles(["lead"]) == ("lead",)
    assert station_roles(["astronaut"]) == ("astronaut",)


@pytest.mark.parametrize(
    ("roles", "kind", "covered"),
    [
        (["record"], "inject", True),
        (["stock"], "inject", False),
        (["stock"], "count", True),
        (["oversee"], "same", False),
        (["reconcile"], "same", True),
        (["lead"], "grant", False),
        (["admin"], "grant", True),
        (["verify"], "signin", True),
        ([], "signin", True),
        ([], "checkin", False),
        (["observation"], "vouch", True),
        (["lead"], "hcert", False),
        (["lead"], "uncert", False),
        (["verify"], "uncert", True),
    ],
)
def test_which_entries_roles_cover(roles, kind, covered):
    assert may_write(roles, kind) is covered


def test_a_role_holds_below_its_unit_until_its_last_day():
    grants = [
        ("record", "2025-07:24211", ""),
        ("lead", "2025-07:24211", "2026-11-30"),
        ("oversee", ":OTHER", ""),
        ("stock", ":TYT-01", ""),
    ]
    here = (":TYT-01", "2025-07:24211", "2025-07:66")
    assert held_at(grants, here, "2026-11-30") == ("lead", "record", "stock")
    assert held_at(grants, here, "2026-12-01") == ("record", "stock")
    assert held_at(grants, ("2025-07:66",), "2026-11-30") == ()


@pytest.mark.parametrize(
    ("upper", "lower", "above"),
    [
        ("/1/", "/1/79/", True),
        ("/1/79/", "/1/79/", True),
        ("/1/79/", "/1/", False),
        ("/1/79/", "/1/790/", False),
        ("/2/", "/1/79/", False),
    ],
)
def test_who_stands_above_whom(upper, lower, above):
    assert stands_above(upper, lower) is above


def test_roles_add_up():
    assert may(["reception", "injection"], Act.INJECT)
    assert may(("reception", "astronaut", "injection"), Act.CHECK_IN)


@pytest.mark.parametrize(
    ("roles", "kind", "allowed"),
    [
        (["injection"], "inject", True),
        (["screening"], "inject", False),
        (["screening"], "screen", True),
        (["observation"], "leave", True),
        (["reception"], "checkin", True),
        (["reception"], "cert", True),
        (["data_entry"], "history", True),
        (["reception"], "config", False),
        (["lead"], "config", True),
        ([], "checkin", False),
    ],
)
def test_a_step_is_undone_by_whoever_may_take_it(roles, kind, allowed):
    assert may_undo(roles, kind) is allowed
