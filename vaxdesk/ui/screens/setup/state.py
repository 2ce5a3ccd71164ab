"""What the set-up dialog shows."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.passwords import PasswordFault


class Step(StrEnum):
    """The dialog fills in a form, waits, and shows the recovery words."""

    FORM = "form"
    WORKING = "working"
    WORDS_TO_KEEP = "words_to_keep"


class Fault(StrEnum):
    """What is wrong with a field of the form."""

    WORDS = nonmember("entrance.fault")

    EMPTY = "empty"
    BAD_CODE = "bad_code"
    BAD_LOGIN = "bad_login"
    NOT_THE_SAME = "not_the_same"
    BAD_SERVER = "bad_server"
    CODE_MISSING = "code_missing"


class SetupRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the form asks for; `server` and `enrol_code` are both empty or both filled."""

    station: str = ""
    name: str = ""
    person: str = ""
    login: str = ""
    password: str = ""
    again: str = ""
    server: str = ""
    enrol_code: str = ""
    language: str = "vi"


class Created(msgspec.Struct, frozen=True):
    """A station was made: recovery words, shown once, and whatever the composition root needs to go on."""

    recovery: str
    opened: object = None


class SetupState(msgspec.Struct, frozen=True, kw_only=True):
    """`faults` holds a Fault or PasswordFault per field, only for fields that were left or submitted."""

    step: Step = Step.FORM
    form: SetupRequest = SetupRequest()
    faults: dict[str, Fault | PasswordFault] = {}
    with_server: bool = False
    failed: str = ""  # key of the sentence why it could not be made
    recovery: str = ""
    asked: int = 0  # which group of the recovery words is to be typed back, counted from 1
    confirmed: bool = False
    mistyped: bool = False
