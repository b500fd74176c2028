"""More channels and rounds than the catalogue states, for battles in which nobody lacks any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shieldwall.catalogue.sensors import MOST_CHANNELS


@dataclass(frozen=True)
class Plenty:
    """What every fire unit has in place of what it states: channels of an engagement sensor, rounds of a launcher.

    0 leaves what is stated. Who has none by its author's word gets none. Launchers with plenty need no reload.
    """

    channels: int = 0
    rounds: int = 0


AS_STATED: Final = Plenty()
#: More than a raid fills, as for an ideal sensor.
ENDLESS_CHANNELS: Final = MOST_CHANNELS
#: As many as an ideal battery has: rounds of one launcher are told apart in draws up to that number.
ENDLESS_ROUNDS: Final = 1000
