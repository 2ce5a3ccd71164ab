"""How people of a commune are named, for the synthetic population: some names very often, most seldom.

Shares of family names are those that are commonly told of the Kinh (Nguyễn 38 %, Trần 11 %, Lê 9.5 %, …); those of
given names fall by rank. For judging, given names have other ranks than for fitting.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random

import msgspec

from vaxdesk.domain.names import fold

Drawn = tuple[str, str, str]


def _words(text: str) -> tuple[str, ...]:
    return tuple(one.replace("_", " ") for one in text.split())


_KINH = {
    "Nguyễn": 38.4, "Trần": 11, "Lê": 9.5, "Phạm": 7.1, "Huỳnh": 2.6, "Hoàng": 2.5, "Phan": 4.5, "Vũ": 2.0, "Võ": 1.9,
    "Đặng": 2.1, "Bùi": 2.0, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1.0, "Lý": 0.5, "Đinh": 0.8, "Đoàn": 0.7,
    "Lâm": 0.7, "Trịnh": 0.6, "Mai": 0.6, "Đào": 0.6, "Cao": 0.5, "Lương": 0.5, "Hà": 0.5, "Trương": 1.2, "Tạ": 0.3,
    "Tô": 0.3, "Chu": 0.3, "Quách": 0.2, "Thái": 0.2, "Tống": 0.2, "Kiều": 0.15, "Nghiêm": 0.1, "Khuất": 0.05,
    "Nguyễn Trần": 0.3, "Nguyễn Lê": 0.15, "Tôn Thất": 0.05, "Tôn Nữ": 0.05, "Âu Dương": 0.02, "Vi": 0.1, "Ninh": 0.1,
}  # fmt: skip
_OTHERS = {
    "Mông": "Giàng Vàng Sùng Thào Lý Hờ Mùa Cứ Hạng Tráng Ly Ma", "Thái": "Lò Cà Quàng Cầm Tòng Hoàng Lường Bạc Vì Đèo",
    "Mường": "Bùi Quách Đinh Bạch Hà Nguyễn Phạm Xa", "Tày": "Nông Hoàng Hà Ma La Đàm Lương Bế Triệu Nguyễn",
    "Khơ-me": "Thạch Sơn Danh Kim Châu Lâm Kiên Trần Lý",
}  # fmt: skip
_SONS = _words(
    "Hùng Dũng Tuấn Minh Đức Hưng Cường Thắng Nam Long Hải Sơn Hoàng Anh Huy Bình Thành Quang Trung Tùng Kiên Hiếu"
    " Phúc Khánh Quân Mạnh Toàn Tú Việt Duy Bảo Lộc Nghĩa Quyền Sỹ Thông Vượng Quý Đạt Thuỵ Hoà Lượng Mẫn Nhật Phong"
    " Sáu Tỵ Út Vỹ Xuân Yên Hậu Tân Tiến Trường Lâm Linh Khang Khoa Đăng Điền Định Độ Giang Hào Hiệp Hoan Học Hội Hồng"
    " Kha Khải Khiêm Luân Lực Lương Nguyên Nhân Ninh Pháp Phát Phú Phước Sang Sinh Tài Tâm Thái Thạch Thể Thiện Thịnh"
    " Thuận Tín Tính Triều Trí Trọng Trực Tuyên Tường Vinh Vũ Vương Gia_Bảo Minh_Quân Anh_Tuấn Đức_Anh Quốc_Bảo"
    " Bảy Tám Chín Mười Ba Tư Năm Hai Cảnh Chiến Chính Chung Công Danh Diện Doanh Đại Đông Đồng Được"
)
_DAUGHTERS = _words(
    "Hoa Lan Hương Hồng Hà Hằng Huyền Linh Thảo Trang Mai Nga Ngọc Nhung Oanh Phương Thanh Thuỷ Thu Tuyết Yến Vân Anh"
    " Lành Nguyệt Đào Phượng Quỳnh Mỹ Uyên Lựu Ưng Diễm Ý Hoà Hoè Bưởi Cúc Dịu Én Gấm Huệ Khuyên Liễu Mận Nữ Phấn"
    " Sương Thắm Vẻ Xoan Ắng Nghĩa Liên Loan Lý Ly Duyên Dung Dương Đoan Giang Hạnh Hậu Hiền Hoài Hợp Huế Kiều Kim"
    " Lài Lệ Lợi Luyến Lụa Minh My Na Ngà Ngân Nghi Ngoan Nguyên Nhàn Nhi Nhiên Như Quyên Sáu Sen Tâm Thắng Thêu Thoa"
    " Thơ Thơm Thuận Thuý Thư Thương Tiên Tình Trà Trâm Trinh Trúc Tú Tươi Út Vy Xuân Bích_Ngọc Phương_Anh Ngọc_Anh"
    " Thu_Hà Thanh_Hằng Kim_Anh Mỹ_Duyên Bảy Tám Chín Mười Ba Tư Năm Hai Bình Cẩm Chi Chuyên Đẹp Được"
)
_SONS_MONG = _words("Páo Chứ Sình Dế Lử Tủa Vảng Chống Sử Của Dơ Lềnh Sùng Tính Vừ Chư Dinh Khua Sếnh Nhìa")
_DAUGHTERS_MONG = _words("Mỷ Dở Chía Sáy Pà Dua Xế Cở Dợ Mai Ly Sua Chá Dí Mẩy Ca Vá Say Pàng Giống")
_EDE = ("Niê", "Mlô", "Êban", "Ayŭn", "Kbuôr", "Byă", "Ênuôl", "Hđơk", "Kpă", "Ksơr", "Rcăm", "Siu", "Rơ Mah")
_EDE_GIVEN = _words("Thông Bhiông Wăn Krông Blơ Hen Linh Duôn Rưi Bliă Yung Nguê Djuên Khiêm Loan Tuyết Mai Phương")
_MAN, _WOMAN = "Y ", "H'"
_MIDDLE_SONS = {"Văn": 55, "Đình": 6, "Quốc": 6, "Hữu": 6, "Trọng": 3, "Bá": 2, "Đức": 5, "Minh": 5, "Xuân": 5,
                "Công": 3, "Ngọc": 4, "Thanh": 4, "Anh": 2, "Duy": 2, "": 2}  # fmt: skip
_MIDDLE_DAUGHTERS = {"Thị": 66, "Thị Ngọc": 3, "Thị Thuý": 3, "Thị Thu": 4, "Thị Kim": 3, "Thị Thanh": 4, "Mỹ": 2,
                     "Ngọc": 5, "Thuỳ": 2, "Thanh": 3, "Phương": 2, "Hoài": 1, "": 2}  # fmt: skip


class Naming(msgspec.Struct):
    """How a people names its sons and daughters, each list with running sums of weights."""

    families: tuple[Sequence[str], Sequence[float]]
    middles: dict[str, tuple[Sequence[str], Sequence[float]]]
    given: dict[str, tuple[Sequence[str], Sequence[float]]]
    ede: bool = False

    def make(self, rng: Random, sex: str, family: str = "", middle: str = "") -> Drawn:
        """Family, middle and given name."""
        family = family or _drawn(rng, self.families)
        given = _drawn(rng, self.given[sex])
        return (family, "" if self.ede else middle or _drawn(rng, self.middles[sex]), given)

    def written(self, sex: str, family: str, middle: str, given: str) -> str:
        """As on papers; Ê-đê write the given name before that of the clan, and who is a man or a woman before both."""
        if self.ede:
            return f"{_MAN if sex == 'M' else _WOMAN}{given} {family}"
        return " ".join(one for one in (family, middle, given) if one)

    def like(self, rng: Random, given: str, sex: str) -> str:
        """A twin's name: often one that begins alike, as Hùng and Hưng do."""
        names = self.given[sex][0]
        near = [one for one in names if one != given and fold(one)[:1] == fold(given)[:1]]
        return rng.choice(near if near and rng.random() < 0.6 else [one for one in names if one != given])


def _drawn(rng: Random, weighed: tuple[Sequence[str], Sequence[float]]) -> str:
    names, sums = weighed
    return rng.choices(names, cum_weights=sums)[0]


def _weighed(shares: dict[str, float]) -> tuple[Sequence[str], Sequence[float]]:
    return (tuple(shares), tuple(accumulate(shares.values())))


def _ranked(names: Sequence[str], *, other: bool, by: float = 0.8) -> tuple[Sequence[str], Sequence[float]]:
    order = list(dict.fromkeys(names))
    if other:
        Random(7).shuffle(order)
    return _weighed({name: (rank + 3) ** -by for rank, name in enumerate(order)})


def namings(*, other: bool) -> list[Naming]:
    """Of the communes of a population, as often as they are drawn; two in three are Kinh."""
    sons, daughters = _ranked(_SONS, other=other), _ranked(_DAUGHTERS, other=other)
    middles = {"M": _weighed(_MIDDLE_SONS), "F": _weighed(_MIDDLE_DAUGHTERS)}
    kinh = Naming(_weighed(_KINH), middles, {"M": sons, "F": daughters})
    found = [kinh] * 12
    for people, families in _OTHERS.items():
        given = {"M": sons, "F": daughters}
        used = middles
        if people == "Mông":
            given = {"M": _ranked(_SONS_MONG, other=other, by=0.5), "F": _ranked(_DAUGHTERS_MONG, other=other, by=0.5)}
            used = {"M": _weighed({"A": 9, "": 1}), "F": _weighed({"Thị": 9, "": 1})}
        found.append(Naming(_ranked(_words(families), other=other), used, given))
    ede = _ranked(_EDE_GIVEN, other=other, by=0.4)
    found.append(Naming(_ranked(_EDE, other=other, by=0.5), middles, {"M": ede, "F": ede}, ede=True))
    return found
