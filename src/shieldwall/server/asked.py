"""What is asked for in addresses: names, heights, places, tiles, with their limits; and kinds of what is answered."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Path, Query

from shieldwall.server.painted import WRITTEN

BYTES: Final = "application/octet-stream"
GEOJSON: Final = "application/geo+json"
PICTURE: Final = "image/png"
DRAWING: Final = "image/svg+xml"

#: A name as `names.name_for` makes it; the name of a threat or unit; a height above the ground, m; a number of a tile.
Short = Annotated[str, Path(max_length=64)]
Long = Annotated[str, Path(max_length=256)]
Height = Annotated[float, Query(ge=1.0, le=30_000.0)]
Low = Annotated[float, Query(ge=0.0, le=30_000.0)]
Tile = Annotated[int, Path(ge=0, le=1 << 24)]
Place = Annotated[str, Query(max_length=64)]
#: The colours of a painted tile, as `painted.Colours.read` takes them.
Paint = Annotated[str | None, Query(pattern=WRITTEN)]
#: Where a profile begins; `from` is a word of Python.
Start = Annotated[str, Query(alias="from", max_length=64)]
