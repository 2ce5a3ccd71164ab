"""What is held of a person's certificates: papers of sites, what these vouched for, what the centre signed."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec


class WithdrawnFor(StrEnum):
    """Why a signed certificate no longer holds."""

    WORDS = nonmember("certifying.withdrawn")

    CORRECTED = "corrected"  # what it says was corrected; another took its place
    EXPIRED = "expired"  # signed anew before its year was over
    ERROR = "error"  # it should not have been signed
    WITHDRAWN = "withdrawn"  # by hand


class SlipState(StrEnum):
    """What a stranger is told of the code on a paper of a site (sync design 3.8)."""

    VALID = "valid"
    REPLACED = "replaced"  # the person was given another paper since
    WITHDRAWN = "withdrawn"


class SlipView(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that a site gave, by its code: `day` when, `person` to whom."""

    id: str
    person: str
    day: str
    state: SlipState


class VouchView(msgspec.Struct, frozen=True, kw_only=True):
    """The first step: which doses a site stands for, who said so and when (seconds); `cert` is the slip or empty.

    `lapsed`: one of these doses was corrected since, so another review is asked for.
    """

    id: str
    person: str
    cert: str
    doses: tuple[str, ...]
    t: int
    by: int
    lapsed: bool = False


class SignedView(msgspec.Struct, frozen=True, kw_only=True):
    """The second step: a certificate of the centre.

    Args:
        cert: the slip that it follows, or the person.
        dn, sd: number of the dose, and of how many.
        exp, t, withdrawn_t: seconds; until when it holds, when it was signed, when it was withdrawn.
        kid: of the signer, hex.
        withdrawn: why it no longer holds, None while it does.
    """

    id: str
    person: str
    cert: str
    uvci: str
    text: str
    doses: tuple[str, ...]
    dn: int
    sd: int
    exp: int
    kid: str
    t: int
    withdrawn: WithdrawnFor | None = None
    withdrawn_t: int = 0
