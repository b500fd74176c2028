"""Datalink, then active homing: updates until the round's own seeker has the target; then it is free (9M96)."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE
from shieldwall.models.model import Model
from shieldwall.models.numbers import DATALINK_ACTIVE
from shieldwall.record.reasons import SEEKER_LOCKED, SUPPORT_LOST, SUPPORTED


@kernel
def needs_support(homing):
    """Whether the round needs its channel now: until its seeker has locked."""
    return homing == 0


MODEL = Model(
    "guidance",
    "datalink-active",
    DATALINK_ACTIVE,
    needs_support,
    reasons=(SUPPORTED, SUPPORT_LOST, SEEKER_LOCKED),
    purposes=(GUIDANCE_NOISE,),
    seeker=True,
    card="datalink_active",
)
