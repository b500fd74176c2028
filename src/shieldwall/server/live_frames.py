"""What who follows a battle is sent: what lies after a place in its tables, packed once for all who are there."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Final, NamedTuple

from shieldwall.server.columns import packed
from shieldwall.server.live_fought import Fought
from shieldwall.server.live_states import DONE
from shieldwall.server.live_tables import Columns, Place, Tables
from shieldwall.server.plain import finite

#: Rows of each table in one frame; whoever is further behind is sent several. With them a frame has some 100 KiB.
MOST_ROWS: Final = 1500


class Moment(NamedTuple):
    """How far the tables are at a time, s, where everything is then, and the version of all that a page shows.

    `made` is when it was made, s since the epoch, so that anybody can tell how late a frame comes.
    """

    version: int
    made: float
    t: float
    sizes: Place
    flying: Columns


class Frame(NamedTuple):
    """What somebody is sent, and the place after it: `whole` when it holds all there is, `last` when nothing comes."""

    content: bytes
    version: int
    after: Place
    whole: bool
    last: bool


class Frames:
    """Packs frames of tables that only grow, as far as they are `now`; `stands` says how the battle stands."""

    def __init__(
        self, tables: Tables, fought: Fought, now: Callable[[], Moment], stands: Callable[[], dict[str, Any]]
    ) -> None:
        self._tables, self._fought = tables, fought
        self._now, self._stands = now, stands
        self._packing = Lock()
        self._made: dict[tuple[int, Place], Frame] = {}

    def frame(self, place: Place) -> Frame:
        """Return what somebody at a place is sent next; it is made once for all who are there.

        The columns of a film with the directory that says what they are; `now` is where everything is that flies, and
        comes with the last of what was.
        """
        with self._packing:
            moment = self._now()
            key = moment.version, place
            if key not in self._made:
                self._made = {held: frame for held, frame in self._made.items() if held[0] == moment.version}
                self._made[key] = self._packed(moment, place)
            return self._made[key]

    def _packed(self, moment: Moment, place: Place) -> Frame:
        tables, sizes = self._tables, moment.sizes
        place = Place(*map(min, place, sizes))
        after = Place(*(min(size, since + MOST_ROWS) for size, since in zip(sizes, place, strict=True)))
        whole = after[:3] == sizes[:3]
        # Who fought whom comes at once, with the last of what was.
        after = after._replace(fought=sizes.fought if whole else place.fought)
        columns = moment.flying if whole else {}
        columns = columns | tables.points.rows(place.points, after.points)
        columns |= tables.samples.rows(place.samples, after.samples)
        columns |= tables.events.rows(place.events, after.events)
        stands = self._stands()
        rows = range(place.events, after.events)
        directory = {
            **stands,
            "t": moment.t,
            "from": place,
            "to": after,
            "whole": whole,
            "made": moment.made,
            "sentences": [[row, tables.sentences[row]] for row in rows if row in tables.sentences],
            "fought": finite(self._fought.between(place.fought, after.fought)),
        }
        return Frame(packed(columns, directory), moment.version, after, whole, whole and stands["state"] in DONE)
