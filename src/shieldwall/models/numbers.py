"""The numbers of the models in their switches; apart from the models, so that who only asks need not compile them."""

from typing import Final

#: What a plug-in writes, whose number is given when it is loaded; plug-ins are numbered from FIRST_PLUGIN on.
UNNUMBERED: Final = -1
FIRST_PLUGIN: Final = 64

# Sensors.
RADAR: Final = 0
OPTICAL: Final = 1
PERFECT: Final = 2

# Weapons.
MISSILE: Final = 0
CERTAIN_EFFECT: Final = 1
GUN: Final = 2

# Guidance.
COMMAND: Final = 0
SEMI_ACTIVE: Final = 1
DATALINK_ACTIVE: Final = 2
CERTAIN_GUIDANCE: Final = 3

# Doctrines.
SHOOT_LOOK_SHOOT: Final = 0
SALVO: Final = 1
RIPPLE: Final = 2
BY_TIME: Final = 3

# Command doctrines.
CENTRALISED: Final = 0
DECENTRALISED: Final = 1
AMBUSH: Final = 2

# Movers and links.
SCRIPT: Final = 0
DELAYED: Final = 0
