"""Sample states of the sign-in page."""

from __future__ import annotations

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import WHOLE, Sample
from vaxdesk.ui.lanes import InlineLane
from vaxdesk.ui.screens.sign_in.model import SignInModel
from vaxdesk.ui.screens.sign_in.state import Door, RecoverRequest, Tile
from vaxdesk.ui.screens.sign_in.view import SignInView

_DOOR = Door(
    "06123",
    "Trạm Y tế xã Tân Lập",
    (
        Tile("hanh", "Nông Thị Hạnh"),
        Tile("dung", "Bs. Hoàng Văn Dũng"),
        Tile("pao", "Giàng A Páo"),
        Tile("mai", "Nguyễn Thị Ngọc Mai"),
    ),
    "7K2M9QX-D4TNVB3 HJ8W5RZ-C6P7K2M 9QXD4TN-VB3HJ8W 5RZC6P7-K2M9QXD",
)


def _refuse(*_: object) -> object:
    raise Trouble(TroubleCode.WRONG_PASSWORD)


def _model(door: Door = _DOOR) -> SignInModel:
    def recover(request: RecoverRequest) -> object:
        return _refuse(request)

    return SignInModel(InlineLane(), door, unlock=_refuse, recover=recover, last=door.people[0].login)


def _fresh() -> SignInView:
    return SignInView(_model())


def _one() -> SignInView:
    return SignInView(_model(Door(_DOOR.station, _DOOR.name, _DOOR.people[:1])))


def _wrong() -> SignInView:
    model = _model()
    view = SignInView(model)
    model.look_at("ruộng")
    model.sign_in("ruộng")
    return view


def _recover() -> SignInView:
    model = _model()
    model.forgot()
    return SignInView(model)


def _recover_wrong() -> SignInView:
    model = _model()
    model.forgot()
    model.recover("7K2M-9QXD", "12345678", "123")
    return SignInView(model)


GALLERY = (
    Sample("sign-in", _fresh, WHOLE),
    Sample("sign-in-one", _one, WHOLE),
    Sample("sign-in-wrong", _wrong, WHOLE),
    Sample("sign-in-recover", _recover, WHOLE),
    Sample("sign-in-recover-wrong", _recover_wrong, WHOLE),
)
