"""Every print is an entry; a print that fails takes nothing back."""

from __future__ import annotations

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Print
from vaxdesk.domain.refusals import Refused


def printed(desk: Desk, what: str, *, of: str = "", copies: int = 1, pages: int, day: str = "") -> Done | Refused:
    """Notes that a paper was printed or saved as a file.

    Args:
        what: a value of `domain.papers.Paper`.
        of: reference of the person or event that the paper is about, empty for papers of a day.
        pages: of one copy.
        day: ISO day that the paper is about, by default the session's.
    """
    refused = desk.refuses(rights.Act.PRINT)
    if refused:
        return refused
    entry = Print(what=str(what), copies=copies, pages=pages, day=day or desk.day)
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.add("print", entry, of=of)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)


def printed_for_all(desk: Desk, what: str, *, of: tuple[str, ...], copies: int = 1) -> Done | Refused:
    """Notes one page a person of a file with many papers, one entry each, in one transaction."""
    refused = desk.refuses(rights.Act.PRINT)
    if refused:
        return refused
    entry = Print(what=str(what), copies=copies, pages=1, day=desk.day)
    with desk.store.writing(user=desk.user.no) as w:
        references = tuple(w.add("print", entry, of=one) for one in of)
        w.flush()
    return Done(refs=references, kinds=w.kinds)
