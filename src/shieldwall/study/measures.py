"""What a battle that is over comes to, read from its arrays and rows, without a run folder.

Counts stay counts, so that a share over many battles is the sum of its parts over the sum of its wholes; `SHARES` names
them. What is counted in steps of time needs a battle that the referee tallied (`Simulator(plan, tally=True)`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.engine.referee.tally import INTERVAL, PICTURES
from shieldwall.exercise.simulate import Simulator
from shieldwall.record.kinds import (
    ACCEPTED,
    ACQUIRED,
    DECLARED,
    IN_DOUBT,
    KILLED,
    LAUNCHED,
    REFUSED,
    ROUND_ENDED,
    TAKEN_FOR_FRIENDLY,
    TAKEN_FOR_NEUTRAL,
)
from shieldwall.state.body import BLUE, DEAD, LEAKED, NEUTRAL, RED
from shieldwall.state.round import READY
from shieldwall.state.tally import PICTURE as PICTURE_ROW

Measure = Callable[[Simulator], float]

#: Who was so long, s, where a unit could have shot counts as reachable, or as passed by an idle unit.
PASS_TIME = 15.0
HOUR = 3600.0
TENTHS = 10


def leakers(battle: Simulator) -> float:
    """Threats that did what they were sent for, as `analysis.fates` counts them."""
    return float(battle.workspace.truth.fates[RED, LEAKED])


def victims(battle: Simulator) -> float:
    """Neutrals and own aircraft that were shot down."""
    return float(battle.workspace.truth.fates[[NEUTRAL, BLUE], DEAD].sum())


def any_leaker(battle: Simulator) -> float:
    """1 where a threat leaked, so that its mean is the chance of at least one."""
    return float(leakers(battle) > 0.0)


def killed(battle: Simulator) -> float:
    """Threats that were shot down."""
    return float(battle.workspace.truth.fates[RED, DEAD])


def places_lost(battle: Simulator) -> float:
    """Places of value that took as much damage as destroys them."""
    truth = battle.workspace.truth
    destroyed = truth.place_state["damage"] >= np.maximum(truth.places["hardness"], np.finfo(np.float64).tiny)
    return float((destroyed & (truth.places["value"] > 0.0)).sum())


def place_lost(battle: Simulator) -> float:
    """1 where such a place was lost, so that its mean is the chance of losing one."""
    return float(places_lost(battle) > 0.0)


def damage_share(battle: Simulator) -> float:
    """Share of the value of all places that is destroyed, as `analysis.measures` counts it."""
    truth = battle.workspace.truth
    places, state = truth.places, truth.place_state
    worth = float(places["value"].sum())
    if worth <= 0.0:
        return 0.0
    damage, hardness = state["damage"], places["hardness"]
    destroyed = np.divide(damage, hardness, out=(damage > 0.0).astype(np.float64), where=hardness > 0.0)
    return float((places["value"] * np.minimum(destroyed, 1.0)).sum() / worth)


def passed(battle: Simulator, column: str) -> float:
    """Threats that leaked and for PASS_TIME were, as a column of EXPOSURE says, where a unit could have shot."""
    truth = battle.workspace.truth
    return float((_leaked(battle) & (truth.exposures[column] >= PASS_TIME)).sum())


def time_unengaged(battle: Simulator) -> float:
    """Time that the threats that leaked were in reach and sight of an idle channel and nobody engaged them, s."""
    return float(battle.workspace.truth.exposures["unengaged"][_leaked(battle)].sum())


def reachable(battle: Simulator) -> float:
    """Threats that for PASS_TIME were in reach and sight of a ready unit with rounds."""
    return float(_reachable(battle).sum())


def fired_at(battle: Simulator) -> float:
    """Reachable threats at which at least a round or a burst was fired."""
    return float((_reachable(battle) & (battle.workspace.truth.tallies[:, :-1].sum(axis=0) > 0)).sum())


def launches(battle: Simulator) -> float:
    """Rounds that left their launchers."""
    return float(battle.workspace.belief.launcher_state["fired"].sum())


def rows_of(battle: Simulator, kind: int) -> float:
    """Rows of a kind: of orders ACCEPTED, REFUSED, ACQUIRED."""
    return float((_rows(battle)["kind"] == kind).sum())


def held(battle: Simulator, column: str) -> float:
    """Time, s, that engagement sensors with a sector spent as a column of HOLD says."""
    turned = battle.workspace.model.sensors["cos_sector"] > -1.0
    return float(battle.workspace.truth.holds[column][turned].sum())


def seen_by_post(battle: Simulator, column: str) -> float:
    """What a column of PICTURE sums up of the picture of the post that stands under no other."""
    units, pictures = battle.workspace.model.units, battle.workspace.truth.pictures
    return float(pictures[column][(units["commands"] == 1) & (units["post"] < 0)].sum())


def time_tracked(battle: Simulator) -> float:
    """Time that threats were tracked in that picture, h, summed over the threats."""
    return seen_by_post(battle, "tracked") * PICTURES * INTERVAL / HOUR


def spurious(battle: Simulator) -> float:
    """Confirmed tracks of that picture that follow no threat in flight, summed over the looks at it."""
    return seen_by_post(battle, "tracks") - seen_by_post(battle, "tracks_on")


def most_pinned(battle: Simulator) -> float:
    """Greatest share of its time that orders whose target was not acquired alone held a sensor with a sector."""
    holds, sensors = battle.workspace.truth.holds, battle.workspace.model.sensors
    holds = holds[(sensors["cos_sector"] > -1.0) & (holds["watched"] > 0.0)]
    return float((holds["by_orders"] / holds["watched"]).max(initial=0.0))


def rounds_of_chance(battle: Simulator, tenth: int) -> float:
    """Rounds of which a kill probability in a tenth was expected when they left, the tenths counted from 0."""
    return float((_tenths(battle) == tenth).sum())


def kills_of_chance(battle: Simulator, tenth: int) -> float:
    """Those of them that killed something."""
    rows = _rows(battle)
    killers = rows["who"][rows["kind"] == KILLED]
    return float(((_tenths(battle) == tenth) & np.isin(battle.workspace.belief.rounds["name"], killers)).sum())


def log_checksum(battle: Simulator) -> float:
    """CRC-32 of the rows of the log, which tells one battle from another."""
    return float(zlib.crc32(_rows(battle).tobytes()))


def _leaked(battle: Simulator) -> NDArray[np.bool_]:
    return np.asarray(battle.workspace.truth.body_state["leaked"] == 1)


def _reachable(battle: Simulator) -> NDArray[np.bool_]:
    truth = battle.workspace.truth
    return np.asarray((truth.bodies["side"] == RED) & (truth.exposures["in_reach"] >= PASS_TIME))


def _tenths(battle: Simulator) -> NDArray[np.int64]:
    """The tenth of each round's expected chance; -1 for one that never left, or whose target another had killed."""
    rounds = battle.workspace.belief.rounds
    tenths = np.minimum((rounds["chance"] * TENTHS).astype(np.int64), TENTHS - 1)
    return np.where((rounds["state"] == READY) | _forestalled(battle), -1, tenths)


def _forestalled(battle: Simulator) -> NDArray[np.bool_]:
    """Rounds whose target another had killed before they met it, or before they would have.

    Most of them end for want of support, since their radar sees nothing any more, and some fail before: how a round
    ends does not tell. A launch says when its round was to meet.
    """
    rounds, rows = battle.workspace.belief.rounds, _rows(battle)
    aims, bodies = battle.workspace.truth.shots[:, 0], battle.workspace.truth.bodies["name"]
    kills = rows[rows["kind"] == KILLED]
    killed_at = dict(zip(kills["whom"].tolist(), kills["t"].tolist(), strict=True))
    killer = dict(zip(kills["whom"].tolist(), kills["who"].tolist(), strict=True))
    met = {int(row["who"]): float(row["t"] + row["v1"]) for row in rows[rows["kind"] == LAUNCHED]}
    for row in rows[rows["kind"] == ROUND_ENDED]:
        met[int(row["who"])] = max(met.get(int(row["who"]), -np.inf), float(row["t"]))
    targets = np.where(aims >= 0, bodies[np.maximum(aims, 0)], -1).tolist()
    return np.array(
        [
            killer.get(target, name) != name and killed_at[target] <= met.get(name, -np.inf)
            for name, target in zip(rounds["name"].tolist(), targets, strict=True)
        ],
        np.bool_,
    )


def _rows(battle: Simulator) -> NDArray[Any]:
    """The rows of the log, as they stand in the thread's table."""
    return battle.tables.events[: int(battle.tables.filled[0])].view(np.ndarray)


#: What every study counts.
MEASURES: Mapping[str, Measure] = MappingProxyType({"leakers": leakers, "damage_share": damage_share})

#: What came of identity: who was shot down by mistake, and what tracks were held for.
IDENTITY: Mapping[str, Measure] = MappingProxyType(
    {
        "leakers": leakers,
        "damage_share": damage_share,
        "victims": victims,
        "declared": partial(rows_of, kind=DECLARED),
        "taken_for_neutral": partial(rows_of, kind=TAKEN_FOR_NEUTRAL),
        "taken_for_friendly": partial(rows_of, kind=TAKEN_FOR_FRIENDLY),
        "in_doubt": partial(rows_of, kind=IN_DOUBT),
    }
)

#: How fire was directed: who passed idle units, what became of orders, what held radars.
CONDUCT: Mapping[str, Measure] = MappingProxyType(
    {
        "leakers": leakers,
        "damage_share": damage_share,
        "launches": launches,
        "passed_idle_unit": partial(passed, column="idle_unit"),
        "let_pass": partial(passed, column="let_pass"),
        "passed_idle_channel": partial(passed, column="unengaged"),
        "unengaged_s": time_unengaged,
        "accepted": partial(rows_of, kind=ACCEPTED),
        "refused": partial(rows_of, kind=REFUSED),
        "acquired": partial(rows_of, kind=ACQUIRED),
        "watched_s": partial(held, column="watched"),
        "pinned_by_rounds_s": partial(held, column="by_rounds"),
        "pinned_by_tracks_s": partial(held, column="by_tracks"),
        "pinned_by_orders_s": partial(held, column="by_orders"),
        "most_pinned": most_pinned,
        "reachable": reachable,
        "fired_at": fired_at,
    }
)

#: The picture of the post that stands under no other, against what flew.
PICTURE: Mapping[str, Measure] = MappingProxyType(
    {f"picture_{name}": partial(seen_by_post, column=name) for name in PICTURE_ROW.names or ()}
    | {"picture_spurious": spurious, "picture_tracked_h": time_tracked}
)

#: Rounds and kills by tenths of the chance that was expected of them.
CHANCES: Mapping[str, Measure] = MappingProxyType(
    {f"rounds_{tenth}": partial(rounds_of_chance, tenth=tenth) for tenth in range(TENTHS)}
    | {f"kills_{tenth}": partial(kills_of_chance, tenth=tenth) for tenth in range(TENTHS)}
)

#: Shares, and means a look at a picture, by name: the part and the whole, both measures.
SHARES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "idle_passes": ("passed_idle_unit", "leakers"),
        "let_passes": ("let_pass", "leakers"),
        "idle_channel_passes": ("passed_idle_channel", "leakers"),
        "orders_acquired": ("acquired", "accepted"),
        "pinned_by_orders": ("pinned_by_orders_s", "watched_s"),
        "reachable_fired_at": ("fired_at", "reachable"),
        "completeness": ("picture_tracked", "picture_threats"),
        "ambiguity": ("picture_tracks_on", "picture_tracked"),
        "spurious_tracks": ("picture_spurious", "picture_tracks"),
        "changes_per_hour": ("picture_changes", "picture_tracked_h"),
        "gospa_m2": ("picture_gospa", "picture_times"),
        "error_m2": ("picture_error", "picture_matches"),
    }
    | {f"killed_of_tenth_{tenth}": (f"kills_{tenth}", f"rounds_{tenth}") for tenth in range(TENTHS)}
)

#: Every measure that a study may name.
NAMED: Mapping[str, Measure] = MappingProxyType(
    {
        **MEASURES,
        "any_leaker": any_leaker,
        "killed": killed,
        "places_lost": places_lost,
        "place_lost": place_lost,
        "log_checksum": log_checksum,
        **IDENTITY,
        **CONDUCT,
        **PICTURE,
        **CHANCES,
    }
)

#: Those that need a battle that the referee tallied.
TALLIED = frozenset(PICTURE) | {
    "passed_idle_unit",
    "passed_idle_channel",
    "unengaged_s",
    "watched_s",
    "pinned_by_rounds_s",
    "pinned_by_tracks_s",
    "pinned_by_orders_s",
    "most_pinned",
    "reachable",
    "fired_at",
}
