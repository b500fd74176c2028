"""Builds the C twins of the two hot kernels, with their table layouts taken from the kernels, and calls them."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from figures.battle import LOOK
from figures.picture import Picture
from shieldwall.kernels import atmosphere
from shieldwall.kernels.assignment import CLAIM
from shieldwall.kernels.flight import AIRFRAME
from shieldwall.kernels.gates import PAIR, SLOT
from shieldwall.state.look import PLOT
from shieldwall.state.track import TRACK

SOURCES = Path(__file__).parents[1] / "twins"
COMPILERS = ("cc", "gcc", "clang")
#: As fast as the compiler can make it without reordering or contracting one operation.
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-std=c11", "-Wall", "-Wextra", "-shared", "-fPIC")
LAYOUTS = {"TRACK": TRACK, "PLOT": PLOT, "SLOT": SLOT, "PAIR": PAIR, "CLAIM": CLAIM, "LOOK": LOOK, "AIRFRAME": AIRFRAME}
NUMBERS = {"d": "double", "l": "int64_t", "q": "int64_t", "f": "float", "L": "uint64_t", "Q": "uint64_t"}


def compiler() -> str | None:
    """Path of the machine's C compiler, or None."""
    return next(filter(None, map(shutil.which, COMPILERS)), None)


def compiler_version() -> str:
    """First line of what the compiler says of itself."""
    done = subprocess.run([str(compiler()), "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.splitlines()[0]


def struct(name: str, layout: np.dtype) -> str:
    """C's struct of a table's row. Every field is eight bytes, so C lays it out as numpy does."""
    fields = {field: layout.fields[field][0] for field in layout.names}
    assert layout.itemsize == 8 * len(fields)
    members = " ".join(f"{NUMBERS[kind.char]} {field};" for field, kind in fields.items())
    return f"typedef struct {{ {members} }} {name};\n"


def picture_struct() -> str:
    """C's struct of a picture: the address and the length of each array."""
    tables = {id(layout): name for name, layout in LAYOUTS.items()}
    kinds = {"tracks": "TRACK", "batch": "PLOT", "slots": "SLOT", "pairs": "PAIR", "claims": "CLAIM"}
    assert set(kinds.values()) <= set(tables.values())
    plain = {"columns": "float", "words": "uint64_t", "assigned": "int64_t", "taken": "int64_t"}
    members = "".join(
        f"    {(kinds | plain).get(field, 'double')} *{field}; int64_t {field}_length;\n" for field in Picture._fields
    )
    return f"typedef struct {{\n{members}}} PICTURE;\n"


def air_table() -> str:
    """The table of the air, to the last bit."""
    rows = ",\n".join("{" + ", ".join(float(value).hex() for value in row) + "}" for row in atmosphere.AIR)
    names = {"RADIUS": atmosphere._RADIUS, "FLOOR": atmosphere.FLOOR, "CELL": float(atmosphere.CELL)}
    defines = "".join(f"#define AIR_{name} {value}\n" for name, value in {**names, "TOP": atmosphere.TOP}.items())
    return f"{defines}static const double AIR[{atmosphere.CELLS}][{atmosphere.COLUMNS}] = {{\n{rows}}};\n"


@cache
def library(stem: str) -> ctypes.CDLL:
    """The built twin of a kernel, by the name of its source."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        structs = "".join(struct(name, layout) for name, layout in LAYOUTS.items())
        (place / "layouts.h").write_text(f"#include <stdint.h>\n{structs}{picture_struct()}", encoding="utf-8")
        (place / "air.h").write_text(air_table(), encoding="utf-8")
        built = place / f"{stem}.so"
        source = SOURCES / f"{stem}.c"
        command = [str(compiler()), *FLAGS, "-Werror", f"-I{place}", str(source), "-o", str(built), "-lm"]
        subprocess.run(command, check=True)  # noqa: S603
        return ctypes.CDLL(str(built))


def follow(picture: Picture, looks: np.ndarray, first_look: int, last_look: int, plots: np.ndarray) -> int:
    """The twin of `picture.follow`."""
    call = library("gate_and_update").follow
    call.restype = ctypes.c_int64
    parts: list[int] = []
    for array in picture:
        parts += [array.ctypes.data, len(array)]
    packed = (ctypes.c_int64 * len(parts))(*parts)
    span = ctypes.c_int64(first_look), ctypes.c_int64(last_look)
    return int(call(packed, ctypes.c_void_p(looks.ctypes.data), *span, ctypes.c_void_p(plots.ctypes.data)))


def fly(table: np.ndarray, airframes: np.ndarray, kind: int, ticks: int, step: float, radius: float) -> None:
    """The twin of `batch.fly`."""
    numbers = ctypes.c_int64(table.shape[1]), ctypes.c_void_p(airframes.ctypes.data), ctypes.c_int64(kind)
    library("batch_flight").fly(
        ctypes.c_void_p(table.ctypes.data), *numbers, ctypes.c_int64(ticks), ctypes.c_double(step),
        ctypes.c_double(radius),
    )  # fmt: skip
