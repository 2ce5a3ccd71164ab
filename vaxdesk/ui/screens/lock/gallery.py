"""Sample states of the lock page."""

from __future__ import annotations

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import WHOLE, Sample
from vaxdesk.ui.lanes import InlineLane
from vaxdesk.ui.screens.lock.model import LockModel
from vaxdesk.ui.screens.lock.state import PIN_TRIES, LockPerson
from vaxdesk.ui.screens.lock.view import LockView

_PEOPLE = (
    LockPerson(no=1, login="hanh", name="Nông Thị Hạnh", has_pin=True),
    LockPerson(no=2, login="dung", name="Bs. Hoàng Văn Dũng", has_pin=True),
    LockPerson(no=3, login="pao", name="Giàng A Páo"),
    LockPerson(no=4, login="mai", name="Nguyễn Thị Ngọc Mai", has_pin=True),
)


def _refuse(*_: object) -> object:
    raise Trouble(TroubleCode.WRONG_PASSWORD)


def _model(*, last: int = 1, idle: int = 0) -> LockModel:
    return LockModel(
        InlineLane(),
        station="Trạm Y tế xã Tân Lập",
        people=_PEOPLE,
        last=last,
        by_pin=_refuse,
        by_password=_refuse,
        idle_minutes=idle,
    )


def _locked() -> LockView:
    return LockView(_model(idle=3))


def _wrong_pin() -> LockView:
    model = _model()
    view = LockView(model)
    model.try_pin("111111")
    return view


def _spent() -> LockView:
    model = _model()
    view = LockView(model)
    for _ in range(PIN_TRIES):
        model.try_pin("111111")
    return view


def _no_pin() -> LockView:
    return LockView(_model(last=3))


def _own_wanted() -> LockView:
    model = _model(last=3)
    view = LockView(model)
    view._password.set_value("mật khẩu cho một lần")
    model.become(own=True, refused="entrance.password.too_short")
    return view


GALLERY = (
    Sample("lock", _locked, WHOLE),
    Sample("lock-wrong-pin", _wrong_pin, WHOLE),
    Sample("lock-spent", _spent, WHOLE),
    Sample("lock-no-pin", _no_pin, WHOLE),
    Sample("lock-own-wanted", _own_wanted, WHOLE),
)
