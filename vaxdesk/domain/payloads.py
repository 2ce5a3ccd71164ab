"""The catalogue of entry payloads: what the journal holds under the key `d` for each kind.

Fields are only ever added, always with a default; a changed meaning is a new kind (sync design, section 2.9).
Times are whole seconds since 1970 as the device believed them; days are ISO dates of the station's own calendar.
A reference to another entry is the text `LOG.seq`. Birth dates are ISO as far as known: `1990`, `1990-01-31`.
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads_cases import Answer, Ask
from vaxdesk.domain.payloads_catchup import Batch, Checked, Known, Photo
from vaxdesk.domain.payloads_certificates import Hcert, Uncert, Vouch
from vaxdesk.domain.payloads_cleaning import Complaint, PoliceList, Verified
from vaxdesk.domain.payloads_direction import Allocation, Target
from vaxdesk.domain.payloads_people import Amend, Appt, History, Person, Roster, Void
from vaxdesk.domain.payloads_places import Area, Checklist, Facility, Staff, UnitMap
from vaxdesk.domain.payloads_plan import Campaign, Plan, Task, Team
from vaxdesk.domain.payloads_station import Config, Open, Print, Ready, Session, SignIn, User
from vaxdesk.domain.payloads_stock import Count, Gtin, Lot, Stock, Temp, Vial, VialClose
from vaxdesk.domain.payloads_sync import (
    Checkpoint,
    Clock,
    Close,
    DaySeal,
    Differ,
    Forget,
    Grant,
    Plea,
    Quote,
    Resolve,
    Revoke,
    Same,
)  # fmt: skip
from vaxdesk.domain.payloads_told import Called, Told
from vaxdesk.domain.payloads_visit import Aefi, Cert, CheckIn, Decline, Inject, Leave, Screen

KINDS: dict[str, type[Payload]] = {
    "open": Open,
    "clock": Clock,
    "config": Config,
    "user": User,
    "signin": SignIn,
    "session": Session,
    "roster": Roster,
    "person": Person,
    "amend": Amend,
    "void": Void,
    "appt": Appt,
    "history": History,
    "checkin": CheckIn,
    "decline": Decline,
    "screen": Screen,
    "lot": Lot,
    "vial": Vial,
    "vialclose": VialClose,
    "inject": Inject,
    "leave": Leave,
    "aefi": Aefi,
    "cert": Cert,
    "print": Print,
    "batch": Batch,
    "known": Known,
    "checked": Checked,
    "ready": Ready,
    "photo": Photo,
    "stock": Stock,
    "count": Count,
    "temp": Temp,
    "gtin": Gtin,
    "close": Close,
    "dayseal": DaySeal,
    "checkpoint": Checkpoint,
    "quote": Quote,
    "same": Same,
    "differ": Differ,
    "resolve": Resolve,
    "ask": Ask,
    "answer": Answer,
    "grant": Grant,
    "revoke": Revoke,
    "forget": Forget,
    "plea": Plea,
    "campaign": Campaign,
    "plan": Plan,
    "task": Task,
    "team": Team,
    "facility": Facility,
    "area": Area,
    "staff": Staff,
    "unitmap": UnitMap,
    "checklist": Checklist,
    "policelist": PoliceList,
    "verified": Verified,
    "complaint": Complaint,
    "target": Target,
    "allocation": Allocation,
    "vouch": Vouch,
    "hcert": Hcert,
    "uncert": Uncert,
    "told": Told,
    "called": Called,
}

PERSON_FIELDS = tuple(name for name in Person.__struct_fields__ if name != "source")
