"""The files of the built page: each by the one address that it has, from a list of what is on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


class PageFiles(Mapping[str, Path]):
    """The files of a built page by their addresses, listed anew where it is built anew while it is served."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed = listed(folder)

    def __getitem__(self, address: str) -> Path:
        """Return the file of an address, as the disk has it now; KeyError for none."""
        if address not in self._listed or not self._listed[address].is_file():
            self._listed = listed(self._folder)
        return self._listed[address]

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)


def page_files(folder: Path = PAGE) -> Mapping[str, Path]:
    """Return the files of the built page; InputError, saying how to build it, without them."""
    if not (folder / INDEX).is_file():
        raise InputError("the page is not built yet in this clone", instead="build and open it with: make view")
    return PageFiles(folder)


def listed(folder: Path) -> dict[str, Path]:
    """Return the files in a folder by their addresses; links lead nowhere."""
    found = {
        f"/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix in TYPES
    }
    return {"/": folder / INDEX, **found}
