"""An entry of the catalogue that flies against the defence: its kind, and where its figures stand.

Figures are columns of the vector of a replication's figures, NONE for those that no member's part in the raid needs.
"""

from typing import Final

import numpy as np

AIRCRAFT, CRUISE_MISSILE, DRONE, BOMB = 0, 1, 2, 3
#: Kinds by the words of the catalogue.
KINDS: Final = {"aircraft": AIRCRAFT, "cruise-missile": CRUISE_MISSILE, "drone": DRONE, "bomb": BOMB}

THREAT: Final = np.dtype(
    [
        ("kind", "i8"),  # AIRCRAFT, CRUISE_MISSILE, DRONE or BOMB
        ("fluctuation", "i8"),  # Swerling's case, 0 for a steady echo
        ("decorrelation", "i8"),  # figure, s: its echo fluctuates anew after that
        ("extent", "i8"),  # figure, m: its size
        ("toughness", "i8"),  # figure: divides the lethal radius of a warhead
        ("front", "i8"),  # figure, m2: cross-section from ahead
        ("side", "i8"),  # figure, m2: from abeam
        ("rear", "i8"),  # figure, m2: from behind
        ("low_band", "i8"),  # figure: cross-section below 1 GHz over that at microwaves
        ("cost", "i8"),  # figure: of one
        ("slope", "i8"),  # figure: steepest climb and descent
        ("load", "i8"),  # figure, m/s2: greatest in a turn
        ("floor", "i8"),  # figure, m: least height above ground
        ("reach", "i8"),  # figure, m: greatest distance flown, 0 for no limit
        ("glide", "i8"),  # figure: distance over height lost, of a bomb
        ("speed", "i8"),  # figure, m/s: of a weapon that is released
        ("cruise", "i8"),  # figure, m above ground: of a weapon that is released
        ("accuracy", "i8"),  # figure, m: circular error probable
        ("warhead", "i8"),  # figure, kg
        ("fault", "i8"),  # figure: probability that its transponder is silent
        ("reliability", "i8"),  # figure: probability that it works
    ],
    align=True,
)
