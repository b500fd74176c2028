"""Pages ask many things at once of a server that has loaded little yet, so its threads import at the same time.

A thread that imports `package.part` holds the part while it waits for the package; another that is loading the package
waits for the part, if the package imports it. Python ends one of the two: `_DeadlockError`, and 500 to whoever asked.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import shieldwall

SOURCE = Path(shieldwall.__file__).parent
QUESTIONS = ["drivers/leakers", "spread/leakers", "settling/leakers", "ends"]
#: Asks all at once, while whatever is imported late takes its time to be found.
ASKED = f"""
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
from starlette.testclient import TestClient
from shieldwall.server.app import application
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.study.file import load_text

class Slow:
    @staticmethod
    def find_spec(name, path=None, target=None):
        time.sleep(0.2 if name.startswith("shieldwall.") else 0.0)

sys.meta_path.insert(0, Slow)
holdings = Holdings()
text = "study: 1\\nquestion: Why?\\nscenario: one-battery\\nfactors: {{57e6.reliability: cited}}\\nrows: 24\\n"
held = holdings.studies.hold(load_text(text, "why.yaml"), "why")
app = application(holdings, Jobs(), {{}})

def ask(what):
    page = TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
    return page.get(f"/api/studies/{{held.name}}/{{what}}").status_code

with ThreadPoolExecutor(8) as threads:
    print(json.dumps(list(threads.map(ask, {QUESTIONS}))))
"""


def printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_first_questions_that_come_at_once_are_answered() -> None:
    assert json.loads(printed(ASKED)) == [200] * len(QUESTIONS)


def test_a_package_that_loads_its_parts_is_loaded_before_the_server_asks_threads() -> None:
    loaded = set(printed("import sys, shieldwall.server.serving; print(*sys.modules)").split())
    packages = {named(file) for file in SOURCE.rglob("__init__.py") if loads_its_parts(file)}
    assert "shieldwall.exercise" in packages
    assert packages <= loaded


def test_no_thread_is_the_first_to_import_a_part_that_a_library_loads_itself() -> None:
    """`from library import part` waits for the library first, and holds nothing meanwhile."""
    late = [(file, *found) for file in SOURCE.rglob("*.py") for found in first_parts(ast.parse(file.read_text()))]
    libraries = {part.rpartition(".")[0] for _, _, part in late}
    assert "matplotlib" in libraries
    loaded = {library: printed(f"import sys, {library}; print(*sys.modules)").split() for library in libraries}
    assert [f"{file}:{line}" for file, line, part in late if part in loaded[part.rpartition(".")[0]]] == []


def first_parts(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The parts of other packages that functions import without their package, each with its line."""
    for function in ast.walk(module):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        imported: set[str] = set()
        for line, name in imports(list(ast.walk(function))):
            package = name.rpartition(".")[0]
            if package and package not in imported and not name.startswith("shieldwall"):
                yield line, name
            imported.add(name)


def imports(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """The modules that statements import, each with its line."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def loads_its_parts(file: Path) -> bool:
    """Whether loading a package imports modules of the package."""
    return any(name.startswith(named(file)) for _, name in imports(ast.parse(file.read_text()).body))


def named(file: Path) -> str:
    return ".".join(["shieldwall", *file.parent.relative_to(SOURCE).parts])
