"""Semi-active homing: the round homes on the echo of the channel's illumination, which must last to impact (48N6)."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE
from shieldwall.models.model import Model
from shieldwall.models.numbers import SEMI_ACTIVE
from shieldwall.record.reasons import SEEKER_LOCKED, SUPPORT_LOST, SUPPORTED


@kernel
def needs_support(homing):
    """Whether the round needs its channel now: always, for updates on the way and illumination at the end."""
    return True


MODEL = Model(
    "guidance",
    "semi-active",
    SEMI_ACTIVE,
    needs_support,
    reasons=(SUPPORTED, SUPPORT_LOST, SEEKER_LOCKED),
    purposes=(GUIDANCE_NOISE,),
    seeker=True,
    card="semi_active",
)
