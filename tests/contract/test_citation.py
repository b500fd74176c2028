"""CITATION.cff says how to cite Shieldwall, in the form 1.2.0 of the Citation File Format, and says what is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import shieldwall

HOUSE = Path(__file__).resolve().parents[2]
#: What the schema of the format 1.2.0 requires, and all of its other keys that we use.
REQUIRED = {"cff-version", "message", "title", "authors"}
USED = {"type", "abstract", "version", "license", "keywords"}


def test_the_citation_is_of_this_version_and_in_its_form() -> None:
    cited: dict[str, Any] = YAML(typ="safe", pure=True).load((HOUSE / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(cited) == REQUIRED | USED
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "software"
    assert cited["version"] == shieldwall.__version__
    assert cited["license"] == project["license"]
    assert cited["keywords"] == project["keywords"]
    assert cited["authors"] == project["authors"]


def test_the_readme_says_where_to_look() -> None:
    assert re.search(r"\[CITATION\.cff\]\(CITATION\.cff\)", (HOUSE / "README.md").read_text(encoding="utf-8"))
