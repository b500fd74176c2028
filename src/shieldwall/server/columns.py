"""Columns as bytes: a directory in JSON, then arrays that a browser reads in place, each on a multiple of 8 bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ALIGNED: Final = 8
#: What a browser has typed arrays for, by the name that the directory says.
TYPES: Final[Mapping[str, np.dtype[Any]]] = {
    "f4": np.dtype("<f4"),
    "i4": np.dtype("<i4"),
    "u2": np.dtype("<u2"),
    "u1": np.dtype("u1"),
}


def packed(columns: Mapping[str, tuple[str, NDArray[Any]]], directory: Mapping[str, Any]) -> bytes:
    """Return columns (type and values by name) with their directory, to which further plain data belong.

    Four bytes say the length of the directory; offsets count from the first array.
    """
    places, arrays, offset = {}, [], 0
    for name, (kind, values) in columns.items():
        content = np.ascontiguousarray(values, TYPES[kind]).tobytes()
        places[name] = {"type": kind, "offset": offset, "length": len(values)}
        arrays.append(content + bytes(-len(content) % ALIGNED))
        offset += len(arrays[-1])
    text = json.dumps({**directory, "columns": places}, ensure_ascii=False, allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % ALIGNED)
    return b"".join((struct.pack("<I", len(text)), text, *arrays))
