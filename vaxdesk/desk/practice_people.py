"""Synthetic recipients for the practice station and for tests: invented, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Person

PEOPLE_MOST = 1_000_000  # beyond, citizen IDs would repeat


class Naming(NamedTuple):
    """How a people names its sons and daughters: `family middle given`, middle by sex."""

    eth: str
    families: tuple[str, ...]
    middles: dict[str, tuple[str, ...]]
    given: dict[str, tuple[str, ...]]


class Place(NamedTuple):
    """A commune before and since 01/07/2025; units as (code, name), large to small."""

    birth_code: str
    old: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
    new: tuple[tuple[str, str], tuple[str, str]]
    hamlets: tuple[str, ...]
    namings: tuple[int, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SONS = _words(
    "Hùng Dũng Tuấn Đức Khánh Phúc Quốc Thắng Trường Việt Ánh Bảo Cường Hiếu Lộc Nghĩa Quyền Sỹ Thông Vượng"
    " Quý Đạt Thuỵ Hoà Kiên Lượng Mẫn Nhật Phong Sáu Tỵ Út Vỹ Xuân Yên Ngạn Khoẻ Hậu"
)
_DAUGHTERS = _words(
    "Lành Hương Thuỷ Nguyệt Yến Đào Phượng Quỳnh Tuyết Ngọc Mỹ Thảo Uyên Hằng Lựu Ưng Diễm Ý Hoà Hoè"
    " Bưởi Cúc Dịu Én Gấm Huệ Khuyên Liễu Mận Nữ Oanh Phấn Sương Thắm Vẻ Xoan Ắng Nghĩa"
)
_COMMON = {"M": _SONS, "F": _DAUGHTERS}
_VAN_THI = {"M": ("Văn", "Đình", "Quốc", "Hữu", "Trọng", "Bá"), "F": ("Thị", "Thị", "Thị Ngọc", "Thị Thuý", "Mỹ")}

NAMINGS = (
    Naming("Kinh", _words("Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Đặng Đỗ Ngô Dương Hồ Lương Mai"), _VAN_THI, _COMMON),
    Naming(
        "Mông", _words("Sùng Giàng Vàng Thào Hờ Mùa Lý Hạng Cứ"), {"M": ("A",), "F": ("Thị",)},
        {"M": _words("Páo Chứ Sình Dế Lử Tủa Vảng Chống Sử"), "F": _words("Mỷ Dở Chía Sáy Pà Dua Xế Cở Dợ")},
    ),
    Naming("Thái", _words("Lò Cà Quàng Cầm Tòng Hoàng Lường Bạc"), {"M": ("Văn",), "F": ("Thị",)}, _COMMON),
    Naming("Mường", _words("Bùi Quách Đinh Bạch Hà"), {"M": ("Văn", "Công"), "F": ("Thị",)}, _COMMON),
    Naming(
        "Ê-đê", (), {},
        {"M": ("Thông Niê", "Bhiông Mlô", "Wăn Êban", "Krông Ayŭn", "Blơ Kbuôr"),
         "F": ("Hen Niê", "Linh Mlô", "Duôn Byă", "Rưi Ênuôl", "Bliă Hđơk")},
    ),
    Naming("Khơ-me", _words("Thạch Sơn Danh Kim Châu"), {"M": ("",), "F": ("Thị",)}, _COMMON),
)
PLACES = (
    Place(
        "015", (("15", "Tỉnh Yên Bái"), ("139", "Huyện Trạm Tấu"), ("04594", "Xã Xà Hồ")),
        (("15", "Tỉnh Lào Cai"), ("04585", "Xã Hạnh Phúc")),
        ("Thôn Cu Vai", "Bản Háng Xê", "Thôn Suối Giao"), (1, 1, 2, 0),
    ),
    Place(
        "014", (("14", "Tỉnh Sơn La"), ("125", "Huyện Mai Sơn"), ("04123", "Xã Chiềng Mung")),
        (("14", "Tỉnh Sơn La"), ("04123", "Xã Chiềng Mung")),
        ("Bản Nà Sản", "Bản Nà Hạ", "Tiểu khu 7"), (2, 2, 0),
    ),
    Place(
        "017", (("17", "Tỉnh Hoà Bình"), ("157", "Huyện Lạc Sơn"), ("05344", "Xã Tân Mỹ")),
        (("25", "Tỉnh Phú Thọ"), ("05347", "Xã Đại Đồng")),
        ("Xóm Bái", "Xóm Lọt", "Phố Re"), (3, 3, 0),
    ),
    Place(
        "066", (("66", "Tỉnh Đắk Lắk"), ("647", "Huyện Buôn Đôn"), ("24241", "Xã Ea Wer")),
        (("66", "Tỉnh Đắk Lắk"), ("24241", "Xã Ea Wer")),
        ("Buôn Tul", "Buôn Ea Prí", "Thôn 8"), (4, 4, 0),
    ),
    Place(
        "092", (("92", "Thành phố Cần Thơ"), ("927", "Huyện Thới Lai"), ("31294", "Xã Trường Xuân")),
        (("92", "Thành phố Cần Thơ"), ("31294", "Xã Trường Xuân")),
        ("Ấp Trường Ninh", "Ấp Thới Bình", "Ấp 3"), (0, 5),
    ),
)
_PHONE_HEADS = ("032", "035", "038", "079", "083", "091", "096", "098")
_GROUPS = ("10", "11", "13", "15", "15", "16")


def people(n: int, seed: int = 1, *, year: int = 2026) -> Iterator[Person]:
    """`n` recipients alive in `year`, aged 5 to 95, each with a citizen ID of valid structure that no other has.

    One in twenty-five of the old knows only the year of birth; one in five has no insurance card.
    """
    if n > PEOPLE_MOST:
        raise ValueError(n)
    rng = Random(seed)
    for index in range(n):
        yield _person(rng, index, seed=seed, year=year)


def _person(rng: Random, index: int, *, seed: int, year: int) -> Person:
    pick = rng.choice
    place = pick(PLACES)
    sex = pick("MF")
    naming = NAMINGS[pick(place.namings)]
    age = int(5 + 90 * rng.random() ** 1.6)
    born = year - age
    doc = _citizen_id(place.birth_code, sex, born, serial=(index * 7919 + seed * 104_729) % PEOPLE_MOST)
    whole = age < 60 or rng.random() > 0.04
    return Person(
        name=_name(rng, naming, sex),
        dob=f"{born}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}" if whole else str(born),
        sex=sex,
        doc=doc,
        old_doc=f"{pick('012')}{rng.randrange(10**8):08d}" if born < 2003 and rng.random() < 0.6 else "",
        bhyt=_insurance(rng, place, age) if rng.random() < 0.8 else "",
        tel=f"{pick(_PHONE_HEADS)}{rng.randrange(10**7):07d}",
        grp="8" if age < 18 else "9" if age > 65 else pick(_GROUPS),
        eth=naming.eth,
        nat="Việt Nam",
        **_address(rng, place),
    )


def _name(rng: Random, naming: Naming, sex: str) -> str:
    if naming.eth == "Ê-đê":
        return ("Y " if sex == "M" else "H'") + rng.choice(naming.given[sex])
    parts = (rng.choice(naming.families), rng.choice(naming.middles[sex]), rng.choice(naming.given[sex]))
    return " ".join(part for part in parts if part)


def _citizen_id(birth_code: str, sex: str, born: int, *, serial: int) -> str:
    century = 2 * (born // 100 - 19) + (sex == "F")
    return f"{birth_code}{century}{born % 100:02d}{serial:06d}"


def _insurance(rng: Random, place: Place, age: int) -> str:
    head = "TE1" if age < 6 else "HS4" if age < 18 else rng.choice(("HN2", "DT2", "GD4", "CN3", "DN4"))
    return f"{head}{place.old[0][0]}{rng.randrange(10**10):010d}"


def _address(rng: Random, place: Place) -> dict[str, str]:
    hamlet = rng.choice(place.hamlets)
    if rng.random() < 0.5:
        province, district, commune = place.old
        scheme = "2021"
    else:
        (province, commune), district, scheme = place.new, ("", ""), "2025-07"
    return {
        "adr": hamlet, "scheme": scheme, "province_code": province[0], "province": province[1],
        "district_code": district[0], "district": district[1], "commune_code": commune[0], "commune": commune[1],
    }


def citizen_payload(person: Person, *, card: int = 2021) -> str:
    """What the QR of the citizen card of 2021 (7 fields) or 2024 (11 fields) says."""
    units = (person.adr, person.commune, person.district, person.province)
    born = "".join(reversed(person.dob.split("-")))
    issued = f"{int(person.doc[-2:]) % 28 + 1:02d}{int(person.doc[-4:-2]) % 12 + 1:02d}{card}"
    fields = [person.doc, person.old_doc, person.name, born, "Nam" if person.sex == "M" else "Nữ",
              ", ".join(unit for unit in units if unit), issued]
    return "|".join(fields + [""] * 4 if card >= 2024 else fields)


def bhyt_payload(person: Person) -> str:
    """What the QR of the health insurance card says; names in hex, 15 fields, `$` at the end."""
    born = "/".join(reversed(person.dob.split("-")))
    code = person.bhyt[3:5]
    return "|".join([
        person.bhyt, person.name.encode().hex(), born, "1" if person.sex == "M" else "2",
        f"{person.adr}, {person.commune}".encode().hex(), f"{code} - 041", "01/01/2024", "-", "15/12/2023",
        f"{code}{person.doc}", "-", "4", "01/01/2027", f"{person.doc[-4:]}00badc0ffee0-7102", "$",
    ])


def personal_code_payload(person: Person, *, masked: bool = False) -> str:
    """What the personal code of PC-Covid says (QĐ 1405/QĐ-BTTTT), as shown by default (masked) or in full."""
    doc, dob = person.doc, person.dob if len(person.dob) == 10 else f"{person.dob[:4]}-01-01"
    ext = f"<{1 if person.sex == 'M' else 2}<{person.bhyt}<{person.tel}"
    if masked:
        doc, dob, ext = "*" * 6 + doc[6:], f"{dob[:4]}-**-**", ""
    return "|".join([doc, fold(person.name).upper(), dob, "0", f"1629793{person.doc[1:]}", ext])
