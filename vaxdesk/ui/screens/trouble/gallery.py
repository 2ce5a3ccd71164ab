"""Sample states of the trouble page."""

from __future__ import annotations

from functools import partial

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.gallery import WHOLE, Sample
from vaxdesk.ui.jobs import Job
from vaxdesk.ui.lanes import InlineLane
from vaxdesk.ui.screens.trouble.model import TroubleModel
from vaxdesk.ui.screens.trouble.state import TroubleAct
from vaxdesk.ui.screens.trouble.view import TroubleView

_SHOWN = (
    TroubleCode.STORE_CORRUPT,
    TroubleCode.STORE_IN_USE,
    TroubleCode.DISK_FULL,
    TroubleCode.DISK_FAILED,
    TroubleCode.STORE_NEWER,
    TroubleCode.KEYS_UNREADABLE,
    TroubleCode.NO_STORE,
    TroubleCode.STATION_ERASED,
)


def _fail(job: Job) -> object:
    job.progress(1, 2)
    raise Trouble(TroubleCode.DISK_FULL)


def _view(code: TroubleCode) -> TroubleView:
    work = {TroubleAct.SALVAGE: _fail, TroubleAct.RESTORE: _fail}
    return TroubleView(TroubleModel(InlineLane(), Trouble(code, "page 12"), work=work, wishes=frozenset(TroubleAct)))


def _did_not_help() -> TroubleView:
    view = _view(TroubleCode.STORE_CORRUPT)
    view.model.act(TroubleAct.SALVAGE)
    return view


GALLERY = (
    *(Sample(f"trouble-{code.value.replace('_', '-')}", partial(_view, code), WHOLE) for code in _SHOWN),
    Sample("trouble-did-not-help", _did_not_help, WHOLE),
)
