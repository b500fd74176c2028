"""What the machine code of a module depends on: its text, that of every module of ours that it imports, the plug-ins.

numba's own disk cache looks at the file of the decorated function only, so an edit in a function that it *calls* goes
unnoticed.
"""

import functools
import hashlib
import importlib.metadata
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np

PLUGIN_GROUP = "shieldwall.models"

_HOUSE = __name__.partition(".")[0]
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<origin>\.*[\w.]*)[ \t]+import[ \t]+(?:\((?P<block>[^)]*)\)|(?P<line>[^\n;]+))"
    r"|import[ \t]+(?P<modules>[^\n;]+))",
    re.MULTILINE,
)
_MADE: dict[str, bytes] = {}
_COMMENT = re.compile(r"#[^\n]*")


class CodeDigests(NamedTuple):
    """What the code of a module depends on: with all that it reaches, and where it only calls what others made."""

    whole: bytes
    part: bytes


class _Source(NamedTuple):
    digest: bytes
    imports: tuple[tuple[str, tuple[str, ...]], ...]


def import_closure(module: str, path: Path) -> frozenset[str]:
    """Return the names of the modules whose text can reach the code of `module`, itself included.

    Imports are followed inside `shieldwall` and inside the module's own top-level package, relative ones and
    `from package import module` too, wherever in the file they stand; cycles are harmless.
    """
    return frozenset(_reached(module, path))


@functools.cache
def code_digests(module: str, path: Path) -> CodeDigests:
    """Return digests of the texts that can reach the code of a module, as they stand now.

    What other modules make of themselves is in the first alone: a part holds no more of it than names and types.
    """
    # Packages of others may call each other.
    texts = hashlib.sha256(b"" if module.partition(".")[0] == _HOUSE else plugins_digest())
    reached = sorted(_reached(module, path).items())
    for name, file in reached:
        texts.update(name.encode() + _source(file).digest)
    digests = []
    for counted in (reached, [(module, path)]):
        seal = texts.copy()
        seal.update(repr([(name, _MADE[name]) for name, _ in counted if name in _MADE]).encode())
        digests.append(seal.digest())
    return CodeDigests(*digests)


@functools.cache
def versions_digest() -> bytes:
    """Return a digest of the versions of what compiles."""
    return hashlib.sha256(f"{sys.version} {numba.__version__} {np.__version__}".encode()).digest()


@functools.cache
def plugins_digest() -> bytes:
    """Return a digest of the installed plug-ins with their own sources."""
    seal = hashlib.sha256()
    points = importlib.metadata.entry_points(group=PLUGIN_GROUP)
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        version = point.dist.version if point.dist is not None else ""
        seal.update(f"{point.name} {point.value} {version}".encode())
        top = point.module.partition(".")[0]
        place = _locate(point.module)
        if top == _HOUSE or place is None:
            continue
        for name, file in sorted(_reached(point.module, place).items()):
            if name.partition(".")[0] == top:
                seal.update(_source(file).digest)
    return seal.digest()


def count_in(module: str, text: str) -> None:
    """Count what a module makes of itself when it is imported into its caches and the wholes of all that import it.

    To be called before the module's first kernel. A switch that leads to plug-ins is such a text, with their sources;
    whether one of them works may depend on more than these.
    Kernels elsewhere may call what is made so, but take no constant from it: their parts would not notice another one.
    """
    _MADE[module] = _MADE.get(module, b"") + text.encode()


def _reached(module: str, path: Path) -> dict[str, Path]:
    tops = frozenset({_HOUSE, module.partition(".")[0]})
    found: dict[str, Path] = {}
    waiting = [(module, path)]
    while waiting:
        name, file = waiting.pop()
        if name not in found:
            found[name] = file
            waiting += _imported(name, file, tops)
    return found


@functools.cache
def _imported(module: str, file: Path, tops: frozenset[str]) -> tuple[tuple[str, Path], ...]:
    """Names and files of the modules in some top-level packages that a module imports by itself."""
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    targets = {target for origin, names in _source(file).imports for target in _targets(origin, names, package, tops)}
    places = ((target, _locate(target)) for target in sorted(targets))
    return tuple((target, place) for target, place in places if place is not None)


def _targets(origin: str, names: tuple[str, ...], package: str, tops: frozenset[str]) -> Iterator[str]:
    """Absolute names of the modules that one import statement may take its names from."""
    level = len(origin) - len(origin.lstrip("."))
    if level:
        parents = package.split(".")
        base = ".".join([*parents[: len(parents) - level + 1], *filter(None, [origin.lstrip(".")])])
    else:
        base = origin
    if base.partition(".")[0] not in tops:
        return
    submodules = [f"{base}.{name}" for name in names if _locate(f"{base}.{name}") is not None]
    yield from submodules
    if not names or len(submodules) < len(names):
        yield base


@functools.cache
def _locate(name: str) -> Path | None:
    """Find the file of a module without importing it."""
    top, _, rest = name.partition(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    if not rest:
        return Path(spec.origin) if spec.origin and spec.origin.endswith(".py") else None
    for folder in spec.submodule_search_locations or ():
        stem = Path(folder, *rest.split("."))
        for place in (stem / "__init__.py", stem.with_name(stem.name + ".py")):
            if place.is_file():
                return place
    return None


@functools.cache
def _source(path: Path) -> _Source:
    """Digest and import statements of a file, read once in a process."""
    text = path.read_bytes()
    bare = _COMMENT.sub("", text.decode("utf-8", "replace")).replace("\\\n", " ")
    imports: list[tuple[str, tuple[str, ...]]] = []
    for found in _IMPORT.finditer(bare):
        listed = found["modules"] or found["block"] or found["line"]
        names = [words[0] for words in (part.split() for part in listed.split(",")) if words]
        if found["modules"]:
            imports += [(name, ()) for name in names]
        else:
            imports.append((found["origin"], tuple(names)))
    return _Source(hashlib.sha256(text).digest(), tuple(imports))
