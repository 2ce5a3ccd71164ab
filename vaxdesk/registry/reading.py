"""Reads exact bytes into entries. Whatever the bytes are, an entry comes out: a bad one says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from vaxdesk.domain.payloads import KINDS, Amend, Payload
from vaxdesk.journal import hole, ref
from vaxdesk.journal.line import Line, decode
from vaxdesk.registry import registers, visits
from vaxdesk.registry.entry import ERASED, Entry
from vaxdesk.registry.names import SEQ_BITS, LogNames

_SILENT = {"clock", "signin", "session", "print", "close", "checkpoint"}  # facts that no table answers for
_REFERENCES = {  # fields that hold a reference
    "inject": ("lot", "vial", "batch"),
    "screen": ("batch",),
    "decline": ("batch",),
    "history": ("batch",),
    "known": ("batch",),
    "checked": ("batch",),
    "vial": ("lot",),
    "appt": ("roster", "plan"),
    "plan": ("campaign",),
    "task": ("campaign",),
    "team": ("plan",),
    "stock": ("lot", "move"),
    "count": ("lot",),
    "same": ("a", "b"),
    "differ": ("a", "b"),
    "answer": ("ask",),
    "vouch": ("cert",),
    "hcert": ("cert",),
    "uncert": ("hcert",),
    "told": ("dose",),
    "called": ("told",),
}
_NEEDED = {"same", "differ", "answer", "hcert", "uncert", "told", "called"}  # kinds whose references may not be empty
# Kinds that must be about something.
_ABOUT = registers.KINDS_OF_CHANGE | visits.KINDS | {"appt", "vouch", "hcert", "told", "called"}
_MOST = 1 << 53  # a whole number beyond is no number of doses, no number of a queue and no time
_MOST_REV = 1 << 31
_MOST_KIND = 32
_MOST_LETTERS = {"name": 400}  # of what stands in an index, where PostgreSQL takes some 2700 bytes; of the rest:
_MOST_KEY = 200
_PERSON_KEYS = ("name", "dob", "doc", "old_doc", "bhyt", "tel", "commune_code")
_KEYS = frozenset((*_PERSON_KEYS, "day", "date", "number", "place", "device", "issue", "gtin", "uvci"))
_WRONG = (ValueError, OverflowError, RecursionError, msgspec.MsgspecError)
_NUL = b"\\u0000"  # a letter that PostgreSQL cannot keep in a text


class _Kind:
    """How the payload of a kind is read, worked out once."""

    def __init__(self, kind: str, type_: type[Payload]) -> None:
        self.decode = msgspec.json.Decoder(type_).decode
        self.names = tuple(one.name for one in msgspec.structs.fields(type_) if one.type is int)
        self.wholes = _getter(self.names)
        self.texts = tuple(sorted(_KEYS & set(type_.__struct_fields__)))
        self.refs = _getter(_REFERENCES.get(kind, ()))
        self.needs_refs = kind in _NEEDED
        self.needs_about = kind in _ABOUT


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gives these fields of a payload as a tuple, none and a single one too."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda one, name=names[0]: (getattr(one, name),)) if names else (lambda _one: ())


_READ = {kind: _Kind(kind, type_) for kind, type_ in KINDS.items() if kind not in _SILENT}


class Branch(msgspec.Struct, frozen=True):
    """The second history of a log: its name, and how many entries of the log stand before it (decision 0006)."""

    log: str
    name: str
    a: int


def read(names: LogNames, id_: int, line: bytes, h: bytes, *, branch: Branch | None = None) -> Entry:
    """The entry of these bytes under a surrogate.

    Args:
        branch: where the entry stands in one; references of its author are read accordingly.
    """
    if hole.is_hole(line):
        return Entry(id_, ERASED, h)
    kind, user, t = "", 0, 0
    try:
        decoded = decode(line)
        kind = decoded.k[:_MOST_KIND]
        _in_bounds(decoded, line)
        user, t = decoded.u, decoded.t
        return _entry(names, id_, decoded, h, branch)
    except _WRONG as error:
        return Entry(id_, kind.replace("\0", ""), h, user=user, t=t, bad=_reason(error))


def _reason(error: BaseException) -> str:
    """What is wrong, without a word of what was written."""
    if isinstance(error, ref.BadRef):
        return "no reference to an entry"
    return str(error).replace("\0", "").encode("utf-8", "replace").decode()[:200] or type(error).__name__


def _in_bounds(line: Line, raw: bytes) -> None:
    if line.k != "quote" and _NUL in raw:
        raise ValueError("a letter of no text")
    if not (0 <= line.t < _MOST and 0 <= line.u < _MOST and 0 <= line.rev < _MOST_REV):
        raise ValueError("a number out of bounds")


def _entry(names: LogNames, id_: int, line: Line, h: bytes, branch: Branch | None) -> Entry:
    kind = line.k
    how = _READ.get(kind)
    if how is None:
        return Entry(id_, kind[:_MOST_KIND], h, t=line.t, user=line.u, doubt=bool(line.q))
    raw = bytes(line.d)
    payload = how.decode(raw)
    _fits(how, payload, short=len(raw) <= _MOST_KEY)
    of = _about(names, id_, line.of, branch)
    refs = tuple([_id(names, one, branch) for one in how.refs(payload)])
    if (how.needs_refs and not all(refs)) or (how.needs_about and not of):
        raise ValueError("names no entry")
    return Entry(id_, kind, h, of, line.t, line.u, line.rev, payload, raw.decode(), bool(line.q), refs)


def _fits(how: _Kind, payload: Any, *, short: bool) -> None:
    """Checks what the tables of both databases can hold; a short payload holds no long text.

    Raises:
        ValueError: a number or a text beyond.
    """
    for name, value in zip(how.names, how.wholes(payload), strict=True):
        if not -_MOST < value < _MOST:
            raise ValueError(f"{name} out of bounds")
    if short:
        return
    for name in how.texts:
        _short(name, getattr(payload, name))
    if type(payload) is Amend:
        for name, value in payload.set.items():
            if len(name) > _MOST_KEY:
                raise ValueError("a field's name is too long")
            if name in _KEYS:
                _short(name, value)


def _short(name: str, text: str) -> None:
    if len(text) > _MOST_LETTERS.get(name, _MOST_KEY):
        raise ValueError(f"{name} is too long")


def _about(names: LogNames, id_: int, of: str | int | None, branch: Branch | None) -> int:
    if of is None:
        return 0
    if isinstance(of, str):
        return _id(names, of, branch)
    if not 0 < of < 1 << SEQ_BITS:
        raise ValueError("`of` out of bounds")
    number = names.number(branch.log) if branch and of <= branch.a else id_ >> SEQ_BITS
    return number << SEQ_BITS | of


def _id(names: LogNames, reference: str, branch: Branch | None) -> int:
    if branch and reference:
        log, seq = ref.split(reference)
        if log == branch.log and seq > branch.a:
            return names.id(ref.join(branch.name, seq))
    return names.id(reference)
