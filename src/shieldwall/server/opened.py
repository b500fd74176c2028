"""An opened run: its answers, each worked out once for all who ask."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from shieldwall.analysis.explain import Stories
from shieldwall.assembly.draw.replication import Workspace
from shieldwall.catalogue.beside import OwnEntries
from shieldwall.exercise.replays import scenario_of
from shieldwall.exercise.runs import Run
from shieldwall.exercise.simulate import drawn
from shieldwall.kernels.geodesy import Frame
from shieldwall.outlets.account import Account
from shieldwall.outlets.playback import frame
from shieldwall.scenario import Scenario
from shieldwall.server.film import film
from shieldwall.survey.sensor_network import SensorNetwork

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
#: Level of compression at which a film takes a twentieth of a second.
FAST: Final = 4


class Opened:
    """A run under the name that it has on the page; whoever works something out holds its `lock`."""

    def __init__(self, name: str, run: Run, file: Path | None = None) -> None:
        self.name = name
        self.run = run
        #: The file of its scenario, where that was named on the command line.
        self.file = file
        self.lock = RLock()
        #: When it was asked for last, s on a clock that only goes on.
        self.asked = time.monotonic()
        #: The latest answers to each question that is `kept_with_run`, by what was asked.
        self.answers: dict[Any, dict[Any, Any]] = {}
        #: Answers to "but for what" by the number of draws.
        self.fought: dict[int, Any] = {}
        #: Comparisons with other runs by their names.
        self.compared: dict[str, dict[str, Any]] = {}

    @property
    def header(self) -> dict[str, Any]:
        """What was run."""
        return self.run.header

    @cached_property
    def plane(self) -> Frame:
        """The plane in which the run's positions are given."""
        return frame(self.header)

    @cached_property
    def account(self) -> Account:
        """The run's answers, as outlets have them."""
        return Account(self.run.recording)

    @cached_property
    def stories(self) -> Stories:
        """What `shieldwall explain` says of each threat."""
        return Stories(self.run.recording)

    @cached_property
    def film(self) -> tuple[bytes, bytes]:
        """The columns of the film, as they are and compressed."""
        content = film(self.run.recording)
        return content, gzip.compress(content, FAST, mtime=0)

    @property
    def own(self) -> OwnEntries:
        """The own entries that the run was fought with."""
        return OwnEntries.kept(self.header.get("catalogue", {}))

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario, from the header; InputError when it can no longer be read."""
        return scenario_of(self.run)

    @cached_property
    def drawn(self) -> Workspace:
        """The run as it was drawn, before its first event."""
        return drawn(self.scenario, *self.run.battle)

    @cached_property
    def network(self) -> SensorNetwork:
        """The sensors, to be asked what they would see."""
        return SensorNetwork(self.drawn)


def kept_with_run(
    most: int,
) -> Callable[[Callable[Concatenate[Opened, Asked], Answer]], Callable[Concatenate[Opened, Asked], Answer]]:
    """Keep the latest answers to a question with the run that it is of, so that they go when it does."""

    def keep(question: Callable[Concatenate[Opened, Asked], Answer]) -> Callable[Concatenate[Opened, Asked], Answer]:
        @wraps(question)
        def ask(opened: Opened, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
            held = opened.answers.setdefault(question, {})
            key = asked, tuple(named.items())
            found: Answer | None = held.get(key)
            if found is None:
                found = question(opened, *asked, **named)
                for oldest in list(held)[: max(0, len(held) + 1 - most)]:
                    held.pop(oldest, None)
                held[key] = found
            return found

        return ask

    return keep
