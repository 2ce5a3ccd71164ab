"""Entry payloads about paper that is typed in later; part of the catalogue in `payloads`."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Batch(Payload):
    """A stack of sheets of one day and product, announced before it is typed in; names nobody who was vaccinated.

    What is typed from it (`inject`, `history`, `screen`, `decline`, `known`) names it under `batch`. Corrected by
    `amend`, so that a stack which proves higher or lower than announced can be said so.
    """

    day: str  # ISO, of the doses on the sheets
    product: str
    here: bool = True  # given at this station; otherwise the doses go into the history
    place: str = ""  # where, when elsewhere
    lot_no: str = ""  # on most sheets
    expiry: str = ""
    given_by: str = ""
    form: str = ""  # version of the screening form that the sheets are printed by, e.g. qd4355
    sheets: int = 0  # announced


class Known(Payload):
    """A sheet says what is on record already: nothing is entered twice, and the sheet is done with."""

    day: str
    batch: str
    dose: str  # reference of the dose on record
    sheet: int = 0


class Checked(Payload):
    """Somebody other than those who typed read a sample of a stack again, blind.

    Both lists hold references of entries; `wrong` are those whose sheet says otherwise.
    """

    batch: str
    sample: list[str] = []
    wrong: list[str] = []


class Photo(Payload):
    """A piece of a photo of a sheet, about the person on it; written into a log of attachments (decision 0025).

    One that answers a question about a complaint (0047) is about the complaint, and `entry` is the question.
    """

    day: str
    entry: str  # reference of what was typed from the sheet, or of the question
    whole: str  # first letters of the SHA-256 of the picture: pieces of two photos of a sheet are told apart
    part: int  # from 1
    parts: int
    data: str = ""  # base64 of that piece of a JPEG
