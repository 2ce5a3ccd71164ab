"""First run: checks the form as it is filled in, makes the station, and has the recovery words confirmed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from vaxdesk.domain import passwords
from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.screens.setup.state import Created, Fault, SetupRequest, SetupState, Step
from vaxdesk.ui.state_model import StateModel

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_SERVER = re.compile(r"https?://[^\s/]+(/\S*)?")
_FIELDS = ("station", "name", "person", "login", "password", "again", "server", "enrol_code")
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})  # letters that hands and eyes mistake in the recovery words


class SetupModel(StateModel[SetupState]):
    """`create(request)` runs on the db lane, makes the station and returns `Created`; it may raise Trouble.

    Args:
        lane: the db lane.
        create: makes the station; called once per attempt.
        choose: picks a number below its argument, for the group of words to type back.
    """

    done = Signal(object)  # Created

    def __init__(
        self,
        lane: Lane,
        *,
        create: Callable[[SetupRequest], Created],
        language: str,
        choose: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        super().__init__(SetupState(form=SetupRequest(language=language)))
        self._lane, self._create, self._choose = lane, create, choose
        self._created: Created | None = None

    def edit(self, name: str, value: str) -> None:
        """A field changed: a complaint about it is taken back as soon as it is answered."""
        form = msgspec.structs.replace(self.state.form, **{name: value})
        still = {key: fault for key, fault in self.state.faults.items() if key not in (name, "again")}
        if name in self.state.faults:
            still |= _only(self._check(form), name)
        if "again" in self.state.faults or (name == "again" and len(value) >= len(form.password) > 0):
            still |= _only(self._check(form), "again")
        self.become(form=form, faults=still, failed="")

    def leave_field(self, name: str) -> None:
        """A field was left: complain now if it is filled in wrongly; an empty one may still be filled."""
        if getattr(self.state.form, name):
            others = {key: fault for key, fault in self.state.faults.items() if key != name}
            self.become(faults=others | _only(self._check(self.state.form), name))

    def want_server(self, wanted: bool) -> None:
        """Open or close the part about the server."""
        form = self.state.form if wanted else msgspec.structs.replace(self.state.form, server="", enrol_code="")
        faults = {key: fault for key, fault in self.state.faults.items() if key not in ("server", "enrol_code")}
        self.become(with_server=wanted, form=form, faults=faults)

    def submit(self) -> None:
        """Make the station if nothing is wrong."""
        faults = self._check(self.state.form)
        if faults or self.state.step is not Step.FORM:
            self.become(faults=faults)
            return
        self.become(step=Step.WORKING, faults={}, failed="")
        request = self.state.form
        self._lane.run(lambda: self._create(request), self._made, self._failed)

    def type_back(self, text: str) -> None:
        """The asked group of the recovery words is being typed."""
        typed = _plain(text)
        wanted = _plain(self.state.recovery.split("-")[self.state.asked - 1])
        self.become(confirmed=typed == wanted, mistyped=len(typed) >= len(wanted) and typed != wanted)

    def finish(self) -> None:
        """The words are kept: the station is open."""
        if self.state.confirmed and self._created:
            created, self._created = self._created, None
            self.become(recovery="")
            self.done.emit(created)

    def first_fault(self) -> str:
        """The first field with a complaint, in the order of the form."""
        return next((name for name in _FIELDS if name in self.state.faults), "")

    def _made(self, created: Created) -> None:
        self._created = created
        groups = len(created.recovery.split("-"))
        empty = msgspec.structs.replace(self.state.form, password="", again="")
        self.become(
            step=Step.WORDS_TO_KEEP, recovery=created.recovery, asked=self._choose(groups) + 1, form=empty
        )

    def _failed(self, err: Err) -> None:
        self.become(step=Step.FORM, failed=err.key)

    def _check(self, form: SetupRequest) -> dict[str, Fault | PasswordFault]:
        faults: dict[str, Any] = {
            name: Fault.EMPTY for name in _FIELDS[:6] if not getattr(form, name)
        }
        if form.station and not _CODE.fullmatch(form.station):
            faults["station"] = Fault.BAD_CODE
        if form.login and not _LOGIN.fullmatch(form.login):
            faults["login"] = Fault.BAD_LOGIN
        weak = passwords.fault(form.password) if form.password else None
        if weak:
            faults["password"] = weak
        if form.again and form.again != form.password:
            faults["again"] = Fault.NOT_THE_SAME
        return faults | (_check_server(form) if self.state.with_server else {})


def _check_server(form: SetupRequest) -> dict[str, Fault]:
    faults = {}
    if not form.server:
        faults["server"] = Fault.EMPTY
    elif not _SERVER.fullmatch(form.server):
        faults["server"] = Fault.BAD_SERVER
    if not form.enrol_code:
        faults["enrol_code"] = Fault.CODE_MISSING
    return faults


def _only(faults: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: faults[name]} if name in faults else {}


def _plain(text: str) -> str:
    return text.strip().replace("-", "").replace(" ", "").upper().translate(_ALIKE)
