"""Files on a stick between desks and the server: carried now, later or twice, garbled, pulled out while written."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import msgspec

from sync_server.exchange import bundles
from sync_server.exchange.problems import Denied
from tests.sim.ledger import Violation
from tests.sim.wire import flipped
from vaxdesk.desk import usb
from vaxdesk.journal.bundle import BadBundle, Fault
from vaxdesk.journal.frames import BadFrames
from vaxdesk.store import files

if TYPE_CHECKING:
    from tests.sim.desk import SimDesk
    from tests.sim.world import World

_MOST = 12


class Stick(msgspec.Struct, frozen=True):
    """A file that somebody carries about; `answer` tells the server's from a desk's."""

    by: str
    data: bytes
    answer: bool = False


def stick(world: World) -> None:
    """A desk writes what waits to a stick, and sticks that are about get where they are going."""
    desk = world.desk()
    desk.survive(lambda: _write(world, desk))
    for _ in range(world.rng.randint(0, 3)):
        if world.sticks:
            _arrives(world, world.rng.choice(world.sticks))
    world.sticks = world.sticks[-_MOST:]


def _write(world: World, desk: SimDesk) -> None:
    package = usb.prepare(desk.as_desk())
    if isinstance(package, Fault):
        return
    stick = desk.home / "stick"
    stick.mkdir(exist_ok=True)
    old = world.rng.randbytes(40)
    (stick / package.name).write_bytes(old)
    if world.rng.random() < 0.2:
        _pulled_out(package, stick, old)
    file = usb.write(package, stick).file
    world.sticks.append(Stick(desk.name, usb.load(Path(file))))
    desk.ledger.note(f"{desk.name} wrote a stick: {package.entries} entries")
    shutil.rmtree(stick)


def _pulled_out(package: usb.Package, stick: Path, old: bytes) -> None:
    """The stick goes while it is written; what lay there under that name lies there still.

    Raises:
        Violation: it does not.
    """
    with mock.patch.object(files.os, "fsync", side_effect=OSError(errno.EIO, "gone")):
        try:
            usb.write(package, stick)
        except usb.Trouble:
            if (stick / package.name).read_bytes() != old:
                raise Violation("P1: a stick that was pulled out has half a file") from None
            return
    raise Violation("P1: a stick was pulled out, and nobody noticed")


def _arrives(world: World, one: Stick) -> None:
    """A file gets to the server, or an answer to its desk; now and then it stays on the stick and comes once more."""
    if world.rng.random() < 0.7:
        world.sticks.remove(one)
    garbled = world.rng.random() < 0.1
    data = flipped(one.data, world.rng) if garbled else one.data
    if one.answer:
        reader = next((desk for desk in world.desks if desk.name == one.by), None)
        if reader is not None:
            reader.survive(lambda: _read(reader, data))
        return
    world.ledger.note(f"a stick of {one.by} arrives{' garbled' if garbled else ''}")
    world.server_dares(lambda: _taken(world, one, data))


def _taken(world: World, one: Stick, data: bytes) -> None:
    try:
        outcome = bundles.take(world.center.server, data)
    except (BadBundle, Denied, BadFrames) as error:
        world.ledger.note(f"  refused: {error!r}")
        return
    world.sticks.append(Stick(one.by, outcome.answer, answer=True))


def _read(desk: SimDesk, data: bytes) -> None:
    try:
        found = usb.take(desk.as_desk(), data)
    finally:
        desk.look()
    desk.ledger.note(f"{desk.name} reads a stick: {type(found).__name__}")
