"""The EU Digital COVID Certificate (schema 1.0 to 1.3.x) as values: a person and a vaccination, test or recovery."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateContent, CertificateReason

COVID = "840539006"  # SNOMED CT, field `tg`
_ONE_ENTRY_SINCE = (1, 3)
_MOST_ENTRIES = 10  # before that version a certificate could hold several
_TIME = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}")

Text80 = Annotated[str, Meta(max_length=80)]
Plain = Annotated[str, Meta(pattern=r"\A[A-Z<]*\Z", max_length=80)]
Code = Annotated[str, Meta(max_length=80)]
Country = Annotated[str, Meta(pattern=r"\A[A-Z]{1,10}\Z")]
Count = Annotated[int, Meta(ge=1, le=99)]
Day = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}")]
Birth = Annotated[str, Meta(pattern=r"\A((19|20)[0-9]{2}(-[0-9]{2}){0,2}(T00:00:00)?)?\Z")]  # midnight: Bulgaria
Version = Annotated[str, Meta(pattern=r"\A[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}\Z")]


class Name(msgspec.Struct, frozen=True, omit_defaults=True):
    """`fn` surname, `gn` given names, each also as passports write it (ICAO 9303); one of the latter two is there."""

    fn: Text80 = ""
    gn: Text80 = ""
    fnt: Plain = ""
    gnt: Plain = ""


class Vaccination(msgspec.Struct, frozen=True, kw_only=True):
    """A dose `dn` of a series of `sd`, given on day `dt`; `ci` is the UVCI."""

    tg: Code
    vp: Code
    mp: Code
    ma: Code
    dn: Count
    sd: Count
    dt: Day
    co: Country
    issuer: Text80 = msgspec.field(name="is")
    ci: Text80


class Test(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A test of kind `tt`, taken at `sc`, with result `tr`."""

    tg: Code
    tt: Code
    sc: Annotated[str, Meta(max_length=40)]
    tr: Code
    co: Country
    issuer: Text80 = msgspec.field(name="is")
    ci: Text80
    nm: Text80 = ""
    ma: Code = ""
    tc: Text80 = ""


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """First positive test on day `fr`; counts from `df` until `du`, both included."""

    tg: Code
    fr: Day
    co: Country
    issuer: Text80 = msgspec.field(name="is")
    df: Day
    du: Day
    ci: Text80


class Dcc(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A certificate; exactly one of `v`, `t` and `r` has entries, from version 1.3 on exactly one."""

    ver: Version
    nam: Name
    dob: Birth
    v: tuple[Vaccination, ...] = ()
    t: tuple[Test, ...] = ()
    r: tuple[Recovery, ...] = ()

    @property
    def content(self) -> CertificateContent:
        """What it says of the person."""
        if self.v:
            return CertificateContent.VACCINATION
        return CertificateContent.TEST if self.t else CertificateContent.RECOVERY

    @property
    def entries(self) -> tuple[Vaccination | Test | Recovery, ...]:
        """Its entries, of whichever kind."""
        return self.v or self.t or self.r


def read(value: Any) -> Dcc:
    """The certificate in decoded CBOR or JSON.

    Raises:
        Unreadable: CONTENT.
    """
    try:
        found = msgspec.convert(_lean(value), Dcc)
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise Unreadable(CertificateReason.CONTENT, type(error).__name__) from None
    fault = _fault(found)
    if fault:
        raise Unreadable(CertificateReason.CONTENT, fault)
    return found


def plain(certificate: Dcc) -> dict[str, Any]:
    """The certificate as plain values, in the letters of the schema, ready for CBOR or JSON."""
    return msgspec.to_builtins(certificate)


def nfc(text: str) -> str:
    """Text as it is compared and shown: decoders behave as if it were in normal form C (hcert-spec 3.3.7)."""
    return unicodedata.normalize("NFC", text)


def _lean(value: Any) -> Any:
    """Without fields that say nothing: some issuers write null, or empty groups, for what the schema leaves out."""
    if not isinstance(value, dict):
        raise TypeError("no map")
    return {key: field for key, field in value.items() if field is not None and (key not in _GROUPS or field != [])}


_GROUPS = ("v", "t", "r")


def _fault(found: Dcc) -> str:
    """What is wrong beyond the types; empty for nothing."""
    if sum(map(bool, (found.v, found.t, found.r))) != 1:
        return "groups"
    most = 1 if tuple(map(int, found.ver.split(".")[:2])) >= _ONE_ENTRY_SINCE else _MOST_ENTRIES
    if len(found.entries) > most:
        return "entries"
    if not found.nam.fnt and not found.nam.gnt:
        return "name"
    days = [one.dt for one in found.v] + [day for one in found.r for day in (one.fr, one.df, one.du)]
    times = [one.sc for one in found.t]
    births = [found.dob[:10]] if len(found.dob) >= len("YYYY-MM-DD") else []
    return "" if all(map(_is_day, days + births)) and all(map(_is_time, times)) else "dates"


def _is_day(text: str) -> bool:
    """A day of the calendar, perhaps with a time behind it: some issuers write one where the schema wants none."""
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return len(text) == 10 or _is_time(text)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(_TIME.match(text))
