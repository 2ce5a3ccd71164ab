"""What the server says of itself: `GET /v1/openapi.json`, OpenAPI 3.1, made from the messages that it really reads.

Bodies that are frames (`u32 length | bytes`) are binary to OpenAPI; `x-frames` names the message of each kind of frame,
whose form stands with the others among the schemas.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from vaxdesk.journal import bundle, enrolment, finding, frames, parting, trust_line

PATH = "/v1/openapi.json"
JSON = "application/json"
HTML = "text/html"
_REF = "#/components/schemas/"
_NAMES = {  # of messages that have the same name in two modules
    "vaxdesk.journal.frames.Told": "SyncTold",
    "vaxdesk.journal.finding.Told": "FindTold",
}


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the server answers: the newest wire it speaks, its time in ms, its public key in hex."""

    status: str
    wire: int
    time: int
    key: enrolment.Hex


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """Work may be sent to this process."""

    ready: bool


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A body: its media type, and its message, or the messages of its frames (`segment` for a segment)."""

    media: str
    message: type | None = None
    frames: tuple[type | str, ...] = ()


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """A route. `refusals`: every status but 200 that it may answer with, each with a `Problem`, or all with `pages`."""

    path: str
    method: str
    about: str
    answer: Body
    request: Body | None = None
    signed: bool = False
    refusals: tuple[int, ...] = ()
    pages: bool = False


_SIGNED = (400, 401, 403, 413, 503)
_SEGMENT = "segment"
_FORM = "multipart/form-data"

ROUTES = (
    Described(
        path="/v1/sync",
        method="post",
        about="Pushes segments and pulls feeds. Each segment is filed as soon as its frame is here.",
        request=Body(media=frames.MEDIA, frames=(frames.Ask, _SEGMENT)),
        answer=Body(media=frames.MEDIA, frames=(frames.Told, frames.Item, _SEGMENT)),
        signed=True,
        refusals=(*_SIGNED, 411, 415, 429),
    ),
    Described(
        path=parting.PATH,
        method="post",
        about="The last segments of a revoked device, kept for review; the answer is signed.",
        request=Body(media=frames.MEDIA, frames=(_SEGMENT,)),
        answer=Body(media=JSON, message=parting.Kept),
        signed=True,
        refusals=_SIGNED,
    ),
    Described(
        path="/v1/enrol",
        method="post",
        about="A one-time code for a device certificate.",
        request=Body(media=JSON, message=enrolment.Request),
        answer=Body(media=JSON, message=enrolment.Reply),
        refusals=(400, 403, 413, 415, 429, 503),
    ),
    Described(
        path=finding.PATH,
        method="post",
        about="One person, asked for exactly; noted in the access log. The second frame of the answer is a signature.",
        request=Body(media=finding.MEDIA, message=finding.Wanted),
        answer=Body(media=finding.MEDIA, frames=(finding.Told, "signature")),
        signed=True,
        refusals=(*_SIGNED, 415, 429),
    ),
    Described(
        path=bundle.PATH,
        method="post",
        about="A sealed file from a stick, for the answer file; a refusal names a fault of the file as its reason.",
        request=Body(media=bundle.MEDIA),
        answer=Body(media=bundle.MEDIA),
        refusals=(400, 401, 403, 413, 429, 503),
    ),
    Described(
        path="/usb",
        method="get",
        about="The page by which any browser brings a file from a stick.",
        answer=Body(media=HTML),
        pages=True,
    ),
    Described(
        path="/usb",
        method="post",
        about="A file brought by that page; the answer is a page too.",
        request=Body(media=_FORM),
        answer=Body(media=HTML),
        pages=True,
        refusals=(400, 401, 403, 413, 429),
    ),
    Described(
        path="/v1/health",
        method="get",
        about="Whether the server and its database answer.",
        answer=Body(media=JSON, message=Health),
        refusals=(503,),
    ),
    Described(
        path="/v1/ready",
        method="get",
        about="Whether work may be sent here: database, schema, fold, readers. 503 with the reasons otherwise.",
        answer=Body(media=JSON, message=Ready),
        refusals=(503,),
    ),
    Described(
        path=trust_line.PATH,
        method="get",
        about="Whose signatures count, which devices sign slips, what was withdrawn. `unit`: the province around it.",
        answer=Body(media=trust_line.MEDIA),
        refusals=(404, 503),
    ),
    Described(path=PATH, method="get", about="This description.", answer=Body(media=JSON)),
)


def document(routes: Iterable[Described] = ROUTES) -> dict[str, Any]:
    """The description."""
    described = list(routes)
    schemas = _schemas(described)
    paths: dict[str, Any] = {}
    for one in described:
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    signature = {"type": "apiKey", "in": "header", "name": "Authorization", "description": "VD1 device.t.nonce.sig"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "vaxdesk sync server", "version": f"wire {frames.WIRE}"},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"signed": signature}},
    }


def _operation(one: Described) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "done", "content": _content(one.answer)}}
    for status in sorted(one.refusals):
        problem = _content(one.answer if one.pages else Body(media=JSON, message=frames.Problem))
        refused: dict[str, Any] = {"description": "not done", "content": problem}
        if status in (429, 503):
            refused["headers"] = {"Retry-After": {"schema": {"type": "string", "pattern": "^[0-9]+$"}}}
        responses[str(status)] = refused
    made: dict[str, Any] = {"summary": one.about, "responses": responses}
    if one.request is not None:
        made["requestBody"] = {"required": True, "content": _content(one.request)}
    if one.signed:
        made["security"] = [{"signed": []}]
    return made


def _content(body: Body) -> dict[str, Any]:
    if body.message is not None:
        return {body.media: {"schema": {"$ref": _REF + _name(body.message)}}}
    if body.media in (JSON, HTML):
        return {body.media: {"schema": {"type": "object" if body.media == JSON else "string"}}}
    if body.media == _FORM:
        file = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        return {body.media: {"schema": file}}
    kinds = [one if isinstance(one, str) else {"$ref": _REF + _name(one)} for one in body.frames]
    return {body.media: {"schema": {"type": "string", "format": "binary"}, "x-frames": kinds}}


def _schemas(routes: list[Described]) -> dict[str, Any]:
    bodies = [body for one in routes for body in (one.request, one.answer) if body is not None]
    found = [body.message for body in bodies] + [kind for body in bodies for kind in body.frames] + [frames.Problem]
    wanted = list(dict.fromkeys(one for one in found if isinstance(one, type)))
    _, schemas = msgspec.json.schema_components(wanted, ref_template=f"{_REF}{{name}}")
    return {_NAMES.get(name, name): _told(schema) for name, schema in schemas.items()}


def _name(message: type) -> str:
    return _NAMES.get(f"{message.__module__}.{message.__name__}", message.__name__)


def _told(schema: Any) -> Any:
    """A schema as others read it: names as ours, and patterns as ECMA 262 has them."""
    if isinstance(schema, list):
        return [_told(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _told(one) for name, one in schema.items()}
    if isinstance(made.get("pattern"), str):
        made["pattern"] = made["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    if isinstance(made.get("$ref"), str):
        name = made["$ref"].removeprefix(_REF)
        made["$ref"] = _REF + _NAMES.get(name, name)
    return made
