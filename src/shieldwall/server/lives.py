"""The battles that are watched live: one at a time; the last are remembered, so that a late page finds their run."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from threading import Lock
from typing import Final

from shieldwall.exercise.stepped import Stepped
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.scenario import Scenario
from shieldwall.server.held import not_held
from shieldwall.server.live import DONE, Keep, Live, Store

#: Battles that are remembered.
REMEMBERED: Final = 4


class OneAtATimeError(ShieldwallError):
    """A battle is watched already; answered as 409."""


class Lives:
    """The battles by name, the latest last."""

    def __init__(self) -> None:
        self._held: dict[str, Live] = {}
        self._lock = Lock()
        self._begun = 0

    @property
    def begun(self) -> int:
        """How many there have been."""
        return self._begun

    def begin(
        self, scenario: Scenario, name: Callable[[], str], keep: Keep, seed: int = 1, store: Store | None = None
    ) -> Live:
        """Make a battle ready, to go when somebody follows it, under the name that `name` gives it.

        `keep` takes its run when it is over, and returns the name under which that is held; then `store` takes it.
        Another that nobody follows any more gives way to it. Raises OneAtATimeError while another goes on, and what
        planning and drawing raise.
        """
        self.check_free()
        stepped = Stepped(scenario, seed)
        with self._lock:
            self.check_free()
            if (alone := self.going) is not None:
                alone.give_way()
            live = Live(name(), stepped, keep, store)
            self._held[live.name] = live
            self._begun += 1
            for old in list(self._held)[:-REMEMBERED]:
                del self._held[old]
        return live

    def check_free(self) -> None:
        """Raise OneAtATimeError while a battle goes on that somebody follows, or has followed just now."""
        if (live := self.going) is None or (left := live.kept_for) == 0.0:
            return
        if left is None:
            raise OneAtATimeError("a battle is being fought live already; follow it, or let it come to its end first")
        what = "a battle is being fought live already, though nobody follows it"
        raise OneAtATimeError(f"{what}; follow it, or begin another in {ceil(left)} s")

    @property
    def going(self) -> Live | None:
        """The battle that goes on or is ready to, None for none."""
        return next((live for live in reversed(list(self._held.values())) if live.state not in DONE), None)

    def live(self, name: str) -> Live:
        """Return a battle by its name; NotHeldError, with the nearest name, for none."""
        found = self._held.get(name)
        if found is None:
            raise not_held("live battle", name, self._held, "begin one from the card of its scenario")
        return found

    def has(self, name: str) -> bool:
        """Whether a battle is called so."""
        return name in self._held

    def close(self) -> None:
        """End all, with the server."""
        for live in list(self._held.values()):
            live.close()
