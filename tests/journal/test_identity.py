"""X.509 certificates of devices: reckoned from the server's key, read back, and refused from anybody else."""

from __future__ import annotations

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from vaxdesk.journal import identity
from vaxdesk.journal.enrolment import Certificate

SERVER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SERVER.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
DEVICE = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34))).public_key().public_bytes_raw().hex()
UNTIL = 1_900_000_000_000
STATED = Certificate(device=77, org=4012, unit="2025-07:TRẠM 1/á", key=DEVICE, not_after=UNTIL, serial="")


def test_the_certificate_says_what_the_server_states() -> None:
    given = identity.credentials(SERVER, STATED)
    expected = identity.Identity(device=77, feed=4012, unit="2025-07:TRẠM 1/á", key=DEVICE, not_after=UNTIL)
    assert identity.read(given.x509.encode(), PUBLIC) == expected
    assert identity.is_authority(given.ca, PUBLIC)


def test_a_server_put_back_from_a_backup_is_the_same_authority() -> None:
    again = Ed25519PrivateKey.from_private_bytes(SERVER.private_bytes_raw())
    assert identity.credentials(again, STATED) == identity.credentials(SERVER, STATED)
    later = identity.credentials(SERVER, msgspec.structs.replace(STATED, device=78))
    assert later.ca == identity.credentials(SERVER, STATED).ca
    serials = {x509.load_pem_x509_certificate(one.encode()).serial_number for one in (later.x509, later.ca)}
    assert len(serials) == 2


def test_another_authority_is_not_believed() -> None:
    foreign = identity.credentials(OTHER, STATED)
    assert identity.read(foreign.x509.encode(), PUBLIC) is None
    assert not identity.is_authority(foreign.ca, PUBLIC)
    own = identity.credentials(SERVER, STATED)
    assert not identity.is_authority(own.x509, PUBLIC), "a device is no authority"


def test_text_that_is_no_certificate_is_none() -> None:
    for text in ("", "-----BEGIN CERTIFICATE-----", "x" * 300):
        assert identity.read(text.encode(), PUBLIC) is None
        assert not identity.is_authority(text, PUBLIC)


@pytest.mark.filterwarnings("ignore:Parsed a serial number")  # what the library says of one that is not positive
def test_a_turned_bit_anywhere_changes_nothing_that_is_believed_and_raises_nothing() -> None:
    expected = identity.read(identity.credentials(SERVER, STATED).x509.encode(), PUBLIC)
    shown = x509.load_pem_x509_certificate(identity.credentials(SERVER, STATED).x509.encode())
    whole = shown.public_bytes(Encoding.DER)
    for at in range(len(whole) * 8):
        turned = bytearray(whole)
        turned[at // 8] ^= 1 << at % 8
        assert identity.read(bytes(turned), PUBLIC) in (None, expected), at


def test_the_authority_itself_names_no_device() -> None:
    given = identity.credentials(SERVER, STATED)
    assert identity.read(given.ca.encode(), PUBLIC) is None
