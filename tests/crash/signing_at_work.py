"""A process that signs as those behind a server do, until it is killed."""

from __future__ import annotations

from multiprocessing.synchronize import Event as Told
from pathlib import Path
from threading import Event

from cryptography.hazmat.primitives.serialization import load_der_private_key

from sync_server import keys
from sync_server.durable.database import open_engine
from sync_server.issuing import worker
from sync_server.issuing.keys.held import Signer
from sync_server.settings import Server
from vaxdesk.certificates import cose


def work(database: str, folder: Path, signer: Signer, private: bytes, begun: Told) -> None:
    """Signs for ever; tells when it begins. `private` is the key as PKCS#8: opening it is not what is tried here."""
    server = Server(engine=open_engine(database), key=keys.load_or_make(folder))
    by = cose.signer(load_der_private_key(private, None), signer.key.kid)
    begun.set()
    worker.run(server, signer, by, Event())
