"""Templates of pages: found beside the code, and compiled once."""

from __future__ import annotations

import contextlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from shieldwall.kernels.caches import cache_root

if TYPE_CHECKING:
    from jinja2 import Template

#: Folder of the compiled templates among the caches.
CACHE = "pages"


def template(name: str) -> Template:
    """Return a template of this room by its name; ImportError without the extra `report`."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    house = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=FunctionLoader(text), bytecode_cache=_cache(),
    )  # fmt: skip
    return house.get_template(name)


def text(name: str) -> str:
    """Return the text of a file beside the code."""
    return resources.files("shieldwall.outlets").joinpath(name).read_text(encoding="utf-8")


def _cache() -> Any:
    """Return the cache of compiled templates on disk; None where it cannot be written."""
    from jinja2 import FileSystemBytecodeCache

    class Cache(FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Any) -> None:
            # A page is written without, too.
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)

    folder = cache_root() / CACHE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Cache(str(folder))
