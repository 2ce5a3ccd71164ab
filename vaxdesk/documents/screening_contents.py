"""What a screening sheet and its consent form say, as plain text."""

from __future__ import annotations

import msgspec

from vaxdesk.documents.samples import STATION
from vaxdesk.domain.views import StationView


class PriorDose(msgspec.Struct, frozen=True, kw_only=True):
    """A dose given before; both empty make a line to be filled by hand. `date` is ISO, perhaps partial."""

    vaccine: str = ""
    date: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the form; `answer` None leaves both boxes empty. `note_label` asks for more, `note` is the reply."""

    no: str
    text: str
    answer: bool | None = None
    note_label: str = ""
    note: str = ""


class Vital(msgspec.Struct, frozen=True, kw_only=True):
    """A vital sign as it is written, e.g. `36,6`, with its unit."""

    label: str
    value: str = ""
    unit: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of several conclusions."""

    text: str
    ticked: bool = False


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """The two statements to choose from, and what was chosen; None: not yet. `by` and `phone` are the guardian's."""

    agree: str
    refuse: str
    given: bool | None = None
    group: str = ""
    by: str = ""
    phone: str = ""


class ScreeningContents(msgspec.Struct, frozen=True, kw_only=True):
    """What the sheet says. Empty fields become dotted lines; `prior` None leaves the doses open, empty means none.

    `title` and `basis` name the form (e.g. `QĐ 5785/QĐ-BYT`), `child` chooses the guardian's consent. Times are ISO.
    """

    station: StationView
    title: str
    basis: str
    questions: tuple[Question, ...]
    conclusions: tuple[Choice, ...]
    consent: Consent
    vitals: tuple[Vital, ...] = ()
    footnotes: tuple[str, ...] = ()
    child: bool = False
    name: str = ""
    dob: str = ""
    sex: str = ""
    document: str = ""
    phone: str = ""
    job: str = ""
    work: str = ""
    address: str = ""
    prior: tuple[PriorDose, ...] | None = None
    remark: str = ""
    screened_at: str = ""
    screened_by: str = ""
    code: str = ""
    code_text: str = ""
    printed_at: str = ""


def _sample_questions() -> tuple[Question, ...]:
    asked = (
        ("1", "Tiền sử rõ ràng phản vệ với vắc xin phòng COVID-19 lần trước hoặc các thành phần của vắc xin phòng "
              "COVID-19", "", ""),
        ("2", "Đang mắc bệnh cấp tính", "Bệnh", ""),
        ("3a", "Phụ nữ mang thai < 13 tuần *", "Tuần thai", ""),
        ("3b", "Phụ nữ mang thai ≥ 13 tuần *#", "Tuần thai", ""),
        ("4", "Phản vệ độ 3 trở lên với bất kỳ dị nguyên nào", "Loại tác nhân dị ứng", ""),
        ("5", "Đang bị suy giảm miễn dịch nặng, ung thư giai đoạn cuối đang điều trị hóa trị, xạ trị", "", ""),
        ("6", "Tiền sử dị ứng với bất kỳ dị nguyên nào", "Dị nguyên", "Tôm, cua: nổi mày đay, năm 2019"),
        ("7", "Tiền sử rối loạn đông máu/cầm máu", "", ""),
        ("8", "Rối loạn tri giác, rối loạn hành vi", "", ""),
        ("9", "Bất thường dấu hiệu sống (nếu có ghi rõ)", "", ""),
        ("10", "Các chống chỉ định/trì hoãn khác (ghi rõ)", "Ghi rõ", ""),
    )  # fmt: skip
    return tuple(
        Question(no=no, text=text, answer=bool(note), note_label=label, note=note) for no, text, label, note in asked
    )


SAMPLE = ScreeningContents(
    station=STATION,
    title="Phiếu sàng lọc trước tiêm chủng vắc xin phòng COVID-19 đối với người từ 18 tuổi trở lên",
    basis="QĐ 5785/QĐ-BYT",
    name="Nguyễn Thị Lành",
    dob="1990-01-01",
    sex="F",
    document="015190001234",
    phone="0912345678",
    job="Giáo viên",
    work="Trường tiểu học Xà Hồ",
    address="Thôn Cu Vai, xã Hạnh Phúc, tỉnh Lào Cai",
    prior=(
        PriorDose(vaccine="COVID-19 Vaccine AstraZeneca", date="2021-09-14"),
        PriorDose(vaccine="COVID-19 Vaccine AstraZeneca", date="2021-12-07"),
    ),
    questions=_sample_questions(),
    vitals=(
        Vital(label="Nhiệt độ", value="36,6", unit="°C"),
        Vital(label="Mạch", value="78", unit="lần/phút"),
        Vital(label="Huyết áp", value="118/76", unit="mmHg"),
        Vital(label="Nhịp thở", value="", unit="lần/phút"),
    ),
    conclusions=(
        Choice(text="Đủ điều kiện tiêm chủng ngay: tất cả đều KHÔNG"),
        Choice(text="Chống chỉ định tiêm chủng vắc xin cùng loại: CÓ tại mục 1"),
        Choice(text="* Phụ nữ đang mang thai và cho con bú: chống chỉ định với vắc xin Sputnik V"),
        Choice(text="Trì hoãn tiêm chủng: CÓ bất kỳ tại mục 2, 3a"),
        Choice(text="CÓ tại mục 10: bác sĩ chọn kết luận"),
        Choice(text="Chỉ định tiêm tại các cơ sở y tế có đủ điều kiện cấp cứu phản vệ: CÓ tại mục 4"),
        Choice(text="Nhóm thận trọng khi tiêm chủng: CÓ bất kỳ tại mục 3b#, 5, 6, 7, 8, 9", ticked=True),
    ),
    footnotes=(
        "* Phụ nữ đang mang thai và cho con bú: chống chỉ định với vắc xin Sputnik V.",
        "# Với phụ nữ mang thai ≥ 13 tuần: giải thích lợi ích/nguy cơ, ký cam kết nếu đồng ý tiêm và chuyển đến cơ sở "
        "có đủ điều kiện cấp cứu sản khoa.",
    ),
    consent=Consent(agree="Đồng ý tiêm chủng", refuse="Không đồng ý tiêm chủng", given=True,
                    group="8 - Giáo viên, người làm việc tại cơ sở giáo dục, đào tạo"),
    remark="Tiêm tại điểm tiêm, theo dõi đủ 30 phút",
    screened_at="2026-11-24T08:05",
    screened_by="BS. Hoàng Văn Sình",
    code="VXR:05444865523167665884105",
    code_text="VXR:0F3K7M9QX2TBW.41-05",
    printed_at="2026-11-24T08:06",
)  # fmt: skip
SAMPLE_CHILD = msgspec.structs.replace(
    SAMPLE,
    title="Bảng kiểm trước tiêm chủng vắc xin phòng COVID-19 đối với trẻ em từ 5 đến 17 tuổi",
    basis="QĐ 5002/QĐ-BYT",
    child=True,
    name="Sùng Thị Mỷ",
    dob="2016-03-12",
    document="",
    prior=(),
    questions=(
        Question(no="1", text="Tiền sử rõ ràng phản vệ với vắc xin phòng COVID-19 lần trước", answer=False),
        Question(no="2", text="Đang mắc bệnh cấp tính, mạn tính tiến triển", answer=False, note_label="Bệnh"),
        Question(no="6", text="Nghe tim, phổi bất thường", answer=False, note_label="Ghi rõ"),
    ),
    consent=Consent(agree="Đồng ý cho trẻ tiêm chủng", refuse="Không đồng ý cho trẻ tiêm chủng", by="Sùng A Páo",
                    phone="0987654321"),
)  # fmt: skip
