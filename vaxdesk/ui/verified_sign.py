"""How it looks that the commune police compared somebody's data: shape, colour and word, here and nowhere else."""

from __future__ import annotations

from vaxdesk.domain.cleaning.police import VerifyResult
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say


def verified_face(result: str) -> ChipFace:
    """What they found (`VerifyResult`), in a sentence; without a result an empty face."""
    if result not in list(VerifyResult):
        return ChipFace("")
    if result == VerifyResult.CHANGED:
        return _face(result, say("cleaning.verified_before"))
    return _face(result, say("cleaning.verified", result=say(f"{VerifyResult.WORDS}.{result}")))


def verified_mark(result: str) -> ChipFace | None:
    """The same in one short word, for a line of a table."""
    if result not in list(VerifyResult):
        return None
    return _face(result, say(f"cleaning.mark.{'settled' if VerifyResult(result).settles else 'open'}"))


def _face(result: str, text: str) -> ChipFace:
    settled = VerifyResult(result).settles
    return ChipFace(text, Tone.OK if settled else Tone.WAIT, "shield" if settled else "warn")
