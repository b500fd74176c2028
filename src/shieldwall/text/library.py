"""Files that the package brings, by name, beside those that a person has, by path."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.text import loader


@dataclass(frozen=True)
class Library:
    """The folder `library` of a room, with a YAML file for each name; `noun` is what messages call one."""

    room: str
    noun: str

    def names(self) -> tuple[str, ...]:
        """Return the names that are built in."""
        library = resources.files(self.room) / "library"
        return tuple(sorted(entry.name.removesuffix(".yaml") for entry in library.iterdir()))

    def source(self, name_or_path: str | Path) -> tuple[str, str]:
        """Return the text that a name or a path leads to, and the name of its file; InputError when there is none."""
        name, names = str(name_or_path), self.names()
        wanted = f"write one of {', '.join(names)}, or a path such as my.yaml"
        if not name.strip():
            raise InputError(f"no {self.noun} is named", instead=wanted)
        if name in names:
            library = resources.files(self.room) / "library"
            return (library / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml"
        looks_like_a_path = "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))
        if looks_like_a_path or Path(name).exists():
            return loader.read(name), name
        raise InputError(f"there is no built-in {self.noun} {quoted(name)}", instead=f"{guessed(name, names)}{wanted}")

    def template(self) -> str:
        """Return the text of a small commented one to begin from."""
        return (resources.files(self.room) / "template.yaml").read_text(encoding="utf-8")
