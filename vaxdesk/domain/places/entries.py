"""From records to entries and back: the payload of a new record, and what a correction sets anew."""

from __future__ import annotations

from vaxdesk.domain.payloads import KINDS, Payload
from vaxdesk.domain.places.records import FIELDS, POINTERS, Key, PlaceRecord

_OF_NO_ENTRY = (Key.REPRESENTATIVE,)  # an entry of its own, see `Facility`
_WHOLE = {Key.USER: int, Key.LOCKED: lambda text: text == "1"}


def payload_of(record: PlaceRecord) -> Payload:
    """The payload of a new entry; what a pointer names goes in as its reference."""
    texts = texts_of(record)
    values = {key.value: _WHOLE[key](text) if key in _WHOLE else text for key, text in texts.items() if text}
    return KINDS[record.what.value](**values)


def texts_of(record: PlaceRecord) -> dict[Key, str]:
    """The fields of an entry as corrections write them: every one of the list, empty ones too."""
    return {
        key: record.refs.get(key, "") if key in POINTERS else record.get(key)
        for key in FIELDS[record.what]
        if key not in _OF_NO_ENTRY
    }


def changes(before: PlaceRecord, after: PlaceRecord) -> dict[str, str]:
    """What a correction sets anew; an emptied number is 0."""
    old, new = texts_of(before), texts_of(after)
    return {key.value: text or _empty(key) for key, text in new.items() if text != old[key]}


def _empty(key: Key) -> str:
    return "0" if key in _WHOLE else ""
