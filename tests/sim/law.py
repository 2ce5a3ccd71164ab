"""People are erased by law in a world: the order in the feed where they stand, and the holes at once or later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync_server.segments.hosted import Note
from vaxdesk.domain.payloads import Forget
from vaxdesk.journal import hole, ref
from vaxdesk.store import feeds

if TYPE_CHECKING:
    from tests.sim.desk import SimDesk
    from tests.sim.world import World


def erase(world: World) -> None:
    """The law has somebody erased; the holes are made at once, later, or when the server has died over it."""
    people = [one for one in world.center.filed() if (one["entry"] or {}).get("k") == "person"]
    if people:
        one = world.rng.choice(people)
        mark = hole.mark_of(one["line"].encode())
        said = Forget(entries=[one["ref"]], digests=[mark], person=one["ref"], basis="QĐ 1")
        unit, note = world.center.unit(one["feed"]), Note(kind="forget", payload=said)
        world.server_dares(lambda: world.center.write(unit, note))
        world.ledger.note(f"{one['ref']} erased")
    if world.rng.random() < 0.5:
        world.center.make_holes()


def line_of(desk: SimDesk, reference: str) -> dict[str, str]:
    """What stands under a reference at a desk, by the desk's name; nothing when it is not held."""
    name, seq = ref.split(reference)
    with desk.store.reading() as conn:
        held = feeds.held(conn, name)
        found = feeds.lines(conn, held.local_no, seq - 1, seq) if held else []
    return {desk.name: found[0].decode()} if found else {}
