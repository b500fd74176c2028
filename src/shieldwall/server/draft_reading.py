"""The text of a draft as it is read: a scenario, or what is wrong with it, in the words of `shieldwall check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shieldwall.catalogue.cache import load_text as parsed
from shieldwall.exercise.checking import warnings
from shieldwall.quantities.errors import InputError, InputWarning, quoted
from shieldwall.scenario import Scenario, load_text, names
from shieldwall.server.draft_files import NAMING, Origin
from shieldwall.terrain.elevation import BUILT_IN, FLAT, no_terrain
from shieldwall.text.nodes import Node


@dataclass(frozen=True, eq=False)
class Reading:
    """A text that was read: its scenario, None where it is none for the `errors`."""

    text: str
    origin: Origin
    scenario: Scenario | None
    errors: tuple[InputError, ...] = ()
    #: What it is as YAML, None where it is none.
    root: Node | None = None

    def problems(self) -> list[dict[str, Any]]:
        """Return what is wrong, in the order of the text; what is only doubtful is not looked for."""
        return [_plain(error, self.origin, "error") for error in self.errors]

    def all_problems(self) -> list[dict[str, Any]]:
        """Return what is wrong, or what is doubtful where nothing is, for which the raid is flown once."""
        return self.problems() or [_plain(warning, self.origin, "warning") for warning in self._warnings]

    @cached_property
    def plain(self) -> Any:
        """The text as plain data, values as they are typed; None where it is no YAML."""
        return None if self.root is None else self.root.plain()

    @cached_property
    def _warnings(self) -> tuple[InputWarning, ...]:
        return warnings(self.scenario) if self.scenario is not None else ()


def read(text: str, origin: Origin) -> Reading:
    """Read a text as `shieldwall check` does, but for files that it did not name when it was opened."""
    root = None
    try:
        root = parsed(text, origin.file)
        refused = tuple(_foreign(root, origin))
        if refused:
            return Reading(text, origin, None, refused, root)
        return Reading(text, origin, load_text(text, origin.file, origin.own), root=root)
    except InputError as error:
        return Reading(text, origin, None, (error, *error.others), root)


def _foreign(root: Node, origin: Origin) -> Iterator[InputError]:
    """Yield an error for each file that a text names and did not name when it was opened; the disk is not asked."""
    here = {"terrain": (*BUILT_IN, FLAT), "catalogue": (), "extends": names()}
    for key in NAMING:
        node = root.child(key)
        if node is None or not isinstance(node.value, str):
            continue
        value = node.value.strip()
        if value in here[key] or (key, value) in origin.named:
            continue
        if key == "catalogue" or any(sign in value for sign in "./\\~:"):
            yield node.error(
                f"the page opens no file that the scenario did not name before, and not {quoted(value)}",
                "edit the file itself, and open the page again",
            )
        elif key == "terrain":
            # A word: a file may be called so too, which the reader of scenarios would open.
            wrong = no_terrain(value)
            yield node.error(wrong.message, wrong.instead)


def _plain(one: InputError | InputWarning, origin: Origin, severity: str) -> dict[str, Any]:
    """Return a problem as plain data; `file` is said where it stands in another file, which the text extends."""
    other = one.file if one.file not in (None, origin.file) else None
    return {
        "line": one.line,
        "file": other.replace("\\", "/").rpartition("/")[2] if other else None,
        "path": one.path,
        "message": one.message,
        "instead": one.instead,
        "severity": severity,
    }
