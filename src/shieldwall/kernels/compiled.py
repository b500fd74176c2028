"""The decorator that compiles a kernel and keeps its machine code where an edit cannot make it stale.

The cache folder is named by a hash of everything that can reach the compiled code: the module, every module of ours
that it imports (directly or not), the installed plug-ins where a switch leads to them, and the versions of Python,
numba and numpy.
"""

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, overload

import numba

from shieldwall.kernels.caches import cache_root
from shieldwall.kernels.code_cache import CodeCache
from shieldwall.kernels.linking import PartCompiler, WholeCompiler
from shieldwall.kernels.sources import code_digests, versions_digest

Function = TypeVar("Function", bound=Callable[..., Any])

_SETTINGS: Any = numba.config


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
    return function if _SETTINGS.DISABLE_JIT else Kernel(function, inline)


class Kernel:
    """A function that Python calls as a *whole* and other kernels call as a *part*, each made when first asked for.

    A start that finds everything compiled needs one in thirty of them.
    """

    def __init__(self, function: Callable[..., Any], inline: bool = False) -> None:
        functools.update_wrapper(self, function)
        self.py_func = function
        self._inline = inline
        source = Path(function.__code__.co_filename)
        # The texts as they stand when the module is imported, since the code is of those. What a function holds beside
        # its text cannot be told apart on disk.
        storable = source.is_file() and function.__closure__ is None
        self._sources = code_digests(function.__module__, source) if storable else None

    def __call__(self, *arguments: Any) -> Any:
        """Compute in machine code."""
        return self.whole(*arguments)

    @functools.cached_property
    def whole(self) -> Any:
        """What Python calls: numba's dispatcher."""
        return self._dispatcher(WholeCompiler)

    @functools.cached_property
    def part(self) -> Any:
        """What kernels call: a dispatcher whose code is never machine code."""
        return self._dispatcher(PartCompiler, no_cpython_wrapper=True)

    @functools.cached_property
    def _numba_type_(self) -> Any:
        """What numba takes the kernel for where compiled code names it."""
        return numba.types.Dispatcher(self)

    @property
    def is_compiling(self) -> bool:
        """What numba asks to find a function that calls itself."""
        return bool(self.part.is_compiling)

    def get_call_template(self, arguments: Any, named: Any) -> Any:
        """Return how numba is to type a call, for the types of its arguments and not for each constant passed.

        numba types a constant as itself: the kernel that appends a row to the log was compiled for every pair of kind
        and reason, and the whole engine took a third longer.
        """
        plain = tuple(map(_type_of, arguments)), {name: _type_of(kind) for name, kind in named.items()}
        found, how, types, rest = self.part.get_call_template(*plain)
        # Only these types: numba would weigh those of other callers too, and warn where one record begins as another.
        found.cases = [case for case in found.cases if case.args == tuple(types)] or found.cases
        return found, how, types, rest

    def get_overload(self, types: Any) -> Any:
        """Return the part's code for some types."""
        return self.part.get_overload(types)

    def starts_at_once(self) -> bool:
        """Tell whether the whole was compiled before, in this process or on disk, whatever the types."""
        cache = self.whole._cache
        return bool(self.whole.signatures) or (isinstance(cache, CodeCache) and cache.holds_any())

    def _dispatcher(self, compiler: Any, **options: Any) -> Any:
        # Kernels own no memory, and counting references to the arrays that they pass on took four fifths of a run.
        options |= {"nogil": True, "error_model": "numpy", "forceinline": self._inline, "_nrt": False}
        # Nor does anyone call them from C.
        options["no_cfunc_wrapper"] = True
        made: Any = numba.njit(self.py_func, pipeline_class=compiler, **options)
        if self._sources:
            made._cache = CodeCache(self.py_func, self._folder(compiler.library.word), compiler.library)
        return made

    def _folder(self, word: str) -> Path:
        seal = hashlib.sha256(versions_digest() + getattr(self._sources, word))
        return cache_root() / f"{self.__module__}-{seal.hexdigest()[:16]}"


def compiled_before(function: Callable[..., Any]) -> bool:
    """Tell whether a kernel can start at once: compiled in this process or on disk, or plain Python.

    The front asks this of the entry kernel, to announce the one long compilation.
    """
    return not isinstance(function, Kernel) or function.starts_at_once()


def _type_of(kind: Any) -> Any:
    if isinstance(kind, numba.types.BaseAnonymousTuple):
        return numba.types.BaseTuple.from_types([_type_of(part) for part in kind])
    return numba.types.unliteral(kind)
