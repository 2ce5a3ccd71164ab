"""Work that goes on in a thread beside `serve`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any


@contextmanager
def beside(name: str, work: Callable[..., None], *given: Any) -> Iterator[None]:
    """Runs `work(*given, stop)` in a thread of that name as long as the block lasts, then stops it and waits."""
    stop = Event()
    thread = Thread(target=work, args=(*given, stop), name=name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
