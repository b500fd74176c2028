"""The decorator that compiles a kernel and keeps its machine code where an edit cannot make it stale.

numba's own disk cache looks at the file of the decorated function only, so an edit in a function that it
*calls* goes unnoticed. Here the cache folder is named by a hash of everything that can reach the compiled
code: the module, every module of ours that it imports (directly or not), the installed plug-ins, and the
versions of Python, numba and numpy.
"""

import contextlib
import functools
import hashlib
import importlib.metadata
import importlib.util
import re
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, overload

import numba
import numpy as np
from numba.core.caching import FunctionCache
from numba.core.runtime import rtsys

from shieldwall.kernels.caches import STALE_AFTER_S, cache_root
from shieldwall.kernels.linking import linked, of_types

PLUGIN_GROUP = "shieldwall.models"

Function = TypeVar("Function", bound=Callable[..., Any])

_SETTINGS: Any = numba.config
_HOUSE = __name__.partition(".")[0]
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<origin>\.*[\w.]*)[ \t]+import[ \t]+(?:\((?P<block>[^)]*)\)|(?P<line>[^\n;]+))"
    r"|import[ \t]+(?P<modules>[^\n;]+))",
    re.MULTILINE,
)
_MADE: dict[str, bytes] = {}
_COMMENT = re.compile(r"#[^\n]*")


class _Source(NamedTuple):
    digest: bytes
    imports: tuple[tuple[str, tuple[str, ...]], ...]


@overload
def kernel(function: Function) -> Function: ...


@overload
def kernel(*, inline: bool = False) -> Callable[[Function], Function]: ...


def kernel(function: Any = None, *, inline: bool = False) -> Any:
    """Compile a function on its first call, without the GIL, and cache the machine code on disk.

    Used as `@kernel` or `@kernel(inline=True)`; the latter has the function merged into its callers by
    LLVM, for small functions inside hot loops. Division by zero gives infinity or not-a-number as in numpy,
    and nothing is reordered or contracted, so that the results equal those of plain Python. With
    NUMBA_DISABLE_JIT set the function is returned as it is. Where the cache folder cannot be written the
    kernel works uncached, and one RuntimeWarning says so.
    """
    if function is None:
        return functools.partial(kernel, inline=inline)
    if _SETTINGS.DISABLE_JIT:
        return function
    # Kernels own no memory, and counting references to the arrays that they pass on took four fifths of a run.
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "forceinline": inline, "_nrt": False}
    # Nor does anyone call them from C.
    options["no_cfunc_wrapper"] = True
    folder = _cache_folder(function.__module__, Path(function.__code__.co_filename))
    if folder is None:
        return _generic(linked(function, options, False))
    with _numba_cache_in(folder):
        dispatcher = linked(function, options, True)
        dispatcher._cache = _ReadyCache(function)
        return _generic(dispatcher)


class _ReadyCache(FunctionCache):
    """Loads machine code without all that numba can compile, which a compilation prepares for itself.

    numba prepares it before it looks for a file; a start that finds everything compiled took a third longer for it.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled before for a signature, or None."""
        # The functions of numba's runtime that machine code may call.
        rtsys.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            return of_types(self._load_overload(sig, target_context), sig)


def _generic(dispatcher: Any) -> Any:
    """Let a kernel be compiled for the types of its arguments and not for each constant that a caller may pass.

    numba types a constant as itself: the kernel that appends a row to the log was compiled for every pair of kind
    and reason, and the whole engine took a third longer.
    """
    template = dispatcher.get_call_template

    def plainly(args: Any, kws: Any) -> Any:
        found, how, types, named = template(tuple(map(_type_of, args)), {n: _type_of(kind) for n, kind in kws.items()})
        # Only these types: numba would weigh those of other callers too, and warn where one record begins as another.
        found.cases = [case for case in found.cases if case.args == tuple(types)] or found.cases
        return found, how, types, named

    dispatcher.get_call_template = plainly
    return dispatcher


def _type_of(kind: Any) -> Any:
    if isinstance(kind, numba.types.BaseAnonymousTuple):
        return numba.types.BaseTuple.from_types([_type_of(part) for part in kind])
    return numba.types.unliteral(kind)


def compiled_before(function: Callable[..., Any]) -> bool:
    """Tell whether a kernel can start at once: compiled in this process or on disk, or plain Python.

    The front asks this of the entry kernel, to announce the one long compilation.
    """
    dispatcher: Any = function
    if not hasattr(dispatcher, "signatures") or dispatcher.signatures:
        return True
    folder = dispatcher.stats.cache_path
    if folder is None or not Path(folder).is_dir():
        return False
    plain = dispatcher.py_func
    name = f"{plain.__qualname__}-{plain.__code__.co_firstlineno}".replace("<locals>", "locals")
    stem = f"{Path(plain.__code__.co_filename).stem}.{name}."
    return any(file.suffix == ".nbc" and file.name.startswith(stem) for file in Path(folder).iterdir())


def import_closure(module: str, path: Path) -> frozenset[str]:
    """Return the names of the modules whose text can reach the code of `module`, itself included.

    Imports are followed inside `shieldwall` and inside the module's own top-level package, relative ones and
    `from package import module` too, wherever in the file they stand; cycles are harmless.
    """
    tops = frozenset({_HOUSE, module.partition(".")[0]})
    found: set[str] = set()
    waiting = [(module, path)]
    while waiting:
        name, file = waiting.pop()
        if name in found:
            continue
        found.add(name)
        package = name if file.name == "__init__.py" else name.rpartition(".")[0]
        for origin, names in _source(file).imports:
            for target in _targets(origin, names, package):
                if target.partition(".")[0] in tops and target not in found:
                    place = _locate(target)
                    if place is not None:
                        waiting.append((target, place))
    return frozenset(found)


def _targets(origin: str, names: tuple[str, ...], package: str) -> Iterator[str]:
    """Absolute names of the modules that one import statement may take its names from."""
    level = len(origin) - len(origin.lstrip("."))
    if level:
        parents = package.split(".")
        base = ".".join([*parents[: len(parents) - level + 1], *filter(None, [origin.lstrip(".")])])
    else:
        base = origin
    submodules = [f"{base}.{name}" for name in names if _locate(f"{base}.{name}") is not None]
    yield from submodules
    if not names or len(submodules) < len(names):
        yield base


def count_in(module: str, text: str) -> None:
    """Count what a module makes of itself when it is imported into its caches and those of all that import it.

    To be called before the module's first kernel. What installed plug-ins make of a switch is such a text: whether
    one of them works may depend on more than its sources.
    """
    _MADE[module] = _MADE.get(module, b"") + text.encode()


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


@functools.cache
def _environment() -> bytes:
    """Digest of what is the same for all kernels: versions and installed plug-ins with their own sources."""
    seal = hashlib.sha256(f"{sys.version} {numba.__version__} {np.__version__}".encode())
    points = importlib.metadata.entry_points(group=PLUGIN_GROUP)
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        version = point.dist.version if point.dist is not None else ""
        seal.update(f"{point.name} {point.value} {version}".encode())
        top = point.module.partition(".")[0]
        place = _locate(point.module)
        if top == _HOUSE or place is None:
            continue
        names = sorted(import_closure(point.module, place))
        own = (_locate(name) for name in names if name.partition(".")[0] == top)
        for file in filter(None, own):
            seal.update(_source(file).digest)
    return seal.digest()


@functools.cache
def _cache_folder(module: str, path: Path) -> Path | None:
    """Make and return the cache folder of a module, or None if there is no writable place or no source."""
    if not path.is_file():
        return None
    seal = hashlib.sha256(_environment())
    for name in sorted(import_closure(module, path)):
        file = path if name == module else _locate(name)
        if file is not None:
            seal.update(name.encode() + _source(file).digest + _MADE.get(name, b""))
    root = cache_root()
    folder = root / f"{module}-{seal.hexdigest()[:16]}"
    try:
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        # A named file, since its making also renews the folder's time, which says when it was last used.
        tempfile.NamedTemporaryFile(dir=folder).close()
    except OSError as problem:
        _say_uncached(root, problem.strerror or str(problem))
        return None
    if fresh:
        _drop_stale(root, module, folder)
    return folder


@functools.cache
def _say_uncached(root: Path, problem: str) -> None:
    warnings.warn(
        f"compiled code cannot be kept in {root} ({problem}); it is compiled anew in each process. "
        "Set SHIELDWALL_CACHE to a folder that can be written.",
        RuntimeWarning,
        stacklevel=2,
    )


def _drop_stale(root: Path, module: str, keep: Path) -> None:
    """Delete long unused caches of earlier versions of a module."""
    limit = time.time() - STALE_AFTER_S
    for folder in root.glob(f"{module}-{'[0-9a-f]' * 16}"):
        with contextlib.suppress(OSError):
            if folder != keep and folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _numba_cache_in(folder: Path) -> Iterator[None]:
    before = _SETTINGS.CACHE_DIR
    _SETTINGS.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        _SETTINGS.CACHE_DIR = before
