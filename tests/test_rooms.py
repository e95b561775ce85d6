"""The rooms' direction: index → search ← web, no cycle among modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("index", "search", "web")
MAY_IMPORT = {"search": {"search"}, "index": {"index", "search"}, "web": {"web", "search"}}
INGEST = "web.api.ingest"  # the one module of web that may call index


@cache
def modules() -> dict[str, Path]:
    found = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path, *, at_top: bool) -> set[str]:
    """Names that a module imports from our rooms, those for type checkers only among them; at_top
    leaves out those inside functions. `from package import module` is an import of the module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(_at_top(tree)) if at_top else list(ast.walk(tree))
    names: set[str] = set()
    known = modules()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                part = f"{node.module}.{alias.name}"
                names.add(part if part in known else node.module or "")
    return {name for name in names if name.split(".")[0] in ROOMS}


def _at_top(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        yield node
        if isinstance(node, ast.If):
            yield from node.body


def test_rooms_import_only_in_their_direction() -> None:
    wrong = {
        f"{module} imports {name}"
        for module, path in modules().items()
        for name in imports(path, at_top=False)
        if name.split(".")[0] not in MAY_IMPORT[module.split(".")[0]]
        and not (module == INGEST and name.startswith("index."))
    }
    assert wrong == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    known = modules()
    graph = {
        module: {name for name in imports(path, at_top=True) if name in known} - {module}
        for module, path in known.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_the_rooms_are_read() -> None:
    assert {"search.service", "web.app", "index.draft"} <= modules().keys()
    assert "search.settings" in imports(ROOT / "web" / "app.py", at_top=True)
