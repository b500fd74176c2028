"""What flies, on either side, and what one may do to it."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

WAITING, FLYING, DEAD, GONE, STRUCK = 0, 1, 2, 3, 4
#: Beside its states, a side counts the bodies that did what they were sent for.
LEAKED: Final = 5
FATES: Final = 6
BLUE, RED, NEUTRAL = 0, 1, 2
SIDES: Final = 3
SCRIPTED: Final = 0

BODY: Final = layout(
    real("decorrelation", "s", "time after which its echo has fluctuated"),
    real("extent", "m", "length, as cameras and guns see it"),
    real("toughness", "1", "how much closer a warhead must burst than to an aircraft"),
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("side", "side", "BLUE, RED or NEUTRAL"),
    whole("transponder", "bits", "CIVIL and MILITARY modes in which it answers in this run"),
    whole("signature", "signature", "its radar cross-sections"),
    whole("fluctuation", "degrees", "half the degrees of freedom of its echo (Swerling)"),
    whole("first_leg", "leg", "where its flight path begins"),
    whole("legs", "legs", "legs of its flight path"),
    whole("carrier", "body", "what releases it"),
)

BODY_STATE: Final = layout(
    whole("state", "state", "WAITING, FLYING, DEAD, GONE from the sky, or STRUCK: arrived where it was sent"),
    whole("mover", "mover", "what moves it: SCRIPTED"),
    whole("released", "tasks", "weapons released and looks taken"),
    whole("leaked", "flag", "whether it did what it was sent for"),
)
