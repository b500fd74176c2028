"""Pictures as PNG (ISO/IEC 15948): eight bits of red, green and blue, each row filtered by the one above it."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: The filter that stands for "less the byte above".
_UP: Final = 2


def png(picture: NDArray[np.uint8]) -> bytes:
    """Return a picture, uint8[row, column, 3], as PNG."""
    rows, columns, _ = picture.shape
    flat = picture.reshape(rows, 3 * columns)
    # Bytes are taken from one another modulo 256.
    less = np.diff(flat, axis=0, prepend=np.zeros((1, 3 * columns), np.uint8))
    filtered = np.hstack([np.full((rows, 1), _UP, np.uint8), less])
    head = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(filtered.tobytes(), 3)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
