from __future__ import annotations

import pytest

from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.rights import Act, may, may_undo

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
def test_the_lead_may_everything_and_nobody_nothing(act):
    assert may(["lead"], act)
    assert not may([], act)
    assert not may(["astronaut"], act)


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
