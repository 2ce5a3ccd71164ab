"""How the identity of a person stands: one of the five states that the country counts (facts 8.1), or not compared."""

from __future__ import annotations

from enum import StrEnum, nonmember

from vaxdesk.domain.cleaning.police import ListKind, VerifyResult


class IdentityState(StrEnum):
    """The states in the order in which they are worked through. Foreigners are not compared (CV 8938).

    CHANGED: compared, and corrected since, so that the answer no longer speaks of what stands.
    """

    WORDS = nonmember("district_identity.state")

    NO_ID = "no_id"
    BAD_FORMAT = "bad_format"
    WRONG = "wrong"
    CHANGED = "changed"
    UNVERIFIED = "unverified"
    RIGHT = "right"
    FOREIGN = "foreign"


_OF_RESULT = {VerifyResult.WRONG: IdentityState.WRONG, VerifyResult.CHANGED: IdentityState.CHANGED}
_OF_KIND = {
    ListKind.NO_ID: IdentityState.NO_ID,
    ListKind.BAD_FORMAT: IdentityState.BAD_FORMAT,
    ListKind.WRONG_DATA: IdentityState.WRONG,
}
KIND_OF = {state: kind for kind, state in _OF_KIND.items()} | {IdentityState.CHANGED: ListKind.WRONG_DATA}
LISTED = tuple(one for one in IdentityState if one in KIND_OF)  # whom the police are asked about


def state_of(kind: ListKind | None, result: VerifyResult | None, *, foreign: bool = False) -> IdentityState:
    """The state of a person.

    What the data themselves show comes before an answer that did not settle it: a number that was since put right is
    no longer one of no valid form, though the police once said so.

    Args:
        kind: the list on which the person would stand now (`police.kind_of`); None when nothing is odd.
        result: of the latest comparison as it stands now (`police.as_it_stands`); None when there was none.
    """
    if foreign:
        return IdentityState.FOREIGN
    if result is not None and result.settles:
        return IdentityState.RIGHT
    if kind is not None:
        return _OF_KIND[kind]
    return _OF_RESULT.get(result, IdentityState.UNVERIFIED)
