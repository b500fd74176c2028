"""What a run cost both sides, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from shieldwall.analysis.fates import Ending, Fate
from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import IMPACT, UNIT_DESTROYED

RED, BLUE = "red", "blue"


class Item(NamedTuple):
    """Something that a side used up or lost: `number` of them at `each`, in the header's unit of money."""

    side: str
    what: str
    kind: str
    number: int
    each: float

    @property
    def amount(self) -> float:
        """What all of them cost."""
        return self.number * self.each


def bill(log: Log, known: Iterable[Ending]) -> list[Item]:
    """Return what a run cost: red's threats shot down or used up, by system, blue's rounds by weapon and units lost.

    `known` are the endings of the log's threats. Within a side and a kind, the dearest come first.
    """
    threats, weapons, units = (log.header[table] for table in ("threats", "weapons", "units"))
    spent: Counter[tuple[str, float]] = Counter()
    for ending in known:
        threat = threats[log.names[ending.threat]]
        arrived = ending.row >= 0 and log.kind[ending.row] == IMPACT
        if ending.killed >= 0 or arrived or (threat["kind"] != "aircraft" and ending.fate is Fate.EXPIRED):
            spent[threat["title"], float(threat["cost"])] += 1
    items = [Item(RED, title, "shot down or used up", number, each) for (title, each), number in spent.items()]
    fired: Counter[str] = Counter()
    for (_, weapon), number in log.shots().items():
        fired[weapon] += number
    items += [
        Item(BLUE, weapons[weapon]["title"], "fired", number, float(weapons[weapon]["cost"]))
        for weapon, number in fired.items()
        if weapon in weapons
    ]
    lost = [log.name(int(log.whom[row])) for row in log.rows(UNIT_DESTROYED)]
    items += [
        Item(BLUE, f"{name.partition('/')[2]}, {units[name]['title']}", "lost", 1, float(units[name]["cost"]))
        for name in lost
        if name in units
    ]
    order = {RED: 0, BLUE: 1}
    return sorted(items, key=lambda item: (order[item.side], item.kind, -item.amount, item.what))
