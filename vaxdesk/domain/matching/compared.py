"""What is compared of a record, in the order in which it is read from the fold."""

from __future__ import annotations

from typing import NamedTuple


class Compared(NamedTuple):
    """A record as far as it is compared; other kinds with these attributes do as well."""

    name: str
    dob: str
    sex: str
    doc: str
    old_doc: str
    bhyt: str
    tel: str
    adr: str
    commune: str
    commune_code: str
    scheme: str
