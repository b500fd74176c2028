"""The pictures of README.md and the gallery, drawn from real runs: `make pictures` writes them to docs/pictures/.

A picture carries a digest of what it shows: header (but for the code's own hash and version) and log of its run,
its words and its size. It is stale when what is drawn today has another digest, or looks otherwise as a thumbnail;
tests/contract/test_pictures.py says so. To add one, write its name and its maker in `PICTURES`.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, PngImagePlugin

import shieldwall as sw
from shieldwall.exercise.coverage_files import captioned
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import (
    AIR_COLOUR,
    FAINT,
    FATE_COLOURS,
    INK,
    MUTED,
    TRACKED_COLOUR,
    VIEW_COLOUR,
    WHITE,
    CaptionedFigure,
    style,
)
from shieldwall.outlets.landmarks import FRONTIER, LAKE_FILL, TOWN, WATER, WATER_NAME
from shieldwall.outlets.report import captioned_figures

FOLDER = Path(__file__).with_name("pictures")
#: Dots per inch, and the most bytes that a picture may have: a page of them should load at once.
SHARPNESS, MOST_BYTES = 130, 300_000
#: Colours of a picture: those that mean something, exactly, and for its relief as many as keep steps unseen.
#: The sea is that of a relief in its steps of shade.
SEA = "#d7e1eb"
LAND = (SEA, LAKE_FILL, WATER, WATER_NAME, FRONTIER, TOWN)
MEANT = (
    INK, MUTED, FAINT, WHITE, *dict.fromkeys(FATE_COLOURS.values()), TRACKED_COLOUR, VIEW_COLOUR, AIR_COLOUR, *LAND
)  # fmt: skip
COLOURS, ALIKE = 256, 6
#: What a header says of the code rather than of the run.
OF_THE_CODE = ("code", "version", "plugins")
#: Rows and columns of the thumbnail by which two pictures are compared.
THUMBNAIL = (24, 36)


@cache
def account(scenario: str) -> Account:
    """Return a built-in scenario's run of seed 1, replication 0, as outlets show it."""
    # A folder holds the coverage, too, which a run in memory has not asked for.
    with tempfile.TemporaryDirectory() as folder:
        return Account(sw.open(sw.run(scenario).save(Path(folder, "run"))).recording)


@cache
def report_of(scenario: str) -> dict[str, CaptionedFigure]:
    """Return the pictures of that run's report by name, all drawn at once."""
    return {one.name: one for one in captioned_figures(account(scenario))}


def of_run(scenario: str, picture: str) -> tuple[CaptionedFigure, bytes]:
    """Return a picture of a run's report by its name, and what it depends on."""
    said, found = account(scenario), report_of(scenario)
    if picture not in found:
        raise sw.InputError(f"the report has no picture {picture}", instead=f"name one of {', '.join(found)}")
    header = {name: value for name, value in said.header.items() if name not in OF_THE_CODE}
    return found[picture], json.dumps(header, sort_keys=True).encode() + said.recording.log.tobytes()


def of_coverage(scenario: str, *altitudes: str) -> tuple[CaptionedFigure, bytes]:
    """Return the map of what a group sees at some heights, as the command draws it, and what it depends on."""
    found = sw.coverage(scenario, altitudes)
    said = json.dumps([altitudes, sw.load(scenario).text, found.tables()], sort_keys=True, default=str)
    return captioned(found), said.encode()


#: Name of the file -> what draws it: a captioned figure, and the bytes that it depends on.
PICTURES: dict[str, Callable[[], tuple[CaptionedFigure, bytes]]] = {
    "slavic-shield-raid": lambda: of_run("slavic-shield-2019", "map"),
    "slavic-shield-defence": lambda: of_run("slavic-shield-2019", "map-close"),
    "slavic-shield-timeline": lambda: of_run("slavic-shield-2019", "timeline"),
    "slavic-shield-coverage": lambda: of_run("slavic-shield-2019", "coverage"),
    "slavic-shield-channels": lambda: of_run("slavic-shield-2019", "channels"),
    "slavic-shield-distance": lambda: of_run("slavic-shield-2019", "distance-to-go"),
    "slavic-shield-heights": lambda: of_coverage("slavic-shield-2019", "100 m", "1 km", "5 km"),
    "one-battery": lambda: of_run("one-battery", "map-close"),
}


def drawn(name: str) -> tuple[bytes, str]:
    """Return a picture as a PNG that carries its digest, and its words in place of it."""
    shown, content = PICTURES[name]()
    return as_png(shown, content), shown.alt


def as_png(shown: CaptionedFigure, content: bytes) -> bytes:
    """Return a picture as a small PNG that carries the digest of its words, its size and what it depends on."""
    buffer = io.BytesIO()
    with style():
        shown.figure.savefig(buffer, format="png", dpi=SHARPNESS, facecolor=WHITE)
    picture = Image.open(buffer).convert("RGB")
    about = PngImagePlugin.PngInfo()
    about.add_text("Digest", _digest(shown, content, picture.size))
    small = io.BytesIO()
    _fewer_colours(picture).save(small, "PNG", optimize=True, pnginfo=about)
    return small.getvalue()


def _fewer_colours(picture: Image.Image) -> Image.Image:
    meant = [ImageColor.getrgb(colour) for colour in MEANT]
    found = picture.quantize(COLOURS - len(meant), method=Image.Quantize.FASTOCTREE).getpalette() or []
    # A colour almost like one that means something would take its place here and there.
    common = [
        colour
        for colour in zip(*[iter(found)] * 3, strict=True)
        if min(max(abs(part - own) for part, own in zip(colour, one, strict=True)) for one in meant) > ALIKE
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in [*meant, *common] for part in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _digest(captioned: CaptionedFigure, content: bytes, size: tuple[int, int]) -> str:
    words = json.dumps([captioned.name, captioned.title, captioned.caption, captioned.alt, size]).encode()
    return hashlib.sha256(words + content).hexdigest()


def digest(picture: bytes) -> str:
    """Return the digest that a PNG carries, empty when it carries none."""
    with Image.open(io.BytesIO(picture)) as read:
        return str(read.info.get("Digest", ""))


def thumbnail(picture: bytes) -> NDArray[np.float64]:
    """Return a picture as one sees it from afar: rows and columns of `GLANCE`, three colours from 0 to 1."""
    with Image.open(io.BytesIO(picture)) as read:
        seen: Any = read.convert("RGB").resize(THUMBNAIL[::-1], Image.Resampling.BOX)
    return np.asarray(seen, dtype=np.float64) / 255.0


def main(names: Iterable[str]) -> None:
    """Write the pictures of these names, or all."""
    FOLDER.mkdir(exist_ok=True)
    for name in list(names) or PICTURES:
        content, _ = drawn(name)
        path = FOLDER / f"{name}.png"
        if len(content) > MOST_BYTES:
            raise sw.ShieldwallError(f"{path.name} has {len(content)} bytes, more than {MOST_BYTES}; draw it smaller")
        path.write_bytes(content)
        print(f"docs/pictures/{path.name}: {len(content) / 1e3:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
