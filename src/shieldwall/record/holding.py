"""One writer at a time: who writes to a place holds a lock beside it, and clears away what a killed one left.

What stands beside a place while it is written is called `.shieldwall-KEY.lock` and `.shieldwall-KEY-NUMBER.part`, KEY
being a hash of the place's name, which may itself be as long as names can be.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from shieldwall.quantities.errors import ShieldwallError

PART, OLD, LOCK = ".part", ".old", ".lock"
_LOCKS = re.compile(r"\.shieldwall-[0-9a-f]{12}\.lock")
#: Written and deleted before the work begins, bytes: about what a run with its report takes, and what a file.
TRIAL_OF_A_RUN, TRIAL_OF_A_FILE = 1 << 22, 1 << 16


class HeldError(ShieldwallError):
    """Another process is writing to the same place."""


@contextlib.contextmanager
def held(target: Path) -> Iterator[None]:
    """Hold a place against other processes; what killed ones left in its folder is cleared away first.

    Raises HeldError when another process holds it, OSError when nothing can be written beside it. Where the system or
    the disk knows no locks, the place is not held, and nothing is cleared away.
    """
    with contextlib.suppress(FileNotFoundError):
        # A name that is too long is refused now.
        target.lstat()
    lock = target.with_name(_key(target) + LOCK)
    handle = _locked(lock)
    if handle is _BUSY:
        instead = "wait until it is done, or give another name"
        raise HeldError(f"another shieldwall is writing to {target}; {instead}")
    try:
        if handle is not None:
            _clear(target)
        yield
    finally:
        if handle is not None:
            _let_go(lock, handle)


def beside(target: Path, ending: str) -> Path:
    """Return a name beside a place that nothing has: PART for what is being written, OLD for what it replaces."""
    return target.with_name(f"{_key(target)}-{secrets.token_hex(4)}{ending}")


def try_disk(path: Path, size: int) -> None:
    """Write a file of so many bytes and delete it again; raises OSError when the disk does not take it."""
    try:
        with path.open("xb") as stream:
            stream.write(secrets.token_bytes(size))
    finally:
        path.unlink(missing_ok=True)


def _key(target: Path) -> str:
    return f".shieldwall-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:12]}"


#: In place of a handle: somebody else has the lock.
_BUSY = -1
#: A disk without locks.
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


def _locked(lock: Path) -> int | None:
    """Return the handle of the locked file, _BUSY when another holds it, None where there are no locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Who held it last may have deleted the file between these two calls; then it guards nothing.
            if os.path.samestat(os.fstat(handle), os.lstat(lock)):
                return handle
        except FileNotFoundError:
            pass
        except BlockingIOError:
            os.close(handle)
            return _BUSY
        except OSError as error:
            os.close(handle)
            if error.errno in _NO_LOCKS:
                lock.unlink(missing_ok=True)
                return None
            raise
        os.close(handle)


def _let_go(lock: Path, handle: int) -> None:
    with contextlib.suppress(OSError):
        lock.unlink()
    os.close(handle)


def _clear(target: Path) -> None:
    """Clear away what killed writers left in the folder of a held place, and bring back what one had put aside."""
    names = sorted(entry.name for entry in os.scandir(target.parent))
    own = _key(target)
    _remove(target.parent, names, own, target)
    for name in names:
        if _LOCKS.fullmatch(name) and name != own + LOCK:
            left = target.with_name(name)
            with contextlib.suppress(OSError):
                handle = _locked(left)
                if handle is not None and handle is not _BUSY:
                    _remove(target.parent, names, name.removesuffix(LOCK), None)
                    _let_go(left, handle)


def _remove(folder: Path, names: list[str], key: str, target: Path | None) -> None:
    """Remove what was being written under a key; of what was put aside, only what has been replaced since."""
    for name in names:
        if re.fullmatch(re.escape(key) + r"-[0-9a-f]{8}\.(part|old)", name):
            left = folder / name
            if name.endswith(OLD) and (target is None or not os.path.lexists(target)):
                if target is not None:
                    left.rename(target)
            elif left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
