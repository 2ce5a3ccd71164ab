"""The 54 ethnic groups (QĐ 121-TCTK/PPCĐ of 02/03/1979) and how lists spell them."""

from __future__ import annotations

from vaxdesk.domain.names import fold

GROUPS = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "Mông", "Dao", "Gia-rai", "Ngái", "Ê-đê", "Ba-na",
    "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ",
    "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Tà-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru",
    "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y",
    "Si La", "Pu Péo", "Brâu", "Ơ-đu", "Rơ-măm",
)
_ALIASES = {
    "hmong": "Mông", "h mong": "Mông", "meo": "Mông", "khmer": "Khơ-me", "kho me": "Khơ-me", "khome": "Khơ-me",
    "ede": "Ê-đê", "rade": "Ê-đê", "gia rai": "Gia-rai", "jarai": "Gia-rai", "jrai": "Gia-rai", "giarai": "Gia-rai",
    "bana": "Ba-na", "bahnar": "Ba-na", "xo dang": "Xơ-đăng", "sedang": "Xơ-đăng", "cao lan": "Sán Chay",
    "san chi": "Sán Chay", "san chay": "Sán Chay", "kho": "Cơ-ho", "k ho": "Cơ-ho", "coho": "Cơ-ho", "h re": "Hrê",
    "m nong": "Mnông", "raglai": "Ra-glai", "roglai": "Ra-glai", "stieng": "Xtiêng", "s tieng": "Xtiêng",
    "van kieu": "Bru-Vân Kiều", "bru": "Bru-Vân Kiều", "co tu": "Cơ-tu", "katu": "Cơ-tu", "kho mu": "Khơ-mú",
    "khmu": "Khơ-mú", "ta oi": "Tà-ôi", "chau ma": "Mạ", "cham": "Chăm", "man": "Dao", "sinh mun": "Xinh-mun",
}
_BY_NAME = {fold(name): name for name in GROUPS} | _ALIASES


def ethnic_group(text: str) -> str:
    """The usual spelling of a group from its name, another name or its code `01` to `54`; otherwise the text itself."""
    if text.isdigit() and 1 <= int(text) <= len(GROUPS):
        return GROUPS[int(text) - 1]
    return _BY_NAME.get(fold(text), text) if text else ""
