"""The topics of the public part in the order of the first page: modules or packages with `routes()` and `TILES`."""

from __future__ import annotations

from types import ModuleType

from sync_server.portal_pages import checks, correction, group, lookup, news, own, register, schedule, told

TOPICS: tuple[ModuleType, ...] = (lookup, own, schedule, register, group, told, correction, news, checks)
