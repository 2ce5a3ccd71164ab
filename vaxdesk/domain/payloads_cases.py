"""Entry payloads of a question from above to a site and of its answer; part of the catalogue in `payloads`."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Ask(Payload):
    """Those above ask a site about an issue; the entry is about the person whom it concerns, if there is one.

    Written into the site's feed by the server's own device; taken back by `void`.
    """

    issue: str  # id of the issue, hex
    what: str  # AskWhat
    text: str = ""
    refs: list[str] = []  # entries that it is about
    until: str = ""  # ISO day
    photos: int = 0  # of the paper that may come with the answer, at most


class Answer(Payload):
    """A site answers a question; the entry is about the same person. Another answer replaces it after a `void`."""

    ask: str  # reference of the question
    choice: str  # AnswerChoice
    text: str = ""
    pictures: list[str] = []  # `Photo.whole` of each photo that belongs to it
