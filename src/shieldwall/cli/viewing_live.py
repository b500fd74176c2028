"""A battle that the page follows while it is fought, and the run that is kept of it when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shieldwall.cli.command import note, note_faults

if TYPE_CHECKING:
    from shieldwall.exercise import Run
    from shieldwall.scenario import Scenario
    from shieldwall.server.holdings import Holdings

Store = Callable[["Run"], None]


def watch(
    holdings: Holdings, opened: str | None, read: Callable[[str], Scenario], file: Path | None, seed: int, store: Store
) -> None:
    """Make a battle of a scenario ready, which goes when the page follows it; InputError for what is none."""
    from shieldwall.quantities.errors import InputError

    if opened is None or Path(opened).is_dir():
        what = "nothing is named" if opened is None else f"{opened} is a run, which is over, and nothing"
        raise InputError(f"{what} that could be fought live", instead="name a scenario, or leave out --live")
    note_faults()
    holdings.watching = holdings.watch(read(opened), Path(opened).stem, file, seed, store).name


@contextmanager
def kept_live(out: Path | None, replace: bool) -> Iterator[Store]:
    """Hold the place of a run while its battle is watched, and yield what keeps it there when that is over.

    Raises InputError for a folder that is to stay. Says at the end that nothing is kept of a battle
    that was not over.
    """
    if out is None:
        yield lambda _: None
        return

    from shieldwall.quantities.errors import ShieldwallError
    from shieldwall.record.keeping import kept_place

    over = False
    with kept_place(out, replace) as keep:

        def store(run: Run) -> None:
            nonlocal over
            over = True
            try:
                note(f"the battle is over; it is kept in {run.kept(keep)}")
            except ShieldwallError as error:
                note(f"the battle is over, and could not be kept: {error}")

        yield store
        if not over:
            note(f"the battle was not over: nothing is kept in {out}; fight it to its end, or use shieldwall run")
