"""Kernels that only other kernels call become machine code once, inside the kernel that Python calls.

numba makes each compiled function ready for Python, and each holds all that it calls: in a call chain ten deep the
deepest function was optimised and translated ten times, and had its arguments taken out of Python objects by code that
nobody ran. Here a kernel that another one calls is a *part*: typed, lowered, and stored as LLVM's intermediate code of
that function alone. A kernel that Python calls is a *whole*: it links the parts that it reaches, each once, and is
optimised and translated in one go. A kernel may be both.
"""

import functools
import gc
import hashlib
import operator
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import llvmlite.binding as llvm
import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

#: After so many new objects Python looks for garbage while something is compiled.
NEW_OBJECTS = 50_000


@functools.cache
def _short(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def _by_its_columns(record: Any) -> tuple[str, tuple[str]]:
    """Name a record type by its columns; numba counts record types as a process happens to meet them."""
    return "Record", (_short(str(record)),)


def _by_its_fields(group: Any) -> tuple[str, tuple[str]]:
    """Name a named tuple by its class and its types, which in full made names of 35 000 characters."""
    return group.instance_class.__name__, (_short(str(group)),)


numba.types.Record.mangling_args = property(_by_its_columns)
for _named in (numba.types.NamedTuple, numba.types.NamedUniTuple):
    _named.mangling_args = property(_by_its_fields)


def types_of(*arguments: Any) -> tuple[Any, ...]:
    """Return the types of arguments as compiled code knows them; they can be pickled for another process."""
    return tuple(numba.typeof(argument) for argument in arguments)


def compile_part(kernel: Any, types: tuple[Any, ...]) -> None:
    """Compile what a kernel and all that it calls are to other kernels, and store it on disk."""
    kernel.part.compile(types)


def parts_of(kernel: Any, types: tuple[Any, ...]) -> list[Any]:
    """Return the parts that a kernel reaches for some types of arguments, itself the first, compiled if need be."""
    part = kernel.part
    part.compile(types)
    return list(_reached([part.overloads[types].library]))


class Part(JITCodeLibrary):
    """The intermediate code of one kernel, and the parts that it calls; never machine code."""

    word = "part"
    is_machine_code = False
    #: Module, qualified name and types of the arguments: where another process finds the same part.
    origin: tuple[str, str, tuple[Any, ...]]
    _with_callees: Any = None

    def finalize(self) -> None:
        """Take in what numba's own functions bring; our own stay apart until a whole is made."""
        self._raise_if_finalized()
        called = dict.fromkeys(self._linking_libraries)
        self._linking_libraries = [library for library in called if isinstance(library, Part)]
        for library in called:
            self._reload_init.update(library._reload_init)
            if not isinstance(library, Part):
                self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalize_dynamic_globals()
        self._final_module.verify()
        self._finalized = True

    def alone(self) -> Any:
        """Return the code without that of the parts that it calls."""
        return super()._get_module_for_linking()

    def _get_module_for_linking(self) -> Any:
        """Return the code with all that it reaches, for a function of numba's that knows nothing of parts."""
        if self._with_callees is None:
            self._with_callees = self.alone().clone()
            for library in _reached(self._linking_libraries):
                if library is not self:
                    self._with_callees.link_in(library.alone(), preserve=True)
        return self._with_callees

    def get_pointer_to_function(self, name: str) -> int:
        """There is no machine code to point at."""
        del name
        self._ensure_finalized()
        return 0

    @property
    def codegen(self) -> Any:
        """What numba asks to place the function's environment, which only machine code has."""
        return _NOWHERE

    def can_be_stored(self) -> bool:
        """Tell whether another process can find all parts again that this one calls."""
        found = ((callee, _found(*callee.origin)) for callee in self._linking_libraries)
        return all(one is not None and one.library is callee for callee, one in found)

    def stored(self) -> Any:
        """Return what is written to disk: the part's own code, and all that it knows of the parts that it calls."""
        callees = [(callee.origin, _known(_found(*callee.origin))) for callee in self._linking_libraries]
        return self.name, self.origin, self._final_module.as_bitcode(), callees

    @classmethod
    def restored(cls, codegen: Any, stored: Any) -> Any:
        """Return the part as compiled before; None, so that it is compiled, if its callees are not those of then."""
        name, origin, code, callees = stored
        found = [_found(*where) for where, _ in callees]
        if any(one is None or _known(one) != then for one, (_, then) in zip(found, callees, strict=True)):
            return None
        library = cls(codegen, name)
        library.origin = origin
        library._final_module = llvm.parse_bitcode(code)
        library._linking_libraries = [one.library for one in found]
        library._finalized = True
        return library


class _Nowhere:
    """Takes environments and forgets them."""

    def set_env(self, name: str, environment: Any) -> None:
        """Do nothing."""


_NOWHERE = _Nowhere()


class Whole(JITCodeLibrary):
    """The machine code of a kernel and of all that it reaches."""

    word = "whole"
    is_machine_code = True

    def finalize(self) -> None:
        """Link each part once, optimise and translate.

        Python enters through the whole's own functions alone, so all others are internal to it: LLVM may then pass
        what they use of an array in registers, and need not copy the headers of all arrays at each call. They get names
        of this whole alone: the linker of machine code in memory looks up internal names, too, and would lead the code
        of others to functions that take their arguments elsewhere.
        """
        entries = {function.name for function in self.get_defined_functions()}
        for library in _reached(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            own = library.alone() if isinstance(library, Part) else library._get_module_for_linking()
            self._final_module.link_in(own, preserve=True)
        self._linking_libraries = []
        mark = hashlib.blake2s(" ".join(sorted(entries)).encode(), digest_size=6).hexdigest()
        for function in list(self.get_defined_functions()):
            if function.name not in entries:
                function.linkage = llvm.Linkage.internal
                function.name = f"{function.name}.{mark}"
        super().finalize()

    def can_be_stored(self) -> bool:
        """A whole holds all that it needs."""
        return True

    def stored(self) -> Any:
        """Return what is written to disk: the machine code, and what it defines."""
        made = self._final_module
        names = [one.name for one in (*made.functions, *made.global_variables) if not one.is_declaration]
        return self.name, self._get_compiled_object(), names

    @classmethod
    def restored(cls, codegen: Any, stored: Any) -> Any:
        """Return the whole as translated before."""
        name, code, defined = stored
        library = cls(codegen, name)
        library.enable_object_caching()
        library._set_compiled_object(code)
        library._finalize_final_module()
        # What numba asks before it looks a name up.
        codegen._engine._defined_symbols.update(defined)
        return library


def _reached(called: list[Any]) -> dict[Any, None]:
    """The libraries called, and the parts that they reach, each once."""
    reached: dict[Any, None] = {}
    waiting = list(called)
    while waiting:
        library = waiting.pop()
        if library not in reached:
            reached[library] = None
            if isinstance(library, Part):
                waiting += library._linking_libraries
    return reached


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Look for garbage seldom: typing makes millions of objects that stay, and looking through them took a twelfth."""
    usual = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _LinkedCompiler(Compiler):
    """numba's compiler, with a library of ours."""

    library: Any

    def compile_extra(self, function: Any) -> Any:
        """Compile a function into a fresh library."""
        if self.state.library is None:
            self.state.library = self.library(self.state.targetctx.codegen(), function.__qualname__)
            self.state.library.enable_object_caching()
            self.state.library.origin = (function.__module__, function.__qualname__, tuple(self.state.args))
        with _garbage_left():
            return super().compile_extra(function)

    def _compile_bytecode(self) -> Any:
        """Compile under a name that another process gives, too, so that it can take over what this one compiled."""
        identity = self.state.func_id
        if "<locals>" not in identity.func_qualname:
            text = f"{self.library.__name__} {identity.modname} {identity.func_qualname}"
            identity.unique_id = int.from_bytes(hashlib.blake2s(text.encode(), digest_size=6).digest(), "big")
            identity.unique_name = f"{identity.func_qualname}${identity.unique_id}"
        return super()._compile_bytecode()


class WholeCompiler(_LinkedCompiler):
    """Compiles what Python calls."""

    library = Whole


class PartCompiler(_LinkedCompiler):
    """Compiles what kernels call."""

    library = Part


def _known(compiled: Any) -> tuple[list[str], Any]:
    """What the code of a caller holds of a part: the names of its functions, and the type of what it returns.

    Names hold a number that another process may have given otherwise; the type may be another one where a module makes
    something else of itself.
    """
    return sorted(one.name for one in compiled.library.get_defined_functions()), compiled.signature.return_type


def _found(module: str, name: str, types: tuple[Any, ...]) -> Any:
    """Return a kernel compiled as a part for types of arguments, or None where there is none of that name."""
    try:
        kernel = operator.attrgetter(name)(sys.modules[module])
    except (KeyError, AttributeError):
        return None
    part = getattr(kernel, "part", None)
    if part is None:
        return None
    part.compile(types)
    return part.overloads[types]
