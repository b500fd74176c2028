"""Compiled code on disk: a file for each kernel, its types and its processor, bound to them by its seal.

A file holds no more than a start needs. numba would add the intermediate code, three times as long, for functions that
link what was translated already; ours link parts.
"""

import contextlib
import hashlib
import pickle
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.runtime import rtsys

from shieldwall.kernels.caches import STALE_AFTER_S, read_sealed, say_once, say_unwritable, write_sealed


class CodeCache(_Cache):
    """What numba asks for the compiled code of one function, as a library of ours keeps it."""

    def __init__(self, function: Callable[..., Any], folder: Path, library: Any) -> None:
        self._function = function
        self._folder = folder
        self._library = library
        self._stem = f"{library.word}-{_file_word(function)}"

    @property
    def cache_path(self) -> str:
        """The folder of the function's module."""
        return str(self._folder)

    def holds_any(self) -> bool:
        """Tell whether anything was compiled before, whatever the types."""
        with contextlib.suppress(OSError):
            return any(file.name.startswith(f"{self._stem}.") for file in self._folder.iterdir())
        return False

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled before for a signature, or None."""
        if not self._library.is_machine_code:
            target_context.refresh()
        # The functions of numba's runtime that machine code may call. What else numba can compile is prepared by a
        # compilation for itself: a start that finds everything compiled took a third longer for it.
        rtsys.initialize(target_context)
        key = self._key(sig, target_context)
        body = read_sealed(self._file(key), key)
        if body is None:
            return None
        found = self._rebuilt(pickle.loads(body), target_context)  # noqa: S301  sealed, in the user's own cache
        # Types are told apart by their names in the key; two of one name would be taken for each other.
        return found if found is not None and tuple(found.signature.args) == tuple(sig) else None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Store what was compiled for a signature; where that cannot be, say so once."""
        library = data.library
        if library.has_dynamic_globals:
            say_once(
                f"the machine code of {self._function.__module__}.{self._function.__qualname__} holds an address of "
                "this process, such as that of a global array above 1 MB or with gaps, so it cannot be stored and is "
                "compiled anew in each process; pass the array as an argument"
            )
        if library.has_dynamic_globals or not library.can_be_stored():
            return
        key = self._key(sig, data.target_context)
        described = data.fndesc
        # The types of all variables: long, not needed again, and not always fit to be written.
        described.typemap = described.calltypes = None
        environments = tuple(data._find_referenced_environments()) if library.is_machine_code else ()
        payload = library.stored(), described, data.environment, data.signature, data.reload_init, environments
        fresh = not self._folder.exists()
        try:
            write_sealed(self._file(key), key, pickle.dumps(payload, -1))
        except OSError as problem:
            say_unwritable(problem)
            return
        if fresh:
            _drop_stale(self._folder)

    def enable(self) -> None:
        """Part of numba's interface; it is never disabled."""

    def disable(self) -> None:
        """Part of numba's interface; nobody asks for it."""

    def flush(self) -> None:
        """Part of numba's interface; a stale file has another name."""

    def _rebuilt(self, payload: Any, context: Any) -> Any:
        stored, described, environment, signature, reload_init, environments = payload
        library = self._library.restored(context.codegen(), stored)
        if library is None:
            return None
        for again in reload_init:
            again()
        entry = context.get_executable(library, described, environment)
        for other in environments:
            library.codegen.set_env(other.env_name, other)
        return CompileResult(
            typing_context=context.typing_context,
            target_context=context,
            entry_point=entry,
            typing_error=None,
            type_annotation="",
            signature=signature,
            objectmode=False,
            lifted=(),
            fndesc=described,
            library=library,
            call_helper=None,
            environment=environment,
            metadata=None,
            reload_init=reload_init,
            referenced_envs=environments,
        )

    def _key(self, sig: Any, context: Any) -> bytes:
        """All that tells this code from other code of the same sources: function, types, processor.

        Intermediate code is the same for all processors of a family, so that machines that share a cache share it.
        """
        code = hashlib.sha256(self._function.__code__.co_code).hexdigest()
        family, *processor = context.codegen().magic_tuple()
        made_for = [family, *processor] if self._library.is_machine_code else [family]
        return f"{self._stem} {code} {sig} {made_for}".encode()

    def _file(self, key: bytes) -> Path:
        return self._folder / f"{self._stem}.{hashlib.sha256(key).hexdigest()[:16]}"


def _file_word(function: Callable[..., Any]) -> str:
    name = function.__qualname__.replace("<", "").replace(">", "")
    return f"{name}-{function.__code__.co_firstlineno}"


def _drop_stale(keep: Path) -> None:
    """Delete long unused caches of earlier versions of a module."""
    module = keep.name.rpartition("-")[0]
    limit = time.time() - STALE_AFTER_S
    for folder in keep.parent.glob(f"{module}-{'[0-9a-f]' * 16}"):
        with contextlib.suppress(OSError):
            if folder != keep and _last_used(folder) < limit:
                shutil.rmtree(folder, ignore_errors=True)


def _last_used(folder: Path) -> float:
    return max(place.stat().st_mtime for place in (folder, *folder.iterdir()))
