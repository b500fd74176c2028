"""The files of the built page: each by the one address that it has, read from a list made at the start."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shieldwall.quantities.errors import InputError

PAGE: Final = Path(__file__).with_name("page")
INDEX: Final = "index.html"
#: Types by ending; a browser refuses a module that is none, and guesses nothing.
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pbf": "application/x-protobuf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


def page_files(folder: Path = PAGE) -> dict[str, Path]:
    """Return the files of the built page by their addresses; InputError, saying how to build it, without them."""
    if not (folder / INDEX).is_file():
        raise InputError("the page is not built yet in this clone", instead="build and open it with: make view")
    found = {
        f"/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix in TYPES
    }
    return {"/": folder / INDEX, **found}
