"""A battle that people watch while it is fought: one thread fights it by the clock, and whoever follows has a place.

Nobody waits for anybody. What was is kept in tables that only grow; a follower is sent what lies after its place and
where all is now, and one that is slow is sent the more at once, the later. So there is no queue that could fill.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from secrets import token_hex
from threading import Condition, Thread
from typing import Any, Final

from shieldwall.exercise.paced import Paced
from shieldwall.exercise.runs import Run
from shieldwall.exercise.stepped import Stepped
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.server.live_fought import Fought
from shieldwall.server.live_frames import Frame, Frames, Moment
from shieldwall.server.live_states import ENDING, FAILED, GOING, OVER, READY, STOPPED
from shieldwall.server.live_tables import Place, Tables
from shieldwall.server.opened import Opened

#: Time between two frames, s on the wall; and between two looks at who fights whom, which take some 0.02 s.
FRAME: Final = 0.1
LOOK: Final = 1.0
#: Where a look takes longer than that, so many times its own time lies between two.
SELDOM: Final = 10.0
#: How long the end of the server waits for the thread, s.
PATIENCE: Final = 5.0
#: How long a battle that nobody follows keeps its place, s: whoever reloads the page is back by then.
ALONE: Final = 60.0

GAVE_WAY: Final = f"nobody followed it for {ALONE:.0f} s, and another battle took its place; begin it again"

#: Takes the run when it is over, and returns the name under which it is held.
Keep = Callable[[Run], str]
#: Takes it then, to keep it beyond the server, which may take some time.
Store = Callable[[Run], object]


class Live:
    """One battle that goes on. `state` is READY until somebody follows it for the first time.

    The thread writes into the tables; whoever packs a frame reads them as far as the latest moment, and neither waits
    for the other.
    """

    def __init__(
        self,
        name: str,
        stepped: Stepped,
        keep: Keep,
        store: Store | None = None,
        wall: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        # A server that is started anew may fight another battle by this name.
        self.mark = token_hex(8)
        self.lasts = stepped.lasts
        self.state, self.run, self.error = READY, "", ""
        self.opened = Opened(name, stepped.beginning())
        self._stepped = stepped
        self._keep, self._store = keep, store
        self._clock = Paced(wall=wall)
        self._wall = wall
        self._left = wall()
        self._tables, self._fought = Tables(stepped), Fought()
        self._changed = Condition()
        self._listeners: set[Callable[[], object]] = set()
        self._moment = Moment(0, time.time(), 0.0, Place(), {})
        self._frames = Frames(self._tables, self._fought, lambda: self._moment, self.plain)
        self._thread = Thread(target=self._fight, name="live", daemon=True)
        self._closed = False

    @property
    def version(self) -> int:
        """The number of the latest change."""
        return self._moment.version

    @property
    def title(self) -> str:
        """The title of its scenario."""
        return str(self.opened.header["title"])

    @property
    def pace(self) -> int:
        """How many times as fast as the clock on the wall it goes."""
        return self._clock.pace

    def listen(self, hear: Callable[[], object]) -> None:
        """Have `hear` called, by the thread, after each change; the first who listens lets the battle go."""
        with self._changed:
            self._listeners.add(hear)
            if self.state == READY:
                self._thread.start()
                self._go()

    def leave(self, hear: Callable[[], object]) -> None:
        """Call `hear` no more."""
        with self._changed:
            self._listeners.discard(hear)
            self._left = self._wall()

    @property
    def kept_for(self) -> float | None:
        """For how long another may not yet take its place, s; None while somebody follows it."""
        if self._listeners:
            return None
        return max(0.0, ALONE - (self._wall() - self._left))

    def give_way(self) -> None:
        """End it for another, since nobody follows it; who comes back reads so."""
        with self._changed:
            self._closed = True
            self.state, self.error = FAILED, GAVE_WAY
            self._note()

    def set_pace(self, pace: int) -> None:
        """Go so many times as fast; InputError for what is no pace."""
        with self._changed:
            self._clock.set_pace(pace)
            self._note()

    def stop(self) -> None:
        """Stand still."""
        with self._changed:
            if self.state == GOING:
                self._clock.stop()
                self.state = STOPPED
                self._note()

    def go(self) -> None:
        """Go on."""
        with self._changed:
            if self.state == STOPPED:
                self._go()

    def end(self) -> None:
        """Fight what is left at once."""
        with self._changed:
            if self.state in (GOING, STOPPED):
                self._clock.end()
                self._go()

    def close(self) -> None:
        """End the thread at its next step, with the server; what is being stored is stored first."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(None if self.state == OVER else PATIENCE)

    def frame(self, place: Place) -> Frame:
        """Return what somebody at a place is sent next."""
        return self._frames.frame(place)

    def plain(self) -> dict[str, Any]:
        """Return how it stands, as plain data."""
        return {"id": self.name, "state": self.state, "run": self.run or None, "error": self.error or None,
                "t": self._moment.t, "lasts": self.lasts, "pace": self.pace}  # fmt: skip

    def _go(self) -> None:
        self._clock.go()
        self.state = GOING
        self._note()

    def _note(self, t: float | None = None) -> None:
        """Something has changed: the thread and all who listen are woken. The lock is held."""
        tables, was = self._tables, self._moment
        sizes = was.sizes
        if t is not None:
            sizes = Place(tables.points.size, tables.samples.size, tables.events.size, self._fought.version)
        self._moment = Moment(was.version + 1, time.time(), was.t if t is None else t, sizes, tables.flying)
        self._changed.notify_all()
        for hear in list(self._listeners):
            hear()

    def _fight(self) -> None:
        try:
            self._until_the_end()
        except ShieldwallError as error:
            self._over(FAILED, error=str(error))
        except Exception as error:  # noqa: BLE001  whoever follows reads it
            self._over(FAILED, error=f"this is a bug in shieldwall: {error!r}")

    def _until_the_end(self) -> None:
        stepped, looked, due = self._stepped, 0.0, time.monotonic()
        while stepped.t < stepped.lasts:
            if self.state == STOPPED:
                self._rest()
            with self._changed:
                if self._closed:
                    return
                t = self._clock.now()
            stepped.to(t)
            self._tables.take()
            began = time.monotonic()
            if began >= looked or stepped.t >= stepped.lasts:
                self._fought.take(self._tables.recording())
                looked = began + max(LOOK, SELDOM * (time.monotonic() - began))
            with self._changed:
                self._note(stepped.t)
            due = max(due + FRAME, time.monotonic())
            time.sleep(max(0.0, due - time.monotonic()))
        with self._changed:
            if self._closed:
                return
            self.state = ENDING
            self._note()
        run = stepped.whole()
        self._over(OVER, run=self._keep(run))
        if self._store is not None:
            self._store(run)

    def _rest(self) -> None:
        """Stand still until it goes on; what is seen meanwhile is of the very time."""
        self._fought.take(self._tables.recording())
        with self._changed:
            self._note(self._stepped.t)
            while self.state == STOPPED and not self._closed:
                self._changed.wait()

    def _over(self, state: str, run: str = "", error: str = "") -> None:
        with self._changed:
            if self.state == FAILED:
                return
            self.state, self.run, self.error = state, run, error
            self._note()
