"""What GDAL keeps beside a GeoTIFF: a mask, and in an .aux.xml what tools say of a file that they do not rewrite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

AUX, MASK = ".aux.xml", ".msk"
#: What an .aux.xml may say that changes heights or their place; most hold statistics, which change nothing.
_MATTERS = re.compile(rb"<(UnitType|NoDataValue|Scale|Offset|SRS|GeoTransform|ColorInterp|MaskBand)\b")


def places(path: Path) -> dict[str, Path]:
    """Return where side files of a GeoTIFF would be, by what their names add to its own."""
    return {added: path.with_name(path.name + added) for added in (AUX, MASK)}


def side_files(path: Path, largest: int) -> dict[str, bytes]:
    """Return the contents of side files by what their names add to that of a GeoTIFF, where they matter to it.

    Files of more than `largest` bytes, and what cannot be read, count as not there.
    """
    found = {}
    for added, beside in places(path).items():
        try:
            if beside.is_file() and beside.stat().st_size <= largest:
                found[added] = beside.read_bytes()
        except OSError:
            continue
    if not _MATTERS.search(found.get(AUX, b"")):
        found.pop(AUX, None)
    return found


@contextmanager
def opened(content: bytes, side: Mapping[str, bytes]) -> Iterator[Any]:
    """Yield a GeoTIFF held in memory, open in rasterio, with its side files."""
    import rasterio

    folder = str(uuid4())
    with ExitStack() as held:
        for added, beside in side.items():
            held.enter_context(rasterio.MemoryFile(beside, dirname=folder, filename=f"heights.tif{added}"))
        memory = held.enter_context(rasterio.MemoryFile(content, dirname=folder, filename="heights.tif"))
        yield held.enter_context(memory.open(driver="GTiff"))
