"""A device key that never changes, for bytes that must never change."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DEVICE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = DEVICE.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LOG = "7ZK2M4P0Q9XTB"
LINES = [
    b'{"d":{"app":"1","device":"%s","station":"TYT-01"},"k":"open","t":1795400000,"u":0}' % PUBLIC.hex().encode(),
    *(f'{{"d":{{"pages":{i},"what":"Phiếu"}},"k":"print","t":179540000{i},"u":3}}'.encode() for i in range(3)),
]
