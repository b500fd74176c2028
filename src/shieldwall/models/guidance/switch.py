"""Reach the guidance model of a weapon by its number."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.guidance import certain, command, datalink_active, semi_active
from shieldwall.models.numbers import CERTAIN_GUIDANCE, DATALINK_ACTIVE, SEMI_ACTIVE

_command = command.needs_support
_semi_active = semi_active.needs_support
_datalink_active = datalink_active.needs_support
_certain = certain.needs_support

MODELS = (command.MODEL, semi_active.MODEL, datalink_active.MODEL, certain.MODEL)


@kernel
def needs_support(guidance, homing):
    """Whether a round with this guidance needs its channel now; `homing` is 1 once its seeker has locked."""
    if guidance == SEMI_ACTIVE:
        return _semi_active(homing)
    if guidance == DATALINK_ACTIVE:
        return _datalink_active(homing)
    if guidance == CERTAIN_GUIDANCE:
        return _certain(homing)
    return _command(homing)


@kernel
def has_seeker(guidance):
    """Whether rounds with this guidance carry a seeker."""
    return guidance == SEMI_ACTIVE or guidance == DATALINK_ACTIVE
