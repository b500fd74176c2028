"""A round in flight; its motion is in the flight column of the same number (`kernels.flight`)."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

READY, IN_FLIGHT, SPENT = 0, 1, 2

ROUND: Final = layout(
    real("launched", "s", "when it left"),
    real("supported_until", "s", "how long the last look of its channel supports it"),
    real("checked_at", "s", "before which no body can come near"),
    real("closest", "m", "least distance to its aim so far"),
    real("chance", "1", "kill probability expected of it when it left"),
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("channel", "channel", "who guides it"),
    whole("engagement", "engagements", "that channel's engagement"),
    whole("weapon", "weapon", "its kind"),
    whole("launcher", "launcher", "where it came from"),
    whole("state", "state", "READY, IN_FLIGHT or SPENT"),
    whole("homing", "flag", "whether its seeker has locked"),
    whole("supported", "flag", "whether its channel supports it"),
    whole("cause", "event", "its launch"),
)
