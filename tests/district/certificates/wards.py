"""Two stations of a commune and one of another province, with people at several stages on the way to a certificate."""

from __future__ import annotations

from sync_server.issuing import signing
from tests.issuing.people import FIRST, SECOND, brought, dose, identified, served, signer
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, read
from vaxdesk.domain.payloads import Person

MY = Person(name="Đặng Thị Mỵ", dob="1979-05-06", sex="F", doc="066179001122")
FAR_AWAY = Person(name="Hồ Văn Xa", dob="1980-02-02", sex="M", doc="046080001122")


class Wards:
    """TYT-01: one who waits for the site, one for the police; TYT-02 and TYT-09: one signed each."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.here, self.beside, self.far = Clinic(server), Clinic(server, "TYT-02"), Clinic(server, "TYT-09")
        self.unvouched = self.here.write("person", BAO)
        dose(self.here, self.unvouched, FIRST)
        dose(self.here, self.unvouched, SECOND)
        identified(self.here, self.unvouched, BAO)
        self.unknown = self.here.write("person", changed(MY, tel=""))
        dose(self.here, self.unknown, FIRST)
        dose(self.here, self.unknown, SECOND)
        self.signed, self.newest = served(self.beside)
        self.away, _ = served(self.far, FAR_AWAY)
        self.bring()
        self.sign()

    def bring(self) -> dict[str, str]:
        """Sends and reads everything; where everybody stands."""
        return brought(self.server, self.here, self.beside, self.far)

    def sign(self) -> int:
        """Signs what is due; how many that were."""
        with signer(self.server) as by:
            done = signing.step(self.server.server, by)
        read(self.server)
        return done.signed


__all__ = ["FAR_AWAY", "LANH", "MY", "Wards"]
