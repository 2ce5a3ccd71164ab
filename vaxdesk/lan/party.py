"""This desk as it takes part in the exchange: who it is, and with what it proves that."""

from __future__ import annotations

import msgspec

from vaxdesk.journal.signing import Sign
from vaxdesk.lan.admission import Member
from vaxdesk.lan.secure import Contexts


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """What the connections need of this desk. `run` is random for each start, 16 hex digits."""

    me: Member
    contexts: Contexts
    sign: Sign
    run: str
