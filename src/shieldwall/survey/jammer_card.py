"""What a jammer takes from the radars of the catalogue, by the battle's own signal and noise, without a battle.

Central figures; a target high above the clutter flies at the radar through free space; range limits of masks, beams and
screens are left out, so that only noise tells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shieldwall.catalogue.jammers import Jammer
from shieldwall.catalogue.sensors import Radar
from shieldwall.kernels.jamming import jamming_to_noise, received_density
from shieldwall.models.sensors.switch import signal
from shieldwall.scenario.surroundings import Propagation
from shieldwall.survey.radar_card import CLOSING, Site

#: Cross-section of the target, m2: a fighter from ahead.
SECTION = 3.0
#: Distance of a jammer that stands off, m.
STAND_OFF = 100_000.0
#: Sine of an elevation above the clutter of every radar.
_HIGH = 0.5


@dataclass(frozen=True)
class Ranges:
    """At which ranges, m, a look of a radar detects with even odds.

    In silence, when the target carries the jammer, and when the jammer stands off and is received through the main
    lobe or through far side lobes.
    """

    radar: Radar
    silence: float
    carried: float
    main_lobe: float
    side_lobes: float


def ranges(jammer: Jammer, radars: Sequence[Radar]) -> list[Ranges]:
    """Return what a jammer does to those radars in whose bands it transmits."""
    return [_against(jammer, radar) for radar in radars if radar.band.value in jammer.bands]


def _against(jammer: Jammer, radar: Radar) -> Ranges:
    site = Site(radar, Propagation(gas=False, edges=False, ground=False))
    row = {name: float(site.row[name][0]) for name in ("receiver", "range_cell", "side_far")}
    density = float(received_density(jammer.erp.value, jammer.bandwidth.value, row["range_cell"]))

    def noise(share: float, distance: float) -> float:
        return float(jamming_to_noise(density, row["receiver"], share, distance))

    def reach(share: float, stands: float | None) -> float:
        near, beyond = 1.0, 3e6
        for _ in range(60):
            middle = math.sqrt(near * beyond)
            clean, _ = signal(site.row, 0, middle, _HIGH, -CLOSING, SECTION, 1.0)
            seen = clean / (1.0 + noise(share, middle if stands is None else stands)) > site.needed
            near, beyond = (middle, beyond) if seen else (near, middle)
        return near

    return Ranges(radar, reach(0.0, None), reach(1.0, None), reach(1.0, STAND_OFF), reach(row["side_far"], STAND_OFF))
