"""The floors of the house: each contract of pyproject.toml holds, and each would notice a violation."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from tests.architecture.tree import PACKAGES, ROOT

_CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
_CONTRACTS = {options["id"]: options for options in _CONFIGURATION["contracts_options"]}
_KINDS: dict[str, type[Contract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}
_PLANTED = [
    ("floors", [("vaxdesk.domain.names", "vaxdesk.journal.line")]),
    ("floors", [("vaxdesk.sync.round", "vaxdesk.sheets.read")]),
    ("floors", [("vaxdesk.desk.board", "vaxdesk.ui.theme")]),
    ("floors", [("vaxdesk.ui.theme", "vaxdesk.desk.board")]),
    ("pure", [("vaxdesk.domain.names", "time")]),
    ("pure", [("vaxdesk.journal.line", "vaxdesk.words")]),
    ("ui", [("vaxdesk.ui.theme", "vaxdesk.store.store")]),
    ("ui", [("vaxdesk.ui.theme", "sqlalchemy")]),
    ("kit", [("vaxdesk.ui.kit.buttons", "vaxdesk.ui.screens.planted.view")]),
    ("screens", [("vaxdesk.ui.screens.planted.view", "vaxdesk.ui.screens.other.view")]),
    ("qt", [("vaxdesk.desk.board", "PySide6")]),
    ("words", [("vaxdesk.desk.board", "vaxdesk.words")]),
    ("tables", [("vaxdesk.desk.board", "vaxdesk.store.tables")]),
    ("cipher", [("vaxdesk.desk.board", "sqlcipher3")]),
    ("server", [("sync_server.web.app", "vaxdesk.store.store")]),
    ("server_floors", [("sync_server.segments.filing", "sync_server.reading.folder")]),
    ("server_floors", [("sync_server.operating.giving", "sync_server.keeping.backups")]),
    ("desktop", [("vaxdesk.cli", "sync_server.web.app")]),
    ("cycles", [("vaxdesk.ui.kit.cards", "vaxdesk.ui.theme"), ("vaxdesk.ui.theme", "vaxdesk.ui.kit.cards")]),
]


@pytest.fixture(scope="module")
def house() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


@pytest.fixture
def empty_house(house: grimp.ImportGraph) -> grimp.ImportGraph:
    """The same modules without one import, so that only what a test plants can be found."""
    empty = grimp.ImportGraph()
    planted = {"vaxdesk.ui.screens.planted", "vaxdesk.ui.screens.other"}
    for module in house.modules | planted | {f"{screen}.view" for screen in planted}:
        empty.add_module(module, is_squashed=module in house.modules and house.is_module_squashed(module))
    return empty


def _kept(contract_id: str, house: grimp.ImportGraph) -> bool:
    options: dict[str, Any] = _CONTRACTS[contract_id]
    contract = _KINDS[options["type"]](options["name"], _CONFIGURATION["session_options"], options)
    check = contract.check(deepcopy(house), verbose=False)  # a check may change the graph
    if not check.kept:
        contract.render_broken_contract(check)  # the chain, among what pytest shows of a failed test
    return check.kept


@pytest.mark.parametrize("contract_id", _CONTRACTS)
def test_the_house_keeps_its_contract(contract_id: str, house: grimp.ImportGraph) -> None:
    assert _kept(contract_id, house)


@pytest.mark.parametrize(("contract_id", "imports"), _PLANTED)
def test_a_planted_import_is_noticed(
    contract_id: str, imports: list[tuple[str, str]], empty_house: grimp.ImportGraph
) -> None:
    assert _kept(contract_id, empty_house)
    for importer, imported in imports:
        empty_house.add_import(importer=importer, imported=imported)
    assert not _kept(contract_id, empty_house)


@pytest.mark.parametrize(("contract_id", "package"), [("floors", "vaxdesk"), ("server_floors", "sync_server")])
def test_a_new_package_needs_a_floor(contract_id: str, package: str, empty_house: grimp.ImportGraph) -> None:
    empty_house.add_module(f"{package}.planted")
    assert not _kept(contract_id, empty_house)


def test_every_contract_has_a_planted_import() -> None:
    assert {contract_id for contract_id, _ in _PLANTED} == set(_CONTRACTS)
