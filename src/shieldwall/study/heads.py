"""The header of a study folder: what makes its battles what they are, and a hash of all that.

Two folders with one hash hold battles of one study, which may be put together; others never are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.study.work import KEY, Shard

FORMAT, VERSION = "shieldwall study", 2
#: A larger header is not of our making, bytes.
MOST_BYTES = 1 << 26
_SHOWN = 12
_ANEW = "go on with the version that wrote it, or begin a new study in another folder"


@dataclass(frozen=True)
class StudyHeader:
    """What a study's battles depend on: plain data of its text and its scenarios, its measures, the hash of the code.

    `study` is any mapping that JSON can hold. How many battles are wanted is no part of it: a study may be gone on with
    for more.
    """

    study: Mapping[str, Any]
    measures: tuple[str, ...]
    code: str

    def __post_init__(self) -> None:
        if not self.measures or len({*self.measures, *KEY}) < len(self.measures) + len(KEY):
            raise InputError("the measures of a study have names of their own", instead="name each measure once")

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all of it, hexadecimal."""
        whole = json.dumps(self._plain(), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()

    def _plain(self) -> dict[str, Any]:
        # Through JSON once, so that what is compared is what will be read again.
        plain = {"format": FORMAT, "version": VERSION, "code": self.code, "measures": self.measures}
        study: dict[str, Any] = json.loads(json.dumps({**plain, "study": dict(self.study)}, allow_nan=False))
        return study

    def written(self, shard: Shard | None = None) -> bytes:
        """Return the header as its file holds it, with the share that its folder has of the study."""
        extra = {} if shard is None else {"shard": str(shard)}
        return json.dumps({**self._plain(), **extra, "hash": self.hash}, ensure_ascii=False, indent=1).encode()

    def check(self, other: StudyHeader, place: str) -> None:
        """Raise InputError, saying in what they differ, unless a folder's header is this one."""
        if other.hash == self.hash:
            return
        if other.code != self.code:
            what = f"with other code ({other.code[:_SHOWN]}, and this is {self.code[:_SHOWN]})"
            raise InputError(f"{place} was fought {what}", instead=_ANEW)
        if other.measures != self.measures:
            what = f"{', '.join(other.measures)}, not {', '.join(self.measures)}"
            raise InputError(f"{place} counted {what}", instead="begin a new study in another folder")
        mine, its = (header._plain()["study"] for header in (self, other))
        names = sorted(name for name in mine.keys() | its.keys() if mine.get(name) != its.get(name))
        raise InputError(
            f"{place} is of another study: it differs in {', '.join(names)}", instead="give the folder of this study"
        )


def read_header(content: bytes, place: str) -> tuple[StudyHeader, Shard | None]:
    """Read a header and the share that its folder has; InputError when it is none, damaged, or of another format."""
    try:
        if len(content) > MOST_BYTES:
            raise ValueError("too long")
        read = json.loads(content)
        known = isinstance(read, dict) and read.get("format") == FORMAT
    except (ValueError, RecursionError) as error:
        raise _damaged(place) from error
    if not known:
        raise InputError(f"{place} is not the header of a study", instead="give a folder that a study wrote")
    if read.get("version") != VERSION or isinstance(read.get("version"), bool):
        version = quoted(str(read.get("version")), 12)
        raise InputError(f"{place} is of format {version}, and this version reads format {VERSION}", instead=_ANEW)
    try:
        header = StudyHeader(dict(read["study"]), tuple(map(str, read["measures"])), str(read["code"]))
        shard = Shard.read(str(read["shard"])) if "shard" in read else None
    except (LookupError, TypeError, ValueError) as error:
        raise _damaged(place) from error
    if read.get("hash") != header.hash:
        raise _damaged(place)
    return header, shard


def _damaged(place: str) -> InputError:
    return InputError(f"{place} is cut short, damaged or changed", instead="begin a new study in another folder")
