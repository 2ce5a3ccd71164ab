"""Sentences put together from several words, shared by screens, sheets and the command line: a row's fate."""

from __future__ import annotations

from vaxdesk.domain.roster import Flaw, Remark, RowResult, RowStatus
from vaxdesk.domain.stick import StickAnswer
from vaxdesk.journal.verdict import Verdict
from vaxdesk.words import say


def row_reason(result: RowResult) -> str:
    """One text for a row: its fate, then each warning or problem with its column."""
    return "; ".join([fate(result), *(finding(f) for f in (*result.problems, *result.warnings))])


def fate(result: RowResult) -> str:
    """Accepted, known, duplicate of whom on what evidence, or problem."""
    key = f"{RowStatus.WORDS}.{result.status.value}"
    if result.status is not RowStatus.DUPLICATE or result.same is None:
        return say(key)
    same = say(f"{result.same.WORDS}.{result.same.value}")
    return say("roster.duplicate_row", n=result.of_row, same=same) if result.of_row else say(key, same=same)


def finding(found: Remark | Flaw) -> str:
    """A warning or a problem with its column and the offending text."""
    words = say(f"{found.code.WORDS}.{found.code.value}", text=found.text, other=found.other)
    return say("roster.in_column", column=found.column, what=words) if found.column else words


def stick_answer(found: StickAnswer) -> str:
    """What an answer file has brought."""
    if found.known:
        return say("usb.known")
    lines = [say("usb.confirmed", n=found.confirmed, upto=found.upto)]
    lines += [say("usb.taken", n=found.taken)] if found.taken else []
    lines += [say("usb.waiting", n=found.waiting)] if found.waiting else []
    lines += [say(f"{Verdict.WORDS}.{Verdict.read(code).value}") for code in found.refused]
    return "\n".join([*lines, say("usb.more")] if found.more else lines)
