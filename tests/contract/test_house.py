"""The rules of the house that no linter knows: sizes, names, what compiled code may call and may not know.

Each rule is one test over every file that it concerns. To extend a rule, extend its list here.
"""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import shieldwall
from shieldwall.record import reasons

HOUSE = Path(__file__).resolve().parents[2]
SOURCE = HOUSE / "src" / "shieldwall"

COMPILED_ROOMS = ("kernels", "models", "engine", "assembly/draw")
JUNK_DRAWERS = {"base", "common", "core", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}

MODULE_LINES = 400
FUNCTION_LINES = 60
COMPILED_FUNCTION_LINES = 120
ARGUMENTS = 8
INHERITANCE = 2

# numba reaches the other modules of the compiled rooms through the decorator `kernel`.
NUMBA_MODULES = {"kernels/code_cache.py", "kernels/compiled.py", "kernels/linking.py", "kernels/sources.py"}

# What IEEE 754 rounds correctly or moves bit for bit; the rest of `math` depends on the machine's libm.
EXACT_MATH = {
    "ceil", "copysign", "fabs", "floor", "fmod", "frexp", "inf", "isfinite", "isinf", "isnan", "ldexp", "nan",
    "pi", "sqrt", "tau", "trunc",
}  # fmt: skip
# numpy's functions that end in libm, a vector library or BLAS, so that a kernel may not call them.
INEXACT_NUMPY = {
    "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctan2", "arctanh", "cos", "cosh", "sin", "sinc",
    "sinh", "tan", "tanh", "hypot", "deg2rad", "degrees", "rad2deg", "radians", "cbrt",
    "power", "float_power", "exp", "exp2", "expm1", "log", "log10", "log1p", "log2", "logaddexp",
    "convolve", "dot", "linalg", "matmul", "vdot",
}  # fmt: skip
# Reordered arithmetic, threads inside a run, sequential draws and slow containers.
UNREPEATABLE = {"fastmath", "jitclass", "parallel", "prange", "random", "secrets", "typed"}

# The blindfold: what acts on pictures never names what only the referee knows.
BLINDFOLDED = (
    "kernels/assignment.py",
    "kernels/filters.py",
    "kernels/fusion.py",
    "kernels/gates.py",
    "kernels/imm.py",
    "engine/command/*.py",
    "engine/fire/assessment.py",
    "engine/network/chain.py",
    "engine/network/directives.py",
    "engine/network/relay.py",
    "engine/fire/closing.py",
    "engine/fire/engagement.py",
    "engine/fire/envelope.py",
    "engine/fire/lowest.py",
    "engine/fire/launch.py",
    "engine/fire/reload.py",
    "engine/fire/tracking.py",
    "engine/fire/foreign.py",
    "engine/fire/salvos.py",
    "engine/fire/weapon_choice.py",
    "engine/network/messages.py",
    "engine/network/nets.py",
    "engine/network/partners.py",
    "engine/network/reports.py",
    "engine/network/routes.py",
    "engine/network/saturation.py",
    "engine/network/status.py",
    "engine/network/switches.py",
    "engine/network/upkeep.py",
    "engine/network/uses.py",
    "engine/sense/pointing.py",
    "engine/track/*.py",
    "models/commands/*.py",
    "models/doctrines/*.py",
    "models/guidance/*.py",
    "models/links/*.py",
)
# What hands truth on to a sensor, a fuze or the referee, asks the referee how a draw is named, or compiles all that.
SIGHTED = {
    "engine/ahead.py",
    "engine/run.py",
    "engine/fire/channel.py",
    "engine/fire/support.py",
    "engine/network/delivery.py",
    "engine/network/sharing.py",
}
SIGHTED_PHASES = ("engine/fly", "engine/referee", "engine/sense")
REFEREE_WORDS = {"referee", "truth", "truths"}

# Paths of somebody's machine and addresses of somebody's network, in any tracked text.
PRIVATE = re.compile(
    r"(?<![\w.~])/(?:home|root|Users|work|tmp|mnt|opt)/\w"
    r"|\b[A-Z]:\\Users\\"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host"
    r"|\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}\b(?!\.)(?=[:/])"
)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*rooms: str) -> list[Path]:
    """All modules of some rooms, or of the whole package."""
    folders = [SOURCE / room for room in rooms] or [SOURCE]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt | ast.keyword) else ""
    return f"{path.relative_to(HOUSE).as_posix()}{line}"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def kernels(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions decorated with `@kernel` or `@kernel(...)`, however it was imported."""

    def name_of(decorator: ast.expr) -> str:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")

    return [node for node in functions(tree) if "kernel" in map(name_of, node.decorator_list)]


def imported(tree: ast.AST) -> Iterator[tuple[ast.stmt, str, str]]:
    """Yield (statement, module, name) for every import; the name is empty for `import module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, "." * node.level + (node.module or ""), alias.name) for alias in node.names)


def identifiers(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield every name that code gives or uses and the fields in subscripts, not comments or docstrings."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                yield node, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node, name
            case ast.keyword(arg=str(name)):
                yield node, name
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                yield node, name


def words(identifier: str) -> set[str]:
    """Split an identifier at underscores, dots and capitals into lower-case words."""
    return set(re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", identifier).lower().replace(".", "_").split("_"))


def test_modules_stay_short() -> None:
    long = [f"{place(path)}: {count} lines" for path in modules() if (count := _lines(path)) > MODULE_LINES]
    assert not long


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_functions_stay_short() -> None:
    compiled = set(modules(*COMPILED_ROOMS))
    long = []
    for path in modules():
        limit = COMPILED_FUNCTION_LINES if path in compiled else FUNCTION_LINES
        for node in functions(parsed(path)):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > limit:
                long.append(f"{place(path, node)} {node.name}: {count} lines, at most {limit}")
    assert not long


def test_functions_take_few_arguments() -> None:
    crowded = []
    for path in modules():
        for node in functions(parsed(path)):
            count = len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])
            if count > ARGUMENTS:
                crowded.append(f"{place(path, node)} {node.name}: {count} arguments")
    assert not crowded


def test_inheritance_stays_shallow() -> None:
    bases: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = [ast.unparse(base).rpartition(".")[2] for base in node.bases]

    def depth(name: str) -> int:
        return 1 + max((depth(base) for base in bases[name] if base in bases), default=-1)

    assert not [f"{name}: {depth(name)} ancestors of ours" for name in bases if depth(name) > INHERITANCE]


def test_no_junk_drawers() -> None:
    named = [path for path in SOURCE.rglob("*") if path.suffix in {"", ".py"} and path.stem in JUNK_DRAWERS]
    assert not [place(path) for path in named]


def test_numba_is_reached_through_the_decorator() -> None:
    found = [
        place(path, node)
        for path in modules()
        if path.relative_to(SOURCE).as_posix() not in NUMBA_MODULES
        for node, module, _ in imported(parsed(path))
        if module.partition(".")[0] in {"numba", "llvmlite"}
    ]
    assert not found


def test_modules_import_in_no_circle() -> None:
    """Imports inside functions and for types alone count, too."""
    names = {".".join(path.relative_to(SOURCE.parent).with_suffix("").parts): path for path in modules()}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    needs = {
        name: {
            target
            for _, module, part in imported(parsed(path))
            for target in (f"{module}.{part}" if f"{module}.{part}" in names else module,)
            if target in names and target != name
        }
        for name, path in names.items()
    }
    assert sum(map(len, needs.values())) > 500
    # It raises CycleError, which names the circle.
    TopologicalSorter(needs).prepare()


def test_kernel_modules_keep_real_annotations() -> None:
    found = [
        place(path)
        for path in modules()
        if kernels(parsed(path)) and any(module == "__future__" for _, module, _ in imported(parsed(path)))
    ]
    assert not found


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("y = np.sin(x)", True),
        ("y = math.exp(x)", True),
        ("from math import atan2; y = atan2(a, b)", True),
        ("y = np.linalg.norm(x)", True),
        ("y = x ** 0.5", True),
        ("y = x ** n", True),
        ("y **= n", True),
        ("y = a @ b", True),
        ("y = np.sqrt(x) + math.floor(x) + x ** 2 + x ** -1", False),
    ],
)
def test_inexact_arithmetic_is_recognised(line: str, caught: bool) -> None:
    assert bool(list(inexact(ast.parse(line)))) is caught


def inexact(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what would reach libm or BLAS: functions of `math` and numpy, powers but whole constants, `@`."""
    libm = {name for _, module, name in imported(tree) if module == "math" and name not in EXACT_MATH}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name) if name in INEXACT_NUMPY:
                yield node
            case ast.Attribute(value=ast.Name(id="math" | "cmath"), attr=name) if name not in EXACT_MATH:
                yield node
            case ast.Name(id=name) if name in libm:
                yield node
            case ast.BinOp(op=ast.MatMult()) | ast.AugAssign(op=ast.MatMult()):
                yield node
            case ast.BinOp(op=ast.Pow(), right=exponent) | ast.AugAssign(op=ast.Pow(), value=exponent):
                if not re.fullmatch(r"-?\d+", ast.unparse(exponent)):
                    yield node


def test_kernels_are_exact() -> None:
    found = []
    for path in modules():
        compiled = {node for function in kernels(parsed(path)) for node in ast.walk(function)}
        culprits = [node for node in inexact(parsed(path)) if node in compiled]
        found += [f"{place(path, node)} {ast.unparse(node)}" for node in culprits]
    assert not found


def test_compiled_rooms_are_repeatable() -> None:
    found = [
        f"{place(path, node)} {name}"
        for path in modules(*COMPILED_ROOMS)
        for node, name in identifiers(parsed(path))
        if name in UNREPEATABLE
    ]
    assert not found


def blindfolded(pattern: str) -> list[Path]:
    """The modules that a pattern of the blindfold names."""
    return sorted(path for path in SOURCE.glob(pattern) if path.name != "__init__.py")


def test_the_blindfold_holds() -> None:
    found = []
    for path in (path for pattern in BLINDFOLDED for path in blindfolded(pattern)):
        named = [(node, name) for node, name in identifiers(parsed(path)) if words(name) & REFEREE_WORDS]
        named += [(node, module) for node, module, _ in imported(parsed(path)) if words(module) & REFEREE_WORDS]
        found += [f"{place(path, node)} {name}" for node, name in named]
    assert not found


@pytest.mark.parametrize("pattern", BLINDFOLDED)
def test_a_pattern_of_the_blindfold_names_a_module(pattern: str) -> None:
    assert blindfolded(pattern)


def test_every_module_of_the_engine_is_blindfolded_or_known_to_see() -> None:
    blind = {path for pattern in BLINDFOLDED for path in blindfolded(pattern)}
    files = {path.relative_to(SOURCE).as_posix(): path for path in modules("engine") if path.name != "__init__.py"}
    seeing = {name for name in files if name in SIGHTED or name.startswith(SIGHTED_PHASES)}
    assert {name for name, path in files.items() if path not in blind} <= seeing
    assert set(files) >= SIGHTED


def test_every_reason_is_given() -> None:
    """By the battle, or by what reads its log as intervals; what is imported is used, as the linter sees to."""
    givers = [*modules("engine", "models"), SOURCE / "analysis" / "holds.py"]
    given = {name for path in givers for _, module, name in imported(parsed(path)) if module.endswith("record.reasons")}
    table = {name for name, number in vars(reasons).items() if name.isupper() and isinstance(number, int)}
    assert len(table) == len(reasons.WORDS) > 40
    assert table - given - {"NO_REASON"} == set()
    assert not set(reasons.RETIRED) & set(reasons.WORDS)


def tracked() -> list[Path]:
    """The files under version control, or, outside a clone, those that a release would carry."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, check=False)  # noqa: S607
    if listed.returncode == 0:
        return [path for name in listed.stdout.split("\0") if name and (path := HOUSE / name).is_file()]
    return [path for top in ("src", "tests", "docs") for path in (HOUSE / top).rglob("*") if path.is_file()]


def test_no_machine_is_named() -> None:
    host = socket.gethostname()
    found = []
    for path in tracked():
        text = path.read_bytes()
        if b"\0" in text or path == Path(__file__).resolve():
            continue
        for number, line in enumerate(text.decode("utf-8").splitlines(), 1):
            if PRIVATE.search(line) or (len(host) > 8 and host in line):
                found.append(f"{place(path)}:{number} {line.strip()[:80]}")
    assert not found


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("open('/home/ann/notes')", True),
        ("see /tmp/run-7", True),
        (r"C:\Users\ann", True),
        ("--index-url https://mirror", True),
        ("http://10.1.2.3:8080", True),
        ("~/.cache/shieldwall, src/work/x, https://example.org/home/x", False),
        ("click-plugins==1.1.1.2", False),
    ],
)
def test_a_machine_is_recognised(line: str, caught: bool) -> None:
    assert bool(PRIVATE.search(line)) is caught


def configured_rooms() -> list[str]:
    """The rooms in the order of the import contract, top first."""
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(entry for entry in settings["tool"]["importlinter"]["contracts"] if entry["id"] == "rooms")
    return re.findall(r"[a-z]+", " ".join(contract["layers"]))


def test_the_map_shows_every_room() -> None:
    text = (HOUSE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z]+)` ", text, flags=re.MULTILINE) == configured_rooms()


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in sorted((HOUSE / "docs" / "decisions").glob("*.md"))]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize(("lock", "extras"), [("run", ["all"]), ("dev", ["dev"])])
def test_locks_hold_every_requirement(lock: str, extras: list[str]) -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    wanted, queue = set(), [*project["dependencies"], *(need for extra in extras for need in optional[extra])]
    while queue:
        need = queue.pop()
        own = re.fullmatch(r"shieldwall\[(.+)\]", need)
        if own:
            queue += [inner for extra in own[1].split(",") for inner in optional[extra]]
        else:
            wanted.add(re.split(r"[^\w.-]", need)[0].replace(".", "-").lower())
    text = (HOUSE / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w-]+)==", text, flags=re.MULTILINE))
    assert wanted | {"hatchling"} <= pinned
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= len(pinned)


def test_public_names_resolve() -> None:
    rooms: dict[str, str] = shieldwall._ROOMS
    waiting = {name for name, room in rooms.items() if not _exists(room)}
    assert all(getattr(shieldwall, name) is not None for name in rooms.keys() - waiting)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = shieldwall.nothing


def _exists(module: str) -> bool:
    path = SOURCE.parent.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_importing_the_package_imports_no_room() -> None:
    script = "import sys, shieldwall; print(*(name for name in sys.modules if name.startswith('shieldwall.')))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
