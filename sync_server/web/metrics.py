"""What Prometheus asks for, on an address of its own that is not for the world (text format 0.0.4).

Counts of answers come from the processes that serve; the condition of the server is asked of the database at each
scrape.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from sync_server.durable.database import reading
from sync_server.operating import condition
from sync_server.settings import Server

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where several processes count; set before any of them begins


class ConditionCollector:
    """Gauges of the whole server."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One value each; `vaxdesk_up` is 0 when the database does not answer."""
        try:
            with reading(self._server.engine) as conn:
                found = condition.whole(conn, self._server)
        except sa.exc.SQLAlchemyError:
            yield GaugeMetricFamily("vaxdesk_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("vaxdesk_up", "Whether the database answers.", value=1)
        yield GaugeMetricFamily("vaxdesk_devices", "Active devices.", value=found.devices)
        quiet = GaugeMetricFamily("vaxdesk_silent_devices", "Active devices without contact.", labels=("days",))
        for days, n in zip(("1", "3", "7"), found.silent, strict=True):
            quiet.add_metric((days,), n)
        yield quiet
        yield GaugeMetricFamily("vaxdesk_segments", "Segments filed.", value=found.positions)
        yield GaugeMetricFamily("vaxdesk_unread_segments", "Segments not folded yet.", value=found.unread)
        yield GaugeMetricFamily("vaxdesk_unread_seconds", "Age of the oldest of them.", value=found.oldest_ms / 1000)
        yield GaugeMetricFamily("vaxdesk_unsafe_segments", "Segments that no backup covers.", value=found.unsafe)
        yield GaugeMetricFamily("vaxdesk_database_bytes", "Size of the database.", value=found.bytes)
        issues = GaugeMetricFamily("vaxdesk_issues", "Issues that the checks found.", labels=("kind",))
        for kind, n in found.issues.items():
            issues.add_metric((kind,), n)
        yield issues


@contextmanager
def told_at(server: Server, host: str, port: int) -> Iterator[int]:
    """Answers Prometheus at an address as long as the block lasts; gives the port."""
    registry = CollectorRegistry() if FOLDER in os.environ else REGISTRY
    if FOLDER in os.environ:
        MultiProcessCollector(registry)
    mine: Any = ConditionCollector(server)
    registry.register(mine)
    listening, thread = start_http_server(port, addr=host, registry=registry)
    try:
        yield listening.server_address[1]
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
        registry.unregister(mine)
