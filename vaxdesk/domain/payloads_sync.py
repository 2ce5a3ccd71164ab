"""Entry payloads that the exchange between sites is made of; part of the catalogue in `payloads`.

People are the same or differ, entries are quoted where others need them, rights are given from above, and what the
law has erased is named. Sync design 2.6, 2.8, 3.3, 3.4; decision 0005 for `forget`.
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Quote(Payload):
    """An entry of another log, bytes unaltered: folded as the original, once per hash.

    `branch` is empty for an entry that stands in its log's feed. A log with two histories (two machines from one
    image) has its stranded part quoted under the name of a branch, which every holder reckons alike
    (`journal.branch`); `a` then says how many entries of the log stand before the branch. See decision 0006.
    """

    id: str  # `LOG.seq` as written by its author
    h: str  # its chain hash, hex
    line: str
    branch: str = ""
    a: int = 0
    unit: str = ""  # `SCHEME:CODE` where it was written, whose user numbers it bears; empty: the quoting unit itself
    place: str = ""  # that unit's name, for people


class Same(Payload):
    """Two records are one person; taken back by `void`. `why`: a rule's name, or what somebody wrote."""

    a: str
    b: str
    why: str = ""


class Differ(Payload):
    """Two records are two people, however alike: the pair is not proposed again."""

    a: str
    b: str
    why: str = ""


class Resolve(Payload):
    """An issue was looked at: `issue` is its id in hex, `how` what was decided.

    `refs` are entries that it is about: whoever holds one of them is told that the issue is closed.
    """

    issue: str
    how: str
    why: str = ""
    refs: list[str] = []


class Grant(Payload):
    """A user holds a role at a unit and below it, until a day (empty: until taken back by `void`)."""

    user: int
    role: str
    unit: str  # `SCHEME:CODE`
    until: str = ""


class Revoke(Payload):
    """A device is no longer one of ours, from an instant on: nobody takes anything newer from it."""

    device: str  # public key, hex
    from_ms: int
    why: str = ""


class Forget(Payload):
    """The law had these entries erased: whoever holds them keeps their digests in their place (decision 0005).

    `digests` tells which history of a log is meant, where two machines wrote on under one name (decision 0018).
    """

    entries: list[str]  # `LOG.seq`
    digests: list[str] = []  # of each, first 16 hex digits of the SHA-256 of its line; empty: whatever stands there
    basis: str = ""  # number of the decision or request; never a name
    person: str = ""  # `LOG.seq` of the person's first entry


class Plea(Payload):
    """A person asked that what identifies them be erased (`domain.plea`); `answer` comes later, by `amend`.

    This entry stays when the person is erased, so nothing in it names anybody.
    """

    day: str  # when it came in
    way: str  # PleaWay
    paper: str = ""  # number of the letter or the power of attorney
    answer: str = ""  # number under which those above answered it otherwise than by an erasure


class DaySeal(Payload):
    """The lead closed the day: how far each log of the station was held, as printed on the day's paper."""

    day: str
    heads: dict[str, str]  # log -> `seq:first 16 hex digits of its hash`
    people: int = 0  # received
    outcomes: int = 0
    confirmed: int = 0
    waiting: int = 0
    observed: int = 0  # whose observation was running


class Clock(Payload):
    """What the server's signed time said at one contact; the entry's own `t` is the device's clock at that moment."""

    srv: int
    rtt_ms: int = 0  # from question to answer: the server's time is older by some part of it
    uptime: int = 0  # seconds since the machine started; 0 = unknown


class Close(Payload):
    """The program was closed in order."""

    why: str = ""


class Checkpoint(Payload):
    """What the server held at an instant, as 32 bytes that it signed; printed, it proves the past (sync design 3.7)."""

    at_ms: int
    digest: str  # hex, `journal.checkpoint`
    feeds: int
    sig: str
