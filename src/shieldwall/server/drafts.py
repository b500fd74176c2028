"""Drafts: texts of scenarios that are edited on the page, held here by name; the later of two edits is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Final

from shieldwall.quantities.errors import ShieldwallError
from shieldwall.quantities.positions import Position
from shieldwall.scenario import Scenario
from shieldwall.scenario.changes import Given, with_changes
from shieldwall.scenario.renaming import renamed
from shieldwall.server.draft_files import Origin, on_disk, write
from shieldwall.server.draft_reading import Reading, read
from shieldwall.server.held import TooLongError, not_held
from shieldwall.server.names import name_for

#: Bytes of the longest text, as the loader of scenarios has it; and drafts that are held at a time.
LONGEST: Final = 1 << 20
MOST: Final = 20


class OldVersionError(ShieldwallError):
    """Somebody else has edited the draft since."""


@dataclass(eq=False)
class Draft:
    """A text and its version, which each edit raises.

    `saved` is the text as it was opened or last saved, `on_disk` the same with the line ends of its file. A text is
    read without its `lock`, so that who asks for something else of the draft does not wait for that.
    """

    name: str
    origin: Origin
    text: str
    version: int = 1
    saved: str = ""
    on_disk: str = ""
    lock: RLock = field(default_factory=RLock, repr=False)
    _reading: Reading | None = None
    _to_read: Lock = field(default_factory=Lock, repr=False)
    surveying: Lock = field(default_factory=Lock, repr=False)
    _sound: Scenario | None = None
    _anchor: tuple[str, Position] | None = None

    def put(self, text: str, version: int) -> None:
        """Put another text in place of the one of a version.

        Raises OldVersionError where the draft is at another, and TooLongError.
        """
        self._edit(version, lambda _: text)

    def change(self, changes: Mapping[str, Given], version: int) -> None:
        """Change values by their paths, as `with_changes` does; comments stay. Raises as `put`, and InputError."""
        self._edit(version, lambda text: with_changes(text, changes, self.origin.file))

    def rename(self, path: str, name: str, version: int) -> None:
        """Give what stands at a path another name, as `renamed` does. Raises as `put`, and InputError."""
        self._edit(version, lambda text: renamed(text, path, name, self.origin.file))

    def save(self, version: int, anyway: bool = False) -> None:
        """Write a version into the file that it came from; raises OldVersionError, and what `write` does."""
        with self.lock:
            self._check(version)
            text = self.whole
            write(self.origin, text, self.on_disk, anyway)
            self.saved, self.on_disk = self.text, text

    def reload(self, version: int) -> None:
        """Put what its file holds now in place of a version; raises as `put` and `on_disk` do."""
        text = on_disk(self.origin)
        self.put(text, version)
        with self.lock:
            self.saved, self.on_disk = text.replace("\r\n", "\n"), text

    @property
    def title(self) -> str:
        """What the scenario is called, as far as it can be read."""
        plain = self.reading.plain
        found = plain.get("title") if isinstance(plain, dict) else None
        return found if isinstance(found, str) else self.origin.words

    @property
    def whole(self) -> str:
        """The text with the line ends that it was opened with."""
        return self.text.replace("\n", "\r\n") if "\r\n" in self.on_disk else self.text

    @property
    def anchored(self) -> Scenario:
        """The sound scenario on the plane of the first one, so that who moves a unit does not move the ground."""
        now = self.sound
        with self.lock:
            if self._anchor is None or self._anchor[0] != now.terrain:
                self._anchor = now.terrain, now.origin
            stated = now.stated_origin or self._anchor[1]
            return now.model_copy(update={"stated_origin": stated})

    @property
    def edited(self) -> bool:
        """Whether anything would be lost with it."""
        return self.text != self.saved

    @property
    def reading(self) -> Reading:
        """The text as it is read: a scenario, or what is wrong with it."""
        return self.latest[1]

    @property
    def latest(self) -> tuple[int, Reading]:
        """The version of the draft, and its text as it is read."""
        with self._to_read:
            with self.lock:
                version, text, known = self.version, self.text, self._reading
            if known is not None:
                return version, known
            found = read(text, self.origin)
            with self.lock:
                self._take(found)
            return version, found

    @property
    def sound(self) -> Scenario:
        """The scenario of the latest text that was one; InputError where none ever was."""
        now = self.reading
        with self.lock:
            if self._sound is None:
                raise now.errors[0]
            return self._sound

    def _edit(self, version: int, edit: Callable[[str], str]) -> None:
        with self.lock:
            self._check(version)
            before = self.text
        text = edit(before).replace("\r\n", "\n")
        if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
            raise TooLongError(f"a scenario holds at most {LONGEST >> 20} MiB", instead="make it shorter")
        # Where nothing changes, it may not have been read yet; where it does, the latest sound text must have been.
        now = self.reading
        found = now if text == before else read(text, self.origin)
        with self.lock:
            self._check(version)
            self.text = text
            self._take(found)
            self.version += 1

    def _take(self, found: Reading) -> None:
        """Hold what was read, where it is still of the text; the lock is held."""
        if found.text == self.text:
            self._reading = found
            self._sound = found.scenario or self._sound

    def _check(self, version: int) -> None:
        if version != self.version:
            raise OldVersionError(
                f"this draft is at version {self.version}, and version {version} was meant: another tab has edited it; "
                "load it again"
            )


class Drafts:
    """The drafts of a server by name."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}
        #: No name is given twice, since a tab may still ask for the draft that had it.
        self._names: set[str] = set()
        self._lock = RLock()

    def open(self, origin: Origin, text: str) -> Draft:
        """Hold a text as a draft; the oldest that holds no edit gives way to it where there are too many.

        Raises ShieldwallError when all that are held hold edits.
        """
        plain = text.replace("\r\n", "\n")
        with self._lock:
            if len(self._drafts) >= MOST:
                self._give_way()
            draft = Draft(name_for(origin.words, self._names), origin, plain, saved=plain, on_disk=text)
            self._names.add(draft.name)
            self._drafts[draft.name] = draft
        return draft

    def draft(self, name: str) -> Draft:
        """Return the draft of a name; NotHeldError when none is held by it."""
        found = self._drafts.get(name)
        if found is None:
            raise not_held("draft", name, self._drafts, "open a scenario again")
        return found

    def close(self, name: str) -> None:
        """Hold a draft no longer, edited or not."""
        with self._lock:
            self._drafts.pop(self.draft(name).name, None)

    def all(self) -> list[Draft]:
        """Return all drafts, the oldest first."""
        return list(self._drafts.values())

    def _give_way(self) -> None:
        idle = next((draft for draft in self._drafts.values() if not draft.edited), None)
        if idle is None:
            raise ShieldwallError(f"{MOST} drafts are open and hold edits; save or close one")
        del self._drafts[idle.name]
