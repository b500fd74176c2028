"""What a whole unit can do with what its parts claim, in words that follow from the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shieldwall.assembly.plan.scratch import PRIORS
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.sensors import Radar
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.engine.track.initiation import FASTEST
from shieldwall.survey.missile_card import MissileCurves
from shieldwall.survey.radar_card import Site, horizons
from shieldwall.survey.verdicts import Verdict, about, called, length

#: Height, m, and speed, m/s, of the target of the verdicts.
LOW, SPEED = 100.0, 250.0
MILLION = 1e6


def verdicts(unit: Unit, radars: Sequence[Radar], rounds: Sequence[tuple[Interceptor, MissileCurves]]) -> list[Verdict]:
    """Return what a unit's card says; `radars` are its engagement radars, `rounds` its missiles with their curves."""
    return [*_low(radars, rounds), *_fast(rounds), *_delay(unit), *_cost(unit, rounds)]


def _low(radars: Sequence[Radar], rounds: Sequence[tuple[Interceptor, MissileCurves]]) -> Iterator[Verdict]:
    """Say from where a low target can be engaged: sight of the radar against reach of the round."""
    for radar in radars:
        site = Site(radar)
        clear = horizons(site.height) + horizons(LOW)
        trees = _in_sight(site, LOW)
        for entry, curves in rounds:
            reach = min(curves.reaches(LOW), entry.max_range.value)
            comparison = (
                f"Against a target at {length(LOW)} the {called(entry.title)} would reach {length(reach)} of its "
                "claimed "
                f"{length(entry.max_range.value, 3)}, and the {called(radar.title)} sees it at {length(clear)} over "
                "a smooth "
                f"sea and at {length(trees)} behind the trees of a usual site"
            )
            if trees < 0.9 * reach:
                yield Verdict("only if", f"{comparison}: sight decides, not the missile.")
            else:
                yield Verdict("holds", f"{comparison}: the missile decides.")


def _fast(rounds: Sequence[tuple[Interceptor, MissileCurves]]) -> Iterator[Verdict]:
    """Say how fast a target may be for a track to begin on it, against what the rounds claim."""
    if not rounds:
        return
    speed = PRIORS[FASTEST]
    claimed = max(entry.max_target_speed.value for entry, _ in rounds)
    begins = f"Its pictures begin tracks on targets of up to {speed:,.0f} m/s"
    if claimed > speed:
        yield Verdict("only if", f"{begins}; its rounds claim {claimed:,.0f} m/s, which no scenario flies yet.")
    else:
        yield Verdict("holds", f"{begins}, and its rounds claim targets of {claimed:,.0f} m/s.")


def _in_sight(site: Site, height: float) -> float:
    """Greatest slant range, m, at which a target at a height is above horizon and trees, by halving."""
    near, far = 0.0, min(float(horizons(site.height) + horizons(height)), site.farthest)
    if site.lowest_height(far) <= height:
        return far
    while far - near > 1.0:
        middle = 0.5 * (near + far)
        near, far = (middle, far) if site.lowest_height(middle) <= height else (near, middle)
    return near


def _delay(unit: Unit) -> Iterator[Verdict]:
    """Say how far a target flies between the confirmation of its track and the launch."""
    if unit.reaction_time is None:
        return
    waits = [wait for wait in (unit.declaration_delay, unit.reaction_time, unit.operator_delay) if wait is not None]
    value, low, high = (sum(getattr(wait, end) for wait in waits) for end in ("value", "low", "high"))
    yield Verdict(
        "note",
        f"From a firm track to the launch it needs about {about(value)} s ({about(low)} to {about(high)} s), in "
        "which a target "
        f"of {SPEED:.0f} m/s flies {length(SPEED * value)}.",
    )


def _cost(unit: Unit, rounds: Sequence[tuple[Interceptor, MissileCurves]]) -> Iterator[Verdict]:
    """Say what the rounds of one filling cost beside the unit."""
    if not rounds:
        return
    price = {entry.id: entry.cost.value for entry, _ in rounds}
    count = {entry.id: 0.0 for entry, _ in rounds}
    for group in unit.launchers.values():
        if group.fires in count:
            count[group.fires] += group.count.value * group.rounds.value
    filling = sum(price[name] * count[name] for name in price)
    yield Verdict(
        "note",
        f"It costs about {about(unit.cost.value / MILLION, 3)} M USD ({about(unit.cost.low / MILLION, 3)} to "
        f"{about(unit.cost.high / MILLION, 3)}); its {sum(count.values()):.0f} ready rounds add "
        f"{about(filling / MILLION)} M USD.",
    )
