"""What the targets begin with: good pieces of each kind, and every piece that was a fault (`corpus/TARGET/`)."""

from __future__ import annotations

import struct
from pathlib import Path
from urllib.parse import urlencode

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.certificates import vector_cases_who as who
from tests.certificates.issuing import SHOT, SLIP
from vaxdesk.certificates import dcc, slip
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.own_codes import certificate_code, lot_code, roster_code
from vaxdesk.domain.payloads import Open, Person
from vaxdesk.domain.payloads_sync import Quote
from vaxdesk.journal import auth, bundle, chain, enrolment, finding, hole, identity, line, salts, segment, standing
from vaxdesk.journal.bundle import Kind
from vaxdesk.journal.enrolment import Certificate, Invitation
from vaxdesk.journal.frames import Ask, Item, Mark, Sent, encode, join
from vaxdesk.journal.pack import deflate
from vaxdesk.lan import beacon

HERE = Path(__file__).parent / "corpus"
_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))  # not the key that the targets ask for
_PUBLIC = _KEY.public_key().public_bytes_raw()
_LOG = "0000000000001"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_T = 1_795_400_000
_LINES = (
    line.encode("open", Open(device=_PUBLIC.hex(), station="TYT-01", app="1"), t=_T),
    line.encode("person", Person(name="Lò Thị Dở", dob="1990-02-01", doc="066190001234"), t=_T, user=3, salt="A" * 16),
    line.encode("quote", Quote(id=f"{_LOG}.2", h="ab" * 32, line='{"k":"person"}'), t=_T),
    b'{"k":"later","t":1,"d":{"x":[1,2,{"y":null}]},"of":2,"rev":3}',
)


def seeds(target: str) -> dict[str, bytes]:
    """Pieces by name."""
    made = {f"{number}": data for number, data in enumerate(_MADE[target]())}
    kept = HERE / target
    found = sorted(kept.iterdir()) if kept.is_dir() else []
    return {**made, **{path.name: path.read_bytes() for path in found if path.is_file()}}


def _segment(*, dictionary: bytes = b"") -> bytes:
    *_, h_end = chain.walk(chain.start(_LOG, _PUBLIC.hex()), _LINES)
    return segment.build(_LOG, _KEY.sign, 0, _LINES, h_end, dictionary=dictionary)


def _seeded(*, dictionary: bytes = b"") -> bytes:
    """Entries 251 … 260 of a log, of two blocks, without their salts."""
    seeds = {block: bytes([65 + block]) * salts.SEED_BYTES for block in (0, 1)}
    bare = line.encode("person", Person(name="Lò Thị Dở"), t=_T, user=3, salt=salts.PLACE)
    lines = [salts.salted(bare, seq, seeds[salts.block_of(seq)]) for seq in range(251, 261)]
    return segment.seal(_LOG, 250, [*lines[:-1], _LINES[-1]], bytes(64), dictionary=dictionary, seeds=seeds)


def _spread(*, known: bool = False) -> bytes:
    """So many entries that they are laid out by columns; with seeds too where these are known."""
    seeds = {0: b"A" * salts.SEED_BYTES}
    bare = line.encode("person", Person(name="Lò Thị Dở"), t=_T, user=3, salt=salts.PLACE)
    lines = [salts.salted(bare, seq, seeds[0]) if seq % 3 else _LINES[seq % 2 + 2] for seq in range(1, 211)]
    return segment.seal(_LOG, 0, lines, bytes(64), seeds=seeds if known else {})


def _laid(*, frame: bytes, n: int, kinds: bytes, values: bytes) -> bytes:
    """Lines by columns of one frame, as somebody else might write them."""
    body = struct.pack(">HI", 1, len(frame)) + frame + bytes(n) + kinds + values
    head = struct.pack(">4sBQII", segment.MAGIC, segment.SPREAD, 1, 0, n)
    return head + bytes(64) + struct.pack(">I", len(body)) + body


def _bomb(data: bytes, n: int, *, seeds: bytes = b"") -> bytes:
    flags, body = deflate(data)
    body, flags = seeds + body, flags | (segment.SEEDED if seeds else 0)
    return struct.pack(">4sBQII64sI", segment.MAGIC, flags, 1, 0, n, bytes(64), len(body)) + body


def _segments() -> list[bytes]:
    good = [_segment(), _segment(dictionary=next(iter(shipped().values())))]
    good += [_seeded(), _seeded(dictionary=next(iter(shipped().values()))), _spread(), _spread(known=True)]
    bombs = [_bomb(b"\n" * (4 << 20), n) for n in (1, 2000)] + [_bomb(b"a" * (4 << 20), 1)]
    bombs += [_bomb(b"\n".join([b'"s":""'] * 2000), 2000, seeds=bytes(range(96))), _bomb(b'"s":""' * 9, 1, seeds=b"x")]
    bombs += [
        _laid(frame=b"x" * 16_000, n=2000, kinds=b"", values=b""),
        _laid(frame=b"\0" * 8000, n=16, kinds=b"T" * 8000, values=b"\n" * (8000 * 16 - 1)),
        _laid(frame=b"a\0", n=200, kinds=b"F\xff\xff", values=b"x"),
        _laid(frame=b"%s\0%", n=3, kinds=b"I", values=b"1\n-2\n" + b"9" * 17),
    ]
    cut = [one[:-1] for one in good] + [good[2][:95], good[0][:89]]
    return [*good, *bombs, *cut, good[1][:-9], b""]


def _frames() -> list[bytes]:
    ask = Ask(app="1", marks={7: [Mark(3, "ab" * 8)]}, sent=[Sent(_LOG, 4)])
    item = encode(Item(f=7, p=3, log=_LOG, a=0, n=4))
    wanted = encode(finding.Wanted(doc="066190001234", user=3))
    return [join([encode(ask), _segment()]), join([item, b"[" * 5000, wanted]), b"\xff" * 8, join([b""] * 30)]


def _headers() -> list[bytes]:
    good = auth.header(_KEY.sign, 77, t=_T, nonce=bytes(12), method="POST", path="/v1/sync", body=b"")
    return [good.encode(), b"VD1 " + b"9" * 5000 + b".1.x.y", b"VD1 1.2.3.4", b""]


def _statements() -> list[bytes]:
    stated = Certificate(device=7, org=3, unit=":TYT-01", key=_PUBLIC.hex(), not_after=_T * 1000, serial="1")
    shown = identity.credentials(_KEY, stated)
    told = standing.state(_KEY.sign, standing.Standing(device=1, units=[":TYT-01"], hosted=[_PUBLIC.hex()]))
    call = beacon.make(_PUBLIC, ":TYT-01", salt=bytes(8), run="ab" * 8, port=47300)
    invitation = Invitation("https://a.example", "0123456-789ABCB", _PUBLIC.hex(), "AAAA").text()
    texts = [enrolment.certify(_KEY.sign, stated), shown.x509, shown.ca, told, invitation, "X4KD-93MA-T2C"]
    return [*(text.encode() for text in texts), call, b"VDE1 a b c \xff", b"."]


def _codes() -> list[bytes]:
    card = "066190001234|181234567|Lò Thị Dở|01021990|Nữ|Thôn 3, Cư Êbur, Buôn Ma Thuột, Đắk Lắk|10052021"
    insurance = "GD4790300112233|4cc3b2205468e1bb8b2044e1bb9f|01/02/1990|2|-|66 - 010|01/01/2026|-|01/01/2026|0|-|4|x|$"
    ours = [roster_code(f"{_LOG}.2"), lot_code(f"{_LOG}.9"), certificate_code("0" * 26)]
    return [
        *(text.encode() for text in (card, insurance, *ours)),
        b"HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A5:S9MKN4NN3",
        b"HC1:" + b"0" * 3000,
        b"]d2010123456789012310A",
        b"|" * 400,
        b"https://a.example/\xff",
    ]


def _certificates() -> list[bytes]:
    claims = cbor2.dumps({1: "VN", 4: _T, 6: 1, -260: {1: dcc.plain(SHOT)}})
    slip_text = slip.sign(SLIP, _KEY.sign, device=1)
    card = b'{"iss":"https://a","nbf":1,"vc":{"type":["https://smarthealth.cards#health-card"],"credentialSubject":'
    card += b'{"fhirBundle":{"entry":[{"resource":{"resourceType":"Patient","name":[{"family":"A"}]}}]}}}}'
    listed = b'{"v":1,"made":"2022-01-01T00:00:00Z","keys":[{"kid":"AA==","alg":"ES256","spki":"AA=="}]}'
    bombs = [b"\x81" * 9000, b"\xd8\x1c\x81\xd8\x1d\x00", b"\x5b" + b"\xff" * 8, b"\0" * 70_000, b"[" * 9000]
    texts = [slip_text.encode(), b"HC1:6BF", b"shc:/2/3/5656", b"shc:/56"]
    return [claims, cbor2.dumps([b"\xa1\x01\x26", {}, claims, bytes(64)]), card, listed, *bombs, *texts, b""]


def _entries() -> list[bytes]:
    odd = [b"", b"\0", b"[" * 8000, b'{"k":"quote","t":1,"d":{"x":' + b"[" * 8000, b'{"k":"person","t":1,"x":"\xff"}']
    return [*_LINES, hole.of(_LINES[1]), *odd, b'{"k":"checkin","t":1,"of":' + b"9" * 4000 + b"}"]


def _references() -> list[bytes]:
    texts = (f"{_LOG}.2", f"{_LOG}.0000000001", "ZZZZZZZZZZZZZ.1", ".", f"{_LOG}.{'9' * 30}")
    return [text.encode() for text in texts]


def _sets() -> list[bytes]:
    good = cbor2.dumps([who.SET, who.of(brand=None, dose=3, totalDoses=3)])
    odd = [cbor2.dumps(one) for one in ({}, [], [{"name": "A"}], who.SET | {1: 2}, "x", who.of(date="2026-13-01"))]
    return [good, cbor2.dumps(who.SET), *odd, b"\x81" * 9000, b""]


def _told() -> list[bytes]:
    return [cbor2.dumps(dcc.plain(SHOT)), cbor2.dumps({1: "VN", 4: _T, -260: {3: [who.SET]}}), b""]


def _lists() -> list[bytes]:
    rows = "STT;Họ và tên;Ngày sinh;CCCD\n1;Lò Thị Dở;01/02/1990;066190001234"
    texts = ("STT", "Họ và tên", "Ngày sinh", "CCCD", "Giới tính")
    cells = "".join(f'<c r="{"ABCDE"[at]}1" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts))
    second = '<row r="2"><c r="B2"><f>A1&amp;"x"</f><v>1</v></c><c r="C2" s="1"><v>-7.5</v></c>'
    second += '<c r="D2" t="e"><v>#N/A</v></c></row>'
    sheet = f'<worksheet xmlns="{_SPREADSHEET}"><sheetData><row r="1">{cells}</row>{second}</sheetData></worksheet>'
    far = sheet.replace('r="D2"', 'r="XFD1048576"').replace('r="2"', 'r="1048576"')
    entity = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">]>' + sheet.replace("STT", "&c;")
    return [*(text.encode() for text in (rows, sheet, far, entity, sheet[:-40])), b"PK\x03\x04", b""]


def _forms() -> list[bytes]:
    fields = {"name": "Lò Thị Dở", "dob": "01/02/1990", "tel": "0905123456", "doc": "066190001234", "consent": "yes"}
    head = '--x\r\nContent-Disposition: form-data; name="'
    parts = "".join(f'{head}{name}"\r\n\r\n{text}\r\n' for name, text in fields.items())
    odd = [b"a=%ff&a=%00&=&&", b"name=" + b"%E1%BB" * 400, b"--x\r\n\r\n--x--", b"plan=" + b"9" * 400, b""]
    return [urlencode(fields).encode(), f"{parts}--x--\r\n".encode(), *odd]


_MADE = {
    "segment": _segments,
    "frames": _frames,
    "authorization": _headers,
    "statements": _statements,
    "bundle": lambda: [bundle.seal(Kind.REQUEST, [b"a", b"b"], _PUBLIC), b"VDU2", b"VDU1", b""],
    "letter": _frames,
    "code": _codes,
    "certificate": _certificates,
    "entry": _entries,
    "reference": _references,
    "who": _sets,
    "told": _told,
    "list": _lists,
    "form": _forms,
}
