"""The pictures of the pages show what the models do today.

The rule: a picture carries a digest of its run's header (but for the code's own hash and version) and log, its words
and its size. It is stale when what is drawn today has another digest, or looks otherwise seen from afar. Fonts differ
from machine to machine, so bytes are not compared. `make pictures` draws all anew.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "docs" / "pictures"
SHOWN_ON = (HOUSE / "README.md", HOUSE / "docs" / "gallery.md", *sorted((HOUSE / "docs" / "how-to").glob("*.md")))
#: Mean difference of colours, 0 to 1, that other fonts may make.
ALIKE = 0.01


@cache
def maker() -> ModuleType:
    """The script that draws the pictures."""
    spec = importlib.util.spec_from_file_location("pictures", HOUSE / "docs" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pictures_are_those_of_the_table_and_each_is_shown() -> None:
    names = {path.stem for path in FOLDER.iterdir()}
    assert names == set(maker().PICTURES)
    pages = "".join(page.read_text(encoding="utf-8") for page in SHOWN_ON)
    assert set(re.findall(r"!\[[^\]]+\]\((?:docs/|\.\./)?pictures/([\w-]+)\.png\)", pages)) == names


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.stem)
def test_a_picture_is_small_and_carries_its_digest(path: Path) -> None:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) <= maker().MOST_BYTES <= 300_000
    assert re.fullmatch(r"[0-9a-f]{64}", maker().digest(content))


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(maker().PICTURES))
def test_a_picture_shows_what_its_run_does(name: str) -> None:
    stored = (FOLDER / f"{name}.png").read_bytes()
    fresh, _ = maker().drawn(name)
    assert maker().digest(stored) == maker().digest(fresh), "the picture is stale; renew it with: make pictures"
    assert np.abs(maker().thumbnail(stored) - maker().thumbnail(fresh)).mean() < ALIKE, (
        "it is drawn otherwise: make pictures"
    )


def test_a_picture_of_something_else_looks_otherwise() -> None:
    one, other = (
        maker().thumbnail((FOLDER / f"slavic-shield-{part}.png").read_bytes()) for part in ("raid", "defence")
    )
    assert np.abs(one - other).mean() > 2.0 * ALIKE
