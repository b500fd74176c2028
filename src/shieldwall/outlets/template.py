"""Templates of pages: found beside the code, and compiled once."""

from __future__ import annotations

import contextlib
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from shieldwall.kernels.caches import cache_root

if TYPE_CHECKING:
    from jinja2 import Template

#: Folder of the compiled templates among the caches.
CACHE = "pages"
#: Where templates are sought.
HOUSE = "shieldwall.outlets"


def template(name: str, house: str = HOUSE) -> Template:
    """Return a template by its name and the package that holds it; ImportError without the extra `report`."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=FunctionLoader(partial(text, house=house)), bytecode_cache=_cache(),
    )  # fmt: skip
    return made.get_template(name)


def text(name: str, house: str = HOUSE) -> str:
    """Return the text of a file beside the code of a package."""
    return resources.files(house).joinpath(name).read_text(encoding="utf-8")


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
