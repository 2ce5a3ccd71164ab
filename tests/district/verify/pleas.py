"""A complaint that was registered, a site that answers a question about it, and a photo of its paper."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

from tests.district.staffing import Clerk
from tests.district.verify.communes import Commune
from tests.sync_server.clinics import read
from vaxdesk.domain.payloads import Answer
from vaxdesk.domain.payloads_catchup import Photo

SAID = {
    "way": "phone", "about": "dose_missing", "name": "Y Brim Niê", "dob": "1988", "tel": "0905111222",
    "product-1": "COM-A", "lot-1": "FL0001", "day-1": "2026-09-01", "text": "Thiếu mũi 2",
}  # fmt: skip
_PIECE = 11_000


def paper(*, hidden: bytes = b"") -> bytes:
    """A photo of a form as a desk keeps it."""
    picture = Image.new("L", (900, 1270), 235)
    pen = ImageDraw.Draw(picture)
    for at in range(12):
        pen.line((80, 140 + 90 * at, 820 - 37 * at % 300, 140 + 90 * at), fill=40, width=4)
    out = BytesIO()
    picture.save(out, format="JPEG", quality=80, comment=hidden)
    return out.getvalue()


def registered(clerk: Clerk, commune: Commune, **changed: str) -> str:
    """Registers a complaint at TYT-01; gives its reference."""
    clerk.open("/complaints/new")
    clerk.send("/complaints", unit=str(commune.server.unit("TYT-01").org_no), **{**SAID, **changed})
    read(commune.server)
    return re.findall(r'/complaints/c/([^"]+)"', clerk.open("/complaints").text)[-1]


def asked(clerk: Clerk, commune: Commune, ref: str, *, org: str = "TYT-01", **changed: str) -> str:
    """Asks a site about it by the form; gives the reference of the question as the site gets it."""
    page = clerk.open(f"/complaints/c/{ref}").text
    sentence = re.search(r'<textarea id="question"[^>]*>([^<]*)', page)[1]
    fields = {"unit": str(commune.server.unit(org).org_no), "what": "paper_dose", "question": sentence, **changed}
    clerk.send(f"/complaints/c/{ref}/ask", **fields)
    read(commune.server)
    return next((one["ref"] for one in reversed(commune.server.entries(org)) if one["entry"]["k"] == "ask"), "")


def answered(
    commune: Commune, ref: str, question: str, *photos: bytes, choice: str = "on_paper", named: int | None = None
) -> None:
    """TYT-01 answers, as a desk does; the photos in pieces, of the last one only some when `named` says so."""
    names = [sha256(one).hexdigest()[:16] for one in photos]
    for name, photo in zip(names, photos, strict=True):
        pieces = [photo[at : at + _PIECE] for at in range(0, len(photo), _PIECE)]
        for part, piece in enumerate(pieces[:named], start=1):
            said = Photo(day="2026-11-26", entry=question, whole=name, part=part, parts=len(pieces),
                         data=b64encode(piece).decode())  # fmt: skip
            commune.here.write("photo", said, of=ref)
    commune.here.write("answer", Answer(ask=question, choice=choice, text="Có ký tên", pictures=names), of=ref)
    commune.send()
