"""Where everything is kept that can be computed again: machine code, masks, tables, parsed entries.

A file of the cache begins with a digest of its key and of its content, so that neither a damaged file nor one that
stands under another's name is taken for what was asked.
"""

import contextlib
import functools
import hashlib
import os
import tempfile
import time
import warnings
from pathlib import Path

_HOUSE = __name__.partition(".")[0]

#: What was not used for so long is dropped, s.
STALE_AFTER_S = 30 * 86400.0

_SEAL = hashlib.sha256().digest_size
#: What the disk said when something could not be kept.
_unkept: list[OSError] = []


def cache_root() -> Path:
    """Return the folder of all caches.

    It is $SHIELDWALL_CACHE, else $XDG_CACHE_HOME/shieldwall, else ~/.cache/shieldwall.
    """
    chosen = os.environ.get("SHIELDWALL_CACHE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / _HOUSE


def read_sealed(file: Path, key: bytes) -> memoryview | None:
    """Return what was written to a file under a key; None where there is no such file, or not as it was written."""
    try:
        content = memoryview(file.read_bytes())
    except OSError:
        return None
    if _seal(key, content[_SEAL:]) != content[:_SEAL]:
        say_once(f"a file of the cache {cache_root()} is damaged; it is made anew, which may take a minute or two")
        return None
    with contextlib.suppress(OSError):
        # The file's time says when it was last used.
        os.utime(file)
    return content[_SEAL:]


def write_sealed(file: Path, key: bytes, body: bytes) -> None:
    """Write beside the place and rename, so that a reader never sees half a file; OSError where that cannot be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(_seal(key, body))
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def say_unwritable(problem: OSError) -> None:
    """Warn, once in a process, that nothing can be kept, and how to mend it."""
    _unkept.append(problem)
    say_once(
        f"nothing can be kept in the cache {cache_root()} ({problem.strerror or problem}), so all is computed anew in "
        "each process; set SHIELDWALL_CACHE to a folder that can be written"
    )


def is_kept() -> bool:
    """Tell whether all that was computed in this process could be kept."""
    return not _unkept


@functools.cache
def say_once(remark: str) -> None:
    """Warn of something, once in a process."""
    warnings.warn(remark, RuntimeWarning, stacklevel=2)


@functools.cache
def drop_stale(folder: Path) -> None:
    """Delete the files of a folder that were not used for long; once in a process, since there may be thousands."""
    limit = time.time() - STALE_AFTER_S
    for file in folder.iterdir():
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < limit:
                file.unlink()


def _seal(key: bytes, body: bytes | memoryview) -> bytes:
    seal = hashlib.sha256(key)
    seal.update(body)
    return seal.digest()
