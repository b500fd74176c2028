"""A noise jammer that a body carries."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

JAMMER: Final = layout(
    real("on", "s", "when it begins to transmit"),
    real("off", "s", "when it stops"),
    real("cos_sector", "1", "cosine of half the sector that it fills about the direction to the origin, -2 all round"),
    real("back_lobes", "1", "what it radiates elsewhere, over what it radiates there"),
    whole("body", "body", "who carries it"),
)
