"""A store that does not open: which acts fit which trouble, and running them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal

from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Err, Job
from vaxdesk.ui.lanes import Lane
from vaxdesk.ui.screens.trouble.state import TroubleAct, TroubleState
from vaxdesk.ui.state_model import StateModel

FITTING = {  # by trouble, the likeliest act first
    TroubleCode.STORE_CORRUPT: (TroubleAct.SALVAGE, TroubleAct.RESTORE, TroubleAct.OPEN_FOLDER),
    TroubleCode.STORE_IN_USE: (TroubleAct.RAISE_OTHER, TroubleAct.RETRY),
    TroubleCode.DISK_FULL: (TroubleAct.RETRY, TroubleAct.OPEN_FOLDER),
    TroubleCode.DISK_FAILED: (TroubleAct.RETRY, TroubleAct.OPEN_FOLDER),
    TroubleCode.STORE_NEWER: (TroubleAct.OPEN_FOLDER,),
    TroubleCode.KEYS_UNREADABLE: (TroubleAct.RESTORE, TroubleAct.RETRY, TroubleAct.OPEN_FOLDER),
    TroubleCode.STATION_ERASED: (TroubleAct.OPEN_FOLDER,),
    TroubleCode.NO_STORE: (TroubleAct.RETRY, TroubleAct.RESTORE, TroubleAct.FRESH),
}


class TroubleModel(StateModel[TroubleState]):
    """Offers those fitting acts for which the composition root gave a callable; quitting is always offered.

    Args:
        lane: the db lane, on which the callables in `work` run; each takes the Job (progress, cancel).
        trouble: what happened.
        work: acts that take time, e.g. SALVAGE, RESTORE; `helped(act, result)` when one succeeds.
        wishes: acts that the composition root does itself on `chosen(act)`, e.g. RETRY, OPEN_FOLDER.
    """

    chosen = Signal(object)  # TroubleAct
    helped = Signal(object, object)  # TroubleAct, what the work returned

    def __init__(
        self,
        lane: Lane,
        trouble: Trouble,
        *,
        work: Mapping[TroubleAct, Callable[[Job], object]],
        wishes: frozenset[TroubleAct],
    ) -> None:
        fitting = FITTING.get(trouble.code, (TroubleAct.RETRY, TroubleAct.OPEN_FOLDER))
        acts = tuple(act for act in fitting if act in work or act in wishes)
        super().__init__(TroubleState(code=trouble.code, detail=trouble.detail, acts=(*acts, TroubleAct.QUIT)))
        self._lane, self._work = lane, dict(work)

    def act(self, act: TroubleAct) -> None:
        """Do something about it."""
        if self.state.busy:
            return
        work = self._work.get(act)
        if work is None:
            self.chosen.emit(act)
            return
        self.become(busy=True, failed="", done=0, total=0)
        self._lane.run_long(work, lambda result: self._help(act, result), self._fail, on_progress=self._progress)

    def _progress(self, done: int, total: int) -> None:
        self.become(done=done, total=total)

    def _help(self, act: TroubleAct, result: object) -> None:
        self.become(busy=False)
        self.helped.emit(act, result)

    def _fail(self, err: Err) -> None:
        self.become(busy=False, failed=err.key)
