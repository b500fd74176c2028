"""Command guidance: the fire channel sees target and round to impact and steers the round by radio (S-125, 57E6)."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE
from shieldwall.models.model import Model
from shieldwall.models.numbers import COMMAND
from shieldwall.record.reasons import SUPPORT_LOST, SUPPORTED


@kernel
def tracking_error(distance, angle_error):
    """Standard deviation across the line of sight, m, with which the channel knows its round at `distance` m.

    Target and round are measured by the same antenna, so its north and site errors cancel; what is left is the
    angle noise of one look at the round (Zarchan, Tactical and Strategic Missile Guidance, 2012, ch. 11).
    """
    return distance * angle_error


@kernel
def needs_support(homing):
    """Whether the round needs its channel now: always."""
    return True


MODEL = Model(
    "guidance",
    "command",
    COMMAND,
    needs_support,
    reasons=(SUPPORTED, SUPPORT_LOST),
    purposes=(GUIDANCE_NOISE,),
    card="command",
)
