"""What people write into the columns of a list that comes back, read into normal form."""

from __future__ import annotations

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.cleaning.spelling import spell
from vaxdesk.domain.documents import DocumentKind, document_kind, normalise_document, restore_zeros
from vaxdesk.domain.names import fold
from vaxdesk.domain.outcomes import Sex

_SEX = {
    "nam": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "nu": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE,
}  # fmt: skip


def read_value(field: str, text: str) -> str | None:
    """A value of one of the compared fields; empty where nothing was written, None when it cannot be read.

    Args:
        field: `name`, `dob`, `sex` or `doc`.
        text: of the cell, as `cells.text_of` gives it.
    """
    return _READERS[field](text) if text else ""


def _name(text: str) -> str | None:
    return spell(text).name or None


def _sex(text: str) -> str | None:
    found = _SEX.get(fold(text))
    return found.value if found else None


def _document(text: str) -> str | None:
    number = restore_zeros(normalise_document(text))
    return None if document_kind(number) is DocumentKind.UNKNOWN else number


_READERS = {"name": _name, "dob": parse_birth, "sex": _sex, "doc": _document}
