"""The list for the commune police as a workbook in a file: written, and read when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vaxdesk.documents import police_book
from vaxdesk.documents.police_book import Returned
from vaxdesk.domain.cleaning.police import ListedPerson
from vaxdesk.sheets.read import read_tables
from vaxdesk.sheets.result import writable
from vaxdesk.trouble import Trouble, TroubleCode


def write_list(path: Path, people: Sequence[ListedPerson], *, no: str, code_text: str, language: str) -> None:
    """Writes the workbook.

    Raises:
        Trouble: DISK_FULL, FILE_NOT_WRITABLE.
    """
    with writable(path) as target:
        police_book.book(people, no=no, code_text=code_text, language=language).save(target)


def read_list(path: Path) -> Returned:
    """Reads a workbook that came back.

    Raises:
        Trouble: FILE_UNREADABLE; SHEET_UNREADABLE, also when no sheet has the headings of such a list.
    """
    for table in read_tables(path):
        found = police_book.returned(table.head(police_book.FIRST_LINES), table.rows())
        if found is not None:
            return found
    raise Trouble(TroubleCode.SHEET_UNREADABLE, "no such list")
