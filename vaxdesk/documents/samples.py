"""The synthetic station that the samples of all papers come from."""

from __future__ import annotations

from vaxdesk.domain.views import StationView

STATION = StationView(
    code="15041",
    name="Trạm Y tế xã Hạnh Phúc",
    address="Thôn Cu Vai, xã Hạnh Phúc, tỉnh Lào Cai",
    phone="0216 3800 000",
    commune="Xã Hạnh Phúc",
    province="Tỉnh Lào Cai",
    head="Hoàng Văn Sình",
)
